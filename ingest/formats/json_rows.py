"""JSON and JSON Lines: articles as objects in a list, under keys, or one in each line.

A file can have several values one after another, such as the files of several days that were
joined. All of them are read.

`json_objects` says which objects are rows. The objects around rows can give values for all of them:
`{"date": "2007-06-07", "articles": [{…}, {…}]}` gives both rows their date. Each row becomes a
small JSON text of its own: the row, as the file spells it, in objects that have only these shared
values. So a row can be read again without the file, and its SHA-256 identifies it wherever the row
stands in the file.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from typing import IO, Any

from ingest.dates import read_partial_date
from ingest.formats.field_names import field_of, is_part_name
from ingest.formats.json_objects import (
    DEEPEST,
    are_parts,
    holds_rows,
    is_divided_row,
    is_row,
    why_no_row,
)
from ingest.formats.json_text import DECODER, LONGEST_VALUE, BrokenJson, JsonText, names_in

# The fields for which a value of an object around rows counts for all of its rows.
_SHARED = frozenset({"date", "source", "url", "language", "section", "saved", "topic"})
_TWO_DIGITS = re.compile(r"[0-9]{2}")
_Names = Mapping[str, str] | None
_Shared = tuple[tuple[str, str], ...]
_Levels = tuple[tuple[_Shared, str], ...]


@dataclass(frozen=True, slots=True)
class JsonRow:
    """A row: its number (from 1), the key that it stands under ("" in a list), and its bytes.

    `data` is the small JSON text of the row. `error` says why the row cannot be read; then `data`
    is empty.
    """

    number: int
    key: str
    data: bytes
    error: str = ""


def _with_whole_dates(levels: _Levels, *, is_listed: bool) -> _Levels:
    """Return levels with whole dates as keys: the day "02" under "01" under "2017" is 2017-01-02.

    A number under a year or month can be the number of a row. It is a part of a date only if it has
    two digits, and a list, or a further part of the date, stands under it.
    """
    whole: list[tuple[_Shared, str]] = []
    date = ""
    for index, (shared, key) in enumerate(levels):
        is_last = index == len(levels) - 1
        joined = f"{date}-{key}" if date and _TWO_DIGITS.fullmatch(key) else ""
        leads_on = not is_last and _TWO_DIGITS.fullmatch(levels[index + 1][1])
        if joined and read_partial_date(joined) and (is_listed or leads_on):
            key = joined
        date = key if read_partial_date(key) else ""
        whole.append((shared, key))
    return tuple(whole)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row stands: the objects around it, the outermost first, and its key.

    Each level has the shared values of the object, as JSON text, and the key under which the row,
    or the next level, stands. `is_listed` is true if the row is in a list under its key.
    """

    levels: _Levels = ()
    key: str = ""
    is_listed: bool = False

    def inside(self, shared: list[tuple[str, str]], key: str) -> "_Place":
        """Return the place of a value that stands under `key` in an object at this place."""
        return _Place((*self.levels, (tuple(shared), key)), key)

    def wrapped(self, row: str) -> str:
        """Return the small JSON text of the row at this place; `row` is its JSON text."""
        for shared, key in reversed(_with_whole_dates(self.levels, is_listed=self.is_listed)):
            if shared or read_partial_date(key):
                pairs = [*shared, (key, f"[{row}]")]
                members = (f"{json.dumps(name)}: {value}" for name, value in pairs)
                row = "{" + ", ".join(members) + "}"
        return row


def json_rows(
    open_stream: Callable[[], IO[bytes]], encoding: str, said: _Names = None
) -> Iterator[JsonRow]:
    """Yield the rows of a JSON text; a row that cannot be read has an error.

    `open_stream` opens the text from its beginning. An object is read twice, because a value that
    counts for all rows can stand below them. `said` has the names of keys that the archivist set.
    """
    text = JsonText(stream=open_stream(), encoding=encoding)
    if text.peek() == "[":
        found = _in_list(text, _Place(), said)
    else:
        members = _top_members(JsonText(stream=open_stream(), encoding=encoding), said)
        found = _in_top_object(text, members, said)
    for number, row in enumerate(chain(found, _following(text, said)), 1):
        yield replace(row, number=number)


def _following(text: JsonText, said: _Names) -> Iterator[JsonRow]:
    """Yield the rows in the values that follow the first one, and an error for anything else."""
    while first := text.peek():
        if first in ",;":
            text.skip(first)
        elif first == "[":
            yield from _in_list(text, _Place(), said)
        else:
            try:
                if first != "{":
                    raise BrokenJson(f"It is not JSON: “{text.beginning()}”.")
                value = text.value()
            except BrokenJson as error:
                yield _broken(_Place(), str(error))
                if not text.pass_broken():
                    return
            else:
                yield from _of_value(value, _Place(), said)


def json_lines(stream: IO[bytes], encoding: str, said: _Names = None) -> Iterator[JsonRow]:
    """Yield the rows of a text with a JSON object in each line."""
    number = 0
    while line := stream.readline(LONGEST_VALUE):
        text = line.decode(encoding, "surrogateescape").strip(" \t\r\n\ufeff\x1e")
        if not text:
            continue
        part = JsonText(text)
        rows: Iterable[JsonRow]
        try:
            rows = chain(_of_value(part.value(), _Place(), said), _following(part, said))
        except BrokenJson as error:
            rows = [_broken(_Place(), str(error))]
        for row in rows:
            number += 1
            yield replace(row, number=number)


def _in_list(text: JsonText, place: _Place, said: _Names) -> Iterator[JsonRow]:
    """Yield the rows in the list that begins at the position of `text`."""
    place = replace(place, is_listed=True)
    text.skip("[")
    while text.peek() not in ("]", ""):
        try:
            value = text.value()
        except BrokenJson as error:
            yield _broken(place, str(error))
            if not text.pass_broken() or text.peek() == "[":  # the list that follows this one
                return
            continue
        yield from _of_value(value, place, said)
        if not text.skip(",") and text.peek() != "]":
            break
    if not text.skip("]"):
        yield _broken(place, _unclosed(text, "list", "bracket"))
        text.pass_broken()


def _unclosed(text: JsonText, what: str, mark: str) -> str:
    if not text.peek():
        return f"The {what} ends here without its closing {mark}: the file is cut off."
    return f"It is not valid JSON: the {what} is followed by “{text.beginning()}”."


@dataclass(slots=True)
class _Members:
    """What is known of an outermost object: its shared values, and whether it is a row itself."""

    shared: list[tuple[str, str]]
    is_row: bool


def _top_members(text: JsonText, said: _Names) -> _Members:
    """Read an outermost object once, and return what its rows need. The text may be cut off."""
    members = _Members([], is_row=False)
    has_title = has_list = False
    inner: dict[str, Any] = {}  # the objects and titles of a row whose values are divided
    for name in names_in(text):
        if text.peek() == "{" and is_part_name(name):
            with suppress(BrokenJson):
                inner[name] = DECODER.decode(text.value())
                has_list |= holds_rows(inner[name], said, is_self=True)
                continue
        if text.peek() in "[{":
            is_list = text.peek() == "["
            has_rows = _pass_container(
                text, said, is_text=field_of(name, said) == "text", to=members
            )
            if is_list and has_rows:
                inner[name] = [{"text": ""}]
            has_list |= has_rows
            continue
        try:
            value = text.value()
        except BrokenJson:
            break
        field = field_of(name, said)
        if field == "title" and value[:1] == '"':
            has_title = True
            inner[name] = ""
        members.is_row |= field == "text" and value[:1] == '"'
        if field in _SHARED and value != "null":
            members.shared.append((name, value))
    members.is_row |= (has_title and not has_list) or is_divided_row(inner, said)
    return members


def _pass_container(text: JsonText, said: _Names, *, is_text: bool, to: _Members) -> bool:
    """Pass over a list or object; return True if there can be rows in it."""
    if text.peek() == "{":
        try:
            return holds_rows(DECODER.decode(text.value()), said, is_self=True)
        except BrokenJson:
            return True
    text.skip("[")
    has_rows = False
    while text.peek() not in ("]", ""):
        try:
            value = text.value()
        except BrokenJson:
            if not text.pass_broken():
                return True
            continue
        if is_text and are_parts([DECODER.decode(value)], said):
            to.is_row = True
        elif value[0] in "[{" and not has_rows:
            has_rows = holds_rows(DECODER.decode(value), said, is_self=True)
        if not text.skip(",") and text.peek() != "]":
            return has_rows
    text.skip("]")
    return has_rows


def _in_top_object(text: JsonText, members: _Members, said: _Names) -> Iterator[JsonRow]:
    """Yield the rows in the outermost object, at whose beginning `text` is."""
    if members.is_row:
        try:
            yield from _of_value(text.value(), _Place(), said)
        except BrokenJson as error:
            yield _broken(_Place(), str(error))
            text.pass_broken()
        return
    for name in names_in(text):
        place = _Place().inside(members.shared, name)
        if text.peek() == "[":
            yield from _in_list(text, place, said)
            continue
        try:
            value = text.value()
        except BrokenJson as error:
            yield _broken(place, str(error))
            text.pass_broken()
            return
        if value[0] == "{":
            yield from _of_value(value, place, said)
    if not text.skip("}"):
        yield _broken(_Place(), _unclosed(text, "object", "brace"))
        if text.peek() != "[":
            text.pass_broken()


def _of_value(text: str, place: _Place, said: _Names, depth: int = 0) -> Iterator[JsonRow]:
    """Yield the row that a value is, the rows that are in it, or an error."""
    value = DECODER.decode(text)
    if not isinstance(value, (dict, list)):
        kind = "null" if value is None else f"“{str(value)[:40]}”"
        yield _broken(place, f"It is {kind}, not an object with the values of an article.")
    elif not value:
        yield _broken(place, "It is empty.")
    elif is_row(value, said):
        yield JsonRow(0, place.key, place.wrapped(text).encode("utf-8", "surrogateescape"))
    elif depth < DEEPEST and holds_rows(value, said):
        inner = JsonText(text)
        if isinstance(value, list):
            yield from _in_list(inner, place, said)
            return
        members = [(name, inner.value()) for name in names_in(inner)]
        shared = [
            (name, part)
            for name, part in members
            if part[0] not in "[{" and part != "null" and field_of(name, said) in _SHARED
        ]
        for name, part in members:
            if holds_rows(DECODER.decode(part), said, is_self=True):
                yield from _of_value(part, place.inside(shared, name), said, depth + 1)
    else:
        yield _broken(place, why_no_row(value))


def _broken(place: _Place, why: str) -> JsonRow:
    return JsonRow(0, place.key, b"", why)
