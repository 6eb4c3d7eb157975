"""Words that name an organisation or a person, listed or detected automatically."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from ingest.mentions.context import FieldText


class NameSpan(NamedTuple):
    """Words that name an organisation or a person.

    A listed one has its `slug`; of a detected one `name` is its heading. `site` is the slug of the
    place that the name implies, `after` the end of the words that may be followed by its place
    ("Jisa and Usan farms in …": of both, "farms").
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
        """The name exactly as the title or body has it."""
        return self.field.original[self.start : self.end]


class TakenSpans:
    """Spans of a text that do not overlap each other, to test whether others overlap them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def touches(self, start: int, end: int) -> bool:
        """Tell whether any of the spans overlaps this one."""
        at = self._first(start)
        return at < len(self._starts) and self._starts[at] < end

    def within(self, start: int, end: int) -> Iterable[tuple[int, int]]:
        """Yield the spans that overlap this one, in order."""
        at = self._first(start)
        while at < len(self._spans) and self._spans[at][0] < end:
            yield self._spans[at]
            at += 1

    def _first(self, start: int) -> int:
        """Return the index of the first span that ends after a position."""
        at = bisect_right(self._starts, start)
        return at - 1 if at and self._spans[at - 1][1] > start else at
