"""Count how many of the matching articles have each value of a field; every number is exact.

Counting takes 3 ns per article for a field with one value per article, and 20 ns per value for a
field with several values (places, people). So if a query matches more than half of the archive, we
count the articles that do *not* match, and subtract them from the cached counts of the whole
archive (`totals_cache.py`). If the query finds its articles quickly, fields with several values are
counted in parallel threads.

If a field has very many values, returning all of them takes most of the time. So we count only some
values, and make sure that all of the most frequent ones are among them:

- If the query matches a large part of the archive, we count the values with low ids. Entities get
  their ids in the order in which they are first mentioned, so frequent entities have low ids.
- If the query matches fewer articles, each segment returns its most frequent values, and a bound
  for the counts of the values that it leaves out. The values that can be among the most frequent
  ones are then counted again.
- If the result could still be wrong, all values are counted.

Counting some values together takes 50 ns per value of each article. Counting a value alone takes as
long as running the query with this value as a filter: almost no time if the query is one plain word
and the value is rare, but long for phrases or several words.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from time import thread_time
from typing import Any

import tantivy
from tantivy import Occur, Query

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
    MAX_TOP_VALUES,
    MIN_TOP_VALUES,
    ArchiveTotals,
    FieldCounts,
)
from archive.search.facets import ENTITY_FACETS
from archive.search.query.boolean import both, term
from archive.search.values import UNKNOWN

_MAX_RECOUNTED = 64  # values counted alone; one of them takes as long as a thousand articles
# Up to this number of values with low ids per matching article, returning them takes less time than
# counting candidates again.
_MAX_BUCKETS_PER_MATCH = 0.3
# If counting the fields with one value takes longer than this per article, then finding the
# articles is slow, and the other fields are not counted in parallel.
_FAST_SECONDS_PER_MATCH = 100e-9
_SEGMENT_SIZE = 1_000  # values that each segment returns if it can leave out others


def count_values(
    searcher: tantivy.Searcher,
    query: Query | None,
    fields: Sequence[str],
    archive: ArchiveTotals,
    *,
    is_cheap_to_intersect: bool = False,
) -> dict[str, Counts]:
    """Return how many articles that match `query` have each value of each field.

    Without a query, all articles are counted. If a field has more values than its limit in
    MAX_VALUES_OF, the result has only its most frequent values, MIN_TOP_VALUES or more, and the
    number of articles without a value. `is_cheap_to_intersect` tells whether the query is cheap to
    run again with a rare value as a filter.
    """
    if query is None:
        return {name: dict(archive.of_field(name).counts) for name in fields}
    single = [name for name in fields if name not in ENTITY_FACETS or archive.is_empty(name)]
    several = [name for name in fields if name not in single]
    started = thread_time()  # processor time, without waiting and without other requests
    # Each article has one source, which can be unknown, so the sum is the number of matches.
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
    """Counts fields with several values for a query that `total` articles match.

    `totals` has the counts of the whole archive for each field. `is_quick` tells whether the query
    finds its articles quickly, `is_cheap_to_intersect` whether it is even faster with a rare value
    as a filter.
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
        # tantivy's limit is for all fields of a request together.
        room = MAX_BUCKETS - sum(len(totals[name].known) for name in self.few)
        self.max_buckets = min(_MAX_BUCKETS_PER_MATCH * total, room / max(1, len(self.many)))

    def counts(self) -> dict[str, Counts]:
        """Return the counts of each field, but only the top ones if it has very many values."""
        ends = {
            name: end
            for name in self.many
            if (end := self._end(name, self.totals[name].likely_least(self.share)))
        }
        windows = {name: (0, end) for name, end in ends.items()}
        by_segments = [name for name in self.many if name not in ends]
        counted, answers = self._counted(self.few, windows, by_segments)
        unsure = self._widen(ends, counted)
        answers |= self._aggregate({name: _segment_request(name) for name in unsure})
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
        """Return exact counts of some fields, and the answers of segments for the others.

        The exact counts are those of all values of the fields `few`, and those of a range of ids
        for each field with a window. Everything is one request if possible, because finding the
        articles can take long.
        """
        exact = {name: terms_request(name) for name in few}
        exact |= {name: histogram_request(name, *window) for name, window in windows.items()}
        others = {name: _segment_request(name) for name in by_segments}
        if self.is_most:
            return self._counted_by_complement(exact, windows), self._aggregate(others)
        answers = self._aggregate(exact | others)
        return {name: bucket_counts(answers.pop(name)) for name in exact}, answers

    def _counted_by_complement(
        self, requests: Mapping[str, Any], windows: Mapping[str, tuple[int, int]]
    ) -> dict[str, Counts]:
        """Return the same counts, by counting the articles that do not match.

        Inside a window, only those values are counted whose counts in the whole archive are known.
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
        """Make sure that the top values of each field were counted; count more if needed.

        The values with ids below the end of a field are counted. Returns the fields for which it is
        still not certain that no value above the end is among the top MIN_TOP_VALUES.

        It is certain if each value above the end has, in the whole archive, at most as many
        articles as the last of the top MIN_TOP_VALUES has among the matching ones.
        """
        needed = {name: self._end(name, _last_top_count(counted[name])) for name in ends}
        wider = {name: (ends[name], end) for name, end in needed.items() if end > ends[name]}
        more, _none = self._counted((), wider)
        for name in wider:
            counted[name] |= more[name]
        return {name for name, end in needed.items() if not end}

    def _end(self, name: str, least: int) -> int:
        """Return an id that is above those of all values with more than `least` articles.

        Returns 0 if there is no such id, or if too many values are below it.
        """
        end = self.totals[name].end_above(least)
        return end if end <= self.max_buckets else 0

    def _recounted(self, answers: Mapping[str, Any]) -> dict[str, Counts]:
        """Return exact counts of the top values, from the answers of the segments.

        A count can be too small, because a segment can have left the value out. So the values that
        can be among the top MIN_TOP_VALUES, and UNKNOWN, are counted again.
        """
        counted = {name: bucket_counts(answer) for name, answer in answers.items()}
        unsure = {
            name: left_out
            for name in answers
            if (left_out := answers[name]["doc_count_error_upper_bound"])
        }
        candidates = {
            name: _candidates(counted[name], left_out) for name, left_out in unsure.items()
        }
        complete = {
            f"every {name}": terms_request(name, MAX_TOP_VALUES)
            for name, values in candidates.items()
            if values is None
        }
        single = {
            name: {UNKNOWN, *(candidates.get(name) or ())}
            for name in answers
            if name in unsure or UNKNOWN not in counted[name]
        }
        together = (
            {}
            if self.is_cheap_to_intersect
            else {name: range_request(name, values) for name, values in single.items()}
        )
        recounted = self._aggregate(complete | together)
        for name, values in single.items():
            if name in together:
                exact = range_counts(recounted[name])
            else:
                exact = {
                    value: count(self.searcher, both(self.query, term(name, value)))
                    for value in values
                }
            unknown = exact.pop(UNKNOWN, 0)
            if f"every {name}" in recounted:
                counted[name] = bucket_counts(recounted[f"every {name}"])
            elif name in unsure:
                counted[name] = top_values(exact, MIN_TOP_VALUES)
            counted[name] = with_unknown(counted[name], unknown)
        return counted

    def _aggregate(self, requests: Mapping[str, Any], query: Query | None = None) -> dict[str, Any]:
        """Return tantivy's answers; request fields in parallel if articles are found quickly."""
        parts: list[Mapping[str, Any]] = (
            [{name: request} for name, request in requests.items()] if self.is_quick else [requests]
        )
        tasks = [partial(aggregate, self.searcher, query or self.query, part) for part in parts]
        return {
            name: answer
            for answers in run_parallel(tasks, self.searcher.num_docs)
            for name, answer in answers.items()
        }


def _candidates(counts: Counts, left_out: int) -> list[int] | None:
    """Return the values that can be among the top MIN_TOP_VALUES.

    Each count can be too small by up to `left_out`. Returns None if there are too many candidates,
    or if a value that no segment returned could be one.
    """
    known = top_values(counts, len(counts))
    least = min(top_values(known, MIN_TOP_VALUES).values(), default=0)
    candidates = [value for value, number in known.items() if number + left_out >= least]
    is_sure = known and min(known.values()) + left_out < least and len(candidates) <= _MAX_RECOUNTED
    return candidates if is_sure else None


def _last_top_count(counts: Counts) -> int:
    """Return the count of the last of the top MIN_TOP_VALUES; 0 if there are fewer values."""
    top = top_values(counts, MIN_TOP_VALUES)
    return min(top.values()) if len(top) == MIN_TOP_VALUES else 0


def _segment_request(name: str) -> dict[str, Any]:
    """Return a request for the most frequent values of each segment."""
    return terms_request(name, MAX_TOP_VALUES, segment_size=_SEGMENT_SIZE)
