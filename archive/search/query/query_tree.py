"""What a reader asks for, as a tree of plain values. `query.py` reads it from what was typed."""

from dataclasses import dataclass

from archive.search.periods import Period


@dataclass(frozen=True, slots=True)
class Words:
    """Something typed without quotes: one word in any of its forms, or several joined by a hyphen
    or the like."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exactly these words, next to each other."""

    text: str


@dataclass(frozen=True, slots=True)
class Not:
    node: "Node"


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Exactly these words next to each other, the last of them being only the beginning of a
    word."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Both, in either order, the nearest words of the two at most `distance` words apart: 1 is next
    to each other. They do not overlap. Words are compared in any of their forms, phrases and
    beginnings exactly."""

    left: "Words | Phrase | Prefix"
    right: "Words | Phrase | Prefix"
    distance: int


@dataclass(frozen=True, slots=True)
class InTitle:
    """What `node` says, of the title alone. Fields inside it are not about the title."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class FieldIs:
    """Any of these values of a field: ids of a "source", "place", "person" or "organisation"; 0 is
    unknown."""

    field: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DateIs:
    """All that is known of the date lies in the period; None: the date is unknown."""

    period: Period | None


TextNode = Words | Phrase | Prefix
Node = TextNode | Near | InTitle | FieldIs | DateIs | Not | And | Or


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """The tree, None when nothing can be searched for; notes say in sentences what was read
    differently."""

    node: Node | None
    notes: tuple[str, ...] = ()
