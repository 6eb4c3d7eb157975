"""The number of articles with each value in the whole archive, cached and updated at each commit.

During an import, one or two thousand articles are committed to the index every four seconds. To
count a million articles again after each commit would take too long. So we update the counts of an
earlier commit: we subtract the values that the changed articles had then, and add the values that
they have now.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

import tantivy
from tantivy import Query

from archive.search.analysis.schema import schema
from archive.search.counts.tantivy_counts import (
    MAX_BUCKETS,
    Counts,
    aggregate,
    bucket_counts,
    count,
    count_every_value,
    terms_request,
    top_values,
    with_unknown,
)
from archive.search.facets import FACETS, Values
from archive.search.query.tantivy_queries import term
from archive.search.values import UNKNOWN

# If a field has very many values, counts are returned only for the 12 to 100 most frequent values
# and for UNKNOWN.
MAX_TOP_VALUES, MIN_TOP_VALUES = 100, 12
# A field with more values than this has “very many values”: to convert all of them to Python
# numbers would take longer than counting. Places have no such limit, because the places beside a
# list include every province, and every place inside an opened province, even if few articles
# mention them.
MAX_VALUES_OF = {facet.field: 1_000 for facet in FACETS.values() if facet.values is Values.ENTITY}
# If a query matches a share s of the archive, we expect that it matches at least the share
# _LIKELY * s of the articles with a frequent value.
_LIKELY = 0.8


class FieldCounts:
    """The counts of one field in the whole archive.

    If `is_all` is true, `known` and `counts` both contain all values. Otherwise:

    - `known` contains the values whose counts we know. Except for UNKNOWN, each value in `known`
      has at least as many articles as any value outside `known`.
    - `counts` contains only the MAX_TOP_VALUES most frequent values of `known`, and UNKNOWN.
    - A value outside `known` has at most `limits[value]` articles. If it is not in `limits`, it has
      at most `bound` articles.
    """

    def __init__(
        self,
        known: Counts,
        *,
        is_all: bool,
        bound: int | None = None,
        limits: Mapping[int, int] | None = None,
    ) -> None:
        self.is_all = is_all
        self.known = known
        self.counts = (
            known
            if is_all
            else with_unknown(top_values(known, MAX_TOP_VALUES), known.get(UNKNOWN, 0))
        )
        ranked = {} if is_all else top_values(known, len(known))
        self._negated = [-number for number in ranked.values()]
        self._ends = list(accumulate((value + 1 for value in ranked), max))
        self._bound = bound if bound is not None else min(ranked.values(), default=0)
        self._limits = limits or {}

    def updated(self, removed: Counts, added: Counts, max_values: int) -> "FieldCounts | None":
        """Return the counts after articles were removed from the archive and added to it.

        `removed` has the counts of the removed articles, and `added` has the counts of the added
        articles. Returns None if everything must be counted again, for one of two reasons:

        - All values were known (`is_all`), and the field now has more than `max_values` values.
        - Only the most frequent values were known, and too few of them would be known now.
        """
        change = {
            value: added.get(value, 0) - removed.get(value, 0)
            for value in removed.keys() | added.keys()
        }
        if self.is_all:
            every = {
                value: self.known.get(value, 0) + change.get(value, 0)
                for value in self.known | change
            }
            known = {value: number for value, number in every.items() if number}
            return FieldCounts(known, is_all=True) if len(known) <= max_values else None
        known, limits = dict(self.known), dict(self._limits)
        for value, number in change.items():
            if value in known or value == UNKNOWN:
                known[value] = known.get(value, 0) + number
            else:
                limits[value] = limits.get(value, self._bound) + number
        highest_limit = max(self._bound, *limits.values(), 0)
        # A value with exactly the count `highest_limit` is removed from `known`, too. So the result
        # does not depend on the order in which values were counted.
        limits |= {
            value: number
            for value, number in known.items()
            if value != UNKNOWN and number <= highest_limit
        }
        known = {value: number for value, number in known.items() if number and value not in limits}
        if len(known.keys() - {UNKNOWN}) < max(MAX_TOP_VALUES, max_values / 2):
            return None
        return FieldCounts(known, is_all=False, bound=self._bound, limits=limits)

    def likely_least(self, share: float) -> int:
        """Estimate the lowest of the top MIN_TOP_VALUES counts among the articles of a query.

        `share` is the share of the archive that matches the query, from 0 to 1. Returns 0 if we
        know too few counts.
        """
        return (
            int(-_LIKELY * share * self._negated[MIN_TOP_VALUES - 1])
            if len(self._negated) >= MIN_TOP_VALUES
            else 0
        )

    def end_above(self, least: int) -> int:
        """Return an id that is above the ids of all values with more than `least` articles.

        Returns 0 if we do not know such an id.
        """
        more = bisect_left(self._negated, -least)
        return self._ends[more - 1] if 0 < more < len(self._negated) else 0


class EarlierTotals(NamedTuple):
    """The counts of an earlier commit, and the ids of all articles that can have changed since."""

    counts: "ArchiveTotals"
    article_ids: Collection[int]


@dataclass(slots=True)
class ArchiveTotals:
    """The counts of the whole archive by field, for one commit of the index.

    A field is counted when its counts are first needed. If `earlier` contains counts of the field,
    only the articles that can have changed since that commit are counted. The commit contains at
    least the changes up to the archive version `reached`.
    """

    searcher: tantivy.Searcher
    reached: int = 0
    earlier: EarlierTotals | None = None
    _fields: dict[str, FieldCounts] = field(default_factory=dict)
    _complete: dict[str, Counts] = field(default_factory=dict)

    @property
    def kept(self) -> "ArchiveTotals | None":
        """Return the totals from which the totals of the next commit can be computed, or None.

        These are the totals of this commit if any field was counted, otherwise those of an earlier
        commit. The result is None if neither has totals.
        """
        if earlier := self.earlier:
            return earlier.counts
        return self if self._fields else None

    def every_value(self, name: str) -> Counts:
        """Return the counts of all values of a field, even if there are very many values."""
        if name not in self._complete:
            counted = self.of_field(name)
            self._complete[name] = (
                counted.counts
                if counted.is_all
                else count_every_value(self.searcher, Query.all_query(), name)
            )
        return self._complete[name]

    def is_empty(self, name: str) -> bool:
        """Return True if no article has a known value in this field."""
        return self.of_field(name).counts.keys() <= {UNKNOWN}

    def has_few(self, name: str) -> bool:
        """Return True if the field has so few values that the counts of all of them are kept."""
        return self.of_field(name).is_all

    def of_field(self, name: str) -> FieldCounts:
        """Return the counts of one field; count the field if necessary."""
        # Two threads can do this at the same time; the result is the same.
        if earlier := self.earlier:
            self._fields |= self._updated(earlier)
            self.earlier = None  # the searcher of `earlier` keeps files of deleted segments open
        if name not in self._fields:
            self._fields[name] = self._counted(name)
        return self._fields[name]

    def _updated(self, earlier: EarlierTotals) -> dict[str, FieldCounts]:
        """Return updated counts by field, from the counts of an earlier commit.

        Fields that must be counted again are left out.
        """
        before = earlier.counts.searcher
        changed = Query.term_set_query(schema(), "id", list(earlier.article_ids))
        unchanged_before = before.num_docs - count(before, changed)
        if unchanged_before != self.searcher.num_docs - count(self.searcher, changed):
            return {}  # the index was rebuilt, or articles outside `article_ids` changed
        fields = {}
        # We loop over a copy, because another thread may add a field meanwhile.
        for name, counted in list(earlier.counts._fields.items()):
            removed = count_every_value(before, changed, name)
            added = count_every_value(self.searcher, changed, name)
            if counts := counted.updated(removed, added, _max_values(name)):
                fields[name] = counts
        return fields

    def _counted(self, name: str) -> FieldCounts:
        request = terms_request(name, _max_values(name))
        answer = aggregate(self.searcher, Query.all_query(), {name: request})[name]
        known, is_all = bucket_counts(answer), not answer["sum_other_doc_count"]
        if not (is_all or UNKNOWN in known):
            known = with_unknown(known, count(self.searcher, term(name, UNKNOWN)))
        return FieldCounts(known, is_all=is_all)


def counts_among(
    searcher: tantivy.Searcher, name: str, values: Collection[int], archive: ArchiveTotals
) -> Counts:
    """Return how many articles of the archive have each of these values, without zeros.

    `name` is the field of the values, and `archive` has the counts of the whole archive.
    """
    counted = archive.of_field(name)
    counts = {value: counted.known[value] for value in values if value in counted.known}
    rare = [] if counted.is_all else sorted(set(values) - counts.keys())
    if rare:
        every = count_every_value(searcher, Query.term_set_query(schema(), name, rare), name)
        counts |= {value: every[value] for value in rare if value in every}
    return counts


def _max_values(name: str) -> int:
    return MAX_VALUES_OF.get(name, MAX_BUCKETS)
