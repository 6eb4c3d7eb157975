"""Random query trees, the text that a reader would type for them, and the names they contain."""

import re
from collections.abc import Sequence

from hypothesis import strategies as st

from archive.search.periods import parse_period
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

# "the" and "of" are frequent words: the index has pairs of words for phrases that contain them
# (archive/search/analysis/common_grams.py).
# "ironore" is another spelling of "iron-ore".
VOCABULARY = ("iron", "irons", "ore", "ironore", "factory", "factories", "kim", "the", "of")
PERIODS = (
    "2024",
    "2025",
    "2025-04",
    "2025-05",
    "2025-04-17",
    "2025-04..2025-05",
    "2025..",
    "..2024-12",
)
FIELDS = ("source", "place", "person", "organisation")


class NumberedNames:
    """A resolver of names: "n3" is a name of the id 3, and "n3n4" is a name of the ids 3 and 4."""

    def find(self, field: str, text: str) -> Sequence[int]:
        return (
            tuple(map(int, re.findall(r"n(\d+)", text))) if re.fullmatch(r"(n\d+)+", text) else ()
        )

    def sources_called(self, name: str) -> Sequence[int]:
        return self.find("source", name)

    def with_address(self, address: str) -> Sequence[int]:
        return tuple(map(int, re.findall(r"/n(\d+)", address)))


def typed(node: Node) -> str:
    """Return a node as a reader would type it, with as few parentheses as possible."""
    match node:
        case Words(text):
            return text
        case Phrase(text):
            return f'"{text}"'
        case Prefix(text):
            return f'"{text}*"' if " " in text else f"{text}*"
        case Near(left, right, distance):
            return f"{typed(left)} NEAR/{distance} {typed(right)}"
        case InTitle(inner):
            return f"title:{typed(inner) if isinstance(inner, TextNode) else f'({typed(inner)})'}"
        case FieldIs(field, values):
            names = "unknown" if values == (0,) else "".join(f"n{value}" for value in values)
            return f"{field}:{names}"
        case DateIs(period):
            return f"date:{period.text if period else 'unknown'}"
        case Not(inner):
            return f"-({typed(inner)})" if isinstance(inner, Not | And | Or) else f"-{typed(inner)}"
        case Or(nodes):
            return " OR ".join(
                f"({typed(inner)})" if isinstance(inner, And) else typed(inner) for inner in nodes
            )
        case And(nodes):
            return " ".join(map(typed, nodes))


words = st.sampled_from(VOCABULARY)
runs = st.lists(words, min_size=1, max_size=4).map(" ".join)
prefixes = st.tuples(
    st.lists(words, max_size=1), st.sampled_from(["ir", "fact", "factor", "or", "ste"])
).map(lambda parts: " ".join([*parts[0], parts[1]]))
text_nodes: st.SearchStrategy[TextNode] = st.one_of(
    words.map(Words),
    st.tuples(words, words).map("-".join).map(Words),
    runs.map(Phrase),
    prefixes.map(Prefix),
)
nears = st.builds(Near, text_nodes, text_nodes, st.integers(1, 6))
values = st.one_of(
    st.just((0,)), st.lists(st.integers(1, 3), min_size=1, max_size=2, unique=True).map(tuple)
)
fields: st.SearchStrategy[Node] = st.one_of(
    st.builds(FieldIs, st.sampled_from(FIELDS), values),
    st.sampled_from(PERIODS).map(parse_period).map(DateIs),
    st.just(DateIs(None)),
)


def _several(kind: type[And] | type[Or], inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    plain = inner.filter(lambda node: not isinstance(node, kind))
    return st.lists(plain, min_size=2, max_size=3, unique=True).map(
        lambda nodes: kind(tuple(nodes))
    )


def _joined(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(inner.map(Not), _several(And, inner), _several(Or, inner))


_leaves: st.SearchStrategy[Node] = st.one_of(text_nodes, nears, fields)
in_title = st.recursive(_leaves, _joined, max_leaves=3).map(InTitle)
trees: st.SearchStrategy[Node] = st.recursive(
    st.one_of(text_nodes, nears, fields, in_title), _joined, max_leaves=5
)
