"""Texts that a row has in several columns: "Text" and "Text 2", or "Text" and "Rest of text".

A spreadsheet has at most 32,767 letters in a cell, so people continue a text in the next column.
But such a column can also have another form of the text, or a translation. Then it is not joined,
and a person is told.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ingest.formats.field_names import field_of, name_key
from ingest.formats.missing_values import is_missing
from ingest.formats.no_text import why_no_text
from ingest.formats.row_choice import Column, letters_of, share_of_pieces
from ingest.languages import text_language
from ingest.text_lines import ends_sentence

TEXT = "text"

_LONGEST_NAME = 60  # letters
_CELL = 32_767  # letters that a cell of a spreadsheet has at most
_ROUND = 1_000  # programs cut texts at multiples of it
_ONE_TEXT = 0.2  # a column with a larger share of the pieces of the text is not joined to it
# What `why_no_text` can call the last words of a text that was cut: "quietly.", "2024."
_ENDS = frozenset(("one word", "a number", "no words", "a date", "a formula"))
_NOT_TOLD = frozenset(("no words", "a notice", "the words of a link", "a count"))
# The words in a name, in lower case: "Text (cont.)" is "text cont".
_REST = (
    r"(?:cont(?:inued?|inuation|d| d)?|overflow|rest|remainder|remaining|second part|계속|나머지"
    r"|이어서|续|續|続き|つづき|продолжение|остаток|fortsetzung|suite|continuación|continuação)"
)
_WORD = re.compile(r"\w+")
_PART = r"(?:(?:part|pt|teil|parte|partie|часть) ?)?"
_NUMBERED = re.compile(rf"(?P<stem>.*?[^\W\d]) ?{_PART}(?P<number>\d{{1,2}})")
_BEHIND = re.compile(rf"(?P<stem>.+) {_REST}")
_BEFORE = re.compile(
    r"(?:rest|remainder|remaining|continuation|overflow)(?: of)?(?: the)? (?P<stem>.+)"
)
_ALONE = re.compile(_REST)
# These can also have something else: "more text", "additional content". A person is told.
_MORE = re.compile(
    r"(?:more|extra|further|additional|extended) (?P<before>.+)|(?P<behind>.+) (?:more|extended)"
)


class _Part(NamedTuple):
    """What the name of a column says: the key of the text that it continues, and its number.

    The key is "" for any text. `is_sure` is false if a column can also have another text.
    """

    stem: str
    number: int
    is_sure: bool


def _key(name: str) -> str:
    return name_key(name).replace(" ", "")


@lru_cache(maxsize=4_000)
def _part(name: str, said_text: str) -> _Part | None:
    """Return which text a column continues, by its name; None for any other column.

    `said_text` is the name of the text that the archivist set, or "".
    """
    if len(name) > _LONGEST_NAME or field_of(name):
        return None
    key = " ".join(_WORD.findall(name_key(name)))
    if numbered := _NUMBERED.fullmatch(key):
        stem, number, is_sure = numbered["stem"], int(numbered["number"]), True
    elif _ALONE.fullmatch(key):
        return _Part("", 0, True)
    elif match := _BEHIND.fullmatch(key) or _BEFORE.fullmatch(key):
        stem, number, is_sure = match["stem"], 0, True
    elif match := _MORE.fullmatch(key):
        stem, number, is_sure = match["behind"] or match["before"], 0, False
    else:
        return None
    is_text = _key(stem) == _key(said_text) if said_text else field_of(stem) == TEXT
    return _Part(_key(stem), number, is_sure) if is_text else None


def continues_text(name: str, said: Mapping[str, str] | None) -> bool:
    """Return True if the name of a column says that it continues the text of another column."""
    return _part(name, (said or {}).get(TEXT, "")) is not None


def is_beginning(name: str) -> bool:
    """Return True for a column that has the whole text if the rest of it is empty, as in Joomla."""
    return _key(name) in ("introtext", "hometext")


def join_continued(columns: list[Column], said: Mapping[str, str] | None) -> int | None:
    """Join texts that are continued in other columns: change their values in `columns`.

    Return the index of a column that has another text, and not the rest of one; None without one.
    """
    said_text = said.get(TEXT, "") if said else ""
    parts = [
        (part, index)
        for index, column in enumerate(columns)
        if not column.field and (part := _part(column.name, said_text)) and column.value.strip()
    ]
    if not parts:
        return None
    parts.sort(key=lambda one: (one[0].number, one[1]))
    texts = {_key(column.name): at for at, column in enumerate(columns) if column.field == TEXT}
    left: list[int] = []
    for key, base in texts.items():
        own = [
            (part if part.stem == key or len(texts) == 1 else part._replace(is_sure=False), index)
            for part, index in parts
            if part.stem == key or part.stem not in texts
        ]
        text, others = _joined(columns[base].value, own, columns)
        columns[base] = columns[base]._replace(value=text)
        left += others
    return min(left, default=None)


def _joined(
    text: str, parts: Sequence[tuple[_Part, int]], columns: Sequence[Column]
) -> tuple[str, list[int]]:
    """Return a text with the parts that continue it, and the indexes of those that do not."""
    numbers = [part.number for part, _ in parts if part.number and part.is_sure]
    in_order = not numbers or (numbers[0] < 3 and numbers == [*range(numbers[0], numbers[-1] + 1)])
    left: list[int] = []
    before = text
    for part, index in parts:
        value = columns[index].value
        is_next = part.is_sure and in_order and not left
        if is_missing(value, TEXT):
            continue
        if is_next and why_no_text(value) in _ENDS and _is_end(before, value):
            text, before = text + _gap(before, value, is_cut=True) + value, value
            continue
        if why_no_text(value) in _NOT_TOLD or letters_of(value) in letters_of(text):
            continue
        is_rest = is_next and not why_no_text(value) and share_of_pieces(text, value) <= _ONE_TEXT
        if is_rest and not _languages_differ(text, value):
            text, before = text + _gap(before, value) + value, value
        else:
            left.append(index)
    return text, left


def _is_end(before: str, value: str) -> bool:
    """Return True if a word or number is the end of a text that fills its cell, or is cut off."""
    is_cut = not ends_sentence(before.strip()) and ends_sentence(value.strip())
    return len(before) == _CELL or is_cut


def _languages_differ(one: str, other: str) -> bool:
    ones, others = text_language(one).code, text_language(other).code
    return bool(ones and others) and ones != others


def _gap(before: str, rest: str, *, is_cut: bool = False) -> str:
    """Return what stands between two parts of a text: nothing if a program cut it at a length."""
    if len(before) == _CELL:
        return ""
    if not is_cut and (ends_sentence(before.strip()) or not rest[:1].islower()):
        return "\n\n"
    return "" if len(before) % _ROUND == 0 else " "
