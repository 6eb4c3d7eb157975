"""The plain values that a search receives and returns: SearchQuery, SearchResults and others.

All these classes are frozen. Ids are ids of database rows; the id 0 means “unknown”.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from archive.models import NEW_ARCHIVE, Version

UNKNOWN = 0
HELD_FACETS = ("source", "date", "language")
"""The facets that say which part of the archive a share is a share of."""

PAGE_SIZE = 20
# Scores change whenever the archive changes, so in order of relevance the ids of all articles that
# were read are needed. After this number of articles, the others follow in order of date.
MOST_READ = 1_000


class Sort(StrEnum):
    """The orders in which articles can be listed.

    In the order `ADDED`, the articles that were added to the archive last are first.
    """

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Selection:
    """The values selected and excluded in one facet.

    An article matches if it has at least one of the values in `included`, and none of the values in
    `excluded`. If `included` is empty, only `excluded` is checked. A value is the number that the
    index stores: the id of a source or entity, or for a code its `code_number`. In the facet
    "date", a value is a Period, or None for an unknown date.
    """

    included: tuple[Any, ...] = ()
    excluded: tuple[Any, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.included or self.excluded)


_ANY = Selection()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list, after the articles that a program has read.

    In order of date, `key` is the number in the index field `newest` or `oldest` of the last
    article that was read; it is 0 at the start. In the order in which articles were added, it is
    the id of this article. In order of relevance, `read` has the ids of all
    articles that were read. A list in order of relevance goes on in order of date after many
    articles (`archive/search/ranking/continued_list.py`); then a place has both.
    """

    sort: Sort
    key: int = 0
    read: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One search of the index.

    `words` is the text that a reader typed. `selections` maps the name of a facet
    (`archive.search.facets`) to its selection. Facets are counted only if `with_counts` is true,
    and snippets are made only if `with_snippets` is true. If `with_versions` is false, the words
    are not searched for in the versions that articles do not show.

    If `complete` is the name of a facet, only this facet is counted, with all its values. If
    `complete` is "", every facet is counted. In this case, if articles mention very many people,
    only the most frequent people are counted; this is also true for organisations.

    When a facet is counted, its own selected values are ignored: if KCNA is selected, articles of
    other sources are counted, too. If `is_inside` is true, selected values are not ignored. The
    page of one place, organisation or person uses `is_inside`.

    `periods` are fields of dates ("year", "month", "day") that are counted inside all filters, for
    pages that show articles over time; they are ignored if stories are counted.

    If `by_story` is true, stories are listed and counted instead of articles: of several matching
    articles of a story, only the earliest is in the list, and each count is a number of stories.

    If `added_after` is not 0, only articles with a higher id match. Ids are given in the order in
    which articles are added, so these are the articles that were added after this one.

    If `with_places` is true, the results have the `next_place`, from which the list can be
    continued: a query with this `place` finds the next articles, and its `page` is ignored.
    """

    words: str = ""
    selections: Mapping[str, Selection] = field(default_factory=dict)
    sort: Sort = Sort.NEWEST
    page: int = 1
    page_size: int = PAGE_SIZE
    with_counts: bool = True
    complete: str = ""
    is_inside: bool = False
    periods: tuple[str, ...] = ()
    with_snippets: bool = True
    with_versions: bool = True
    by_story: bool = False
    added_after: int = 0
    with_places: bool = False
    place: Place | None = None

    def selection(self, facet: str) -> Selection:
        """Return the selection in a facet."""
        return self.selections.get(facet, _ANY)

    def selecting(self, facet: str, selection: Selection) -> "SearchQuery":
        """Return a copy of this query whose selection in one facet is `selection`."""
        return replace(self, selections={**self.selections, facet: selection})

    def choosing(self, facet: str, *values: Any) -> "SearchQuery":
        """Return a copy of this query for articles with at least one of these values of a facet."""
        return self.selecting(facet, Selection(values))


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of plain text; `is_marked` is true if this text matches the search."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of an article's stored text, as pieces of plain text.

    `is_cut_before` is true if the article has more text before this part, and `is_cut_after` is
    true if it has more text after this part.
    """

    pieces: tuple[TextPiece, ...]
    is_cut_before: bool = False
    is_cut_after: bool = False

    @property
    def text(self) -> str:
        """Return the whole text of the snippet: the texts of all its pieces, joined."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class OtherSearch:
    """Another search that the reader may have meant.

    `sentence` says how the typed search was understood. `label` is the text of the link to the
    other search, and `typed` the text that must be typed for it.
    """

    sentence: str
    label: str
    typed: str


class VersionMatch(NamedTuple):
    """A version with words of a search that the text that its article shows does not have.

    `snippets` are those of the version if the shown text has none of the words, otherwise (). The
    `sha256` is that of a saved file of the version. The days are the first and the last on which
    this file can have been saved.
    """

    snippets: tuple[Snippet, ...]
    sha256: str
    saved_not_before: date | None
    saved_not_after: date | None


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts of one search; the docstring of SearchResults explains the attributes."""

    counts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)
    partial: frozenset[str] = frozenset()
    periods: "PeriodCounts | None" = None


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """Numbers of articles by period: {"month": {202504: 12}}; 0 is the unknown date ("year").

    `found` counts the articles that match all filters. `held` counts what the archive has: all
    articles with the same selections of HELD_FACETS, whatever the other filters are. An article of
    which only the year is known is in no month, and one without a day is in no day.
    """

    found: Mapping[str, Mapping[int, int]]
    held: Mapping[str, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The results of a search: one page of article ids, the number of all articles, and the counts.

    `ids` are in the order of the list. `total` is the number of all articles that match.

    `counts` maps the field of each facet to the counts of its values: `{"year": {2025: 12, 0: 3}}`.
    A value is an id, a year, or the `code_number` of a code; 0 is the unknown value. There can also
    be counts for "month" (202504) and "day" (20250417). When a facet is counted, its own selected
    values are ignored, unless the query has `is_inside`. Its excluded values are not ignored,
    except to count an excluded value itself. So more than `total` articles can be counted for a
    facet. `totals` maps the name of each facet with selected values to the number of articles that
    were counted for it. `partial` contains the fields for which only the most frequent values are
    counted.

    A thread can still be counting when the results are returned. Then reading `counts`, `totals` or
    `partial` waits for this thread. If the index cannot be read, reading these attributes raises
    IndexUnavailable.

    `page_count` is the number of pages. If a long list is in order of relevance, only its beginning
    has pages, so the pages can contain fewer articles than `total`. `is_ranked` is true if some
    articles can be more relevant than others.

    `titles` maps each id to the title of the article with marked matches, and `snippets` maps each
    id to the snippets of its text. `versions` has the ids of articles with a version that is not
    shown and has words of the search that the shown text does not have. `forms` has the other forms
    and spellings that words of the search found (`found_forms`). `notes` has sentences about parts
    of the search that were not understood as they were typed, and `others` has searches that may
    have been meant instead. `next_place` is the place after the last of `ids`, if the query asks
    for places; it is None at the end of the list. `generation` is the name of the index generation
    that answered.
    `version` is an archive version: the answer contains at least the changes up to this version.
    """

    ids: tuple[int, ...]
    total: int
    page: int
    page_count: int
    counted: Callable[[], Counted] = Counted
    is_ranked: bool = False
    titles: Mapping[int, tuple[TextPiece, ...]] = field(default_factory=dict)
    snippets: Mapping[int, tuple[Snippet, ...]] = field(default_factory=dict)
    versions: Mapping[int, VersionMatch] = field(default_factory=dict)
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    others: tuple[OtherSearch, ...] = ()
    next_place: Place | None = None
    generation: str = ""
    version: int = 0

    @property
    def counts(self) -> Mapping[str, Mapping[int, int]]:
        """Return the counts of values by field; wait for the counting thread if necessary."""
        return self.counted().counts

    @property
    def totals(self) -> Mapping[str, int]:
        """Return, by facet, the number of articles that were counted; wait if necessary."""
        return self.counted().totals

    @property
    def periods(self) -> PeriodCounts | None:
        """Return the counts by period if the query asked for `periods`; wait if necessary."""
        return self.counted().periods

    @property
    def partial(self) -> frozenset[str]:
        """Return the fields of which only the most frequent values are counted; wait if needed."""
        return self.counted().partial


@dataclass(frozen=True, slots=True)
class EveryId:
    """All articles of a list: their number, and their ids in the order of the list.

    `ids` can be read once. `generation` and `version` are those of SearchResults.
    """

    total: int
    ids: Iterator[int]
    generation: str
    version: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another search that finds articles, and their number with the same filters.

    `pieces` are the text of the search; what differs from the typed text is marked. `reasons` has
    sentences that explain it, and is usually empty.
    """

    pieces: tuple[TextPiece, ...]
    count: int
    reasons: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Return the text of the search."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Shorter:
    """The same search without the parts `left_out`, and the number of its articles.

    `is_without_marks` is true if only the quotation marks are left out.
    """

    left_out: tuple[str, ...]
    words: str
    count: int
    is_without_marks: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """Articles with most of the words of a search, which are not in its list.

    `results` has the ids of the best of these articles, with titles, snippets and versions, and the
    number of all of them. All have at least `least` of the words `words`. `missing` maps each id to
    the words that the article does not have. They are not part of the list and of its counts.
    """

    results: SearchResults
    words: tuple[str, ...]
    least: int
    missing: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Advice:
    """What can be done about a search that finds nothing or little.

    `suggestions` are other searches, the likeliest first. `unknown` has the words of the search
    that no article has. `shorter` has the searches without one part that find something, most
    articles first. `offered` is None if no other article has most of the words. `states` are the
    states of the index from which all this comes, as (generation, version).
    """

    suggestions: tuple[Suggestion, ...] = ()
    unknown: tuple[str, ...] = ()
    shorter: tuple[Shorter, ...] = ()
    offered: Offered | None = None
    states: tuple[tuple[str, int], ...] = ()


class IndexUnavailable(Exception):
    """The error that is raised if the index cannot answer; `reason` is a sentence for readers."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class IndexState(StrEnum):
    """The states that the index can have, compared with the database."""

    READY = "ready"
    BEHIND = "behind"  # the index lacks the latest changes of the database
    STUCK = "stuck"  # like BEHIND, but this process cannot update the index
    MISSING = "missing"
    DAMAGED = "damaged"
    OLD_FORMAT = "old-format"
    AHEAD = "ahead"  # the index has changes that the database does not have
    OTHER_HISTORY = "other-history"  # the index was made from a database with other changes


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The state of the index, and its number of documents (one for each public article).

    `message` is empty if the index is ready. Otherwise the message describes the fault, and says
    how to repair the index. `generation` is the name of the index generation. `reached` is the
    number of the archive version that the index has reached. `version` is the archive version of
    the database.
    """

    state: IndexState
    message: str = ""
    generation: str = ""
    reached: int = 0
    version: Version = NEW_ARCHIVE
    document_count: int = 0

    @property
    def is_usable(self) -> bool:
        """Return True if the index can answer searches, perhaps without the latest changes."""
        return self.state in {IndexState.READY, IndexState.BEHIND, IndexState.STUCK}

    @property
    def is_healthy(self) -> bool:
        """Return True if the index has the latest changes or will have them soon."""
        return self.state in {IndexState.READY, IndexState.BEHIND}
