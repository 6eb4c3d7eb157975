"""Search and exact counts: an index of every public article, which follows the database.

The folders are the steps of a query, and of an article on its way into the index.

    facets.py      the facets (source, date, place …), each declared once
    codes.py       short codes as numbers
    languages.py   languages by code and English name
    values.py      SearchQuery, SearchResults and the other values that go in and out
    engine.py      the whole journey of a query, step by step
    periods.py     periods as addresses write them: 2025, 2025-04, 2025-04..2025-06
    analysis/      the fields of the index, and how text is cut into words
    query/         what a reader types → a tree → queries of the index
    counts/        how many articles have each value of a facet
    ranking/       which articles come first, page by page
    highlighting/  where the matches are: snippets, marked titles, concordance
    index/         building the index and keeping it up to date

Whoever changes articles stamps them (`ArchiveVersion.stamp`) and calls `catch_up` after commit.
docs/counts.md says what the counts mean."""

from archive.search.counts.totals_cache import MIN_TOP_VALUES
from archive.search.engine import (
    count_entities,
    find_neighbours,
    find_similar,
    match_finder,
    search,
)
from archive.search.facets import ENTITY_FACETS, FACETS, Facet
from archive.search.highlighting.matches import MatchFinder
from archive.search.index.catch_up import catch_up
from archive.search.index.follower import following, start_following
from archive.search.index.rebuild import RebuildRunning, rebuild
from archive.search.index.status import file_status, status
from archive.search.periods import Period, parse_period
from archive.search.ranking.neighbours import Neighbours
from archive.search.values import (
    PAGE_SIZE,
    UNKNOWN,
    IndexState,
    IndexStatus,
    IndexUnavailable,
    SearchQuery,
    SearchResults,
    Selection,
    Snippet,
    Sort,
    TextPiece,
)

__all__ = [
    "ENTITY_FACETS",
    "FACETS",
    "MIN_TOP_VALUES",
    "PAGE_SIZE",
    "UNKNOWN",
    "Facet",
    "IndexState",
    "IndexStatus",
    "IndexUnavailable",
    "MatchFinder",
    "Neighbours",
    "Period",
    "RebuildRunning",
    "SearchQuery",
    "SearchResults",
    "Selection",
    "Snippet",
    "Sort",
    "TextPiece",
    "catch_up",
    "count_entities",
    "file_status",
    "find_neighbours",
    "find_similar",
    "following",
    "match_finder",
    "parse_period",
    "rebuild",
    "search",
    "start_following",
    "status",
]
