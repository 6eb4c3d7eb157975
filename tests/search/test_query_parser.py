"""Test that the parser turns any typed text into a tree, with notes."""

from collections.abc import Sequence

import pytest
import tantivy
from hypothesis import example, given
from hypothesis import strategies as st

from archive.search.analysis.schema import schema
from archive.search.periods import parse_period
from archive.search.query.compiler import QueryCompiler, is_cheap_to_intersect
from archive.search.query.field_values import MAX_VALUES
from archive.search.query.parser import MAX_DEPTH, MAX_NEARS, parse_query
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
    Words,
)
from archive.search.query.terms import MAX_PREFIXES
from archive.search.query.tokens import MAX_QUERY_LENGTH, clean_query
from tests.search.random_queries import NumberedNames, trees, typed

SEARCHER = tantivy.Index(schema()).searcher()
IRON, STEEL, COAL = Words("iron"), Words("steel"), Words("coal")
NAMES = NumberedNames()
APRIL = DateIs(parse_period("2025-04"))


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("iron", IRON),
        ("iron steel", And((IRON, STEEL))),
        ("iron  \t\n steel iron", And((IRON, STEEL))),
        ("iron-and-steel", Words("iron-and-steel")),
        ("공장", Words("공장")),
        ("iron's", IRON),
        ("F-35s B-1Bs 1990s", And((Words("F-35"), Words("B-1B"), Words("1990s")))),
        ("F-1*", Prefix("F-1")),
        ("iron’S steel's", And((IRON, STEEL))),
        ("title:iron's", InTitle(IRON)),
        ("Kim Jong Un's", And(tuple(map(Words, ["Kim", "Jong", "Un"])))),
        ('"iron\'s"', Phrase("iron's")),
        ("'s iron'", And((Words("'s"), Words("iron'")))),
        ("ir\0on", And((Words("ir"), Words("on")))),
        (
            "ComradeKim Jong Unvisited",
            And(tuple(map(Words, ["Comrade", "Kim", "Jong", "Un", "visited"]))),
        ),
        ("http://x.y 12:30", And((Words("http://x.y"), Words("12:30")))),
        # Phrases.
        ('"iron steel"', Phrase("iron steel")),
        ("“iron steel” coal", And((Phrase("iron steel"), COAL))),
        ('"iron"', Phrase("iron")),
        # Exclusions.
        ("-iron", Not(IRON)),
        ("--iron", Not(IRON)),
        ("NOT iron", Not(IRON)),
        ("not iron", And((Words("not"), IRON))),
        ('-"iron steel" coal', And((Not(Phrase("iron steel")), COAL))),
        ("-(iron steel)", Not(And((IRON, STEEL)))),
        ("-place:n1 -title:iron", And((Not(FieldIs("place", (1,))), Not(InTitle(IRON))))),
        ("place:-n1", Not(FieldIs("place", (1,)))),
        ("iron - steel –", And((IRON, STEEL))),
        ("-OR iron", And((Not(Words("OR")), IRON))),
        # OR and groups.
        ("iron OR steel", Or((IRON, STEEL))),
        ("iron OR steel OR coal", Or((IRON, STEEL, COAL))),
        ("iron OR iron OR iron", IRON),
        ("coal iron OR steel", And((COAL, Or((IRON, STEEL))))),
        ("(coal iron) OR steel", Or((And((COAL, IRON)), STEEL))),
        ("(coal) ((iron steel))", And((COAL, IRON, STEEL))),
        ("iron OR -steel", Or((IRON, Not(STEEL)))),
        ("iron AND steel", And((IRON, STEEL))),
        ("iron or steel", And((IRON, Words("or"), STEEL))),
        # Prefixes.
        ("iron*", Prefix("iron")),
        ('"iron*"', Prefix("iron")),
        ('"iron steel*"', Prefix("iron steel")),
        # NEAR.
        ("iron NEAR steel", Near(IRON, STEEL, 10)),
        ("iron NEAR/3 steel", Near(IRON, STEEL, 3)),
        ("iron NEAR/３ steel", Near(IRON, STEEL, 3)),
        ("iron NEAR/٣ steel", Near(IRON, STEEL, 3)),
        ("ｉｒｏｎ\u3000st\u00adeel", And((IRON, STEEL))),
        ("IT IRON STEEL", And((Or((Words("it"), Words("IT"))), Words("IRON"), Words("STEEL")))),
        ('iron* near/3 "steel coal"', Near(Prefix("iron"), Phrase("steel coal"), 3)),
        ("iron near steel", And((IRON, Words("near"), STEEL))),
        ("iron NEAR/0000000003 steel", Near(IRON, STEEL, 3)),
        ("coal -iron NEAR/3 steel", And((COAL, Not(Near(IRON, STEEL, 3))))),
        ("coal OR iron NEAR/3 steel", Or((COAL, Near(IRON, STEEL, 3)))),
        ("(iron OR coal) NEAR/3 steel", Or((Near(IRON, STEEL, 3), Near(COAL, STEEL, 3)))),
        ("iron NEAR/3 steel NEAR/4 coal", And((Near(IRON, STEEL, 3), Near(STEEL, COAL, 4)))),
        ("title:(iron NEAR/2 coal)", InTitle(Near(IRON, COAL, 2))),
        # Fields.
        ("title:iron coal", And((InTitle(IRON), COAL))),
        ('TITLE: "iron coal"', InTitle(Phrase("iron coal"))),
        ("title:iron*", InTitle(Prefix("iron"))),
        ("title:(iron OR coal)", InTitle(Or((IRON, COAL)))),
        ("title:(iron title:coal)", InTitle(And((IRON, COAL)))),
        ("source:n1", FieldIs("source", (1,))),
        ("place:“n2”", FieldIs("place", (2,))),
        ("place:(n1 OR n2)", Or((FieldIs("place", (1,)), FieldIs("place", (2,))))),
        ("person:n1 person:n2", And((FieldIs("person", (1,)), FieldIs("person", (2,))))),
        ("organisation:n1 organization:n1 org:n1", FieldIs("organisation", (1,))),
        ("place:unknown", FieldIs("place", (0,))),
        ("date:2025-04", APRIL),
        ('date:"2025-04"', APRIL),
        ("date:2025-04–", Words("2025-04-")),
        ("date:..2025", DateIs(parse_period("..2025"))),
        ("date:unknown", DateIs(None)),
        # Nothing to search for.
        *(
            (nothing, None)
            for nothing in (
                "",
                "OR",
                "NEAR",
                "-",
                '"',
                '""',
                "...",
                "()",
                ")(",
                "*",
                "title:",
                "🚂",
            )
        ),
    ],
)
def test_a_typed_query_has_one_tree(text: str, node: Node | None) -> None:
    assert parse_query(text, NAMES).node == node


LONE_OR = "OR needs a term on both sides; an OR without one was ignored."
FAR = "NEAR allows a distance of 1 to 50 words; the closest allowed distance was used."
LONE_NEAR = "NEAR needs a word or phrase on both sides; a NEAR without one was ignored."


@pytest.mark.parametrize(
    ("text", "node", "note"),
    [
        (
            'iron "steel coal',
            And((IRON, Phrase("steel coal"))),
            "Unclosed quotation mark: the phrase runs to the end of the search.",
        ),
        (
            "iron (steel OR coal",
            And((IRON, Or((STEEL, COAL)))),
            "Unclosed parenthesis: the group runs to the end of the search.",
        ),
        (
            "iron) steel",
            And((IRON, STEEL)),
            "A closing parenthesis without an opening one was ignored.",
        ),
        ("OR iron", IRON, LONE_OR),
        ("iron OR", IRON, LONE_OR),
        ("iron OR OR steel", Or((IRON, STEEL)), LONE_OR),
        ("iron NEAR/3", IRON, LONE_NEAR),
        ("NEAR iron", IRON, LONE_NEAR),
        ("iron NEAR OR steel", Or((IRON, STEEL)), LONE_NEAR),
        (
            "iron NEAR/0 steel",
            Near(IRON, STEEL, 1),
            FAR,
        ),
        (
            "iron NEAR/51 steel",
            Near(IRON, STEEL, 50),
            FAR,
        ),
        (
            "iron NEAR (steel coal)",
            And((IRON, STEEL, COAL)),
            (
                "NEAR works between words and phrases only; the other terms were searched for"
                " anywhere in the article."
            ),
        ),
        ("iron title:", IRON, "There is nothing to search for after “title:”; it was ignored."),
        ("(place:) iron", IRON, "There is nothing to search for after “place:”; it was ignored."),
        (
            "place:atlantis",
            Words("atlantis"),
            "There is no place “atlantis” in this archive; it was searched for in the text.",
        ),
        (
            '-person:"The Sea King"',
            Not(Phrase("The Sea King")),
            "There is no person “The Sea King” in this archive; it was searched for in the text.",
        ),
        (
            "place:n1n2",
            FieldIs("place", (1, 2)),
            "“n1n2” can mean 2 places; all of them were searched for.",
        ),
        (
            "person:n1n2n3",
            FieldIs("person", (1, 2, 3)),
            "“n1n2n3” can mean 3 people; all of them were searched for.",
        ),
        (
            "date:tomorrow",
            Words("tomorrow"),
            (
                "“tomorrow” is not a valid date. Use 2025, 2025-04, 2025-04-17 or"
                " 2025-04..2025-06. It was searched for as words."
            ),
        ),
        (
            "foo:bar",
            Words("foo:bar"),
            "“foo:” is not a search field; it was searched for as a word.",
        ),
        (
            'foo:"iron coal"',
            And((Words("foo:"), Phrase("iron coal"))),
            "“foo:” is not a search field; it was searched for as a word.",
        ),
        (
            "a*",
            Words("a"),
            "A * needs at least 2 letters before it; “a*” was searched for as a whole word.",
        ),
        ("ir*n", Words("ir*n"), "A * works only at the end of a word; elsewhere it was ignored."),
        ("source:", None, "There is nothing to search for after “source:”; it was ignored."),
        ("?!", None, "There is no word to search for in “?!”."),
        (
            "a" * 1001,
            Words("a" * 1000),
            "The search was longer than 1,000 characters; the rest was ignored.",
        ),
        (
            "(" * (MAX_DEPTH + 1) + "iron" + ")" * (MAX_DEPTH + 1),
            IRON,
            "Groups can be nested 20 deep; deeper parentheses were ignored.",
        ),
    ],
)
def test_a_note_says_what_was_understood_differently(
    text: str, node: Node | None, note: str
) -> None:
    parsed = parse_query(text, NAMES)
    assert parsed.node == node
    assert parsed.notes == (note,)


@pytest.mark.parametrize(
    ("texts", "kind", "limit", "note"),
    [
        ([f"a{n} NEAR b" for n in range(30)], Near, MAX_NEARS, "A search can use NEAR 10 times"),
        (
            [f"ab{n}*" for n in range(30)],
            Prefix,
            MAX_PREFIXES,
            "A search can have 10 words with a *",
        ),
        (
            [f"place:n{n}" for n in range(1, 31)],
            FieldIs,
            MAX_VALUES,
            "A search can name 20 sources, places, organisations, people, languages and dates; all"
            " further ones were searched for as words.",
        ),
    ],
)
def test_a_query_has_a_limited_number_of_expensive_parts(
    texts: Sequence[str], kind: type[Node], limit: int, note: str
) -> None:
    parsed = parse_query(" OR ".join(texts), NAMES)
    assert isinstance(parsed.node, Or)
    assert sum(isinstance(node, kind) for node in parsed.node.nodes) == limit
    assert parsed.notes[0].startswith(note)


def test_only_the_first_of_many_notes_are_shown() -> None:
    notes = parse_query(" ".join(f"place:sea{n}" for n in range(9)), NAMES).notes
    assert len(notes) == 7
    assert notes[-1] == (
        "Other parts of the search were also understood differently than they were typed."
    )


@given(trees)
def test_parsing_a_typed_tree_gives_the_same_tree(node: Node) -> None:
    parsed = parse_query(typed(node), NAMES)
    assert parsed.node == node
    assert all("can mean" in note for note in parsed.notes)


PIECES = [
    '"',
    "-",
    " ",
    "OR",
    " OR ",
    "AND",
    "“",
    "a-b",
    "title:",
    "place:",
    "date:",
    "n1",
    "(",
    ")",
    "*",
    "\0",
    " NEAR/3 ",
    "NOT ",
    "ir*",
    ":",
    "Kim Jong Un",
]
typing = st.lists(st.one_of(st.sampled_from(PIECES), st.text()), max_size=40).map("".join)


@given(typing)
@example("²")
@example("\ud800")
@example("\u0345")
@example("title:" * 170)
@example("NOT " * 300)
@example("-" * 1000)
@example("-((" * 333)
@example("x" * 1000 + "*")
@example("title:(" * 150)
def test_anything_typed_becomes_a_query(text: str) -> None:
    parsed = parse_query(text, NAMES)
    assert all(note.endswith(".") for note in parsed.notes)
    if parsed.node is not None:
        SEARCHER.search(QueryCompiler(SEARCHER).compile(parsed.node), 1)


@given(st.text(min_size=MAX_QUERY_LENGTH + 1, max_size=3 * MAX_QUERY_LENGTH))
def test_text_beyond_the_limit_is_ignored(text: str) -> None:
    assert parse_query(text).node == parse_query(clean_query(text)[:MAX_QUERY_LENGTH]).node


@pytest.mark.parametrize(
    ("text", "is_cheap"),
    [
        ("", True),
        ("title:iron date:2025-04", True),
        ("-iron", True),
        ("iron coal", False),
        ("iron -coal", False),
        ("iron OR coal", False),
        ("place:kujang", True),
        ("iron-and-steel", False),
        ('"iron steel"', False),
        ("-(coal factor*)", False),
        ("title:(iron NEAR/3 steel)", False),
        ("iron date:2025-04..2025-06", False),
    ],
)
def test_queries_that_are_cheap_to_intersect_are_recognized(text: str, is_cheap: bool) -> None:
    node = parse_query(text, NAMES).node
    assert is_cheap_to_intersect(node) is is_cheap
    assert (
        is_cheap_to_intersect(
            And((node, FieldIs("place", (1, 2)))) if node else FieldIs("place", (1, 2))
        )
        is is_cheap
    )
