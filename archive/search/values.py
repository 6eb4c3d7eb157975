"""The plain values that go into and come out of a search. All are frozen; ids are database ids, 0
means unknown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from archive.search.periods import Period

Value = TypeVar("Value")

UNKNOWN = 0
PAGE_SIZE = 20


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Selection(Generic[Value]):
    """What is chosen in one facet: any of `included` (all, when there is none) and none of
    `excluded`."""

    included: tuple[Value, ...] = ()
    excluded: tuple[Value, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.included or self.excluded)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is asked. `dates` holds Periods, or None for an unknown date.

    `expanded_years` (2025) and `expanded_months` (202504) are those whose months and days are to be
    counted. `complete` names the one facet of which every value is to be counted, and no other;
    without it, each facet is, but of very many people or organisations only the most frequent.
    `is_inside` counts every facet inside what is chosen, in its own facet too, and the months of
    all years: what the page of one place, organisation or person shows."""

    words: str = ""
    sources: Selection[int] = Selection()
    dates: Selection[Period | None] = Selection()
    places: Selection[int] = Selection()
    organisations: Selection[int] = Selection()
    persons: Selection[int] = Selection()
    sort: Sort = Sort.NEWEST
    page: int = 1
    page_size: int = PAGE_SIZE
    expanded_years: tuple[int, ...] = ()
    expanded_months: tuple[int, ...] = ()
    with_counts: bool = True
    complete: str = ""
    is_inside: bool = False
    with_snippets: bool = True


def entity_selection(kind: str, pk: int) -> dict[str, Selection[int]]:
    """What a SearchQuery is given to ask for the articles of one place, organisation or person."""
    return {
        {"place": "places", "organisation": "organisations", "person": "persons"}[kind]: Selection(
            (pk,)
        )
    }


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A run of plain text; `is_marked` where it is what was searched for."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """Some words of an article as it is stored, never HTML. `is_cut_*`: the text goes on there."""

    pieces: tuple[TextPiece, ...]
    is_cut_before: bool = False
    is_cut_after: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted for one search, as SearchResults tells it."""

    counts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)
    partial: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page of ids in order, how many match in all, and the counts of each facet by value.

    The counts may still be made: who asks for `counts`, `totals` or `partial` waits for them, and
    gets IndexUnavailable raised where the index cannot be read.

    `counts` has "source", "place", "organisation" and "person" by id, "year" (2025), "month"
    (202504), "day" (20250417); 0 is unknown. Each facet is counted without its own inclusions
    (unless the query `is_inside`), but with its exclusions. Of the fields in `partial` only the
    most frequent values are counted. `page_count` is less than `total` needs in order of relevance,
    which does not go to the end of a long list; `is_ranked` says whether any article can be more
    relevant than another. `totals` says among how many articles a facet was counted, where its own
    inclusions make that more than `total`. `titles` and `snippets` show, by id, what was found in
    title and text. `generation` and `version` say which index answered, and which archive version
    it had reached."""

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
        return self.counted().counts

    @property
    def totals(self) -> Mapping[str, int]:
        return self.counted().totals

    @property
    def partial(self) -> frozenset[str]:
        return self.counted().partial


class IndexUnavailable(Exception):
    """The index cannot answer. `reason` is a sentence for readers; article pages still work."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class IndexState(StrEnum):
    READY = "ready"
    BEHIND = "behind"
    MISSING = "missing"
    DAMAGED = "damaged"
    OLD_FORMAT = "old-format"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """How the index is: `message` says in a sentence what is wrong and what to do (empty when it is
    ready).

    `reached` is the archive version it holds, `version` the archive's own.
    """

    state: IndexState
    message: str = ""
    generation: str = ""
    reached: int = 0
    version: int = 0
    document_count: int = 0

    @property
    def is_usable(self) -> bool:
        """Searching works, though the last changes may be missing."""
        return self.state in {IndexState.READY, IndexState.BEHIND}
