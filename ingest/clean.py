"""Lines, paragraphs and normal forms of text. All spans are positions in the saved text."""

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
# Line lengths of a hard-wrapped text; where any line is longer, each line is a paragraph.
_WRAP_WIDTH = range(55, 101)
_ITEM = ("- ", "* ", "• ")
# Sites set these names apart, so that a line can break there.
_LEADER = re.compile(r"Kim (?:Il Sung|Jong Il|Jong Un)")


class TextLine(NamedTuple):
    """A line that is not blank: its text without surrounding space, and its place in the file."""

    text: str
    start: int
    end: int
    is_after_blank: bool

    @property
    def span(self) -> Span:
        return (self.start, self.end)

    def span_of(self, match: re.Match[str], group: str | int) -> Span:
        """Return the span, in the whole file, of one group of a match in this line's text."""
        start, end = match.span(group)
        return (self.start + start, self.start + end)

    def part(self, start: int, end: int | None = None) -> "TextLine | None":
        """Return a part of the line without the space around it; None when nothing is left."""
        piece = self.text[start:end]
        stripped = piece.strip()
        if not stripped:
            return None
        start += self.start + piece.index(stripped)
        return TextLine(stripped, start, start + len(stripped), self.is_after_blank)


def squeeze(text: str) -> str:
    """Return a text with one space for each run of white space, and none at the ends."""
    return " ".join(text.split())


def words(pieces: Sequence[str]) -> str:
    """Return pieces of saved text joined as a reader sees them, without markup."""
    return squeeze(plain_text(" ".join(pieces)))


def normalise_text(text: str) -> str:
    """Return a text in the form for comparing: NFKC, casefolded, straight quotes, single spaces."""
    text = unicodedata.normalize("NFKC", text)
    for odd, plain in _QUOTES.items():  # much faster than `translate`, which looks up each letter
        text = text.replace(odd, plain)
    return squeeze(text.casefold())


def normalise_title(title: str) -> str:
    """Return a headline in the form for comparing (`normalise_text`), without punctuation."""
    return squeeze(_NO_WORD.sub(" ", normalise_text(title)))


def split_lines(text: str) -> list[TextLine]:
    """Return the lines of a text that are not blank.

    `is_after_blank` is true for the first line, too. Markup left in the text ends a line as a line
    break does. The text of a line contains no markup except inline tags between words, which
    `words` drops.
    """
    if "<" in text:
        return _lines_among_tags(blank_blocks(text))
    return _lines_among_tags(text) if _ODD_SPACE.search(text) else _plain_lines(text)


def _plain_lines(text: str) -> list[TextLine]:
    """Split a text without markup and odd spaces into lines, three times faster than usual."""
    lines: list[TextLine] = []
    offset, is_after_blank = 0, True
    for piece in text.split("\n"):
        if line := piece.strip():
            start = offset if len(line) == len(piece) else offset + len(piece) - len(piece.lstrip())
            lines.append(TextLine(line, start, start + len(line), is_after_blank))
            is_after_blank = False
        else:
            is_after_blank = True
        offset += len(piece) + 1
    return lines


def _lines_among_tags(text: str) -> list[TextLine]:
    """Split a text into lines; its block tags must be line breaks already."""
    lines: list[TextLine] = []
    last_end = 0
    for match in _LINE.finditer(text):
        line, start, end = match.group(), *match.span()
        if "<" in line:
            start, end = within_inline_tags(text, start, end)
            line = text[start:end]
        if line:
            lines.append(
                TextLine(line, start, end, not lines or text.count("\n", last_end, start) > 1)
            )
            last_end = end
    return lines


def blocks(lines: Iterable[TextLine]) -> Iterator[list[TextLine]]:
    """Yield groups of lines: a new group begins after each blank line."""
    block: list[TextLine] = []
    for line in lines:
        if line.is_after_blank and block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def ends_sentence(text: str) -> bool:
    """Tell whether a text without space at its end ends a sentence."""
    return bool(_SENTENCE_END.search(text))


def _is_wrapped(line: TextLine, following: TextLine, width: int) -> bool:
    """Tell whether a line of text was wrapped and continues in the next line.

    That is so if the line does not end a sentence, and either the next line cannot begin a
    paragraph, or its first word did not fit. `width` is the length of the longest line.
    """
    if ends_sentence(line.text):
        return False
    if following.text[0].islower() or _LEADER.match(following.text):
        return True
    if line.text.startswith(_ITEM) or following.text.startswith(_ITEM):
        return False
    first_word = following.text.split(" ", 1)[0]
    return width in _WRAP_WIDTH and len(line.text) + 1 + len(first_word) > width


def paragraphs(lines: Sequence[TextLine]) -> tuple[Paragraph, ...]:
    """Group lines into paragraphs: a line break ends one unless the line was wrapped."""
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
        if text  # a line of only &nbsp; is not a paragraph
    )
