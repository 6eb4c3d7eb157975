"""Find the positions in a text that match a search: the same matches that the index finds.

To split a whole text into words and stem them takes half a millisecond. This is too long, because a
page of results has many texts. Most texts are plain: they have only ASCII characters and the usual
dashes and quotation marks. In a plain text, we first look for words with the same beginning as the
stem of a search word. Only these words are stemmed. Any other text is split and stemmed as a whole,
with the analyzers of the index.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from archive.search.analysis.analyzers import (
    EXACT,
    PLAIN_TEXT,
    PLAIN_WORD,
    STEMMED,
    missing_spaces,
    restore_spaces,
    start_of_words,
    words_and_spans,
)
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

_NEXT_WORD = re.compile(r"[^0-9a-z]*([0-9a-z]+)")
STEM_CACHE_SIZE = 50_000
WORK_LENGTH = 1_000


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
    """Words to find next to each other.

    If `is_stemmed` is true, `words` are stems, and every form of a word matches. If `is_prefix` is
    true, the last word is a prefix. Otherwise the words match exactly.
    """

    words: tuple[str, ...]
    is_stemmed: bool = False
    is_prefix: bool = False

    def fits(self, word: str, index: int) -> bool:
        """Return True if a word of a text matches the word of the pattern at this index.

        The word of the text must consist of ASCII letters and digits, in lower case.
        """
        if self.is_stemmed:
            return stem(word) == self.words[index]
        if self.is_prefix and index == len(self.words) - 1:
            return word.startswith(self.words[index])
        return word == self.words[index]

    @property
    def prefix(self) -> str:
        """Return the letters with which all matches of the pattern's first word begin."""
        first = self.words[0]
        return start_of_words(first) if self.is_stemmed else first


@dataclass(frozen=True, slots=True)
class _NearPattern:
    """Two patterns to find at most `distance` words apart; 1 means next to each other."""

    left: _Pattern
    right: _Pattern
    distance: int


class MatchFinder:
    """An object that finds the matches of one query in many texts.

    `work` measures the time that was needed so far. The unit is the comparison of one word with the
    query, which takes about 1.5 microseconds. To search WORK_LENGTH characters for one word or
    phrase of the query takes as long, and also adds 1 to `work`.

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
        tokenized = _tokenized(text)
        matches = _matches(tokenized, patterns)
        self.work += tokenized.compared + len(patterns) * len(text) // WORK_LENGTH
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
        return _Pattern(tuple(STEMMED.analyze(restore_spaces(node.text))), is_stemmed=True)
    return _Pattern(
        tuple(EXACT.analyze(restore_spaces(node.text))), is_prefix=isinstance(node, Prefix)
    )


@lru_cache(maxsize=STEM_CACHE_SIZE)
def stem(word: str) -> str:
    """Return the stem that the index has for a word (ASCII letters and digits, lower case)."""
    return STEMMED.analyze(word)[0]


def _tokenized(text: str) -> "_PlainText | _OtherText":
    return _PlainText(text) if text.isascii() or PLAIN_TEXT.fullmatch(text) else _OtherText(text)


def _matches(
    text: "_PlainText | _OtherText", patterns: Sequence[_Pattern | _NearPattern]
) -> list[Match]:
    matches: list[Match] = []
    for number, pattern in enumerate(patterns):
        spans = text.find(pattern) if isinstance(pattern, _Pattern) else _near(text, pattern)
        matches += [Match(start, end, number) for start, end in spans]
    return sorted(matches, key=lambda match: (match.start, -match.end, match.pattern))


def _near(text: "_PlainText | _OtherText", pattern: _NearPattern) -> list[Span]:
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


class _PlainText:
    """A text in which every word consists of ASCII letters and digits."""

    def __init__(self, text: str) -> None:
        self.lowered = text.lower()
        self.gaps = missing_spaces(text)
        self.compared = 0

    def find(self, pattern: _Pattern) -> list[Span]:
        """Return the spans that match the pattern."""
        spans = []
        for start, end in self._candidates(_starting_with(pattern.prefix)):
            self.compared += 1
            if pattern.fits(self.lowered[start:end], 0) and (last := self._end(pattern, end)):
                spans.append((start, last))
        return spans

    def word_indexes(self, spans: Sequence[Span]) -> list[Span]:
        """Return the indexes of the first and last word of each span."""
        return _word_indexes(spans, self._starts)

    @cached_property
    def _starts(self) -> list[int]:
        words = PLAIN_WORD.finditer(self.lowered)
        return sorted({*(word.start() for word in words), *self.gaps})

    def _candidates(self, pattern: re.Pattern[str]) -> Iterator[Span]:
        """Yield the spans of the words whose beginning matches a regular expression.

        At a gap (a position where the saved text lacks a space), one word ends and the next begins.
        """
        lowered, gaps = self.lowered, self.gaps
        for match in pattern.finditer(lowered):
            start = match.start()
            if not start or not lowered[start - 1].isalnum():
                yield (start, self._cut_at_gap(start, match.end())) if gaps else match.span()
        for gap in gaps:
            if from_gap := pattern.match(lowered, gap):
                yield gap, self._cut_at_gap(gap, from_gap.end())

    def _end(self, pattern: _Pattern, end: int) -> int:
        """Return the end of a match; 0 if the other words of the pattern do not follow.

        `end` is the position in the text where the first word of the match ends.
        """
        for index in range(1, len(pattern.words)):
            following = _NEXT_WORD.match(self.lowered, end)
            if following is None:
                return 0
            start = following.start(1)
            end = self._cut_at_gap(start, following.end())
            if not pattern.fits(self.lowered[start:end], index):
                return 0
        return end

    def _cut_at_gap(self, start: int, end: int) -> int:
        following = bisect_right(self.gaps, start)
        return min(end, self.gaps[following]) if following < len(self.gaps) else end


class _OtherText:
    """A text that is not plain; the analyzers of the index split it as a whole."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.compared = 0

    def find(self, pattern: _Pattern) -> list[Span]:
        """Return the spans that match the pattern."""
        words, span = self._stemmed if pattern.is_stemmed else self._exact
        length = len(pattern.words)
        *before, last = pattern.words
        spans = []
        for index in self._candidates(pattern):
            self.compared += 1
            *others, end = words[index : index + length]
            if others == before and (end.startswith(last) if pattern.is_prefix else end == last):
                spans.append((span(index)[0], span(index + length - 1)[1]))
        return spans

    def word_indexes(self, spans: Sequence[Span]) -> list[Span]:
        """Return the indexes of the first and last word of each span."""
        return _word_indexes(spans, self._starts)

    def _candidates(self, pattern: _Pattern) -> Sequence[int]:
        """Return the indexes of the words at which a match of the pattern could start."""
        words, _span = self._stemmed if pattern.is_stemmed else self._exact
        room = range(len(words) - len(pattern.words) + 1)
        if pattern.is_prefix and len(pattern.words) == 1:
            return room
        positions = self._stemmed_positions if pattern.is_stemmed else self._exact_positions
        return [index for index in positions.get(pattern.words[0], ()) if index in room]

    @cached_property
    def _stemmed(self) -> tuple[list[str], Callable[[int], Span]]:
        return words_and_spans(self.text, STEMMED)

    @cached_property
    def _exact(self) -> tuple[list[str], Callable[[int], Span]]:
        return words_and_spans(self.text, EXACT)

    @cached_property
    def _stemmed_positions(self) -> dict[str, list[int]]:
        return _positions(self._stemmed[0])

    @cached_property
    def _exact_positions(self) -> dict[str, list[int]]:
        return _positions(self._exact[0])

    @cached_property
    def _starts(self) -> list[int]:
        words, span = self._exact
        return [span(index)[0] for index in range(len(words))]


def _positions(words: Sequence[str]) -> dict[str, list[int]]:
    """Return the indexes at which each word occurs in `words`."""
    positions: dict[str, list[int]] = {}
    for index, word in enumerate(words):
        positions.setdefault(word, []).append(index)
    return positions


def _word_indexes(spans: Sequence[Span], starts: Sequence[int]) -> list[Span]:
    return [(bisect_right(starts, start) - 1, bisect_left(starts, end) - 1) for start, end in spans]


@lru_cache(maxsize=1_000)
def _starting_with(prefix: str) -> re.Pattern[str]:
    return re.compile(f"{re.escape(prefix)}[0-9a-z]*")
