"""Passages: the words of an article around what was searched for, to judge a result without opening it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import tantivy

from archive.search.tree import And, Node, Or, Phrase, Words
from archive.search.values import Passage, Piece
from archive.search.words import EXACT, STEMMED, spread, words_of

LENGTH = 220  # characters of all passages of one article: two lines
BEFORE = 40  # characters shown before the first match


@dataclass(frozen=True, slots=True)
class _Hit:
    """A match in the text; `pattern` says which of the things searched for it is."""

    start: int
    end: int
    pattern: int


def passages(text: str, node: Node | None) -> tuple[Passage, ...]:
    """One or two passages of `text` that show the most of what `node` searches for, about LENGTH characters in all.

    Without a match (the words are in the title, or none were asked for) it is the start of the text.
    """
    if not text:
        return ()
    hits = _hits(text, list(dict.fromkeys(_patterns(node)))) if node else []
    if not hits:
        return (_cut(text, 0, LENGTH, ()),)
    best = _best_window(hits, LENGTH - BEFORE)
    missing = [hit for hit in hits if hit.pattern not in {shown.pattern for shown in best}]
    if not missing:
        return (_around(text, best, LENGTH, hits),)
    half = LENGTH // 2
    best = _best_window(hits, half - BEFORE)
    seen = {shown.pattern for shown in best}
    other = _best_window([hit for hit in hits if hit.pattern not in seen], half - BEFORE)
    windows = sorted((best, other), key=lambda window: window[0].start)
    if windows[1][0].start - windows[0][0].start < half:
        return (_around(text, windows[0], LENGTH, hits),)
    return tuple(_around(text, window, half, hits) for window in windows)


def _patterns(node: Node) -> Iterable[tuple[tantivy.TextAnalyzer, tuple[str, ...]]]:
    """The word sequences that are searched for, and how they are compared. What is excluded is not among them."""
    match node:
        case Words(text):
            yield STEMMED, tuple(STEMMED.analyze(spread(text)))
        case Phrase(text):
            yield EXACT, tuple(EXACT.analyze(spread(text)))
        case And(nodes) | Or(nodes):
            for each in nodes:
                yield from _patterns(each)


def _hits(text: str, patterns: Sequence[tuple[tantivy.TextAnalyzer, tuple[str, ...]]]) -> list[_Hit]:
    hits: list[_Hit] = []
    for analyzer in (STEMMED, EXACT):
        wanted = [(number, words) for number, (how, words) in enumerate(patterns) if how is analyzer]
        if wanted:
            hits += _hits_of(*words_of(text, analyzer), wanted)
    return sorted(hits, key=lambda hit: (hit.start, -hit.end))


def _hits_of(
    words: Sequence[str],
    span: Callable[[int], tuple[int, int]],
    wanted: Sequence[tuple[int, tuple[str, ...]]],
) -> Iterable[_Hit]:
    by_first: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for number, sequence in wanted:
        by_first.setdefault(sequence[0], []).append((number, sequence))
    for index, word in enumerate(words):
        for number, sequence in by_first.get(word, ()):
            last = index + len(sequence)
            if tuple(words[index:last]) == sequence:
                yield _Hit(span(index)[0], span(last - 1)[1], number)


def _best_window(hits: Sequence[_Hit], length: int) -> list[_Hit]:
    """The run of hits within `length` characters that shows most patterns, then most hits, then comes first."""
    best, best_rank = slice(0), (0, 0)
    shown: Counter[int] = Counter()
    end = 0
    for start, first in enumerate(hits):
        while end == start or (end < len(hits) and hits[end].end - first.start <= length):
            shown[hits[end].pattern] += 1
            end += 1
        rank = (len(shown), end - start)
        if rank > best_rank:
            best, best_rank = slice(start, end), rank
        shown[first.pattern] -= 1
        if not shown[first.pattern]:
            del shown[first.pattern]
    return list(hits[best])


def _around(text: str, window: Sequence[_Hit], length: int, hits: Sequence[_Hit]) -> Passage:
    start = max(0, min(window[0].start - BEFORE, len(text) - length))
    return _cut(text, start, max(start + length, window[0].end), hits)


def _cut(text: str, start: int, end: int, hits: Iterable[_Hit]) -> Passage:
    """The text from about `start` to about `end`, cut between words, with the hits in it marked."""
    start = _word_start(text, start)
    end = _word_end(text, start, min(end, len(text)))
    pieces: list[Piece] = []
    at = start
    for hit in hits:
        if hit.start < at or hit.end > end:
            continue
        pieces += [Piece(_squeeze(text[at : hit.start])), Piece(_squeeze(text[hit.start : hit.end]), True)]
        at = hit.end
    pieces.append(Piece(_squeeze(text[at:end])))
    shown = tuple(piece for piece in pieces if piece.text)
    return Passage(shown, is_cut_before=start > 0, is_cut_after=end < len(text.rstrip()))


def _word_start(text: str, at: int) -> int:
    """The first place from `at` on where a word begins."""
    if at == 0 or text[at - 1].isspace():
        return at
    space = next((place for place in range(at, min(at + BEFORE, len(text))) if text[place].isspace()), at - 1)
    return space + 1


def _word_end(text: str, start: int, at: int) -> int:
    """The last place before `at` where a word ends; `at` itself inside one very long word."""
    if at >= len(text) or text[at].isspace():
        return at
    return next((place for place in range(at - 1, start, -1) if text[place].isspace()), at)


def _squeeze(text: str) -> str:
    """Line breaks and runs of spaces as one space, so that a passage is one line."""
    inner = " ".join(text.split())
    if not inner:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"
