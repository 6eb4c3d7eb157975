"""Test that the matches marked in a text are exactly the matches of the index."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.analysis.analyzers import STEMMED
from archive.search.highlighting import matches
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
        ("Dying skies, hoping; capability.", Words("capable"), ["capability"]),
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


words = st.sampled_from(
    re.findall(
        r"\w+",
        """iron ironed IRON ironies irony ore ores Kim Jong Un Kim Jong Il Comrade visit visited
        unvisited un dying die dies lie factory factories factor the a 2025 2025s organise
        organisation organ sky skies hope hoping hop size sizing""",
    )
)
glue = st.sampled_from([" ", " ", " ", "", "-", "_", "\n\n", ", ", " “", "” ", "…", "’", " — "])
plain = st.lists(st.tuples(words, glue), max_size=40).map(
    lambda pairs: "".join(word + end for word, end in pairs)
)
letters = st.text(alphabet="kimjongu vsted-KI", max_size=60)
text_nodes = st.one_of(
    words.map(Words),
    st.lists(words, min_size=1, max_size=4).map(lambda many: Words("-".join(many))),
    st.lists(words, min_size=1, max_size=4).map(lambda many: Phrase(" ".join(many))),
    st.lists(words, min_size=1, max_size=2).map(lambda many: Prefix(" ".join(many)[:-1] or "i")),
)
nodes = st.one_of(text_nodes, st.builds(Near, text_nodes, text_nodes, st.integers(1, 6)))


@given(
    st.one_of(plain, letters),
    st.lists(nodes, min_size=1, max_size=3).map(lambda nodes: Or(tuple(nodes))),
)
def test_plain_texts_have_the_same_matches_as_with_full_tokenization(text: str, node: Or) -> None:
    patterns = tuple(matches._patterns(node, is_title=False))
    assert matches._matches(matches._PlainText(text), patterns) == matches._matches(
        matches._OtherText(text), patterns
    )


endings = re.findall(
    r"\w+",
    "s es ed ing ly edly y ies ied ational ency ably ization ation alism fulness ously bility logy"
    " ness icate",
)


@given(st.text(alphabet="abceilnoprstuyz", min_size=1, max_size=8), st.sampled_from(["", *endings]))
def test_the_search_prefix_of_a_word_is_the_beginning_of_the_word(start: str, ending: str) -> None:
    word = start + ending
    assert word.startswith(matches._Pattern(tuple(STEMMED.analyze(word)), is_stemmed=True).prefix)
