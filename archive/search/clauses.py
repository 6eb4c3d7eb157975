"""Clauses: what is asked for, as tantivy's queries."""

from collections.abc import Sequence

from tantivy import FieldType, Occur, Query

from archive.search.periods import Period, as_number
from archive.search.query import And, Node, Not, Or, Phrase, Words
from archive.search.schema import TEXT_FIELDS, schema
from archive.search.values import UNKNOWN
from archive.search.words import EXACT, STEMMED, spread

TITLE_BOOST = 2.5


def period_query(period: Period | None) -> Query:
    """The articles of which all that is known about the date lies in the period; None: those without a date."""
    field, value = date_bucket(period)
    if field:
        return term(field, value)
    assert period is not None
    starts = Query.range_query(schema(), "first_day", FieldType.Unsigned, lower_bound=as_number(period.first))
    ends = Query.range_query(schema(), "last_day", FieldType.Unsigned, upper_bound=as_number(period.last))
    return Query.boolean_query([(Occur.Must, starts), (Occur.Must, ends)])


def date_bucket(period: Period | None) -> tuple[str, int]:
    """The field and value that stand for a period; an empty field for a range."""
    if period is None:
        return "year", UNKNOWN
    for field, value in (("year", period.year), ("month", period.month), ("day", period.day)):
        if value is not None:
            return field, value
    return "", 0


def node_query(node: Node) -> Query:
    """The tree of what was typed, as tantivy's query over title and body."""
    match node:
        case Words(text):
            return _text_query("", STEMMED.analyze(spread(text)))
        case Phrase(text):
            return _text_query("_exact", EXACT.analyze(spread(text)))
        case Not(inner):
            return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, node_query(inner))])
        case Or(nodes):
            return Query.boolean_query([(Occur.Should, node_query(each)) for each in nodes])
        case And(nodes):
            return _conjunction(nodes)


def _conjunction(nodes: Sequence[Node]) -> Query:
    clauses = [
        (Occur.MustNot, node_query(each.node)) if isinstance(each, Not) else (Occur.Must, node_query(each))
        for each in nodes
    ]
    if all(occur == Occur.MustNot for occur, _query in clauses):
        clauses.insert(0, (Occur.Must, Query.all_query()))
    return Query.boolean_query(clauses)


def _text_query(suffix: str, words: list[str]) -> Query:
    """The words next to each other, in the title or in the body."""
    title, body = (_words_in(field + suffix, words) for field in TEXT_FIELDS)
    return Query.boolean_query([(Occur.Should, Query.boost_query(title, TITLE_BOOST)), (Occur.Should, body)])


def _words_in(field: str, words: list[str]) -> Query:
    if len(words) == 1:
        return term(field, words[0])
    return Query.phrase_query(schema(), field, list(words))


def term(field: str, value: int | str) -> Query:
    return Query.term_query(schema(), field, value)
