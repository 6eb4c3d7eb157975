"""Test that the matches marked in a text are exactly the matches of the index."""

import pytest

from archive.search.highlighting.matches import MatchFinder
from archive.search.query.parser import parse_query
from archive.search.query.query_tree import (
    And,
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

GLUED = "On Friday ComradeKim Jong Unvisited the factories of Kim Jong Ung."


def matches_in(text: str, node: Node | None, *, is_title: bool = False) -> list[str]:
    """Return the matches of a query in a text, as they are written in the text."""
    finder = MatchFinder(node)
    return [
        text[match.start : match.end]
        for match in (finder.in_title if is_title else finder.in_body)(text)
    ]


@pytest.mark.parametrize(
    ("text", "node", "expected"),
    [
        (GLUED, Words("visit"), ["visited"]),
        (GLUED, Words("comrade"), ["Comrade"]),
        (GLUED, Words("un"), ["Un"]),
        (GLUED, Words("unvisited"), []),
        (GLUED, Phrase("kim jong un visited"), ["Kim Jong Unvisited"]),
        (GLUED, Phrase("kim jong"), ["Kim Jong", "Kim Jong"]),
        (GLUED, Prefix("fact"), ["factories"]),
        (GLUED, Prefix("jong u"), ["Jong Un", "Jong Ung"]),
        (GLUED, Prefix("visi"), ["visited"]),
        (GLUED, Near(Words("friday"), Words("visit"), 5), ["Friday", "visited"]),
        (GLUED, Near(Words("visit"), Words("friday"), 4), []),
        (GLUED, Near(Phrase("jong un"), Prefix("factor"), 3), ["Jong Un", "factories"]),
        (GLUED, And((Words("visit"), Not(Words("friday")))), ["visited"]),
        (GLUED, Or((Words("visit"), FieldIs("place", (1,)))), ["visited"]),
        (GLUED, InTitle(Words("visit")), []),
        ("Dying skies, hoping; capability.", Words("die"), ["Dying"]),
        ("Dying skies, hoping; capability.", Words("sky"), ["skies"]),
        ("Dying skies, hoping; capability.", Words("hope"), ["hoping"]),
        ("Iron-ore, ironore, iron of ore", Words("iron-ore"), ["Iron-ore", "ironore"]),
        ("The U.S. and US told us: 10 000 or 10,000 20mm", Words("US"), ["U.S.", "US"]),
        ("The U.S. and US told us: 10 000 or 10,000 20mm", Words("10000"), ["10 000", "10,000"]),
        ("The U.S. and US told us: 10 000 or 10,000 20mm", Words("20-mm"), ["20mm"]),
        (
            "Pyo\u0306ngyang, Pyong\u00adyang",
            Words("pyongyang"),
            ["Pyo\u0306ngyang", "Pyong\u00adyang"],
        ),
        ("iron_ore “iron” iron-ore", Words("iron-ore"), ["iron_ore", "iron-ore"]),
        ("café CAFÉ cafe", Words("cafe"), ["café", "CAFÉ", "cafe"]),
        ("조선의 제철소, 제철소", Words("제철소"), ["제철소", "제철소"]),
        ("iron iron iron", Near(Words("iron"), Words("iron"), 1), ["iron", "iron", "iron"]),
        ("iron", Near(Words("iron"), Words("iron"), 3), []),
    ],
)
def test_the_matches_are_those_of_the_index(text: str, node: Node, expected: list[str]) -> None:
    assert matches_in(text, node) == expected


def test_title_terms_match_in_titles() -> None:
    assert matches_in(
        "Factory Visited", And((InTitle(Words("visits")), Words("factory"))), is_title=True
    ) == [
        "Factory",
        "Visited",
    ]


def test_an_empty_query_has_no_matches() -> None:
    assert matches_in("Factory", None) == []
    assert MatchFinder(parse_query("-factory").node).is_empty
    assert not MatchFinder(parse_query("title:factory").node).is_empty
