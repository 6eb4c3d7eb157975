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
from dataclasses import dataclass, replace
from itertools import chain
from typing import IO, Any

from ingest.dates import read_partial_date
from ingest.formats.field_names import field_of
from ingest.formats.json_advice import lists_not_read, why_no_row
from ingest.formats.json_columns import UnequalColumns, is_by_columns, rows_of_columns
from ingest.formats.json_names import is_answer, is_date, is_of_saving
from ingest.formats.json_objects import (
    DEEPEST,
    are_labels,
    has_text,
    has_title,
    holds_rows,
    inner_articles,
    is_introduction,
    is_row,
    is_talk,
    names_to_read,
)
from ingest.formats.json_text import DECODER, LONGEST_VALUE, BrokenJson, JsonText, names_in
from ingest.formats.json_values import outlet_of
from ingest.formats.outlets import is_outlet

# The fields for which a value of an object around rows counts for all of its rows.
_SHARED = frozenset({"date", "source", "url", "language", "section", "saved", "topic"})
_LONGEST_SHARED = 2_000  # characters; each row has a copy of such a value
_MEMBERS_IN_SAMPLE = 200  # of an object that is read twice
_VALUES_IN_SAMPLE = 20  # of a list in it
# The line above each article in a file for the bulk import of Elasticsearch.
_BULK_ACTION = re.compile(r'\{\s*"(?:index|create|update|delete)"\s*:\s*\{\s*(?:"_[^{}]*)?\}\s*\}')
_ANY_ROW = {"title": "", "date": "", "text": "?"}
_TWO_DIGITS = re.compile(r"[0-9]{2}")
_Names = Mapping[str, str] | None
_Shared = tuple[tuple[str, str], ...]
_Levels = tuple[tuple[_Shared, str], ...]


@dataclass(frozen=True, slots=True)
class JsonRow:
    """A row: its number (from 1), the key that it stands under ("" in a list), and its bytes.

    `data` is the small JSON text of the row. `error` says why the row cannot be read; then `data`
    is empty. `passed_over` is the kind of a text or of articles that are not read; then it is no
    row. `is_alone` is true if the whole file is this object.
    """

    number: int
    key: str
    data: bytes
    error: str = ""
    passed_over: str = ""
    is_alone: bool = False


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
        date = key if is_date(key) else ""
        whole.append((shared, key))
    return tuple(whole)


def _without_other_dates(levels: _Levels, *, is_listed: bool) -> _Levels:
    """Return levels in which only dates of publication look like dates.

    The year or month over a single row can be its number. Dates below "crawled" are those of
    saving.
    """
    kept: list[tuple[_Shared, str]] = []
    is_saved = False
    for index, (shared, key) in enumerate(levels):
        if is_saved:
            shared = tuple(pair for pair in shared if field_of(pair[0]) != "date")
        if is_date(key):
            is_number = not is_listed and index == len(levels) - 1
            is_number = is_number and not read_partial_date(key).day
            key = f"id {key}" if is_saved or is_number else key
        kept.append((shared, key))
        is_saved = is_saved or is_of_saving(key)
    return tuple(kept)


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
        levels = _with_whole_dates(self.levels, is_listed=self.is_listed)
        for shared, key in reversed(_without_other_dates(levels, is_listed=self.is_listed)):
            if shared or is_date(key) or is_outlet(key):
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
        sample = _sample_of(JsonText(stream=open_stream(), encoding=encoding), said)
        found = _in_top_object(text, sample, said)
    yield from _numbered(chain(found, _following(text, said)))


def _numbered(rows: Iterable[JsonRow]) -> Iterator[JsonRow]:
    """Yield rows with their numbers, from 1."""
    number = 0
    for row in rows:
        number += not row.passed_over
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
    yield from _numbered(_in_lines(stream, encoding, said))


def _in_lines(stream: IO[bytes], encoding: str, said: _Names) -> Iterator[JsonRow]:
    while line := stream.readline(LONGEST_VALUE):
        text = line.decode(encoding, "surrogateescape").strip(" \t\r\n\ufeff\x1e")
        if not text or _BULK_ACTION.fullmatch(text):
            continue
        part = JsonText(text)
        try:
            yield from chain(_of_value(part.value(), _Place(), said), _following(part, said))
        except BrokenJson as error:
            yield _broken(_Place(), str(error))


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
class _Sample:
    """An outermost object without most of the values in it, and its shared values as JSON text."""

    value: dict[str, Any]
    shared: list[tuple[str, str]]


def _sample_of(text: JsonText, said: _Names) -> _Sample:
    """Read an outermost object once, and return a sample of it. The text may be cut off."""
    sample = _Sample({}, [])
    for name in names_in(text):
        if text.peek() == "[":
            sample.value[name] = _sample_of_list(text, said)
            continue
        try:
            value = text.value()
        except BrokenJson:
            break
        if len(sample.value) < _MEMBERS_IN_SAMPLE or (value[0] != "{" and field_of(name, said)):
            sample.value[name] = DECODER.decode(value)
        if field_of(name, said) in _SHARED or _names_outlet(name, value):
            sample.shared.append((name, value))
    sample.shared = shared_values(sample.shared, sample.value, said)
    return sample


def _sample_of_list(text: JsonText, said: _Names) -> list[Any]:
    """Pass over a list, and return its first values, and its first row."""
    sample: list[Any] = []
    has_rows = False
    text.skip("[")
    while text.peek() not in ("]", ""):
        try:
            value = text.value()
        except BrokenJson:
            if not text.pass_broken():
                return [*sample, _ANY_ROW]
            continue
        if len(sample) < _VALUES_IN_SAMPLE or (value[0] in "[{" and not has_rows):
            one = DECODER.decode(value)
            is_first = not has_rows and holds_rows(one, said)
            has_rows |= is_first
            if is_first or len(sample) < _VALUES_IN_SAMPLE:
                sample.append(one)
        if not text.skip(",") and text.peek() != "]":
            return sample
    text.skip("]")
    return sample


def _in_top_object(text: JsonText, sample: _Sample, said: _Names) -> Iterator[JsonRow]:
    """Yield the rows in the outermost object, at whose beginning `text` is."""
    if is_row(sample.value, said) or is_by_columns(sample.value, said):
        try:
            value = text.value()
        except BrokenJson as error:
            yield _broken(_Place(), str(error))
            text.pass_broken()
            return
        is_alone = is_row(sample.value, said) and not text.peek()
        for row in _of_value(value, _Place(), said):
            yield replace(row, is_alone=is_alone)
        return
    if are_labels(sample.value, said) or any(is_talk(sample.value, name) for name in sample.value):
        yield _broken(_Place(), why_no_row(sample.value))
    yield from _introduction(sample.value, _Place(), said)
    names = names_to_read(sample.value, said)
    yield from _beside(sample.value, names, said)
    for name in names_in(text):
        place = _Place().inside(sample.shared, name)
        is_read = name in names or name not in sample.value
        if text.peek() == "[":
            if is_read:
                yield from _in_list(text, place, said)
            else:
                _sample_of_list(text, said)
            continue
        try:
            value = text.value()
        except BrokenJson as error:
            yield _broken(place, str(error))
            text.pass_broken()
            return
        if value[0] == "{" and is_read:
            yield from _of_value(value, place, said)
    if not text.skip("}"):
        yield _broken(_Place(), _unclosed(text, "object", "brace"))
        if text.peek() != "[":
            text.pass_broken()


def _introduction(value: dict[str, Any], place: _Place, said: _Names) -> Iterator[JsonRow]:
    """Yield that the text of a collection of articles is not read, if it has one."""
    if has_text(value, said) and is_introduction(value, said):
        yield JsonRow(0, place.key, b"", passed_over="text above articles")


def _beside(value: dict[str, Any], read: set[str], said: _Names) -> Iterator[JsonRow]:
    """Yield the lists beside articles that have titles and texts, and are not read."""
    for name in lists_not_read(value, read, said):
        yield JsonRow(0, name, b"", passed_over="texts beside articles")


def _of_value(text: str, place: _Place, said: _Names, depth: int = 0) -> Iterator[JsonRow]:
    """Yield the row that a value is, the rows that are in it, or an error."""
    value = DECODER.decode(text)
    if isinstance(value, str) and _is_object(value):
        yield from _of_value(value, place, said, depth)
    elif not isinstance(value, (dict, list)):
        kind = "null" if value is None else f"“{str(value)[:40]}”"
        yield _broken(place, f"It is {kind}, not an object with the values of an article.")
    elif not value:
        yield _broken(place, "It is empty.")
    elif is_row(value, said):
        yield JsonRow(0, place.key, place.wrapped(text).encode("utf-8", "surrogateescape"))
        for name in inner_articles(dict(value), said, least=2):
            yield JsonRow(0, name, b"", passed_over="articles inside an article")
    elif isinstance(value, dict) and is_by_columns(value, said):
        yield from _of_columns(value, place, said)
    elif depth < DEEPEST and holds_rows(value, said):
        inner = JsonText(text)
        if isinstance(value, list):
            yield from _in_list(inner, place, said)
            return
        yield from _introduction(value, place, said)
        members = [(name, inner.value()) for name in names_in(inner)]
        shared = shared_values(members, value, said)
        names = names_to_read(value, said)
        yield from _beside(value, names, said)
        for name, part in members:
            if name in names:
                yield from _of_value(part, place.inside(shared, name), said, depth + 1)
    elif "@type" not in value:  # JSON-LD has the site and the author of an article beside it
        yield _broken(place, why_no_row(value))


def _is_object(text: str) -> bool:
    """Return True for an object that is written as a text in JSON."""
    try:
        return text.startswith("{") and isinstance(DECODER.decode(text), dict)
    except (ValueError, RecursionError):
        return False


def _of_columns(value: dict[str, Any], place: _Place, said: _Names) -> Iterator[JsonRow]:
    """Yield the rows of a table that is kept by columns."""
    try:
        rows = rows_of_columns(value)
    except UnequalColumns as error:
        yield _broken(place, str(error))
        return
    for row in rows:
        yield from _of_value(json.dumps(row, ensure_ascii=False), place, said)


def shared_values(
    members: list[tuple[str, str]], value: dict[str, Any], said: _Names
) -> list[tuple[str, str]]:
    """Return the values of an object that count for the rows in it, as JSON text.

    A title counts if it names only an outlet. If the object has a title, its address is that of a
    feed or collection. A very long value does not count, because the rows together would be much
    larger than the file.
    """
    counted = _SHARED - {"url"} if has_title(value, said) else _SHARED
    return [
        (name, part)
        for name, part in members
        if part[0] not in "[{"
        and len(part) <= _LONGEST_SHARED
        and part not in ("null", "true", "false")
        and (field_of(name, said) in counted or _names_outlet(name, part))
        and not is_answer(name)
    ]


def _names_outlet(name: str, part: str) -> bool:
    """Return True for the title of a collection, as JSON text, if it names only an outlet."""
    is_short = part.startswith('"') and len(part) <= _LONGEST_SHARED
    return is_short and bool(outlet_of(name, DECODER.decode(part)))


def _broken(place: _Place, why: str) -> JsonRow:
    return JsonRow(0, place.key, b"", why)
