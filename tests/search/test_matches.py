"""Test that the matches marked in a text are exactly the matches of the index."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.analysis.words import exact_words, keys_of
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
        ("Sept. 9, Sep 9", Words("september"), ["Sept", "Sep"]),
        ("taekwondo tae-kwon-do", Words("tae-kwon-do"), ["taekwondo", "tae-kwon-do"]),
        ("RC-135s, RC-135", Words("RC-135"), ["RC-135", "RC-135"]),
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


VOCABULARY = re.findall(
    r"ComradeKim Jong Unvisited|\S+",
    """iron irons IRON ore ores Iron-ore ironore Kim Jong Un Kim Jong Il Comrade visit visited
    unvisited UN un U.N. WHO who 20th th 20mm mm 10,000 factory factories factor the start START
    D.P.R.K. DPRK dprk S.Korea B-1Bs F-35s bs ComradeKim Jong Unvisited café éiron""",
)
words = st.sampled_from(VOCABULARY)
glue = st.sampled_from([" ", " ", " ", "", "-", "_", "\n\n", ", ", ". ", "…", "'s "])
texts = st.lists(st.tuples(words, glue), max_size=40).map(
    lambda pairs: "".join(word + end for word, end in pairs)
)
text_nodes = st.one_of(
    words.map(Words),
    st.lists(words, min_size=1, max_size=3).map(lambda many: Words("-".join(many))),
    st.lists(words, min_size=1, max_size=4).map(lambda many: Phrase(" ".join(many))),
    st.lists(words, min_size=1, max_size=2).map(lambda many: Prefix(" ".join(many)[:-1] or "i")),
)
nodes = st.one_of(text_nodes, st.builds(Near, text_nodes, text_nodes, st.integers(1, 6)))


@given(texts, st.lists(nodes, min_size=1, max_size=3).map(lambda nodes: Or(tuple(nodes))))
def test_the_same_matches_are_found_without_cutting_the_text(text: str, node: Or) -> None:
    """Compare with the slower way, in which each text is cut into words."""

    def forms(key: str) -> list[str]:
        return [key, *(word for word in exact_words(text) if keys_of([word]) == [key])]

    quick, slow = MatchFinder(node, forms), MatchFinder(node)
    assert quick.in_body(text) == slow.in_body(text)


def test_most_texts_are_not_cut() -> None:
    finder = MatchFinder(parse_query("iron visit un").node, lambda key: [key])
    text = "Kim Jong Un visit iron, and so on. " * 100
    cut = MatchFinder(parse_query("iron visit un").node)
    assert finder.in_body(text) == cut.in_body(text)
    assert finder.work < cut.work
