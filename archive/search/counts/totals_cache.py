"""How many articles of the whole archive have each value: counted once, and carried on from commit
to commit.

While an import goes on there is a commit every second, of a few hundred articles beside perhaps a
million. So what an earlier commit counted is kept, less what the articles that may differ had then,
with what they have now."""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

import tantivy
from tantivy import Query

from archive.search.analysis.schema import schema
from archive.search.counts.aggregations import (
    MAX_BUCKETS,
    Counts,
    aggregate,
    bucket_counts,
    count,
    count_every_value,
    terms,
    top_values,
    with_unknown,
)
from archive.search.facets import FACETS, Values
from archive.search.values import UNKNOWN

# Of very many values this many are told at most, the most frequent, and so many at least.
MAX_TOP_VALUES, MIN_TOP_VALUES = 100, 12  # UNKNOWN can be one of the first
# If a field has more values than this, only the most frequent are returned: converting all of them
# to numbers would cost more than counting. Of places all are returned: a province is shown however
# rare it is, and so are the places in an opened one.
MAX_VALUES_OF = {facet.field: 1_000 for facet in FACETS.values() if facet.values is Values.ENTITY}
_LIKELY = 0.8  # of what a value has in the archive, times the share that is looked at


class FieldCounts:
    """The counts of one field in the whole archive.

    `counts` are what a list of the whole archive shows: everything (`is_all`), or of very many
    values the most frequent and UNKNOWN. `held` are all whose numbers are known: no other value has
    more articles than the rarest of these."""

    def __init__(
        self,
        held: Counts,
        *,
        is_all: bool,
        bound: int | None = None,
        others: Mapping[int, int] | None = None,
    ) -> None:
        self.is_all = is_all
        self.held = held
        self.counts = (
            held if is_all else with_unknown(top_values(held, MAX_TOP_VALUES), held.get(UNKNOWN, 0))
        )
        known = {} if is_all else top_values(held, len(held))
        self._negated = [-number for number in known.values()]
        self._ends = list(accumulate((value + 1 for value in known), max))
        # No value that is not held has more than the bound, but for `others`, of which it is told
        # what each can have.
        self._bound = bound if bound is not None else min(known.values(), default=0)
        self._others = others or {}

    def changed(self, gone: Counts, come: Counts, few: int) -> "FieldCounts | None":
        """The counts without those of articles that are `gone` and with those of others that
        `come`. None when too few values are known to be the most frequent then, or all are more
        than `few`."""
        change = {
            value: come.get(value, 0) - gone.get(value, 0) for value in gone.keys() | come.keys()
        }
        if self.is_all:
            every = {
                value: self.held.get(value, 0) + change.get(value, 0)
                for value in self.held | change
            }
            held = {value: number for value, number in every.items() if number}
            return FieldCounts(held, is_all=True) if len(held) <= few else None
        held, others = dict(self.held), dict(self._others)
        for value, number in change.items():
            if value in held or value == UNKNOWN:
                held[value] = held.get(value, 0) + number
            else:
                others[value] = others.get(value, self._bound) + number
        most_others = max(self._bound, *others.values(), 0)
        # Not even as many: who has the same number must not depend on who was counted when.
        others |= {
            value: number
            for value, number in held.items()
            if value != UNKNOWN and number <= most_others
        }
        held = {value: number for value, number in held.items() if number and value not in others}
        if len(held.keys() - {UNKNOWN}) < max(MAX_TOP_VALUES, few / 2):
            return None
        return FieldCounts(held, is_all=False, bound=self._bound, others=others)

    def likely_least(self, share: float) -> int:
        """What each of the LEADING values is likely to have in such a share of the archive."""
        return (
            int(-_LIKELY * share * self._negated[MIN_TOP_VALUES - 1])
            if len(self._negated) >= MIN_TOP_VALUES
            else 0
        )

    def end_above(self, least: int) -> int:
        """All values that more than `least` articles have are below this number; 0 where that is
        not known."""
        more = bisect_left(self._negated, -least)
        return self._ends[more - 1] if 0 < more < len(self._negated) else 0


class EarlierTotals(NamedTuple):
    """What an earlier commit counted, and the articles that may differ from it: no others do."""

    counts: "ArchiveTotals"
    article_ids: Collection[int]


@dataclass(slots=True)
class ArchiveTotals:
    """The counts of the whole archive by field, counted when first needed, for one commit of the
    index.

    With what was `earlier` they are made of that, where it was counted, and only the articles that
    may differ are looked at. `reached` is the archive version that the commit holds at least."""

    searcher: tantivy.Searcher
    reached: int = 0
    earlier: EarlierTotals | None = None
    _fields: dict[str, FieldCounts] = field(default_factory=dict)
    _all: dict[str, Counts] = field(default_factory=dict)

    @property
    def kept(self) -> "ArchiveTotals | None":
        """Those that a later commit can carry on: these or, as long as nobody asked for them, the
        earlier ones."""
        if earlier := self.earlier:
            return earlier.counts
        return self if self._fields else None

    def of(self, name: str) -> Counts:
        """All values of a field."""
        if name not in self._all:
            known = self.known(name)
            self._all[name] = (
                known.counts
                if known.is_all
                else count_every_value(self.searcher, Query.all_query(), name)
            )
        return self._all[name]

    def is_empty(self, name: str) -> bool:
        """Whether no article has any value of this field."""
        return self.known(name).counts.keys() <= {UNKNOWN}

    def has_few(self, name: str) -> bool:
        """Whether a list shows all values of an entity field."""
        return self.known(name).is_all

    def known(self, name: str) -> FieldCounts:
        """What is kept of one field."""
        if earlier := self.earlier:  # two threads may both carry on: with the same result
            self._fields |= self._carried_on(earlier)
            self.earlier = None  # with its searcher, which keeps the files of its segments
        if name not in self._fields:
            self._fields[name] = self._counted(name)
        return self._fields[name]

    def _carried_on(self, earlier: EarlierTotals) -> dict[str, FieldCounts]:
        """What was counted earlier, with what changed; without the fields of which that cannot be
        told."""
        before, changed = (
            earlier.counts.searcher,
            Query.term_set_query(schema(), "id", list(earlier.article_ids)),
        )
        if before.num_docs - count(before, changed) != self.searcher.num_docs - count(
            self.searcher, changed
        ):
            return {}  # an index that was made anew, or a number that was not written
        fields = {}
        for name, counted in list(
            earlier.counts._fields.items()
        ):  # others may still be counted by another thread
            gone, come = (
                count_every_value(before, changed, name),
                count_every_value(self.searcher, changed, name),
            )
            if counts := counted.changed(gone, come, _few(name)):
                fields[name] = counts
        return fields

    def _counted(self, name: str) -> FieldCounts:
        every = Query.all_query()
        found = aggregate(self.searcher, every, {name: terms(name, _few(name))})[name]
        held, is_all = bucket_counts(found), not found["sum_other_doc_count"]
        if not (is_all or UNKNOWN in held):
            held = with_unknown(
                held, count(self.searcher, Query.term_query(schema(), name, UNKNOWN))
            )
        return FieldCounts(held, is_all=is_all)


def counts_among(
    searcher: tantivy.Searcher, name: str, values: Collection[int], archive: ArchiveTotals
) -> Counts:
    """How many articles of the archive have each of these values of an entity field, those that any
    has."""
    known = archive.known(name)
    counts = {value: known.held[value] for value in values if value in known.held}
    rare = [] if known.is_all else sorted(set(values) - counts.keys())
    if rare:
        found = count_every_value(searcher, Query.term_set_query(schema(), name, rare), name)
        counts |= {value: found[value] for value in rare if value in found}
    return counts


def _few(name: str) -> int:
    return MAX_VALUES_OF.get(name, MAX_BUCKETS)
