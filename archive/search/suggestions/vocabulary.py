"""The words of the index by frequency, for finding words that are spelled or sound alike."""

from dataclasses import dataclass
from functools import cached_property
from math import log10

from rapidfuzz import process
from rapidfuzz.distance import OSA
from tantivy import Searcher

from archive.search.index.generations import Generation
from archive.search.index.open_index import OpenIndex
from archive.search.index.segment_files import MetaStamp
from archive.search.suggestions.romanisation import coarse, only_letters, sound_key, sound_keys

# The most frequent words are kept. The others are mostly slips, or names in a single article.
MAX_WORDS = 120_000
# A longer list takes more than 0.1 seconds to read. An import commits every four seconds, so
# such a list is kept until this share of the articles is new.
SMALL = 20_000
MAX_NEW_SHARE = 0.02
FOUND = 12  # words that are returned for one typed word
LONG = 8  # letters; in a longer word, the first letter and another one can be wrong
# A word that ten times as many texts have may differ by this much more: many rare words are slips
# themselves.
FREQUENCY_WEIGHT = 0.3
SIGNS_COST = 0.1  # of leaving out accents and apostrophes
SHORTEST = 3  # letters; shorter words are one slip away from too many others


@dataclass(frozen=True, slots=True)
class SimilarWord:
    """A word of the index, how many texts have it, and how much it differs from a typed word.

    `cost` is about the number of wrong letters; less if the two words sound the same.
    """

    word: str
    count: int
    cost: float


class Vocabulary:
    """The most frequent words of the index that have only letters."""

    def __init__(self, counts: dict[str, int]) -> None:
        """Keep `counts`, which maps each word to the number of texts that have it."""
        self.counts = counts
        self._words = list(counts)

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        words: dict[int, list[str]] = {}
        for word in self._words:
            words.setdefault(len(word), []).append(word)
        return words

    @cached_property
    def _keys(self) -> str:
        return coarse(f"\n{sound_keys(chr(10).join(self._words))}\n")

    def similar(self, typed: str) -> list[SimilarWord]:
        """Return the words that are most like a typed word, the most similar first.

        The typed word itself is not returned, but the same letters without accents and apostrophes
        are: Ch'ŏngjin, Chongjin. Takes a few hundredths of a second.
        """
        word = only_letters(typed)
        if len(word) < SHORTEST or not word.isascii():
            return []
        found = {row.word: row for row in self._spelled_alike(word)}
        if word in self.counts and word != typed.casefold():
            found[word] = self._similar(word, SIGNS_COST)
        for row in self.sounding_like(word):
            if row.word not in found or found[row.word].cost > row.cost:
                found[row.word] = row
        return sorted(found.values(), key=_order)[:FOUND]

    def sounding_like(self, typed: str, *, is_sure: bool = False) -> list[SimilarWord]:
        """Return the words that can be other spellings of a typed name, the likeliest first.

        If `is_sure` is true, o and u are not confused.
        """
        word = only_letters(typed)
        key = sound_key(word)
        wanted = f"\n{coarse(key)}\n"
        found, place = [], self._keys.find(wanted)
        number, counted = 0, 0
        while place >= 0:
            number += self._keys.count("\n", counted, place)
            counted = place
            found.append(self._words[number])
            place = self._keys.find(wanted, place + 1)
        return sorted(
            (
                self._similar(other, 0.4 + 0.5 * OSA.distance(key, sound_key(other)))
                for other in found
                if other != word
                and not (is_sure and sound_key(other) != key)
                and OSA.distance(other, word) <= max(2, len(word) // 2)
            ),
            key=_order,
        )

    def _spelled_alike(self, word: str) -> list[SimilarWord]:
        """Return the words with few other, missing, surplus or exchanged letters."""
        most = _slips_in(len(word))
        found = []
        for length in range(len(word) - most, len(word) + most + 1):
            rows = process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=most,
                limit=FOUND,
            )
            # The first letter is seldom wrong, and in a short word it makes another word.
            found += [
                self._similar(other, distance + (0.0 if other[0] == word[0] else 0.5))
                for other, distance, _index in rows
                if distance == 1 or (distance and (other[0] == word[0] or len(word) >= LONG))
            ]
        return found

    def _similar(self, word: str, cost: float) -> SimilarWord:
        return SimilarWord(word, self.counts[word], cost)


def _order(row: SimilarWord) -> tuple[float, str]:
    """Return the key that sorts by cost, but puts a much more frequent word before a rare slip."""
    return row.cost - FREQUENCY_WEIGHT * log10(row.count), row.word


def _slips_in(length: int) -> int:
    """Return how many letters may be wrong in a word of this length."""
    return 0 if length < 4 else 1 if length < 6 else 2 if length < 12 else 3


def read_vocabulary(searcher: Searcher) -> Vocabulary:
    """Return the words of the index; takes about half a second for 100,000 articles."""
    counts: dict[str, int] = {}
    for field in ("title_exact", "body_exact"):
        counts |= dict(searcher.terms_with_prefix(field, "", limit=MAX_WORDS))
    return Vocabulary(
        {
            word: count
            for word, count in counts.items()
            if word.isascii() and word.isalpha() and word.islower()
        }
    )


@dataclass(frozen=True, slots=True)
class VocabularyState:
    """The state of the index from which a vocabulary was read; the attributes are as in OpenIndex.

    `document_count` is the number of articles in the index.
    """

    generation: Generation
    reached: int
    stamp: MetaStamp
    process: int
    document_count: int


_known: tuple[VocabularyState, Vocabulary] | None = None


def vocabulary_of(opened: OpenIndex) -> tuple[VocabularyState, Vocabulary]:
    """Return the vocabulary, and the state of the index from which it was read.

    This is the state of `opened`, or an earlier one that differs in few articles.
    """
    global _known
    count = opened.searcher.num_docs
    state = VocabularyState(opened.generation, opened.reached, opened.stamp, opened.process, count)
    if _known is None or not _is_near(*_known, state):
        _known = state, read_vocabulary(opened.searcher)
    return _known


def _is_near(earlier: VocabularyState, vocabulary: Vocabulary, now: VocabularyState) -> bool:
    """Return True if the vocabulary of an earlier state is good enough for the state `now`."""
    if (earlier.generation, earlier.process) != (now.generation, now.process):
        return False
    new = abs(now.document_count - earlier.document_count)
    is_near = len(vocabulary.counts) > SMALL and new <= MAX_NEW_SHARE * now.document_count
    return earlier.stamp == now.stamp or is_near
