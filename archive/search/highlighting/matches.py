"""Find the positions in a text that match a search: the same matches that the index finds."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import NamedTuple

from archive.search.analysis.words import CutText, indexes, keys_of
from archive.search.highlighting.patterns import NearPattern, Pattern, patterns_of
from archive.search.highlighting.quick_matches import Forms, QuickText, beginnings_of
from archive.search.query.query_tree import Node

WORK_LENGTH = 1_000
CUT_LENGTH = 100


class Match(NamedTuple):
    """A position in the stored text that matches the search (code points, end exclusive).

    `pattern` is the index of the word, phrase or other part of the search that matches there: for
    the search `iron "steel plant"` it is 0 for "iron" and 1 for "steel plant".
    """

    start: int
    end: int
    pattern: int


Run = tuple[int, int]  # the indexes of the first and the last of some words next to each other


class MatchFinder:
    """An object that finds the matches of one query in many texts.

    `work` measures the time that was needed so far. The unit is the time to compare one word with
    a part of the query. To look through WORK_LENGTH characters for a part of the query, or to cut
    CUT_LENGTH characters into words, also adds 1.

    Matches are returned in the order of their starts. If matches have equal starts, the longest is
    first. Matches can overlap.
    """

    def __init__(self, node: Node | None, forms: Forms | None = None) -> None:
        """`forms` returns the words of the index with a key; with it, matches are found faster."""
        self._in_body = tuple(dict.fromkeys(patterns_of(node, is_title=False))) if node else ()
        self._in_title = tuple(dict.fromkeys(patterns_of(node, is_title=True))) if node else ()
        # For each pattern that is found without cutting texts, the letters with which it begins.
        self._beginnings = {
            pattern: beginnings
            for pattern in self._in_title
            if forms
            and isinstance(pattern, Pattern)
            and (beginnings := beginnings_of(pattern, forms))
        }
        self.work = 0

    @property
    def is_empty(self) -> bool:
        """Return True if the query has no words or phrases to find in texts."""
        return not self._in_title

    @property
    def uses_near(self) -> bool:
        """Return True if the query uses NEAR in a part that is not excluded."""
        return any(isinstance(pattern, NearPattern) for pattern in self._in_title)

    def in_title(self, text: str) -> list[Match]:
        """Return the matches in a title."""
        return self._find(text, self._in_title)

    def in_body(self, text: str) -> list[Match]:
        """Return the matches in the text of an article."""
        return self._find(text, self._in_body)

    def word_runs(self, text: str, *, is_title: bool) -> tuple[list[str], set[Run]]:
        """Return the words of a text in normal form, and the first and last word of each match."""
        cut = _Text(text)
        patterns = self._in_title if is_title else self._in_body
        return cut.words, {run for pattern in patterns for run in cut.runs(pattern)}

    def _find(self, text: str, patterns: Sequence[Pattern | NearPattern]) -> list[Match]:
        if not patterns:
            return []
        quick, found, others = QuickText(text), set[Match](), dict[int, Pattern | NearPattern]()
        for number, pattern in enumerate(patterns):
            spans = None
            if isinstance(pattern, Pattern) and pattern in self._beginnings:
                spans = quick.find(pattern, self._beginnings[pattern])
            if spans is None:
                others[number] = pattern
            else:
                found |= {Match(*span, number) for span in spans}
        self.work += quick.compared + len(patterns) * len(text) // WORK_LENGTH
        if others:
            cut = _Text(text)
            found |= _matches(cut, others)
            self.work += cut.compared + len(text) // CUT_LENGTH
        return sorted(found, key=lambda match: (match.start, -match.end, match.pattern))


def _matches(text: "_Text", patterns: Mapping[int, Pattern | NearPattern]) -> set[Match]:
    return {
        Match(text.start(first), text.end(last), number)
        for number, pattern in patterns.items()
        for first, last in text.runs(pattern)
    }


def _near(text: "_Text", pattern: NearPattern) -> set[Run]:
    """Return those matches of each of the two patterns that are near a match of the other."""
    left, right = text.find(pattern.left), text.find(pattern.right)
    if not left or not right:
        return set()
    return _beside(left, right, pattern.distance) | _beside(right, left, pattern.distance)


def _beside(runs: Set[Run], others: Set[Run], distance: int) -> set[Run]:
    """Return those of the first runs of words that are at most `distance` words from another."""
    firsts = sorted(first for first, _last in others)
    lasts = sorted(last for _first, last in others)
    return {
        (first, last)
        for first, last in runs
        if bisect_left(firsts, last + 1) < bisect_right(firsts, last + distance)
        or bisect_left(lasts, first - distance) < bisect_right(lasts, first - 1)
    }


class _Text:
    """A text that is cut into words."""

    def __init__(self, text: str) -> None:
        self._cut = CutText(text)
        self.words = self._exact = self._cut.words
        self.compared = 0

    def start(self, index: int) -> int:
        """Return where the word with this index starts in the text."""
        return self._cut.span(index)[0]

    def end(self, index: int) -> int:
        """Return where the word with this index ends in the text."""
        return self._cut.span(index)[1]

    def runs(self, pattern: Pattern | NearPattern) -> set[Run]:
        """Return the first and last word of each match of the pattern."""
        return self.find(pattern) if isinstance(pattern, Pattern) else _near(self, pattern)

    def find(self, pattern: Pattern) -> set[Run]:
        """Return the words that match the pattern."""
        return {run for variant in pattern.variants for run in self._find(variant, pattern)}

    def _find(self, variant: Sequence[str], pattern: Pattern) -> Iterator[Run]:
        """Yield the words that match a variant."""
        words = self._keys if pattern.is_key else self._exact
        *before, last = variant
        for start in self._starts(variant, pattern):
            self.compared += 1
            *others, end = words[start : start + len(variant)]
            if others == before and (end.startswith(last) if pattern.is_prefix else end == last):
                yield start, start + len(variant) - 1

    def _starts(self, variant: Sequence[str], pattern: Pattern) -> Sequence[int]:
        """Return the indexes of the words at which a match could start."""
        room = range(len(self._exact) - len(variant) + 1)
        if pattern.is_prefix and len(variant) == 1:
            return room
        words = self._keys if pattern.is_key else self._exact
        return [index for index in indexes(words, variant[0]) if index in room]

    @cached_property
    def _keys(self) -> list[str]:
        return keys_of(self._exact)
