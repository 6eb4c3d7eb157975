"""What a reader types, as a tree: nothing is an error."""

import pytest
import tantivy
from hypothesis import example, given
from hypothesis import strategies as st

from archive.search.clauses import Clauses
from archive.search.query import MAX_LENGTH, And, Node, Not, Or, Phrase, Words, clean, parse
from archive.search.schema import schema

SEARCHER = tantivy.Index(schema()).searcher()
IRON, STEEL, COAL = Words("iron"), Words("steel"), Words("coal")


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        ("iron", IRON),
        ("iron steel", And((IRON, STEEL))),
        ("iron  \t\n steel iron", And((IRON, STEEL))),
        ('"iron steel"', Phrase("iron steel")),
        ("“iron steel” coal", And((Phrase("iron steel"), COAL))),
        ('"iron steel', Phrase("iron steel")),
        ('iron "steel coal', And((IRON, Phrase("steel coal")))),
        ("-iron", Not(IRON)),
        ('-"iron steel" coal', And((Not(Phrase("iron steel")), COAL))),
        ("iron OR steel", Or((IRON, STEEL))),
        ("iron OR steel OR coal", Or((IRON, STEEL, COAL))),
        ("iron OR iron OR iron", IRON),
        ("coal iron OR steel", And((COAL, Or((IRON, STEEL))))),
        ("iron OR -steel", Or((IRON, Not(STEEL)))),
        ("iron AND steel", And((IRON, STEEL))),
        ("OR", None),
        ("OR iron OR", IRON),
        ("iron OR OR steel", Or((IRON, STEEL))),
        ("iron or steel", And((IRON, Words("or"), STEEL))),
        ("-", None),
        ("--iron", Not(Words("-iron"))),
        ('""', None),
        ('"', None),
        ("...", None),
        ("", None),
        ("iron-and-steel", Words("iron-and-steel")),
        ("ComradeKim Jong Unvisited", And(tuple(map(Words, ["Comrade", "Kim", "Jong", "Un", "visited"])))),
        ("공장", Words("공장")),
        ("ir\0on", And((Words("ir"), Words("on")))),
    ],
)
def test_what_is_typed_has_one_reading(typed: str, node: Node | None) -> None:
    assert parse(typed).node == node


@pytest.mark.parametrize(
    ("typed", "notes"),
    [
        ("iron steel", ()),
        ("", ()),
        ('"iron steel', ("A quotation mark has no partner; the phrase was taken to go on to the end.",)),
        ("?!", ("There is no word to search for in “?!”.",)),
        ("a" * 1001, ("The search was longer than 1,000 characters; the rest was left out.",)),
    ],
)
def test_notes_say_what_was_understood_differently(typed: str, notes: tuple[str, ...]) -> None:
    assert parse(typed).notes == notes


typing = st.lists(
    st.one_of(
        st.sampled_from(['"', "-", " ", "OR", " OR ", "AND", "“", "a-b", "title:", "(", ")", "*", "\0"]), st.text()
    ),
    max_size=30,
).map("".join)


@given(typing)
@example("²")
@example("\ud800")
@example("\u0345")
def test_anything_typed_becomes_a_query(typed: str) -> None:
    parsed = parse(typed)
    assert all(note.endswith(".") for note in parsed.notes)
    if parsed.node is not None:
        Clauses(SEARCHER).query(parsed.node)


@given(st.text(min_size=MAX_LENGTH + 1, max_size=3 * MAX_LENGTH))
def test_no_more_than_the_limit_is_read(typed: str) -> None:
    assert parse(typed).node == parse(clean(typed)[:MAX_LENGTH]).node
