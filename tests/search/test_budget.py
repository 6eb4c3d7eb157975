"""Test that slow parts of a search are limited, and that a note tells this to the reader."""

from collections.abc import Sequence
from typing import Any

import pytest
import tantivy

from archive.search.analysis.schema import TEXT_FIELDS
from archive.search.query import budget, text_queries
from archive.search.query.compiler import QueryCompiler
from archive.search.query.field_values import MAX_VALUES
from archive.search.query.parser import parse_query
from archive.search.query.query_tree import DateIs, Near, Node, Or, Phrase, Prefix, Words
from archive.search.query.terms import MAX_TERMS
from tests.search.test_search_model import FIELDS, Text, build, ids_of

ANYWHERE = (
    "Some words next to each other are too frequent to be searched for as a phrase; they were"
    " searched for anywhere in the text."
)
NOT_NEAR = (
    "These words are too frequent to be searched for near each other; they were searched for"
    " anywhere in the text."
)
BODIES = ("iron x x x x ore", "iron ore", "ore", "iron orb", "x")


def index_of(bodies: Sequence[str]) -> tantivy.Searcher:
    return build([Text("", body, ((0,),) * len(FIELDS), None) for body in bodies])


def notes_of(searcher: tantivy.Searcher, node: Node) -> tuple[str, ...]:
    compiler = QueryCompiler(searcher)
    compiler.compile(node)
    return compiler.notes


def set_budget(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(budget, "FIXED_BUDGET", size)
    monkeypatch.setattr(budget, "BUDGET_PER_ARTICLE", 0)


@pytest.mark.parametrize(
    ("node", "usual", "limited", "note"),
    [
        (Near(Words("iron"), Words("ore"), 2), {1}, {0, 1}, NOT_NEAR),
        (Near(Words("iron"), Phrase("ore"), 2), {1}, {0, 1}, NOT_NEAR),
        (Near(Prefix("iron"), Words("ore"), 2), {1}, {0, 1}, NOT_NEAR),
        (Phrase("iron ore"), {1}, {0, 1}, ANYWHERE),
        (Words("iron-ore"), {1}, {0, 1}, ANYWHERE),
        (Prefix("iron ore"), {1}, {0, 1}, ANYWHERE),
        (Prefix("or"), {0, 1, 2, 3}, set(), "Too many words start with “or”;"),
        (Prefix("ore"), {0, 1, 2}, {0, 1, 2}, "Too many words start with “ore”;"),
    ],
)
def test_a_part_that_exceeds_the_budget_is_replaced_by_its_words(
    monkeypatch: pytest.MonkeyPatch, node: Node, usual: set[int], limited: set[int], note: str
) -> None:
    searcher = index_of(BODIES)
    assert ids_of(searcher, node) == usual
    assert notes_of(searcher, node) == ()
    set_budget(monkeypatch, 0)
    assert ids_of(searcher, node) == limited
    assert any(sentence.startswith(note) for sentence in notes_of(searcher, node))


def test_the_parts_of_a_search_have_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    searcher = index_of(["iron ore coal"] * 4)
    first, second = Phrase("iron ore"), Phrase("ore coal")
    one = budget.Budget(searcher)
    fields = [f"{name}_exact" for name in TEXT_FIELDS]
    cost = sum(one.cost_of_phrase(field, ("iron", "ore")) for field in fields)
    set_budget(monkeypatch, cost)  # the cost of one phrase, in all fields
    assert not notes_of(searcher, first)
    assert not notes_of(searcher, second)
    assert notes_of(searcher, Or((first, second))) == (ANYWHERE,)


def test_a_prefix_in_a_phrase_gets_as_many_words_as_the_budget_allows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bodies = ["iron ore"] * 3 + ["iron orb"] * 2 + ["iron oryx"]
    searcher = index_of(bodies)
    node = Prefix("iron or")
    assert ids_of(searcher, node) == {0, 1, 2, 3, 4, 5}
    allowed = budget.Budget(searcher)
    cost = sum(allowed.cost_of_phrase("body_exact", ("iron", word)) for word in ("ore", "orb"))
    set_budget(monkeypatch, cost)
    assert ids_of(searcher, node) == {0, 1, 2, 3, 4}
    assert notes_of(searcher, node) == (
        "More than 2 words start with “or”; in a phrase or near another word only the most frequent"
        " of them were searched for.",
    )


def test_no_search_compiles_to_more_queries_than_its_budget(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Check that the budget limits the number of queries for NEAR between two phrases.

    These are two queries for each distance, because the phrases can be in either order.
    """
    counts = []
    apart = text_queries._apart
    for most in (200, 800):
        set_budget(monkeypatch, most * budget.QUERY_COST)
        made: list[int] = []

        def counted(*given: Any, made: list[int] = made) -> tantivy.Query:
            made.append(1)
            return apart(*given)

        monkeypatch.setattr(text_queries, "_apart", counted)
        nears = [
            Near(Phrase(f"iron ore{number}"), Phrase(f"coal{number} mine"), 50)
            for number in range(10)
        ]
        notes = notes_of(index_of(["iron ore coal mine"]), Or(tuple(nears)))
        assert notes == (NOT_NEAR, ANYWHERE)
        counts.append(len(made))
        assert 0 < len(made) <= most
    assert counts[1] > counts[0]


def test_a_search_has_a_limited_number_of_words_and_phrases() -> None:
    texts = [f"w{number}" if number % 2 else f'"p{number} q"' for number in range(60)]
    for join in (" ", " OR ", " -"):
        parsed = parse_query(join.join([*texts[:MAX_TERMS], texts[1]]))
        assert not parsed.notes
        more = parse_query(join.join(texts))
        assert more.node == parsed.node
        assert more.notes == (
            f"A search can have {MAX_TERMS} words and phrases; all further ones were ignored.",
        ), join


def test_dates_count_as_values_of_fields() -> None:
    dates = [f"date:{year}-03..{year + 1}" for year in range(1990, 1990 + MAX_VALUES + 5)]
    parsed = parse_query(" OR ".join(dates))
    assert isinstance(parsed.node, Or)
    assert sum(isinstance(node, DateIs) for node in parsed.node.nodes) == MAX_VALUES
    assert parsed.notes == (
        "A search can name 20 sources, places, organisations, people, languages and dates; all"
        " further ones were searched for as words.",
    )
