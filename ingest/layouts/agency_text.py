"""The layout of an article of the agency KCNA that does not show from which site it was saved.

Such a text has the marks of the agency: headline, dateline (`Pyongyang, January 23 (KCNA) --`),
text, end mark (`-0-`). At least a dateline or an end mark is needed, because the layout is
recognised by them. Many sites publish texts with these marks. So they prove the agency, but not the
source: the source is what the archivist sets, or unknown.

The Chinese, Japanese and Korean articles have datelines in their own forms. For Russian articles we
know no dateline.
"""

from collections.abc import Sequence

from ingest.layouts import agency_marks
from ingest.layouts.agency_marks import match_dateline
from ingest.layouts.article_draft import Draft
from ingest.layouts.page_text import PageText
from ingest.text_lines import TextLine
from ingest.values import ParsedFile

NAME = "agency_text"
_HEAD = 4  # the dateline is searched in this number of lines at the top of the page


def matches(page: PageText) -> bool:
    """Return True if a text has a dateline or an end mark."""
    return len(page.lines) > 1 and (
        _dateline_index(page.lines) is not None
        or agency_marks.END_MARK.search(page.lines[-1].text) is not None
    )


def _dateline_index(lines: Sequence[TextLine]) -> int | None:
    """Return the index of the line that begins with a dateline; None if there is no such line."""
    return next((index for index, line in enumerate(lines[:_HEAD]) if match_dateline(line)), None)


def parse(page: PageText) -> ParsedFile:
    """Return the article of the text, without a source."""
    draft = read_article(page)
    return ParsedFile(NAME, (draft.finish(0, (page.lines[0].start, page.lines[-1].end)),))


def read_article(page: PageText) -> Draft:
    """Return the draft of an article with the marks of the agency: headline, dateline and text."""
    lines = page.lines
    draft = Draft(page.text)
    index = _dateline_index(lines)
    head = 1 if index is None else index
    draft.read_head(lines[:head])
    draft.read_body(lines[head:])
    return draft
