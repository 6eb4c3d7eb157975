"""Search and exact counts: an index of every public article, which follows the database.

The folders are the steps of a query, and of an article on its way into the index.

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

from archive.search.counts.totals_cache import LEADING
from archive.search.engine import (
    FACET_FIELDS,
    count_named,
    finder_of,
    neighbours_of,
    search,
    similar_to,
)
from archive.search.highlighting.matches import Finder
from archive.search.index.catching_up import catch_up, file_status, status
from archive.search.index.follower import following
from archive.search.index.rebuilding import RebuildRunning, rebuild
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
    asking_for,
)

__all__ = [
    "FACET_FIELDS",
    "LEADING",
    "PAGE_SIZE",
    "UNKNOWN",
    "Finder",
    "IndexState",
    "IndexStatus",
    "IndexUnavailable",
    "Neighbours",
    "Period",
    "RebuildRunning",
    "SearchQuery",
    "SearchResults",
    "Selection",
    "Snippet",
    "Sort",
    "TextPiece",
    "asking_for",
    "catch_up",
    "count_named",
    "file_status",
    "finder_of",
    "following",
    "neighbours_of",
    "parse_period",
    "rebuild",
    "search",
    "similar_to",
    "status",
]
