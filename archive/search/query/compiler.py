"""Compile the query tree and the filters by date to tantivy queries."""

from collections.abc import Sequence

from tantivy import FieldType, Occur, Query, Searcher

from archive.search.analysis.schema import TEXT_FIELDS, schema
from archive.search.periods import Period, days_of_any_year, parts_of
from archive.search.query.query_tree import (
    And,
    DateIs,
    FieldIs,
    InTitle,
    Near,
    Node,
    Not,
    Or,
    Words,
)
from archive.search.query.tantivy_queries import any_of, term, without_score
from archive.search.query.text_queries import TextQueries, is_single_term
from archive.search.values import UNKNOWN

# To look up the articles of this number of years takes as long as comparing the years of a million
# articles. Only a period without a start or end has more years.
MAX_LOOKED_UP = 200

# The scores of matches in a field are multiplied by this factor. A word that only another version
# has counts little, because the reader sees it only there.
BOOSTS = {"title": 2.5, "versions": 0.2}


def period_query(period: Period | None) -> Query:
    """Return the query for articles whose date is inside the period.

    If the date of an article is only a month or a year, the whole month or year must be inside the
    period. If `period` is None, the query finds articles without a date.
    """
    field, value = date_bucket(period)
    if field:
        return term(field, value)
    assert period is not None
    if period.day_of_any_year:  # takes 1 ms, for 10,000 days
        return Query.term_set_query(schema(), "day", days_of_any_year(period))
    return any_of([_numbers(field, values) for field, values in parts_of(period).items() if values])


def _numbers(field: str, values: Sequence[int]) -> Query:
    """Return the query for articles that have one of these successive numbers in a field."""
    if len(values) > MAX_LOOKED_UP:
        return Query.range_query(schema(), field, FieldType.Unsigned, values[0], values[-1])
    return Query.term_set_query(schema(), field, list(values))


def date_bucket(period: Period | None) -> tuple[str, int]:
    """Return the index field and the value for a period: 2025-04 -> ("month", 202504).

    The result is ("", 0) for a range and for a day of any year, because no single value represents
    them. If `period` is None (unknown date), the result is ("year", UNKNOWN).
    """
    if period is None:
        return "year", UNKNOWN
    for field, value in (("year", period.year), ("month", period.month), ("day", period.day)):
        if value is not None:
            return field, value
    return "", 0


def is_cheap_to_intersect(node: Node | None) -> bool:
    """Return True if it takes little time to run the query again with a rare value as a filter.

    This is true if the query reads at most the list of articles for one word, and the lists of
    articles for values of fields. It is false for a query with a second word, a phrase, NEAR, a
    prefix, OR or a range of dates, because these take more time.
    """
    match node:
        case Words(text):
            return is_single_term(text)
        case DateIs(period):
            return bool(date_bucket(period)[0])
        case InTitle(inner) | Not(inner):
            return is_cheap_to_intersect(inner)
        case And(nodes):
            return (
                all(map(is_cheap_to_intersect, nodes))
                and sum(not isinstance(node, FieldIs | DateIs) for node in nodes) < 2
            )
    return node is None or isinstance(node, FieldIs)


def is_ranked(node: Node | None) -> bool:
    """Return True if some articles can be more relevant than others.

    This is true if the query has words, phrases or prefixes that are not excluded.
    """
    match node:
        case InTitle(inner):
            return is_ranked(inner)
        case And(nodes) | Or(nodes):
            return any(map(is_ranked, nodes))
    return not (node is None or isinstance(node, FieldIs | DateIs | Not))


class QueryCompiler:
    """An object that makes tantivy queries from query trees, for the index of `searcher`."""

    def __init__(self, searcher: Searcher, fields: Sequence[str] = TEXT_FIELDS) -> None:
        """`fields` are the fields in which words and phrases are searched for."""
        self._text_queries = TextQueries(searcher)
        self.fields = fields

    @property
    def spent(self) -> float:
        """Return the costs of the compiled queries (`budget.py`)."""
        return self._text_queries.spent

    @property
    def is_slow(self) -> bool:
        """Return True if running the compiled queries again would take several milliseconds."""
        return self._text_queries.are_slow

    @property
    def notes(self) -> tuple[str, ...]:
        """Return sentences about parts of the search that are not searched for as typed."""
        return self._text_queries.notes

    def compile(self, node: Node, fields: Sequence[str] = ()) -> Query:
        """Return the tantivy query for a node.

        Words and phrases are searched for in `fields`; if it is empty, in those of the compiler.
        """
        fields = fields or self.fields
        match node:
            case Near(left, right, distance):
                return any_of(
                    [
                        _boosted(field, self._text_queries.near(field, left, right, distance))
                        for field in fields
                    ]
                )
            case InTitle(inner):
                return self.compile(inner, ("title",))
            case FieldIs(field, values):
                return without_score(any_of([term(field, value) for value in values]))
            case DateIs(period):
                return without_score(period_query(period))
            case Not(inner):
                return _all_of([(Occur.MustNot, self.compile(inner, fields))])
            case Or(nodes):
                return any_of([self.compile(node, fields) for node in nodes])
            case And(nodes):
                return _all_of([self._clause(node, fields) for node in nodes])
            case _:
                return any_of(
                    [_boosted(field, self._text_queries.text(field, node)) for field in fields]
                )

    def _clause(self, node: Node, fields: Sequence[str]) -> tuple[Occur, Query]:
        if isinstance(node, Not):
            return Occur.MustNot, self.compile(node.node, fields)
        return Occur.Must, self.compile(node, fields)


def _all_of(clauses: Sequence[tuple[Occur, Query]]) -> Query:
    if all(occur == Occur.MustNot for occur, _query in clauses):
        clauses = [(Occur.Must, Query.all_query()), *clauses]
    return Query.boolean_query(list(clauses))


def _boosted(field: str, query: Query) -> Query:
    return Query.boost_query(query, BOOSTS[field]) if field in BOOSTS else query
