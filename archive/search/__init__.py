"""Search in public articles, and exact counts, with an index that follows the database.

Most of these modules and packages are a step of a search or of indexing:

    facets.py          the facets (source, date, place …), each declared once
    code_numbers.py    the number that the index stores for a short code such as "en"
    language_codes.py  language codes and their English names: "ko" is "Korean"
    values.py          SearchQuery, SearchResults and other plain values
    engine.py          answers searches: lists, counts, neighbours, similar articles
    one_search.py      runs all steps of one search, one after another
    periods.py         reads periods: "2025", "2025-04", "2025-04..2025-06"
    written_periods.py  reads periods as people write them: "15 April 2024", ">2024-05"
    analysis/          defines the fields of the index, and splits text into words
    query/             turns typed text into a tree, and the tree into queries of the index
    counts/            counts how many articles have each value of a facet
    ranking/           sorts articles by relevance or date, page by page
    highlighting/      finds matches in texts; makes snippets, marked titles and concordances
    suggestions/       helps with a search that finds nothing or little
    cooccurrence.py    which entities the articles of a list name together
    wording/           finds keywords, collocates and formulae in the texts of a list
    index/             builds the index and keeps it up to date

Code that changes articles calls `ArchiveVersion.stamp` at the end of its transaction: `stamp`
stores a new version number in the changed articles. After the transaction, the code calls
`catch_up`, which finds these articles by their version numbers and updates them in the index.
docs/counts.md explains what the counts mean.

Code outside `archive.search` imports from `archive.search` itself, from the modules directly in it,
such as `periods.py`, and from its packages `query`, `highlighting` and `wording`. It does not
import modules inside the packages, such as `query/parser.py`.

    search                         answer a SearchQuery with SearchResults
    count_entities                 count the articles of each of several entities
    find_neighbours                find the articles before and after an article in a list
    find_similar                   find the articles that are similar to an article
    every_id                       read the ids of all articles of a list
    advise                         help with a search that finds nothing or little
    match_finder                   make an object that finds the matches of a search in texts
    catch_up, following            update the index now; keep updating it during a long change
    start_following                start the thread of a web server that updates the index
    rebuild, remove_unused         build a new index; remove what a killed rebuild left
    status, file_status            check the state of the index
    counted_entities               map each entity to the entities for which its mentions count: a
                                   mention of a county also counts for the province
"""

from archive.search.counts.totals_cache import MIN_TOP_VALUES
from archive.search.engine import (
    count_entities,
    every_id,
    find_neighbours,
    find_similar,
    match_finder,
    search,
)
from archive.search.facets import ENTITY_FACETS, FACETS, Facet
from archive.search.highlighting.matches import MatchFinder
from archive.search.index.catch_up import catch_up
from archive.search.index.documents import counted_entities
from archive.search.index.errors import BrokenGeneration, IndexFilesError
from archive.search.index.follower import following, start_following
from archive.search.index.rebuild import RebuildRunning, rebuild, remove_unused
from archive.search.index.status import file_status, status
from archive.search.periods import Period, parse_period
from archive.search.ranking.list_position import Neighbours
from archive.search.suggestions.advice import advise
from archive.search.values import (
    HELD_FACETS,
    PAGE_SIZE,
    UNKNOWN,
    Advice,
    EveryId,
    IndexState,
    IndexStatus,
    IndexUnavailable,
    Offered,
    OtherSearch,
    PeriodCounts,
    Place,
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
    "HELD_FACETS",
    "MIN_TOP_VALUES",
    "PAGE_SIZE",
    "UNKNOWN",
    "Advice",
    "BrokenGeneration",
    "EveryId",
    "Facet",
    "IndexFilesError",
    "IndexState",
    "IndexStatus",
    "IndexUnavailable",
    "MatchFinder",
    "Neighbours",
    "Offered",
    "OtherSearch",
    "Period",
    "PeriodCounts",
    "Place",
    "RebuildRunning",
    "SearchQuery",
    "SearchResults",
    "Selection",
    "Snippet",
    "Sort",
    "TextPiece",
    "advise",
    "catch_up",
    "count_entities",
    "counted_entities",
    "every_id",
    "file_status",
    "find_neighbours",
    "find_similar",
    "following",
    "match_finder",
    "parse_period",
    "rebuild",
    "remove_unused",
    "search",
    "start_following",
    "status",
]
