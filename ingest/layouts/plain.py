"""Our own layout, for text that comes from a data set: header lines `Name: value`, a blank line, the text.

Names: Title, Date (ISO, may be cut to the month or year), Source, URL, Topic, Saved (ISO), Language (BCP 47). The blank
line can be missing: what cannot be a header's value is text.
"""

import re
from collections.abc import Sequence

from ingest.clean import Line
from ingest.documents import Evidence, ParsedFile, Span
from ingest.errors import Rejection
from ingest.layouts import marks
from ingest.layouts.body import Draft, match_dateline
from ingest.layouts.page import Page
from ingest.rules import Unreadable, read

NAME = "plain"
_RULES = {
    "url": ("original_url", "url"),
    "topic": ("topic", "words"),
    "section": ("section", "words"),
    "author": ("byline", "words"),
    "language": ("language", "language-header"),
}


_ONE_LINE = frozenset({"date", "source", "url", "saved", "language", "id"})  # headers of which no value is wrapped …
_REST_OF_ADDRESS = re.compile(r"[!-~]+")  # … but an address, whose rest has no space


def matches(page: Page) -> bool:
    """Whether the file begins with a block of header lines in which a title stands."""
    headers, _ = _divide(page.lines)
    return len(headers) > 1 and "title" in headers


def _divide(lines: Sequence[Line]) -> tuple[dict[str, Span], Sequence[Line]]:
    """The header values' spans by name, and the lines below. A line that is no header continues the one above, where
    it can; a header of another name is passed over."""
    headers: dict[str, Span] = {}
    last = ""
    for at, line in enumerate(lines):
        found = marks.HEADER.fullmatch(line.text)
        name = found["name"].casefold() if found else ""
        if at and line.is_after_blank:
            return headers, lines[at:]
        if found and (name in marks.HEADER_NAMES or last):
            headers.setdefault(name, line.span_of(found, "value"))
            last = name
        elif last and _begins_text(lines, at, last):
            return headers, lines[at:]
        elif last:
            headers[last] = (headers[last][0], line.end)
        else:
            return {}, lines
    return headers, []


def _begins_text(lines: Sequence[Line], at: int, header: str) -> bool:
    """Whether a line that is no header, right below this one, is the first of the text: a dateline, or what follows a
    value of one line. Between two headers it is not."""
    if match_dateline(lines[at]):
        return True
    if header not in _ONE_LINE or (header == "url" and _REST_OF_ADDRESS.fullmatch(lines[at].text)):
        return False
    below = lines[at + 1] if at + 1 < len(lines) and not lines[at + 1].is_after_blank else None
    following = marks.HEADER.fullmatch(below.text) if below else None
    return not following or following["name"].casefold() not in marks.HEADER_NAMES


def parse(page: Page, source: str | None = None) -> ParsedFile:
    """The article of the file. Raises Rejection for headers without a text."""
    headers, lines = _divide(page.lines)
    draft = Draft(page.text)
    title = headers.get("title")
    if title and title[0] < title[1]:
        draft.read_title([Line(page.text[title[0] : title[1]], *title, True)])
    if "source" in headers:
        draft.read_source(headers["source"])
    for name, (field, rule) in _RULES.items():
        span = headers.get(name, (0, 0))
        if span[0] < span[1]:
            draft.read(field, rule, span)
    if "date" in headers:
        draft.witness("header", "header", headers["date"])
    draft.read_body(lines)
    if not draft.paragraphs:
        raise Rejection("not-an-article", "Headers without a text.")
    start = min(span[0] for span in headers.values())
    article = draft.finish(0, (start, lines[-1].end))
    return ParsedFile(NAME, (article,), saved_not_before=_saved(page.text, headers))


def _saved(text: str, headers: dict[str, Span]) -> Evidence | None:
    try:
        return read("saved-header", text, headers["saved"]) if "saved" in headers else None
    except Unreadable:
        return None
