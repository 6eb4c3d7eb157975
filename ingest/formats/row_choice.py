"""Chooses the column of a row for each field, if several columns mean the same field.

The name that is most usual for a field decides, with four exceptions: a date that cannot be read, a
text that is no text ("Share this"), a text that is only the beginning of another, and a source that
is an address give way to a better value. If two columns still say different things, the second is
kept as "other-date", "other-title", "other-source" or "other-text", so that a person is told.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Literal, NamedTuple, cast

from ingest.dates import possible_dates, read_any_date
from ingest.formats.field_names import (
    DATE_ORDER,
    date_order_of,
    date_part_of,
    field_of,
    is_loose_name,
    name_key,
    rank_of,
)
from ingest.formats.no_text import why_no_text
from ingest.leftover_tags import plain_text
from ingest.partial_date import PartialDate
from ingest.sources import read_source_name, read_sources, source_key, source_of_address
from ingest.text_lines import ends_sentence, normalise_title

OTHER = "other-"
"""The beginning of the name of a fact that disagrees with the value that was chosen."""

_ALIKE = 0.6  # two titles that are at least so similar are one
_PIECE = 12  # letters; two texts are compared by pieces of this length
_MOST_PIECES = 400
_SAME_PIECES = 0.5  # share of the pieces of a text that another form of it has
_SHORTEST_TEXT = 40  # letters; a shorter value beside a text is a button or a note
_MUCH_LONGER = 3
_LONG_TEXT = 80  # letters; only a longer value in a column with another name can be the text
_TEXT = "text"
_LONGEST_TITLE = 400  # letters by which two titles are compared
_LONGEST_END = 200  # letters at the end of a text in which a mark of cutting is looked for
_CUT = re.compile(r"(?:…|\.{3}|\[\+?\d+ chars\])\W*$")
_PATH = re.compile(r"\w/+[^/\s]|[?#]\w")  # "example.org/1"
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


_OF_PROGRAM = re.compile(
    r"(?:\w{0,20}[_-])?(?:scraper|crawler|spider|parser|import|export|rss|feed|api|dataset|corpus"
    r"|archive|selenium|scrapy|newspaper3k|trafilatura)(?:[_-]?v?\d{1,3})?"
    r"|web|internet|online|news|media|website|manual|other|unknown",
    re.IGNORECASE,
)


class Column(NamedTuple):
    """A column of a row. `is_own` is false for a value that counts for several rows."""

    name: str
    value: str
    field: str
    is_own: bool


_MOMENTS = frozenset(("timestamp", "datetime", "date time", "dt"))
_LAST = 10_000
_Order = Literal["day", "month", ""]


def choose(columns: Sequence[Column], said: Mapping[str, str] | None) -> dict[int, str]:
    """Return a dict from the indexes of the chosen columns to the names of their facts.

    `columns` are those with a value. The name of a fact is the field, or OTHER and the field. If
    `said` has the order of day and month, the fact of a date says so: "date-day-first".
    """
    by_field: dict[str, list[int]] = {}
    for index, column in enumerate(columns):
        if column.field:
            by_field.setdefault(column.field, []).append(index)
    order = cast(_Order, (said or {}).get(DATE_ORDER, ""))
    facts: dict[int, str] = {}
    for field, indexes in by_field.items():
        best, other = indexes[0], None
        if len(indexes) > 1:
            indexes.sort(key=lambda index: _trust(columns[index], index))
            choices = [(index, columns[index]) for index in indexes]
            best, other = _best_and_other(field, choices, order)
        own_order = order or (date_order_of(columns[best].name) if field == "date" else "")
        facts[best] = f"date-{own_order}-first" if field == "date" and own_order else field
        if other is not None:
            facts[other] = f"{OTHER}{field}"
    return facts


def _trust(column: Column, index: int) -> tuple[bool, bool, int, int]:
    """Return the key that sorts columns of one field, the most trusted first."""
    is_part = column.field == "date" and bool(date_part_of(column.name))
    rank = rank_of(column.name) if column.is_own else index
    if column.field == "date" and name_key(column.name) in _MOMENTS:
        rank += _LAST  # programs write the moment of saving there
    return is_part, not column.is_own, rank, index


def _best_and_other(
    field: str, choices: list[tuple[int, Column]], order: _Order
) -> tuple[int, int | None]:
    """Return the index of the best column, and of another that disagrees with it, or None."""
    pick: Callable[[list[str]], int] = {
        "date": lambda values: _best_date(values, order),
        "source": _best_source,
        "text": _best_text,
        "url": _best_address,
    }.get(field, lambda values: 0)
    best_index, best = choices[pick([column.value for _, column in choices])]
    disagrees = _DISAGREE.get(field)
    if not disagrees or not best.is_own:
        return best_index, None
    others = (
        index
        for index, column in choices
        if index != best_index
        and column.is_own
        and not is_loose_name(column.name)
        and not date_part_of(column.name)
        and disagrees(best.value, column.value)
    )
    return best_index, next(others, None)


def _best_date(values: list[str], order: _Order) -> int:
    """Return the index of the first date that can be read, or of a more exact one in its time."""
    dates = [read_any_date(value.strip(), order) for value in values]
    best = next((index for index, day in enumerate(dates) if day), 0)
    return next(
        (index for index, day in enumerate(dates) if _is_more_exact(day, dates[best])), best
    )


def _is_more_exact(one: PartialDate, other: PartialDate) -> bool:
    return bool(one and other) and one != other and other.contains(one)


def _dates_disagree(chosen: str, other: str) -> bool:
    """Return True if two dates can be read, and cannot be the same day."""
    ones, others = _days(chosen), _days(other)
    return bool(ones and others) and not any(
        one.days_apart(two) <= 1 for one in ones for two in others
    )


def _days(value: str) -> list[PartialDate]:
    days = possible_dates(value.strip())
    known = [PartialDate.of(day) for day in days] if days else [read_any_date(value)]
    return [day for day in known if day]


def _best_source(values: list[str]) -> int:
    """Return the index of the first source that is a name, or the address of a listed site.

    The name of a program, and a word such as "web", give way to another name.
    """
    return next(
        (
            index
            for index, value in enumerate(values)
            if (not _ADDRESS.fullmatch(value.strip()) or source_of_address(value))
            and not _OF_PROGRAM.fullmatch(value.strip())
        ),
        0,
    )


def _best_address(values: list[str]) -> int:
    """Return the index of the first address that is not only that of a site."""
    return next((index for index, value in enumerate(values) if _PATH.search(value)), 0)


def _sources_disagree(chosen: str, other: str) -> bool:
    one, two = _source_key(chosen), _source_key(other)
    return bool(one and two) and one != two and one != _initials(two) and two != _initials(one)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


def _source_key(value: str) -> str:
    """Return the name of a source for comparing; "" if the value is no name."""
    value = value.strip()
    if _OF_PROGRAM.fullmatch(value):
        return ""
    if _ADDRESS.fullmatch(value):
        value = source_of_address(value) or ""
    key = source_key(read_source_name(value)[0]).removeprefix("the ")
    return listed_sources().get(key, key) if any(map(str.isalpha, key)) else ""


@cache
def listed_sources() -> dict[str, str]:
    """Return a dict from the names of the listed sources, normalised, to their slugs."""
    return {
        source_key(read_source_name(spelling)[0]): source.slug
        for source in read_sources()
        for spelling, _ in source.names
    }


def _titles_disagree(chosen: str, other: str) -> bool:
    one, two = normalise_title(chosen), normalise_title(other)
    if not one or not two or one in two or two in one:
        return False
    ones, twos = one[:_LONGEST_TITLE], two[:_LONGEST_TITLE]
    return SequenceMatcher(None, ones, twos, autojunk=False).ratio() < _ALIKE


def _best_text(values: list[str]) -> int:
    """Return the index of the first real text, or of a longer one that begins with it."""
    longest = max(map(len, values))
    real = [index for index, value in enumerate(values) if _is_text(value, longest)]
    if not real:
        return 0
    best = real[0]
    text = values[best]
    start = _beginning(text)
    is_cut = bool(_mark_of_cutting(text)) or not ends_sentence(text.strip())
    for index in real[1:]:
        other = letters_of(values[index])
        if other.startswith(start) and (
            (is_cut and len(other) > len(start)) or len(other) > _MUCH_LONGER * len(start)
        ):
            return index
    return best


def _mark_of_cutting(text: str) -> re.Match[str] | None:
    """Return the match of a mark at the end of a text that says that it is cut off."""
    return _CUT.search(text, max(0, len(text) - _LONGEST_END))


def _beginning(text: str) -> str:
    """Return the letters of a text without a mark that it is cut off."""
    cut = _mark_of_cutting(text)
    return letters_of(text[: cut.start()] if cut else text)


def with_better_text(columns: list[Column]) -> list[Column]:
    """Return columns in which one of another name has the text, if those for it have none.

    The text can be in a key that means it only in a table, such as "article", beside the words of a
    button. If a text is cut off, another column can have the whole of it.
    """
    texts = [column.value for column in columns if column.field == _TEXT]
    if any(len(text) >= _SHORTEST_TEXT and not _mark_of_cutting(text) for text in texts):
        return columns
    return [
        column._replace(field=_TEXT)
        if not column.field and len(column.value) > _LONG_TEXT and _is_better(column, texts)
        else column
        for column in columns
    ]


def _is_better(column: Column, texts: Sequence[str]) -> bool:
    if not any(_is_text(text, len(column.value)) for text in texts):
        is_named = field_of(column.name, is_in_table=True) == _TEXT
        return is_named and not why_no_text(column.value)
    letters = letters_of(column.value)
    return any(
        letters.startswith(start) and len(letters) > len(start)
        for start in map(_beginning, texts)
        if start
    )


def _is_text(value: str, longest: int) -> bool:
    """Return False for a value that is no text, or much shorter than the text beside it."""
    short = len(value) < _SHORTEST_TEXT and longest > _MUCH_LONGER * len(value)
    return not (short or why_no_text(value))


def _texts_disagree(chosen: str, other: str) -> bool:
    """Return True if both values are texts, and the shorter one has few words of the longer one."""
    if not _is_text(other, len(chosen)):
        return False
    return share_of_pieces(chosen, other) < _SAME_PIECES


def share_of_pieces(one: str, other: str) -> float:
    """Return the share of the words of the shorter of two texts that the longer one has."""
    short, long = sorted((letters_of(one), letters_of(other)), key=len)
    pieces = [short[at : at + _PIECE] for at in range(0, len(short) - _PIECE + 1, _PIECE)]
    pieces = pieces[:_MOST_PIECES] or [short]
    return sum(piece in long for piece in pieces) / len(pieces)


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, without its tags, for comparing."""
    return "".join(filter(str.isalnum, plain_text(text))).casefold()


_DISAGREE: dict[str, Callable[[str, str], bool]] = {
    "date": _dates_disagree,
    "title": _titles_disagree,
    "source": _sources_disagree,
    "text": _texts_disagree,
}
