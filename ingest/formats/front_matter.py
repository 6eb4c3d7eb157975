"""Texts that begin with front matter: values between two lines `---` or `+++`.

Front matter can also be a JSON object, if a text follows it. The values of the front matter become
facts, as the columns of a row do.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import yaml

from ingest.formats.field_names import field_of

_FENCES = (("---", ("---", "...")), ("+++", ("+++",)))
_MOST_LINES = 200  # lines of front matter
_MOST_LETTERS = 50_000
_MOST_BRACKETS = 500  # the time that YAML needs grows with the square of their depth
# Further front matter in a text: a fence, and below it a name.
_FURTHER = re.compile(r"^(?:---|\+\+\+)[ \t]{0,9}\n(?=[\w -]{1,40}[:=])", re.MULTILINE)
_MOST_FURTHER = 5_000  # letters of further front matter
_MOST_DOCUMENTS = 10_000
_NAMED = re.compile(r"[\w -]{1,40}\s*[:=]")


def documents(text: str) -> list[tuple[list[tuple[str, str]], str]]:
    """Return the names and values of each front matter in a text, and the text below it.

    Most texts have one or none. Further front matter has a title and another known name, because
    lines between two rules can also be a note in the text.
    """
    divided = divide(text)
    if not divided:
        return []
    pairs, rest = divided
    found = []
    begin = 0
    for fence in islice(_FURTHER.finditer(rest), _MOST_DOCUMENTS):
        part = rest[fence.start() : fence.start() + _MOST_FURTHER]
        further = divide(part)
        fields = {field_of(name) for name, _ in further[0]} if further else set()
        if further and "title" in fields and len(fields - {""}) > 1:
            found.append((pairs, rest[begin : fence.start()]))
            pairs, begin = further[0], fence.start() + len(part) - len(further[1])
    return [*found, (pairs, rest[begin:])]


def divide(text: str) -> tuple[list[tuple[str, str]], str] | None:
    """Return the names and values of the front matter, and the text below it.

    The result is None if the text has no front matter.
    """
    text = text.removeprefix("\ufeff")
    if text.startswith("{"):
        return _divide_json(text)
    lines = text.split("\n")
    for opening, closings in _FENCES:
        if lines[0].rstrip() != opening:
            continue
        end = next(
            (n for n, line in enumerate(lines[1:_MOST_LINES], 1) if line.rstrip() in closings), 0
        )
        inner = "\n".join(lines[1:end])
        if not end or len(inner) > _MOST_LETTERS or not _NAMED.match(inner.lstrip()):
            return None
        values = _values(inner, opening)
        return None if values is None else (list(_pairs(values)), "\n".join(lines[end + 1 :]))
    return None


def _divide_json(text: str) -> tuple[list[tuple[str, str]], str] | None:
    """Return the values of a JSON object at the beginning of a text, and the text below it."""
    try:
        values, end = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode(
            text[:_MOST_LETTERS]
        )
    except (ValueError, RecursionError):
        return None
    rest = text[end:].lstrip()
    is_text = rest and rest[0] not in "{[,]}" and text[end : end + 1] in "\r\n"
    return (list(_pairs(values)), rest) if is_text and isinstance(values, dict) else None


def _values(text: str, fence: str) -> dict[str, Any] | None:
    try:
        if fence == "+++":
            return tomllib.loads(text)
        if text.count("[") + text.count("{") > _MOST_BRACKETS:
            return _lines(text)
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.BaseLoader)):
            return None  # aliases can make a short text very large
        values = yaml.load(text, yaml.BaseLoader)  # BaseLoader makes only texts, lists and dicts
    except (tomllib.TOMLDecodeError, yaml.YAMLError, RecursionError, ValueError):
        return _lines(text)
    return values if isinstance(values, dict) else None


def _lines(text: str) -> dict[str, Any] | None:
    """Return the values of front matter that is not valid: each line `name: value`."""
    pairs = (line.partition(":") for line in text.split("\n") if ":" in line)
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs} or None


def _pairs(values: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            yield from _pairs(value, f"{name}.")
        elif isinstance(value, list):
            words = [str(part) for part in value if not isinstance(part, (dict, list))]
            objects = [part for part in value if isinstance(part, dict)]
            if words or not objects:
                yield name, ", ".join(words)
            yield from _pairs_of_objects(objects, f"{name}.")
        else:
            yield name, str(value)


def _pairs_of_objects(objects: Sequence[dict[str, Any]], prefix: str) -> Iterator[tuple[str, str]]:
    """Yield the names and values of objects in a list: "authors.name" and the names of all."""
    joined: dict[str, list[str]] = {}
    for value in objects:
        for name, part in _pairs(value, prefix):
            joined.setdefault(name, []).append(part)
    yield from ((name, ", ".join(filter(None, parts))) for name, parts in joined.items())
