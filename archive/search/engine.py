"""Asking the index: from a SearchQuery to tantivy's queries, and from its answers to SearchResults."""

from collections.abc import Sequence
from typing import Any, cast

import tantivy
from tantivy import Occur, Query

from archive.models import Article
from archive.search.clauses import date_bucket, node_query, period_query, term
from archive.search.generations import Unreadable, telling_faults
from archive.search.index import OpenIndex, current_index
from archive.search.passages import passages
from archive.search.query import ParsedQuery, parse
from archive.search.schema import schema
from archive.search.values import IndexUnavailable, SearchQuery, SearchResults, Selection, Sort

MAX_BUCKETS = 60_000  # tantivy aborts an aggregation above 65,000
DEEP = 1_000  # from this hit on, it pays to count first and to read from the nearer end
# Equal scores are put in order of date within this many hits before and after the page.
TIE_WINDOW = 100


def search(query: SearchQuery) -> SearchResults:
    """One page of the articles that match, how many match, and the counts of every facet.

    Raises IndexUnavailable. A page beyond the last has no ids. One query to the database, for the passages.
    """
    opened = current_index()
    parsed = parse(query.words)
    try:
        # By now the query is ours, so whatever tantivy raises is about the index.
        with telling_faults():
            return _Search(opened, query, parsed).results()
    except Unreadable as error:
        raise IndexUnavailable(f"The search index cannot be read ({error}).") from error


class _Search:
    """One question put to one commit of the index."""

    def __init__(self, opened: OpenIndex, query: SearchQuery, parsed: ParsedQuery) -> None:
        self.opened = opened
        self.searcher = opened.searcher
        self.query = query
        self.parsed = parsed
        self.words = node_query(parsed.node) if parsed.node else None
        self.filters = {
            "source": _Filter(query.sources, lambda value: term("source", value)),
            "date": _Filter(query.dates, period_query),
            "place": _Filter(query.places, lambda value: term("place", value)),
        }

    def results(self) -> SearchResults:
        size = self.query.page_size
        everything = self.matching()
        ids, total = self.page_of_ids(everything)
        return SearchResults(
            ids=tuple(ids),
            total=total,
            page=self.query.page,
            page_count=max(1, -(-total // size)),
            counts=self.counts(everything) if self.query.with_counts else {},
            snippets=self.snippets(ids) if self.query.with_passages else {},
            notes=self.parsed.notes,
            generation=self.opened.generation.name,
            version=self.opened.reached,
        )

    def matching(self, without: str = "", but_exclude: Any = None, also: Query | None = None) -> Query:
        """The query, without the inclusions of the facet `without` (and its exclusion of `but_exclude`)."""
        clauses = [(Occur.Must, self.words)] if self.words else [(Occur.Must, Query.all_query())]
        if also is not None:
            clauses.append((Occur.Must, also))
        for name, each in self.filters.items():
            is_left_out = name == without
            if each.included and not is_left_out:
                clauses.append((Occur.Must, Query.const_score_query(each.included, 0.0)))
            clauses += [
                (Occur.MustNot, excluding)
                for value, excluding in each.excluded.items()
                if not (is_left_out and value == but_exclude and also is not None)
            ]
        return Query.boolean_query(clauses)

    def page_of_ids(self, everything: Query) -> tuple[list[int], int]:
        """The ids of the page in order, and how many match in all."""
        offset = (self.query.page - 1) * self.query.page_size
        if offset >= DEEP:
            total = self.count(everything)
            if offset >= total:
                return [], total
            return self.ids_at(everything, offset, total), total
        if self.is_by_relevance:
            return self.ids_by_relevance(everything, offset)
        field, order = self.order
        found = self.searcher.search(
            everything, self.query.page_size, count=True, order_by_field=field, offset=offset, order=order
        )
        return self.ids_of(found.hits), _total(found)

    def ids_at(self, everything: Query, offset: int, total: int) -> list[int]:
        """The ids of a deep page: in order of date, one past the middle is read from the other end."""
        if self.is_by_relevance:
            return self.ids_by_relevance(everything, offset)[0]
        field, order = self.order
        limit = min(self.query.page_size, total - offset)
        is_past_middle = offset > total // 2
        if is_past_middle:
            offset = total - offset - limit
            order = tantivy.Order.Asc if order == tantivy.Order.Desc else tantivy.Order.Desc
        found = self.searcher.search(everything, limit, count=False, order_by_field=field, offset=offset, order=order)
        ids = self.ids_of(found.hits)
        return ids[::-1] if is_past_middle else ids

    def ids_by_relevance(self, everything: Query, offset: int) -> tuple[list[int], int]:
        """Best first; among equals the newest, then the latest imported."""
        start = max(0, offset - TIE_WINDOW)
        limit = offset - start + self.query.page_size + TIE_WINDOW
        found = self.searcher.search(everything, limit, count=True, offset=start, weight_by_field="recency")
        addresses = [address for _score, address in found.hits]
        newest = self.numbers("newest", addresses)
        ranked = sorted(
            ((-score, -key, address) for (score, address), key in zip(found.hits, newest, strict=True)),
            key=lambda row: row[:2],
        )
        rows = ranked[offset - start : offset - start + self.query.page_size]
        return self.numbers("id", [row[2] for row in rows]), _total(found)

    @property
    def is_by_relevance(self) -> bool:
        return self.query.sort == Sort.RELEVANCE and self.words is not None

    @property
    def order(self) -> tuple[str, tantivy.Order]:
        if self.query.sort == Sort.OLDEST:
            return "oldest", tantivy.Order.Asc
        return "newest", tantivy.Order.Desc

    def ids_of(self, hits: Sequence[tuple[Any, tantivy.DocAddress]]) -> list[int]:
        return self.numbers("id", [address for _key, address in hits])

    def numbers(self, field: str, addresses: list[tantivy.DocAddress]) -> list[int]:
        return cast(list[int], self.searcher.fast_field_values(field, addresses))

    def count(self, query: Query) -> int:
        return _total(self.searcher.search(query, 1, count=True))

    def counts(self, everything: Query) -> dict[str, dict[int, int]]:
        """How many articles each value of each facet would give."""
        wanted = {"source": ["source"], "date": ["year"], "place": ["place"]}
        plain = [field for name, fields in wanted.items() if not self.filters[name].included for field in fields]
        counts = self.buckets(everything, plain)
        for name, fields in wanted.items():
            if self.filters[name].included:
                counts |= self.buckets(self.matching(without=name), fields)
        for field, above, expanded in (
            ("month", "year", self.query.expanded_years),
            ("day", "month", self.query.expanded_months),
        ):
            if expanded:
                inside = Query.term_set_query(schema(), above, list(expanded))
                counts |= self.buckets(self.matching(without="date", also=inside), [field])
        for name, field in (("source", "source"), ("place", "place")):
            for value, one in self.filters[name].excluded.items():
                counts[field][value] = self.count(self.matching(without=name, but_exclude=value, also=one))
        for period, one in self.filters["date"].excluded.items():
            field, value = date_bucket(period)
            if field in counts:
                counts[field][value] = self.count(self.matching(without="date", but_exclude=period, also=one))
        return counts

    def buckets(self, query: Query, fields: list[str]) -> dict[str, dict[int, int]]:
        if not fields:
            return {}
        wanted = {field: {"terms": {"field": field, "size": MAX_BUCKETS}} for field in fields}
        found = self.searcher.aggregate(query, wanted)
        return {
            field: {int(bucket["key"]): bucket["doc_count"] for bucket in found[field]["buckets"]} for field in fields
        }

    def snippets(self, ids: Sequence[int]) -> dict[int, Any]:
        bodies = Article.objects.filter(pk__in=ids).values_list("pk", "body")
        return {pk: passages(body, self.parsed.node) for pk, body in bodies}


class _Filter:
    """One facet's selection as queries: `included` is any of them, `excluded` one by one."""

    def __init__(self, selection: Selection[Any], as_query: Any) -> None:
        chosen = [(Occur.Should, as_query(value)) for value in selection.included]
        self.included = Query.boolean_query(chosen) if chosen else None
        self.excluded = {value: as_query(value) for value in selection.excluded}


def _total(found: tantivy.SearchResult) -> int:
    return found.count  # type: ignore[attr-defined]  # missing in tantivy's stub
