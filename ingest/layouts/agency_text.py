"""The layout of articles of the agency KCNA that do not show from which site they were saved.

Such a text has the marks of the agency: headline, dateline (`Pyongyang, January 23 (KCNA) --`),
text, end mark (`-0-`). At least a dateline or an end mark is needed, because the layout is
recognised by them. Many sites publish texts with these marks. So they prove the agency, but not the
source: the source is what the archivist sets, or unknown. An end mark alone does not prove the
agency, because other agencies use the same marks.

The agency writes in several languages, each with datelines in its own form. A text can contain
several articles (`digest.py`), also below a list of their headlines.
"""

import re
from collections.abc import Sequence

from ingest.layouts import agency_marks
from ingest.layouts.agency_marks import find_dateline
from ingest.layouts.article_checks import headline_left
from ingest.layouts.article_draft import Draft
from ingest.layouts.between_articles import address_alone
from ingest.layouts.date_lines import own_date
from ingest.layouts.dates_in_titles import date_in_title
from ingest.layouts.digest import divide, headlines_inside
from ingest.layouts.foot_lines import without_foot
from ingest.layouts.page_text import PageText
from ingest.layouts.rubrics import without_rubric
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import Evidence, ParsedFile, Span

NAME = "agency_text"
_HEAD = 5  # the dateline is searched in this number of lines at the top of the page
_SEPARATORS = " \t\u00a0\u3000|–—:-"  # between a headline and a dateline in one line
_MOST_EDGE = 3  # an address of one of several articles is in these lines at its top or at its end
NAME_ALONE = re.compile(rf"[(（\[【]?{agency_marks.AGENCY_LINE.pattern}[)）\]】]?", re.IGNORECASE)
_LONGEST_HEADING = 90  # letters
_MOST_END = 3  # the end mark is searched in this number of lines at the foot, above a cut sign-off


def matches(page: PageText) -> bool:
    """Return True if a text has a dateline or an end mark."""
    lines = page.lines
    index = dateline_index(lines)
    has_dateline = index is not None and (
        len(lines) > 1 or bool(_headline_length(lines[0]) or page.fact("head_title"))
    )
    return (
        has_dateline
        or (index is None and _is_below_list(lines))
        or (
            len(lines) > 1
            and agency_marks.END_MARK.search(_last(without_foot(lines)).text) is not None
        )
    )


def _is_below_list(lines: Sequence[TextLine]) -> bool:
    """Return True if only the headlines of several articles are above the first dateline."""
    first = next((index for index, line in enumerate(lines) if find_dateline(line)), 0)
    headline = max(first - 1, 0)
    listed = [line.text for line in lines[:headline]]
    return len(listed) > 1 and {line.text for line in lines[headline:]}.issuperset(listed)


def dateline_index(lines: Sequence[TextLine]) -> int | None:
    """Return the index of the line with the dateline; None if no line at the top has one."""
    return next((index for index, line in enumerate(lines[:_HEAD]) if find_dateline(line)), None)


def _headline_length(line: TextLine) -> int:
    """Return the number of characters of a line that are before its dateline."""
    match = find_dateline(line)
    return match.start() if match else 0


def _last(lines: Sequence[TextLine]) -> TextLine:
    """Return the last line that is not a cut sign-off."""
    for line in reversed(lines[-_MOST_END:]):
        if not agency_marks.CUT_SIGN_OFF.fullmatch(line.text):
            return line
    return lines[-1]


def parse(page: PageText) -> ParsedFile:
    """Return the articles of the text, without a source."""
    drafts = read_articles(page.text, page.lines)
    articles = (draft.finish(index, span) for index, (draft, span) in enumerate(drafts))
    return ParsedFile(NAME, tuple(articles), saved_not_before=viewed_in(drafts))


def viewed_in(drafts: Sequence[tuple[Draft, Span]]) -> Evidence | None:
    """Return the day on which somebody opened the page, if it is above a headline, or None."""
    return next((draft.viewed for draft, _ in drafts if draft.viewed), None)


def read_articles(
    text: str, lines: Sequence[TextLine], *, is_dated: bool = False
) -> list[tuple[Draft, Span]]:
    """Return the draft and the span of each article in these lines of the saved `text`.

    `is_dated` is true if the page around the articles has their date. If there are several
    articles, those without a text are left out: the last can be cut off below its headline.
    """
    parts = divide(lines)
    if len(parts) == 1:
        draft = _read_article(Draft(text, is_dated=is_dated), parts[0], is_divided=False)
        return [(draft, (parts[0][0].start, parts[0][-1].end))]
    drafts = [
        (_read_part(Draft(text, is_dated=is_dated), part), (part[0].start, part[-1].end))
        for part in parts
    ]
    for (draft, _), part in zip(drafts, parts, strict=True):
        draft.problems += map(headline_left, headlines_inside(part))
    drafts = [(draft, span) for draft, span in drafts if draft.paragraphs]
    head = [line for line in lines if line.start < parts[0][0].start]
    _share_date([draft for draft, _ in drafts], head)
    return drafts


def _read_part(draft: Draft, lines: Sequence[TextLine]) -> Draft:
    """Return the draft with one of several articles read into it, with its address."""
    kept = []
    for index, line in enumerate(lines):
        is_edge = index < _MOST_EDGE or index >= len(lines) - _MOST_EDGE
        if is_edge and (address := address_alone(line)):
            draft.read("original_url", "url", address)
        else:
            kept.append(line)
    return _read_article(draft, kept, is_divided=True) if kept else draft


def _share_date(drafts: Sequence[Draft], head: Sequence[TextLine]) -> None:
    """Give the one date above several articles to each article with a dateline near it.

    The date is among `head`, the lines above the first headline, or directly above this headline.
    """
    spans = set(filter(None, map(_date_of, head)))
    if first := next((draft.own_date_above() for draft in drafts[:1]), None):
        spans.add(first)
    others = [draft for draft in drafts if not draft.witnesses]
    if len(spans) != 1 or len(others) < len(drafts) - bool(first):
        return
    for draft in others:
        draft.take_shared_date(*spans)


def without_name(draft: Draft, lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines without the name of the agency alone between headline and text.

    The name becomes the agency of the article.
    """
    for index, line in enumerate(lines[1:_HEAD], 1):
        if ends_sentence(lines[index - 1].text) or find_dateline(lines[index - 1]):
            break
        if (name := NAME_ALONE.fullmatch(line.text)) and index + 1 < len(lines):
            draft.read("agency", "words", line.span_of(name, "agency"))
            below = lines[index + 1]._replace(is_after_blank=True)
            return [*lines[:index], below, *lines[index + 2 :]]
    return list(lines)


def _date_of(line: TextLine) -> Span | None:
    """Return the span of the date in a line above several articles: "News of May 4, 2022"."""
    own = own_date(line)
    if own or len(line.text) > _LONGEST_HEADING:
        return own
    found = date_in_title(line.text, (0, len(line.text)))
    return (line.start + found[0], line.start + found[1]) if found else None


def _read_article(draft: Draft, lines: Sequence[TextLine], *, is_divided: bool) -> Draft:
    """Return the draft with an article of the agency read into it: headline, dateline and text."""
    lines = draft.take_dates(without_name(draft, lines))
    index = dateline_index(lines)
    body: Sequence[TextLine]
    if index is None:
        head, body = list(lines[:1]), lines[1:]
    else:
        length = _headline_length(lines[index])
        headline = lines[index].text[:length].rstrip(_SEPARATORS)
        parts = (lines[index].part(0, len(headline)), lines[index].part(length))
        head = [*lines[:index], *filter(None, parts[:1])]
        body = [*filter(None, parts[1:]), *lines[index + 1 :]]
    draft.read_head(without_rubric(draft, head))
    draft.read_body(body, is_divided=is_divided)
    return draft
