"""Parse the text of a search into a query tree (`query_tree.py`).

Every text is accepted: `parse_query` never raises an error. If a part of the text is not valid, the
parser understands it in another way, and adds a note that explains this to the reader.

    factory kujang         articles with both words, in any of their forms (factories, factory's)
    "county factories"     exactly these words, next to each other
    -pyongyang             without this word, phrase, field or group; "NOT pyongyang" is the same
    https://…/12.html      the articles with this original address
    iron,steel;coal        articles with all three words; a number such as 10,000 is one word
    iron OR steel          at least one of the two words; OR joins the terms on its two sides
    (iron ore) OR steel    parentheses make a group
    factor* "iron ore*"    words that begin with "factor"; phrases whose last word begins with "ore"
    iron NEAR/5 ore        both words, at most 5 words apart, in either order; NEAR means NEAR/10
    title:iron             in the title; also for a phrase, a prefix or a group
    place:kujang           articles that are counted for the place with this slug or name;
                           place:unknown means articles without a place; the fields source, person,
                           organisation and language are used in the same way (`facets.py`)
    date:2025-04           a year, month, day or range (`periods.py`), or date:unknown; also as
                           people write it: date:15 April 2025, date:>2025 (`written_periods.py`)
    2025-04-15             a date without a field is words, but finds the articles of this day, too;
                           so is the name of a source beside a headline: "… - KCNA", "[KCNA] …"

NEAR joins more closely than OR, and OR joins more closely than a space. An article must match all
terms that are separated by spaces.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from archive.search.analysis.words import (
    exact_words,
    is_ambiguous,
    restore_spaces,
    rows_of_capitals,
)
from archive.search.facets import FACETS, Values
from archive.search.query import notes
from archive.search.query.field_values import FieldValues
from archive.search.query.name_resolver import NameResolver, NoNames
from archive.search.query.pasted import Pasted, is_operator, only_address, read_pasted
from archive.search.query.query_tree import (
    And,
    DateIs,
    InTitle,
    Near,
    Node,
    Not,
    Or,
    ParsedQuery,
    alternatives,
    joined,
)
from archive.search.query.terms import Terms, one_word
from archive.search.query.tokens import (
    FIELDS,
    MAX_QUERY_LENGTH,
    Token,
    address_in,
    clean_query,
    token_kind,
    tokenize,
)
from archive.search.query.typed_dates import (
    MAX_OFFERED,
    as_date,
    date_length,
    dates_among,
    has_no_year,
    other_order,
    words_of,
    written_date,
)
from archive.search.query.words_or_values import (
    WordsOrValue,
    days_in_words,
    sources_beside_words,
)
from archive.search.written_periods import read_period

MAX_DEPTH = 20  # groups inside groups
MAX_DISTANCE = 50  # the largest number in NEAR/50; NEAR/1 means next to each other
DEFAULT_DISTANCE = 10
MAX_NEARS = 10  # so that no search occupies a worker for long

PERIOD_FIELDS = {name for name, facet in FACETS.items() if facet.values is Values.PERIOD}

_FIELD_BEFORE = re.compile(r"(?:^|[\s(])-*([^\W\d_]+):$")


def parse_query(typed: str, names: NameResolver | None = None) -> ParsedQuery:
    """Return the query tree for the typed text, with notes; never raise an error.

    `names` finds the values of fields, such as the place in `place:kujang`. If `names` is None, no
    name is found.
    """
    text = clean_query(typed)
    pasted = read_pasted(restore_spaces(text[:MAX_QUERY_LENGTH]))
    parser = _Parser(pasted, names or NoNames())
    if len(text) > MAX_QUERY_LENGTH:
        parser.notes.add(notes.too_long(MAX_QUERY_LENGTH))
    parser.notes.add_if(parser.text.count('"') % 2 == 1, notes.UNCLOSED_QUOTE)
    node = parser.parse()
    is_said = any(note.startswith(notes.NOTHING) for note in parser.notes.first)
    if node is None and text and not is_said:
        parser.notes.add(notes.nothing_to_search_for(text))
    return ParsedQuery(node, parser.notes.first, tuple(parser.others))


class _Parser:
    """A parser for one text, which reads the tokens of the text from first to last."""

    def __init__(self, pasted: Pasted, names: NameResolver) -> None:
        self.text = text = pasted.text
        self._has_operators = pasted.has_operators
        self._rows = rows_of_capitals(text)
        self.notes = notes.NoteList()
        self._terms_of_text = Terms(self.notes)
        self._values = FieldValues(names, self.notes)
        self._tokens = list(self._without_deep_groups(tokenize(text)))
        self._index = 0
        self._near_count = 0
        self._plain: list[int] = []  # indexes of the tokens that are words of no field
        self.others = list(pasted.others)
        self._wholes = dict(
            (
                *days_in_words(text, self._tokens, self._kind),
                *sources_beside_words(text, self._tokens, names),
            )
        )

    def parse(self) -> Node | None:
        """Return the tree for the whole text, or None if the text has nothing to search for."""
        parts = []
        while self._index < len(self._tokens):
            parts += self._terms("")
            self.notes.add_if(self._take("close") is not None, notes.UNOPENED_GROUP)
        node = joined(And, parts)
        return self._with_dates_among_words(node) if node else None

    def _with_dates_among_words(self, node: Node) -> Node:
        """Return the tree of the whole search, and offer to search for the dates in it.

        A search for nothing but a date of several words also finds the articles of this date.
        """
        count = len(self._tokens)
        for _, row in groupby(enumerate(self._plain), key=lambda pair: pair[1] - pair[0]):
            tokens = [self._tokens[index] for _, index in row]
            for start, end, period in islice(dates_among(tokens), MAX_OFFERED):
                is_all = end - start == count and not period.day_of_any_year
                if is_all or not period.day_of_any_year:
                    span = tokens[start].start(), tokens[end - 1].end()
                    self.others.append(as_date(self.text, *span, period, is_found=is_all))
                if is_all:
                    return Or((node, DateIs(period)))
        return node

    def _without_deep_groups(self, tokens: Iterable[Token]) -> Iterator[Token]:
        """Yield the tokens, except parentheses of groups that are nested deeper than MAX_DEPTH."""
        depth = 0
        for token in tokens:
            kind = token_kind(token)
            depth += kind == "open"
            if kind not in {"open", "close"} or depth <= MAX_DEPTH:
                yield token
            else:
                self.notes.add(notes.too_deep(MAX_DEPTH))
            depth -= kind == "close" and depth > 0

    def _next(self) -> str:
        """Return the kind of the next token, or "" after the last token."""
        if self._index == len(self._tokens):
            return ""
        return self._kind(self._tokens[self._index])

    def _kind(self, token: Token) -> str:
        """Return the kind of a token (`token_kind`); "word" for AND and the like in a headline."""
        return "word" if is_operator(token) and not self._has_operators else token_kind(token)

    def _take(self, kind: str) -> Token | None:
        """Return the next token and move past it, but only if it has this kind; otherwise None."""
        if self._next() != kind:
            return None
        self._index += 1
        return self._tokens[self._index - 1]

    def _terms(self, field: str) -> list[Node]:
        """Parse the tokens up to the end of the group; return the nodes that must all match.

        `field` is the field before the group, such as "place" in `place:(kujang OR wonsan)`, or "".
        The words and phrases in the group are values of this field.
        """
        rows: list[list[Node]] = []
        is_after_or = is_beside = False
        while self._next() not in {"", "close"}:
            join = self._take("join")
            if join:
                is_beside = False
                if join["join"] == "OR":
                    self.notes.add_if(is_after_or or not rows, notes.LONE_OR)
                    is_after_or = bool(rows)
                continue
            if self._take("near"):
                self.notes.add(notes.LONE_NEAR)
                continue
            node = self._near_chain(field)
            if node is None:
                is_after_or = is_after_or and not self._terms_of_text.is_full
                continue
            if is_after_or:
                rows[-1].append(node)
            elif is_beside and (solid := one_word(rows[-1], node)):
                rows[-1] = [solid]
            else:
                rows.append([node])
            is_after_or, is_beside = False, True
        self.notes.add_if(is_after_or, notes.LONE_OR)
        return [node for row in rows if (node := joined(Or, row))]

    def _near_chain(self, field: str) -> Node | None:
        """Parse a word, phrase, field or group, or several of them that are joined by NEAR.

        `field` is the field before the group that contains them, or "".
        """
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
                self.notes.add(notes.LONE_NEAR)
                last = last or following
                continue
            nodes.append(self._near(last, following, near["distance"]))
            last = following
        node = joined(And, nodes) if nodes else last
        return Not(node) if node and minus else node

    def _near(self, left: Node, right: Node, typed_distance: str | None) -> Node:
        distance = DEFAULT_DISTANCE
        if typed_distance:
            distance = int(typed_distance.lstrip("0")[:9] or 0)
        if not 1 <= distance <= MAX_DISTANCE:
            self.notes.add(notes.wrong_distance(MAX_DISTANCE))
            distance = min(max(distance, 1), MAX_DISTANCE)
        lefts, rights = alternatives(left), alternatives(right)
        self.notes.add_if(not (lefts and rights), notes.ODD_NEAR)
        count = len(lefts) * len(rights)
        is_too_many = self._near_count + count > MAX_NEARS
        if is_too_many:
            self.notes.add(notes.too_many_nears(MAX_NEARS))
        if not count or is_too_many:
            return joined(And, (left, right)) or left
        self._near_count += count
        pairs = [Near(one, other, distance) for one in lefts for other in rights]
        return pairs[0] if len(pairs) == 1 else Or(tuple(pairs))

    def _unit(self, field: str) -> Node | None:
        """Parse a word, a phrase, a field with its value, or a group.

        `field` is the field to which a word or phrase belongs, or "".
        """
        if self._next() in {"", "close"}:
            return None
        token = self._tokens[self._index]
        if field in PERIOD_FIELDS and self._next() in {"word", "phrase"}:
            return self._date(field)
        whole = None if field else self._wholes.get(self._index)
        if whole and not self._is_beside_operator(self._index, whole.end):
            return self._words_or_value(whole)
        self._index += 1
        match self._kind(token):
            case "field":
                return self._field(FIELDS[token["field"].lower()], field)
            case "open":
                return self._group(field)
            case "phrase":
                self._note_unknown_field_before(token)
                return self._value(field, token["phrase"], True)
        if field in {"", "title"} and self._can_mean_two(token):
            readings = [
                self._terms_of_text.node(text, False) for text in (token[0].lower(), token[0])
            ]
            return joined(Or, [reading for reading in readings if reading])
        node = self._value(field, token[0], False)
        return self._or_date(token, node) if node and not field else node

    def _or_date(self, token: Token, words: Node) -> Node:
        """Return a node for a word that can also be a date, such as "2024-08-30".

        Near another word, or after the hyphen that excludes it, it is only a word.
        """
        self._plain.append(self._index - 1)
        is_word = self._is_beside_operator(self._index - 1, self._index)
        read = None if is_word else written_date(token[0])
        if not read:
            return words
        periods = [read.period, read.other] if read.other else [read.period]
        self.others += [
            as_date(self.text, *token.span(), period, is_found=not read.other)
            for period in periods
            if period
        ]
        return words if read.other else Or((words, DateIs(read.period)))

    def _is_beside_operator(self, start: int, end: int) -> bool:
        """Return True if the tokens from `start` to before `end` are excluded or beside NEAR."""
        before = self._kind(self._tokens[start - 1]) if start else ""
        after = self._kind(self._tokens[end]) if end < len(self._tokens) else ""
        return before == "minus" or "near" in {before, after}

    def _words_or_value(self, whole: WordsOrValue) -> Node | None:
        """Return a node for words that are also the name of a source, or a day."""
        tokens = self._tokens[self._index : whole.end]
        self._index = whole.end
        self.others.append(whole.other)
        parts = [node for token in tokens if (node := self._terms_of_text.node(token[0], False))]
        words = joined(And, parts)
        return Or((words, whole.value)) if words else whole.value

    def _can_mean_two(self, word: Token) -> bool:
        """Return True for a word such as "IT" in a row of capitals, where it can also be "it"."""
        is_in_row = any(start <= word.start() < end for start, end in self._rows)
        return is_in_row and is_ambiguous(word[0])

    def _group(self, field: str) -> Node | None:
        node = joined(And, self._terms(field))
        self.notes.add_if(self._take("close") is None, notes.UNCLOSED_GROUP)
        return node

    def _field(self, name: str, outer: str) -> Node | None:
        """Parse the value after a field's name; `place:-kujang` excludes the value.

        `outer` is the field before the group that contains this field, or "".
        """
        is_excluded = self._take("minus") is not None
        node = None
        if self._next() in {"word", "phrase", "open"}:
            node = self._unit(name)
        if node is None:
            self.notes.add(notes.nothing_after(name))
            return None
        if name == "title" and outer != "title":
            node = InTitle(node)
        return Not(node) if is_excluded else node

    def _value(self, field: str, text: str, is_quoted: bool) -> Node | None:
        """Return a node that finds articles with the value of `field` that is called `text`.

        If the field has no such value, or if `field` is "", the node searches for `text` in the
        text of articles. Returns None if `text` has no words.
        """
        if field in {"", "title"}:
            return self._linked(text) or self._terms_of_text.node(text, is_quoted)
        if not exact_words(text):
            return None
        if not self._values.can_add(field, text):
            return self._terms_of_text.node(text, is_quoted)
        return self._values.named(field, text) or self._terms_of_text.node(text, is_quoted)

    def _linked(self, text: str) -> Node | None:
        """Return a node that finds the articles whose original address is `text`.

        Returns None if `text` is not an address, or if no article has it.
        """
        address = address_in(text)
        node = self._values.with_address(address, text) if address else None
        if node and len(self._tokens) == 1:
            self.notes.add(notes.articles_of_address(address))
        elif node:
            self.others.append(only_address(address, len(node.values)))
        return node

    def _date(self, field: str) -> Node | None:
        """Parse a date, which can have several tokens: `15 April 2024`, `> "15 April 2024"`."""
        start = self._index
        self._index += date_length(self._tokens[start:])
        tokens = self._tokens[start : self._index]
        text = words_of(tokens)
        if not exact_words(text):
            return None
        if self._values.can_add(field, text):
            if text.strip().casefold() == "unknown":
                return DateIs(None)
            try:
                read = read_period(text)
            except ValueError as error:
                self.notes.add(notes.invalid_date(str(error)))
            else:
                span = tokens[0].start(), tokens[-1].end()
                self.others += [other_order(self.text, *span, read)] if read.other else []
                self.notes.add_if(has_no_year(text, read.period), notes.no_year(read.period.label))
                return DateIs(read.period)
        return self._terms_of_text.node(text, token_kind(tokens[0]) == "phrase")

    def _note_unknown_field_before(self, phrase: Token) -> None:
        """Add a note for a search such as `foo:"iron ore"` if there is no field "foo"."""
        field = _FIELD_BEFORE.search(self.text[: phrase.start()])
        if field and field[1].lower() not in FIELDS:
            self.notes.add(notes.unknown_field(field[1]))
