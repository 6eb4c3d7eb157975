"""Splits a saved text into lines and paragraphs; normalises texts so that they can be compared.

All spans are positions in the saved text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ingest.combining_marks import few_marks
from ingest.errors import Rejection
from ingest.leftover_tags import (
    SPACE_REFERENCE,
    blank_blocks,
    plain_text,
    within_inline_tags,
)
from ingest.values import Paragraph, Span

REMEMBERED_LINES = 2_000
"""For so many texts of lines, a slow function remembers what it found.

Several layouts and steps ask the same about each line of a page.
"""

# A line without the white space around it. A BOM or a zero-width space also counts as white space.
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
# A text is hard-wrapped if the length of its longest line, in letters, is in this range.
_WRAP_WIDTH = range(55, 101)
# A file is rejected if _MOST_SHORT_LINES lines have fewer than _SHORT_LINE letters on average (line
# breaks included). Such a file is not an article, and each line takes about 300 bytes of memory.
_SHORT_LINE = 8
_MOST_SHORT_LINES = 20_000
_ITEM = ("- ", "* ", "• ")
# Sites format these names separately, so a line can break before them.
_LEADER = re.compile(r"Kim (?:Il Sung|Jong Il|Jong Un)")


class TextLine(NamedTuple):
    """A line that is not blank: its text without surrounding white space, and its span.

    `is_after_blank` tells whether a blank line is above this line.
    """

    text: str
    start: int
    end: int
    is_after_blank: bool

    @property
    def span(self) -> Span:
        return (self.start, self.end)

    def span_of(self, match: re.Match[str], group: str | int) -> Span:
        """Return the span, in the saved text, of a group of `match`, a match in this line."""
        start, end = match.span(group)
        return (self.start + start, self.start + end)

    def part(self, start: int, end: int | None = None) -> "TextLine | None":
        """Return a part of the line without surrounding white space; None if it has no text."""
        piece = self.text[start:end]
        stripped = piece.strip()
        if not stripped:
            return None
        start += self.start + piece.index(stripped)
        return TextLine(stripped, start, start + len(stripped), self.is_after_blank)


def squeeze(text: str) -> str:
    r"""Return a text with single spaces as its only white space: " a \n b " -> "a b"."""
    return " ".join(text.split())


def words(pieces: Sequence[str]) -> str:
    """Join pieces of saved text by single spaces, remove tags, and decode "&amp;" to "&"."""
    return squeeze(plain_text(" ".join(pieces)))


def normalise_text(text: str) -> str:
    """Return a text normalised for comparing: NFKC, casefolded, straight quotes, single spaces."""
    text = unicodedata.normalize("NFKC", few_marks(text))
    for odd, plain in _QUOTES.items():  # `str.translate` is much slower: it looks up each letter
        text = text.replace(odd, plain)
    return squeeze(text.casefold())


def normalise_title(title: str) -> str:
    """Return a headline normalised for comparing (`normalise_text`), without punctuation."""
    return squeeze(_NO_WORD.sub(" ", normalise_text(title)))


def split_lines(text: str) -> list[TextLine]:
    """Return the lines of a text that are not blank.

    If a TextLine is the first one, or comes after a blank line, its `is_after_blank` is True. A
    block tag in the text (<p>, <br>) ends a line. A line can still contain inline tags between
    words (<b>), which `words` removes.

    Raises Rejection (lines-too-short) if the first 20,000 lines have fewer than 8 letters on
    average. This is tested again after 40,000 lines, 60,000 lines and so on.
    """
    if "<" in text:
        return _lines_among_tags(blank_blocks(text))
    if _ODD_SPACE.search(text) or ("&" in text and SPACE_REFERENCE.search(text)):
        return _lines_among_tags(text)
    return _plain_lines(text)


def _plain_lines(text: str) -> list[TextLine]:
    r"""Split a text that has no tags into lines, three times faster than `_lines_among_tags`.

    The text must have no line breaks other than "\n", no BOM, no zero-width space and no "&nbsp;".
    """
    lines: list[TextLine] = []
    offset, is_after_blank = 0, True
    for piece in text.split("\n"):
        if line := piece.strip():
            start = offset if len(line) == len(piece) else offset + len(piece) - len(piece.lstrip())
            lines.append(TextLine(line, start, start + len(line), is_after_blank))
            is_after_blank = False
            if not len(lines) % _MOST_SHORT_LINES:
                _check_length(len(lines), start)
        else:
            is_after_blank = True
        offset += len(piece) + 1
    return lines


def _lines_among_tags(text: str) -> list[TextLine]:
    """Split a text into lines. Its block tags must already be line breaks (`blank_blocks`)."""
    lines: list[TextLine] = []
    last_end = 0
    for match in _LINE.finditer(text):
        line, start, end = match.group(), *match.span()
        if "<" in line or "&" in line:
            start, end = within_inline_tags(text, start, end)
            line = text[start:end]
        if line:
            lines.append(
                TextLine(line, start, end, not lines or text.count("\n", last_end, start) > 1)
            )
            last_end = end
            if not len(lines) % _MOST_SHORT_LINES:
                _check_length(len(lines), start)
    return lines


def _check_length(number: int, letters: int) -> None:
    """Raise Rejection if the first `number` lines, with `letters` letters in all, are too short."""
    if letters < number * _SHORT_LINE:
        raise Rejection(
            "lines-too-short",
            f"The first {number:,} lines have only {letters:,} letters. An article with such short"
            " lines is not expected, and it would take very much memory.",
        )


def blocks(lines: Iterable[TextLine]) -> Iterator[list[TextLine]]:
    """Yield groups of lines. A new group begins after each blank line."""
    block: list[TextLine] = []
    for line in lines:
        if line.is_after_blank and block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def ends_sentence(text: str) -> bool:
    """Return True if a text ends a sentence. The text must not have a space at its end."""
    return bool(_SENTENCE_END.search(text))


def count_small_words(text: str) -> int:
    """Return how many words of a text begin with a lower-case letter and have two or more letters.

    In a script without capitals, each word of two or more letters counts.
    """
    return sum(map(_is_small, text.split()))


def _is_small(word: str) -> bool:
    word = word.strip("\"'“”‘’«»()[],;:")
    return len(word) > 1 and word.isalpha() and not word[0].isupper()


def _is_wrapped(line: TextLine, following: TextLine, width: int) -> bool:
    """Return True if a line was wrapped, so that its text continues in the line `following`.

    A line that ends a sentence was not wrapped. Any other line was wrapped in two cases:

    - The line `following` begins with a lower-case letter or a leader's name.
    - The text is hard-wrapped (_WRAP_WIDTH), neither line begins an item of a list ("- "), and the
      first word of `following` was too long for the rest of the line.

    `width` is the length of the longest line of the text in letters.
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
    """Group lines into paragraphs. A line break ends a paragraph unless the line was wrapped."""
    # A line that contains only character references of control characters is not a paragraph.
    return tuple(paragraph for paragraph in map(_paragraph, _groups(lines)) if paragraph.text)


def _groups(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Yield the lines of each paragraph."""
    width = max((len(line.text) for line in lines), default=0)
    group: list[TextLine] = []
    for line in lines:
        if group and (line.is_after_blank or not _is_wrapped(group[-1], line, width)):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _paragraph(lines: Sequence[TextLine]) -> Paragraph:
    text = words([line.text for line in lines])
    if text == lines[0].text:
        text = lines[0].text  # One string instead of two equal ones saves memory.
    return Paragraph(text, tuple(line.span for line in lines))
