"""Counting: how many of the matching articles have each value of a field. Every number is exact.

tantivy counts a value at a time, an article once each. A field with one value an article costs 3 ns
an article, one with several (places, people) 20 ns a value; so, when a query matches more than half
of the archive, what it does *not* match is counted instead and taken from the archive's own counts,
which are kept (`archive_counts.py`). Fields with several values are counted at the same time, each
by a thread, where it is quick to find the articles.

Of very many values most of the time goes into handing all of them over. So only some are counted,
and no other can be among the first. Of what is much of the archive these are the values that the
archive met early: what is frequent in an archive is met early, and entities are numbered as they
are met. Of less it is those that its segments give, each its most frequent with a bound of what
that leaves out; they are counted again. Where that is not sure, all are counted. To count some
together takes 50 ns for each value of each article; one by one it takes as long as finding the
articles does, which of one plain word is next to nothing beside a rare value, and of phrases or
several words many times as much."""

from collections.abc import Mapping, Sequence
from functools import partial
from time import thread_time
from typing import Any

import tantivy
from tantivy import Occur, Query

from archive.search.analysis.schema import schema
from archive.search.counts.aggregations import (
    MAX_BUCKETS,
    Counts,
    aggregate,
    bucket_counts,
    count,
    histogram_request,
    range_counts,
    range_request,
    subtract,
    terms,
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
from archive.search.values import UNKNOWN

_MOST_COUNTED = 64  # each by itself: one costs as much as a thousand articles
# Of values below a number so many are handed over at most for each article that matches: it takes
# less time than to count some of them again.
_HANDED_OVER = 0.3
# Seconds for each article that is counted, to find it and count what it has one value of. Where it
# takes longer, fields are not counted each by itself.
_QUICK = 100e-9
_OF_A_SEGMENT = 1_000  # values that each segment tells, where it may leave out others


def count_values(
    searcher: tantivy.Searcher,
    query: Query | None,
    fields: Sequence[str],
    archive: ArchiveTotals,
    *,
    is_cheap_to_intersect: bool = False,
) -> dict[str, Counts]:
    """How many articles that match `query` (None: all) have each value of each field.

    Of an entity field with more than its FEW_VALUES the most frequent: LEADING or more, and how
    many have none of it. `is_cheap_to_intersect` says that the query is quick to ask
    again beside a rare value."""
    if query is None:
        return {name: dict(archive.known(name).counts) for name in fields}
    single = [name for name in fields if name not in ENTITY_FACETS or archive.is_empty(name)]
    several = [name for name in fields if name not in single]
    started = thread_time()  # of the processor: neither waiting nor other requests count
    # Each article has one source, perhaps unknown: together they are all that match.
    found = aggregate(searcher, query, {name: terms(name) for name in {*single, "source"}})
    counts = {name: bucket_counts(found[name]) for name in single}
    if not several:
        return counts
    total = sum(bucket["doc_count"] for bucket in found["source"]["buckets"])
    is_quick = thread_time() - started < _QUICK * min(total, searcher.num_docs - total)
    known = {name: archive.known(name) for name in several}
    return (
        counts
        | _Counting(
            searcher,
            query,
            total,
            known,
            is_quick=is_quick,
            is_cheap_to_intersect=is_cheap_to_intersect,
        ).counts()
    )


class _Counting:
    """Counts fields with several values for a query that `total` articles match; `known` is what
    the archive has of each. `is_quick`: it is quick to find these articles, `is_cheap_to_intersect`
    : and quicker beside a rare value."""

    def __init__(
        self,
        searcher: tantivy.Searcher,
        query: Query,
        total: int,
        known: Mapping[str, FieldCounts],
        *,
        is_quick: bool,
        is_cheap_to_intersect: bool,
    ) -> None:
        self.searcher = searcher
        self.query = query
        self.known = known
        self.is_quick = is_quick
        self.is_cheap_to_intersect = is_cheap_to_intersect
        self.share = total / searcher.num_docs
        self.is_most = 2 * total > searcher.num_docs
        self.few = [name for name in known if known[name].is_all]
        self.many = [name for name in known if not known[name].is_all]
        # All that is asked together may be handed over together.
        room = MAX_BUCKETS - sum(len(known[name].held) for name in self.few)
        self.most_handed_over = min(_HANDED_OVER * total, room / max(1, len(self.many)))

    def counts(self) -> dict[str, Counts]:
        """The counts of each field; of very many values the first."""
        ends = {
            name: end
            for name in self.many
            if (end := self._end(name, self.known[name].likely_least(self.share)))
        }
        windows = {name: (0, end) for name, end in ends.items()}
        by_segments = [name for name in self.many if name not in ends]
        counted, found = self._counted(self.few, windows, by_segments)
        unsure = self._widen(ends, counted)
        found |= self._ask({name: _by_segments(name) for name in unsure})
        for name in ends.keys() - unsure:
            counted[name] = with_unknown(
                top_values(counted[name], MIN_TOP_VALUES), counted[name].get(UNKNOWN, 0)
            )
        return counted | self._counted_again(found)

    def _counted(
        self,
        few: Sequence[str],
        windows: Mapping[str, tuple[int, int]],
        by_segments: Sequence[str] = (),
    ) -> tuple[dict[str, Counts], dict[str, Any]]:
        """The counts of all values of some fields, and of those in windows of others; and what
        segments tell of the rest, asked together where one query does, because it can take long to
        find the articles."""
        exactly = {name: terms(name) for name in few}
        exactly |= {name: histogram_request(name, *window) for name, window in windows.items()}
        others = {name: _by_segments(name) for name in by_segments}
        if self.is_most:
            return self._by_the_rest(exactly, windows), self._ask(others)
        found = self._ask(exactly | others)
        return {name: bucket_counts(found.pop(name)) for name in exactly}, found

    def _by_the_rest(
        self, exactly: Mapping[str, Any], windows: Mapping[str, tuple[int, int]]
    ) -> dict[str, Counts]:
        """The same counts, by what does not match: in windows of the values of which the archive's
        are known."""
        rest = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, self.query)])
        found = self._ask(exactly, rest)
        held = {name: self.known[name].held for name in exactly}
        for name, (first, end) in windows.items():
            held[name] = {
                value: number
                for value, number in self.known[name].held.items()
                if first <= value < end
            }
        return {name: subtract(held[name], bucket_counts(found[name])) for name in held}

    def _widen(self, ends: Mapping[str, int], counted: dict[str, Counts]) -> set[str]:
        """See that the values below these ends hold the first LEADING; count some more where that
        is not sure. Gives the fields where they still do not.

        The first LEADING below an end have at least as many articles as the last of them. A value
        above has no more in the archive than that, once the end is such that all that have more are
        below."""
        needed = {name: self._end(name, _last_leading(counted[name])) for name in ends}
        wider = {name: (ends[name], end) for name, end in needed.items() if end > ends[name]}
        more, _none = self._counted((), wider)
        for name in wider:
            counted[name] |= more[name]
        return {name for name, end in needed.items() if not end}

    def _end(self, name: str, least: int) -> int:
        """All values that more than `least` articles of the archive have are below this number; 0
        where that is not known, or they are too many to hand over."""
        end = self.known[name].end_above(least)
        return end if end <= self.most_handed_over else 0

    def _counted_again(self, found: Mapping[str, Any]) -> dict[str, Counts]:
        """The counts of the first of very many values, from what each segment told of them: a count
        can be too small by what the segments left out, so those that can be among the first LEADING
        are counted again, with UNKNOWN."""
        counted = {name: bucket_counts(each) for name, each in found.items()}
        unsure = {
            name: left_out
            for name in found
            if (left_out := found[name]["doc_count_error_upper_bound"])
        }
        candidates = {
            name: _candidates(counted[name], left_out) for name, left_out in unsure.items()
        }
        every = {
            f"every {name}": terms(name, MAX_TOP_VALUES)
            for name, values in candidates.items()
            if values is None
        }
        each = {
            name: {UNKNOWN, *(candidates.get(name) or ())}
            for name in found
            if name in unsure or UNKNOWN not in counted[name]
        }
        together = (
            {}
            if self.is_cheap_to_intersect
            else {name: range_request(name, values) for name, values in each.items()}
        )
        again = self._ask(every | together)
        for name, values in each.items():
            if name in together:
                known = range_counts(again[name])
            else:
                known = {
                    value: count(self.searcher, _both(self.query, name, value)) for value in values
                }
            unknown = known.pop(UNKNOWN, 0)
            if f"every {name}" in again:
                counted[name] = bucket_counts(again[f"every {name}"])
            elif name in unsure:
                counted[name] = top_values(known, MIN_TOP_VALUES)
            counted[name] = with_unknown(counted[name], unknown)
        return counted

    def _ask(self, wanted: Mapping[str, Any], query: Query | None = None) -> dict[str, Any]:
        """tantivy's answer; each field at the same time, where that does not take long to find the
        articles again."""
        parts = [{name: each} for name, each in wanted.items()] if self.is_quick else [wanted]
        works = [partial(aggregate, self.searcher, query or self.query, part) for part in parts]
        return {
            name: each
            for part in run_parallel(works, self.searcher.num_docs)
            for name, each in part.items()
        }


def _candidates(found: Counts, left_out: int) -> list[int] | None:
    """The values that can be among the first LEADING, where each count can be too small by
    `left_out`. None where that could be one that nobody told of, or where they are too many."""
    known = top_values(found, len(found))
    least = min(top_values(known, MIN_TOP_VALUES).values(), default=0)
    candidates = [value for value, number in known.items() if number + left_out >= least]
    is_sure = known and min(known.values()) + left_out < least and len(candidates) <= _MOST_COUNTED
    return candidates if is_sure else None


def _both(query: Query, name: str, value: int) -> Query:
    return Query.boolean_query(
        [(Occur.Must, query), (Occur.Must, Query.term_query(schema(), name, value))]
    )


def _last_leading(counts: Counts) -> int:
    """How many articles the last of the LEADING values has; 0 where there are fewer."""
    leading = top_values(counts, MIN_TOP_VALUES)
    return min(leading.values()) if len(leading) == MIN_TOP_VALUES else 0


def _by_segments(name: str) -> dict[str, Any]:
    """Asks for those that each segment has most of."""
    return terms(name, MAX_TOP_VALUES, segment_size=_OF_A_SEGMENT)
