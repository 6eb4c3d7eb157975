"""Runs of words: words, phrases, beginnings of words and two of these near each other, as tantivy's queries of a field.

Measured with tantivy 0.27: of two words that both stand at place 0 of a phrase, "slop" is exactly how far they may be
apart, in either order; with more than two it is a budget that they share, so there each distance is asked for by
itself. Its own phrase-prefix query silently stops after 50 words; here the words come from the dictionary of the index.
"""

from collections.abc import Sequence
from itertools import islice, product

from tantivy import Occur, Query, Searcher

from archive.search.schema import schema
from archive.search.tree import Phrase, Sought, Words
from archive.search.words import EXACT, STEMMED, spread

# In a phrase or near another word, a beginning stands for at most so many words, the most frequent ones.
MAX_ENDINGS = 1_000
# Two things near each other are asked for in at most so many pairs of spellings.
MAX_PAIRS = 2_000

Run = tuple[str, ...]


class Runs:
    """Queries for runs of words in the index that `searcher` reads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._notes: dict[str, None] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self._notes)

    def sought(self, field: str, sought: Sought) -> Query:
        """The run in "title" or "body"."""
        match sought:
            case Words(text):
                return _run_query(field, _stems(text))
            case Phrase(text):
                return _run_query(f"{field}_exact", _exact(text))
        run = _exact(sought.text)
        if len(run) == 1:
            return Query.fuzzy_term_query(schema(), f"{field}_exact", run[0], distance=0, prefix=True)
        return _any([_run_query(f"{field}_exact", each) for each in self._endings(field, run)])

    def near(self, field: str, left: Sought, right: Sought, distance: int) -> Query:
        """Both, at most `distance` words apart. Stems are compared where both are plain words; beside a phrase or a
        beginning, a plain word stands for each of its forms that the index holds."""
        if isinstance(left, Words) and isinstance(right, Words):
            return _near_query(field, _stems(left.text), _stems(right.text), distance)
        pairs = product(self._spellings(field, left), self._spellings(field, right))
        asked = [_near_query(f"{field}_exact", one, other, distance) for one, other in islice(pairs, MAX_PAIRS)]
        if next(pairs, None):
            self._note(f"The words near each other have more than {MAX_PAIRS:,} spellings; not all were searched for.")
        return _any(asked)

    def _spellings(self, field: str, sought: Sought) -> list[Run]:
        match sought:
            case Words(text):
                return list(product(*(self._forms(field, stem) for stem in _stems(text))))
            case Phrase(text):
                return [_exact(text)]
        return self._endings(field, _exact(sought.text))

    def _endings(self, field: str, run: Run) -> list[Run]:
        """The runs that begin so, most frequent first."""
        *before, start = run
        found = self._searcher.terms_with_prefix(f"{field}_exact", start)
        if len(found) > MAX_ENDINGS:
            self._note(
                f"More than {MAX_ENDINGS:,} words begin with “{start}”; in a phrase or near another word only the "
                "most frequent of them were searched for."
            )
            found = sorted(found, key=lambda row: (-row[1], row[0]))[:MAX_ENDINGS]
        return [(*before, word) for word, _count in found]

    def _forms(self, field: str, stem: str) -> list[str]:
        """The words in the index that have this stem. English stemming changes at most a word's end and the last
        letter of what is left; of short stems only the first letter is sure (dying, die)."""
        shared = stem[:-1] if len(stem) > 3 else stem[:1]
        found = [word for word, _count in self._searcher.terms_with_prefix(f"{field}_exact", shared)]
        stems = [STEMMED.analyze(word) for word in found]
        return [word for word, its in zip(found, stems, strict=True) if its == [stem]]

    def _note(self, sentence: str) -> None:
        self._notes[sentence] = None


def _stems(text: str) -> Run:
    return tuple(STEMMED.analyze(spread(text)))


def _exact(text: str) -> Run:
    return tuple(EXACT.analyze(spread(text)))


def _run_query(field: str, run: Run) -> Query:
    """The words next to each other."""
    if len(run) == 1:
        return Query.term_query(schema(), field, run[0])
    return Query.phrase_query(schema(), field, list(run))


def _near_query(field: str, left: Run, right: Run, distance: int) -> Query:
    if len(left) == len(right) == 1 and left != right:
        return Query.phrase_query(schema(), field, [(0, left[0]), (0, right[0])], slop=distance)
    orders = {(left, right), (right, left)}
    return _any([_apart(field, *order, by) for order in sorted(orders) for by in range(1, distance + 1)])


def _apart(field: str, first: Run, second: Run, by: int) -> Query:
    """The second run begins `by` words after the last word of the first."""
    start = len(first) - 1 + by
    words = [*enumerate(first), *enumerate(second, start)]
    return Query.phrase_query(schema(), field, list(words))


def _any(queries: Sequence[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, each) for each in queries])
