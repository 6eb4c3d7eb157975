"""Hits in order: one page of ids, however deep it lies."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

import tantivy
from tantivy import Occur, Query

from archive.search.analysis.schema import schema
from archive.search.counts.aggregations import count, count_every_value
from archive.search.values import UNKNOWN, Sort

# Relevance has to weigh and keep every hit before a page, so it goes no further than this; dates
# reach to the end.
MAX_RANKED = 10_000
DEEP_OFFSET = 1_000  # from this hit on, it pays to find the year and the day of a page first
TIE_WINDOW = (
    100  # hits looked at before and after a page, to put those of equal score in order of date
)


class Hits:
    """The articles that match one query, in one order, in one commit of the index."""

    def __init__(self, searcher: tantivy.Searcher, query: Query, sort: Sort) -> None:
        self.searcher = searcher
        self.query = query
        self.sort = sort

    def page(self, offset: int, limit: int) -> tuple[list[int], int]:
        """The ids from hit `offset` (counted from 0) on, at most `limit`, and how many match in
        all.

        Beyond the last hit, and in order of relevance beyond RANKED, there are none.
        """
        if self.sort == Sort.RELEVANCE:
            limit = min(limit, max(0, MAX_RANKED - offset))
            return self._by_relevance(offset, limit) if limit else ([], self.count())
        if offset < DEEP_OFFSET:
            found = self._sorted(self.query, offset, limit, with_count=True)
            return self._ids(found.hits), found.count  # type: ignore[attr-defined]  # missing in tantivy's stub
        total = self.count()
        return (self._deep(offset, min(limit, total - offset)) if offset < total else []), total

    def count(self) -> int:
        return count(self.searcher, self.query)

    def _deep(self, offset: int, limit: int) -> list[int]:
        """A page far from the start. The years before it are counted and left out, then the days of
        its year."""
        query = self.query
        for field in ("year", "first_day"):
            spans = sorted(
                count_every_value(self.searcher, query, field).items(), key=self._date_order
            )
            chosen, offset, size = _covering(spans, offset, limit)
            query = Query.boolean_query([(Occur.Must, query), (Occur.Must, _any_of(field, chosen))])
            if offset < DEEP_OFFSET:
                break
        is_past_middle = offset > size // 2
        if is_past_middle:
            offset = size - offset - limit
        ids = self._ids(self._sorted(query, offset, limit, is_reversed=is_past_middle).hits)
        return ids[::-1] if is_past_middle else ids

    def _date_order(self, span: tuple[int, int]) -> tuple[bool, int]:
        date = span[0]
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
            order_by_field="oldest" if is_oldest else "newest",
            offset=offset,
            order=tantivy.Order.Asc if is_oldest != is_reversed else tantivy.Order.Desc,
        )

    def _by_relevance(self, offset: int, limit: int) -> tuple[list[int], int]:
        """Best first; among equals the newest, then the latest imported.

        tantivy leaves equals in the order of its files. So more is read than the page, until the
        first and the last of what was read are no equals of the page's own, and that is put in
        order."""
        window = TIE_WINDOW
        while True:
            start = max(0, offset - window)
            asked = offset - start + limit + window
            found = self.searcher.search(
                self.query, asked, count=True, offset=start, weight_by_field="recency"
            )
            scores = [score for score, _address in found.hits]
            page = scores[offset - start : offset - start + limit]
            is_whole = not page or (
                (start == 0 or scores[0] > page[0])
                and (len(scores) < asked or scores[-1] < page[-1])
            )
            if is_whole:
                break
            window *= 4
        addresses = [address for _score, address in found.hits]
        newest = self._numbers("newest", addresses)
        ranked = sorted(range(len(addresses)), key=lambda place: (-scores[place], -newest[place]))
        shown = [addresses[place] for place in ranked[offset - start : offset - start + limit]]
        return self._numbers("id", shown), found.count  # type: ignore[attr-defined]  # missing in tantivy's stub

    def _ids(self, hits: Sequence[tuple[Any, tantivy.DocAddress]]) -> list[int]:
        return self._numbers("id", [address for _key, address in hits])

    def _numbers(self, field: str, addresses: list[tantivy.DocAddress]) -> list[int]:
        return cast(list[int], self.searcher.fast_field_values(field, addresses))


def _covering(
    spans: Sequence[tuple[int, int]], offset: int, limit: int
) -> tuple[list[int], int, int]:
    """The values whose articles, in this order, hold the hits from `offset` on; the offset within
    these; their sum."""
    chosen: list[int] = []
    before = size = 0
    for value, number in spans:
        if not chosen and before + number <= offset:
            before += number
            continue
        chosen.append(value)
        size += number
        if before + size >= offset + limit:
            break
    return chosen, offset - before, size


def _any_of(field: str, values: Iterable[int]) -> Query:
    return Query.const_score_query(Query.term_set_query(schema(), field, list(values)), 0.0)
