"""Finds the lines that a bulletin board has around an article, and the values in them.

A line can have several values: "No. 12 | Date: 2025-07-01 | Hits: 345".
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.dates import DOTTED_DATE, LONG_DATE
from ingest.text_lines import TextLine

# The values of an article on a page of a bulletin board: "No. 12", "Date: 2025-07-01", "Hits 345".
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
_BOARD_VALUES = {
    "number": (r"No\.?|Num(?:ber)?|ID", r"\d{1,7}"),
    "date": (
        r"Date|Posted(?: on)?|Published(?: on)?|Written(?: on)?|Created(?: on)?",
        rf"{_WEEKDAY}(?P<date>{LONG_DATE}|{DOTTED_DATE}|\d{{4}}-\d{{1,2}}-\d{{1,2}})"
        r"(?:,? \d{1,2}:\d{2}(?::\d{2})?)?",
    ),
    "hits": (r"Hits?|Views?|Read(?:s|ings?)?|Count|Clicks?", r"[\d,]{1,9}"),
    "comments": (r"Comments?|Recommend(?:ed)?|Files?|Attachments?", r"\d{1,5}"),
    "writer": (
        r"Writer|Author|Name|By|Posted by",
        r"(?:(?:The )?Pyongyang Times|admin(?:istrator)?|webmaster|editor)",
    ),
    "section": (r"Category|Section|Board", r"(?P<section>[A-Z][\w&' -]{1,40})"),
    "title": (r"Subject|Title|Headline", r"(?P<title>\S.{2,200})"),
}
# These values can be any words. So a colon must be before them: "Section Chief Visits Mill".
_FREE_VALUES = ("section", "title")
_PAIRS = {
    kind: re.compile(
        rf"(?:{key}) ?[:：]{'' if kind in _FREE_VALUES else '?'} ?{value}", re.IGNORECASE
    )
    for kind, (key, value) in _BOARD_VALUES.items()
}
_KEYS = {
    kind: re.compile(rf"(?:{key}) ?[:：]?", re.IGNORECASE)
    for kind, (key, _) in _BOARD_VALUES.items()
}
_VALUES = {kind: re.compile(value) for kind, (_, value) in _BOARD_VALUES.items()}
_BETWEEN_PAIRS = re.compile(r"\s*[|｜·•]\s*|\t+\s*|\s{2,}")
_LABEL = re.compile(
    r"page info(?:rmation)?|main content|content|body|article|view|\|", re.IGNORECASE
)
BOARD_ADDRESS = re.compile(r"(?:/?(?:bbs/)?(?:board\.php)?\?|/)?(?:bbs=\d+|bo_table=\w+)(?:&\S*)?")
BOARD_FOOT = re.compile(
    r"(?:(?:list|prev(?:ious)?|next|top|print|reply|write|search|modify|delete|back|home)"
    r"[ |/<>»«]*)+"
    r"|(?:prev(?:ious)?|next)(?: article)? ?[:：] ?\S.{0,200}"
    r"|comments?(?: list)?(?: ?\(?\d+\)?)?|there are no (?:registered )?comments\.?"
    r"|related links?|attachments?",
    re.IGNORECASE,
)


class BoardValue(NamedTuple):
    """A value of a bulletin board: its kind (a key of _BOARD_VALUES), its words, and the match."""

    kind: str
    line: TextLine
    match: re.Match[str]


class FoundValues(NamedTuple):
    """The number of lines with values at the top of some lines (0, 1 or 2), and these values."""

    line_count: int
    values: Sequence[BoardValue] = ()


def has_board_lines(lines: Sequence[TextLine]) -> bool:
    """Return True if one of these lines has a value of a bulletin board or its address."""
    return any(
        BOARD_ADDRESS.fullmatch(line.text)
        or ((pairs := _board_pairs(line)) and len(pairs) == len(_pieces(line)))
        or any(key.fullmatch(line.text) for key in _KEYS.values())
        for line in lines
    )


def _pieces(line: TextLine) -> list[TextLine]:
    """Return the parts of a line between "|", tabs or several spaces."""
    pieces, start = [], 0
    for gap in _BETWEEN_PAIRS.finditer(line.text):
        pieces.append(line.part(start, gap.start()))
        start = gap.end()
    return [piece for piece in (*pieces, line.part(start)) if piece]


def _board_pairs(line: TextLine) -> list[BoardValue]:
    """Return the values of a bulletin board in a line."""
    return [
        BoardValue(kind, piece, match)
        for piece in _pieces(line)
        for kind, pattern in _PAIRS.items()
        if (match := pattern.fullmatch(piece.text))
    ]


def read_values(lines: Sequence[TextLine], *, is_board: bool = False) -> FoundValues:
    """Return the values of a bulletin board in the first line, or in the first two.

    A value can be in the line below its name, if the page had a table. `is_board` is true if values
    were found above; then a section, a title or a label without a value is accepted, too.
    """
    line = lines[0]
    if _LABEL.fullmatch(line.text) and (is_board or any(map(_board_pairs, lines[1:]))):
        return FoundValues(1)
    for kind, key in _KEYS.items() if len(lines) > 1 else ():
        match = _VALUES[kind].fullmatch(lines[1].text) if key.fullmatch(line.text) else None
        if match and (is_board or kind not in _FREE_VALUES):
            return FoundValues(2, [BoardValue(kind, lines[1], match)])
    pairs = _board_pairs(line)
    if not pairs or len(pairs) < len(_pieces(line)):
        return FoundValues(0)
    return FoundValues(1, pairs)
