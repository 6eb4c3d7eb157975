"""The rejection of pages without an article, and of pages of sites without a layout.

Such pages are recognised by whole lines, such as "404 Not Found" at the top of an error page. The
same words inside a sentence have no effect.
"""

import re
from collections.abc import Sequence

from ingest.dates import DOTTED_DATE, LONG_DATE
from ingest.errors import Rejection
from ingest.layouts.page_text import PageText
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import Paragraph

_HEAD = 4  # words such as "404 Not Found" are searched in this number of lines at the top
_EDGE = 6  # the address of a site is searched in this number of lines at the top, and at the foot
# A page is a list of headlines if at least this number of its lines begin or end with a date. A
# page is also a list of headlines if its text has at least this number of paragraphs, and no
# paragraph ends a sentence.
_FEW_LINES = 3

_ADDRESSES = (("kcna.co.jp", r"calendar ?>>.*|Copyright ?\(C\) ?KOREA NEWS SERVICE.*"),)
ADDRESSES = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _ADDRESSES)

_NO_ARTICLES = (
    ("an error page", r"(?:http )?(?:error )?(?:40[0-9]|410|429|50[0-4])"),
    (
        "an error page",
        r"(?:http )?(?:error )?(?:40[0-9]|410|429|50[0-4])\b.{0,20}\b"
        r"(?:not found|error|forbidden|unavailable|gateway|gone|too many requests|bad"
        r" request|time-?out)\b.{0,40}",
    ),
    ("an error page", r".{0,40}\bpage (?:could |can)?(?:not|n't)(?: be)? found\b.{0,40}"),
    ("an error page", r"not found|access denied|just a moment.{0,3}"),
    (
        "an about page",
        (
            r"about(?: us| kcna| kcna watch| this (?:site|website)| the (?:pyongyang times|site)|"
            r" voice of korea)?"
        ),
    ),
    (
        "a listing",
        r"(?:latest|all|recent|top|more) (?:news|articles|stories|headlines)|archives?|site ?map",
    ),
    ("an encyclopedia page", r"from wikipedia, the free encyclopedia"),
    ("a listing", r"(?:category|tag|monthly) archives?: .{1,80}|archive for .{1,80}"),
    ("a listing", r"posts (?:tagged|from|by) .{1,80}|showing posts .{1,80}"),
    ("a listing", r"search results\b.{0,80}|(?:articles|results) (?:of|for|from) .{1,60}"),
    ("a listing", r"news (?:of|for|from) .{0,20}\d{1,4}.{0,20}"),
)
NO_ARTICLES = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _NO_ARTICLES)
# A list of posts shows the beginning of each post.
_CUT_POST = re.compile(
    r".*(?:\[(?:…|\.{3})\]|continue reading.{0,3})|(?:read|see) more.{0,3}|더 ?보기",
    re.IGNORECASE,
)
_FEW_POSTS = 2
_DATED = re.compile(rf"(?:{LONG_DATE}){{1,2}}|.*[\[(]{DOTTED_DATE}[\])]|{DOTTED_DATE}(?: .*)?")


def reject_page_without_article(page: PageText) -> None:
    """Raise Rejection (not-an-article) for an error page, an about page or a list of headlines."""
    for line in page.lines[:_HEAD]:
        for what, pattern in NO_ARTICLES:
            if pattern.fullmatch(line.text):
                raise _not_an_article(what, f'it says "{line.text}"')
    dated = sum(bool(_DATED.fullmatch(line.text)) for line in page.lines)
    if dated >= _FEW_LINES:
        raise _not_an_article(
            "a listing", f"{dated} of its {len(page.lines)} lines begin or end with a date"
        )
    cut = sum(bool(_CUT_POST.fullmatch(line.text)) for line in page.lines)
    if cut >= _FEW_POSTS:
        raise _not_an_article("a listing", f"it has {cut} beginnings of articles")


def reject_unsupported_site(page: PageText) -> None:
    """Raise Rejection (layout-known-unsupported) for a page of a site that has no layout."""
    edges = page.lines if len(page.lines) <= 2 * _EDGE else page.lines[:_EDGE] + page.lines[-_EDGE:]
    _reject_site(edges, ADDRESSES)


def _reject_site(lines: Sequence[TextLine], sites: Sequence[tuple[str, re.Pattern[str]]]) -> None:
    for line in lines:
        for name, pattern in sites:
            if pattern.fullmatch(line.text):
                raise Rejection(
                    "layout-known-unsupported",
                    f'This is a page of {name} (it says "{line.text[:80]}"), which has no layout'
                    " yet.",
                )


def reject_list_of_headlines(paragraphs: Sequence[Paragraph]) -> None:
    """Raise Rejection (not-an-article) if these paragraphs look like headlines.

    They look like headlines if there are at least three paragraphs, and no paragraph ends like a
    sentence, for example with a full stop.
    """
    if len(paragraphs) >= _FEW_LINES and not any(
        ends_sentence(paragraph.text) for paragraph in paragraphs
    ):
        raise _not_an_article("a listing", f"none of its {len(paragraphs)} lines ends a sentence")


def _not_an_article(what: str, because: str) -> Rejection:
    return Rejection("not-an-article", f"This looks like {what}, not like an article: {because}.")
