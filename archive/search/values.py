"""The plain values that go into a search and come out of it.

All are frozen. Ids are database ids; 0 means unknown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

UNKNOWN = 0
PAGE_SIZE = 20


class Sort(StrEnum):
    """The orders of a list of articles."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Selection:
    """The values chosen in one facet: articles with any of `included` (empty: with any value or
    none), but without those that have one of `excluded`.

    A value is the number that the index has for it, of the facet `date` a Period, or None for an
    unknown date.
    """

    included: tuple[Any, ...] = ()
    excluded: tuple[Any, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.included or self.excluded)


_ANY = Selection()


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One search of the index.

    `selections` has what is chosen, by name of the facet (`archive.search.facets`). `complete`
    names the only facet to count, with all its values; otherwise every facet is counted, but of
    very many people or organisations only the most frequent. With `is_inside` every facet is
    counted inside the whole selection, its own included, and the months of all years: the page of
    one place, organisation or person shows these counts.
    """

    words: str = ""
    selections: Mapping[str, Selection] = field(default_factory=dict)
    sort: Sort = Sort.NEWEST
    page: int = 1
    page_size: int = PAGE_SIZE
    with_counts: bool = True
    complete: str = ""
    is_inside: bool = False
    with_snippets: bool = True

    def selection(self, facet: str) -> Selection:
        """Return what is chosen in a facet."""
        return self.selections.get(facet, _ANY)

    def selecting(self, facet: str, selection: Selection) -> "SearchQuery":
        """Return this query with another selection in one facet."""
        return replace(self, selections={**self.selections, facet: selection})

    def choosing(self, facet: str, *values: Any) -> "SearchQuery":
        """Return this query for the articles that have any of these values of a facet."""
        return self.selecting(facet, Selection(values))


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of plain text; `is_marked` if it matches the search."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """Part of an article's stored text, never HTML.

    With `is_cut_before` and `is_cut_after` the text continues there.
    """

    pieces: tuple[TextPiece, ...]
    is_cut_before: bool = False
    is_cut_after: bool = False

    @property
    def text(self) -> str:
        """Return the text without marks."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts of one search; SearchResults explains its attributes."""

    counts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)
    partial: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page of ids in order, the number of all matches, and the counts of each facet by value.

    Counting may still go on in a thread: reading `counts`, `totals` or `partial` waits for it, and
    raises IndexUnavailable if the index cannot be read.

    `counts` has a mapping for the field of each facet, from the number of a value (an id, 2025 in
    "year") to the number of articles; also for "month" (202504) and "day" (20250417). 0 is unknown.
    A facet is counted without its own inclusions (unless the query `is_inside`), but with its
    exclusions. `totals` has the number of articles among which a facet was counted, if its own
    inclusions make that more than `total`. Of the fields in `partial` only the most frequent values
    are counted.

    `page_count` is less than `total` needs if the order is relevance, which ranks only the
    beginning of a long list. `is_ranked`: some articles can be more relevant than others. `titles`
    and `snippets` have, by id, the matches in title and text. `generation` and `version` identify
    the index that answered and the archive version that it had reached.
    """

    ids: tuple[int, ...]
    total: int
    page: int
    page_count: int
    counted: Callable[[], Counted] = Counted
    is_ranked: bool = False
    titles: Mapping[int, tuple[TextPiece, ...]] = field(default_factory=dict)
    snippets: Mapping[int, tuple[Snippet, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    generation: str = ""
    version: int = 0

    @property
    def counts(self) -> Mapping[str, Mapping[int, int]]:
        """Return the counts by field and value; wait for them if necessary."""
        return self.counted().counts

    @property
    def totals(self) -> Mapping[str, int]:
        """Return the number of articles among which facets were counted; wait if necessary."""
        return self.counted().totals

    @property
    def partial(self) -> frozenset[str]:
        """Return the fields of which not all values were counted; wait if necessary."""
        return self.counted().partial


class IndexUnavailable(Exception):
    """The index cannot answer; `reason` is a sentence for readers. Article pages still work."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class IndexState(StrEnum):
    """The states of the index, compared with the database."""

    READY = "ready"
    BEHIND = "behind"
    MISSING = "missing"
    DAMAGED = "damaged"
    OLD_FORMAT = "old-format"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The state of the index.

    `message` is a sentence that explains what is wrong and what to do, empty if it is ready.
    `reached` is the archive version that it contains, `version` the archive's own.
    """

    state: IndexState
    message: str = ""
    generation: str = ""
    reached: int = 0
    version: int = 0
    document_count: int = 0

    @property
    def is_usable(self) -> bool:
        """Tell whether searching works, although the last changes may be missing."""
        return self.state in {IndexState.READY, IndexState.BEHIND}
