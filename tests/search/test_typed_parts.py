"""Test where the words and the parts of a typed search are."""

import pytest
from hypothesis import given

from archive.search.query.parser import parse_query
from archive.search.query.query_tree import And, Node, Not
from archive.search.suggestions.typed_parts import typed_parts, typed_text, typed_words, without
from tests.search.random_queries import NumberedNames, trees, typed

NAMES = NumberedNames()


def terms(node: Node | None) -> set[Node]:
    """Return the nodes that an article must all match."""
    return set(node.nodes) if isinstance(node, And) else {node} if node else set()


@given(trees)
def test_the_parts_of_a_search_together_are_the_search(tree: Node) -> None:
    text = typed_text(typed(tree))
    parts = typed_parts(text)
    found = [terms(parse_query(part.text, NAMES).node) for part in parts]
    assert set().union(*found) == terms(parse_query(text, NAMES).node)
    for part, nodes in zip(parts, found, strict=True):
        rest = terms(parse_query(without(text, [part]), NAMES).node)
        assert rest | nodes == terms(parse_query(text, NAMES).node)


@given(trees)
def test_words_are_where_they_were_typed(tree: Node) -> None:
    text = typed_text(typed(tree))
    for word in typed_words(text):
        assert text[word.start : word.end] == word.text
    assert not isinstance(tree, Not) or not typed_words(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kim Jong Eun", ["Kim", "Jong", "Eun"]),
        ("the factory's iron-ore, 19", ["the", "factory", "iron", "ore"]),
        ("P'yongyang", ["P'yongyang"]),
        ("iron -coal NOT ore -(gold tin) steel", ["iron", "steel"]),
        ("iron -(gold (tin)) zinc", ["iron", "zinc"]),
        ('"press of" factor*', ["press", "of"]),
        ("title:(iron ore) place:kujang", ["title:iron", "title:ore", "place:kujang"]),
        ("iron AND (ore OR coal) NEAR/3 tin", ["iron", "ore", "coal", "tin"]),
    ],
)
def test_words_that_articles_must_have(text: str, words: list[str]) -> None:
    found = [f"{word.field}:{word.text}".lstrip(":") for word in typed_words(text)]
    assert found == words


def test_the_label_of_a_part_has_no_quotation_marks() -> None:
    parts = typed_parts('date:"last week" iron? "a b"')
    assert [part.label for part in parts] == ["date:last week", "iron", "a b"]
