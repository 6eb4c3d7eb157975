"""What a reader types, read as a tree: nothing is an error."""

from collections.abc import Sequence

import pytest
import tantivy
from hypothesis import example, given
from hypothesis import strategies as st

from archive.search.analysis.schema import schema
from archive.search.periods import parse_period
from archive.search.query.compiler import QueryCompiler, is_cheap_to_intersect
from archive.search.query.hints import hints_for
from archive.search.query.parser import (
    MAX_DEPTH,
    MAX_NEARS,
    MAX_PREFIXES,
    MAX_QUERY_LENGTH,
    MAX_VALUES,
    clean_query,
    parse_query,
)
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
        # Leaving out.
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
        # Either, or; groups.
        ("iron OR steel", Or((IRON, STEEL))),
        ("iron OR steel OR coal", Or((IRON, STEEL, COAL))),
        ("iron OR iron OR iron", IRON),
        ("coal iron OR steel", And((COAL, Or((IRON, STEEL))))),
        ("(coal iron) OR steel", Or((And((COAL, IRON)), STEEL))),
        ("(coal) ((iron steel))", And((COAL, IRON, STEEL))),
        ("iron OR -steel", Or((IRON, Not(STEEL)))),
        ("iron AND steel", And((IRON, STEEL))),
        ("iron or steel", And((IRON, Words("or"), STEEL))),
        # Beginnings.
        ("iron*", Prefix("iron")),
        ('"iron*"', Prefix("iron")),
        ('"iron steel*"', Prefix("iron steel")),
        # Near.
        ("iron NEAR steel", Near(IRON, STEEL, 10)),
        ("iron NEAR/3 steel", Near(IRON, STEEL, 3)),
        ('iron* near/3 "steel coal"', Near(Prefix("iron"), Phrase("steel coal"), 3)),
        ("iron near steel", And((IRON, Words("near"), STEEL))),
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
def test_what_is_typed_has_one_reading(text: str, node: Node | None) -> None:
    assert parse_query(text, NAMES).node == node


LONE_OR = "OR stands between two things; one without a neighbour was left out."
LONE_NEAR = "NEAR stands between two words or phrases; one without a neighbour was left out."


@pytest.mark.parametrize(
    ("text", "node", "note"),
    [
        (
            'iron "steel coal',
            And((IRON, Phrase("steel coal"))),
            "A quotation mark has no partner; the phrase was taken to go on to the end.",
        ),
        (
            "iron (steel OR coal",
            And((IRON, Or((STEEL, COAL)))),
            "A parenthesis has no partner; the group was taken to go on to the end.",
        ),
        (
            "iron) steel",
            And((IRON, STEEL)),
            "A closing parenthesis has no partner; it was left out.",
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
            "NEAR bridges 1 to 50 words; the nearest number of these was taken.",
        ),
        (
            "iron NEAR/51 steel",
            Near(IRON, STEEL, 50),
            "NEAR bridges 1 to 50 words; the nearest number of these was taken.",
        ),
        (
            "iron NEAR (steel coal)",
            And((IRON, STEEL, COAL)),
            (
                "NEAR joins words and phrases; what stood beside it was searched for anywhere in"
                " the article."
            ),
        ),
        ("iron title:", IRON, "After “title:” there is nothing to search for; it was left out."),
        ("(place:) iron", IRON, "After “place:” there is nothing to search for; it was left out."),
        (
            "place:atlantis",
            Words("atlantis"),
            "No place is known as “atlantis”; it was searched for in the text.",
        ),
        (
            '-person:"The Sea King"',
            Not(Phrase("The Sea King")),
            "No person is known as “The Sea King”; it was searched for in the text.",
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
            "“foo:” is no field that can be searched; it was searched for as a word.",
        ),
        (
            'foo:"iron coal"',
            And((Words("foo:"), Phrase("iron coal"))),
            "“foo:” is no field that can be searched; it was searched for as a word.",
        ),
        (
            "a*",
            Words("a"),
            "Before a * at least 2 letters are needed; “a*” was searched for as it is.",
        ),
        ("ir*n", Words("ir*n"), "A * stands at the end of a word; elsewhere it was left out."),
        (
            "US",
            Words("US"),
            (
                "“US” also finds the word “us”. Articles mostly write U.S., with points: search for"
                " that."
            ),
        ),
        ("?!", None, "There is no word to search for in “?!”."),
        (
            "a" * 1001,
            Words("a" * 1000),
            "The search was longer than 1,000 characters; the rest was left out.",
        ),
        (
            "(" * (MAX_DEPTH + 1) + "iron" + ")" * (MAX_DEPTH + 1),
            IRON,
            "Groups are read 20 deep; parentheses deeper than that were left out.",
        ),
    ],
)
def test_one_note_says_what_was_read_differently(text: str, node: Node | None, note: str) -> None:
    parsed = parse_query(text, NAMES)
    assert parsed.node == node
    assert parsed.notes == (note,)


@pytest.mark.parametrize(
    ("texts", "kind", "most", "said"),
    [
        ([f"a{n} NEAR b" for n in range(30)], Near, MAX_NEARS, "A search can have NEAR 10 times"),
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
            "A search can name 20 sources, places",
        ),
    ],
)
def test_what_costs_most_is_bounded_in_number(
    texts: Sequence[str], kind: type[Node], most: int, said: str
) -> None:
    parsed = parse_query(" OR ".join(texts), NAMES)
    assert isinstance(parsed.node, Or)
    assert sum(isinstance(node, kind) for node in parsed.node.nodes) == most
    assert parsed.notes[0].startswith(said)


def test_many_notes_are_cut_short() -> None:
    notes = parse_query(" ".join(f"place:sea{n}" for n in range(9)), NAMES).notes
    assert len(notes) == 7
    assert notes[-1] == "More was read differently than it was typed."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "iron or steel",
            [
                "“or” was searched for as a word; OR in capitals joins its two neighbours: iron OR"
                " steel."
            ],
        ),
        (
            "iron not (steel or coal)",
            [
                (
                    "“or” was searched for as a word; OR in capitals joins its two neighbours: iron"
                    " NOT (steel OR coal)."
                ),
                (
                    "“not” was searched for as a word; NOT in capitals leaves out what comes after"
                    " it: iron NOT (steel OR coal)."
                ),
            ],
        ),
        (
            "iron and steel",
            [
                "“and” was searched for as a word; all words are wanted anyway, so it can be left"
                " out: iron steel."
            ],
        ),
        (
            "iron or " + "steel " * 20,
            ["“or” was searched for as a word; OR in capitals joins its two neighbours."],
        ),
        ('"iron or steel"', []),
        ("or iron", []),
        ("iron or", []),
        ("(or iron)", []),
        ("(iron or)", []),
        ("iron OR steel", []),
        ("iron orchard", []),
        ("", []),
    ],
)
def test_who_wrote_in_small_letters_is_told_of_capitals(text: str, said: list[str]) -> None:
    assert list(hints_for(text)) == said


@given(trees)
def test_every_tree_as_a_reader_would_type_it_is_read_as_itself(node: Node) -> None:
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
        SEARCHER.search(QueryCompiler(SEARCHER).query(parsed.node), 1)


@given(st.text(min_size=MAX_QUERY_LENGTH + 1, max_size=3 * MAX_QUERY_LENGTH))
def test_no_more_than_the_limit_is_read(text: str) -> None:
    assert parse_query(text).node == parse_query(clean_query(text)[:MAX_QUERY_LENGTH]).node


@pytest.mark.parametrize(
    ("text", "is_quick"),
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
def test_what_needs_only_lists_of_articles_is_known(text: str, is_quick: bool) -> None:
    node = parse_query(text, NAMES).node
    assert is_cheap_to_intersect(node) is is_quick
    assert (
        is_cheap_to_intersect(
            And((node, FieldIs("place", (1, 2)))) if node else FieldIs("place", (1, 2))
        )
        is is_quick
    )
