"""Voice of Korea's own site: `/ News` or another section, headline, indented paragraphs; no date, no dateline.

Once a page was seen with neither section nor headline; it carries no mark, so the archivist has to name it.
"""

from ingest.clean import Line, split_lines
from ingest.documents import Evidence, ParsedFile, SavedFile
from ingest.layouts import marks
from ingest.layouts.body import Draft
from ingest.rules import imply

NAME = "voice_of_korea"
SOURCE = "Voice of Korea (EN)"


def matches(file: SavedFile) -> bool:
    """Whether the first line is a section: a slash and a name."""
    lines = split_lines(file.text)
    return len(lines) > 2 and bool(marks.SECTION.fullmatch(lines[0].text))


def parse(file: SavedFile, source: str | None = None) -> ParsedFile:
    """The article of the page. Paragraphs are indented in the file; a first line that is not is the headline."""
    lines = split_lines(file.text)
    draft = Draft(file.text)
    span = (lines[0].start, lines[-1].end)
    has_section = bool(marks.SECTION.fullmatch(lines[0].text))
    if has_section:
        section, lines = _section(file.text, lines)
        draft.read("section", "words", *(line.span for line in section))
    title = [] if not lines or _is_indented(file.text, lines[0]) else _title(file.text, lines)
    draft.read_title(title)
    draft.read_body(lines[len(title) :])
    draft.fields["source"] = _source(source, has_section)
    return ParsedFile(NAME, (draft.finish(0, span),))


def _section(text: str, lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The section can wrap over two lines: it goes on where it ends in a dash or the next line begins with one."""
    goes_on = len(lines) > 1 and not lines[1].is_after_blank and not _is_indented(text, lines[1])
    is_open = lines[0].text.endswith(("-", "&", " and", ","))
    if goes_on and (is_open or lines[1].text.startswith(("-", "&"))):
        return lines[:2], lines[2:]
    return lines[:1], lines[1:]


def _is_indented(text: str, line: Line) -> bool:
    return line.start > 0 and text[line.start - 1] in " \t\u00a0\u3000"


def _title(text: str, lines: list[Line]) -> list[Line]:
    """The first line, with those that follow it at once until the indented text begins."""
    title = lines[:1]
    for line in lines[1:3]:
        if line.is_after_blank or _is_indented(text, line) or not any(_is_indented(text, rest) for rest in lines):
            break
        title.append(line)
    return title


def _source(said: str | None, has_mark: bool) -> Evidence:
    return imply("source-of-layout", SOURCE) if has_mark or not said else imply("source-said", said)
