"""Words that name an organisation or a person, listed or detected automatically."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from ingest.mentions.field_text import FieldText


class NameSpan(NamedTuple):
    """Words that name an organisation or a person.

    For a listed entity `slug` is set, for a detected entity `name`, its heading. `site` is the slug
    of the place that the name implies, `after` the end of the words that may be followed by its
    place ("Jisa and Usan farms in …": of both, "farms").
    """

    field: FieldText
    start: int
    end: int
    kind: str
    rule: str
    confidence: float
    slug: str = ""
    name: str = ""
    site: str = ""
    after: int = 0

    @property
    def quoted(self) -> str:
        """Return the name exactly as the title or body has it."""
        return self.field.original[self.start : self.end]


class TakenSpans:
    """Spans of a text that do not overlap, to test whether another span overlaps any of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def touches(self, start: int, end: int) -> bool:
        """Tell whether any of the spans overlaps the span from `start` to `end`."""
        index = self._first(start)
        return index < len(self._starts) and self._starts[index] < end

    def within(self, start: int, end: int) -> Iterable[tuple[int, int]]:
        """Yield the spans that overlap the span from `start` to `end`, in order."""
        index = self._first(start)
        while index < len(self._spans) and self._spans[index][0] < end:
            yield self._spans[index]
            index += 1

    def _first(self, start: int) -> int:
        """Return the index of the first span that ends after a position."""
        index = bisect_right(self._starts, start)
        return index - 1 if index and self._spans[index - 1][1] > start else index
