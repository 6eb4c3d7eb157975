"""Lines, paragraphs and the normal forms of text. Nothing here alters the saved text: all keep spans into it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.documents import Paragraph, Span

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "\u00ad": None}
)
_NO_WORD = re.compile(r"[^\w\s]|_")
_SENTENCE_END = re.compile(r"[.!?:;。！？…][\"'”’)\]»]*$")
_WRAP_WIDTH = range(55, 101)  # where a hard-wrapped line ends; a longer line is a paragraph of its own


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its text without surrounding space, and where that text stands in the file."""

    text: str
    start: int
    end: int
    is_after_blank: bool

    @property
    def span(self) -> Span:
        return (self.start, self.end)


def squeeze(text: str) -> str:
    """The text with each run of white space (line breaks and no-break spaces too) as one space, none at the ends."""
    return " ".join(text.split())


def normalise_text(text: str) -> str:
    """A form for comparing: NFKC, casefolded, straight quotes, spaces squeezed."""
    return squeeze(unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold())


def normalise_title(title: str) -> str:
    """A form in which two spellings of one headline are equal: `normalise_text` without punctuation."""
    return squeeze(_NO_WORD.sub(" ", normalise_text(title)))


def split_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The lines of a part of the text that are not blank. `is_after_blank` also holds for the first one."""
    lines: list[Line] = []
    last_end = -1
    for found in _LINE.finditer(text, start, len(text) if end is None else end):
        raw = found.group()
        stripped = raw.strip()
        if stripped:
            offset = found.start() + raw.index(stripped)
            gap = text.count("\n", last_end, offset) if last_end >= 0 else 2
            lines.append(Line(stripped, offset, offset + len(stripped), gap > 1))
            last_end = offset + len(stripped)
    return lines


def blocks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines grouped by the blank lines between them."""
    block: list[Line] = []
    for line in lines:
        if line.is_after_blank and block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _is_wrapped(line: Line, following: Line) -> bool:
    """Whether a line goes on in the next one: no sentence ends, and the next begins small or at wrap width."""
    if _SENTENCE_END.search(line.text) or following.text.startswith(("- ", "* ", "• ")):
        return False
    return following.text[0].islower() or line.text[-1] in ",-" or len(line.text) in _WRAP_WIDTH


def paragraphs(lines: Sequence[Line]) -> tuple[Paragraph, ...]:
    """The paragraphs that lines make. A blank line ends one; so does a line's end, unless the line was wrapped."""
    made: list[list[Line]] = []
    for line in lines:
        if made and not line.is_after_blank and _is_wrapped(made[-1][-1], line):
            made[-1].append(line)
        else:
            made.append([line])
    return tuple(
        Paragraph(squeeze(" ".join(line.text for line in group)), tuple(line.span for line in group)) for group in made
    )
