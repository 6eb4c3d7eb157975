"""Counting: how many of the matching articles have each value of a field. Every number is exact.

tantivy counts a value at a time, an article once each. A field with one value an article costs 3 ns an article, one
with several (places, people) 20 ns a value; so, when a query matches more than half of the archive, what it does *not*
match is counted instead and taken from the archive's own counts, which are kept as long as the index is the same.
Fields with several values are counted at the same time, each by a thread, where it is quick to find the articles.

Of very many values most of the time goes into handing all of them over. So only some are counted, and no other can be
among the first. Of what is much of the archive these are the values that the archive met early: what is frequent in an
archive is met early, and entities are numbered as they are met. Of less it is those that its segments give, each its
most frequent with a bound of what that leaves out; they are counted again. Where that is not sure, all are counted.
To count some together takes 50 ns for each value of each article; one by one it takes as long as finding the articles
does, which of one plain word is next to nothing beside a rare value, and of phrases or several words many times as
much.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from time import thread_time
from typing import Any

import tantivy
from tantivy import Occur, Query

from archive.search.background import at_once
from archive.search.schema import ENTITY_FIELDS, schema
from archive.search.values import UNKNOWN

# tantivy aborts an aggregation that gives more than 65,000 values. More than these are asked for in parts.
MOST_VALUES = 60_000
# Of very many values this many are told at most, the most frequent, and so many at least.
TOP_VALUES, LEADING = 100, 12  # UNKNOWN can be one of the first
_MOST_COUNTED = 64  # each by itself: one costs as much as a thousand articles
# Of values below a number so many are handed over at most for each article that matches: it takes less time than to
# count some of them again.
_HANDED_OVER = 0.3
_LIKELY = 0.8  # of what a value has in the archive, times the share that is looked at
# Seconds for each article that is counted, to find it and count what it has one value of. Where it takes longer, fields
# are not counted each by itself.
_QUICK = 100e-9
# Of a field with more values than this only the most frequent are told: making numbers of all of them would cost more
# than counting. Of places all are told: a province is shown however rare it is, and so is what lies in an opened one.
FEW_VALUES = {"place": MOST_VALUES, "organisation": 1_000, "person": 1_000}
_EACH_SEGMENT = 10_000_000  # no segment may leave out a value, or the sums would be too small
_OF_A_SEGMENT = 1_000  # where it may

Counts = dict[int, int]


class FieldCounts:
    """The counts of one field in the whole archive.

    `counts` are what a list of the whole archive shows: everything (`is_all`), or of very many values the most frequent
    and UNKNOWN. `held` are all that were counted: no other value has more articles than the rarest of these.
    """

    def __init__(self, held: Counts, *, is_all: bool) -> None:
        self.is_all = is_all
        self.held = held
        self.counts = held if is_all else _with_unknown(_most(held, TOP_VALUES), held.get(UNKNOWN, 0))
        known = {} if is_all else _most(held, len(held))
        self._negated = [-number for number in known.values()]
        self._ends = list(accumulate((value + 1 for value in known), max))

    def likely_least(self, share: float) -> int:
        """What each of the LEADING values is likely to have in such a share of the archive."""
        return int(-_LIKELY * share * self._negated[LEADING - 1]) if len(self._negated) >= LEADING else 0

    def end_above(self, least: int) -> int:
        """All values that more than `least` articles have are below this number; 0 where that is not known."""
        more = bisect_left(self._negated, -least)
        return self._ends[more - 1] if 0 < more < len(self._negated) else 0


@dataclass(slots=True)
class ArchiveCounts:
    """The counts of the whole archive by field, counted when first needed, for one commit of the index."""

    searcher: tantivy.Searcher
    _fields: dict[str, FieldCounts] = field(default_factory=dict)
    _all: dict[str, Counts] = field(default_factory=dict)

    def of(self, name: str) -> Counts:
        """All values of a field."""
        if name not in self._all:
            known = self.known(name)
            self._all[name] = known.counts if known.is_all else values_of(self.searcher, Query.all_query(), name)
        return self._all[name]

    def is_empty(self, name: str) -> bool:
        """Whether no article has any value of this field."""
        return self.known(name).counts.keys() <= {UNKNOWN}

    def has_few(self, name: str) -> bool:
        """Whether a list shows all values of an entity field."""
        return self.known(name).is_all

    def known(self, name: str) -> FieldCounts:
        """What is kept of one field."""
        if name not in self._fields:
            every = Query.all_query()
            found = _aggregate(self.searcher, every, {name: _terms(name, FEW_VALUES.get(name, MOST_VALUES))})[name]
            held, is_all = _counts(found), not found["sum_other_doc_count"]
            if not (is_all or UNKNOWN in held):
                held = _with_unknown(held, count(self.searcher, Query.term_query(schema(), name, UNKNOWN)))
            self._fields[name] = FieldCounts(held, is_all=is_all)
        return self._fields[name]


def count_values(
    searcher: tantivy.Searcher,
    query: Query | None,
    fields: Sequence[str],
    archive: ArchiveCounts,
    *,
    is_of_lists: bool = False,
) -> dict[str, Counts]:
    """How many articles that match `query` (None: all) have each value of each field.

    Of an entity field with more than its FEW_VALUES the most frequent: LEADING or more, and how many have none of it.
    `is_of_lists` (`clauses.is_of_lists`) says that the query is quick to ask again beside a rare value.
    """
    if query is None:
        return {name: dict(archive.known(name).counts) for name in fields}
    single = [name for name in fields if name not in ENTITY_FIELDS or archive.is_empty(name)]
    several = [name for name in fields if name not in single]
    started = thread_time()  # of the processor: neither waiting nor other requests count
    # Each article has one source, perhaps unknown: together they are all that match.
    found = _aggregate(searcher, query, {name: _terms(name) for name in {*single, "source"}})
    counts = {name: _counts(found[name]) for name in single}
    if not several:
        return counts
    total = sum(bucket["doc_count"] for bucket in found["source"]["buckets"])
    is_quick = thread_time() - started < _QUICK * min(total, searcher.num_docs - total)
    known = {name: archive.known(name) for name in several}
    return counts | _Counting(searcher, query, total, known, is_quick=is_quick, is_of_lists=is_of_lists).counts()


def count(searcher: tantivy.Searcher, query: Query) -> int:
    """How many articles match."""
    # Every article has one source, perhaps unknown. Counted like this no article is weighed: that takes twice as long.
    found = searcher.aggregate(query, {"all": {"value_count": {"field": "source"}}})
    return int(found["all"]["value"])


def values_of(searcher: tantivy.Searcher, query: Query, name: str) -> Counts:
    """The counts of all values of a field, however many."""
    found = _aggregate(searcher, query, {name: _terms(name, MOST_VALUES)})[name]
    if not found["sum_other_doc_count"]:
        return _counts(found)
    highest = int(searcher.aggregate(query, {"highest": {"max": {"field": name}}})["highest"]["value"])
    counts: Counts = {}
    for first in range(0, highest + 1, MOST_VALUES):
        counts |= _counts(searcher.aggregate(query, {"part": _between(name, first, first + MOST_VALUES)})["part"])
    return counts


def counts_among(searcher: tantivy.Searcher, name: str, values: Collection[int], archive: ArchiveCounts) -> Counts:
    """How many articles of the archive have each of these values of an entity field, those that any has."""
    known = archive.known(name)
    counts = {value: known.held[value] for value in values if value in known.held}
    rare = [] if known.is_all else sorted(set(values) - counts.keys())
    if rare:
        found = values_of(searcher, Query.term_set_query(schema(), name, rare), name)
        counts |= {value: found[value] for value in rare if value in found}
    return counts


class _Counting:
    """Counts fields with several values for a query that `total` articles match; `known` is what the archive has of
    each. `is_quick`: it is quick to find these articles, `is_of_lists`: and quicker beside a rare value."""

    def __init__(
        self,
        searcher: tantivy.Searcher,
        query: Query,
        total: int,
        known: Mapping[str, FieldCounts],
        *,
        is_quick: bool,
        is_of_lists: bool,
    ) -> None:
        self.searcher = searcher
        self.query = query
        self.known = known
        self.is_quick = is_quick
        self.is_of_lists = is_of_lists
        self.share = total / searcher.num_docs
        self.is_most = 2 * total > searcher.num_docs
        self.few = [name for name in known if known[name].is_all]
        self.many = [name for name in known if not known[name].is_all]
        # All that is asked together may be handed over together.
        room = MOST_VALUES - sum(len(known[name].held) for name in self.few)
        self.most_handed_over = min(_HANDED_OVER * total, room / max(1, len(self.many)))

    def counts(self) -> dict[str, Counts]:
        """The counts of each field; of very many values the first."""
        ends = {name: end for name in self.many if (end := self._end(name, self.known[name].likely_least(self.share)))}
        windows = {name: (0, end) for name, end in ends.items()}
        by_segments = [name for name in self.many if name not in ends]
        counted, found = self._counted(self.few, windows, by_segments)
        unsure = self._widen(ends, counted)
        found |= self._ask({name: _by_segments(name) for name in unsure})
        for name in ends.keys() - unsure:
            counted[name] = _with_unknown(_most(counted[name], LEADING), counted[name].get(UNKNOWN, 0))
        return counted | self._counted_again(found)

    def _counted(
        self, few: Sequence[str], windows: Mapping[str, tuple[int, int]], by_segments: Sequence[str] = ()
    ) -> tuple[dict[str, Counts], dict[str, Any]]:
        """The counts of all values of some fields, and of those in windows of others; and what segments tell of the
        rest, asked together where one query does, because it can take long to find the articles."""
        exactly = {name: _terms(name) for name in few}
        exactly |= {name: _between(name, *window) for name, window in windows.items()}
        others = {name: _by_segments(name) for name in by_segments}
        if self.is_most:
            return self._by_the_rest(exactly, windows), self._ask(others)
        found = self._ask(exactly | others)
        return {name: _counts(found.pop(name)) for name in exactly}, found

    def _by_the_rest(self, exactly: Mapping[str, Any], windows: Mapping[str, tuple[int, int]]) -> dict[str, Counts]:
        """The same counts, by what does not match: in windows of the values of which the archive's are known."""
        rest = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, self.query)])
        found = self._ask(exactly, rest)
        held = {name: self.known[name].held for name in exactly}
        for name, (first, end) in windows.items():
            held[name] = {value: number for value, number in self.known[name].held.items() if first <= value < end}
        return {name: _less(held[name], _counts(found[name])) for name in held}

    def _widen(self, ends: Mapping[str, int], counted: dict[str, Counts]) -> set[str]:
        """See that the values below these ends hold the first LEADING; count some more where that is not sure. Gives
        the fields where they still do not.

        The first LEADING below an end have at least as many articles as the last of them. A value above has no more in
        the archive than that, once the end is such that all that have more are below.
        """
        needed = {name: self._end(name, _last_leading(counted[name])) for name in ends}
        wider = {name: (ends[name], end) for name, end in needed.items() if end > ends[name]}
        more, _none = self._counted((), wider)
        for name in wider:
            counted[name] |= more[name]
        return {name for name, end in needed.items() if not end}

    def _end(self, name: str, least: int) -> int:
        """All values that more than `least` articles of the archive have are below this number; 0 where that is not
        known, or they are too many to hand over."""
        end = self.known[name].end_above(least)
        return end if end <= self.most_handed_over else 0

    def _counted_again(self, found: Mapping[str, Any]) -> dict[str, Counts]:
        """The counts of the first of very many values, from what each segment told of them: a count can be too small
        by what the segments left out, so those that can be among the first LEADING are counted again, with UNKNOWN."""
        counted = {name: _counts(each) for name, each in found.items()}
        unsure = {name: left_out for name in found if (left_out := found[name]["doc_count_error_upper_bound"])}
        candidates = {name: _candidates(counted[name], left_out) for name, left_out in unsure.items()}
        every = {f"every {name}": _terms(name, TOP_VALUES) for name, values in candidates.items() if values is None}
        each = {
            name: {UNKNOWN, *(candidates.get(name) or ())}
            for name in found
            if name in unsure or UNKNOWN not in counted[name]
        }
        together = {} if self.is_of_lists else {name: _each_of(name, values) for name, values in each.items()}
        again = self._ask(every | together)
        for name, values in each.items():
            if name in together:
                known = _each_counted(again[name])
            else:
                known = {value: count(self.searcher, _both(self.query, name, value)) for value in values}
            unknown = known.pop(UNKNOWN, 0)
            if f"every {name}" in again:
                counted[name] = _counts(again[f"every {name}"])
            elif name in unsure:
                counted[name] = _most(known, LEADING)
            counted[name] = _with_unknown(counted[name], unknown)
        return counted

    def _ask(self, wanted: Mapping[str, Any], query: Query | None = None) -> dict[str, Any]:
        """tantivy's answer; each field at the same time, where that does not take long to find the articles again."""
        parts = [{name: each} for name, each in wanted.items()] if self.is_quick else [wanted]
        works = [partial(_aggregate, self.searcher, query or self.query, part) for part in parts]
        return {name: each for part in at_once(works, self.searcher.num_docs) for name, each in part.items()}


def _candidates(found: Counts, left_out: int) -> list[int] | None:
    """The values that can be among the first LEADING, where each count can be too small by `left_out`. None where that
    could be one that nobody told of, or where they are too many."""
    known = _most(found, len(found))
    least = min(_most(known, LEADING).values(), default=0)
    candidates = [value for value, number in known.items() if number + left_out >= least]
    is_sure = known and min(known.values()) + left_out < least and len(candidates) <= _MOST_COUNTED
    return candidates if is_sure else None


def _both(query: Query, name: str, value: int) -> Query:
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.term_query(schema(), name, value))])


def _most(counts: Counts, number: int) -> Counts:
    """The most frequent values, in their order; UNKNOWN is none of them."""
    known = [pair for pair in counts.items() if pair[0] != UNKNOWN]
    return dict(sorted(known, key=lambda pair: (-pair[1], pair[0]))[:number])


def _last_leading(counts: Counts) -> int:
    """How many articles the last of the LEADING values has; 0 where there are fewer."""
    leading = _most(counts, LEADING)
    return min(leading.values()) if len(leading) == LEADING else 0


def _with_unknown(counts: Counts, unknown: int) -> Counts:
    return counts | {UNKNOWN: unknown} if unknown else counts


def _terms(name: str, size: int = MOST_VALUES, *, segment_size: int = _EACH_SEGMENT) -> dict[str, Any]:
    return {"terms": {"field": name, "size": size, "segment_size": segment_size}}


def _by_segments(name: str) -> dict[str, Any]:
    """Asks for those that each segment has most of."""
    return _terms(name, TOP_VALUES, segment_size=_OF_A_SEGMENT)


def _between(name: str, first: int, end: int) -> dict[str, Any]:
    """Asks for all values from `first` on, below `end`."""
    bounds = {"min": float(first), "max": float(end - 1)}
    return {"histogram": {"field": name, "interval": 1.0, "min_doc_count": 1, "hard_bounds": bounds}}


def _each_of(name: str, values: Collection[int]) -> dict[str, Any]:
    """Asks for these values, of which UNKNOWN is one: `_each_counted` reads the answer."""
    ranges = [{"from": float(value), "to": float(value + 1)} for value in sorted(values)]
    return {"range": {"field": name, "ranges": ranges}}


def _each_counted(found: Mapping[str, Any]) -> Counts:
    # What lies between the values is told, too; what begins with UNKNOWN, the least number, says only where it ends.
    ends = ((bucket.get("from", UNKNOWN), bucket.get("to"), bucket["doc_count"]) for bucket in found["buckets"])
    return {int(first): number for first, last, number in ends if last == first + 1 and number}


def _aggregate(searcher: tantivy.Searcher, query: Query, wanted: Mapping[str, Any]) -> dict[str, Any]:
    return searcher.aggregate(query, dict(wanted)) if wanted else {}


def _counts(found: Mapping[str, Any]) -> Counts:
    return {int(bucket["key"]): bucket["doc_count"] for bucket in found["buckets"]}


def _less(all_counts: Mapping[int, int], taken: Mapping[int, int]) -> Counts:
    return {value: number - taken.get(value, 0) for value, number in all_counts.items() if number > taken.get(value, 0)}
