"""What a reader types, as a tree. Nothing that is typed is an error: `parse` always answers.

    factory kujang       both words, in any of their forms (factories)
    "county factories"   exactly these words, in this order
    iron OR steel        one of them, or both; OR joins its two neighbours
    -pyongyang           not this word (or phrase)

Fields (`title:`) and groups come as further kinds of Node.
"""

import re
from dataclasses import dataclass

from archive.search.periods import Period
from archive.search.words import EXACT, spread

MAX_LENGTH = 1_000

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"', "‟": '"', "−": "-", "–": "-"})
_TOKEN = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_CUT = f"The search was longer than {MAX_LENGTH:,} characters; the rest was left out."


@dataclass(frozen=True, slots=True)
class Words:
    """Something typed without quotes: one word in any of its forms, or several joined by a hyphen or the like."""

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
    """Exactly these words next to each other, the last of them being only the beginning of a word."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Both, in either order, the nearest words of the two at most `distance` words apart: 1 is next to each other.
    They do not overlap. Words are compared in any of their forms, phrases and beginnings exactly."""

    left: "Words | Phrase | Prefix"
    right: "Words | Phrase | Prefix"
    distance: int


@dataclass(frozen=True, slots=True)
class InTitle:
    """What `node` says, of the title alone. Fields inside it are not about the title."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class Valued:
    """Any of these values of a field: ids of a "source", "place", "person" or "organisation"; 0 is unknown."""

    field: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """All that is known of the date lies in the period; None: the date is unknown."""

    period: Period | None


Sought = Words | Phrase | Prefix
Node = Sought | Near | InTitle | Valued | Dated | Not | And | Or


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """The tree, None when nothing can be searched for; notes say in sentences what was understood differently."""

    node: Node | None
    notes: tuple[str, ...] = ()


def parse(typed: str) -> ParsedQuery:
    """The tree of what was typed. Never raises."""
    notes: list[str] = []
    text = clean(typed)
    if len(text) > MAX_LENGTH:
        text = text[:MAX_LENGTH]
        notes.append(_CUT)
    text = spread(text)
    if text.count('"') % 2:
        notes.append("A quotation mark has no partner; the phrase was taken to go on to the end.")
    node = _conjunction(_alternatives(text))
    if node is None and text:
        notes.append(f"There is no word to search for in “{text[:40]}”.")
    return ParsedQuery(node, tuple(notes))


def clean(typed: str) -> str:
    """Straight quotes, single spaces, no characters that cannot be stored."""
    readable = typed.translate(_QUOTES).replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    return " ".join(readable.split())


def _alternatives(text: str) -> list[list[Node]]:
    """The terms in order; those that OR joins stand in one list."""
    found: list[list[Node]] = []
    is_joining = False
    for match in _TOKEN.finditer(text):
        if match["word"] in {"OR", "AND"} and not match["minus"]:
            is_joining = match["word"] == "OR"
            continue
        term = _term(match)
        if term is None:
            continue
        if is_joining and found:
            found[-1].append(term)
        else:
            found.append([term])
        is_joining = False
    return found


def _term(match: re.Match[str]) -> Node | None:
    text = match["word"] if match["phrase"] is None else match["phrase"].strip()
    if not EXACT.analyze(text):
        return None
    node: Node = Words(text) if match["phrase"] is None else Phrase(text)
    return Not(node) if match["minus"] else node


def _conjunction(alternatives: list[list[Node]]) -> Node | None:
    each_once = (tuple(dict.fromkeys(terms)) for terms in alternatives)
    nodes = tuple(dict.fromkeys(terms[0] if len(terms) == 1 else Or(terms) for terms in each_once))
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else And(nodes)
