"""Count how many of the matching articles have each value of a field; every number is exact.

If each article has one value in the field, counting takes 3 ns per article. If articles have
several values (places, people), counting takes 20 ns per value. So these fields are counted in
faster ways:

- If a query matches more than half of the archive, we count the articles that do *not* match. We
  subtract these counts from the cached counts of the whole archive (`totals_cache.py`).
- If tantivy finds the matching articles quickly, the fields are counted in parallel threads.
  Otherwise parallel threads would not help, because each thread would have to find the articles
  again.

If a field has very many values, most of the time is needed to return all of them from tantivy to
Python. So we count only some values, and make sure that the most frequent values are among them:

- If the query matches a large part of the archive, we count the values with low ids. Frequent
  entities have low ids, because entities get ids in the order in which articles first mention them.
- If the query matches fewer articles, each segment of the index returns its most frequent values.
  tantivy also returns an upper bound for the counts that segments left out. Then all values that
  could be among the most frequent values are counted again.
- If the result could still be wrong, all values are counted.

There are two ways to count the values that must be counted again. To count several values in one
request takes 50 ns for each value of each article. To count a single value, we run the query again
with this value as a filter. This takes almost no time for a query of one plain word and a rare
value, but it is slow for a phrase or several words.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from time import thread_time
from typing import Any

import tantivy
from tantivy import Occur, Query

from archive.search.counts.segment_counts import SegmentCounts, segment_request
from archive.search.counts.tantivy_counts import (
    MAX_BUCKETS,
    Counts,
    aggregate,
    bucket_counts,
    count,
    histogram_request,
    range_counts,
    range_request,
    subtract,
    terms_request,
    top_values,
    with_unknown,
)
from archive.search.counts.threads import run_parallel
from archive.search.counts.totals_cache import (
    MIN_TOP_VALUES,
    ArchiveTotals,
    FieldCounts,
)
from archive.search.facets import ENTITY_FACETS
from archive.search.query.tantivy_queries import both, term
from archive.search.values import UNKNOWN

# We count all values with low ids only if their number is at most this share of the number of
# matching articles. If there are more such values, it takes less time to let segments return their
# most frequent values, and to count some of these values again.
_MAX_BUCKETS_PER_MATCH = 0.3
# If counting the fields with one value per article takes longer than this per article, tantivy
# finds the articles slowly. Then the fields with several values are not counted in parallel,
# because each thread would have to find the articles again.
_FAST_SECONDS_PER_MATCH = 100e-9


def count_values(
    searcher: tantivy.Searcher,
    query: Query | None,
    fields: Sequence[str],
    archive: ArchiveTotals,
    *,
    is_cheap_to_intersect: bool = False,
) -> dict[str, Counts]:
    """Return the counts of matching articles, by field: {"place": {17: 3, 0: 1}}.

    In this example, 3 matching articles have the place 17, and 1 has no known place. If `query` is
    None, all articles are counted. `archive` has the counts of the whole archive. If a field has
    more values than its limit in `totals_cache.MAX_VALUES_OF`, the result contains only the most
    frequent values of this field (at least MIN_TOP_VALUES), and UNKNOWN. `is_cheap_to_intersect` is
    true if it takes little time to run the query again with a rare value as a filter.
    """
    if query is None:
        return {name: dict(archive.of_field(name).counts) for name in fields}
    single = [name for name in fields if name not in ENTITY_FACETS or archive.is_empty(name)]
    several = [name for name in fields if name not in single]
    started = thread_time()  # processor time of this thread, without waiting
    # Each article has exactly one source, perhaps the unknown one. So the sum of the counts of
    # sources is the number of matches.
    answers = aggregate(
        searcher, query, {name: terms_request(name) for name in {*single, "source"}}
    )
    counts = {name: bucket_counts(answers[name]) for name in single}
    if not several:
        return counts
    total = sum(bucket["doc_count"] for bucket in answers["source"]["buckets"])
    counted = min(total, searcher.num_docs - total)
    is_quick = thread_time() - started < _FAST_SECONDS_PER_MATCH * counted
    totals = {name: archive.of_field(name) for name in several}
    return (
        counts
        | _Counting(
            searcher,
            query,
            total,
            totals,
            is_quick=is_quick,
            is_cheap_to_intersect=is_cheap_to_intersect,
        ).counts()
    )


class _Counting:
    """The counting of fields with several values per article, for one query.

    `total` is the number of articles that match the query.
    `totals` maps each field to its counts in the whole archive. `is_quick` is true if tantivy finds
    the articles of the query quickly. `is_cheap_to_intersect` is true if it takes little time to
    run the query with a rare value as a filter.
    """

    def __init__(
        self,
        searcher: tantivy.Searcher,
        query: Query,
        total: int,
        totals: Mapping[str, FieldCounts],
        *,
        is_quick: bool,
        is_cheap_to_intersect: bool,
    ) -> None:
        self.searcher = searcher
        self.query = query
        self.totals = totals
        self.is_quick = is_quick
        self.is_cheap_to_intersect = is_cheap_to_intersect
        self.share = total / searcher.num_docs
        self.is_most = 2 * total > searcher.num_docs
        self.few = [name for name in totals if totals[name].is_all]
        self.many = [name for name in totals if not totals[name].is_all]
        # MAX_BUCKETS is tantivy's limit for the values that an answer can have, of all fields
        # together.
        room = MAX_BUCKETS - sum(len(totals[name].known) for name in self.few)
        self.max_buckets = min(_MAX_BUCKETS_PER_MATCH * total, room / max(1, len(self.many)))

    def counts(self) -> dict[str, Counts]:
        """Return the counts by field and value.

        If a field has very many values, only the most frequent values are returned.
        """
        ends = {
            name: end
            for name in self.many
            if (end := self._end(name, self.totals[name].likely_least(self.share)))
        }
        windows = {name: (0, end) for name, end in ends.items()}
        by_segments = [name for name in self.many if name not in ends]
        counted, answers = self._counted(self.few, windows, by_segments)
        unsure = self._widen(ends, counted)
        answers |= self._aggregate({name: segment_request(name) for name in unsure})
        for name in ends.keys() - unsure:
            counted[name] = with_unknown(
                top_values(counted[name], MIN_TOP_VALUES), counted[name].get(UNKNOWN, 0)
            )
        return counted | self._recounted(answers)

    def _counted(
        self,
        few: Sequence[str],
        windows: Mapping[str, tuple[int, int]],
        by_segments: Sequence[str] = (),
    ) -> tuple[dict[str, Counts], dict[str, Any]]:
        """Return exact counts for `few` and `windows`, and tantivy's answers for `by_segments`.

        All values of the fields in `few` are counted. `windows` maps a field to a range of ids
        (start, end), end exclusive, and the values in this range are counted. For the fields in
        `by_segments`, each segment returns only its most frequent values. If possible, all this is
        one request, because finding the articles can take long.
        """
        exact = {name: terms_request(name) for name in few}
        exact |= {name: histogram_request(name, *window) for name, window in windows.items()}
        others = {name: segment_request(name) for name in by_segments}
        if self.is_most:
            return self._counted_by_complement(exact, windows), self._aggregate(others)
        answers = self._aggregate(exact | others)
        return {name: bucket_counts(answers.pop(name)) for name in exact}, answers

    def _counted_by_complement(
        self, requests: Mapping[str, Any], windows: Mapping[str, tuple[int, int]]
    ) -> dict[str, Counts]:
        """Return exact counts, computed from the counts of the articles that do not match.

        `requests` maps each field to the request for its counts. For a field in `windows`, the
        result has only the values in the range for which `archive` has counts.
        """
        rest = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, self.query)])
        answers = self._aggregate(requests, rest)
        known = {name: self.totals[name].known for name in requests}
        for name, (first, end) in windows.items():
            known[name] = {
                value: number
                for value, number in self.totals[name].known.items()
                if first <= value < end
            }
        return {name: subtract(known[name], bucket_counts(answers[name])) for name in known}

    def _widen(self, ends: Mapping[str, int], counted: dict[str, Counts]) -> set[str]:
        """Count more values if some of the most frequent values are possibly not counted yet.

        `ends` maps each field to an id. The values with lower ids have been counted. The counts of
        further values are added to `counted`. Returns the fields for which the top MIN_TOP_VALUES
        are still not certain.

        Let `least` be the lowest count among the top MIN_TOP_VALUES so far. The top values are
        certain if every value that was not counted has at most `least` articles in the whole
        archive. Then no such value can have more than `least` articles among the matching ones.
        """
        needed = {name: self._end(name, _last_top_count(counted[name])) for name in ends}
        wider = {name: (ends[name], end) for name, end in needed.items() if end > ends[name]}
        more, _none = self._counted((), wider)
        for name in wider:
            counted[name] |= more[name]
        return {name for name, end in needed.items() if not end}

    def _end(self, name: str, least: int) -> int:
        """Return an id that is above the ids of all values with more than `least` articles.

        `least` is compared with the counts of the whole archive. Returns 0 if we do not know such
        an id, or if the id is so high that too many values would be counted.
        """
        end = self.totals[name].end_above(least)
        return end if end <= self.max_buckets else 0

    def _recounted(self, answers: Mapping[str, Any]) -> dict[str, Counts]:
        """Return exact counts of the most frequent values of each field in `answers`.

        In these answers of tantivy, each segment returned only its most frequent values. So the
        count of a value is too small if a segment left out this value. Therefore UNKNOWN, and all
        values that could be among the top MIN_TOP_VALUES, are counted again.
        """
        segments = SegmentCounts(answers)
        requests = dict(segments.complete)
        if not self.is_cheap_to_intersect:
            requests |= {
                name: range_request(name, values) for name, values in segments.values.items()
            }
        found = self._aggregate(requests)
        recounted = {
            name: range_counts(found[name])
            if name in found
            else {value: self._count(name, value) for value in values}
            for name, values in segments.values.items()
        }
        return segments.exact(recounted, found)

    def _count(self, name: str, value: int) -> int:
        """Return how many of the matching articles have this value."""
        return count(self.searcher, both(self.query, term(name, value)))

    def _aggregate(self, requests: Mapping[str, Any], query: Query | None = None) -> dict[str, Any]:
        """Return tantivy's answers by field.

        The fields are counted in parallel if tantivy finds the articles quickly.
        """
        parts: list[Mapping[str, Any]] = (
            [{name: request} for name, request in requests.items()] if self.is_quick else [requests]
        )
        tasks = [partial(aggregate, self.searcher, query or self.query, part) for part in parts]
        return {
            name: answer
            for answers in run_parallel(tasks, self.searcher.num_docs)
            for name, answer in answers.items()
        }


def _last_top_count(counts: Counts) -> int:
    """Return the lowest count among the top MIN_TOP_VALUES; 0 if there are fewer values."""
    top = top_values(counts, MIN_TOP_VALUES)
    return min(top.values()) if len(top) == MIN_TOP_VALUES else 0
