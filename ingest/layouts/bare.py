"""The layout of a bare text: a headline in the first line, and the text below it.

A bare text has nothing by which its site could be recognised. So it is read only if the archivist
sets this layout, together with the source.
"""

from ingest.layouts.article_draft import Draft
from ingest.layouts.page_text import PageText
from ingest.values import ParsedFile

NAME = "bare"


def matches(page: PageText) -> bool:
    """Return False, because any text could be a bare text."""
    return False


def parse(page: PageText) -> ParsedFile:
    """Return the article of the text."""
    draft = Draft(page.text)
    draft.read_head(page.lines[:1])
    draft.read_body(page.lines[1:])
    return ParsedFile(NAME, (draft.finish(0, (page.lines[0].start, page.lines[-1].end)),))
