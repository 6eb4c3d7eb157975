"""Answer searches: lists, counts, neighbours and similar articles."""

from collections.abc import Collection, Iterator

from archive.search.counts.totals_cache import counts_among
from archive.search.highlighting.matches import MatchFinder
from archive.search.index.errors import unavailable_on_errors
from archive.search.index.open_index import current_index
from archive.search.one_search import OneSearch
from archive.search.query.name_lookup import KnownNames
from archive.search.query.parser import parse_query
from archive.search.query.text_queries import forms_in
from archive.search.ranking.list_position import Neighbours, neighbours_of
from archive.search.ranking.page_hits import Hits
from archive.search.ranking.similar import similar_ids
from archive.search.values import (
    Counted,
    EveryId,
    IndexUnavailable,
    SearchQuery,
    SearchResults,
)

IDS_AT_ONCE = 20_000


def search(query: SearchQuery) -> SearchResults:
    """Return one page of the matching articles, the number of all of them, and the counts.

    If the page of the query is after the last page, `ids` is empty. Takes one database query for
    the snippets, and a few queries for each name in the search text, such as "kujang" in
    `place:kujang`. Raises IndexUnavailable.
    """
    opened, parsed = current_index(), parse_query(query.words, KnownNames())
    # Our code builds only valid queries, so every error of tantivy is about the files of the index.
    with unavailable_on_errors():
        return OneSearch(opened, query, parsed).results()


def every_id(query: SearchQuery) -> EveryId:
    """Return the number of all articles of a list, and their ids in the order of the list.

    The ids are read while they are used, from one commit of the index. `page` and `page_size` of
    the query are ignored. Raises IndexUnavailable, also while the ids are read.
    """
    opened, parsed = current_index(), parse_query(query.words, KnownNames())
    with unavailable_on_errors():
        run = OneSearch(opened, query, parsed)
        hits = Hits(run.searcher, run.listed(), run.sort)
        total = hits.count()
    return EveryId(total, _read_ids(hits), opened.generation.name, opened.reached)


def _read_ids(hits: Hits) -> Iterator[int]:
    with unavailable_on_errors():
        for ids in hits.every_id(IDS_AT_ONCE):
            yield from ids


def find_neighbours(query: SearchQuery, article_id: int) -> Neighbours:
    """Return the position of an article in the list for a query, and the ids of its neighbours.

    `position` and `total` are 0 if the article does not match the query. `page` and `page_size` of
    the query are ignored. Raises IndexUnavailable.
    """
    opened, parsed = current_index(), parse_query(query.words, KnownNames())
    with unavailable_on_errors():
        run = OneSearch(opened, query, parsed)
        matching = run.listed()
        position = neighbours_of(opened.searcher, matching, run.sort, article_id)
    return Neighbours(
        *(position or (0, 0, None, None)),
        generation=opened.generation.name,
        version=opened.reached,
    )


def find_similar(article_id: int, title: str, body: str) -> SearchResults:
    """Return the articles that are most similar to this article, as a single page.

    `title` and `body` are the texts of this article. Raises IndexUnavailable.
    """
    opened = current_index()
    with unavailable_on_errors():
        ids = tuple(similar_ids(opened.searcher, article_id, title, body))
    return SearchResults(
        ids, len(ids), 1, 1, generation=opened.generation.name, version=opened.reached
    )


def count_entities(kind: str, ids: Collection[int]) -> SearchResults:
    """Count, for each of these entities, the articles that name or imply the entity.

    `kind` is the kind of all these entities, such as "place". The results have counts, but no
    articles. An entity without articles is not in the counts. Raises IndexUnavailable.
    """
    opened = current_index()
    with unavailable_on_errors():
        counts = counts_among(opened.searcher, kind, ids, opened.counts)
    counted = Counted({kind: counts})
    return SearchResults(
        (),
        0,
        1,
        1,
        counted=lambda: counted,
        generation=opened.generation.name,
        version=opened.reached,
    )


def match_finder(words: str) -> MatchFinder:
    """Return an object that finds the matches of a search in texts; `words` is the typed search."""
    node = parse_query(words, KnownNames()).node
    try:
        with unavailable_on_errors():
            return MatchFinder(node, forms_in(current_index().searcher))
    except IndexUnavailable:
        return MatchFinder(node)
