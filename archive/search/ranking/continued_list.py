"""Find the next articles of a list for a program that has read the articles before them.

Page numbers shift if articles arrive or are withdrawn while a program reads a list. So a program
says after which article it continues, or, in order of relevance, which articles it has read. Then
it gets each article that stays in the list exactly once, whatever else changes.
"""

from collections.abc import Sequence
from typing import cast

import tantivy
from tantivy import Occur, Query

from archive.search.analysis.schema import schema
from archive.search.query.tantivy_queries import both, number_range, term
from archive.search.ranking.page_hits import Hits, order_field
from archive.search.values import MOST_READ, Place, Sort


def continue_list(
    searcher: tantivy.Searcher, matching: Query, place: Place, size: int
) -> tuple[list[int], int, Place | None]:
    """Return at most `size` ids after a place in a list, how many follow it, and the next place.

    The next place is None if there are no more articles.
    """
    ids, total = Hits(searcher, _remaining(matching, place), place.sort).page(0, size)
    return ids, total, _after(searcher, place, ids) if total > len(ids) else None


def _remaining(matching: Query, place: Place) -> Query:
    """Return the query for the articles of a list that come after a place in it."""
    query = matching
    if place.key:
        bounds = (
            {"lower_bound": place.key + 1}
            if place.sort == Sort.OLDEST
            else {"upper_bound": place.key - 1}
        )
        query = both(query, number_range(order_field(place.sort), **bounds))
    if place.read:
        read = Query.term_set_query(schema(), "id", list(place.read))
        query = Query.boolean_query([(Occur.Must, query), (Occur.MustNot, read)])
    return query


def _after(searcher: tantivy.Searcher, place: Place, ids: Sequence[int]) -> Place:
    """Return the place after these articles, which were found after `place`."""
    if place.sort == Sort.RELEVANCE:
        read = (*place.read, *ids)
        return Place(Sort.NEWEST if len(read) >= MOST_READ else Sort.RELEVANCE, read=read)
    hits = searcher.search(term("id", ids[-1]), 1, count=False).hits
    key = cast(int, searcher.fast_field_values(order_field(place.sort), [hits[0][1]])[0])
    return Place(place.sort, key, place.read)
