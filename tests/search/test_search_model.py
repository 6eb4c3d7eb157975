"""Test that the index matches the same articles as a simple model without an index."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
import tantivy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.search.analysis.schema import register_analyzers, schema
from archive.search.analysis.variants import variants
from archive.search.analysis.words import exact_words, keys_of
from archive.search.index.documents import fields_of_texts
from archive.search.periods import Period, as_number, parse_period
from archive.search.query.compiler import QueryCompiler
from archive.search.query.query_tree import (
    And,
    DateIs,
    FieldIs,
    InTitle,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    TextNode,
    Words,
)
from tests.search.random_queries import FIELDS, VOCABULARY, nears, trees


@dataclass(frozen=True)
class Text:
    title: str
    body: str
    ids: tuple[tuple[int, ...], ...]  # one tuple for each of FIELDS
    period: Period | None


DAYS = (None, "2024", "2024-12-31", "2025", "2025-04", "2025-04-17", "2025-04-18", "2025-05-01")
texts = st.builds(
    Text,
    st.lists(st.sampled_from(VOCABULARY), max_size=3).map(" ".join),
    st.lists(st.sampled_from((*VOCABULARY, "x", "x")), max_size=12).map(" ".join),
    st.tuples(*[st.sampled_from([(0,), (1,), (2,), (1, 3)])] * len(FIELDS)),
    st.sampled_from(DAYS).map(lambda text: parse_period(text) if text else None),
)


def build(library: Sequence[Text]) -> tantivy.Searcher:
    index = tantivy.Index(schema())
    register_analyzers(index)
    writer = index.writer(15_000_000, 1)
    for number, text in enumerate(library):
        row: dict[str, object] = {"id": number} | dict(
            zip(FIELDS, map(list, text.ids), strict=True)
        )
        row |= fields_of_texts(text.title, text.body)
        row |= dates(text.period)
        writer.add_document(tantivy.Document.from_dict(row, schema()))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index.searcher()


def dates(period: Period | None) -> dict[str, int]:
    if period is None:
        return {"year": 0, "first_day": 0, "last_day": 0}
    row = {
        "year": period.first.year,
        "first_day": as_number(period.first),
        "last_day": as_number(period.last),
    }
    month = period.first.year * 100 + period.first.month
    return (
        row
        | ({"month": month} if period.month or period.day else {})
        | ({"day": as_number(period.first)} if period.day else {})
    )


def ids_of(searcher: tantivy.Searcher, node: Node) -> set[int]:
    hits = searcher.search(QueryCompiler(searcher).compile(node), 1_000).hits
    return set(searcher.fast_field_values("id", [address for _score, address in hits]))  # type: ignore[arg-type]


def is_match(node: Node, text: Text, parts: Sequence[str]) -> bool:
    """Return True if an article matches a query.

    Words are searched for in the texts `parts`: the title and the body, or only the title.
    """
    match node:
        case InTitle(inner):
            return is_match(inner, text, [text.title])
        case FieldIs(field, values):
            return bool(set(values) & set(text.ids[FIELDS.index(field)]))
        case DateIs(None):
            return text.period is None
        case DateIs(period) if period is not None:
            return (
                text.period is not None
                and period.first <= text.period.first
                and text.period.last <= period.last
            )
        case Not(inner):
            return not is_match(inner, text, parts)
        case And(nodes):
            return all(is_match(inner, text, parts) for inner in nodes)
        case Or(nodes):
            return any(is_match(inner, text, parts) for inner in nodes)
        case Near(left, right, distance):
            return any(is_near(spans(left, part), spans(right, part), distance) for part in parts)
    assert isinstance(node, TextNode)
    return any(spans(node, part) for part in parts)


def spans(node: TextNode, part: str) -> set[tuple[int, int]]:
    """Return the indexes of the first and last word of each match of `node` in `part`."""
    words, wanted = exact_words(part), [exact_words(node.text)]
    if isinstance(node, Words):
        words, wanted = keys_of(words), [keys_of(variant) for variant in variants(node.text)]
    return {
        (start, start + len(each) - 1)
        for each in wanted
        for start in range(len(words) - len(each) + 1)
        for run in [words[start : start + len(each)]]
        if run == each
        or (isinstance(node, Prefix) and run[:-1] == each[:-1] and run[-1].startswith(each[-1]))
    }


def is_near(left: set[tuple[int, int]], right: set[tuple[int, int]], distance: int) -> bool:
    """Return True if a match of `left` is near a match of `right`.

    The two matches must not overlap, and at most distance - 1 words may be between them.
    """
    return any(
        0 < after[0] - before[1] <= distance
        for one in left
        for other in right
        for before, after in ((one, other), (other, one))
    )


DYING = Text("dying", "the die is cast", ((0,),) * len(FIELDS), None)


@settings(max_examples=60)
@given(
    st.lists(texts, min_size=1, max_size=25),
    st.lists(st.one_of(trees, nears), min_size=8, max_size=8),
)
@example([DYING], [Near(Words("die"), Phrase("cast"), 2), Near(Words("dying"), Phrase("the"), 9)])
def test_every_query_matches_the_same_articles_as_the_model(
    library: list[Text], nodes: list[Node]
) -> None:
    searcher = build(library)
    for node in nodes:
        expected = {
            number
            for number, text in enumerate(library)
            if is_match(node, text, [text.title, text.body])
        }
        assert ids_of(searcher, node) == expected, node


@pytest.mark.parametrize("distance", range(1, 12))
@pytest.mark.parametrize(
    ("left", "right"), [("a", "b"), ("b", "a"), ("a", "a"), ('"a c"', "b"), ("a", '"b"')]
)
def test_near_allows_exactly_its_distance(left: str, right: str, distance: int) -> None:
    """Search texts in which the two words are 0 to 13 words apart, in either order."""
    gaps = range(14)
    ends = [("a c", "b") if left == '"a c"' else (left.strip('"'), right.strip('"'))]
    library = [
        Text("", " ".join([first, *["x"] * gap, last]), ((0,),) * len(FIELDS), None)
        for one, other in ends
        for first, last in ((one, other), (other, one))
        for gap in gaps
    ]
    sides = [Phrase(side.strip('"')) if '"' in side else Words(side) for side in (left, right)]
    expected = {number for number in range(len(library)) if number % len(gaps) < distance}
    assert ids_of(build(library), Near(sides[0], sides[1], distance)) == expected


def test_a_prefix_in_a_phrase_matches_only_the_most_frequent_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("archive.search.query.text_queries.MAX_COMPLETIONS", 1)
    bodies = ("iron ore", "iron orb", "iron ore")
    searcher = build([Text("", body, ((0,),) * len(FIELDS), None) for body in bodies])
    assert ids_of(searcher, Prefix("iron or")) == {0, 2}
    assert ids_of(searcher, Prefix("or")) == {0, 1, 2}
    compiler = QueryCompiler(searcher)
    compiler.compile(Prefix("iron or"))
    assert [note.partition(";")[0] for note in compiler.notes] == [
        "More than 1 words start with “or”"
    ]
