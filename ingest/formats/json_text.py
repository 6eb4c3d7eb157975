"""JSON text that is read from a stream value by value, in bounded memory.

Each value is returned as the file spells it. A broken value can be passed over.
"""

import codecs
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

LONGEST_VALUE = 32_000_000
"""The longest row, or object with rows in it, in letters. A longer one is reported as broken."""

LONGEST_TYPE = 4  # letters of the types of DynamoDB
TYPES = {
    **dict.fromkeys(("stringValue", "integerValue", "doubleValue", "booleanValue"), ""),
    **dict.fromkeys(("timestampValue", "referenceValue", "nullValue"), ""),
    "arrayValue": "values",
    "mapValue": "fields",
    **dict.fromkeys(("S", "N", "BOOL", "NULL", "L", "M", "SS", "NS"), ""),
}
"""The types of values in exports of Firestore and DynamoDB, and the name under which a list or an
object of Firestore is."""


def _without_type(kind: str, value: Any) -> Any:
    """Return a value that a database wrapped with its type; other values stay as they are.

    Firestore writes {"stringValue": "Mill"} and {"arrayValue": {"values": […]}}, DynamoDB
    {"S": "Mill"} and {"L": […]}.
    """
    inner = TYPES[kind]
    if kind in ("NULL", "nullValue"):
        return None
    if inner and isinstance(value, dict):
        return value.get(inner, [] if inner == "values" else {})
    is_like_type = isinstance(
        value, (list, dict) if kind in ("L", "M", "SS", "NS") else (str, bool)
    )
    return value if is_like_type or len(kind) > LONGEST_TYPE else {kind: value}


def _with_numbers(pairs: list[tuple[str, Any]], names: frozenset[str]) -> dict[str, Any]:
    """Return an object in which each name that comes again has a number, which no name has."""
    value: dict[str, Any] = {}
    counts = Counter[str]()
    for name, part in pairs:
        free = name
        while free in value or (free != name and free in names):
            counts[name] += 1
            free = f"{name}.{counts[name]}"
        value[free] = part
    return value


def object_of_pairs(pairs: list[tuple[str, Any]]) -> Any:
    """Return an object with these names and values, or the value that it wraps with its type.

    If a name comes again, its value has this name and a number, as pandas writes: "text.1".
    """
    if len(pairs) == 1 and pairs[0][0] in TYPES:
        return _without_type(*pairs[0])
    value = dict(pairs)
    return value if len(value) == len(pairs) else _with_numbers(pairs, frozenset(value))


DECODER = json.JSONDecoder(
    parse_int=str,
    parse_float=str,
    parse_constant=str,
    strict=False,
    object_pairs_hook=object_of_pairs,
)
"""Decodes values; numbers stay texts as the file spells them, and no value of an object is lost."""

_CHUNK = 1 << 18
_SPACE = frozenset(" \t\r\n\ufeff\x1a\x1e")  # \x1e begins each value of a JSON text sequence
# Some people write comments into JSON, as in programs.
_COMMENT = re.compile(r"//[^\n]*(?=\n)|/\*.*?\*/|#[^\n]*(?=\n)", re.DOTALL)
_LAST_COMMA = re.compile(r",(?=\s*[\]}])")
_AFTER_SPACE = re.compile(r"\s*")
_MOST_READ_AGAIN = 100_000_000  # letters; a value is read again after each comment in it
# What stands before the next object of a list, or before a value at the beginning of a line.
_NEXT_OBJECT = re.compile(r"\}\s*,\s*(?=\{)|\n(?=[\[{])")


class BrokenJson(Exception):
    """The error for JSON text that cannot be read."""


class JsonText:
    """JSON text that is read from a stream piece by piece."""

    def __init__(self, text: str = "", stream: IO[bytes] | None = None, encoding: str = "") -> None:
        self._buffer, self._position = text, 0
        self._stream = stream
        self._is_comment_open = False  # no comment ends in the rest of the buffer
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
        self._is_comment_open = False
        self._position = 0
        return bool(data)

    def peek(self) -> str:
        """Return the next letter that is not white space; "" at the end."""
        while True:
            for position in range(self._position, len(self._buffer)):
                if self._buffer[position] not in _SPACE:
                    self._position = position
                    if self._buffer[position] in "/#" and self._pass_comment():
                        break
                    return self._buffer[position]
            else:
                self._position = len(self._buffer)
                if not self._fill():
                    return ""

    def _pass_comment(self) -> bool:
        """Pass over the comment that is next; return False if there is none."""
        comment = self._comment_at(self._position)
        while not comment and len(self._buffer) - self._position < _CHUNK and self._fill():
            comment = self._comment_at(self._position)
        self._position = comment.end() if comment else self._position
        return bool(comment)

    def _comment_at(self, position: int) -> re.Match[str] | None:
        """Return the comment that begins at a position of the buffer, or None.

        The end of an open comment is searched for only once in each buffer.
        """
        if self._is_comment_open and self._buffer.startswith("/*", position):
            return None
        comment = _COMMENT.match(self._buffer, position)
        self._is_comment_open |= not comment and self._buffer.startswith("/*", position)
        return comment

    def skip(self, letter: str) -> bool:
        """Pass over `letter` if it is next; return True if it was."""
        is_next = self.peek() == letter
        self._position += is_next
        return is_next

    def value(self) -> str:
        """Return the next value as JSON text, and pass over it.

        Raises BrokenJson; then the position is unchanged.
        """
        self.peek()
        size, read_again = _CHUNK, 0
        while True:
            end, why = -1, ""
            try:
                end = DECODER.raw_decode(self._buffer, self._position)[1]
            except RecursionError as error:
                raise BrokenJson("It is nested too deeply.") from error
            except json.JSONDecodeError as error:
                why = f"It is not valid JSON ({error.msg})."
                read_again += len(self._buffer)
                if read_again < _MOST_READ_AGAIN and self._blank(error.pos):
                    continue
            # A number at the end of the buffer may go on in the next piece.
            if 0 <= end < len(self._buffer) or (end >= 0 and self._stream is None):
                text = self._buffer[self._position : end]
                self._position = end
                return text
            if len(self._buffer) - self._position > LONGEST_VALUE:
                raise BrokenJson(
                    f"It has more than {LONGEST_VALUE:,} letters, or is not valid JSON."
                )
            if not self._more(size) and end < 0:
                raise BrokenJson(why)
            size *= 2

    def _blank(self, position: int) -> bool:
        """Replace the comment, or the last comma of a list or object, at a position by spaces.

        The position is that of an error, so it is not inside of a text. Returns False if there is
        neither.
        """
        begin = _AFTER_SPACE.match(self._buffer, position).end()  # type: ignore[union-attr]
        span = (0, 0)
        if comment := self._comment_at(begin):
            span = comment.span()
        elif last := _LAST_COMMA.match(self._buffer, begin):  # where Python 3.13 sees the error
            span = last.span()
        elif self._buffer[begin : begin + 1] in ("]", "}"):
            before = self._buffer[self._position : begin].rstrip()
            if before.endswith(","):
                span = (self._position + len(before) - 1, self._position + len(before))
        start, end = span
        self._buffer = self._buffer[:start] + " " * (end - start) + self._buffer[end:]
        return start < end

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


def names_in(text: JsonText) -> Iterator[str]:
    """Yield the names in an object; the caller must pass over each value."""
    text.skip("{")
    while text.peek() == '"':
        try:
            name = json.loads(text.value(), strict=False)
        except (BrokenJson, ValueError):
            return
        if not text.skip(":"):
            return
        yield name
        text.skip(",")
