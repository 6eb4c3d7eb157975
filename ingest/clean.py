"""Lines, paragraphs and the normal forms of text. Nothing here alters the saved text: all keep
spans into it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ingest.markup import blank_blocks, plain_text, within_inline_tags
from ingest.values import Paragraph, Span

# A line's text without the space around it; a BOM or zero-width space at the edge is space too.
_LINE = re.compile(r"[^\s\ufeff\u200b](?:[^\n\r\x0b\x0c\x85\u2028\u2029]*[^\s\ufeff\u200b])?")
_ODD_SPACE = re.compile(r"[\r\x0b\x0c\x85\u2028\u2029\ufeff\u200b]")
_QUOTES = {
    "‘": "'",
    "’": "'",
    "‛": "'",
    "`": "'",
    "´": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "\u00ad": "",
}
_NO_WORD = re.compile(r"[^\w\s]|_")
_SENTENCE_END = re.compile(r"[.!?:;。！？…][\"'”’)\]»]*$")
_WRAP_WIDTH = range(
    55, 101
)  # of a hard-wrapped text; where any line is longer, each is a paragraph of its own
_ITEM = ("- ", "* ", "• ")
_LEADER = re.compile(
    r"Kim (?:Il Sung|Jong Il|Jong Un)"
)  # sites set these names apart, and a line can break there


class TextLine(NamedTuple):
    """A line that is not blank: its text without surrounding space, and where that text stands in
    the file."""

    text: str
    start: int
    end: int
    is_after_blank: bool

    @property
    def span(self) -> Span:
        return (self.start, self.end)

    def span_of(self, found: re.Match[str], group: str | int) -> Span:
        """Where a group of a match in this line's text stands in the file."""
        start, end = found.span(group)
        return (self.start + start, self.start + end)

    def part(self, start: int, end: int | None = None) -> "TextLine | None":
        """A part of the line without the space around it; None when nothing else is left."""
        piece = self.text[start:end]
        stripped = piece.strip()
        if not stripped:
            return None
        start += self.start + piece.index(stripped)
        return TextLine(stripped, start, start + len(stripped), self.is_after_blank)


def squeeze(text: str) -> str:
    """The text with each run of white space (line breaks and no-break spaces too) as one space,
    none at the ends."""
    return " ".join(text.split())


def words(pieces: Sequence[str]) -> str:
    """Pieces of saved text as a reader sees them: joined and squeezed, without mark-up, entities as
    their letters."""
    return squeeze(plain_text(" ".join(pieces)))


def normalise_text(text: str) -> str:
    """A form for comparing: NFKC, casefolded, straight quotes, spaces squeezed."""
    text = unicodedata.normalize("NFKC", text)
    for odd, plain in _QUOTES.items():  # far quicker than `translate`, which looks up each letter
        text = text.replace(odd, plain)
    return squeeze(text.casefold())


def normalise_title(title: str) -> str:
    """A form in which two spellings of one headline are equal: `normalise_text` without
    punctuation."""
    return squeeze(_NO_WORD.sub(" ", normalise_text(title)))


def split_lines(text: str) -> list[TextLine]:
    """The lines of a text that are not blank. `is_after_blank` also holds for the first one.

    Mark-up left in the text ends a line as a line break would. It stands in no line's text, but for
    inline tags between words, which `words` drops."""
    if "<" in text:
        return _lines_among_tags(blank_blocks(text))
    return _lines_among_tags(text) if _ODD_SPACE.search(text) else _plain_lines(text)


def _plain_lines(text: str) -> list[TextLine]:
    """The lines of a text that no mark-up and no odd space stands in: as the other way gives, three
    times quicker."""
    lines: list[TextLine] = []
    at, is_after_blank = 0, True
    for piece in text.split("\n"):
        if line := piece.strip():
            start = at if len(line) == len(piece) else at + len(piece) - len(piece.lstrip())
            lines.append(TextLine(line, start, start + len(line), is_after_blank))
            is_after_blank = False
        else:
            is_after_blank = True
        at += len(piece) + 1
    return lines


def _lines_among_tags(laid: str) -> list[TextLine]:
    """The lines of a text in which block tags are line breaks already."""
    lines: list[TextLine] = []
    last_end = 0
    for found in _LINE.finditer(laid):
        line, start, end = found.group(), *found.span()
        if "<" in line:
            start, end = within_inline_tags(laid, start, end)
            line = laid[start:end]
        if line:
            lines.append(
                TextLine(line, start, end, not lines or laid.count("\n", last_end, start) > 1)
            )
            last_end = end
    return lines


def blocks(lines: Iterable[TextLine]) -> Iterator[list[TextLine]]:
    """Lines grouped by the blank lines between them."""
    block: list[TextLine] = []
    for line in lines:
        if line.is_after_blank and block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def ends_sentence(text: str) -> bool:
    """Whether a text without space at its end closes a sentence."""
    return bool(_SENTENCE_END.search(text))


def _is_wrapped(line: TextLine, following: TextLine, width: int) -> bool:
    """Whether a line goes on in the next one, in a text whose longest line has `width` letters.

    No sentence ends, and either the next line cannot begin a paragraph, or its first word had no
    room left."""
    if ends_sentence(line.text):
        return False
    if following.text[0].islower() or _LEADER.match(following.text):
        return True
    if line.text.startswith(_ITEM) or following.text.startswith(_ITEM):
        return False
    first_word = following.text.split(" ", 1)[0]
    return width in _WRAP_WIDTH and len(line.text) + 1 + len(first_word) > width


def paragraphs(lines: Sequence[TextLine]) -> tuple[Paragraph, ...]:
    """The paragraphs that lines make. A blank line ends one; so does a line's end, unless the line
    was wrapped."""
    width = max((len(line.text) for line in lines), default=0)
    made: list[list[TextLine]] = []
    for line in lines:
        if made and not line.is_after_blank and _is_wrapped(made[-1][-1], line, width):
            made[-1].append(line)
        else:
            made.append([line])
    texts = (words([line.text for line in group]) for group in made)
    return tuple(
        Paragraph(text, tuple(line.span for line in group))
        for text, group in zip(texts, made, strict=True)
        if text  # a line of nothing but &nbsp; is none
    )
