"""Count the facets under several sets of filters, but find the words of the search only once.

The counts of a facet ignore the values that are selected in this facet. So the counts of each facet
with selected values need other filters. Usually each set of filters is a search of its own, because
tantivy is fast if few articles match the filters. But if the words are slow to find (phrases, NEAR,
words with a star), one request counts under all sets of filters. For this, tantivy reads the
filters as texts in its query language.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

import tantivy
from tantivy import Query

from archive.search.counts.segment_counts import SegmentCounts, segment_request
from archive.search.counts.tantivy_counts import (
    Counts,
    bucket_counts,
    range_counts,
    range_request,
    terms_request,
)
from archive.search.counts.totals_cache import ArchiveTotals
from archive.search.facets import ENTITY_FACETS
from archive.search.values import UNKNOWN


@dataclass(frozen=True, slots=True)
class FilteredFields:
    """The fields to count under one set of filters.

    `filters` is the text of the filters (`filter_texts.py`). All values of the fields in `fields`
    are counted, or the most frequent values if there are very many. `values` maps a field to values
    that are counted in any case, for example the selected people, who can be rare.
    """

    filters: str
    fields: Sequence[str] = ()
    values: Mapping[str, Set[int]] = field(default_factory=dict)

    def requests(self, archive: ArchiveTotals) -> dict[str, Any]:
        """Return the requests to tantivy by key; `archive` has the counts of the whole archive."""
        requests = {
            name: segment_request(name) if _has_many(name, archive) else terms_request(name)
            for name in self.fields
        }
        return requests | _value_requests(self.values)


def count_filtered(
    searcher: tantivy.Searcher,
    query: Query,
    parts: Mapping[str, FilteredFields],
    archive: ArchiveTotals,
) -> dict[str, dict[str, Counts]]:
    """Return the counts of each part by field: {"place": {"place": {17: 3}, "source": {2: 4}}}.

    The keys of the result are the keys of `parts`. `query` is for the words only, without filters.
    `archive` has the counts of the whole archive. The counts are exact, like the counts of
    `count_values`.
    """
    answers = _aggregate(
        searcher,
        query,
        {key: (part.filters, part.requests(archive)) for key, part in parts.items()},
    )
    segments = {
        key: SegmentCounts(
            {name: answers[key][name] for name in part.fields if _has_many(name, archive)}
        )
        for key, part in parts.items()
    }
    again = _aggregate(
        searcher,
        query,
        {
            key: (parts[key].filters, of_part.complete | _value_requests(of_part.values))
            for key, of_part in segments.items()
        },
    )
    counts: dict[str, dict[str, Counts]] = {}
    for key, part in parts.items():
        of_part = segments[key]
        recounted = {name: range_counts(again[key][_key(name)]) for name in of_part.values}
        counts[key] = {
            name: bucket_counts(answers[key][name])
            for name in part.fields
            if not _has_many(name, archive)
        }
        counts[key] |= of_part.exact(recounted, again.get(key, {}))
        for name, values in part.values.items():
            if values:
                found = range_counts(answers[key][_key(name)])
                counts[key].setdefault(name, {}).update(
                    (value, found.get(value, 0)) for value in values
                )
    return counts


def _has_many(name: str, archive: ArchiveTotals) -> bool:
    return name in ENTITY_FACETS and not archive.has_few(name)


def _value_requests(values: Mapping[str, Set[int]]) -> dict[str, Any]:
    return {
        _key(name): range_request(name, {UNKNOWN, *numbers})
        for name, numbers in values.items()
        if numbers
    }


def _key(name: str) -> str:
    return f"some {name}"


def _aggregate(
    searcher: tantivy.Searcher, query: Query, parts: Mapping[str, tuple[str, dict[str, Any]]]
) -> dict[str, dict[str, Any]]:
    """Return tantivy's answers by part and request; parts without requests are left out."""
    requests = {
        key: {"filter": filters, "aggs": of_part}
        for key, (filters, of_part) in parts.items()
        if of_part
    }
    return searcher.aggregate(query, requests) if requests else {}
