"""Measures lists without web pages: the times of tantivy alone, and of Dateline's counts.

Call `begin` before any other function, because it sets up Django with the archive of a benchmark.
"""

import os
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import django

if TYPE_CHECKING:
    from archive.search.one_search import OneSearch

REPEATS = 3
# The number of values that are requested for a field. tantivy raises an error above 65,000.
_MOST_BUCKETS = 60_000
_EACH_SEGMENT = 10_000_000
_MANY = ("organisation", "person")


def begin(environment: Mapping[str, str]) -> None:
    """Set Django up in this process, on the state folder of a benchmark."""
    os.environ.clear()  # no DATABASE_URL of the shell
    os.environ.update(environment)
    django.setup()


def search_of(path: str) -> "OneSearch":
    """Return the search for the list at this URL."""
    from django.http import QueryDict

    from archive.listing.article_filter import ArticleFilter
    from archive.search.index.open_index import current_index
    from archive.search.one_search import OneSearch
    from archive.search.query.parser import parse_query

    article_filter = ArticleFilter(QueryDict(urlsplit(path).query), path="/articles/")
    assert article_filter.is_valid(), path
    query = article_filter.search_query
    return OneSearch(current_index(), query, parse_query(query.words))


def total_of(path: str) -> int:
    """Return how many articles of a list can be reached by paging."""
    from archive.search.ranking.page_hits import MAX_RANKED
    from archive.search.values import Sort

    search = search_of(path)
    result: Any = search.searcher.search(_everything(search), 1, count=True)
    total = int(result.count)
    return min(total, MAX_RANKED) if search.sort == Sort.RELEVANCE else total


def article_of(path: str) -> int | None:
    """Return the id of the first article in the list at this URL; None if the list is empty."""
    return next(iter(search_of(path).results().ids), None)


def raw_seconds(path: str) -> float:
    """Return the seconds that tantivy needs for a list: the shortest time of a few attempts.

    In this time, tantivy returns the first twenty articles of the list, the number of articles and
    the counts of every facet. The queries are those of the page, without a cache and not in
    parallel.
    """
    search = search_of(path)
    everything = _everything(search)
    plain = [field for name, field in _fields().items() if not search.filters[name].included]
    left_out = {
        field: search.matching(without=name)
        for name, field in _fields().items()
        if search.filters[name].included
    }
    return min(_timed(search, everything, plain, left_out) for _ in range(REPEATS))


def _timed(
    search: "OneSearch", everything: Any, plain: list[str], left_out: dict[str, Any]
) -> float:
    import tantivy

    from archive.search.values import Sort

    offset, size = (search.query.page - 1) * search.query.page_size, search.query.page_size
    started = time.perf_counter()
    if search.sort == Sort.RELEVANCE:
        search.searcher.search(
            everything, size, count=True, offset=offset, weight_by_field="recency"
        )
    else:
        is_oldest = search.sort == Sort.OLDEST
        field, order = (
            ("oldest", tantivy.Order.Asc) if is_oldest else ("newest", tantivy.Order.Desc)
        )
        search.searcher.search(
            everything, size, count=True, order_by_field=field, offset=offset, order=order
        )
    search.searcher.aggregate(everything, _terms(plain))
    for name, query in left_out.items():
        search.searcher.aggregate(query or tantivy.Query.all_query(), _terms([name]))
    return time.perf_counter() - started


def _terms(fields: list[str]) -> dict[str, Any]:
    """Return a request to tantivy to count the values of each field, as Dateline does for a page.

    For people and organisations, only the most frequent values are requested, with exact counts.
    For the other fields, all values are requested.
    """
    from archive.search.counts.totals_cache import MAX_TOP_VALUES

    many = {"size": MAX_TOP_VALUES, "segment_size": _EACH_SEGMENT}
    some = {"size": _MOST_BUCKETS}
    return {
        field: {"terms": {"field": field, **(many if field in _MANY else some)}} for field in fields
    }


def _fields() -> dict[str, str]:
    from archive.search import FACETS

    return {name: facet.field for name, facet in FACETS.items()}


def _everything(search: "OneSearch") -> Any:
    import tantivy

    return search.matching() or tantivy.Query.all_query()


def counts_of(path: str) -> tuple[dict[str, dict[int, int]], float]:
    """Return Dateline's counts of every facet for the list at this URL, and the seconds needed.

    The counts are computed REPEATS times; the result has the shortest time.
    """
    best, counts = 1e9, {}
    for _ in range(REPEATS):
        search = search_of(path)
        started = time.perf_counter()
        counts = search.counts()
        best = min(best, time.perf_counter() - started)
    return {name: dict(values) for name, values in counts.items()}, best
