"""The names and values in a row of JSON."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ingest.formats.field_names import field_of
from ingest.formats.json_blocks import (
    are_pieces,
    document_text,
    is_block,
    is_document,
    is_without_words,
    text_in_json,
)
from ingest.formats.json_names import is_aside, is_date
from ingest.formats.json_objects import are_parts, holds_whole, is_row, only_version, parts_of_text
from ingest.formats.json_text import DECODER
from ingest.formats.outlets import is_outlet, outlet_in
from ingest.formats.row_choice import letters_of

# The names of values beside the words of a paragraph: its number, its kind.
_IS_MARK = re.compile(
    r"(?i)n|no|nr|num(?:ber)?|i|idx|index|id|_id|key|pos(?:ition)?|order|seq|type|kind|tag|style"
    r"|class|level|lang(?:uage)?|page|line"
)
_PAIR = 2
_Names = Mapping[str, str] | None


def row_pairs(
    text: str, said: _Names = None
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the names and values of a row, and those of the objects around it.

    `text` is the small JSON text of the row. Objects in a value are named with a full stop:
    `{"index": {"link": "…"}}` has the name "index.link". The parts of a list are joined: the
    paragraphs of a text by blank lines, other values by commas.
    """
    value = DECODER.decode(text.lstrip("\ufeff"))
    around: list[tuple[str, str]] = []
    while not is_row(value, said):
        if isinstance(value, list):
            value = value[0]
            continue
        if not isinstance(value, dict):
            raise ValueError("no object")
        (key, inner), *_ = [
            (name, part) for name, part in value.items() if isinstance(part, (dict, list))
        ]
        if is_aside(key) and not holds_whole(inner, said):
            raise ValueError(key)
        own = [
            ("source", outlet) if (outlet := outlet_of(name, part)) else (name, str(part))
            for name, part in value.items()
            if name != key
        ]
        if is_date(key):
            own.append(("date", key))
        elif is_outlet(key):
            own.append(("source", key))
        around = own + around
        value = inner
    return list(_own_pairs(value, said)), around


def outlet_of(name: str, value: Any) -> str:
    """Return the outlet that a value with this name names as the title of a collection, or ""."""
    is_title = isinstance(value, str) and field_of(name, is_in_table=True) == "title"
    return outlet_in(value) if is_title else ""


def _own_pairs(value: dict[str, Any], said: _Names) -> Iterator[tuple[str, str]]:
    """Yield the names and values of a row; a text in parts has the name "text"."""
    version = only_version(value, said)
    is_whole = any(part and field_of(name, said) == "text" for name, part in value.items())
    divided, parts = ("", []) if is_whole else parts_of_text(value, said)
    for name, part in value.items():
        if version and part == [version]:
            yield from _flat(version, said)
        elif parts and name == divided:
            yield "text", _joined_text(parts, said)
        else:
            yield from _flat({name: part}, said)


def _flat(value: Mapping[str, Any], said: _Names, prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, part in value.items():
        name = f"{prefix}{key}"
        field = field_of(name, said)
        if field == "text" and is_document(part):
            yield name, document_text(part)
        elif isinstance(part, dict):
            yield from _flat(part, said, f"{name}.")
        elif isinstance(part, list):
            if field == "text":
                yield name, _joined_text(part, said) if are_parts(part, said) else ""
            else:
                yield name, ", ".join(filter(None, (_as_text(one, said) for one in part)))
        elif not (field and isinstance(part, bool)):  # {"published": true} is no date
            yield name, text_in_json(part) if field == "text" and part else _as_text(part, said)


def _joined_text(values: list[Any], said: _Names) -> str:
    """Return the text of which a list has the paragraphs or pages."""
    if are_pieces(values):
        return document_text(values)
    return "\n\n".join(filter(None, (_as_text(one, said) for one in values)))


def _without_copies(texts: list[str]) -> Iterable[str]:
    """Return texts without those that have the words of an earlier one, such as its HTML."""
    known: dict[str, str] = {}
    for text in texts:
        known.setdefault(letters_of(text), text)
    return known.values() if len(texts) > 1 else texts


def _as_text(value: Any, said: _Names) -> str:
    if value is None or is_without_words(value):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if is_document(value):
        return document_text(value)
    if isinstance(value, dict) and isinstance(value.get("href"), str):
        return value["href"]
    if isinstance(value, dict) and isinstance(value.get("value"), str) and "format" in value:
        return value["value"]  # a field of Drupal: beside it, the same text as the site shows it
    if isinstance(value, dict):
        pairs = list(_flat(value, said))
        texts = [part for name, part in pairs if field_of(name, said) in ("text", "title")]
        words = texts or [part for name, part in pairs if not _IS_MARK.fullmatch(name)]
        return "\n".join(_without_copies(words or [part for _, part in pairs]))
    if isinstance(value, list):
        if len(value) == _PAIR and isinstance(value[0], str) and is_block({"type": value[0]}):
            value = value[1:]  # the kind of a paragraph, and its words: ["p", "The wheel turns."]
        return "\n".join(filter(None, (_as_text(one, said) for one in value)))
    return str(value)
