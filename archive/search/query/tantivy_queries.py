"""Make simple queries of the index, combine them by OR or AND, and remove their scores."""

from collections.abc import Sequence
from typing import Any

from tantivy import FieldType, Occur, Query

from archive.search.analysis.schema import schema


def term(field: str, value: int | str) -> Query:
    """Return the query for articles that have this value in a field."""
    return Query.term_query(schema(), field, value)


def number_range(field: str, **bounds: Any) -> Query:
    """Return the query for articles with a number between `lower_bound` and `upper_bound`."""
    return without_score(Query.range_query(schema(), field, FieldType.Unsigned, **bounds))


def added_query(article_id: int) -> Query:
    """Return the query for articles that were added after the one with this id."""
    return number_range("id", lower_bound=article_id + 1)


def any_of(queries: Sequence[Query]) -> Query:
    """Return the query for articles that match at least one of the queries."""
    if not queries:
        return Query.empty_query()
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(queries: Sequence[Query]) -> Query:
    """Return the query for articles that match all of the queries."""
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def exactly_one_of(queries: Sequence[Query]) -> Query:
    """Return the query for articles that match one of the queries and none of the others."""
    return any_of(
        [
            Query.boolean_query(
                [
                    (Occur.Must, query),
                    *((Occur.MustNot, other) for other in queries if other is not query),
                ]
            )
            for query in queries
        ]
    )


def both(first: Query, second: Query) -> Query:
    """Return the query for articles that match both queries."""
    return Query.boolean_query([(Occur.Must, first), (Occur.Must, second)])


def without_score(query: Query) -> Query:
    """Return a query for the same articles that adds nothing to their scores."""
    return Query.const_score_query(query, 0.0)
