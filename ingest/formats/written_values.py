r"""Values as programs write them into a cell, read as what they mean.

Examples: `['The mill is oiled.', 'It turns.']` (a list of Python), `b'Mill'`, `="Mill"` and
`_x000D_` (a spreadsheet), `{'id': None, 'name': 'Mill Gazette'}` (an object), `Timestamp('…')`.
"""

import ast
import json
import re
import warnings
from collections.abc import Iterator
from typing import Any

from ingest.formats.field_names import field_of

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # of spreadsheets: "_x000D_" is a line break
_STRING = r"""(?:[bu]?'(?:[^'\\]|\\.)*'|[bu]?"(?:[^"\\]|\\.)*")"""
_PIECE = re.compile(_STRING, re.DOTALL)
_LIST = re.compile(rf"[\[(]\s*{_STRING}(?:[\s,]+{_STRING})*,?\s*[\])]", re.DOTALL)
_BYTES = re.compile(r"""b(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", re.DOTALL)
_OF_OBJECTS = re.compile(r"""\[\s*\{\s*["'](?:text|content|paragraph|sentence)["']\s*:""")
_LABEL = re.compile(r"(?P<name>[^\W\d_][\w ]{1,20})\s?[:：]\s*(?=\S)")
_HYPERLINK = re.compile(r'=\s?HYPERLINK\(\s*"(?P<address>[^"]+)"\s*[,;)].*', re.IGNORECASE)
_QUOTED_NUMBER = re.compile(r"'(?=\d)[\d./:T -]{1,30}")  # text in a spreadsheet: '2024-05-06
_MOST_LETTERS = 1_000_000  # of a list or an object that is read
_MOST_LABELLED = 300  # letters of a value after the name of its field
# The keys of an object whose value is a name, in this order.
_NAMES = (
    *("name", "title", "label", "value", "text", "content", "paragraph", "rendered", "#text"),
    *("_text", "$t"),
)
_LABELLED = frozenset({"title", "source", "date", "url", "byline", "language", "section"})


def read_written(value: str, field: str) -> str:
    """Return a value without what a program wrote around it. `field` is a key of FIELDS, or "".

    The parts of a list are joined: the paragraphs of a text by blank lines, others by commas. A
    value that is not in such a form is returned unchanged.
    """
    if "_x" in value:
        value = _ESCAPED.sub(_escaped, value)
    if not field:
        return value
    short = value.strip() if len(value) < _MOST_LETTERS else ""
    first = short[:1]
    if first in "[(" and _LIST.fullmatch(short) and (first == "[" or "," in short):
        return _joined(field, map(_string, _PIECE.findall(short)))
    if first == "[" and field == "text" and not _OF_OBJECTS.match(short):
        return value
    if first == "[" or (first == "{" and field != "text"):
        return _of_object(short, field) or value
    if first == "b" and _BYTES.fullmatch(short):
        return _string(short)
    if first == "=":
        return _of_formula(short) or value
    if first == "'" and _QUOTED_NUMBER.fullmatch(short):
        return short[1:]
    if field in _LABELLED and len(short) < _MOST_LABELLED and (match := _LABEL.match(short)):
        return short[match.end() :] if field_of(match["name"]) == field else value
    return value


def _escaped(match: re.Match[str]) -> str:
    letter = chr(int(match[1], 16))
    return letter if letter.isprintable() or letter in "\t\n\r" else match.group()


def _joined(field: str, parts: Iterator[str]) -> str:
    return ("\n\n" if field == "text" else ", ").join(filter(None, map(str.strip, parts)))


def _string(written: str) -> str:
    """Return the text that a string of Python or JSON means."""
    try:
        text = _literal(written)
    except (ValueError, SyntaxError, MemoryError):
        return written[1:-1]
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)


def _literal(written: str) -> Any:
    """Return a value of Python. Raises ValueError, SyntaxError, MemoryError or RecursionError."""
    with warnings.catch_warnings(action="ignore"):  # of a backslash that Python does not know
        return ast.literal_eval(written)


def _of_formula(value: str) -> str:
    """Return the text in a formula that is only a text or a link; "" for any other formula."""
    if value.startswith('="') and value.endswith('"') and len(value) > 2:
        return value[2:-1].replace('""', '"')
    match = _HYPERLINK.fullmatch(value)
    return match["address"] if match else ""


def _of_object(value: str, field: str) -> str:
    """Return the names in an object or in a list of objects; "" if there is none."""
    if not value.endswith(("}", "]")):
        return ""
    for read in (json.loads, _literal):
        try:
            return _joined(field, _names_in(read(value)))
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
    return ""


def _names_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _names_in(part)
    elif isinstance(value, dict):
        names = (value[key] for key in _NAMES if isinstance(value.get(key), str))
        yield next(names, "")
