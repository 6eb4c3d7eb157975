"""Find matches in a plain text (`words.plain_text`) without cutting it, which takes longer.

All forms of a word begin with the same letters. We look for these letters in the text, and compare
only the words that begin with them. Some words cannot be found in this way; then the text must be
cut.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from archive.search.analysis.words import (
    AMBIGUOUS,
    ORDINAL_ENDS,
    SpacedText,
    Span,
    keys_of,
    next_word,
    plain_text,
)
from archive.search.highlighting.patterns import Pattern

Forms = Callable[[str], Sequence[str]]
"""A function that returns all words in the index that have a key."""


class Beginnings(NamedTuple):
    """The letters with which a match begins, for each variant of a pattern.

    A text in which one of `capitals` stands must be cut: "UN" is another word than "un".
    """

    letters: tuple[str, ...]
    capitals: tuple[str, ...]


_LETTERS = re.compile("[a-z]*")
_SHORTEST = 2  # letters


class _MustBeCut(Exception):
    """Raised if a text must be cut to find a pattern."""


def beginnings_of(pattern: Pattern, forms: Forms) -> Beginnings | None:
    """Return the letters with which matches begin, or None if texts must be cut."""
    letters: list[str] = []
    capitals: list[str] = []
    for variant in pattern.variants:
        words = list(forms(variant[0])) if pattern.is_key else [variant[0]]
        is_open = pattern.is_prefix and len(variant) == 1
        letters.append(_common_beginning(words))
        capitals += [word.upper() for word in words if word in AMBIGUOUS]
        if len(letters[-1]) < _SHORTEST or any(_is_unclear(word, is_open) for word in words):
            return None
    return Beginnings(tuple(letters), tuple(capitals))


def _common_beginning(words: Sequence[str]) -> str:
    """Return the letters with which all these words begin."""
    first, last = min(words), max(words)
    same = takewhile(lambda letters: letters[0] == letters[1], zip(first, last, strict=False))
    return first[: sum(1 for _ in same)]


def _is_unclear(word: str, is_open: bool) -> bool:
    """Return True if the word can stand in a text in another way than as these letters.

    `is_open` is true if longer words with this beginning match, too.
    """
    if not (word.isascii() and word.isalpha() and word.islower()) or word in ORDINAL_ENDS:
        return True
    return is_open and any(other.startswith(word) for other in AMBIGUOUS | ORDINAL_ENDS)


class QuickText:
    """A text in which patterns are looked for without cutting it."""

    def __init__(self, text: str) -> None:
        self._spaced = SpacedText(text)
        plain = plain_text(self._spaced.spaced)
        self._is_possible = plain is not None
        self._text = plain or ""
        self._small = self._text.lower()
        self.compared = 0

    def find(self, pattern: Pattern, beginnings: Beginnings) -> set[Span] | None:
        """Return the spans that match a pattern, or None if the text must be cut to find them."""
        letters, capitals = beginnings
        is_clear = self._is_possible and not any(word in self._text for word in capitals)
        if not is_clear or any(map(self._is_in_points, letters)):
            return None
        try:
            return {
                self._spaced.original(*span)
                for variant, start in zip(pattern.variants, letters, strict=True)
                for span in self._find(variant, start, pattern)
            }
        except _MustBeCut:
            return None

    def _is_in_points(self, letters: str) -> bool:
        """Return True if an abbreviation such as "D.P.R.K." can begin with these letters."""
        return f"{letters[0]}.{letters[1]}" in self._small

    def _find(self, variant: Sequence[str], letters: str, pattern: Pattern) -> Iterator[Span]:
        for start, end in self._words(letters):
            self.compared += 1
            is_match = _fits(self._small[start:end], variant, 0, pattern)
            if is_match and (last := self._end(variant, end, pattern)):
                yield start, last

    def _words(self, letters: str) -> Iterator[Span]:
        """Yield the spans of the words that begin with these letters. Raises _MustBeCut."""
        small = self._small
        start = small.find(letters)
        while start >= 0:
            end = _LETTERS.match(small, start).end()  # type: ignore[union-attr]
            if not start or not small[start - 1].isalpha():
                if start and small[start - 1].isdigit() and small[end - 1] == "s":
                    raise _MustBeCut  # perhaps "B-1Bs", whose "s" is a word of its own
                yield start, end
            start = small.find(letters, end)

    def _end(self, variant: Sequence[str], end: int, pattern: Pattern) -> int:
        """Return the end of a match; 0 if its other words do not follow. Raises _MustBeCut."""
        for index in range(1, len(variant)):
            following = next_word(self._text, end)
            if following is None:
                return 0
            word, end = following
            if word.isupper():
                raise _MustBeCut
            if not _fits(word, variant, index, pattern):
                return 0
        return end


def _fits(word: str, variant: Sequence[str], index: int, pattern: Pattern) -> bool:
    if pattern.is_key:
        return keys_of((word,)) == [variant[index]]
    if pattern.is_prefix and index == len(variant) - 1:
        return word.startswith(variant[index])
    return word == variant[index]
