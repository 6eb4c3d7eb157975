"""The plain values of searches: queries and results.

All of them are frozen. Ids are those of the database; 0 means unknown.
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
    """The values selected and excluded in one facet.

    An article matches if it has one of the values `included` and none of the values `excluded`. If
    `included` is empty, it only must not have one of `excluded`. A value is its number in the
    index; a date is a Period, or None if it is unknown.
    """

    included: tuple[Any, ...] = ()
    excluded: tuple[Any, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.included or self.excluded)


_ANY = Selection()


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One search of the index.

    `selections` has the selections by name of the facet (`archive.search.facets`). If `complete`
    is the name of a facet, only this facet is counted, with all its values. Otherwise every facet
    is counted, but if there are very many people or organisations, only the most frequent ones.
    With `is_inside`, only articles that match all selections are counted, and the months of all
    years; this is for the page of one place, organisation or person.
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
        """Return the selection in a facet."""
        return self.selections.get(facet, _ANY)

    def selecting(self, facet: str, selection: Selection) -> "SearchQuery":
        """Return this query with another selection in one facet."""
        return replace(self, selections={**self.selections, facet: selection})

    def choosing(self, facet: str, *values: Any) -> "SearchQuery":
        """Return this query for the articles that have any of these values of a facet."""
        return self.selecting(facet, Selection(values))


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of plain text; `is_marked` tells whether it matches the search."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """Part of an article's stored text, never HTML.

    `is_cut_before` and `is_cut_after` tell whether the text continues there.
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

    A thread can still be counting. Then reading `counts`, `totals` or `partial` waits for it, and
    raises IndexUnavailable if the index cannot be read.

    `counts` has one mapping for the field of each facet, and one for "month" (202504) and "day"
    (20250417). It maps the number of a value (an id, or 2025 in "year") to the number of articles;
    0 is the unknown value. When a facet is counted, its own selected values are ignored (unless the
    query `is_inside`), but not its excluded values. If this makes the number of counted articles
    larger than `total`, `totals` has this number. For the fields in `partial`, only the most
    frequent values are counted.

    In order of relevance, only the beginning of a long list has pages, so `page_count` can be less
    than `total` needs. `is_ranked` tells whether some articles can be more relevant than others.
    `titles` and `snippets` have the matches in titles and texts, by id. `generation` is the index
    that answered, and `version` the archive version that it had reached.
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
        """Return the number of counted articles by field; wait if necessary."""
        return self.counted().totals

    @property
    def partial(self) -> frozenset[str]:
        """Return the fields with counts of the most frequent values only; wait if necessary."""
        return self.counted().partial


class IndexUnavailable(Exception):
    """The index cannot answer; `reason` is a sentence for readers."""

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

    `message` is a sentence that explains what is wrong and what to do; it is empty if the index is
    ready. `reached` is the archive version that the index contains, `version` that of the database.
    """

    state: IndexState
    message: str = ""
    generation: str = ""
    reached: int = 0
    version: int = 0
    document_count: int = 0

    @property
    def is_usable(self) -> bool:
        """Tell whether the index can answer, perhaps without the last changes."""
        return self.state in {IndexState.READY, IndexState.BEHIND}
