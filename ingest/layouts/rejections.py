"""The rejection of pages without an article, and of articles of foreign news agencies.

Such pages are recognised by whole lines, such as "404 Not Found" at the top of an error page. The
same words inside a sentence have no effect.
"""

import re
from collections.abc import Sequence

from ingest.dates import DAY_OF_YEAR, DOTTED_DATE, LONG_DATE
from ingest.errors import Rejection
from ingest.layouts.agency_marks import END_MARK, SIGN_OFF, match_dateline
from ingest.layouts.date_lines import own_date
from ingest.layouts.page_text import PageText
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import Paragraph

_HEAD = 4  # words such as "404 Not Found" are searched in this number of lines at the top
_BELOW_MENU = 12  # a dateline is in this number of lines at the top, also below a menu
_FOOT = 10  # the end mark is searched in this number of lines at the foot
# A page is a list of headlines if at least this number of its lines begin or end with a date. A
# page is also a list of headlines if its text has at least this number of paragraphs, and no
# paragraph ends a sentence.
_FEW_LINES = 3
_LONG = 8  # words of a sentence that is not a headline
_FEW_SENTENCES = 2

# The datelines of foreign news agencies, in their own forms. KCNA's form with the name of another
# agency in the brackets is not among them: it is read as a dateline.
_WIRES = (
    r"[(（\[【]\s?[\w .,·-]{1,30}?\s?(?<!発)[=＝]\s?(?P<name>[\w.&· -]{2,30})\s?[)）\]】]",
    r"【[^【】]{1,12}?(?P<name>共同|時事|聯合ニュース|新華社|タス|ロイター|ＡＦＰ|AFP)】",
    rf"[^\W\d_][\w .,'-]{{1,40}}?,? ?(?:{DAY_OF_YEAR})?[.,]? ?/(?P<name>(?:itar-)?tass|тасс)/",
    r"[A-Z][\w .,'-]{1,40}? \((?P<name>Reuters|AP|AFP|UPI|Yonhap|Kyodo|Xinhua|TASS|Bloomberg)\)",
    r"(?P<name>新华社|新華社|韩联社|中新社|共同社|法新社)[一-鿿]{2,8}\d{1,2}月\d{1,2}日[电電]",
)
WIRES = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _WIRES)
_OWN_AGENCY = re.compile(r"조선중앙통신|朝鮮(?:中央)?通信|KCNA", re.IGNORECASE)

_ABOUT = "an about page"
_LISTING = "a listing"
# Words above a list that can be a headline, too, if sentences are below: "Results of Contest".
_MAYBE_LISTING = "a list"
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
        _ABOUT,
        (
            r"about(?: us| kcna| kcna watch| this (?:site|website)| the (?:pyongyang times|site)|"
            r" voice of korea)?|k\s{1,20}c\s{1,20}n\s{1,20}a"
        ),
    ),
    (
        _LISTING,
        r"(?:latest|all|recent|top|more) (?:news|articles|stories|headlines)|archives?|site ?map",
    ),
    ("an encyclopedia page", r"from wikipedia, the free encyclopedia"),
    (_LISTING, r"(?:category|tag|monthly) archives?: .{1,80}|archive for .{1,80}"),
    (_LISTING, r"posts (?:tagged|from|by) .{1,80}|showing posts .{1,80}"),
    (_LISTING, r"search results\b.{0,80}"),
    (_MAYBE_LISTING, r"(?:articles|results) (?:of|for|from) .{1,60}"),
    (_MAYBE_LISTING, r"news (?:of|for|from) .{0,20}\d{1,4}.{0,20}"),
)
# A page of a search engine can show datelines, too.
_SEARCH_RESULTS = re.compile(
    r"showing (?:results )?\d{1,6} ?(?:[-–]|to) ?\d{1,6} of [\d,]{1,12}(?: results?)?.{0,40}"
    r"|(?:about |page \d{1,3} of )[\d,.]{1,15} (?:search )?results?(?: \(.{1,20}\))?"
    r"|[\d,.]{1,15} (?:search )?results? \([\d.,]+ ?s\w*\)"
    r"|.{1,120} [-–|:] ?(?:google (?:search|검색|検索|搜索)|bing|duckduckgo|yandex search"
    r"|(?:naver|네이버) (?:통합)?검색|百度搜索)"
    r"|검색결과 ?(?:약 ?)?[\d,]+ ?개.{0,20}|(?:百度为您)?找到相关结果约?[\d,]+个.{0,20}",
    re.IGNORECASE,
)
NO_ARTICLES = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _NO_ARTICLES)
# A list of posts shows the beginning of each post.
_CUT_POST = re.compile(
    r".*(?:\[(?:…|\.{3})\]|continue reading.{0,3})|(?:read|see) more.{0,3}|더 ?보기",
    re.IGNORECASE,
)
_FEW_POSTS = 2
_DATE_AT_END = re.compile(rf".*[^\d.(\[ ] ?(?:{DOTTED_DATE}|\d{{4}}-\d\d?-\d\d?)")
_WORD = re.compile(r"[^\W\d_]{2,}")
# Dates, and the name of a month with a year, which are not words of a sentence.
_DATE_IN_LIST = re.compile(rf"{DOTTED_DATE}|{LONG_DATE}|\d{{4}}-\d\d?-\d\d?|\d{{4}} ?년.{{0,20}}일")
_DATED = re.compile(
    rf"(?:{LONG_DATE}){{1,2}}|.*[\[(](?:{DOTTED_DATE}|\d{{4}}-\d\d?-\d\d?)[\])]"
    rf"|{DOTTED_DATE}(?: .*)?"
)


def reject_page_without_article(page: PageText) -> None:
    """Raise Rejection (not-an-article) for an error page, an about page or a list of headlines.

    The words of an article's headline have no effect, such as "Results of Contest". An article is
    recognised by its dateline, which no such page has.
    """
    for line in page.lines[:_HEAD]:
        if _SEARCH_RESULTS.fullmatch(line.text):
            raise _not_an_article(_LISTING, f'it says "{line.text}"')
    lines = () if _has_headline_above_dateline(page) else page.lines[:_HEAD]
    for index, line in enumerate(lines):
        for what, pattern in NO_ARTICLES:
            if pattern.fullmatch(line.text) and not (
                (what == _ABOUT and any(map(match_dateline, page.lines)))
                or (what == _MAYBE_LISTING and _has_prose(page.lines[index + 1 :]))
            ):
                raise _not_an_article(what, f'it says "{line.text}"')
    dated = _count_dated(page.lines)
    if dated >= _FEW_LINES and not _is_article_with_dates(page.lines, dated):
        raise _not_an_article(
            _LISTING, f"{dated} of its {len(page.lines)} lines begin or end with a date"
        )
    dated = sum(_has_date_at_end(line.text) for line in page.lines)
    if dated >= _FEW_LINES and dated > sum(map(_is_text, page.lines)) - dated:
        raise _not_an_article(_LISTING, f"{dated} of its {len(page.lines)} lines end with a date")
    cut = sum(bool(_CUT_POST.fullmatch(line.text)) for line in page.lines)
    if cut >= _FEW_POSTS:
        raise _not_an_article(_LISTING, f"it has {cut} beginnings of articles")


def _has_date_at_end(text: str) -> bool:
    is_possible = any(map(str.isdigit, text[-2:]))  # much quicker than the pattern
    return is_possible and _DATE_AT_END.fullmatch(text) is not None


def _has_prose(lines: Sequence[TextLine]) -> bool:
    """Return True if lines are the text of one article: nearly all of them end long sentences."""
    long = sum(_is_text(line) and _is_long(line) for line in lines)
    others = sum(not _is_text(line) for line in lines)
    return long >= _FEW_SENTENCES and others * _FEW_LINES <= long


def _is_long(line: TextLine) -> bool:
    """Return True if a line has so many words, or letters of scripts with few spaces."""
    count = sum(letter > "\u2e7f" for letter in line.text)
    return len(line.text.split()) >= _LONG or count >= 2 * _LONG


def _count_dated(lines: Sequence[TextLine]) -> int:
    """Return the number of lines that begin or end with a date, as in a list of headlines.

    A date alone between two sentences is a heading inside a text.
    """
    around = zip([None, *lines], lines, [*lines[1:], None], strict=False)
    return sum(
        _is_dated(line, below)
        and not (above and below and own_date(line) and _is_text(above) and _is_text(below))
        for above, line, below in around
    )


def _is_text(line: TextLine) -> bool:
    return ends_sentence(line.text) or END_MARK.search(line.text) is not None


def _is_article_with_dates(lines: Sequence[TextLine], dated: int) -> bool:
    """Return True if lines with dates are those of articles of the agency: they have datelines.

    There are as many datelines as dates, or more sentences.
    """
    datelines = sum(match_dateline(line) is not None for line in lines)
    sentences = sum(_is_text(line) and not own_date(line) for line in lines)
    return datelines >= dated or (datelines > 0 and sentences > dated)


def _is_dated(line: TextLine, below: TextLine | None) -> bool:
    """Return True if a line begins or ends with a date, as in a list of headlines.

    A sign-off, and the stamp of a headline above a dateline, are the dates of articles. A long
    sentence after a date is a line of a chronicle.
    """
    return (
        _DATED.fullmatch(line.text) is not None
        and not SIGN_OFF.fullmatch(line.text)
        and not END_MARK.search(line.text)
        and not (ends_sentence(line.text) and _is_long(line))
        and not (below and match_dateline(below))
    )


def _has_headline_above_dateline(page: PageText) -> bool:
    """Return True if one of the first lines begins with a dateline, and a line is above it.

    The dateline can be some lines below, under a menu, if it is the only one and the text has an
    end mark.
    """
    lines = page.lines
    if any(match_dateline(line) for line in lines[1 : _HEAD + 1]):
        return True
    return (
        any(END_MARK.search(line.text) for line in lines[-_FOOT:])
        and any(match_dateline(line) for line in lines[1:_BELOW_MENU])
        and sum(match_dateline(line) is not None for line in lines) == 1
    )


def reject_foreign_agency(page: PageText) -> None:
    """Raise Rejection (layout-known-unsupported) for an article of a foreign news agency.

    Its end mark and its form are like those of KCNA, but its dateline is not.
    """
    for line in page.lines[:_HEAD]:
        for pattern in WIRES:
            match = pattern.match(line.text)
            if match and not match_dateline(line) and not _OWN_AGENCY.search(match["name"]):
                name = match["name"].strip()
                raise Rejection(
                    "layout-known-unsupported",
                    f'This is an article of the news agency {name} (it says "{match.group()}"),'
                    " which is not an outlet of the DPRK. If it belongs to the archive, import it"
                    f' with --layout bare and --source "{name}".',
                )


def reject_list_of_headlines(paragraphs: Sequence[Paragraph]) -> None:
    """Raise Rejection (not-an-article) if these paragraphs look like headlines.

    They look like headlines if there are at least three paragraphs, and no paragraph ends like a
    sentence, for example with a full stop. A date or a number is not a sentence.
    """
    if len(paragraphs) >= _FEW_LINES and not any(map(is_sentence, paragraphs)):
        raise without_sentences(paragraphs)


def is_sentence(paragraph: Paragraph) -> bool:
    """Return True if a paragraph ends a sentence and is more than a date."""
    text = _DATE_IN_LIST.sub("", paragraph.text).rstrip()
    return ends_sentence(text) and _WORD.search(text) is not None


def without_sentences(paragraphs: Sequence[Paragraph]) -> Rejection:
    """Return the rejection of a text in which no paragraph ends a sentence."""
    count = len(paragraphs)
    lines = f"none of its {count} lines ends" if count > 1 else "its line does not end"
    return _not_an_article(_LISTING, f"{lines} a sentence")


def _not_an_article(what: str, because: str) -> Rejection:
    is_list = what in (_LISTING, _MAYBE_LISTING)
    advice = " Save the pages of its articles." if is_list else ""
    return Rejection(
        "not-an-article", f"This looks like {what}, not like an article: {because}.{advice}"
    )


def reject_further_pages(marks: int, mark: str) -> None:
    """Raise Rejection (several-articles) for a file with more than one page of a site.

    `marks` is the number of lines that each page of the site has once, and `mark` their name.
    """
    if marks > 1:
        raise Rejection(
            "several-articles",
            f"The file has {marks} {mark}, a page with one article has one. Save each page in a"
            " file of its own.",
        )
