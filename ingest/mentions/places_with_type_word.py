"""Places named with a type word: "Kusong City", "the city of Kusong", "Kujang and Unsan counties".

Type words are searched first. Then the words before the type word, or after "of", are read as a
name or a list of names. Reading stops at the first word that cannot belong to the list. In "the
city of Kusong and Tongsin and Orang counties", the list before "counties" does not include Kusong,
because Kusong is the name after "the city of".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from ingest.mentions.field_text import FieldText
from ingest.mentions.gazetteer import Gazetteer, begins_word
from ingest.mentions.mention_rules import TYPED_LIST, TYPED_LIST_OF, TYPED_NAME, TYPED_NAME_OF
from ingest.mentions.place_spans import PlaceSpan

_TYPES = {
    plural: singular
    for singular, plural in (
        ("province", "provinces"),
        ("municipality", "municipalities"),
        ("city", "cities"),
        ("county", "counties"),
        ("district", "districts"),
    )
}
_TYPES |= {singular: singular for singular in _TYPES.values()}

_head = re.compile(
    r"(?:[Pp]rovinces?|[Mm]unicipalit(?:y|ies)|[Cc]it(?:y|ies)|[Cc]ount(?:y|ies)|[Dd]istricts?)(?![\w-])"
)
# A part of each type word, and how many letters are before this part: "rovince" after 1 letter in
# "Province". To search a text for these strings is many times faster than to search for `_head`.
_STEMS = (
    *(("rovince", 1), ("unicipalit", 1), ("istrict", 1), ("ounty", 1), ("ounties", 1)),
    *(("City", 0), ("city", 0), ("Cities", 0), ("cities", 0)),
)
# The programs that saved the pages often lost the space after the names of the three leaders. So a
# new word can begin right after such a name.
_token = re.compile(
    r"(?:(?<=Kim Jong )(?:Un|Il)|(?<=Kim Il"
    r" )Sung)(?=[A-Z])|[^\W\d_]\w*(?:'(?!s\b)\w+|-\w+)*|'s\b|\w+|[^\w\s]"
)
_of = re.compile(r"\s+of\s+(?:the\s+)?(?=[A-Z])")

_WINDOW = 250
"""The largest distance from a type word to the other end of its list, in code points."""
_NEAREST = (24, 60)
"""Distances from a type word within which its list is read, the shortest first, in code points.

The list is read again within the next distance only if the list can be longer. The last distance is
`_WINDOW`. This saves time, because most lists are short.
"""
_MOST_PEEKED = 3
"""How many words beside a name are necessary to decide whether the list continues."""

_DIRECTIONS = frozenset({"North", "South"})
_COMPASS = frozenset(
    {
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "upper",
        "lower",
    }
)
_JOINTS = frozenset({"and", "or", "&"})
_FUNCTION_WORDS = """
a all among an and another any as at autonomous border both but by capital central coastal cross
each eastern every following for former from great he her his i if in including inner into it its
korean large local major many modern more most mountainous near new no northern now of old on one or
other our over people rural she several since so some southern special such that the their then
there these they this those through throughout thus to twin two three under urban various we western
what when where which while whole with within your
"""
_NOT_NAMES = frozenset(_FUNCTION_WORDS.split())
"""Words that are not the first word of a place name, although they can be capitalised before it."""

_SORTS_OF_DISTRICT = frozenset(
    {"Residential", "Industrial", "Economic", "Electoral", "Military", "Tourist", "Walled"}
)
"""Words before a type word that say what a district is for, as in "Residential District"."""

_new = tuple.__new__  # makes a _Word in half the time that a call of the class takes


class _Word(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def is_nameable(self) -> bool:
        """True if this word can be part of a name: it is capitalised and not a type word."""
        return self.text[0].isupper() and self.text.lower() not in _TYPES


class _Name(NamedTuple):
    """A name that was read in the text.

    `name` is the spelling to look up in the gazetteer. It can be longer than the words at the span:
    for "North" in "North and South Hamgyong", it is "North Hamgyong".
    """

    start: int
    end: int
    name: str


def find_places_with_type_word(field: FieldText, gazetteer: Gazetteer) -> Iterator[PlaceSpan]:
    """Yield the names with a type word in a title or body, in the order of the type words."""
    for start in sorted(_starts(field.text)):
        if (match := _head.match(field.text, start)) and begins_word(field.text, start):
            yield from _TypeWord(field, gazetteer, match).place_spans()


def _starts(text: str) -> Iterator[int]:
    """Yield the positions at which a type word can begin, not in text order."""
    for stem, before in _STEMS:
        index = text.find(stem, before)
        while index >= 0:
            yield index - before
            index = text.find(stem, index + 1)


class _TypeWord:
    """A type word in a text ("county"), with methods that read the names that belong to it.

    In "Kujang and Unsan counties", the names are "Kujang" and "Unsan". `start` and `end` are the
    span of the type word, `place_type` is its singular in lower case.
    """

    def __init__(self, field: FieldText, gazetteer: Gazetteer, match: re.Match[str]) -> None:
        self.field = field
        self.gazetteer = gazetteer
        self.start, self.end = match.span()
        word = match[0].lower()
        self.place_type = _TYPES[word]
        self.is_plural = word != self.place_type
        self.is_capital = match[0][0].isupper()
        # Several names can be before a type word in the plural or in lower case: "Yonthan and
        # Sangwon county people's committees". Before any other type word, a list can only have the
        # form "North and South Hamgyong Province".
        self.closes_list = self.is_plural or not self.is_capital

    def place_spans(self) -> Iterator[PlaceSpan]:
        if names := self._names_before():
            rule = (TYPED_LIST if self.is_plural else TYPED_NAME).name
            yield from self._make(names, rule, names[0].start, self.end)
        elif (of := _of.match(self.field.text, self.end)) and (
            names := self._names_after(of.end())
        ):
            rule = (TYPED_LIST_OF if self.is_plural else TYPED_NAME_OF).name
            yield from self._make(names, rule, self.start, names[-1].end)

    def _make(
        self, names: Sequence[_Name], rule: str, outer_start: int, outer_end: int
    ) -> Iterator[PlaceSpan]:
        """Yield a PlaceSpan with this rule and these outer positions (see PlaceSpan) for each name.

        A name that is not in the gazetteer is yielded only in two cases: a capitalised type word in
        the singular follows ("Foo County"), or another name of the list is in the gazetteer.
        """
        meanings = [(name, self.gazetteer.typed(name.name, self.place_type)) for name in names]
        if self.is_plural:
            says_unknown = any(candidates for _, candidates in meanings)
        else:
            says_unknown = self.is_capital and rule == TYPED_NAME.name
        for name, candidates in meanings:
            if candidates or says_unknown:
                where = (name.start, name.end, outer_start, outer_end)
                yield PlaceSpan(
                    self.field,
                    *where,
                    self.place_type,
                    rule,
                    candidates,
                    self.start,
                    len(names) > 1,
                )

    def _names_before(self) -> list[_Name]:
        """Return the names before the type word, in the order of the text."""
        text = self.field.text
        nearest = max(0, self.start - _WINDOW)
        first = max(text.rfind("\n", nearest, self.start) + 1, nearest)
        for distance in _NEAREST:
            near = text.find(" ", max(first, self.start - distance), self.start)
            if near > first:
                words = _words(text, near, self.start)
                names = self._last_names(words)
                if len(words) >= _MOST_PEEKED:
                    return names
        return self._last_names(_words(text, first, self.start))

    def _last_names(self, words: list[_Word]) -> list[_Name]:
        """Remove the names at the end of `words`; return them in the order of the text."""
        if self.is_plural and words and words[-1].text == "other":
            del words[-1]
            if not self._take_joint(words):
                return []
        names: list[_Name] = []
        while words:
            run = _run(reversed(words))[::-1]
            name = self._last_name(run, names[-1] if names else None)
            del words[len(words) - len(run) :]
            if name is None or (names and _ends_with_type_word_and_of(words)):
                break
            names.append(name)
            if name.start > run[0].start or not self._take_joint(words):
                break
        return names[::-1]

    def _last_name(self, run: Sequence[_Word], after: _Name | None) -> _Name | None:
        """Return the name at the end of the words `run`; None if these words are not a name.

        `run` has capitalised words that follow each other. `after` is the name that follows in the
        list, or None for the last name.
        """
        if not run:
            return None
        last = run[-1]
        direction, _, base = after.name.partition(" ") if after else ("", "", "")
        if last.text in _DIRECTIONS and direction in _DIRECTIONS and base:
            return _Name(last.start, last.end, f"{last.text} {base}")
        for count in range(min(len(run), self.gazetteer.most_words), 0, -1):
            name = self._joined(run[-count:])
            if self.gazetteer.typed(name.name, self.place_type):
                is_whole = count == len(run) or run[-count - 1].text.lower() not in _COMPASS
                return name if is_whole else self._joined(run[-count - 1 :])
        while run and run[0].text.lower() in _NOT_NAMES:
            run = run[1:]
        return self._joined(run[-3:]) if run and run[-1].text not in _SORTS_OF_DISTRICT else None

    def _take_joint(self, words: list[_Word]) -> bool:
        """Remove "," or "and" from the end of `words`.

        Return True if the list can continue before the words that were removed.
        """
        before = [word.text for word in words[-2:]]
        if before and before[-1] in _JOINTS:
            del words[-2 if before[0] == "," and len(before) == 2 else -1 :]
            return bool(words) and (self.closes_list or words[-1].text in _DIRECTIONS)
        if before and before[-1] == "," and self.closes_list:
            del words[-1]
            return True
        return False

    def _names_after(self, first: int) -> list[_Name]:
        """Return the names after "of" that are in the gazetteer, in the order of the text.

        `first` is the position of the first name. The list ends before a name with its own type
        word: in "the counties of Kujang, Unsan and Kusong City", the names are Kujang and Unsan.
        """
        text = self.field.text
        line_end = text.find("\n", first, first + _WINDOW)
        end = min(len(text), first + _WINDOW) if line_end < 0 else line_end
        for distance in _NEAREST:
            names, rest = self._first_names(_words(text, first, min(end, first + distance)))
            if len(rest) >= _MOST_PEEKED:
                return names
        return self._first_names(_words(text, first, end))[0]

    def _first_names(self, words: list[_Word]) -> tuple[list[_Name], list[_Word]]:
        """Return the names at the beginning of `words`, and the words that were not read."""
        names: list[_Name] = []
        directions: list[_Word] = []
        rest: list[_Word] = words
        while run := _run(words):
            rest = words[len(run) :]
            if len(run) == 1 and run[0].text in _DIRECTIONS:
                directions.append(run[0])
            elif (rest and rest[0].text.lower() in _TYPES) or not self._is_known(run):
                break
            else:
                name = self._joined(run)
                names += [
                    _Name(word.start, word.end, f"{word.text} {run[-1].text}")
                    for word in directions
                ]
                names.append(name)
                directions = []
                if not self.is_plural:
                    break
            joint = [word.text for word in rest[:2]]
            if joint and joint[0] in _JOINTS:
                words = rest[1:]
            elif joint and joint[0] == ",":
                words = rest[2:] if joint[-1] in _JOINTS else rest[1:]
            else:
                break
        else:
            rest = words
        return names, rest

    def _is_known(self, run: Sequence[_Word]) -> bool:
        return bool(self.gazetteer.typed(self._joined(run).name, self.place_type))

    def _joined(self, run: Sequence[_Word]) -> _Name:
        start, end = run[0].start, run[-1].end
        return _Name(start, end, self.field.text[start:end])


def _words(text: str, start: int, end: int) -> list[_Word]:
    return [_new(_Word, (match[0], *match.span())) for match in _token.finditer(text, start, end)]


def _run(words: Iterable[_Word]) -> list[_Word]:
    """Return the words before the first word that cannot be part of a name."""
    return list(takewhile(lambda word: word.is_nameable, words))


def _ends_with_type_word_and_of(words: Sequence[_Word]) -> bool:
    """Return True if words end with a type word and "of" ("the city of").

    If so, the name after "of" belongs to this type word, not to a type word after the name.
    """
    before = [word.text.lower() for word in words[-3:]]
    if before and before[-1] == "the":
        before.pop()
    return len(before) > 1 and before[-1] == "of" and before[-2] in _TYPES
