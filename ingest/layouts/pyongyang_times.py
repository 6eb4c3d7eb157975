"""The Pyongyang Times' own site: a page with its copyright line, a page whose date is glued to the text, or bare text.

The year beside © is the site's, not the article's. Bare text carries no mark, so the archivist has to name it.
"""

from ingest.clean import Line, split_lines
from ingest.documents import Evidence, ParsedFile, SavedFile
from ingest.layouts import marks
from ingest.layouts.body import Draft
from ingest.rules import imply

NAME = "pyongyang_times"
SOURCE = "Pyongyang Times"
_HEAD = 4  # lines in which the date stands: the headline can be wrapped over two or three


def matches(file: SavedFile) -> bool:
    """Whether the last line is the site's copyright line, or a date is glued to the text below the headline."""
    lines = split_lines(file.text)
    if any(marks.DATE_LINE.fullmatch(line.text) or marks.MORE_FROM.fullmatch(line.text) for line in lines):
        return False
    return len(lines) > 2 and (_is_copyright(lines[-1]) or _glued(lines) is not None)


def _is_copyright(line: Line) -> bool:
    return bool(marks.COPYRIGHT.fullmatch(line.text))


def _glued(lines: list[Line]) -> int | None:
    """Which of the first lines below the headline begins with a date that is glued to its first word."""
    return next((at for at, line in enumerate(lines[1:_HEAD], 1) if marks.GLUED_DATE.match(line.text)), None)


def parse(file: SavedFile, source: str | None = None) -> ParsedFile:
    """The article of the page. `source` is what the archivist said, for bare text."""
    lines = split_lines(file.text)
    draft = Draft(file.text)
    span = (lines[0].start, lines[-1].end)
    has_copyright = _is_copyright(lines[-1])
    if has_copyright:
        lines = lines[:-1]
    glued = _glued(lines)
    dated = next((at for at, line in enumerate(lines[:_HEAD]) if marks.LONG_DATE_ALONE.fullmatch(line.text)), None)
    if glued is not None:
        found = marks.GLUED_DATE.match(lines[glued].text)
        assert found
        start = lines[glued].start + found.end()
        draft.witness("page_date", "page-date", (lines[glued].start, start))
        head, rest = lines[:glued], lines[glued + 1 :]
        rest.insert(0, Line(lines[glued].text[found.end() :], start, lines[glued].end, True))
    elif dated is not None:
        draft.witness("page_date", "page-date", lines[dated].span)
        head, rest = lines[:dated], lines[dated + 1 :]
    else:
        head, rest = lines[:1], lines[1:]
    draft.read_title(head)
    draft.read_body(rest)
    draft.fields["source"] = _source(source, has_copyright or glued is not None)
    return ParsedFile(NAME, (draft.finish(0, span),))


def _source(said: str | None, has_mark: bool) -> Evidence:
    return imply("source-of-layout", SOURCE) if has_mark or not said else imply("source-said", said)
