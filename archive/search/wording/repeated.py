"""Find sequences of words that recur in several texts, the longest of them.

A sequence ends and begins with a word that is not small ("the", "of"), has no number, and does not
go beyond a sentence. A shorter sequence is left out where it is only a part of a longer one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.search.analysis.words import exact_words, indexes
from archive.search.suggestions.small_words import SMALL_WORDS

LEAST_ARTICLES = 3
SHORTEST, LONGEST = 3, 8
_MOST_RARE = 0.9
"""A sequence is only a part of longer ones if so large a share of its texts have it only there."""

# Let, us and we begin slogans: "Let us defend".
_SMALL = SMALL_WORDS - {"us", "let", "we", "our"}
_ENDS = re.compile(r"[.!?…](?=[\s”\"’')]|$)|[\n;:()“”\"]")

_END = "endofsentence"  # stands for the end of a sentence where a text is cut into words

Gram = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """A sequence of words in normal form, and the number of texts that have it."""

    words: tuple[str, ...]
    texts: int


def find_repeated(texts: Iterable[tuple[str, str]], shortest: int) -> list[Repeated]:
    """Return the sequences of `shortest` to LONGEST words that at least LEAST_ARTICLES texts have.

    A text is a title and a body. Most texts come first, then the longest.
    """
    numbers: dict[str, int] = {}
    cut = [
        [
            [numbers.setdefault(word, len(numbers)) for word in words]
            for words in _sentences("\n".join(text))
            if len(words) >= shortest
        ]
        for text in texts
    ]
    words = list(numbers)
    frequent = _frequent(cut, shortest)
    edges = {number for number, word in enumerate(words) if word not in _SMALL}
    plain = {number for number, word in enumerate(words) if word.isalpha()}
    kept = _longest(cut, frequent, shortest, edges, plain)
    found = [Repeated(tuple(words[number] for number in gram), count) for gram, count in kept]
    return sorted(found, key=lambda one: (-one.texts, -len(one.words), one.words))


def _sentences(text: str) -> Iterator[list[str]]:
    """Yield the words of each sentence, or part of a sentence between quotation marks."""
    words = exact_words(_ENDS.sub(f" {_END} ", text))
    start = 0
    for end in [*indexes(words, _END), len(words)]:
        yield words[start:end]
        start = end + 1


def _frequent(cut: Sequence[Sequence[Sequence[int]]], shortest: int) -> dict[int, Counter[Gram]]:
    """Return, by length, the sequences that enough texts have, with the numbers of texts.

    A longer sequence is counted only where both shorter ones inside it are frequent.
    """
    found: dict[int, Counter[Gram]] = {}
    for length in range(shortest, LONGEST + 1):
        counts: Counter[Gram] = Counter()
        shorter = found.get(length - 1)
        for text in cut:
            grams = (
                {
                    gram
                    for row in text
                    for gram in zip(*(row[start:] for start in range(length)), strict=False)
                }
                if shorter is None
                else {
                    (*first, second[-1])
                    for row in text
                    for first, second in pairwise(
                        zip(*(row[start:] for start in range(length - 1)), strict=False)
                    )
                    if first in shorter and second in shorter
                }
            )
            counts.update(grams)
        found[length] = Counter(
            {gram: count for gram, count in counts.items() if count >= LEAST_ARTICLES}
        )
        if not found[length]:
            break
    return found


def _longest(
    cut: Sequence[Sequence[Sequence[int]]],
    frequent: dict[int, Counter[Gram]],
    shortest: int,
    edges: set[int],
    plain: set[int],
) -> list[tuple[Gram, int]]:
    """Return the sequences that begin and end well and are not only parts of longer ones.

    Longer sequences are chosen first; of the sequences of one length, the more frequent. What they
    cover is marked. A sequence is left out if it is outside the marked words in too few texts.
    """
    good = {
        length: {
            gram: count
            for gram, count in counts.items()
            if gram[0] in edges and gram[-1] in edges and plain.issuperset(gram)
        }
        for length, counts in frequent.items()
    }
    marked = [[bytearray(len(row)) for row in text] for text in cut]
    kept: list[tuple[Gram, int]] = []
    for length in sorted(good, reverse=True):
        places: dict[Gram, list[tuple[int, int, int]]] = {gram: [] for gram in good[length]}
        for number, text in enumerate(cut):
            for line, row in enumerate(text):
                for start, gram in enumerate(
                    zip(*(row[start:] for start in range(length)), strict=False)
                ):
                    if gram in places:
                        places[gram].append((number, line, start))
        for gram in sorted(places, key=lambda gram: (-good[length][gram], gram)):
            free = {
                number
                for number, line, start in places[gram]
                if 2 * sum(marked[number][line][start : start + length]) < length
            }
            if len(free) < max(LEAST_ARTICLES, (1 - _MOST_RARE) * good[length][gram]):
                continue
            kept.append((gram, good[length][gram]))
            for number, line, start in places[gram]:
                marked[number][line][start : start + length] = b"\1" * length
    return kept
