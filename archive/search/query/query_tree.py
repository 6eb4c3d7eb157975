"""The query tree: the classes for a parsed search, such as Words, Near and Or."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.search.periods import Period
from archive.search.values import OtherSearch


@dataclass(frozen=True, slots=True)
class Words:
    """Text without quotation marks: a word in any of its forms, or words joined by hyphens.

    Words joined by hyphens ("iron-and-steel") match next to each other, in any of their forms.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase: exactly these words match, next to each other."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """A word or phrase whose last word is a prefix: the text "iron or" matches "iron ore"."""

    text: str


TextNode = Words | Phrase | Prefix


@dataclass(frozen=True, slots=True)
class Near:
    """Two words, phrases or prefixes near each other, in either order.

    The last word of the first match and the first word of the second match are at most `distance`
    words apart; 1 means next to each other. The two matches do not overlap. `Words` match in any of
    their forms, phrases and prefixes match exactly.
    """

    left: TextNode
    right: TextNode
    distance: int


@dataclass(frozen=True, slots=True)
class InTitle:
    """A node whose words and phrases must match in the title.

    A field in the node, such as `place:kujang`, matches as it does outside of InTitle.
    """

    node: "Node"


@dataclass(frozen=True, slots=True)
class FieldIs:
    """Articles that have at least one of these values in a field; 0 is the unknown value.

    For example, the values in the field "place" are ids of places.
    """

    field: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DateIs:
    """Articles whose date is certainly inside the period; for None, articles without a date."""

    period: Period | None


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that do not match the node."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """Articles that match all nodes."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that match at least one of the nodes."""

    nodes: tuple["Node", ...]


Node = TextNode | Near | InTitle | FieldIs | DateIs | Not | And | Or


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """The query tree of a search (None if there is nothing to search for), and notes for readers.

    Each note is a sentence about a part of the search that was understood in another way than the
    reader may expect. `others` are the searches for other ways to understand it.
    """

    node: Node | None
    notes: tuple[str, ...] = ()
    others: tuple[OtherSearch, ...] = ()


def joined(kind: type[And] | type[Or], nodes: Sequence[Node]) -> Node | None:
    """Join nodes by AND or OR (`kind`) into one node, without duplicates.

    A node that is of this kind itself is replaced by the nodes inside it: `(a OR b) OR c` becomes
    one node with a, b and c. If there is only one node, it is returned without being joined. If
    there are no nodes, the result is None.
    """
    flat = [
        inner for node in nodes for inner in (node.nodes if isinstance(node, kind) else (node,))
    ]
    unique = tuple(dict.fromkeys(flat))
    if len(unique) > 1:
        return kind(unique)
    return unique[0] if unique else None


def alternatives(node: Node) -> tuple[TextNode, ...]:
    """Return the text nodes on one side of NEAR: a single node, or the nodes that OR joins.

    `(iron OR steel) NEAR ore` has two text nodes on its left side. Returns an empty tuple if the
    side has a node that is not text, such as a field, because NEAR joins only text.
    """
    nodes = node.nodes if isinstance(node, Or) else (node,)
    texts = tuple(node for node in nodes if isinstance(node, TextNode))
    return texts if len(texts) == len(nodes) else ()
