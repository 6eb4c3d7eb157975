"""Find sequences of words that recur in several texts, the longest of them.

A sequence ends and begins with a word that is not small ("the", "of"), has no number, and does not
go beyond a sentence. A shorter sequence is left out where it is only a part of a longer one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.search.analysis.words import exact_words, indexes
from archive.search.suggestions.small_words import SMALL_WORDS

LEAST_ARTICLES = 3
SHORTEST, LONGEST = 3, 8
_MOST_COVERED = 0.9
"""A sequence is only a part of longer ones if a larger share of its texts have it only there."""

_SPANISH = "al con de del e el en la las lo los o para por que se sin su sus una y"
# Us, we and our begin slogans: "Let us defend", "Our Party".
_SMALL = (SMALL_WORDS - {"us", "we", "our"}) | set(_SPANISH.split())
_ENDS = re.compile(r"[.!?…](?=[\s”\"’')]|$)|[\n;:()“”\"]")

_END = "endofsentence"  # stands for the end of a sentence where a text is cut into words

Gram = tuple[int, ...]  # the numbers of successive words
Line = tuple[int, list[int]]  # the number of a text, and the words of one of its sentences
Place = tuple[int, int]  # the index of a line, and that of the first word of a sequence in it


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
    lines = [
        (number, [numbers.setdefault(word, len(numbers)) for word in words])
        for number, text in enumerate(texts)
        for words in _sentences("\n".join(text))
        if len(words) >= shortest
    ]
    words = list(numbers)
    ends = {number for number, word in enumerate(words) if word not in _SMALL}
    plain = {number for number, word in enumerate(words) if word.isalpha()}
    found = {
        length: {
            gram: places
            for gram, places in grams.items()
            if gram[0] in ends and gram[-1] in ends and plain.issuperset(gram)
        }
        for length, grams in _frequent(lines, shortest).items()
    }
    kept = [
        Repeated(tuple(words[number] for number in gram), count)
        for gram, count in _longest(lines, found)
    ]
    return sorted(kept, key=lambda one: (-one.texts, -len(one.words), one.words))


def _sentences(text: str) -> Iterator[list[str]]:
    """Yield the words of each sentence, or part of a sentence between quotation marks."""
    words = exact_words(_ENDS.sub(f" {_END} ", text))
    start = 0
    for end in [*indexes(words, _END), len(words)]:
        yield words[start:end]
        start = end + 1


def _frequent(lines: Sequence[Line], shortest: int) -> dict[int, dict[Gram, list[Place]]]:
    """Return, by length, the sequences that enough texts have, with their places.

    A longer sequence can be frequent only where a shorter one is, so only these places are read.
    """
    starts: Iterable[Place] = _first_places(lines, shortest)
    found: dict[int, dict[Gram, list[Place]]] = {}
    for length in range(shortest, LONGEST + 1):
        places: dict[Gram, list[Place]] = defaultdict(list)
        for line, start in starts:
            gram = tuple(lines[line][1][start : start + length])
            if len(gram) == length:
                places[gram].append((line, start))
        found[length] = {
            gram: where
            for gram, where in places.items()
            if len(where) >= LEAST_ARTICLES and _text_count(lines, where) >= LEAST_ARTICLES
        }
        starts = [place for where in found[length].values() for place in where]
    return found


def _first_places(lines: Sequence[Line], length: int) -> Iterator[Place]:
    """Yield the places at which sequences of one length begin that stand often enough."""
    grams = [list(zip(*(row[start:] for start in range(length)), strict=False)) for _, row in lines]
    counts: Counter[Gram] = Counter()
    for row in grams:
        counts.update(row)
    for line, row in enumerate(grams):
        for start, gram in enumerate(row):
            if counts[gram] >= LEAST_ARTICLES:
                yield line, start


def _text_count(lines: Sequence[Line], places: Iterable[Place]) -> int:
    return len({lines[line][0] for line, _start in places})


def _longest(
    lines: Sequence[Line], found: Mapping[int, Mapping[Gram, Sequence[Place]]]
) -> Iterator[tuple[Gram, int]]:
    """Yield the sequences that are not only parts of longer ones, with their numbers of texts.

    Longer sequences are chosen first; of the sequences of one length, those in more texts. What
    they cover is marked. A sequence is left out if too few texts have it where less than half of it
    is marked.
    """
    marked = [bytearray(len(row)) for _, row in lines]
    for length in sorted(found, reverse=True):
        counts = {gram: _text_count(lines, where) for gram, where in found[length].items()}
        for gram in sorted(counts, key=lambda gram: (-counts[gram], gram)):
            places = found[length][gram]
            free = [
                (line, start)
                for line, start in places
                if 2 * sum(marked[line][start : start + length]) < length
            ]
            least = max(LEAST_ARTICLES, (1 - _MOST_COVERED) * counts[gram])
            if _text_count(lines, free) < least:
                continue
            yield gram, counts[gram]
            for line, start in places:
                marked[line][start : start + length] = b"\1" * length
