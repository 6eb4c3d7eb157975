r"""Values as programs write them into a cell, read as what they mean.

Examples: `['The mill is oiled.', 'It turns.']` (a list of Python), `b'Mill'`, `="Mill"` and
`_x000D_` (a spreadsheet), `{'id': None, 'name': 'Mill Gazette'}` (an object), `Timestamp('…')`.
"""

import ast
import html
import json
import re
import sys
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
_HYPERLINK = re.compile(
    r'=\s?HYPERLINK\(\s*"(?P<address>[^"]+)"\s*(?:[,;]\s*"(?P<words>(?:[^"]|"")*)"\s*\)|[,;)].*)',
    re.IGNORECASE,
)
_QUOTED_NUMBER = re.compile(r"'(?=\d)[\d./:T -]{1,30}")  # text in a spreadsheet: '2024-05-06
_ESCAPED_TAG = re.compile(r"&lt;/(?:p|div|b|i|strong|em|span|a|h[1-6]|li|ul)&gt;|&lt;br ?/?&gt;")
_ESCAPED_TWICE = re.compile(
    r"&amp;(?=(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|#x?[0-9a-fA-F]{2,6});)"
)
_LETTERS_OF_R = re.compile(r"(?:<U\+[0-9A-Fa-f]{4,8}>)+")  # R writes so on Windows
_NUMBERED_LETTERS = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
# Pictures of Markdown, and the marks of WordPress and its page builders.
_PICTURE = re.compile(
    r"\[/?(?:caption|wp_caption|gallery|embed|playlist|(?:vc|et_pb|fusion|su|av)_\w{1,30})"
    r"(?:\s[^\[\]]{0,500})?/?\]"
    r"|!\[[^\[\]]{0,200}\]\([^()\s]{1,500}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?\)"
)
# The words below a picture are none of the text, as in the documents of editors.
_CAPTION = re.compile(
    r"\[(?P<mark>(?:wp_)?caption)\b[^\[\]]{0,500}\](?:(?!\[/?(?:wp_)?caption).){0,1500}"
    r"\[/(?P=mark)\]",
    re.DOTALL,
)
_BREAK_BETWEEN_TAGS = re.compile(r"(?<=>)\s*(?:(?:\\r)?\\n\s*)+(?=<)")
_BOLD = re.compile(r"#{1,6}\s+(?P<head>\S.*)|(\*\*|__)(?P<bold>(?:(?!\2).)+)\2")
# The apostrophe with which a spreadsheet marks a text; it has no partner, as in "'Tis" or "'one'".
_APOSTROPHE = re.compile(
    r"'(?!(?:tis|twas|twere|til|cause|em|n)\b)(?=[^\W\d])(?!.*\w'(?!\w))", re.IGNORECASE | re.DOTALL
)
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
    value = _with_letters(value)
    if not field:
        return value
    if field in ("text", "title"):
        value = _without_marks(value)
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
        return _of_formula(short, field) or value
    if first == "'" and (_QUOTED_NUMBER.fullmatch(short) or _is_marked_text(short, field)):
        return short[1:]
    if field == "title" and first in "#*_" and (marked := _BOLD.fullmatch(short)):
        return marked["head"] or marked["bold"]
    if field in _LABELLED and len(short) < _MOST_LABELLED and (match := _LABEL.match(short)):
        return short[match.end() :] if field_of(match["name"]) == field else value
    return value


def _without_marks(value: str) -> str:
    """Return a text or title that was escaped once too often, or has the marks of a feed or editor.

    These are CDATA, escaped tags, doubly escaped references, letters written by their numbers, and
    the marks of pictures.
    """
    if "<![CDATA[" in value and value.count("<![CDATA[") == value.count("]]>"):
        value = value.replace("<![CDATA[", "").replace("]]>", "")
    if "&lt;" in value and "</" not in value and _ESCAPED_TAG.search(value):
        value = html.unescape(value)
    if "&amp;" in value:
        value = _ESCAPED_TWICE.sub("&", value)
    if "\\u" in value:
        value = _NUMBERED_LETTERS.sub(_letters, value)
    if "[/" in value or "![" in value:
        value = _PICTURE.sub("", _CAPTION.sub("", value))
    if "\\n" in value and ">" in value:
        value = _BREAK_BETWEEN_TAGS.sub("\n", value)
    return value


def _letters(match: re.Match[str]) -> str:
    r"""Return the letters that \u2019 and its like mean; a pair of surrogates is one letter."""
    units = [int(code, 16) for code in match.group().split("\\u")[1:]]
    return b"".join(unit.to_bytes(2, "big") for unit in units).decode("utf-16-be", "replace")


def _with_letters(value: str) -> str:
    """Return a value with the letters that a spreadsheet or R wrote by their numbers."""
    if "_x" in value:
        value = _ESCAPED.sub(_escaped, value)
    return _LETTERS_OF_R.sub(_letters_of_r, value) if "<U+" in value else value


def _letters_of_r(match: re.Match[str]) -> str:
    """Return the letters that <U+C678> and its like mean; others stay as they are."""
    codes = [int(code, 16) for code in match.group()[3:-1].split("><U+")]
    if max(codes) > sys.maxunicode or any(0xD800 <= code <= 0xDFFF for code in codes):
        return match.group()
    letters = "".join(map(chr, codes))
    return letters if letters.isprintable() else match.group()


def _is_marked_text(value: str, field: str) -> bool:
    """Return True for a name with the mark of a spreadsheet for texts: 'KCNA."""
    return field in ("title", "source") and _APOSTROPHE.match(value) is not None


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


def _of_formula(value: str, field: str) -> str:
    """Return the text in a formula that is only a text or a link; "" for any other formula."""
    if value.startswith('="') and value.endswith('"') and len(value) > 2:
        return value[2:-1].replace('""', '"')
    match = _HYPERLINK.fullmatch(value)
    if not match:
        return ""
    shown = field == "title" and match["words"]
    return match["words"].replace('""', '"') if shown else match["address"]


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
