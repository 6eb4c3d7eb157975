"""The layout of KCNA Watch, an aggregator. docs/layouts.md describes its four variants.

Most pages have a line `Date: … | Source: …`: the headline is above it, the text below it. Pages
without this line (variant 4) are recognised by the heading "More From …" and have no headline.

Other parts of a page: the top date is the date at the top, the day on which the page was saved. The
breadcrumb is the line below the top date: "KCNA", or "KCNA" and the name of the source, such as
"KCNA Rodong Sinmun (En)". The list of other articles is below the heading "More From …".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.errors import Rejection
from ingest.layouts import furniture
from ingest.layouts.agency_marks import find_dateline, match_dateline
from ingest.layouts.article_draft import Draft
from ingest.layouts.issue_lines import without_issue
from ingest.layouts.listing import (
    MORE_ARTICLES,
    MORE_FROM,
    TOP_DATE,
    heading_index,
    is_whole_name,
    read_items,
    saved_not_before,
    without_cut_heading,
)
from ingest.layouts.page_text import PageText
from ingest.layouts.rejections import reject_page_without_article
from ingest.layouts.watch_lines import (
    CUT_DATE_LINE,
    DATE_LINE,
    with_whole_date_line,
    with_whole_names,
    without_advertising,
    without_head_of_reader,
)
from ingest.rules import apply_rule, language_of_tag
from ingest.text_lines import TextLine, ends_sentence, squeeze, words
from ingest.values import ListedItem, ParsedFile

NAME = "kcnawatch"
SITE_LABEL = re.compile(r"KCNA Watch|Skip to (?:main )?content|Menu|Search", re.IGNORECASE)
BREADCRUMB = re.compile(r"KCNA(?:\s(?P<source>.{1,100}))?")
# If the page has no `Date:` line, the top date is searched in this number of lines at the top.
_TOP = 6
_SHORTEST_END = 9  # letters of the end of a breadcrumb: "orea (EN)"
# Words of the notices that the site has above and below an article.
_NOTICE = re.compile(
    r"\bcookies?\b|privacy|javascript|\bbrowser\b|\bopt out\b|rights reserved|©|\(c\)|copyright"
    r"|newsletter|\binbox\b|\bsubscri|\bpodcast|\bNK ?News\b|NK Consulting|\bKCNA Watch\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Parts:
    """The parts of a page.

    `above` are the lines above the top date and the headline. `top` is the line with the top date,
    `breadcrumb` is the line below it, `head` are the lines of the headline, `date_line` is the
    `Date:` line, `body` are the lines of the text, `heading` is the line "More From …", and
    `listing` are the lines below this heading. `is_heading_last` is true if the file ends with the
    heading, so the name in the heading can be cut.
    """

    above: Sequence[TextLine]
    top: TextLine | None
    breadcrumb: TextLine | None
    head: Sequence[TextLine]
    date_line: TextLine | None
    body: Sequence[TextLine]
    heading: TextLine | None
    listing: Sequence[TextLine]
    is_heading_last: bool


def matches(page: PageText) -> bool:
    """Return True if the page has a `Date:` line, or a list below a heading "More From …"."""
    lines = with_whole_date_line(page.text, page.lines)
    return (
        heading_index(lines) is not None
        or any(DATE_LINE.fullmatch(line.text) for line in lines)
        or _has_cut_date_line(lines)
    )


def _has_cut_date_line(lines: Sequence[TextLine]) -> bool:
    """Return True if the `Date:` line has no source, but a top date and a breadcrumb are above."""
    return (
        len(lines) > 1
        and bool(TOP_DATE.fullmatch(lines[0].text))
        and bool(BREADCRUMB.fullmatch(lines[1].text))
        and any(CUT_DATE_LINE.fullmatch(line.text) for line in lines)
    )


def parse(page: PageText) -> ParsedFile:
    """Return the article of the page, and the items of its list "More From …".

    Raises Rejection for a page without an article or with several articles.
    """
    lines = with_whole_date_line(page.text, page.lines)
    dated = next(filter(None, (DATE_LINE.fullmatch(line.text) for line in lines)), None)
    lines = with_whole_names(page.text, lines, dated["source"] if dated else "")
    parts = _divide(without_cut_heading(lines))
    _reject_other_pages(parts)
    draft = Draft(page.text, takes_dates=False)
    items: tuple[ListedItem, ...] = ()
    if parts.heading:
        named = MORE_FROM.fullmatch(parts.heading.text)
        span = parts.heading.span_of(named, "source") if named and named["source"] else (0, 0)
        items = read_items(parts.listing, apply_rule("source-name", page.text, [span]))
    _read_head(draft, parts)
    draft.read_body(without_issue(draft, parts.body))
    if not draft.paragraphs:
        raise Rejection(
            "not-an-article",
            f"This KCNA Watch page has no article text (it lists {len(items)} articles).",
        )
    if not parts.date_line:
        reject_page_without_article(PageText(page.text, (*parts.head, *parts.body)))
    start = (parts.head or [parts.date_line or parts.body[0]])[0].start
    article = draft.finish(0, (start, parts.body[-1].end))
    return ParsedFile(
        NAME, (article,), items, saved_not_before(page.text, parts.top, parts.listing)
    )


def _reject_other_pages(parts: _Parts) -> None:
    """Raise Rejection (several-articles) if another page is above the headline or below the list.

    There is at most one sentence above the `Date:` line, the headline, and below the last date of
    the list, the first words of an article. Notices of the site are not counted.
    """
    above = [*parts.above, *(parts.head if parts.date_line else ())]
    last = max(
        (index for index, line in enumerate(parts.listing) if TOP_DATE.fullmatch(line.text)),
        default=-1,
    )
    for lines in (above, parts.listing[last + 2 :] if last >= 0 else ()):
        sentences = {
            line.text: line
            for line in lines
            if ends_sentence(line.text) and not _NOTICE.search(line.text)
        }
        dateline = next((line for line in above if match_dateline(line)), None)
        if len(sentences) > 1 or (dateline and lines is above):
            text = (dateline or list(sentences.values())[-1]).text
            raise Rejection(
                "several-articles",
                f'The file has another page beside that of KCNA Watch: "{text[:60]}". Save each'
                " page in a file of its own.",
            )


def _divide(lines: Sequence[TextLine]) -> _Parts:
    listed = heading_index(lines)
    heading = len(lines) if listed is None else listed
    listing = [line for line in lines[heading + 1 :] if not MORE_ARTICLES.fullmatch(line.text)]
    article = [line for line in lines[:heading] if not MORE_ARTICLES.fullmatch(line.text)]
    pattern = CUT_DATE_LINE if _has_cut_date_line(article) else DATE_LINE
    date_lines = [index for index, line in enumerate(article) if pattern.fullmatch(line.text)]
    if len(date_lines) > 1:
        raise Rejection(
            "several-articles",
            f"The page has {len(date_lines)} lines `Date: … | Source: …`; a page with one article"
            " has one. Files with several articles are not split.",
        )
    anchor = (
        article[date_lines[0]] if date_lines else lines[heading] if heading < len(lines) else None
    )
    top_index = _top_index(article[: date_lines[0] if date_lines else _TOP], anchor)
    top = None if top_index is None else article[top_index]
    start = _labels_above_a_date(article) if top_index is None else top_index + 1
    above = start
    has_breadcrumb = start < len(article) and (
        _is_breadcrumb(article[start], anchor)
        or (not start and bool(date_lines) and _is_end_of_breadcrumb(article, date_lines[0]))
    )
    breadcrumb = article[start] if has_breadcrumb else None
    start += has_breadcrumb
    if date_lines:
        end = date_lines[0]
        body = without_advertising(article[end + 1 :])
    else:  # the headline, if there is one, is the first block of lines below the top
        end = _end_of_block(article, start) if top or has_breadcrumb else start
        end = _end_of_headline(article, start) or end
        body = without_advertising(article[end:])
    return _Parts(
        above=article[:above],
        top=top,
        breadcrumb=breadcrumb,
        head=article[start:end],
        date_line=article[date_lines[0]] if date_lines else None,
        body=body,
        heading=lines[heading] if heading < len(lines) else None,
        listing=listing,
        is_heading_last=heading == len(lines) - 1,
    )


def _top_index(lines: Sequence[TextLine], anchor: TextLine | None) -> int | None:
    """Return the index of the top date in the lines above the text; None if there is no top date.

    A date in the first line is the top date. A date in a later line can also belong to a headline,
    so there are two signs of a top date:

    - The date is written twice, in two forms ("March 20, 2026Mar 20, 2026"), or is right above the
      breadcrumb.
    - Only labels of the site ("KCNA Watch", "Menu") are above the date.

    If there are both signs, the date is the top date. If there is only one sign, the date is the
    top date only if a headline follows.

    `anchor` is the line that names the source of the page.
    """
    for index, line in enumerate(lines):
        match = TOP_DATE.fullmatch(line.text)
        if not match:
            continue
        if not index:
            return index
        has_breadcrumb = index + 1 < len(lines) and _is_sources_breadcrumb(lines[index + 1], anchor)
        signs = (match["short"] or has_breadcrumb, _labels_above_a_date(lines) == index)
        if all(signs) or (any(signs) and _has_headline(lines[index + 1 + has_breadcrumb :])):
            return index
    return None


def _labels_above_a_date(lines: Sequence[TextLine]) -> int:
    """Return the number of site labels at the top of a page; 0 if no date is right below them."""
    index = next(
        (index for index, line in enumerate(lines) if not SITE_LABEL.fullmatch(line.text)),
        len(lines),
    )
    return index if index < len(lines) and TOP_DATE.fullmatch(lines[index].text) else 0


def _has_headline(lines: Sequence[TextLine]) -> bool:
    """Return True if the first line that is not a button or an advertisement can be a headline.

    A line that begins with a dateline cannot be a headline.
    """
    first = next((line for line in lines if not furniture.FURNITURE.fullmatch(line.text)), None)
    return first is not None and not match_dateline(first)


def _is_breadcrumb(line: TextLine, anchor: TextLine | None) -> bool:
    """Return True if a line is the breadcrumb of the page.

    A breadcrumb below a blank line must contain the name of the page's source, because without this
    rule the headline "KCNA Commentary" would be a breadcrumb. `anchor` is the line that names the
    source of the page.
    """
    if not BREADCRUMB.fullmatch(line.text) or not _find(anchor):
        return False
    return not line.is_after_blank or _is_sources_breadcrumb(line, anchor)


def _is_end_of_breadcrumb(lines: Sequence[TextLine], dated: int) -> bool:
    """Return True if the first line is the end of the breadcrumb, because the copy begins there.

    It is at least the last word and the language tag of the source in the `Date:` line, whose index
    is `dated`. The headline is between the two.
    """
    match = _find(lines[dated])
    first = squeeze(lines[0].text)
    source = _name(match) if match else ""
    is_tagged = bool(language_of_tag(first)) and len(first) >= _SHORTEST_END
    return dated > 1 and (first == source or (is_tagged and source.endswith(first)))


def _is_sources_breadcrumb(line: TextLine, anchor: TextLine | None) -> bool:
    """Return True if a line is "KCNA" and the name of the source in the line `anchor`."""
    label, named = BREADCRUMB.fullmatch(line.text), _find(anchor)
    return label is not None and named is not None and _name(label) == _name(named)


def _name(match: re.Match[str]) -> str:
    return words([match.groupdict().get("source") or ""])


def _find(anchor: TextLine | None) -> re.Match[str] | None:
    if not anchor:
        return None
    patterns = (DATE_LINE, MORE_FROM, CUT_DATE_LINE)
    return next((match for pattern in patterns if (match := pattern.fullmatch(anchor.text))), None)


def _end_of_block(lines: Sequence[TextLine], start: int) -> int:
    return next(
        (index for index in range(start + 1, len(lines)) if lines[index].is_after_blank), start
    )


def _end_of_headline(lines: Sequence[TextLine], start: int) -> int:
    """Return the index of the dateline below a headline; 0 if the page has no such dateline.

    Lines with a date among them can be another part of the page, so they are not a headline.
    """
    for index in range(start, min(start + _TOP, len(lines))):
        if find_dateline(lines[index]):
            is_below = index > start and not ends_sentence(lines[index - 1].text)
            has_date = any(TOP_DATE.fullmatch(line.text) for line in lines[start:index])
            return index if is_below and not has_date else 0
    return 0


def _read_head(draft: Draft, parts: _Parts) -> None:
    """Read the headline, and the source, date and link from the `Date:` line.

    If the page has no `Date:` line, the source is read from the heading "More From …". If the file
    ends inside the name in this heading, the source is read from the breadcrumb or stays unknown.
    """
    head = [line for line in parts.head if not furniture.FURNITURE.fullmatch(line.text)]
    draft.read_head(without_head_of_reader(head))
    anchor = parts.date_line or parts.heading
    match = _find(anchor)
    if not anchor or not match:
        return
    groups = match.groupdict()
    name = groups.get("source") or ""
    if anchor is parts.heading and parts.is_heading_last and not is_whole_name(name):
        label = BREADCRUMB.fullmatch(parts.breadcrumb.text) if parts.breadcrumb else None
        whole = label["source"] if label else None
        if parts.breadcrumb and label and whole and whole.startswith(name):
            draft.read_source(parts.breadcrumb.span_of(label, "source"), confidence=0.8)
    elif name:
        draft.read_source(
            anchor.span_of(match, "source"), confidence=1.0 if parts.date_line else 0.8
        )
    elif parts.breadcrumb and "source" not in groups:
        label = BREADCRUMB.fullmatch(parts.breadcrumb.text)
        if label and label["source"]:
            draft.read_source(parts.breadcrumb.span_of(label, "source"), confidence=0.8)
    if groups.get("date"):
        draft.witness("date_line", "date-line", anchor.span_of(match, "date"))
    for name in ("link", "url"):
        if groups.get(name):
            draft.read("original_url", "url", anchor.span_of(match, name))
