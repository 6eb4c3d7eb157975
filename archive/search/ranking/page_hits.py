"""Find the article ids of one page of a list, even if the page is far from the start.

A hit is an article that matches the query.
"""

from collections.abc import Iterator, Sequence
from typing import Any, cast

import tantivy
from tantivy import Query

from archive.search.analysis.schema import schema
from archive.search.counts.tantivy_counts import count, count_every_value, count_ranges
from archive.search.query.tantivy_queries import both, number_range, without_score
from archive.search.values import UNKNOWN, Sort

# If a list is in order of relevance, tantivy has to keep all hits before a page in memory. So this
# list ends after this number of hits. A list in order of date has no limit.
MAX_RANKED = 10_000
# If more hits than this come before a page, it is faster to find the years and days of the page
# first.
DEEP_OFFSET = 1_000
# If a list is in order of relevance, we also read at least this number of hits before and after a
# page, because hits with equal scores must be sorted by date.
TIE_WINDOW = 100

# In the order in which articles were added, hits are counted by ranges of this number of ids.
ID_RANGE = 1_000
_IDS = "ids"


def order_field(sort: Sort) -> str:
    """Return the field of the index with the numbers by which a list is sorted.

    It is not for lists in order of relevance. Only `oldest` is in ascending order.
    """
    return "id" if sort == Sort.ADDED else "oldest" if sort == Sort.OLDEST else "newest"


def _having(unit: str, values: list[int]) -> Query:
    """Return the query for the articles with these values, as `Hits._rows` returns them."""
    if unit == _IDS:
        # All hits between these ranges are in them, so one range finds the same hits.
        return number_range("id", lower_bound=min(values), upper_bound=max(values) + ID_RANGE - 1)
    return without_score(Query.term_set_query(schema(), unit, values))


class Hits:
    """The list of articles that match a query, in one order, in one commit of the index."""

    def __init__(self, searcher: tantivy.Searcher, query: Query, sort: Sort) -> None:
        self.searcher = searcher
        self.query = query
        self.sort = sort

    def page(self, offset: int, limit: int) -> tuple[list[int], int]:
        """Return at most `limit` ids after the first `offset` hits, and the number of all hits.

        If the hits are in order of relevance, only the ids of the first MAX_RANKED hits are
        returned.
        """
        if self.sort == Sort.RELEVANCE:
            limit = min(limit, max(0, MAX_RANKED - offset))
            return self._by_relevance(offset, limit) if limit else ([], self.count())
        if offset < DEEP_OFFSET:
            result = self._sorted(self.query, offset, limit, with_count=True)
            return self._ids(result.hits), result.count  # type: ignore[attr-defined]  # missing in tantivy's stub
        total = self.count()
        return (self._deep(offset, min(limit, total - offset)) if offset < total else []), total

    def every_id(self, at_once: int) -> Iterator[list[int]]:
        """Yield the ids of all hits in the order of the list, about `at_once` in each list.

        Only these ids are in memory. In order of relevance, there is no MAX_RANKED here, but each
        list takes as long as the whole search.
        """
        if self.sort == Sort.RELEVANCE:
            total = self.count()
            for offset in range(0, total, at_once):
                yield self._by_relevance(offset, min(at_once, total - offset))[0]
            return
        unit = _IDS if self.sort == Sort.ADDED else "first_day"
        rows = self._rows(self.query, unit)
        while rows:
            chosen, _offset, size = _covering(rows, 0, at_once)
            rows = rows[len(chosen) :]
            query = both(self.query, _having(unit, chosen))
            # Very many articles can have no date, so one day can have more than `at_once`.
            for offset in range(0, size, at_once):
                yield self._ids(self._sorted(query, offset, min(at_once, size - offset)).hits)

    def count(self) -> int:
        """Return how many articles match the query."""
        return count(self.searcher, self.query)

    def _deep(self, offset: int, limit: int) -> list[int]:
        """Return the ids of a page that is far from the start, in order of date or of adding.

        We count the hits by year, and search only the years that are on the page. If these years
        still have many hits before the page, we do the same with days. In the order in which
        articles were added, we do it with ranges of ids.
        """
        query = self.query
        for unit in (_IDS,) if self.sort == Sort.ADDED else ("year", "first_day"):
            chosen, offset, size = _covering(self._rows(query, unit), offset, limit)
            query = both(query, _having(unit, chosen))
            if offset < DEEP_OFFSET:
                break
        is_past_middle = offset > size // 2
        if is_past_middle:
            offset = size - offset - limit
        ids = self._ids(self._sorted(query, offset, limit, is_reversed=is_past_middle).hits)
        return ids[::-1] if is_past_middle else ids

    def _rows(self, query: Query, unit: str) -> list[tuple[int, int]]:
        """Return (value, number of hits) for each value of a unit, in the order of the list.

        The value of `_IDS` is the first id of a range of ID_RANGE ids.
        """
        if unit == _IDS:
            return sorted(count_ranges(self.searcher, query, "id", ID_RANGE).items(), reverse=True)
        return sorted(count_every_value(self.searcher, query, unit).items(), key=self._date_order)

    def _date_order(self, row: tuple[int, int]) -> tuple[bool, int]:
        date = row[0]
        return date == UNKNOWN, date if self.sort == Sort.OLDEST else -date

    def _sorted(
        self,
        query: Query,
        offset: int,
        limit: int,
        *,
        is_reversed: bool = False,
        with_count: bool = False,
    ) -> tantivy.SearchResult:
        is_oldest = self.sort == Sort.OLDEST
        return self.searcher.search(
            query,
            limit,
            count=with_count,
            order_by_field=order_field(self.sort),
            offset=offset,
            order=tantivy.Order.Asc if is_oldest != is_reversed else tantivy.Order.Desc,
        )

    def _by_relevance(self, offset: int, limit: int) -> tuple[list[int], int]:
        """Return the ids of a page in order of score, and the number of all hits.

        Hits with equal scores are sorted by date, then by order of import, newest first. tantivy
        does not sort hits with equal scores. So we also read hits before and after the page, and
        sort all these hits. We read more and more of them, until no hit that we have not read can
        have the same score as a hit on the page.
        """
        window = TIE_WINDOW
        while True:
            start = max(0, offset - window)
            size = offset - start + limit + window
            result = self.searcher.search(
                self.query, size, count=True, offset=start, weight_by_field="recency"
            )
            scores = [score for score, _address in result.hits]
            page = scores[offset - start : offset - start + limit]
            is_whole = not page or (
                (start == 0 or scores[0] > page[0])
                and (len(scores) < size or scores[-1] < page[-1])
            )
            if is_whole:
                break
            window *= 4
        addresses = [address for _score, address in result.hits]
        newest = self._numbers("newest", addresses)
        ranked = sorted(range(len(addresses)), key=lambda index: (-scores[index], -newest[index]))
        shown = [addresses[index] for index in ranked[offset - start : offset - start + limit]]
        return self._numbers("id", shown), result.count  # type: ignore[attr-defined]  # missing in tantivy's stub

    def _ids(self, hits: Sequence[tuple[Any, tantivy.DocAddress]]) -> list[int]:
        return self._numbers("id", [address for _key, address in hits])

    def _numbers(self, field: str, addresses: list[tantivy.DocAddress]) -> list[int]:
        return cast(list[int], self.searcher.fast_field_values(field, addresses))


def _covering(
    rows: Sequence[tuple[int, int]], offset: int, limit: int
) -> tuple[list[int], int, int]:
    """Return the years or days whose hits are on a page, and two numbers about their hits.

    `rows` has pairs of a value (a year or day) and its number of hits, in the order of the list.
    `offset` is the number of hits before the page, and `limit` the number of hits on the page. The
    result is (values, offset, size). In this result, `offset` is the number of hits before the page
    that have one of the returned values, and `size` is the number of all hits that have one of
    these values.
    """
    chosen: list[int] = []
    before = size = 0
    for value, number in rows:
        if not chosen and before + number <= offset:
            before += number
            continue
        chosen.append(value)
        size += number
        if before + size >= offset + limit:
            break
    return chosen, offset - before, size
