"""Test that pasted text is searched for as text, and that the other way to read it is offered."""

import pytest

from archive.search.periods import parse_period
from archive.search.query.parser import parse_query
from archive.search.query.query_tree import And, DateIs, FieldIs, Node, Not, Or, Phrase, Words
from archive.search.query.tokens import clean_query, parts_of_word
from tests.search.random_queries import NumberedNames


def words(text: str) -> And:
    return And(tuple(map(Words, text.split())))


@pytest.mark.parametrize(
    ("typed", "node", "other"),
    [
        (
            "KIM CHAEK IRON AND STEEL COMPLEX",
            words("KIM CHAEK IRON AND STEEL COMPLEX"),
            words("KIM CHAEK IRON STEEL Complex"),
        ),
        (
            "SEED NOT MAIN IN FARMING",
            words("SEED NOT MAIN IN FARMING"),
            And((Words("SEED"), Not(Words("MAIN")), Words("IN"), Words("Farming"))),
        ),
        ("KIM AND LEE", words("KIM LEE"), words("KIM and LEE")),
        (
            "NPT OR ICBM OR IAEA",
            Or((Words("NPT"), Words("ICBM"), Words("IAEA"))),
            words("NPT or ICBM IAEA"),
        ),
        (
            "-DPRK Wins at Olympiad",
            words("DPRK Wins at Olympiad"),
            And((Not(Words("DPRK")), *map(Words, ("Wins", "at", "Olympiad")))),
        ),
        ("(2) Waters of Red Sea", words("Waters of Red Sea"), None),
        ("1. New houses built", words("New houses built"), None),
        (
            "Pyongyang, November 8 (KCNA) -- Mt Ryongak is",
            words("Mt Ryongak is"),
            And((Phrase("Pyongyang, November 8 (KCNA) --"), *map(Words, ("Mt", "Ryongak", "is")))),
        ),
        ("Pyongyang, 8 November (KCNA) — Mt Ryongak is", words("Mt Ryongak is"), None),
        ("Mill Wheel Oiled Pyongyang, May 6 (KCNA) The", words("Mill Wheel Oiled The"), None),
        ("Wheel Oiled Again Wonsan, May 6 (KCNA) -- A", words("Wheel Oiled Again A"), None),
        ("평양 5월 6일발 조선중앙통신】 새 집", words("새 집"), None),
        (
            "by self-comparing and -analyzing values",
            words("by self-comparing and analyzing values"),
            And((*words("by self-comparing and").nodes, Not(Words("analyzing")), Words("values"))),
        ),
        (
            "flood-hit, -prone or -free areas",
            words("flood-hit prone or free areas"),
            None,
        ),
    ],
)
def test_a_pasted_line_has_no_operators_and_the_other_reading_is_offered(
    typed: str, node: Node, other: Node | None
) -> None:
    parsed = parse_query(typed)
    assert parsed.node == node
    [offered] = parsed.others
    again = parse_query(offered.typed).node
    assert again != node
    assert other is None or again == other


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        ("iron AND steel mines", words("iron steel mines")),
        ("(IRON OR STEEL) AND COAL", And((Or((Words("IRON"), Words("STEEL"))), Words("COAL")))),
        ("-Pyongyang triplets", And((Not(Words("Pyongyang")), Words("triplets")))),
        (
            "-pyongyang factory county houses",
            And((Not(Words("pyongyang")), *map(Words, ("factory", "county", "houses")))),
        ),
        ("- Samchon catfish farm", words("Samchon catfish farm")),
        ("– Samchon – catfish", words("Samchon catfish")),
        ("» Samchon catfish", words("Samchon catfish")),
        ("• ◆ Samchon catfish", words("Samchon catfish")),
        ("(2) houses", words("2 houses")),
        (
            "15. April 2024 iron",
            And((Or((words("15. April 2024"), DateIs(parse_period("2024-04-15")))), Words("iron"))),
        ),
        (
            "factory,nampho;sea/farm|iron·steel、coal",
            words("factory nampho sea farm iron steel coal"),
        ),
        ("10 000 flats", And((Words("10 000"), Words("flats")))),
        ("10,000 2024 100", words("10,000 2024 100")),
        ("‘iron ore’ coal", And((Phrase("iron ore"), Words("coal")))),
        ("women’s ‘iron’", And((Words("women"), Phrase("iron")))),
        ("《로동신문》", Phrase("로동신문")),
        ("<http://a.kp/q/n7.html>", FieldIs("id", (7,))),
        ('"a.kp/q/n7.html", ore', And((FieldIs("id", (7,)), Words("ore")))),
        ("-https://a.kp/n7", Not(FieldIs("id", (7,)))),
        ("a.kp/q", words("a.kp q")),
        ("Wonsan May 6 (KCNA) --", words("Wonsan May 6 KCNA")),
        (
            "Wonsan May 6 (KCNA OR Rodong)",
            And((*words("Wonsan May 6").nodes, Or((Words("KCNA"), Words("Rodong"))))),
        ),
        ("factory (KCNA)", words("factory KCNA")),
        ("iron-ore -coal", And((Words("iron-ore"), Not(Words("coal"))))),
        ("iron-ore, -coal", And((Words("iron-ore"), Not(Words("coal"))))),
        ("iron and -coal", And((Words("iron"), Words("and"), Not(Words("coal"))))),
        ("-iron-ore and -coal", And((Not(Words("iron-ore")), Words("and"), Not(Words("coal"))))),
    ],
)
def test_what_is_no_pasted_line_keeps_its_operators(typed: str, node: Node) -> None:
    parsed = parse_query(typed, NumberedNames())
    assert parsed.node == node
    assert not any("operator" in other.label for other in parsed.others)


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("‘workers’ union’", '"workers’ union"'),
        ("‘ore’ and workers’ union", '"ore" and workers’ union'),
        ("‘“Red Line” Touted’", '"Red Line" Touted'),
        ("Int’l ‘45", "Int’l ‘45"),
        ("Sung‘s visit’", "Sung‘s visit’"),
    ],
)
def test_single_quotes_around_words_are_a_quotation(typed: str, cleaned: str) -> None:
    assert clean_query(typed) == cleaned
    assert clean_query(cleaned) == cleaned


def test_numbers_keep_their_marks() -> None:
    assert parts_of_word("10,000;2024/5/7,a,3…b") == ["10,000", "2024/5/7", "a", "3", "b"]


@pytest.mark.parametrize(
    "typed",
    [
        "Water Park - n3",
        "Water Park | n3",
        "Water Park |n3",
        "Water Park, n3",
        "Water Park — n3",
        "Water Park -- n3.",
        "n3: Water Park",
        "n3 - Water Park",
        "[n3] Water Park",
        "【n3】 Water Park",
        "Water Park (n3)",
    ],
)
def test_the_source_beside_a_headline_is_words_or_a_source(typed: str) -> None:
    parsed = parse_query(typed, NumberedNames())
    assert isinstance(parsed.node, And)
    either = [node for node in parsed.node.nodes if isinstance(node, Or)]
    assert [(type(word), source) for word, source in (node.nodes for node in either)] == [
        (Words, FieldIs("source", (3,)))
    ]
    [other] = parsed.others
    again = parse_query(other.typed, NumberedNames())
    assert isinstance(again.node, And)
    assert FieldIs("source", (3,)) in again.node.nodes
    assert (len(again.node.nodes), again.others) == (3, ())


@pytest.mark.parametrize(
    "typed",
    [
        "n3",
        "Water Park n3",
        "Water, n3, Park",
        "Water Park -n3",
        'Water Park - "n3"',
        "title: n3",
        "(Water OR Park) n3",
        "Water Park, n3 OR n4",
        "Water NEAR Park, NEAR n3",
        "n3, 2024-01-01",
        "n3 - n4",
        "10:30, n3x",
    ],
)
def test_other_names_of_sources_are_words(typed: str) -> None:
    assert "source" not in repr(parse_query(typed, NumberedNames()).node)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("Water Park, July 28, 2024", ["2024-07-28"]),
        ("Water Park 28 July 2024", ["2024-07-28"]),
        ("Water Park (n3, July 28, 2024)", ["2024-07-28"]),
        ("28 July 2024", ["2024-07-28"]),
        ("Water Park, July 2024", []),
        ("Water Park, July 28", []),
        ("Water Park -July 28, 2024", []),
        ("Water NEAR 28 July 2024", []),
        ('"Water Park, July 28, 2024"', []),
    ],
)
def test_a_day_in_words_is_words_or_a_date_as_in_numbers(typed: str, days: list[str]) -> None:
    node = parse_query(typed, NumberedNames()).node
    nodes = node.nodes if isinstance(node, And) else (node,)
    found = [part.nodes[1] for part in nodes if isinstance(part, Or)]
    assert [date.period for date in found if isinstance(date, DateIs)] == list(
        map(parse_period, days)
    )


def test_an_address_among_words_offers_to_search_only_for_it() -> None:
    [other] = parse_query("URL: https://a.kp/n7 Title: Ore", NumberedNames()).others
    assert other.sentence == "“https://a.kp/n7” is the original address of one article."
    assert parse_query(other.typed, NumberedNames()).node == FieldIs("id", (7,))
    assert parse_query("https://a.kp/n7", NumberedNames()).others == ()
