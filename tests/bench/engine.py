"""The index asked without the site: how long tantivy alone takes for the same lists, and our own
counts.

Only to be imported once the environment names the state folder: `begin` sets Django up on it.
"""

import os
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import django

if TYPE_CHECKING:
    from archive.search.engine import _Search

REPEATS = 3
_MOST_BUCKETS = 60_000  # of one field; tantivy gives up at 65,000 of all that are asked for at once
_EACH_SEGMENT = 10_000_000
_MANY = ("organisation", "person")


def begin(environment: Mapping[str, str]) -> None:
    """Set Django up in this process, on the state folder of a benchmark."""
    os.environ.update(environment)
    django.setup()


def search_of(path: str) -> "_Search":
    """The question that an address of the list puts to the index."""
    from django.http import QueryDict

    from archive.listing.filters import ArticleFilter
    from archive.search.engine import _Search
    from archive.search.index.catching_up import current_index
    from archive.search.query.parser import parse

    found = ArticleFilter(QueryDict(urlsplit(path).query), path="/articles/")
    assert found.is_valid(), path
    query = found.search_query
    return _Search(current_index(), query, parse(query.words))


def total_of(path: str) -> int:
    """How many articles a list has that can be paged to."""
    from archive.search.ranking.result_page import RANKED
    from archive.search.values import Sort

    one = search_of(path)
    found: Any = one.searcher.search(_everything(one), 1, count=True)
    total = int(found.count)
    return min(total, RANKED) if one.sort == Sort.RELEVANCE else total


def article_of(path: str) -> int | None:
    """The first article of a list."""
    return next(iter(search_of(path).results().ids), None)


def raw_seconds(path: str) -> float:
    """What tantivy needs for the first twenty in order, their number and the counts of every facet:
    the best of a few.

    The same queries as the page's, put in the plainest way: nothing kept from before, nothing done
    at the same time."""
    one = search_of(path)
    everything = _everything(one)
    plain = [field for name, field in _fields().items() if not one.filters[name].included]
    left_out = {
        field: one.matching(without=name)
        for name, field in _fields().items()
        if one.filters[name].included
    }
    return min(_timed(one, everything, plain, left_out) for _ in range(REPEATS))


def _timed(one: "_Search", everything: Any, plain: list[str], left_out: dict[str, Any]) -> float:
    import tantivy

    from archive.search.values import Sort

    offset, size = (one.query.page - 1) * one.query.page_size, one.query.page_size
    started = time.perf_counter()
    if one.sort == Sort.RELEVANCE:
        one.searcher.search(everything, size, count=True, offset=offset, weight_by_field="recency")
    else:
        is_oldest = one.sort == Sort.OLDEST
        field, order = (
            ("oldest", tantivy.Order.Asc) if is_oldest else ("newest", tantivy.Order.Desc)
        )
        one.searcher.search(
            everything, size, count=True, order_by_field=field, offset=offset, order=order
        )
    one.searcher.aggregate(everything, _terms(plain))
    for name, query in left_out.items():
        one.searcher.aggregate(query or tantivy.Query.all_query(), _terms([name]))
    return time.perf_counter() - started


def _terms(fields: list[str]) -> dict[str, Any]:
    """As many values as the site tells; of people and organisations the most frequent, exactly."""
    from archive.search.counts.totals_cache import TOP_VALUES

    many = {"size": TOP_VALUES, "segment_size": _EACH_SEGMENT}
    some = {"size": _MOST_BUCKETS}
    return {
        field: {"terms": {"field": field, **(many if field in _MANY else some)}} for field in fields
    }


def _fields() -> dict[str, str]:
    from archive.search.engine import FACET_FIELDS

    return FACET_FIELDS


def _everything(one: "_Search") -> Any:
    import tantivy

    return one.matching() or tantivy.Query.all_query()


def counts_of(path: str) -> tuple[dict[str, dict[int, int]], float]:
    """Our counts of every facet for an address, and the seconds they took: the best of a few."""
    best, counts = 1e9, {}
    for _ in range(REPEATS):
        one = search_of(path)
        started = time.perf_counter()
        counts = one.counts()
        best = min(best, time.perf_counter() - started)
    return {name: dict(values) for name, values in counts.items()}, best
