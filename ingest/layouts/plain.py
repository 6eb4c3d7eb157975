"""Our own layout, for text that comes from a data set: header lines `Name: value`, a blank line, the text.

Names: Title, Date (ISO, may be cut to the month or year), Source, URL, Topic, Saved (ISO), Language (BCP 47).
"""

from ingest.clean import Line, split_lines
from ingest.documents import Evidence, ParsedFile, SavedFile
from ingest.errors import Rejection
from ingest.layouts import marks
from ingest.layouts.body import Draft
from ingest.rules import Unreadable, read

NAME = "plain"
_RULES = {"source": "words", "url": "url", "topic": "words", "language": "language-header", "section": "words"}
_FIELDS = {"url": "original_url"}


def matches(file: SavedFile) -> bool:
    """Whether the file begins with a block of header lines in which a title stands."""
    headers, _ = _divide(split_lines(file.text))
    return len(headers) > 1 and "title" in headers


def _divide(lines: list[Line]) -> tuple[dict[str, tuple[int, int]], list[Line]]:
    """The header values' spans by name, and the lines below. A line that is no header continues the one above."""
    headers: dict[str, tuple[int, int]] = {}
    last = ""
    for at, line in enumerate(lines):
        found = marks.HEADER.fullmatch(line.text)
        name = found["name"].casefold() if found else ""
        if at and line.is_after_blank:
            return headers, lines[at:]
        if found and name in marks.HEADER_NAMES:
            value = found.span("value") if found["value"] else (len(line.text), len(line.text))
            headers.setdefault(name, (line.start + value[0], line.start + value[1]))
            last = name
        elif last:
            headers[last] = (headers[last][0], line.end)
        else:
            return {}, lines
    return headers, []


def parse(file: SavedFile, source: str | None = None) -> ParsedFile:
    """The article of the file. Raises Rejection for headers without a text."""
    headers, lines = _divide(split_lines(file.text))
    draft = Draft(file.text)
    title = headers.get("title")
    if title and title[0] < title[1]:
        draft.read_title([Line(file.text[title[0] : title[1]], *title, True)])
    for name, rule in _RULES.items():
        span = headers.get(name)
        if span and span[0] < span[1]:
            draft.read(_FIELDS.get(name, name), rule, span)
    if "date" in headers:
        draft.witness("header", "header", headers["date"])
    if "language" not in draft.fields and "source" in draft.fields:
        draft.read("language", "language-tag", headers["source"])
        if not draft.fields["language"].value:
            del draft.fields["language"]
    draft.read_body(lines)
    if not draft.paragraphs:
        raise Rejection("not-an-article", "Headers without a text. The file is kept, but shown nowhere.")
    start = min(span[0] for span in headers.values())
    article = draft.finish(0, (start, lines[-1].end))
    return ParsedFile(NAME, (article,), saved_not_before=_saved(file.text, headers))


def _saved(text: str, headers: dict[str, tuple[int, int]]) -> Evidence | None:
    try:
        return read("saved-header", text, headers["saved"]) if "saved" in headers else None
    except Unreadable:
        return None
