"""A row of a data set as a text: its values as lines `name: value`, a blank line, its text.

The values keep the names and spellings that they have in the data set. So each value has its place
in the text, by which its evidence is shown. A value that means no field of an article is kept, too.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.dates import read_partial_date
from ingest.errors import Rejection
from ingest.formats import json_objects, tables
from ingest.formats.field_names import (
    DATE_ORDER,
    date_part_of,
    field_of,
    is_numbered_text,
    rank_of,
)
from ingest.formats.missing_values import is_missing
from ingest.values import Fact

TEXT = "text"
"""The name of a column that always means the text of an article."""

_VERSION = "1"  # raise it if the same row can give another text
_SUFFIX = "-row-"
# Two or more, or one after the end of a sentence.
_WRITTEN_BREAK = re.compile(
    r"""(?:(?<=[.!?。…]["”»’)])|(?<=[.!?。…]))\s*(?:(?:\\r)?\\n)+|(?:(?:\\r)?\\n\s?){2,}"""
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RowText:
    """The text of a row, its facts, and where the text of the article begins in it."""

    text: str
    facts: tuple[Fact, ...]
    text_start: int


def extractor_of(form: str) -> str:
    """Return the version that is stored with the text of a row: "csv-row-1" for the form "csv"."""
    return f"{form}{_SUFFIX}{_VERSION}"


def form_of(extractor: str) -> str:
    """Return the form of a row whose text has this extractor; "" if it is not a row."""
    return extractor.rpartition(_SUFFIX)[0]


def read_row(text: str, form: str, said: Mapping[str, str] | None = None) -> "RowText":
    """Return a row as a text. `text` is its small table, or its small JSON text.

    `form` is the form of its data set, a key of `tables.DELIMITERS` or "json". Raises Rejection.
    """
    try:
        if form in tables.DELIMITERS:
            return row_text(tables.row_pairs(text, form), said=said)
        own, around = json_objects.row_pairs(text, said)
    except (ValueError, csv.Error, StopIteration, IndexError, RecursionError) as error:
        raise Rejection(
            "row-unreadable", "The row cannot be read with the present names of columns."
        ) from error
    return row_text(own, around, said)


def row_text(own: Pairs, around: Pairs = (), said: Mapping[str, str] | None = None) -> RowText:
    """Return a row as a text. `own` are the names and values of its columns, in their order.

    `around` are names and values that count for several rows: they are used for fields that the row
    itself does not give. `said` has the names of columns that the archivist set (`field_of`). If
    several columns mean the same field, the first that is not empty decides, in the order of
    `FIELDS`.
    """
    around = [*around, *_joined_date(own, said), *_joined_text(own, said)]
    pairs = [*own, *around]
    chosen: dict[str, int] = {}
    for index, (name, value) in enumerate(pairs):
        field = field_of(name, said)
        if not field or is_missing(value, field):
            continue
        best = chosen.get(field)
        is_better = best is None or (index < len(own) and rank_of(name) < rank_of(pairs[best][0]))
        is_better |= field == "date" and bool(date_part_of(pairs[best or 0][0]))
        if is_better:
            chosen[field] = index
    fields = {index: field for field, index in chosen.items()}
    if (order := (said or {}).get(DATE_ORDER)) and "date" in chosen:
        fields[chosen["date"]] = f"date-{order}-first"
    facts: list[Fact] = []
    pieces: list[str] = []
    length = 0
    for index, (name, value) in enumerate(pairs):
        if fields.get(index) == "text" or not value.strip():
            continue
        label = f"{' '.join(name.split())}: "
        clean = _clean(value).strip()
        facts.append(
            Fact(fields.get(index, ""), (length + len(label), length + len(label) + len(clean)))
        )
        pieces += [label, clean, "\n"]
        length += len(label) + len(clean) + 1
    if pieces:
        pieces.append("\n")
        length += 1
    if "text" in chosen:
        pieces.append(_with_line_breaks(_clean(pairs[chosen["text"]][1])))
    return RowText("".join(pieces), tuple(facts), length)


def _joined_text(own: Pairs, said: Mapping[str, str] | None) -> list[tuple[str, str]]:
    """Return a text that is divided into numbered columns ("paragraph_1" …), as one value."""
    if any(field_of(name, said) == "text" and not is_missing(value) for name, value in own):
        return []
    parts = [value for name, value in own if is_numbered_text(name) and not is_missing(value)]
    return [(TEXT, "\n\n".join(parts))] if parts and not (said and "text" in said) else []


def _joined_date(own: Pairs, said: Mapping[str, str] | None) -> list[tuple[str, str]]:
    """Return a date that is divided into the columns year, month and day, as one value."""
    parts = {date_part_of(name): value.strip() for name, value in own if value.strip()}
    has_date = any(
        field_of(name, said) == "date" and not date_part_of(name) and not is_missing(value, "date")
        for name, value in own
    )
    if has_date or not _YEAR.fullmatch(parts.get("year", "")):
        return []
    numbers = [parts["year"], *(parts.get(part, "") for part in ("month", "day"))]
    iso = "-".join(number.zfill(2) for number in numbers if number)
    return [("date", iso)] if read_partial_date(iso) and (numbers[1] or not numbers[2]) else []


def _with_line_breaks(text: str) -> str:
    r"""Return a text in which the letters \n, written for a line break, are one.

    They are read so only between two sentences, in a text without any other line break.
    """
    return text if "\n" in text.strip() else _WRITTEN_BREAK.sub("\n", text)


def _clean(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
