"""Make the counts of fields with very many values exact, with a second request if necessary.

In the first request, each segment of the index returns only its most frequent values, because to
convert all values to Python would take too long. tantivy also returns an upper bound for the counts
that segments left out. Then all values that could be among the most frequent ones are counted
again.
"""

from collections.abc import Mapping
from typing import Any

from archive.search.counts.tantivy_counts import (
    Counts,
    bucket_counts,
    terms_request,
    top_values,
    with_unknown,
)
from archive.search.counts.totals_cache import MAX_TOP_VALUES, MIN_TOP_VALUES
from archive.search.values import UNKNOWN

# At most this number of values of one field are counted again. To count one value again takes as
# long as to count all values of a thousand articles.
_MAX_RECOUNTED = 64
_SEGMENT_SIZE = 1_000  # the most values that a segment returns for `segment_request`


def segment_request(name: str) -> dict[str, Any]:
    """Return a request for the most frequent values of the field `name` in each segment."""
    return terms_request(name, MAX_TOP_VALUES, segment_size=_SEGMENT_SIZE)


class SegmentCounts:
    """The counts in answers to `segment_request`, by field, and what must be counted again.

    `values` maps a field to the values that must be counted again: UNKNOWN, and all values that
    could be among the top MIN_TOP_VALUES. If too many values could be among them, all values of the
    field are counted instead. `complete` has the requests for this, as a dict from a key to a
    request. tantivy's answer to a request has the same key.
    """

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self._counted = {name: bucket_counts(answer) for name, answer in answers.items()}
        self._unsure = {
            name for name, answer in answers.items() if answer["doc_count_error_upper_bound"]
        }
        candidates = {
            name: _candidates(self._counted[name], answers[name]["doc_count_error_upper_bound"])
            for name in self._unsure
        }
        self.complete = {
            _key(name): terms_request(name, MAX_TOP_VALUES)
            for name, values in candidates.items()
            if values is None
        }
        self.values = {
            name: {UNKNOWN, *(candidates.get(name) or ())}
            for name, counts in self._counted.items()
            if name in self._unsure or UNKNOWN not in counts
        }

    def exact(
        self, recounted: Mapping[str, Counts], complete: Mapping[str, Any]
    ) -> dict[str, Counts]:
        """Return exact counts of the most frequent values by field, and of UNKNOWN.

        `recounted` has the counts of `values` by field, and `complete` the answers to the requests
        in `complete`.
        """
        counted = dict(self._counted)
        for name in self.values:
            again = dict(recounted[name])
            unknown = again.pop(UNKNOWN, 0)
            if _key(name) in complete:
                counted[name] = bucket_counts(complete[_key(name)])
            elif name in self._unsure:
                counted[name] = top_values(again, MIN_TOP_VALUES)
            counted[name] = with_unknown(counted[name], unknown)
        return counted


def _key(name: str) -> str:
    return f"every {name}"


def _candidates(counts: Counts, left_out: int) -> list[int] | None:
    """Return the values that could be among the top MIN_TOP_VALUES.

    Each count can be too small by up to `left_out`. Returns None if more than _MAX_RECOUNTED values
    could be among the top values, or if a value that no segment returned could be among them.
    """
    known = top_values(counts, len(counts))
    least = min(top_values(known, MIN_TOP_VALUES).values(), default=0)
    candidates = [value for value, number in known.items() if number + left_out >= least]
    is_sure = known and min(known.values()) + left_out < least and len(candidates) <= _MAX_RECOUNTED
    return candidates if is_sure else None
