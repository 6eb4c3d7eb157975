"""The layout of The Pyongyang Times: headline, date, text, copyright line.

In some pages the date is glued to the first word of the text: "March 3, 2026The …". The year in the
copyright line is never the date of the article. A bare text (the text of an article without the
other parts of the page) has neither a copyright line nor a glued date, so it is only read if the
archivist sets the layout.
"""

import re
from collections.abc import Sequence

from ingest.dates import LONG_DATE
from ingest.layouts import furniture
from ingest.layouts.article_draft import Draft
from ingest.layouts.listing import DATE_LINE, MORE_FROM
from ingest.layouts.page_text import PageText
from ingest.layouts.rejections import reject_list_of_headlines
from ingest.rules import imply
from ingest.text_lines import TextLine
from ingest.values import ParsedFile

NAME = "pyongyang_times"
GLUED_DATE = re.compile(rf"(?P<date>{LONG_DATE})(?=[^\s\d,.)])")
SOURCE = "Pyongyang Times"
_ADDRESS = "www.pyongyangtimes.com.kp"
# The date is searched in this number of lines, because a headline can have up to three lines.
_HEAD = 4


def matches(page: PageText) -> bool:
    """Return True if the page ends with the copyright line, or its date is glued to the text.

    The result is false for a page of KCNA Watch.
    """
    lines = page.lines
    if any(DATE_LINE.fullmatch(line.text) or MORE_FROM.fullmatch(line.text) for line in lines):
        return False
    return len(lines) > 1 and (_is_copyright(lines[-1]) or _glued_index(lines) is not None)


def _is_copyright(line: TextLine) -> bool:
    return bool(furniture.COPYRIGHT.fullmatch(line.text))


def _glued_index(lines: Sequence[TextLine]) -> int | None:
    """Return the index of the line (below the headline) that begins with a date glued to a word."""
    return next(
        (index for index, line in enumerate(lines[1:_HEAD], 1) if GLUED_DATE.match(line.text)),
        None,
    )


def parse(page: PageText) -> ParsedFile:
    """Return the article of the page. Raises Rejection for a list of headlines.

    A copyright line with the address of the site proves the source. A copyright line without the
    address, or a glued date, only implies the source. A bare text has no source.
    """
    draft = Draft(page.text)
    lines = page.lines
    has_copyright = _is_copyright(lines[-1])
    if has_copyright:
        lines = lines[:-1]
    glued = _glued_index(lines)
    dated = next(
        (
            index
            for index, line in enumerate(lines[:_HEAD])
            if furniture.LONG_DATE_ALONE.fullmatch(line.text)
        ),
        None,
    )
    match = GLUED_DATE.match(lines[glued].text) if glued is not None else None
    if glued is not None and match:
        draft.witness("page_date", "page-date", lines[glued].span_of(match, "date"))
        text = lines[glued].part(match.end())
        head, body = lines[:glued], [*([text] if text else []), *lines[glued + 1 :]]
    elif dated is not None:
        draft.witness("page_date", "page-date", lines[dated].span)
        head, body = lines[:dated], list(lines[dated + 1 :])
    else:
        head, body = lines[:1], list(lines[1:])
    draft.read_head(head)
    draft.read_body(body)
    reject_list_of_headlines(draft.paragraphs)
    if has_copyright and page.lines[-1].text.endswith(_ADDRESS):
        draft.fields["source"] = imply("source-of-layout", SOURCE)
    elif has_copyright or glued is not None:
        draft.fields["source"] = imply("source-implied", SOURCE)
    return ParsedFile(NAME, (draft.finish(0, (page.lines[0].start, page.lines[-1].end)),))
