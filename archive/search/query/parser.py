"""What a reader types, read as a tree (`tree.py`). Nothing that is typed is an error: `parse_query`
always answers, and says in notes what it read differently.

    factory kujang         both words, in any of their forms (factories, factory's)
    "county factories"     exactly these words, in this order
    -pyongyang             not this word, phrase, field or group; NOT does the same
    iron OR steel          one of them, or both; OR joins its two neighbours
    (iron ore) OR steel    a group is one thing
    factor* "iron ore*"    the beginning of a word; a phrase that ends with one
    iron NEAR/5 ore        both, at most 5 words apart, in either order; NEAR alone is NEAR/10
    title:iron             in the title: a word, phrase, beginning or group
    place:kujang           also source:, person: and organisation: with a slug, any known spelling,
    or "unknown"
    date:2025-04           as the address has it: a year, month, day, range, or "unknown"

NEAR joins before OR does, and OR before the words side by side, which are all wanted.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from archive.search.analysis.analyzers import EXACT, restore_spaces
from archive.search.facets import FACETS, Values
from archive.search.periods import QUOTED_LENGTH, parse_period
from archive.search.query.query_tree import (
    And,
    DateIs,
    FieldIs,
    InTitle,
    Near,
    Node,
    Not,
    Or,
    ParsedQuery,
    Phrase,
    Prefix,
    TextNode,
    Words,
)
from archive.search.values import UNKNOWN

MAX_QUERY_LENGTH = 1_000
MAX_DEPTH = 20  # groups within groups
MAX_DISTANCE = 50  # words that NEAR may bridge
DEFAULT_DISTANCE = 10
# What costs most is bounded in number, so that no search keeps a worker busy.
MAX_NEARS = 10
MAX_PREFIXES = 10
MAX_VALUES = 20
MIN_PREFIX_LENGTH = 2  # letters before a *
MAX_NOTES = 6

FIELDS = {"title": "title"} | {
    name: facet.name for facet in FACETS.values() for name in (facet.name, *facet.aliases)
}
_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"', "‟": '"', "−": "-", "–": "-"}
)
_TOKEN = re.compile(
    rf"""(?P<space>\s+) | (?P<open>\() | (?P<close>\)) | "(?P<phrase>[^"]*)"?
    | (?P<minus>(?<![^\s(:])(?:-+(?=[^\s)-])|NOT(?=\s+[^\s)]))) | (?P<join>(?:AND|OR)(?=[\s()"]|$))
    | (?P<near>(?:NEAR|(?i:near)/(?P<distance>\d+))(?=[\s()"]|$))
    | (?<![^\s(:-])(?P<field>(?i:{"|".join(FIELDS)})):
    | (?P<word>[^\s"()]+)""",
    re.VERBOSE,
)
_FIELD_BEFORE = re.compile(r"(?:^|[\s(])-*([^\W\d_]+):$")
_POSSESSIVE = re.compile(r"(.*[^\W_])['’＇]s", re.IGNORECASE)
_UNKNOWN_FIELD = re.compile(r"[^\W\d_]+:(?![/:])(?=.)")

_CUT = f"The search was longer than {MAX_QUERY_LENGTH:,} characters; the rest was left out."
_QUOTE = "A quotation mark has no partner; the phrase was taken to go on to the end."
_OPENED = "A parenthesis has no partner; the group was taken to go on to the end."
_CLOSED = "A closing parenthesis has no partner; it was left out."
_DEEP = f"Groups are read {MAX_DEPTH} deep; parentheses deeper than that were left out."
_LONE_OR = "OR stands between two things; one without a neighbour was left out."
_LONE_NEAR = "NEAR stands between two words or phrases; one without a neighbour was left out."
_ODD_NEAR = (
    "NEAR joins words and phrases; what stood beside it was searched for anywhere in the article."
)
_FAR = f"NEAR bridges 1 to {MAX_DISTANCE} words; the nearest number of these was taken."
_MANY_NEARS = (
    f"A search can have NEAR {MAX_NEARS} times; what the others join was searched for anywhere in"
    " the article."
)
_STAR = "A * stands at the end of a word; elsewhere it was left out."
_MANY_STARS = (
    f"A search can have {MAX_PREFIXES} words with a *; the others were searched for as words."
)
_MANY_VALUES = (
    f"A search can name {MAX_VALUES} sources, places, people and organisations; the others were"
    " searched "
)
_MANY_VALUES += "for as words."
_US = "“US” also finds the word “us”. Articles mostly write U.S., with points: search for that."
_MORE = "More was read differently than it was typed."


class NameResolver(Protocol):
    """Who knows which sources, places, people and organisations are called what."""

    def find(self, field: str, text: str) -> Sequence[int]:
        """The ids of all that `text` can mean; `field` is source, place, person or organisation."""


class NoNames:
    """Knows no name."""

    def find(self, field: str, text: str) -> Sequence[int]:
        return ()


def parse_query(typed: str, names: NameResolver | None = None) -> ParsedQuery:
    """The tree of what was typed; `names` tells what the values of fields mean. Raises nothing of
    its own."""
    text = clean_query(typed)
    reader = _Reader(restore_spaces(text[:MAX_QUERY_LENGTH]), names or NoNames())
    if len(text) > MAX_QUERY_LENGTH:
        reader.note(_CUT)
    if reader.text.count('"') % 2:
        reader.note(_QUOTE)
    node = reader.everything()
    if node is None and text:
        reader.note(f"There is no word to search for in “{_short(text)}”.")
    return ParsedQuery(node, reader.notes)


def clean_query(typed: str) -> str:
    """Straight quotes, single spaces, no characters that cannot be stored."""
    readable = (
        typed.translate(_QUOTES).replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    )
    return " ".join(readable.split())


class _Reader:
    """Reads one text from its start to its end, token by token."""

    def __init__(self, text: str, names: NameResolver) -> None:
        self.text = text
        self._names = names
        self._notes: dict[str, None] = {}
        self._tokens = list(
            self._shallow(match for match in _TOKEN.finditer(text) if _kind(match) != "space")
        )
        self._at = 0
        self._found: dict[tuple[str, str], Sequence[int]] = {}
        self._near_count = 0
        self._beginning_count = 0

    @property
    def notes(self) -> tuple[str, ...]:
        notes = tuple(self._notes)
        return notes if len(notes) <= MAX_NOTES else (*notes[:MAX_NOTES], _MORE)

    def note(self, sentence: str) -> None:
        self._notes[sentence] = None

    def _shallow(self, tokens: Iterator[re.Match[str]]) -> Iterator[re.Match[str]]:
        """The tokens without the parentheses that stand too deep."""
        depth = 0
        for token in tokens:
            kind = _kind(token)
            depth += kind == "open"
            if kind not in {"open", "close"} or depth <= MAX_DEPTH:
                yield token
            else:
                self.note(_DEEP)
            depth -= kind == "close" and depth > 0

    def everything(self) -> Node | None:
        parts = []
        while self._at < len(self._tokens):
            parts += self._terms("")
            if self._take("close"):
                self.note(_CLOSED)
        return _joined(And, parts)

    def _next(self) -> str:
        """The kind of the next token, or an empty text at the end."""
        if self._at == len(self._tokens):
            return ""
        return _kind(self._tokens[self._at])

    def _take(self, kind: str) -> re.Match[str] | None:
        if self._next() != kind:
            return None
        self._at += 1
        return self._tokens[self._at - 1]

    def _terms(self, field: str) -> list[Node]:
        """Everything up to the end of the group: all of it is wanted. Words in it are values of
        `field`, if any."""
        rows: list[list[Node]] = []
        is_joining = False
        while self._next() not in {"", "close"}:
            join = self._take("join")
            if join:
                if join["join"] == "OR":
                    self._note_if(_LONE_OR, is_joining or not rows)
                    is_joining = bool(rows)
                continue
            if self._take("near"):
                self.note(_LONE_NEAR)
                continue
            node = self._chain(field)
            if node is None:
                continue
            if is_joining:
                rows[-1].append(node)
            else:
                rows.append([node])
            is_joining = False
        self._note_if(_LONE_OR, is_joining)
        return [joined for row in rows if (joined := _joined(Or, row))]

    def _note_if(self, sentence: str, is_so: bool) -> None:
        if is_so:
            self.note(sentence)

    def _chain(self, field: str) -> Node | None:
        """One thing, or several that NEAR joins: each with the one before it."""
        minus = self._take("minus")
        while self._take("minus"):  # "NOT -iron" says no once
            pass
        last = self._thing(field)
        nodes: list[Node] = []
        while near := self._take("near"):
            following = (
                None
                if self._next() in {"", "close", "join", "near", "minus"}
                else self._thing(field)
            )
            if last is None or following is None:
                self.note(_LONE_NEAR)
                last = last or following
                continue
            nodes.append(self._near(last, following, near["distance"]))
            last = following
        node = _joined(And, nodes) if nodes else last
        return Not(node) if node and minus else node

    def _near(self, left: Node, right: Node, written: str | None) -> Node:
        distance = int(written[:9]) if written else DEFAULT_DISTANCE
        self._note_if(_FAR, not 1 <= distance <= MAX_DISTANCE)
        distance = min(max(distance, 1), MAX_DISTANCE)
        lefts, rights = _alternatives(left), _alternatives(right)
        self._note_if(_ODD_NEAR, not (lefts and rights))
        wanted = len(lefts) * len(rights)
        self._note_if(_MANY_NEARS, self._near_count + wanted > MAX_NEARS)
        if not wanted or self._near_count + wanted > MAX_NEARS:
            return _joined(And, (left, right)) or left
        self._near_count += wanted
        pairs = [Near(one, other, distance) for one in lefts for other in rights]
        return pairs[0] if len(pairs) == 1 else Or(tuple(pairs))

    def _thing(self, field: str) -> Node | None:
        """A word, a phrase, a field with its value, or a group."""
        if self._next() in {"", "close"}:
            return None
        token = self._tokens[self._at]
        self._at += 1
        match _kind(token):
            case "field":
                return self._fielded(FIELDS[token["field"].lower()], field)
            case "open":
                return self._group(field)
            case "phrase":
                self._note_field(token)
                return self._value(field, token["phrase"], True)
        return self._value(field, token[0], False)

    def _group(self, field: str) -> Node | None:
        node = _joined(And, self._terms(field))
        if not self._take("close"):
            self.note(_OPENED)
        return node

    def _fielded(self, name: str, within: str) -> Node | None:
        """What a field holds: the next thing, excluded when a minus stands before it."""
        is_excluded = self._take("minus") is not None
        node = None
        if self._next() in {"word", "phrase", "open"}:
            node = self._thing(name)
        if node is None:
            self.note(f"After “{name}:” there is nothing to search for; it was left out.")
            return None
        if name == "title" and within != "title":
            node = InTitle(node)
        return Not(node) if is_excluded else node

    def _value(self, field: str, text: str, is_quoted: bool) -> Node | None:
        """What a word or phrase means as a value of `field`; when it means nothing there, the word
        itself."""
        if field in {"", "title"}:
            return self._sought(text, is_quoted)
        if not EXACT.analyze(text):
            return None
        is_period = FACETS[field].values is Values.PERIOD
        known = self._dated(text) if is_period else self._valued(field, text)
        return known or self._sought(text, is_quoted)

    def _dated(self, text: str) -> Node | None:
        if text.strip().casefold() == "unknown":
            return DateIs(None)
        try:
            return DateIs(parse_period(text.replace(" ", "")))
        except ValueError as error:
            self.note(f"{error} It was searched for as words.")
            return None

    def _valued(self, field: str, text: str) -> Node | None:
        if text.strip().casefold() == "unknown":
            return FieldIs(field, (UNKNOWN,))
        asked = field, text
        if asked not in self._found:
            if len(self._found) == MAX_VALUES:
                self.note(_MANY_VALUES)
                return None
            self._found[asked] = tuple(self._names.find(field, text))
        ids = self._found[asked]
        if not ids:
            self.note(f"No {field} is known as “{_short(text)}”; it was searched for in the text.")
            return None
        if len(ids) > 1:
            self.note(
                f"“{_short(text)}” can mean {len(ids):,} {FACETS[field].plural}; all of them were"
                " searched for."
            )
        return FieldIs(field, tuple(ids))

    def _sought(self, text: str, is_quoted: bool) -> TextNode | None:
        """Words in the text; a * at the end makes them a beginning."""
        text = text.strip()
        bare = text.rstrip("*")
        is_beginning = bare != text
        self._note_if(_STAR, "*" in bare)
        words = EXACT.analyze(restore_spaces(bare))
        if not words:
            return None
        if is_beginning and len(words[-1]) < MIN_PREFIX_LENGTH:
            self.note(
                f"Before a * at least {MIN_PREFIX_LENGTH} letters are needed; “{_short(text)}” was"
                " searched for as it is."
            )
        elif is_beginning and self._beginning_count == MAX_PREFIXES:
            self.note(_MANY_STARS)
        elif is_beginning:
            self._beginning_count += 1
            return Prefix(bare)
        if is_quoted:
            return Phrase(bare)
        if _UNKNOWN_FIELD.match(bare):
            self._note_unknown(bare.partition(":")[0])
        self._note_if(_US, bare == "US")
        return Words(_without_possessive(bare))

    def _note_field(self, token: re.Match[str]) -> None:
        """Say so when a phrase follows what looks like a field but is none."""
        named = _FIELD_BEFORE.search(self.text[: token.start()])
        if named and named[1].lower() not in FIELDS:
            self._note_unknown(named[1])

    def _note_unknown(self, name: str) -> None:
        self.note(
            f"“{_short(name)}:” is no field that can be searched; it was searched for as a word."
        )


def _kind(token: re.Match[str]) -> str:
    return "near" if token.lastgroup == "distance" else token.lastgroup or ""


def _without_possessive(text: str) -> str:
    """ "factory" of "factory's", which the index has as two words."""
    owner = _POSSESSIVE.fullmatch(text)
    return owner[1] if owner and EXACT.analyze(owner[1]) else text


def _alternatives(node: Node) -> tuple[TextNode, ...]:
    """What stands beside NEAR: one thing, or any of a group's."""
    nodes = node.nodes if isinstance(node, Or) else (node,)
    sought = tuple(each for each in nodes if isinstance(each, Words | Phrase | Prefix))
    return sought if len(sought) == len(nodes) else ()


def _joined(kind: type[And] | type[Or], nodes: Sequence[Node]) -> Node | None:
    """The nodes as one, each once; those of the same kind within them are taken out of their
    group."""
    flat = [
        inner for node in nodes for inner in (node.nodes if isinstance(node, kind) else (node,))
    ]
    once = tuple(dict.fromkeys(flat))
    if len(once) > 1:
        return kind(once)
    return once[0] if once else None


def _short(text: str) -> str:
    return text if len(text) <= QUOTED_LENGTH else f"{text[:QUOTED_LENGTH]}…"
