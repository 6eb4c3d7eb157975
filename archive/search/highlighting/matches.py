"""Find the positions in a text that match a search: the same matches that the index finds."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from archive.search.analysis.variants import variants
from archive.search.analysis.words import exact_words, keys_of, spans_of_words
from archive.search.query.query_tree import (
    And,
    InTitle,
    Near,
    Node,
    Or,
    Phrase,
    Prefix,
    TextNode,
    Words,
)

WORK_LENGTH = 250


class Match(NamedTuple):
    """A position in the stored text that matches the search (code points, end exclusive).

    `pattern` is the index of the word, phrase or other part of the search that matches there: for
    the search `iron "steel plant"` it is 0 for "iron" and 1 for "steel plant".
    """

    start: int
    end: int
    pattern: int


Span = tuple[int, int]  # start and end, in code points or as indexes of words


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Words to find next to each other, in one of several variants.

    If `is_key` is true, the words are keys, and every form of a word matches. If `is_prefix` is
    true, the last word is a prefix. Otherwise the words match exactly.
    """

    variants: tuple[tuple[str, ...], ...]
    is_key: bool = False
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class _NearPattern:
    """Two patterns to find at most `distance` words apart; 1 means next to each other."""

    left: _Pattern
    right: _Pattern
    distance: int


class MatchFinder:
    """An object that finds the matches of one query in many texts.

    `work` measures the time that was needed so far. The unit is the time to compare one word with
    a part of the query. To cut WORK_LENGTH characters into words also adds 1 to `work`.

    Matches are returned in the order of their starts. If matches have equal starts, the longest is
    first. Matches can overlap.
    """

    def __init__(self, node: Node | None) -> None:
        self._in_body = tuple(dict.fromkeys(_patterns(node, is_title=False))) if node else ()
        self._in_title = tuple(dict.fromkeys(_patterns(node, is_title=True))) if node else ()
        self.work = 0

    @property
    def is_empty(self) -> bool:
        """Return True if the query has no words or phrases to find in texts."""
        return not self._in_title

    @property
    def uses_near(self) -> bool:
        """Return True if the query uses NEAR in a part that is not excluded."""
        return any(isinstance(pattern, _NearPattern) for pattern in self._in_title)

    def in_title(self, text: str) -> list[Match]:
        """Return the matches in a title."""
        return self._find(text, self._in_title)

    def in_body(self, text: str) -> list[Match]:
        """Return the matches in the text of an article."""
        return self._find(text, self._in_body)

    def _find(self, text: str, patterns: Sequence[_Pattern | _NearPattern]) -> list[Match]:
        if not patterns:
            return []
        words = _Text(text)
        matches = _matches(words, patterns)
        self.work += words.compared + len(text) // WORK_LENGTH
        return matches


def _patterns(node: Node, *, is_title: bool) -> Iterator[_Pattern | _NearPattern]:
    """Yield the patterns to find in a title or a body; excluded terms have no pattern."""
    match node:
        case Words() | Phrase() | Prefix():
            yield _pattern(node)
        case Near(left, right, distance):
            yield _NearPattern(_pattern(left), _pattern(right), distance)
        case InTitle(inner) if is_title:
            yield from _patterns(inner, is_title=True)
        case And(nodes) | Or(nodes):
            for inner in nodes:
                yield from _patterns(inner, is_title=is_title)


def _pattern(node: TextNode) -> _Pattern:
    if isinstance(node, Words):
        keys = dict.fromkeys(tuple(keys_of(variant)) for variant in variants(node.text))
        return _Pattern(tuple(keys), is_key=True)
    return _Pattern((tuple(exact_words(node.text)),), is_prefix=isinstance(node, Prefix))


def _matches(text: "_Text", patterns: Sequence[_Pattern | _NearPattern]) -> list[Match]:
    matches: list[Match] = []
    for number, pattern in enumerate(patterns):
        spans = text.find(pattern) if isinstance(pattern, _Pattern) else _near(text, pattern)
        matches += [Match(start, end, number) for start, end in spans]
    return sorted(matches, key=lambda match: (match.start, -match.end, match.pattern))


def _near(text: "_Text", pattern: _NearPattern) -> list[Span]:
    """Return those spans of each of the two patterns that are near a span of the other pattern."""
    left, right = text.find(pattern.left), text.find(pattern.right)
    if not left or not right:
        return []
    left_words, right_words = text.word_indexes(left), text.word_indexes(right)
    kept = _beside(left, left_words, right_words, pattern.distance)
    kept += _beside(right, right_words, left_words, pattern.distance)
    return sorted(set(kept))


def _beside(
    spans: Sequence[Span], words: Sequence[Span], others: Sequence[Span], distance: int
) -> list[Span]:
    """Return the spans that are at most `distance` words from a span of the other pattern.

    `spans` are the spans of one pattern. `words` has the indexes of the first and the last word of
    each of these spans. `others` has the same indexes for each span of the other pattern.
    """
    firsts, lasts = (
        sorted(first for first, _last in others),
        sorted(last for _first, last in others),
    )
    return [
        span
        for span, (first, last) in zip(spans, words, strict=True)
        if bisect_left(firsts, last + 1) < bisect_right(firsts, last + distance)
        or bisect_left(lasts, first - distance) < bisect_right(lasts, first - 1)
    ]


class _Text:
    """A text that is cut into words."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._exact = exact_words(text)
        self.compared = 0

    def find(self, pattern: _Pattern) -> list[Span]:
        """Return the spans that match the pattern, in the order of their starts."""
        found = {
            (self._spans[first][0], self._spans[last][1])
            for variant in pattern.variants
            for first, last in self._find(variant, pattern)
        }
        return sorted(found)

    def _find(self, variant: Sequence[str], pattern: _Pattern) -> Iterator[Span]:
        """Yield the indexes of the first and last word of each match of a variant."""
        words = self._keys if pattern.is_key else self._exact
        *before, last = variant
        for start in self._starts(variant, pattern):
            self.compared += 1
            *others, end = words[start : start + len(variant)]
            if others == before and (end.startswith(last) if pattern.is_prefix else end == last):
                yield start, start + len(variant) - 1

    def _starts(self, variant: Sequence[str], pattern: _Pattern) -> Sequence[int]:
        """Return the indexes of the words at which a match could start."""
        room = range(len(self._exact) - len(variant) + 1)
        if pattern.is_prefix and len(variant) == 1:
            return room
        words = self._keys if pattern.is_key else self._exact
        return [index for index in _indexes(words, variant[0]) if index in room]

    def word_indexes(self, spans: Sequence[Span]) -> list[Span]:
        """Return the indexes of the first and last word of each span."""
        starts = [start for start, _end in self._spans]
        return [
            (bisect_right(starts, start) - 1, bisect_left(starts, end) - 1) for start, end in spans
        ]

    @cached_property
    def _keys(self) -> list[str]:
        return keys_of(self._exact)

    @cached_property
    def _spans(self) -> list[Span]:
        return spans_of_words(self._text)


def _indexes(words: Sequence[str], word: str) -> Iterator[int]:
    """Yield the indexes at which a word is in `words`."""
    index = -1
    for _ in range(words.count(word)):
        index = words.index(word, index + 1)
        yield index
