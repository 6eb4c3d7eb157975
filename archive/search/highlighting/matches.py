"""Matches: where in a text the words stand that were searched for. What is found here is what the
index matched.

Cutting a whole text into words and stemming each takes half a millisecond, too long for a page of
results. Most texts are plain (ASCII and the usual dashes and quotation marks), so in them the
places are found where a word can stand that has the wanted stem, and only those words are stemmed.
In other texts every word is looked at, as the index did."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from archive.search.analysis.analyzers import (
    EXACT,
    PLAIN,
    PLAIN_WORD,
    STEMMED,
    missing_spaces,
    restore_spaces,
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
STEMS_KEPT = 50_000


class Match(NamedTuple):
    """A place in the text as it is stored (code points, end exclusive); `pattern` says which of the
    things searched for stands there."""

    start: int
    end: int
    pattern: int


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _WordRun:
    """Words next to each other: in any of their forms, or exactly these, or the last of them only a
    beginning."""

    words: tuple[str, ...]
    is_stemmed: bool = False
    is_beginning: bool = False

    def fits(self, word: str, number: int) -> bool:
        """Whether a word of ASCII letters and digits in lower case can be the one of this
        number."""
        if self.is_stemmed:
            return stem(word) == self.words[number]
        if self.is_beginning and number == len(self.words) - 1:
            return word.startswith(self.words[number])
        return word == self.words[number]

    @property
    def start(self) -> str:
        """What every form of the first word begins with."""
        first = self.words[0]
        if not self.is_stemmed:
            return first
        # A stem differs from its words in its last letter at most, and only in these (factory is
        # factori, hoping is hope, capability is capabl, skies is sky), but dying is die.
        if len(first) == 3 and first.endswith("ie"):
            return first[0]
        return first[:-1] if len(first) > 1 and first[-1] in "eily" else first


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two runs at most `distance` words apart: 1 is next to each other."""

    left: _WordRun
    right: _WordRun
    distance: int


class MatchFinder:
    """Finds what one query searches for, in many texts. Matches come in order of where they start,
    the longest first; they can overlap."""

    def __init__(self, node: Node | None) -> None:
        self._anywhere = tuple(dict.fromkeys(_wanted(node, is_title=False))) if node else ()
        self._titles = tuple(dict.fromkeys(_wanted(node, is_title=True))) if node else ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is searched for that could stand in a text."""
        return not self._titles

    @property
    def has_pairs(self) -> bool:
        """Whether words are searched for that have to stand near each other."""
        return any(isinstance(each, _Pair) for each in self._titles)

    def in_title(self, text: str) -> list[Match]:
        return _matches(_text(text), self._titles) if self._titles else []

    def in_body(self, text: str) -> list[Match]:
        return _matches(_text(text), self._anywhere) if self._anywhere else []


def _wanted(node: Node, *, is_title: bool) -> Iterator[_WordRun | _Pair]:
    """What is searched for in a title, or in a body. What is excluded is not among it."""
    match node:
        case Words() | Phrase() | Prefix():
            yield _run(node)
        case Near(left, right, distance):
            yield _Pair(_run(left), _run(right), distance)
        case InTitle(inner) if is_title:
            yield from _wanted(inner, is_title=True)
        case And(nodes) | Or(nodes):
            for each in nodes:
                yield from _wanted(each, is_title=is_title)


def _run(sought: TextNode) -> _WordRun:
    if isinstance(sought, Words):
        return _WordRun(tuple(STEMMED.analyze(restore_spaces(sought.text))), is_stemmed=True)
    return _WordRun(
        tuple(EXACT.analyze(restore_spaces(sought.text))), is_beginning=isinstance(sought, Prefix)
    )


@lru_cache(maxsize=STEMS_KEPT)
def stem(word: str) -> str:
    """The stem of one word of ASCII letters and digits in lower case, as the index keeps it."""
    return STEMMED.analyze(word)[0]


def _text(text: str) -> "_Plain | _Other":
    return _Plain(text) if text.isascii() or PLAIN.fullmatch(text) else _Other(text)


def _matches(text: "_Plain | _Other", wanted: Sequence[_WordRun | _Pair]) -> list[Match]:
    matches: list[Match] = []
    for number, each in enumerate(wanted):
        spans = text.find(each) if isinstance(each, _WordRun) else _paired(text, each)
        matches += [Match(start, end, number) for start, end in spans]
    return sorted(matches, key=lambda match: (match.start, -match.end, match.pattern))


def _paired(text: "_Plain | _Other", pair: _Pair) -> list[Span]:
    """Where each of the two stands with the other near it."""
    left, right = text.find(pair.left), text.find(pair.right)
    if not left or not right:
        return []
    ones, others = text.numbered(left), text.numbered(right)
    kept = _beside(left, ones, others, pair.distance) + _beside(right, others, ones, pair.distance)
    return sorted(set(kept))


def _beside(
    spans: Sequence[Span], words: Sequence[Span], others: Sequence[Span], distance: int
) -> list[Span]:
    """Those of the spans (`words` says which words of the text they are) that have one of the
    others near them."""
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


class _Plain:
    """A text in which only ASCII letters and digits make words."""

    def __init__(self, text: str) -> None:
        self.lowered = text.lower()
        self.gaps = missing_spaces(text)

    def find(self, run: _WordRun) -> list[Span]:
        found = []
        for start, end in self._candidates(_beginning(run.start)):
            if run.fits(self.lowered[start:end], 0) and (last := self._end(run, end)):
                found.append((start, last))
        return found

    def numbered(self, spans: Sequence[Span]) -> list[Span]:
        """For each span the numbers of its first and last word."""
        return _numbered(spans, self._starts)

    @cached_property
    def _starts(self) -> list[int]:
        return sorted({*(found.start() for found in PLAIN_WORD.finditer(self.lowered)), *self.gaps})

    def _candidates(self, beginning: re.Pattern[str]) -> Iterator[Span]:
        """The words that begin so. A gap (a space that is missing in the saved text) ends a word
        and begins one."""
        lowered, gaps = self.lowered, self.gaps
        for found in beginning.finditer(lowered):
            start = found.start()
            if not start or not lowered[start - 1].isalnum():
                yield (start, self._cut_at_gap(start, found.end())) if gaps else found.span()
        for gap in gaps:
            if from_gap := beginning.match(lowered, gap):
                yield gap, self._cut_at_gap(gap, from_gap.end())

    def _end(self, run: _WordRun, end: int) -> int:
        """Where the run ends, when its other words follow the first, which ends at `end`; else
        0."""
        for number in range(1, len(run.words)):
            following = _NEXT_WORD.match(self.lowered, end)
            if following is None:
                return 0
            start = following.start(1)
            end = self._cut_at_gap(start, following.end())
            if not run.fits(self.lowered[start:end], number):
                return 0
        return end

    def _cut_at_gap(self, start: int, end: int) -> int:
        following = bisect_right(self.gaps, start)
        return min(end, self.gaps[following]) if following < len(self.gaps) else end


class _Other:
    """Any other text: every word is looked at, as the index cut it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def find(self, run: _WordRun) -> list[Span]:
        words, span = self._stemmed if run.is_stemmed else self._exact
        length = len(run.words)
        *before, last = run.words
        found = []
        for number in self._places(run):
            *others, end = words[number : number + length]
            if others == before and (end.startswith(last) if run.is_beginning else end == last):
                found.append((span(number)[0], span(number + length - 1)[1]))
        return found

    def numbered(self, spans: Sequence[Span]) -> list[Span]:
        """For each span the numbers of its first and last word."""
        return _numbered(spans, self._starts)

    def _places(self, run: _WordRun) -> Sequence[int]:
        """The numbers of the words at which the run could begin."""
        words, _span = self._stemmed if run.is_stemmed else self._exact
        room = range(len(words) - len(run.words) + 1)
        if run.is_beginning and len(run.words) == 1:
            return room
        where = self._where_stemmed if run.is_stemmed else self._where_exact
        return [number for number in where.get(run.words[0], ()) if number in room]

    @cached_property
    def _stemmed(self) -> tuple[list[str], Callable[[int], Span]]:
        return words_and_spans(self.text, STEMMED)

    @cached_property
    def _exact(self) -> tuple[list[str], Callable[[int], Span]]:
        return words_and_spans(self.text, EXACT)

    @cached_property
    def _where_stemmed(self) -> dict[str, list[int]]:
        return _where(self._stemmed[0])

    @cached_property
    def _where_exact(self) -> dict[str, list[int]]:
        return _where(self._exact[0])

    @cached_property
    def _starts(self) -> list[int]:
        words, span = self._exact
        return [span(number)[0] for number in range(len(words))]


def _where(words: Sequence[str]) -> dict[str, list[int]]:
    where: dict[str, list[int]] = {}
    for number, word in enumerate(words):
        where.setdefault(word, []).append(number)
    return where


def _numbered(spans: Sequence[Span], starts: Sequence[int]) -> list[Span]:
    return [(bisect_right(starts, start) - 1, bisect_left(starts, end) - 1) for start, end in spans]


@lru_cache(maxsize=1_000)
def _beginning(start: str) -> re.Pattern[str]:
    return re.compile(f"{re.escape(start)}[0-9a-z]*")
