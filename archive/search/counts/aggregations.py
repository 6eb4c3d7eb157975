"""What tantivy is asked for when it counts, and its answers as plain numbers: by value, how many
articles have it."""

from collections.abc import Collection, Mapping
from typing import Any

import tantivy
from tantivy import Query

from archive.search.values import UNKNOWN

# tantivy aborts an aggregation that gives more than 65,000 values. More than these are asked for in
# parts.
MAX_BUCKETS = 60_000
_EACH_SEGMENT = 10_000_000  # no segment may leave out a value, or the sums would be too small

Counts = dict[int, int]


def aggregate(
    searcher: tantivy.Searcher, query: Query, wanted: Mapping[str, Any]
) -> dict[str, Any]:
    """tantivy's answer, of nothing without asking."""
    return searcher.aggregate(query, dict(wanted)) if wanted else {}


def count(searcher: tantivy.Searcher, query: Query) -> int:
    """How many articles match."""
    # Every article has one source, perhaps unknown. Counted like this no article is weighed: that
    # takes twice as long.
    found = searcher.aggregate(query, {"all": {"value_count": {"field": "source"}}})
    return int(found["all"]["value"])


def count_every_value(searcher: tantivy.Searcher, query: Query, name: str) -> Counts:
    """The counts of all values of a field, however many."""
    found = aggregate(searcher, query, {name: terms(name)})[name]
    if not found["sum_other_doc_count"]:
        return bucket_counts(found)
    highest = int(
        searcher.aggregate(query, {"highest": {"max": {"field": name}}})["highest"]["value"]
    )
    counts: Counts = {}
    for first in range(0, highest + 1, MAX_BUCKETS):
        counts |= bucket_counts(
            searcher.aggregate(
                query, {"part": histogram_request(name, first, first + MAX_BUCKETS)}
            )["part"]
        )
    return counts


def terms(
    name: str, size: int = MAX_BUCKETS, *, segment_size: int = _EACH_SEGMENT
) -> dict[str, Any]:
    """Asks for the most frequent values of a field, so many, of those that each segment has most
    of."""
    return {"terms": {"field": name, "size": size, "segment_size": segment_size}}


def histogram_request(name: str, first: int, end: int) -> dict[str, Any]:
    """Asks for all values from `first` on, below `end`."""
    bounds = {"min": float(first), "max": float(end - 1)}
    return {
        "histogram": {"field": name, "interval": 1.0, "min_doc_count": 1, "hard_bounds": bounds}
    }


def range_request(name: str, values: Collection[int]) -> dict[str, Any]:
    """Asks for these values, of which UNKNOWN is one: `range_counts` reads the answer."""
    ranges = [{"from": float(value), "to": float(value + 1)} for value in sorted(values)]
    return {"range": {"field": name, "ranges": ranges}}


def range_counts(found: Mapping[str, Any]) -> Counts:
    """The counts in an answer to `range_request`."""
    # What lies between the values is told, too; what begins with UNKNOWN, the least number, says
    # only where it ends.
    ends = (
        (bucket.get("from", UNKNOWN), bucket.get("to"), bucket["doc_count"])
        for bucket in found["buckets"]
    )
    return {int(first): number for first, last, number in ends if last == first + 1 and number}


def bucket_counts(found: Mapping[str, Any]) -> Counts:
    """The counts in an answer to `terms` or `histogram_request`."""
    return {int(bucket["key"]): bucket["doc_count"] for bucket in found["buckets"]}


def subtract(counts: Mapping[int, int], taken: Mapping[int, int]) -> Counts:
    """What is left of these counts."""
    return {
        value: number - taken.get(value, 0)
        for value, number in counts.items()
        if number > taken.get(value, 0)
    }


def top_values(counts: Counts, number: int) -> Counts:
    """The most frequent values, in their order; UNKNOWN is none of them."""
    known = [pair for pair in counts.items() if pair[0] != UNKNOWN]
    return dict(sorted(known, key=lambda pair: (-pair[1], pair[0]))[:number])


def with_unknown(counts: Counts, unknown: int) -> Counts:
    """The counts, and how many articles have no value."""
    return counts | {UNKNOWN: unknown} if unknown else counts
