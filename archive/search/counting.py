"""Counting: how many of the matching articles have each value of a field. Every number is exact.

tantivy counts a value at a time, an article once each. A field with one value an article costs 3 ns an article, one
with several (places, people) 20 ns a value; so, when a query matches more than half of the archive, what it does *not*
match is counted instead and taken from the archive's own counts, which are kept as long as the index is the same.

Of very many values most of the time goes into handing all of them over. So each segment gives its most frequent ones
alone, with a bound of what that leaves out, and those that can be among the first are counted one by one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import tantivy
from tantivy import Occur, Query

from archive.search.schema import ENTITY_FIELDS, schema
from archive.search.values import UNKNOWN

# tantivy aborts an aggregation that gives more than 65,000 values. Of more than these there are two halves.
MOST_VALUES = 60_000
# Of very many values this many are told at most, the most frequent, and so many at least.
TOP_VALUES, LEADING = 100, 12
_MOST_COUNTED = 24  # one by one; beyond that all values are counted
# A field with more values than this is counted directly, and only its most frequent values are told: making numbers of
# all of them would cost more than counting. Of places all are told for longer, since what lies in an opened one is.
FEW_VALUES = {"place": 5_000, "organisation": 1_000, "person": 1_000}
_EACH_SEGMENT = 10_000_000  # no segment may leave out a value, or the sums would be too small
_OF_A_SEGMENT = 1_000  # where it may

Counts = dict[int, int]


@dataclass(slots=True)
class ArchiveCounts:
    """The counts of the whole archive by field, counted when first needed, for one commit of the index."""

    searcher: tantivy.Searcher
    _known: dict[str, Counts] = field(default_factory=dict)
    _top: dict[str, Counts] = field(default_factory=dict)

    def of(self, name: str) -> Counts:
        """All values of a field; of one with more than MOST_VALUES, the most frequent."""
        if name not in self._known:
            self._known[name] = values_of(self.searcher, Query.all_query(), name)
        return self._known[name]

    def top_of(self, name: str) -> Counts:
        """What a list of the whole archive is told of a field: everything, or the most frequent of very many. Kept, for
        sorting a hundred thousand people takes longer than all the rest of a page."""
        if name not in self._top:
            self._top[name] = counts = self.of(name)
            if name in ENTITY_FIELDS and not self.has_few(name):
                most = dict(sorted(counts.items(), key=_most_first)[:TOP_VALUES])
                self._top[name] = most | ({UNKNOWN: counts[UNKNOWN]} if UNKNOWN in counts else {})
        return self._top[name]

    def is_empty(self, name: str) -> bool:
        """Whether no article has any value of this field."""
        return self.of(name).keys() <= {UNKNOWN}

    def has_few(self, name: str) -> bool:
        """Whether all values of an entity field are told."""
        return len(self.of(name)) <= FEW_VALUES[name]


def count_values(
    searcher: tantivy.Searcher, query: Query | None, fields: Sequence[str], archive: ArchiveCounts
) -> dict[str, Counts]:
    """How many articles that match `query` (None: all) have each value of each field.

    Of an entity field with more than its FEW_VALUES the most frequent: LEADING or more, and how many have none of it.
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
    if 2 * total <= searcher.num_docs:
        return counts | _most_frequent(searcher, query, several, archive)
    others = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, query)])
    few = [name for name in several if archive.has_few(name)]
    many = [name for name in several if name not in few]
    taken = {name: values_of(searcher, others, name) for name in few}
    left = {name: _less(archive.of(name), taken[name]) for name in few}
    return counts | left | _most_frequent(searcher, query, many, archive)


def count(searcher: tantivy.Searcher, query: Query) -> int:
    """How many articles match."""
    # Every article has one source, perhaps unknown. Counted like this no article is weighed: that takes twice as long.
    found = searcher.aggregate(query, {"all": {"value_count": {"field": "source"}}})
    return int(found["all"]["value"])


def values_of(searcher: tantivy.Searcher, query: Query, name: str) -> Counts:
    """The counts of all values of a field. Of more than 2 × MOST_VALUES the lowest and highest ids only."""
    found = _aggregate(searcher, query, {name: _terms(name, order={"_key": "asc"})})[name]
    counts = _counts(found)
    if found["sum_other_doc_count"]:
        counts |= _counts(_aggregate(searcher, query, {name: _terms(name, order={"_key": "desc"})})[name])
    return counts


def _most_frequent(
    searcher: tantivy.Searcher, query: Query, fields: Sequence[str], archive: ArchiveCounts
) -> dict[str, Counts]:
    few = {name: _terms(name) for name in fields if archive.has_few(name)}
    many = {name: _terms(name, TOP_VALUES, segment_size=_OF_A_SEGMENT) for name in fields if name not in few}
    found = _aggregate(searcher, query, few | many)
    return {
        name: _counts(found[name]) if name in few else _leading(searcher, query, name, found[name]) for name in fields
    }


def _leading(searcher: tantivy.Searcher, query: Query, name: str, found: Mapping[str, Any]) -> Counts:
    """The exact counts of the most frequent values of a field, from what each segment told of it; and of UNKNOWN.

    A count can be too small by what the segments left out. Whatever can be among the first LEADING is counted by
    itself; where that could be what nobody told, or too many, all values are counted.
    """
    leading, left_out = _counts(found), found["doc_count_error_upper_bound"]
    if left_out:
        least = sorted(leading.values(), reverse=True)[:LEADING][-1]
        candidates = [value for value, number in leading.items() if number + left_out >= least]
        if min(leading.values()) + left_out >= least or len(candidates) > _MOST_COUNTED:
            leading = _counts(_aggregate(searcher, query, {name: _terms(name, TOP_VALUES)})[name])
        else:
            exact = ((value, count(searcher, _both(query, name, value))) for value in candidates)
            leading = dict(sorted(exact, key=_most_first)[:LEADING])
    if UNKNOWN not in leading and (unknown := count(searcher, _both(query, name, UNKNOWN))):
        leading[UNKNOWN] = unknown
    return leading


def _most_first(counted: tuple[int, int]) -> tuple[int, int]:
    return -counted[1], counted[0]


def _both(query: Query, name: str, value: int) -> Query:
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.term_query(schema(), name, value))])


def _terms(
    name: str, size: int = MOST_VALUES, *, order: Mapping[str, str] | None = None, segment_size: int = _EACH_SEGMENT
) -> dict[str, Any]:
    asked: dict[str, Any] = {"field": name, "size": size, "segment_size": segment_size}
    return {"terms": asked | ({"order": order} if order else {})}


def _aggregate(searcher: tantivy.Searcher, query: Query, wanted: Mapping[str, Any]) -> dict[str, Any]:
    return searcher.aggregate(query, dict(wanted)) if wanted else {}


def _counts(found: Mapping[str, Any]) -> Counts:
    return {int(bucket["key"]): bucket["doc_count"] for bucket in found["buckets"]}


def _less(all_counts: Mapping[int, int], taken: Mapping[int, int]) -> Counts:
    return {value: number - taken.get(value, 0) for value, number in all_counts.items() if number > taken.get(value, 0)}
