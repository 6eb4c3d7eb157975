"""Find formulae: sequences of words that recur in several articles, and how they are spread."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tantivy import Query

from archive.measures.dispersion import normalised_deviation
from archive.search.analysis.words import exact_words
from archive.search.counts.tantivy_counts import aggregate, bucket_counts, terms_request
from archive.search.index.errors import unavailable_on_errors
from archive.search.ranking.page_hits import Hits
from archive.search.values import UNKNOWN, SearchQuery, Sort
from archive.search.wording.counted import CountedList, counted_later
from archive.search.wording.repeated import Repeated, find_repeated
from archive.search.wording.sample import read_sample

MOST_READ = 800
MOST_LETTERS = 800_000


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and the articles of the list that have exactly these words.

    `deviation` is DP, normalised, over the months (or days) of the list; None if there is only one.
    `first` and `latest` are the ids of the earliest and the latest of these articles; articles
    without a date are neither, unless there are no others. `search` is the search text that finds
    exactly the articles.
    """

    text: str
    articles: int
    sources: int
    deviation: float | None
    first: int | None
    latest: int | None
    search: str


@dataclass(frozen=True, slots=True)
class Formulae:
    """Formulae, those in most of the articles that were read first.

    Their articles are counted while `formulae` is read, once. They were found in `read` of `total`
    articles. `found` is the number of formulae. `parts` is "month" or "day".
    """

    formulae: Iterator[Formula]
    read: int
    total: int
    found: int
    parts: str
    generation: str
    version: int


def find_formulae(query: SearchQuery, shortest: int, having: str = "") -> Formulae:
    """Return the formulae of at least `shortest` words in the articles of a list.

    If `having` has words, only the articles with this phrase are read, and only the formulae with
    it are returned. Raises IndexUnavailable, also while `formulae` is read.
    """
    with unavailable_on_errors():
        counted = CountedList(query)
        wanted = tuple(exact_words(having))
        phrase = counted.text_query(f'"{" ".join(wanted)}"') if wanted else None
        read = counted.having(phrase) if phrase else counted.query
        sample = read_sample(counted.searcher, read, MOST_READ, MOST_LETTERS)
        texts = ((title, body) for _id, title, body in sample.texts)
        found = [one for one in find_repeated(texts, shortest) if _has(one.words, wanted)]
        spread = _Spread(counted)
    return Formulae(
        filter(None, counted_later(found, spread.formula)),
        sample.read,
        sample.total,
        len(found),
        spread.field,
        counted.generation,
        counted.version,
    )


def _has(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Return True if the words have all of `wanted` next to each other."""
    starts = range(len(words) - len(wanted) + 1)
    return any(tuple(words[start : start + len(wanted)]) == tuple(wanted) for start in starts)


class _Spread:
    """Counts the articles of formulae by source and month."""

    def __init__(self, counted: CountedList) -> None:
        self._counted = counted
        months = self._by("month", counted.query)
        self.field = "month" if len(months) > 1 else "day"
        self._sizes = months if len(months) > 1 else self._by("day", counted.query)

    def _by(self, field: str, query: Query) -> Mapping[int, int]:
        answer = aggregate(self._counted.searcher, query, {field: terms_request(field)})
        return _counts(answer, field)

    def formula(self, repeated: Repeated) -> Formula | None:
        """Return the formula with its numbers; None if its words cannot be searched for exactly."""
        text = " ".join(repeated.words)
        typed = f'"{text}"'
        phrase, search = self._counted.text_query(typed), self._counted.added(typed)
        if phrase is None or not search:
            return None
        query = self._counted.having(phrase)
        requests = {field: terms_request(field) for field in ("source", self.field)}
        answer = aggregate(self._counted.searcher, query, requests)
        sources, parts = _counts(answer, "source"), _counts(answer, self.field)
        first, latest = (self._end(query, sort) for sort in _ENDS)
        deviation = (
            normalised_deviation(
                list(self._sizes.values()), [parts.get(part, 0) for part in self._sizes]
            )
            if parts and len(self._sizes) > 1
            else None
        )
        return Formula(
            text,
            sum(sources.values()),
            len(sources.keys() - {UNKNOWN}),
            deviation,
            first,
            latest,
            search,
        )

    def _end(self, query: Query, sort: Sort) -> int | None:
        ids, _total = Hits(self._counted.searcher, query, sort).page(0, 1)
        return ids[0] if ids else None


_ENDS = (Sort.OLDEST, Sort.NEWEST)


def _counts(answer: Mapping[str, Any], field: str) -> Mapping[int, int]:
    return bucket_counts(answer[field])
