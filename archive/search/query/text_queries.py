"""Runs of words: words, phrases, beginnings of words and two of these near each other, as tantivy's
queries of a field.

Measured with tantivy 0.27: of two words that both stand at place 0 of a phrase, "slop" is exactly
how far they may be apart, in either order; with more than two it is a budget that they share, so
there each distance is asked for by itself. Its own phrase-prefix query silently stops after 50
words; here the words come from the dictionary of the index."""

from collections.abc import Sequence
from itertools import islice, product

from tantivy import Occur, Query, Searcher

from archive.search.analysis.analyzers import EXACT, STEMMED, restore_spaces
from archive.search.analysis.common_grams import common_pairs_query
from archive.search.analysis.schema import schema
from archive.search.query.query_tree import Phrase, TextNode, Words

# In a phrase or near another word, a beginning stands for at most so many words, the most frequent
# ones.
MAX_COMPLETIONS = 1_000
# Two things near each other are asked for in at most so many pairs of spellings.
MAX_NEAR_PAIRS = 2_000
# What words near each other may cost in one search, in articles looked at: about 0.2 microseconds
# each, measured.
MAX_NEAR_COST = 2_500_000
QUERY_COST = 1_000  # what one more query costs, as articles

Terms = tuple[str, ...]


class TextQueries:
    """Queries for runs of words in the index that `searcher` reads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._notes: dict[str, None] = {}
        self._work = 0
        self._frequencies: dict[tuple[str, str], int] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self._notes)

    def sought(self, field: str, sought: TextNode) -> Query:
        """The run in "title" or "body"."""
        match sought:
            case Words(text):
                return _run_query(field, _stems(text))
            case Phrase(text):
                return _phrase_query(field, _exact(text))
        run = _exact(sought.text)
        if len(run) == 1:
            return Query.fuzzy_term_query(
                schema(), f"{field}_exact", run[0], distance=0, prefix=True
            )
        return _any([_phrase_query(field, each) for each in self._endings(field, run)])

    def near(self, field: str, left: TextNode, right: TextNode, distance: int) -> Query:
        """Both, at most `distance` words apart. Stems are compared where both are plain words;
        beside a phrase or a beginning, a plain word stands for each of its forms that the index
        holds."""
        if isinstance(left, Words) and isinstance(right, Words):
            name, pairs = field, [(_stems(left.text), _stems(right.text))]
        else:
            name = f"{field}_exact"
            spelled = product(self._spellings(field, left), self._spellings(field, right))
            pairs = list(islice(spelled, MAX_NEAR_PAIRS))
            if next(spelled, None):
                self._note(
                    f"The words near each other have more than {MAX_NEAR_PAIRS:,} spellings; not"
                    " all were sought."
                )
        self._work += sum(self._work_of(name, one, other, distance) for one, other in pairs)
        if self._work > MAX_NEAR_COST:
            self._note(
                "These words are too frequent to be sought near each other; they were sought"
                " anywhere in the text."
            )
            sides = [(Occur.Must, self.sought(field, side)) for side in (left, right)]
            return Query.boolean_query(sides)
        return _any([_near_query(name, one, other, distance) for one, other in pairs])

    def _work_of(self, field: str, left: Terms, right: Terms, distance: int) -> int:
        """About how many articles have to be looked at for two runs near each other."""
        queries = 1 if _is_one_query(left, right) else 2 * distance
        return queries * (
            QUERY_COST + min(self._frequency(field, word) for word in (*left, *right))
        )

    def _frequency(self, field: str, word: str) -> int:
        if (field, word) not in self._frequencies:
            self._frequencies[field, word] = self._searcher.doc_freq(field, word)
        return self._frequencies[field, word]

    def _spellings(self, field: str, sought: TextNode) -> list[Terms]:
        match sought:
            case Words(text):
                return list(product(*(self._forms(field, stem) for stem in _stems(text))))
            case Phrase(text):
                return [_exact(text)]
        return self._endings(field, _exact(sought.text))

    def _endings(self, field: str, run: Terms) -> list[Terms]:
        """The runs that begin so, most frequent first."""
        *before, start = run
        found = self._searcher.terms_with_prefix(f"{field}_exact", start)
        if len(found) > MAX_COMPLETIONS:
            self._note(
                f"More than {MAX_COMPLETIONS:,} words begin with “{start}”; in a phrase or near"
                " another word only the most frequent of them were searched for."
            )
            found = sorted(found, key=lambda row: (-row[1], row[0]))[:MAX_COMPLETIONS]
        return [(*before, word) for word, _count in found]

    def _forms(self, field: str, stem: str) -> list[str]:
        """The words in the index that have this stem. English stemming changes at most a word's end
        and the last letter of what is left; of short stems only the first letter is sure (dying,
        die)."""
        shared = stem[:-1] if len(stem) > 3 else stem[:1]
        found = [
            word for word, _count in self._searcher.terms_with_prefix(f"{field}_exact", shared)
        ]
        stems = [STEMMED.analyze(word) for word in found]
        return [word for word, its in zip(found, stems, strict=True) if its == [stem]]

    def _note(self, sentence: str) -> None:
        self._notes[sentence] = None


def is_single_term(text: str) -> bool:
    """Whether what was typed without quotes is a single word, or none."""
    return len(_stems(text)) < 2


def _stems(text: str) -> Terms:
    return tuple(STEMMED.analyze(restore_spaces(text)))


def _exact(text: str) -> Terms:
    return tuple(EXACT.analyze(restore_spaces(text)))


def _run_query(field: str, run: Terms) -> Query:
    """The words next to each other."""
    if len(run) == 1:
        return Query.term_query(schema(), field, run[0])
    return Query.phrase_query(schema(), field, list(run))


def _phrase_query(field: str, run: Terms) -> Query:
    """Exactly these words next to each other."""
    quick = common_pairs_query(schema(), "body_pairs", run) if field == "body" else None
    return quick or _run_query(f"{field}_exact", run)


def _near_query(field: str, left: Terms, right: Terms, distance: int) -> Query:
    if _is_one_query(left, right):
        return Query.phrase_query(schema(), field, [(0, left[0]), (0, right[0])], slop=distance)
    orders = {(left, right), (right, left)}
    return _any(
        [_apart(field, *order, by) for order in sorted(orders) for by in range(1, distance + 1)]
    )


def _is_one_query(left: Terms, right: Terms) -> bool:
    return len(left) == len(right) == 1 and left != right


def _apart(field: str, first: Terms, second: Terms, by: int) -> Query:
    """The second run begins `by` words after the last word of the first."""
    start = len(first) - 1 + by
    words = [*enumerate(first), *enumerate(second, start)]
    return Query.phrase_query(schema(), field, list(words))


def _any(queries: Sequence[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return (
        queries[0]
        if len(queries) == 1
        else Query.boolean_query([(Occur.Should, each) for each in queries])
    )
