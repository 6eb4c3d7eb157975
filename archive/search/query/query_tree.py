"""The query tree: the classes for a parsed search, such as Words, Near and Or."""

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
