"""JSON and JSON Lines: articles as objects in a list, under keys, or one in each line.

A file can have several values one after another, such as the files of several days that were
joined. All of them are read.

An object is a row if one of its keys means the text or the title of an article, or if one of these
is in an object in it: `{"index": {"title": …}, "text": …}`. The objects around
rows can give values for all of them: `{"date": "2007-06-07", "articles": [{…}, {…}]}` gives both
rows their date. Each row becomes a small JSON text of its own: the row, as the file spells it, in
objects that have only these shared values. So a row can be read again without the file, and its
SHA-256 identifies it wherever the row stands in the file.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from typing import IO, Any

from ingest.dates import read_partial_date
from ingest.formats.field_names import field_of, is_part_name

LONGEST_VALUE = 32_000_000
"""The longest row, or object with rows in it, in letters. A longer one is told as broken."""

_CHUNK = 1 << 18
_SPACE = frozenset(" \t\r\n\ufeff\x1a\x1e")  # \x1e begins each value of a JSON text sequence
_DEEPEST = 8  # objects and lists in each other
_DEEPEST_NAME = 3  # objects in each other whose values are those of one row
# The fields for which a value of an object around rows counts for all of its rows.
_SHARED = frozenset({"date", "source", "url", "language", "section", "saved", "topic"})
# What stands before the next object of a list, or before a value at the beginning of a line.
_NEXT_OBJECT = re.compile(r"\}\s*,\s*(?=\{)|\n(?=[\[{])")
# The names of values beside the words of a paragraph: its number, its kind.
_IS_MARK = re.compile(
    r"(?i)n|no|nr|num(?:ber)?|i|idx|index|id|_id|key|pos(?:ition)?|order|seq|type|kind|tag|style"
    r"|class|level|lang(?:uage)?|page|line"
)
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)
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


class _Broken(Exception):
    """The error for JSON text that cannot be read."""


class _Text:
    """JSON text that is read from a stream piece by piece."""

    def __init__(self, text: str = "", stream: IO[bytes] | None = None, encoding: str = "") -> None:
        self._buffer, self._position = text, 0
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding or "utf-8")("surrogateescape")

    def _fill(self) -> bool:
        """Read a piece more; return False at the end of the stream."""
        if self._stream is None:
            return False
        data = self._stream.read(_CHUNK)
        text = self._decoder.decode(data, not data)
        if not data:
            self._stream = None
        self._buffer = self._buffer[self._position :] + text
        self._position = 0
        return bool(data)

    def peek(self) -> str:
        """Return the next letter that is not white space; "" at the end."""
        while True:
            for position in range(self._position, len(self._buffer)):
                if self._buffer[position] not in _SPACE:
                    self._position = position
                    return self._buffer[position]
            self._position = len(self._buffer)
            if not self._fill():
                return ""

    def skip(self, letter: str) -> bool:
        """Pass over `letter` if it is next; return True if it was."""
        is_next = self.peek() == letter
        self._position += is_next
        return is_next

    def value(self) -> str:
        """Return the next value as JSON text, and pass over it.

        Raises _Broken; then the position is unchanged.
        """
        self.peek()
        size = _CHUNK
        while True:
            end, why = -1, ""
            try:
                end = _DECODER.raw_decode(self._buffer, self._position)[1]
            except RecursionError as error:
                raise _Broken("It is nested too deeply.") from error
            except json.JSONDecodeError as error:
                why = f"It is not valid JSON ({error.msg})."
            # A number at the end of the buffer may go on in the next piece.
            if 0 <= end < len(self._buffer) or (end >= 0 and self._stream is None):
                text = self._buffer[self._position : end]
                self._position = end
                return text
            if len(self._buffer) - self._position > LONGEST_VALUE:
                raise _Broken(f"It has more than {LONGEST_VALUE:,} letters, or is not valid JSON.")
            if not self._more(size) and end < 0:
                raise _Broken(why)
            size *= 2

    def _more(self, size: int) -> bool:
        wanted = len(self._buffer) - self._position + size
        has_more = False
        while len(self._buffer) - self._position < wanted and self._fill():
            has_more = True
        return has_more

    def beginning(self) -> str:
        """Return the next words, to show them."""
        self.peek()
        return " ".join(self._buffer[self._position : self._position + 60].split())[:40]

    def pass_broken(self) -> bool:
        """Pass over a broken value, up to the next object of its list; False if there is none.

        Then the position is at the end of the text.
        """
        while True:
            if match := _NEXT_OBJECT.search(self._buffer, self._position):
                self._position = match.end()
                return True
            self._position = max(self._position, len(self._buffer) - 100)
            if not self._fill():
                self._position = len(self._buffer)
                return False


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
    text = _Text(stream=open_stream(), encoding=encoding)
    if text.peek() == "[":
        found = _in_list(text, _Place(), said)
    else:
        members = _top_members(_Text(stream=open_stream(), encoding=encoding), said)
        found = _in_top_object(text, members, said)
    for number, row in enumerate(chain(found, _following(text, said)), 1):
        yield replace(row, number=number)


def _following(text: _Text, said: _Names) -> Iterator[JsonRow]:
    """Yield the rows in the values that follow the first one, and an error for anything else."""
    while first := text.peek():
        if first in ",;":
            text.skip(first)
        elif first == "[":
            yield from _in_list(text, _Place(), said)
        else:
            try:
                if first != "{":
                    raise _Broken(f"It is not JSON: “{text.beginning()}”.")
                value = text.value()
            except _Broken as error:
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
        part = _Text(text)
        rows: Iterable[JsonRow]
        try:
            rows = chain(_of_value(part.value(), _Place(), said), _following(part, said))
        except _Broken as error:
            rows = [_broken(_Place(), str(error))]
        for row in rows:
            number += 1
            yield replace(row, number=number)


def _in_list(text: _Text, place: _Place, said: _Names) -> Iterator[JsonRow]:
    """Yield the rows in the list that begins at the position of `text`."""
    place = replace(place, is_listed=True)
    text.skip("[")
    while text.peek() not in ("]", ""):
        try:
            value = text.value()
        except _Broken as error:
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


def _unclosed(text: _Text, what: str, mark: str) -> str:
    if not text.peek():
        return f"The {what} ends here without its closing {mark}: the file is cut off."
    return f"It is not valid JSON: the {what} is followed by “{text.beginning()}”."


@dataclass(slots=True)
class _Members:
    """What is known of an outermost object: its shared values, and whether it is a row itself."""

    shared: list[tuple[str, str]]
    is_row: bool


def _top_members(text: _Text, said: _Names) -> _Members:
    """Read an outermost object once, and return what its rows need. The text may be cut off."""
    members = _Members([], is_row=False)
    has_title = has_list = False
    inner: dict[str, Any] = {}  # the objects and titles of a row whose values are divided
    for name in _names(text):
        if text.peek() == "{" and is_part_name(name):
            with suppress(_Broken):
                inner[name] = _DECODER.decode(text.value())
                has_list |= _holds_rows(inner[name], said, is_self=True)
                continue
        if text.peek() in "[{":
            is_list = text.peek() == "["
            holds_rows = _pass_container(
                text, said, is_text=field_of(name, said) == "text", to=members
            )
            if is_list and holds_rows:
                inner[name] = [{"text": ""}]
            has_list |= holds_rows
            continue
        try:
            value = text.value()
        except _Broken:
            break
        field = field_of(name, said)
        if field == "title" and value[:1] == '"':
            has_title = True
            inner[name] = ""
        members.is_row |= field == "text" and value[:1] == '"'
        if field in _SHARED and value != "null":
            members.shared.append((name, value))
    members.is_row |= (has_title and not has_list) or _is_divided_row(inner, said)
    return members


def _pass_container(text: _Text, said: _Names, *, is_text: bool, to: _Members) -> bool:
    """Pass over a list or object; return True if there can be rows in it."""
    if text.peek() == "{":
        try:
            return _holds_rows(_DECODER.decode(text.value()), said, is_self=True)
        except _Broken:
            return True
    text.skip("[")
    holds_rows = False
    while text.peek() not in ("]", ""):
        try:
            value = text.value()
        except _Broken:
            if not text.pass_broken():
                return True
            continue
        if is_text and _are_parts([_DECODER.decode(value)], said):
            to.is_row = True
        elif value[0] in "[{" and not holds_rows:
            holds_rows = _holds_rows(_DECODER.decode(value), said, is_self=True)
        if not text.skip(",") and text.peek() != "]":
            return holds_rows
    text.skip("]")
    return holds_rows


def _names(text: _Text) -> Iterator[str]:
    """Yield the names in an object; the caller must pass over each value."""
    text.skip("{")
    while text.peek() == '"':
        try:
            name = json.loads(text.value(), strict=False)
        except (_Broken, ValueError):
            return
        if not text.skip(":"):
            return
        yield name
        text.skip(",")


def _in_top_object(text: _Text, members: _Members, said: _Names) -> Iterator[JsonRow]:
    """Yield the rows in the outermost object, at whose beginning `text` is."""
    if members.is_row:
        try:
            yield from _of_value(text.value(), _Place(), said)
        except _Broken as error:
            yield _broken(_Place(), str(error))
            text.pass_broken()
        return
    for name in _names(text):
        place = _Place().inside(members.shared, name)
        if text.peek() == "[":
            yield from _in_list(text, place, said)
            continue
        try:
            value = text.value()
        except _Broken as error:
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
    value = _DECODER.decode(text)
    if not isinstance(value, (dict, list)):
        kind = "null" if value is None else f"“{str(value)[:40]}”"
        yield _broken(place, f"It is {kind}, not an object with the values of an article.")
    elif not value:
        yield _broken(place, "It is empty.")
    elif _is_row(value, said):
        yield JsonRow(0, place.key, place.wrapped(text).encode("utf-8", "surrogateescape"))
    elif depth < _DEEPEST and _holds_rows(value, said):
        inner = _Text(text)
        if isinstance(value, list):
            yield from _in_list(inner, place, said)
            return
        members = [(name, inner.value()) for name in _names(inner)]
        shared = [
            (name, part)
            for name, part in members
            if part[0] not in "[{" and part != "null" and field_of(name, said) in _SHARED
        ]
        for name, part in members:
            if _holds_rows(_DECODER.decode(part), said, is_self=True):
                yield from _of_value(part, place.inside(shared, name), said, depth + 1)
    else:
        yield _broken(place, _without_text(value))


def _without_text(value: dict[str, Any] | list[Any]) -> str:
    """Return why an object or list that is not empty is no row, with advice."""
    if isinstance(value, list):
        names = [str(one) for one in value]
        orient = " Save the table with the names of its columns in each row (in pandas:"
        orient += ' to_json(orient="records")).'
        return f"It is a list of values without names ({', '.join(names)[:80]}).{orient}"
    if all(name.isdecimal() and isinstance(part, str) for name, part in value.items()):
        return (
            "It is one column of a table. Save the table row by row (in pandas:"
            ' to_json(orient="records")).'
        )
    members = {".".join(path): part for path, part in _members(value)}
    why = f"No key of it means the text of an article ({', '.join(members)[:200]})."
    inner = [name for name, part in members.items() if "." in name and isinstance(part, str)]
    texts = [name for name in inner if field_of(name.partition(".")[0]) == "text"]
    if not texts:
        return why
    said = f"text={texts[0]}"
    ending = texts[0].partition(".")[2]
    titles = [name for name in inner if field_of(name.partition(".")[0]) == "title"]
    said += "".join(f",title={name}" for name in titles if name.partition(".")[2] == ending)
    return f"{why} It has several texts; name one with --map, for example --map {said}"


def _broken(place: _Place, why: str) -> JsonRow:
    return JsonRow(0, place.key, b"", why)


def _is_row(value: Any, said: _Names) -> bool:
    """Return True if a value is an object with the text, or at least the title, of an article."""
    if not isinstance(value, dict):
        return False
    fields = {field_of(name, said): part for name, part in value.items()}
    if _is_text(fields.get("text"), said) or _is_divided_row(value, said):
        return True
    return isinstance(fields.get("title"), str) and not _holds_rows(value, said)


def _is_text(value: Any, said: _Names) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and _are_parts(value, said))


def _is_divided_row(value: dict[str, Any], said: _Names) -> bool:
    """Return True if an object is a row whose title and text are not in the same object.

    `{"article": {"title": …, "text": …}}` is not such a row: its row is the inner object. No list
    in the object may have rows, because they would be lost. A text that the archivist named
    (`--map text=text.ko`) needs no title.
    """
    titles, texts, said_text = set(), set(), (said or {}).get("text", "")
    for path, part in _members(value):
        field = field_of(".".join(path), said)
        if field == "title" and isinstance(part, str):
            titles.add(path[0] if len(path) > 1 else "")
        elif field == "text" and _is_text(part, said):
            texts.add(path[0] if len(path) > 1 else "")
            if said_text and len(path) > 1:
                titles.add("")
        elif isinstance(part, list) and _holds_rows(part, said):
            return False
    return any(title != text for title in titles for text in texts)


def _members(value: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[list[str], Any]]:
    """Yield the values in an object and in the objects in it, with the names above each."""
    for name, part in value.items():
        if isinstance(part, dict) and len(path) < _DEEPEST_NAME:
            yield from _members(part, (*path, name))
        else:
            yield [*path, name], part


def _are_parts(values: list[Any], said: _Names) -> bool:
    """Return True if the values of a list are paragraphs of one text, and not articles.

    A paragraph can be an object, too. An article has a title, an address or a date of its own.
    """
    own = {"title", "url", "date"}
    return bool(values) and not any(
        isinstance(value, dict) and own & {field_of(name, said) for name in value}
        for value in values
    )


def _holds_rows(value: Any, said: _Names, depth: int = 0, *, is_self: bool = False) -> bool:
    """Return True if an object or list contains rows; with `is_self`, also if it is a row."""
    if depth > _DEEPEST or not isinstance(value, (dict, list)):
        return False
    if is_self and _is_row(value, said):
        return True
    parts = value.values() if isinstance(value, dict) else value
    return any(_holds_rows(part, said, depth + 1, is_self=True) for part in parts)


def row_pairs(
    text: str, said: _Names = None
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the names and values of a row, and those of the objects around it.

    `text` is the small JSON text of the row. Objects in a value are named with a full stop:
    `{"index": {"link": "…"}}` has the name "index.link". The parts of a list are joined: the
    paragraphs of a text by blank lines, other values by commas.
    """
    value = _DECODER.decode(text.lstrip("\ufeff"))
    around: list[tuple[str, str]] = []
    while not _is_row(value, said):
        if isinstance(value, list):
            value = value[0]
            continue
        (key, inner), *_ = [
            (name, part) for name, part in value.items() if isinstance(part, (dict, list))
        ]
        own = [(name, str(part)) for name, part in value.items() if name != key]
        if read_partial_date(key):
            own.append(("date", key))
        around = own + around
        value = inner
    return list(_flat(value, said)), around


def _flat(value: Mapping[str, Any], said: _Names, prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, part in value.items():
        name = f"{prefix}{key}"
        if isinstance(part, dict):
            yield from _flat(part, said, f"{name}.")
        elif isinstance(part, list):
            joint = "\n\n" if field_of(name, said) == "text" else ", "
            yield name, joint.join(filter(None, (_as_text(one, said) for one in part)))
        else:
            yield name, _as_text(part, said)


def _as_text(value: Any, said: _Names) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        pairs = list(_flat(value, said))
        texts = [part for name, part in pairs if field_of(name, said) in ("text", "title")]
        words = texts or [part for name, part in pairs if not _IS_MARK.fullmatch(name)]
        return "\n".join(words or [part for _, part in pairs])
    if isinstance(value, list):
        return "\n".join(filter(None, (_as_text(one, said) for one in value)))
    return str(value)
