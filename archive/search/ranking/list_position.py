"""Find the position of an article in a list, and the articles before and after this article."""

from dataclasses import dataclass
from typing import cast

import tantivy
from tantivy import Query

from archive.search.counts.tantivy_counts import count
from archive.search.query.tantivy_queries import both, number_range, term
from archive.search.ranking.page_hits import Hits, order_field
from archive.search.values import Sort

# If a list is in order of relevance, tantivy has to score all articles that come before an article,
# and keep them in memory. So neighbours are found only for this number of articles at the start of
# the list.
MAX_RANKED_NEIGHBOURS = 1_000


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The position of an article in a list of `total` articles, and the ids of its neighbours.

    The first article of the list has the position 1. `previous` is None for the first article, and
    `next` is None for the last article. If the list is in order of relevance, only its first
    MAX_RANKED_NEIGHBOURS articles are read. So for any later article, `position` is 0, and
    `previous` and `next` are None. `generation` is the name of the index generation that answered.
    `version` is the archive version that this index had reached.
    """

    position: int
    total: int
    previous: int | None = None
    next: int | None = None
    generation: str = ""
    version: int = 0


def neighbours_of(
    searcher: tantivy.Searcher, matching: Query, sort: Sort, article_id: int
) -> tuple[int, int, int | None, int | None] | None:
    """Return the position of an article in the list of matching articles, and its neighbours.

    The result is (position, total, previous, next), which the class Neighbours explains, or None if
    the article is not in the list.
    """
    hits = searcher.search(both(matching, term("id", article_id)), 1, count=False).hits
    if not hits:
        return None
    total = count(searcher, matching)
    if sort == Sort.RELEVANCE:
        ids, _total = Hits(searcher, matching, sort).page(0, MAX_RANKED_NEIGHBOURS)
        if article_id not in ids:
            return 0, total, None, None
        index = ids.index(article_id)
        following = ids[index + 1] if index + 1 < len(ids) else None
        return index + 1, total, ids[index - 1] if index else None, following
    field, is_ascending = order_field(sort), sort == Sort.OLDEST
    key = cast(int, searcher.fast_field_values(field, [hits[0][1]])[0])
    lower = both(matching, number_range(field, upper_bound=key - 1))
    higher = both(matching, number_range(field, lower_bound=key + 1))
    before, after = (lower, higher) if is_ascending else (higher, lower)
    return (
        count(searcher, before) + 1,
        total,
        _nearest(searcher, before, field, is_lowest=not is_ascending),
        _nearest(searcher, after, field, is_lowest=is_ascending),
    )


def _nearest(
    searcher: tantivy.Searcher, query: Query, field: str, *, is_lowest: bool
) -> int | None:
    order = tantivy.Order.Asc if is_lowest else tantivy.Order.Desc
    hits = searcher.search(query, 1, count=False, order_by_field=field, order=order).hits
    return cast(int, searcher.fast_field_values("id", [hits[0][1]])[0]) if hits else None
