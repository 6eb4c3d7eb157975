"""Counting: how many of the matching articles have each value of a field. Every number is exact.

tantivy counts a value at a time, an article once each. A field with one value an article costs 3 ns an article, one
with several (places, people) 20 ns a value; so, when a query matches more than half of the archive, what it does *not*
match is counted instead and taken from the archive's own counts, which are kept as long as the index is the same.

Of very many values most of the time goes into handing all of them over. So only some are counted, and no other can be
among the first: of what is most of the archive those that are most frequent in all of it; else those that its segments
give, each its most frequent with a bound of what that leaves out. Where that is not sure, all are counted. To count
some together takes 50 ns for each value of each article; one by one it takes as long as finding the articles does,
which of one plain word is next to nothing beside a rare value, and of phrases or several words many times as much.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import tantivy
from tantivy import Occur, Query

from archive.search.schema import ENTITY_FIELDS, schema
from archive.search.values import UNKNOWN

# tantivy aborts an aggregation that gives more than 65,000 values. More than these are asked for in parts.
MOST_VALUES = 60_000
# Of very many values this many are told at most, the most frequent, and so many at least.
TOP_VALUES, LEADING = 100, 12
_MOST_COUNTED = 64  # each by itself: one costs as much as a thousand articles
# Of a field with more values than this only the most frequent are told: making numbers of all of them would cost more
# than counting. Of places all are told: a province is shown however rare it is, and so is what lies in an opened one.
FEW_VALUES = {"place": MOST_VALUES, "organisation": 1_000, "person": 1_000}
_EACH_SEGMENT = 10_000_000  # no segment may leave out a value, or the sums would be too small
_OF_A_SEGMENT = 1_000  # where it may

Counts = dict[int, int]


@dataclass(slots=True)
class ArchiveCounts:
    """The counts of the whole archive by field, counted when first needed, for one commit of the index."""

    searcher: tantivy.Searcher
    _told: dict[str, tuple[Counts, bool]] = field(default_factory=dict)
    _all: dict[str, Counts] = field(default_factory=dict)

    def of(self, name: str) -> Counts:
        """All values of a field."""
        if name not in self._all:
            told, is_all = self._of(name)
            self._all[name] = told if is_all else values_of(self.searcher, Query.all_query(), name)
        return self._all[name]

    def top_of(self, name: str) -> Counts:
        """What a list of the whole archive is told of a field: everything, or of very many values the most frequent, in
        their order, and how many articles have none."""
        return self._of(name)[0]

    def is_empty(self, name: str) -> bool:
        """Whether no article has any value of this field."""
        return self.top_of(name).keys() <= {UNKNOWN}

    def has_few(self, name: str) -> bool:
        """Whether all values of an entity field are told."""
        return self._of(name)[1]

    def _of(self, name: str) -> tuple[Counts, bool]:
        """What is told, and whether it is all."""
        if name not in self._told:
            every = Query.all_query()
            found = _aggregate(self.searcher, every, {name: _terms(name, FEW_VALUES.get(name, MOST_VALUES))})[name]
            counts, is_all = _counts(found), not found["sum_other_doc_count"]
            if not is_all:
                unknown = counts.get(UNKNOWN) or count(self.searcher, Query.term_query(schema(), name, UNKNOWN))
                counts = _with_unknown(_most(counts, TOP_VALUES), unknown)
            self._told[name] = counts, is_all
        return self._told[name]


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
        return {name: dict(archive.top_of(name)) for name in fields}
    single = [name for name in fields if name not in ENTITY_FIELDS or archive.is_empty(name)]
    several = [name for name in fields if name not in single]
    # Each article has one source, perhaps unknown: together they are all that match.
    found = _aggregate(searcher, query, {name: _terms(name) for name in {*single, "source"}})
    counts = {name: _counts(found[name]) for name in single}
    if not several:
        return counts
    total = sum(bucket["doc_count"] for bucket in found["source"]["buckets"])
    if 2 * total > searcher.num_docs:
        counts |= _by_the_rest(searcher, query, several, archive)
    rest = [name for name in several if name not in counts]
    return counts | _directly(searcher, query, rest, archive, is_of_lists=is_of_lists)


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
        bounds = {"min": float(first), "max": float(first + MOST_VALUES - 1)}
        part = {"field": name, "interval": 1.0, "min_doc_count": 1, "hard_bounds": bounds}
        counts |= _counts(searcher.aggregate(query, {"part": {"histogram": part}})["part"])
    return counts


def _by_the_rest(
    searcher: tantivy.Searcher, query: Query, fields: Sequence[str], archive: ArchiveCounts
) -> dict[str, Counts]:
    """The counts of what is most of the archive, by what is not. A field is absent of which that does not tell the
    first."""
    others = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, query)])
    # What is more frequent in the archive than anything else, with its counts there.
    frequent = {name: _most(archive.top_of(name), _MOST_COUNTED) for name in fields if not archive.has_few(name)}
    few = {name: _terms(name) for name in fields if name not in frequent}
    each = {name: _each_of(name, {UNKNOWN, *counts}) for name, counts in frequent.items()}
    found = _aggregate(searcher, others, few | each)
    counted = {name: _less(archive.of(name), _counts(found[name])) for name in few}
    for name, held in frequent.items():
        rest = _each_counted(found[name])
        leading = _most(_less(held, rest), LEADING)
        if len(leading) == LEADING and min(leading.values()) >= min(held.values()):
            unknown = archive.top_of(name).get(UNKNOWN, 0) - rest.get(UNKNOWN, 0)
            counted[name] = _with_unknown(leading, unknown)
    return counted


def _directly(
    searcher: tantivy.Searcher, query: Query, fields: Sequence[str], archive: ArchiveCounts, *, is_of_lists: bool
) -> dict[str, Counts]:
    """The counts of what matches. Of very many values from what each segment told of them: a count can be too small by
    what the segments left out, so those that can be among the first LEADING are counted again, with UNKNOWN."""
    few = {name: _terms(name) for name in fields if archive.has_few(name)}
    many = {name: _terms(name, TOP_VALUES, segment_size=_OF_A_SEGMENT) for name in fields if name not in few}
    found = _aggregate(searcher, query, few | many)
    counted = {name: _counts(each) for name, each in found.items()}
    unsure = {name: left_out for name in many if (left_out := found[name]["doc_count_error_upper_bound"])}
    candidates = {name: _candidates(counted[name], left_out) for name, left_out in unsure.items()}
    every = {f"every {name}": _terms(name, TOP_VALUES) for name, values in candidates.items() if values is None}
    each = {
        name: {UNKNOWN, *(candidates.get(name) or ())}
        for name in many
        if name in unsure or UNKNOWN not in counted[name]
    }
    together = {} if is_of_lists else {name: _each_of(name, values) for name, values in each.items()}
    again = _aggregate(searcher, query, every | together)
    for name, values in each.items():
        if name in together:
            known = _each_counted(again[name])
        else:
            known = {value: count(searcher, _both(query, name, value)) for value in values}
        unknown = known.pop(UNKNOWN, 0)
        if f"every {name}" in again:
            counted[name] = _counts(again[f"every {name}"])
        elif name in unsure:
            counted[name] = _most(known, LEADING)
        counted[name] = _with_unknown(counted[name], unknown)
    return counted


def _candidates(told: Counts, left_out: int) -> list[int] | None:
    """The values that can be among the first LEADING, where each count can be too small by `left_out`. None where that
    could be one that nobody told of, or where they are too many."""
    known = _most(told, len(told))
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


def _with_unknown(counts: Counts, unknown: int) -> Counts:
    return counts | {UNKNOWN: unknown} if unknown else counts


def _terms(name: str, size: int = MOST_VALUES, *, segment_size: int = _EACH_SEGMENT) -> dict[str, Any]:
    return {"terms": {"field": name, "size": size, "segment_size": segment_size}}


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
