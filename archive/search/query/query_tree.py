"""The query tree: a search as plain values, built by `parser.py`."""

from dataclasses import dataclass

from archive.search.periods import Period


@dataclass(frozen=True, slots=True)
class Words:
    """Text without quotation marks: one word in any of its forms, or several with hyphens."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exactly these words, next to each other."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Exactly these words next to each other; the last one is the prefix of a word."""

    text: str


TextNode = Words | Phrase | Prefix


@dataclass(frozen=True, slots=True)
class Near:
    """Two words, phrases or prefixes near each other, in either order.

    The closest words of both are at most `distance` words apart; 1 means next to each other. The
    matches do not overlap. Words match in any of their forms, phrases and prefixes exactly.
    """

    left: TextNode
    right: TextNode
    distance: int


@dataclass(frozen=True, slots=True)
class InTitle:
    """A node that must match in the title; fields inside it are not restricted to the title."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class FieldIs:
    """Any of these values in a field, such as the ids of places; 0 means unknown."""

    field: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DateIs:
    """A date that is certainly inside the period; None means an unknown date."""

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
    """The tree of a search, or None if there is nothing to search for.

    The notes are sentences about the parts that were understood differently.
    """

    node: Node | None
    notes: tuple[str, ...] = ()
