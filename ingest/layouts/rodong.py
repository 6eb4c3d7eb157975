"""The layout of Rodong Sinmun, a newspaper.

An English page has the day of viewing, the line `Rodong Sinmun`, the headline, the section with the
date of publication (`Politics 2024.2.10.`) and the text. A Korean page begins with the date, the
name of the newspaper and the number of the page: `2024.11.6. 《로동신문》 6면`.
"""

import re
from collections.abc import Sequence

from ingest.dates import MONTH
from ingest.layouts.article_draft import Draft
from ingest.layouts.page_text import PageText
from ingest.layouts.rejections import reject_list_of_headlines
from ingest.rules import UnreadableValue, imply, read
from ingest.text_lines import TextLine
from ingest.values import Evidence, ParsedFile

NAME = "rodong"
VIEWING_DATE = re.compile(
    rf"(?P<date>{MONTH} ?\d{{1,2}}, ?(?:Juche ?\d{{1,3}} ?\()?\d{{4}}\)?)"
    r" ?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
RODONG_NAME = re.compile(r"Rodong Sinmun")
SECTION_DATE = re.compile(
    r"(?P<section>[A-Z][A-Za-z&' -]{2,40}?) (?P<date>\d{4}\. ?\d{1,2}\. ?\d{1,2}\.)"
)
KOREAN_ISSUE = re.compile(
    r"(?P<date>\d{4}\. ?\d{1,2}\. ?\d{1,2}\.) ?《?로동신문》?(?: ?\d{1,2}면)?"
)
SLIDE_COUNTER = re.compile(r"\d{1,3} ?/ ?\d{1,3}")
_HEAD = 8  # the section is searched in this number of lines at the top of the page
# The day of viewing and the line of the Korean edition are searched in this number of lines at the
# top of the page.
_TOP = 3


def matches(page: PageText) -> bool:
    """Return True if the page has the first lines of the Korean or of the English edition.

    An English page must have the section with its date, and in addition the day of viewing or the
    name of the newspaper. The day of viewing is the day on which somebody opened and saved the
    page.
    """
    head = page.lines[:_HEAD]
    if any(KOREAN_ISSUE.fullmatch(line.text) for line in head[:_TOP]):
        return True
    return _section_index(head) is not None and any(
        VIEWING_DATE.fullmatch(line.text) or RODONG_NAME.fullmatch(line.text)
        for line in (*head, *page.lines[-1:])
    )


def _section_index(lines: Sequence[TextLine]) -> int | None:
    return next(
        (index for index, line in enumerate(lines[:_HEAD]) if SECTION_DATE.fullmatch(line.text)),
        None,
    )


def parse(page: PageText) -> ParsedFile:
    """Return the article of the page. Raises Rejection for a list of headlines.

    The day of viewing is the first day on which the page can have been saved. It is never the date
    of the article.
    """
    draft = Draft(page.text)
    lines = _without_frame(page.lines)
    issue = next(
        (index for index, line in enumerate(lines[:_TOP]) if KOREAN_ISSUE.fullmatch(line.text)),
        None,
    )
    if issue is not None:
        _read_korean(draft, lines, issue)
    else:
        _read_english(draft, lines)
    reject_list_of_headlines(draft.paragraphs)
    article = draft.finish(0, (page.lines[0].start, page.lines[-1].end))
    return ParsedFile(NAME, (article,), saved_not_before=_viewed(page))


def _without_frame(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines without the day of viewing, slide counters ("1 / 5") and "Rodong Sinmun"."""
    inner = [
        line
        for index, line in enumerate(lines)
        if not SLIDE_COUNTER.fullmatch(line.text)
        and not (index < _TOP and VIEWING_DATE.fullmatch(line.text))
    ]
    start, end = 0, len(inner)
    while start < end and RODONG_NAME.fullmatch(inner[start].text):
        start += 1
    while end > start and RODONG_NAME.fullmatch(inner[end - 1].text):
        end -= 1
    return inner[start:end]


def _read_english(draft: Draft, lines: Sequence[TextLine]) -> None:
    index = _section_index(lines)
    match = SECTION_DATE.fullmatch(lines[index].text) if index is not None else None
    if index is None or not match:
        draft.read_head(lines[:1])
        draft.read_body(lines[1:])
    else:
        draft.read("section", "words", lines[index].span_of(match, "section"))
        draft.witness("page_date", "page-date", lines[index].span_of(match, "date"))
        draft.read_head(lines[:index])
        draft.read_body(lines[index + 1 :])
    draft.fields["source"] = imply("source-of-layout", "Rodong Sinmun (En)")


def _read_korean(draft: Draft, lines: Sequence[TextLine], index: int) -> None:
    match = KOREAN_ISSUE.fullmatch(lines[index].text)
    if match:
        draft.witness("page_date", "page-date", lines[index].span_of(match, "date"))
    rest = [*lines[:index], *lines[index + 1 :]]
    draft.read_head(rest[:1])
    draft.read_body(rest[1:])
    draft.fields["source"] = imply("source-of-layout", "Rodong Sinmun (Kr)")


def _viewed(page: PageText) -> Evidence | None:
    for line in page.lines[:_TOP]:
        match = VIEWING_DATE.fullmatch(line.text)
        if match:
            try:
                return read("viewing-date", page.text, line.span_of(match, "date"))
            except UnreadableValue:
                return None
    return None
