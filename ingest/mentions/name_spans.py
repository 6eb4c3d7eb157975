"""The spans of names of organisations and people, and a test whether spans overlap."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from ingest.mentions.field_text import FieldText


class NameSpan(NamedTuple):
    """Words that name an organisation or a person.

    `rule` is the code of the rule that found the name. `slug` is set for a listed entity. For an
    entity that is detected automatically, `name` is set instead: the heading of its page. `site` is
    the slug of the place where the organisation is. The text can name this place after the position
    `after`, which can be later than `end`: for "Jisa" in "Jisa and Usan farms in …" it is the end
    of "farms".
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
        """The words of the name, exactly as they are in the title or body."""
        return self.field.original[self.start : self.end]


class TakenSpans:
    """Spans of a text that do not overlap each other, to test whether other spans overlap them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def touches(self, start: int, end: int) -> bool:
        """Return True if any of the spans overlaps the span from `start` to `end`."""
        index = self._first(start)
        return index < len(self._starts) and self._starts[index] < end

    def within(self, start: int, end: int) -> Iterable[tuple[int, int]]:
        """Yield the spans that overlap the span from `start` to `end`, in text order."""
        index = self._first(start)
        while index < len(self._spans) and self._spans[index][0] < end:
            yield self._spans[index]
            index += 1

    def _first(self, start: int) -> int:
        """Return the index of the first span that ends after the position `start`.

        The result is the number of spans if there is no such span.
        """
        index = bisect_right(self._starts, start)
        return index - 1 if index and self._spans[index - 1][1] > start else index
