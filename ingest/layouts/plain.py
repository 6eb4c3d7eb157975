"""Our own layout, for text that comes from a data set: header lines `Name: value`, a blank line,
the text.

Names: Title, Date (ISO, may be cut to the month or year), Source, URL, Topic, Saved (ISO), Language
(BCP 47). The blank line can be missing: what cannot be a header's value is text, and so is a
sentence that looks like a header, where no header of ours follows."""

import re
from collections.abc import Sequence
from itertools import takewhile

from ingest.clean import TextLine, ends_sentence, words
from ingest.errors import Rejection
from ingest.layouts import patterns
from ingest.layouts.body import Draft, match_dateline
from ingest.layouts.page import PageText
from ingest.rules import UnreadableValue, apply_rule, language_of_tag, read
from ingest.values import Evidence, ParsedFile, Span

NAME = "plain"
_RULES = {
    "url": ("original_url", "url"),
    "topic": ("topic", "words"),
    "section": ("section", "words"),
    "author": ("byline", "words"),
    "language": ("language", "language-header"),
}

# Headers of which no value is wrapped, but an address, a source that gets its tag so, and any
# between two headers.
_ONE_LINE = frozenset({"date", "source", "url", "saved", "language", "id"})
_MOST_WRAPPED = 3  # lines that a value of those goes on for
# What the line below an empty one of those is, where it is its value.
_VALUES = {"language": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"), "id": re.compile(r"\S+")}
_REST_OF_ADDRESS = re.compile(r"[!-~]+")  # no space


def matches(page: PageText) -> bool:
    """Whether the file begins with a block of header lines in which a title stands."""
    headers, _ = _divide(page.lines)
    return len(headers) > 1 and "title" in headers


def _divide(lines: Sequence[TextLine]) -> tuple[dict[str, Span], Sequence[TextLine]]:
    """The header values' spans by name, and the lines below. A line that is no header continues the
    one above, where it can; a header of another name is passed over."""
    block = lines[
        : next((at for at, line in enumerate(lines) if at and line.is_after_blank), len(lines))
    ]
    has_text = len(block) < len(lines)
    latest, end = _end_of_headers(block)
    headers: dict[str, Span] = {}
    last = value = ""
    for at, line in enumerate(block):
        found, following = patterns.HEADER.fullmatch(line.text), block[at : at + _MOST_WRAPPED + 1]
        if found and at < end:
            last, value = found["name"].casefold(), found["value"]
            headers.setdefault(last, line.span_of(found, "value"))
        elif not last:
            return {}, lines
        elif (
            found
            or match_dateline(line)
            or not _goes_on(last, value, following, at < latest, has_text)
        ):
            return headers, lines[at:]
        else:
            headers[last] = (headers[last][0] if value else line.start, line.end)
            value = f"{value} {line.text}".strip()
    return headers, lines[len(block) :]


def _end_of_headers(block: Sequence[TextLine]) -> tuple[int, int]:
    """Where in a block of lines the last header of a known name stands, and where lines that look
    like headers begin to be text: where no known name follows, and a sentence does. (0, 0) for a
    block that does not begin with a header."""
    found = (patterns.HEADER.fullmatch(line.text) for line in block)
    names = [header["name"].casefold() if header else "" for header in found]
    if not names or names[0] not in patterns.HEADER_NAMES:
        return 0, 0
    latest = max(names.index(name) for name in patterns.HEADER_NAMES.intersection(names))
    end = next((at for at in range(latest + 1, len(block)) if names[at]), len(block))
    is_text = not all(names[end:]) or any(_ends_sentence(line) for line in block[end:])
    return latest, end if is_text else len(block)


def _ends_sentence(line: TextLine) -> bool:
    """Whether a line ends as a sentence does; the name of a header without a value does not."""
    return not line.text.endswith(":") and ends_sentence(line.text)


def _goes_on(
    header: str, value: str, lines: Sequence[TextLine], is_between: bool, has_text: bool
) -> bool:
    """Whether the value of a header goes on in the first of the next lines, which is no header.

    `is_between`: a known header follows further down. `has_text`: there is text below the block.
    """
    line = lines[0]
    if header not in _ONE_LINE or (header == "url" and _REST_OF_ADDRESS.fullmatch(line.text)):
        return True
    if header != "source" and not value and _is_value(header, line.text):
        return True
    run = list(takewhile(lambda line: not patterns.HEADER.fullmatch(line.text), lines))
    if len(run) > _MOST_WRAPPED or any(ends_sentence(line.text) for line in run):
        return False
    if is_between or header != "source":
        return is_between
    rest = words([line.text for line in run])
    is_tagged = not language_of_tag(value) and bool(language_of_tag(f"{value} {rest}"))
    return has_text and (is_tagged or (not value and len(run) == 1))


def _is_value(header: str, text: str) -> bool:
    """Whether a line can be the value of a header that is empty."""
    if header in _VALUES:
        return _VALUES[header].fullmatch(text) is not None
    try:
        return bool(apply_rule("url" if header == "url" else "header", text, [(0, len(text))]))
    except UnreadableValue:
        return False


def parse(page: PageText, source: str | None = None) -> ParsedFile:
    """The article of the file. Raises Rejection for headers without a text."""
    headers, lines = _divide(page.lines)
    draft = Draft(page.text)
    title = headers.get("title")
    if title and title[0] < title[1]:
        draft.read_title([TextLine(page.text[title[0] : title[1]], *title, True)])
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
    except UnreadableValue:
        return None
