"""Searching and counting: an index of every public article, beside the database, which it follows.

    values.py       SearchQuery, SearchResults and the other plain values
    periods.py      spans of days as addresses write them: 2025, 2025-04, 2025-04..2025-06
    words.py        how text is cut into words, folded and stemmed
    pairs.py        pairs of frequent words, which make phrases of them quick
    tree.py         what a reader asks for: words, phrases, fields and how they are joined
    query.py        what a reader types, read as such a tree
    hints.py        what may help who found nothing
    names.py        which sources, places, people and organisations a name can mean
    schema.py       the fields of the index, the number of its format
    documents.py    rows of the database as documents of the index
    generations.py  index folders, the pointer to the one that serves, locks
    index.py        catching up, status
    rebuilding.py   a new index, built beside the one that serves
    follower.py     the thread of a web worker that looks twice a second, and that of an importer
    clauses.py      what is asked for, as queries of the index
    runs.py         words, phrases, beginnings and words near each other, as queries of one field
    hits.py         hits in order: a page of ids, however deep
    aggregations.py what tantivy is asked for when it counts
    archive_counts.py how many articles of the whole archive have each value of a field
    counting.py     how many of those that match
    background.py   counting while the page is made
    engine.py       asking: all of these for one question
    matches.py      where in a text the words stand that were searched for
    passages.py     the words around the matches
    concordance.py  every place of the words searched for, with what stands before and after
    similar.py      articles that share most of an article's words
    neighbours.py   where in a list an article stands, and what is beside it

Whoever changes articles stamps them (`ArchiveVersion.stamp`) and calls `catch_up` after commit. docs/counts.md says
what the counts mean.
"""

from archive.search.archive_counts import LEADING
from archive.search.engine import (
    FACET_FIELDS,
    count_named,
    finder_of,
    neighbours_of,
    search,
    similar_to,
)
from archive.search.follower import following
from archive.search.index import catch_up, file_status, status
from archive.search.matches import Finder
from archive.search.neighbours import Neighbours
from archive.search.periods import Period, parse_period
from archive.search.rebuilding import RebuildRunning, rebuild
from archive.search.values import (
    PAGE_SIZE,
    UNKNOWN,
    IndexState,
    IndexStatus,
    IndexUnavailable,
    Passage,
    Piece,
    SearchQuery,
    SearchResults,
    Selection,
    Sort,
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
    "Passage",
    "Period",
    "Piece",
    "RebuildRunning",
    "SearchQuery",
    "SearchResults",
    "Selection",
    "Sort",
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
