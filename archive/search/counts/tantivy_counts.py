"""Request counts from tantivy, and convert its answers to the number of articles per value."""

from collections.abc import Collection, Mapping
from typing import Any

import tantivy
from tantivy import Query

from archive.search.values import UNKNOWN

# A bucket is one value with its count in tantivy's answer. tantivy raises an error if an answer has
# more than 65,000 buckets. If a field has more values, we count them in several requests.
MAX_BUCKETS = 60_000
# More values than any segment has. Because of this high limit, every segment returns all of its
# values. If a segment left out values, the sums over all segments would be too small.
_ALL_OF_SEGMENT = 10_000_000

Counts = dict[int, int]
"""The number of articles for each value of a field."""


def aggregate(
    searcher: tantivy.Searcher, query: Query, requests: Mapping[str, Any]
) -> dict[str, Any]:
    """Return tantivy's answers to requests for counts; each answer has the key of its request."""
    return searcher.aggregate(query, dict(requests)) if requests else {}


def count(searcher: tantivy.Searcher, query: Query) -> int:
    """Return how many articles match a query."""
    # Every article has exactly one source, perhaps the unknown one. Counting the sources is twice
    # as fast as a search, because tantivy computes scores for a search.
    answer = searcher.aggregate(query, {"all": {"value_count": {"field": "source"}}})
    return int(answer["all"]["value"])


def count_every_value(searcher: tantivy.Searcher, query: Query, name: str) -> Counts:
    """Return the counts of all values of a field, even if one request cannot return all of them."""
    answer = aggregate(searcher, query, {name: terms_request(name)})[name]
    if not answer["sum_other_doc_count"]:
        return bucket_counts(answer)
    highest = searcher.aggregate(query, {"highest": {"max": {"field": name}}})["highest"]["value"]
    counts: Counts = {}
    for first in range(0, int(highest) + 1, MAX_BUCKETS):
        request = histogram_request(name, first, first + MAX_BUCKETS)
        counts |= bucket_counts(searcher.aggregate(query, {"part": request})["part"])
    return counts


def count_ranges(searcher: tantivy.Searcher, query: Query, name: str, width: int) -> Counts:
    """Return how many articles have a number of each range of a field, by its first number.

    The ranges are from 0 to `width` - 1, from `width` to 2 × `width` - 1, and so on.
    """
    request = {"histogram": {"field": name, "interval": float(width), "min_doc_count": 1}}
    return bucket_counts(searcher.aggregate(query, {"ranges": request})["ranges"])


def terms_request(
    name: str, size: int = MAX_BUCKETS, *, segment_size: int = _ALL_OF_SEGMENT
) -> dict[str, Any]:
    """Return a request for the `size` most frequent values of the index field `name`.

    For each segment of the index, tantivy counts only the `segment_size` most frequent values, and
    then adds the counts of all segments. So a count is too small if a segment left out the value.
    With the default `segment_size`, no segment leaves out a value, and the counts are exact.
    """
    return {"terms": {"field": name, "size": size, "segment_size": segment_size}}


def histogram_request(name: str, first: int, end: int) -> dict[str, Any]:
    """Return a request for the counts of all values from `first` to `end`, without `end`."""
    bounds = {"min": float(first), "max": float(end - 1)}
    return {
        "histogram": {"field": name, "interval": 1.0, "min_doc_count": 1, "hard_bounds": bounds}
    }


def range_request(name: str, values: Collection[int]) -> dict[str, Any]:
    """Return a request for the counts of these values of a field.

    UNKNOWN must be one of `values`, because `range_counts` expects it in the answer.
    """
    ranges = [{"from": float(value), "to": float(value + 1)} for value in sorted(values)]
    return {"range": {"field": name, "ranges": ranges}}


def range_counts(answer: Mapping[str, Any]) -> Counts:
    """Return the counts in an answer to `range_request`, without zeros."""
    # tantivy adds ranges for the numbers between the requested values; we skip these ranges. The
    # range of UNKNOWN, which is the lowest value, has no start in the answer.
    ends = (
        (bucket.get("from", UNKNOWN), bucket.get("to"), bucket["doc_count"])
        for bucket in answer["buckets"]
    )
    return {int(first): number for first, last, number in ends if last == first + 1 and number}


def bucket_counts(answer: Mapping[str, Any]) -> Counts:
    """Return the counts in an answer to `terms_request` or `histogram_request`."""
    return {int(bucket["key"]): bucket["doc_count"] for bucket in answer["buckets"]}


def subtract(counts: Mapping[int, int], taken: Mapping[int, int]) -> Counts:
    """Return `counts` minus the counts in `taken`, without the values whose result is 0."""
    return {
        value: number - taken.get(value, 0)
        for value, number in counts.items()
        if number > taken.get(value, 0)
    }


def top_values(counts: Counts, number: int) -> Counts:
    """Return the `number` most frequent values with their counts, most frequent first.

    UNKNOWN is left out. Values with equal counts are in ascending order.
    """
    known = [pair for pair in counts.items() if pair[0] != UNKNOWN]
    return dict(sorted(known, key=lambda pair: (-pair[1], pair[0]))[:number])


def with_unknown(counts: Counts, unknown: int) -> Counts:
    """Return `counts` with `unknown` added as the count of UNKNOWN; unchanged if `unknown` is 0."""
    return counts | {UNKNOWN: unknown} if unknown else counts
