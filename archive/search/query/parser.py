"""Parse what a reader types into a tree (`query_tree.py`).

Any text is accepted: `parse_query` always returns a result. Its notes tell the reader which parts
of the search were understood differently.

    factory kujang         both words, in any of their forms (factories, factory's)
    "county factories"     exactly these words, in this order
    -pyongyang             without this word, phrase, field or group; NOT does the same
    iron OR steel          one of them, or both; OR joins its two neighbours
    (iron ore) OR steel    parentheses make a group
    factor* "iron ore*"    the prefix of a word; a phrase that ends with a prefix
    iron NEAR/5 ore        both, at most 5 words apart, in either order; NEAR alone is NEAR/10
    title:iron             in the title: a word, phrase, prefix or group
    place:kujang           an article with this place: a slug, any known name, or "unknown"; in the
                           same way source, person, organisation and language (`facets.py`)
    date:2025-04           a year, month, day or range, as in addresses, or "unknown"

NEAR is applied before OR. OR is applied before the combination of terms by spaces, which must all
match.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from archive.search.analysis.analyzers import EXACT, restore_spaces
from archive.search.facets import FACETS, Values
from archive.search.periods import parse_period
from archive.search.query import notes
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
from archive.search.query.tokens import (
    FIELDS,
    MAX_QUERY_LENGTH,
    Token,
    clean_query,
    token_kind,
    tokenize,
)
from archive.search.values import UNKNOWN

MAX_DEPTH = 20  # groups within groups
MAX_DISTANCE = 50  # words between the two sides of NEAR
DEFAULT_DISTANCE = 10
# The number of expensive parts is limited, so that no search keeps a worker busy.
MAX_NEARS = 10
MAX_PREFIXES = 10
MAX_VALUES = 20
MIN_PREFIX_LENGTH = 2  # letters before a *
MAX_NOTES = 6

_FIELD_BEFORE = re.compile(r"(?:^|[\s(])-*([^\W\d_]+):$")
_POSSESSIVE = re.compile(r"(.*[^\W_])['’＇]s", re.IGNORECASE)
_UNKNOWN_FIELD = re.compile(r"[^\W\d_]+:(?![/:])(?=.)")


class NameResolver(Protocol):
    """A resolver of names of sources, places, people, organisations and languages."""

    def find(self, field: str, text: str) -> Sequence[int]:
        """Return the ids of everything that `text` can mean in a field such as "place"."""


class NoNames:
    """A resolver that knows no names."""

    def find(self, field: str, text: str) -> Sequence[int]:
        return ()


def parse_query(typed: str, names: NameResolver | None = None) -> ParsedQuery:
    """Return the tree for the typed text; `names` looks up the values of fields.

    This never raises an error.
    """
    text = clean_query(typed)
    parser = _Parser(restore_spaces(text[:MAX_QUERY_LENGTH]), names or NoNames())
    if len(text) > MAX_QUERY_LENGTH:
        parser.note(notes.too_long(MAX_QUERY_LENGTH))
    parser.note_if(parser.text.count('"') % 2 == 1, notes.UNCLOSED_QUOTE)
    node = parser.parse()
    if node is None and text:
        parser.note(notes.nothing_to_search_for(text))
    return ParsedQuery(node, parser.notes)


class _Parser:
    """Parses one text from its start to its end, token by token."""

    def __init__(self, text: str, names: NameResolver) -> None:
        self.text = text
        self._names = names
        self._notes: dict[str, None] = {}
        self._tokens = list(self._without_deep_groups(tokenize(text)))
        self._index = 0
        self._ids: dict[tuple[str, str], Sequence[int]] = {}
        self._near_count = 0
        self._prefix_count = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the notes in order, at most MAX_NOTES and then a note that there are more."""
        sentences = tuple(self._notes)
        return sentences if len(sentences) <= MAX_NOTES else (*sentences[:MAX_NOTES], notes.MORE)

    def note(self, sentence: str) -> None:
        """Add a note, unless it is there already."""
        self._notes[sentence] = None

    def note_if(self, condition: bool, sentence: str) -> None:
        """Add a note if the condition is true."""
        if condition:
            self.note(sentence)

    def parse(self) -> Node | None:
        """Return the tree of the whole text; None if there is nothing to search for."""
        parts = []
        while self._index < len(self._tokens):
            parts += self._terms("")
            self.note_if(self._take("close") is not None, notes.UNOPENED_GROUP)
        return _joined(And, parts)

    def _without_deep_groups(self, tokens: Iterable[Token]) -> Iterator[Token]:
        """Yield the tokens without the parentheses of groups that are nested too deep."""
        depth = 0
        for token in tokens:
            kind = token_kind(token)
            depth += kind == "open"
            if kind not in {"open", "close"} or depth <= MAX_DEPTH:
                yield token
            else:
                self.note(notes.too_deep(MAX_DEPTH))
            depth -= kind == "close" and depth > 0

    def _next(self) -> str:
        """Return the kind of the next token; empty at the end."""
        if self._index == len(self._tokens):
            return ""
        return token_kind(self._tokens[self._index])

    def _take(self, kind: str) -> Token | None:
        """Consume and return the next token if it is of this kind."""
        if self._next() != kind:
            return None
        self._index += 1
        return self._tokens[self._index - 1]

    def _terms(self, field: str) -> list[Node]:
        """Parse up to the end of the group; return the nodes that must all match.

        If `field` is not empty, the words of the group are values of this field.
        """
        rows: list[list[Node]] = []
        is_after_or = False
        while self._next() not in {"", "close"}:
            join = self._take("join")
            if join:
                if join["join"] == "OR":
                    self.note_if(is_after_or or not rows, notes.LONE_OR)
                    is_after_or = bool(rows)
                continue
            if self._take("near"):
                self.note(notes.LONE_NEAR)
                continue
            node = self._near_chain(field)
            if node is None:
                continue
            if is_after_or:
                rows[-1].append(node)
            else:
                rows.append([node])
            is_after_or = False
        self.note_if(is_after_or, notes.LONE_OR)
        return [joined for row in rows if (joined := _joined(Or, row))]

    def _near_chain(self, field: str) -> Node | None:
        """Parse one unit, or several units that are joined by NEAR."""
        minus = self._take("minus")
        while self._take("minus"):  # "NOT -iron" is the same as "-iron"
            pass
        last = self._unit(field)
        nodes: list[Node] = []
        while near := self._take("near"):
            following = (
                None
                if self._next() in {"", "close", "join", "near", "minus"}
                else self._unit(field)
            )
            if last is None or following is None:
                self.note(notes.LONE_NEAR)
                last = last or following
                continue
            nodes.append(self._near(last, following, near["distance"]))
            last = following
        node = _joined(And, nodes) if nodes else last
        return Not(node) if node and minus else node

    def _near(self, left: Node, right: Node, typed_distance: str | None) -> Node:
        distance = int(typed_distance[:9]) if typed_distance else DEFAULT_DISTANCE
        if not 1 <= distance <= MAX_DISTANCE:
            self.note(notes.wrong_distance(MAX_DISTANCE))
            distance = min(max(distance, 1), MAX_DISTANCE)
        lefts, rights = _alternatives(left), _alternatives(right)
        self.note_if(not (lefts and rights), notes.ODD_NEAR)
        count = len(lefts) * len(rights)
        is_too_many = self._near_count + count > MAX_NEARS
        if is_too_many:
            self.note(notes.too_many_nears(MAX_NEARS))
        if not count or is_too_many:
            return _joined(And, (left, right)) or left
        self._near_count += count
        pairs = [Near(one, other, distance) for one in lefts for other in rights]
        return pairs[0] if len(pairs) == 1 else Or(tuple(pairs))

    def _unit(self, field: str) -> Node | None:
        """Parse a word, a phrase, a field with its value, or a group."""
        if self._next() in {"", "close"}:
            return None
        token = self._tokens[self._index]
        self._index += 1
        match token_kind(token):
            case "field":
                return self._field(FIELDS[token["field"].lower()], field)
            case "open":
                return self._group(field)
            case "phrase":
                self._note_unknown_field_before(token)
                return self._value(field, token["phrase"], True)
        return self._value(field, token[0], False)

    def _group(self, field: str) -> Node | None:
        node = _joined(And, self._terms(field))
        self.note_if(self._take("close") is None, notes.UNCLOSED_GROUP)
        return node

    def _field(self, name: str, outer: str) -> Node | None:
        """Parse the value of a field, which can be excluded by a minus before it."""
        is_excluded = self._take("minus") is not None
        node = None
        if self._next() in {"word", "phrase", "open"}:
            node = self._unit(name)
        if node is None:
            self.note(notes.nothing_after(name))
            return None
        if name == "title" and outer != "title":
            node = InTitle(node)
        return Not(node) if is_excluded else node

    def _value(self, field: str, text: str, is_quoted: bool) -> Node | None:
        """Return the node for a value of `field`; without such a value, the node for the text."""
        if field in {"", "title"}:
            return self._text(text, is_quoted)
        if not EXACT.analyze(text):
            return None
        is_date = FACETS[field].values is Values.PERIOD
        node = self._date(text) if is_date else self._named(field, text)
        return node or self._text(text, is_quoted)

    def _date(self, text: str) -> Node | None:
        if text.strip().casefold() == "unknown":
            return DateIs(None)
        try:
            return DateIs(parse_period(text.replace(" ", "")))
        except ValueError as error:
            self.note(notes.invalid_date(str(error)))
            return None

    def _named(self, field: str, text: str) -> Node | None:
        if text.strip().casefold() == "unknown":
            return FieldIs(field, (UNKNOWN,))
        key = field, text
        if key not in self._ids:
            if len(self._ids) == MAX_VALUES:
                self.note(notes.too_many_values(MAX_VALUES))
                return None
            self._ids[key] = tuple(self._names.find(field, text))
        ids = self._ids[key]
        if not ids:
            self.note(notes.unknown_name(field, text))
            return None
        if len(ids) > 1:
            self.note(notes.several_meanings(text, len(ids), FACETS[field].plural))
        return FieldIs(field, tuple(ids))

    def _text(self, text: str, is_quoted: bool) -> TextNode | None:
        """Return the node for text to search for; a * at its end makes it a prefix."""
        text = text.strip()
        bare = text.rstrip("*")
        is_prefix = bare != text
        self.note_if("*" in bare, notes.STAR)
        words = EXACT.analyze(restore_spaces(bare))
        if not words:
            return None
        if is_prefix and len(words[-1]) < MIN_PREFIX_LENGTH:
            self.note(notes.short_prefix(text, MIN_PREFIX_LENGTH))
        elif is_prefix and self._prefix_count == MAX_PREFIXES:
            self.note(notes.too_many_prefixes(MAX_PREFIXES))
        elif is_prefix:
            self._prefix_count += 1
            return Prefix(bare)
        if is_quoted:
            return Phrase(bare)
        if _UNKNOWN_FIELD.match(bare):
            self.note(notes.unknown_field(bare.partition(":")[0]))
        self.note_if(bare == "US", notes.US)
        return Words(_without_possessive(bare))

    def _note_unknown_field_before(self, phrase: Token) -> None:
        """Add a note if the word before a phrase looks like a field but is not one."""
        field = _FIELD_BEFORE.search(self.text[: phrase.start()])
        if field and field[1].lower() not in FIELDS:
            self.note(notes.unknown_field(field[1]))


def _without_possessive(text: str) -> str:
    """Return "factory" for "factory's", which is two words in the index."""
    owner = _POSSESSIVE.fullmatch(text)
    return owner[1] if owner and EXACT.analyze(owner[1]) else text


def _alternatives(node: Node) -> tuple[TextNode, ...]:
    """Return the texts on one side of NEAR: a single one, or the alternatives of a group."""
    nodes = node.nodes if isinstance(node, Or) else (node,)
    texts = tuple(node for node in nodes if isinstance(node, TextNode))
    return texts if len(texts) == len(nodes) else ()


def _joined(kind: type[And] | type[Or], nodes: Sequence[Node]) -> Node | None:
    """Join nodes in one node, without duplicates; nodes of the same kind are merged into it."""
    flat = [
        inner for node in nodes for inner in (node.nodes if isinstance(node, kind) else (node,))
    ]
    unique = tuple(dict.fromkeys(flat))
    if len(unique) > 1:
        return kind(unique)
    return unique[0] if unique else None
