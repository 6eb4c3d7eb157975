"""Request counts from tantivy, and convert its answers to plain numbers: articles per value."""

from collections.abc import Collection, Mapping
from typing import Any

import tantivy
from tantivy import Query

from archive.search.values import UNKNOWN

# tantivy aborts an aggregation with more than 65,000 buckets. More values are counted in parts.
MAX_BUCKETS = 60_000
# Every segment must return all of its values, because otherwise the sums would be too small.
_ALL_OF_SEGMENT = 10_000_000

Counts = dict[int, int]


def aggregate(
    searcher: tantivy.Searcher, query: Query, requests: Mapping[str, Any]
) -> dict[str, Any]:
    """Return tantivy's answer to each request."""
    return searcher.aggregate(query, dict(requests)) if requests else {}


def count(searcher: tantivy.Searcher, query: Query) -> int:
    """Return how many articles match."""
    # Every article has one source, which can be unknown. Counting the sources is twice as fast as a
    # search, for which tantivy computes scores.
    answer = searcher.aggregate(query, {"all": {"value_count": {"field": "source"}}})
    return int(answer["all"]["value"])


def count_every_value(searcher: tantivy.Searcher, query: Query, name: str) -> Counts:
    """Return the counts of all values of a field, even if they are too many for one request."""
    answer = aggregate(searcher, query, {name: terms_request(name)})[name]
    if not answer["sum_other_doc_count"]:
        return bucket_counts(answer)
    highest = searcher.aggregate(query, {"highest": {"max": {"field": name}}})["highest"]["value"]
    counts: Counts = {}
    for first in range(0, int(highest) + 1, MAX_BUCKETS):
        request = histogram_request(name, first, first + MAX_BUCKETS)
        counts |= bucket_counts(searcher.aggregate(query, {"part": request})["part"])
    return counts


def terms_request(
    name: str, size: int = MAX_BUCKETS, *, segment_size: int = _ALL_OF_SEGMENT
) -> dict[str, Any]:
    """Return a request for the `size` most frequent values of a field.

    tantivy only considers the `segment_size` most frequent values of each segment.
    """
    return {"terms": {"field": name, "size": size, "segment_size": segment_size}}


def histogram_request(name: str, first: int, end: int) -> dict[str, Any]:
    """Return a request for all values of a field from `first` to `end`, `end` excluded."""
    bounds = {"min": float(first), "max": float(end - 1)}
    return {
        "histogram": {"field": name, "interval": 1.0, "min_doc_count": 1, "hard_bounds": bounds}
    }


def range_request(name: str, values: Collection[int]) -> dict[str, Any]:
    """Return a request for certain values of a field, which must include UNKNOWN."""
    ranges = [{"from": float(value), "to": float(value + 1)} for value in sorted(values)]
    return {"range": {"field": name, "ranges": ranges}}


def range_counts(answer: Mapping[str, Any]) -> Counts:
    """Return the counts in an answer to `range_request`."""
    # The answer also has ranges between the values, which are skipped. UNKNOWN is the lowest
    # number, and tantivy gives its range no start.
    ends = (
        (bucket.get("from", UNKNOWN), bucket.get("to"), bucket["doc_count"])
        for bucket in answer["buckets"]
    )
    return {int(first): number for first, last, number in ends if last == first + 1 and number}


def bucket_counts(answer: Mapping[str, Any]) -> Counts:
    """Return the counts in an answer to `terms_request` or `histogram_request`."""
    return {int(bucket["key"]): bucket["doc_count"] for bucket in answer["buckets"]}


def subtract(counts: Mapping[int, int], taken: Mapping[int, int]) -> Counts:
    """Subtract the counts `taken` from `counts`; leave out values with a result of 0."""
    return {
        value: number - taken.get(value, 0)
        for value, number in counts.items()
        if number > taken.get(value, 0)
    }


def top_values(counts: Counts, number: int) -> Counts:
    """Return the most frequent values in descending order, without UNKNOWN."""
    known = [pair for pair in counts.items() if pair[0] != UNKNOWN]
    return dict(sorted(known, key=lambda pair: (-pair[1], pair[0]))[:number])


def with_unknown(counts: Counts, unknown: int) -> Counts:
    """Add the number of articles without a value to the counts, unless it is 0."""
    return counts | {UNKNOWN: unknown} if unknown else counts
