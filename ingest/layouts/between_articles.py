"""Decides to which article the dates and addresses between the articles of a text belong.

In a compiled text, each article has its date or its address in a line of its own, always above the
headline or always below the text:

    May 6, 2014

    Mill Wheel Oiled
    Pyongyang, May 6 (KCNA) -- The wheel turns. -0-

    May 9, 2015

    Bakery Roof Mended
    Pyongyang, May 9 (KCNA) -- The roof is dry. -0-
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from ingest.dates import date_near, read_date
from ingest.layouts.agency_marks import find_dateline
from ingest.layouts.date_lines import is_signature_above, own_date
from ingest.partial_date import PartialDate
from ingest.text_lines import TextLine
from ingest.values import Span

Kind = Literal["date", "address"]

_ADDRESS = re.compile(
    r"(?:(?:source|url|link|address|출처|원문|링크|来源|出典)\s?[:：]\s?)?(?P<url>https?://\S{4,300})",
    re.IGNORECASE,
)
_MOST_MARKS = 3  # lines with a date or an address between two articles
_HEAD = 6  # the dateline is searched in this number of lines below the beginning of an article
_FAR = 31  # days; a date that is further from the dateline is not the date of the article


class _Between(NamedTuple):
    """The dates and addresses between two articles: the indexes of their lines."""

    first: int
    end: int


def address_alone(line: TextLine) -> Span | None:
    """Return the span of a web address in a line that has only an address; None otherwise."""
    match = _ADDRESS.fullmatch(line.text) if "://" in line.text else None
    return line.span_of(match, "url") if match else None


def with_lines_between(lines: Sequence[TextLine], starts: Sequence[int]) -> list[int]:
    """Return where the articles of a text begin, if their dates and addresses belong to them.

    `starts` are the indexes of the lines with their headlines, at least two. A line with a date or
    an address is moved from one article to the other if this is where the text has such lines.
    """
    between = [_around(lines, start) for start in starts]
    if all(first == end for first, end in between):
        return list(starts)
    between.append(_around(lines, len(lines)))
    datelines = [_dateline_day(lines[end : end + _HEAD]) for _, end in between[:-1]]
    is_above: dict[Kind, bool] = {
        "date": _is_above(lines, between, "date", datelines),
        "address": _is_above(lines, between, "address", datelines),
    }
    moved = (_start(lines, marks, is_above, not index) for index, marks in enumerate(between[:-1]))
    return list(dict.fromkeys(moved))  # a date or an address is not the headline of an article


def _around(lines: Sequence[TextLine], start: int) -> _Between:
    """Return the dates and addresses directly above and below the beginning of an article."""
    first = end = start
    while first > max(0, start - _MOST_MARKS) and _kind(lines, first - 1):
        first -= 1
    while end < min(len(lines) - 1, start + _MOST_MARKS) and _kind(lines, end):
        end += 1
    return _Between(first, end)


def _kind(lines: Sequence[TextLine], index: int) -> Kind | None:
    if address_alone(lines[index]):
        return "address"
    is_date = own_date(lines[index]) and not is_signature_above(lines, index)
    return "date" if is_date else None


def _is_above(
    lines: Sequence[TextLine], between: Sequence[_Between], kind: Kind, datelines: Sequence[str]
) -> bool:
    """Return True if the lines of this kind are above the headlines, False if below the texts.

    The first and the last line of the text show it. If they do not, the datelines decide: each date
    is near that of its article, and addresses are on the same side as dates.
    """
    groups = [
        [index for index in range(first, end) if _kind(lines, index) == kind]
        for first, end in between
    ]
    if bool(groups[0]) != bool(groups[-1]):
        return bool(groups[0])
    if kind == "address":
        return _is_above(lines, between, "date", datelines)
    above = sum(
        map(
            _distance,
            [lines[index] for group in groups[:-1] for index in group[-1:]],
            [day for group, day in zip(groups, datelines, strict=False) if group],
        )
    )
    below = sum(
        map(
            _distance,
            [lines[index] for group in groups[1:] for index in group[:1]],
            [day for group, day in zip(groups[1:], datelines, strict=True) if group],
        )
    )
    return above <= below


def _distance(line: TextLine, dateline: str) -> int:
    """Return the days from a date to the day of a dateline; _FAR if it is far or missing."""
    span = own_date(line)
    day = read_date(line.text[span[0] - line.start : span[1] - line.start]) if span else None
    near = date_near(dateline, day.isoformat()) if day and dateline else None
    if not day or not near:
        return _FAR
    return min(_FAR, PartialDate.of(day).days_apart(near))


def _dateline_day(lines: Sequence[TextLine]) -> str:
    """Return the day in the dateline in these lines at the top of an article ("May 6"), or ""."""
    for line in lines:
        if match := find_dateline(line):
            return " ".join((match["day"] or "").split())
    return ""


def _start(
    lines: Sequence[TextLine], marks: _Between, is_above: dict[Kind, bool], is_first: bool
) -> int:
    """Return the index of the first line of an article, below what belongs to the one above it."""
    if is_first:
        return marks.first
    index = marks.first
    while index < marks.end and (kind := _kind(lines, index)) and not is_above[kind]:
        index += 1
    return index
