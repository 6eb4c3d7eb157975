"""Neighbours: where in a list an article stands, and which articles stand before and after it."""

from dataclasses import dataclass
from typing import Any, cast

import tantivy
from tantivy import FieldType, Occur, Query

from archive.search.analysis.schema import schema
from archive.search.counts.aggregations import count
from archive.search.ranking.result_page import Hits
from archive.search.values import Sort

# In order of relevance every hit before an article has to be weighed, so neighbours are known
# within these only.
MAX_RANKED_NEIGHBOURS = 1_000


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Which of `total` articles this is, counted from 1, and the ids of those beside it (None at
    either end).

    `position` is 0, without neighbours, where it is not known: in order of relevance beyond the
    first 1,000. `generation` and `version` say which index answered, and which archive version it
    had reached."""

    position: int
    total: int
    previous: int | None = None
    next: int | None = None
    generation: str = ""
    version: int = 0


def neighbours_of(
    searcher: tantivy.Searcher, matching: Query, sort: Sort, article_id: int
) -> tuple[int, int, int | None, int | None] | None:
    """Position, total, previous and next of an article in the list of those that match; None if it
    is not in it."""
    itself = Query.term_query(schema(), "id", article_id)
    found = searcher.search(_both(matching, itself), 1, count=False).hits
    if not found:
        return None
    total = count(searcher, matching)
    if sort == Sort.RELEVANCE:
        ids, _total = Hits(searcher, matching, sort).page(0, MAX_RANKED_NEIGHBOURS)
        if article_id not in ids:
            return 0, total, None, None
        place = ids.index(article_id)
        after = ids[place + 1] if place + 1 < len(ids) else None
        return place + 1, total, ids[place - 1] if place else None, after
    field, is_rising = ("oldest", True) if sort == Sort.OLDEST else ("newest", False)
    key = cast(int, searcher.fast_field_values(field, [found[0][1]])[0])
    lower = _both(matching, _range(field, upper_bound=key - 1))
    higher = _both(matching, _range(field, lower_bound=key + 1))
    before, after_it = (lower, higher) if is_rising else (higher, lower)
    return (
        count(searcher, before) + 1,
        total,
        _nearest(searcher, before, field, is_lowest=not is_rising),
        _nearest(searcher, after_it, field, is_lowest=is_rising),
    )


def _nearest(
    searcher: tantivy.Searcher, query: Query, field: str, *, is_lowest: bool
) -> int | None:
    order = tantivy.Order.Asc if is_lowest else tantivy.Order.Desc
    hits = searcher.search(query, 1, count=False, order_by_field=field, order=order).hits
    return cast(int, searcher.fast_field_values("id", [hits[0][1]])[0]) if hits else None


def _range(field: str, **bounds: Any) -> Query:
    return Query.const_score_query(
        Query.range_query(schema(), field, FieldType.Unsigned, **bounds), 0.0
    )


def _both(one: Query, other: Query) -> Query:
    return Query.boolean_query([(Occur.Must, one), (Occur.Must, other)])
