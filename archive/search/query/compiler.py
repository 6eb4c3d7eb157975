"""Clauses: what is asked for, as tantivy's queries."""

from collections.abc import Sequence

from tantivy import FieldType, Occur, Query, Searcher

from archive.search.analysis.schema import TEXT_FIELDS, schema
from archive.search.periods import Period, as_number
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
from archive.search.query.text_queries import TextQueries, is_single_term
from archive.search.values import UNKNOWN

TITLE_BOOST = 2.5


def period_query(period: Period | None) -> Query:
    """The articles of which all that is known about the date lies in the period; None: those
    without a date."""
    field, value = date_bucket(period)
    if field:
        return term(field, value)
    assert period is not None
    starts = Query.range_query(
        schema(), "first_day", FieldType.Unsigned, lower_bound=as_number(period.first)
    )
    ends = Query.range_query(
        schema(), "last_day", FieldType.Unsigned, upper_bound=as_number(period.last)
    )
    return Query.boolean_query([(Occur.Must, starts), (Occur.Must, ends)])


def date_bucket(period: Period | None) -> tuple[str, int]:
    """The field and value that stand for a period; an empty field for a range."""
    if period is None:
        return "year", UNKNOWN
    for field, value in (("year", period.year), ("month", period.month), ("day", period.day)):
        if value is not None:
            return field, value
    return "", 0


def is_cheap_to_intersect(node: Node | None) -> bool:
    """Whether one list of articles, at most crossed with those of values, is all that is looked at
    to find it: no second word, no places of words in a text, no beginnings of words, no spans of
    time. Such a query takes next to nothing where a rare value has to be there, too."""
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
                and sum(not isinstance(each, FieldIs | DateIs) for each in nodes) < 2
            )
    return node is None or isinstance(node, FieldIs)


def is_ranked(node: Node | None) -> bool:
    """Whether any article can be more relevant than another: words make it so, fields and what is
    excluded do not."""
    match node:
        case InTitle(inner):
            return is_ranked(inner)
        case And(nodes) | Or(nodes):
            return any(map(is_ranked, nodes))
    return not (node is None or isinstance(node, FieldIs | DateIs | Not))


class QueryCompiler:
    """The tree of what was typed, as a query of the index that `searcher` reads. Afterwards `notes`
    says in sentences what was searched differently."""

    def __init__(self, searcher: Searcher) -> None:
        self._runs = TextQueries(searcher)

    @property
    def notes(self) -> tuple[str, ...]:
        return self._runs.notes

    def query(self, node: Node, fields: Sequence[str] = TEXT_FIELDS) -> Query:
        match node:
            case Near(left, right, distance):
                return _any(
                    [
                        _weighed(field, self._runs.near(field, left, right, distance))
                        for field in fields
                    ]
                )
            case InTitle(inner):
                return self.query(inner, ("title",))
            case FieldIs(field, values):
                return _unweighed(_any([term(field, value) for value in values]))
            case DateIs(period):
                return _unweighed(period_query(period))
            case Not(inner):
                return _all([(Occur.MustNot, self.query(inner, fields))])
            case Or(nodes):
                return _any([self.query(each, fields) for each in nodes])
            case And(nodes):
                return _all([self._clause(each, fields) for each in nodes])
            case _:
                return _any([_weighed(field, self._runs.sought(field, node)) for field in fields])

    def _clause(self, node: Node, fields: Sequence[str]) -> tuple[Occur, Query]:
        if isinstance(node, Not):
            return Occur.MustNot, self.query(node.node, fields)
        return Occur.Must, self.query(node, fields)


def term(field: str, value: int | str) -> Query:
    return Query.term_query(schema(), field, value)


def _any(queries: Sequence[Query]) -> Query:
    return (
        queries[0]
        if len(queries) == 1
        else Query.boolean_query([(Occur.Should, each) for each in queries])
    )


def _all(clauses: Sequence[tuple[Occur, Query]]) -> Query:
    if all(occur == Occur.MustNot for occur, _query in clauses):
        clauses = [(Occur.Must, Query.all_query()), *clauses]
    return Query.boolean_query(list(clauses))


def _weighed(field: str, query: Query) -> Query:
    return Query.boost_query(query, TITLE_BOOST) if field == "title" else query


def _unweighed(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
