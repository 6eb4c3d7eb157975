"""A row of a data set as a text: its values as lines `name: value`, a blank line, its text.

The values keep the names and spellings that they have in the data set. So each value has its place
in the text, by which its evidence is shown. A value that means no field of an article is kept, too.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.dates import excel_day
from ingest.errors import Rejection
from ingest.formats import json_values, tables
from ingest.formats.continued_texts import is_beginning, join_continued
from ingest.formats.divided_dates import is_day, joined_date
from ingest.formats.field_names import (
    field_of,
    is_numbered_text,
    is_numbered_title,
    name_key,
    stem_of,
    with_languages,
)
from ingest.formats.missing_values import is_missing
from ingest.formats.other_kinds import reject_other_kind
from ingest.formats.row_choice import OTHER, Column, choose, with_better_text
from ingest.formats.serial_dates import SERIAL
from ingest.formats.text_pieces import reject_moved, reject_piece
from ingest.formats.written_values import read_written
from ingest.values import Fact

TEXT = "text"
"""The name of a column that always means the text of an article."""

# Two or more, or one after the end of a sentence.
_WRITTEN_BREAK = re.compile(
    r"""(?:(?<=[.!?。…]["”»’)])|(?<=[.!?。…]))\s*(?:(?:\\r)?\\n)+|(?:(?:\\r)?\\n\s?){2,}"""
)
_AGAIN = re.compile(r"(.+)\.\d{1,2}")
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RowText:
    """The text of a row, its facts, and where the text of the article begins in it."""

    text: str
    facts: tuple[Fact, ...]
    text_start: int


def read_row(text: str, form: str, said: Mapping[str, str] | None = None) -> "RowText":
    """Return a row as a text. `text` is its small table, or its small JSON text.

    `form` is the form of its data set (`ingest.formats.entry.Entry.form`). Raises Rejection.
    """
    try:
        table = form.removesuffix(SERIAL)
        if table in tables.DELIMITERS:
            pairs = tables.row_pairs(text, table)
            said = with_languages((name for name, _ in pairs), said)
            return row_text(pairs, said=said, is_table=True, is_serial=form != table)
        own, around = json_values.row_pairs(text, said)
    except (ValueError, csv.Error, StopIteration, IndexError, RecursionError) as error:
        raise Rejection(
            "row-unreadable", "The row cannot be read with the present names of columns."
        ) from error
    return row_text(own, around, said)


def row_text(
    own: Pairs,
    around: Pairs = (),
    said: Mapping[str, str] | None = None,
    *,
    is_table: bool = False,
    is_serial: bool = False,
) -> RowText:
    """Return a row as a text. `own` are the names and values of its columns, in their order.

    `around` are names and values that count for several rows: they are used for fields that the row
    itself does not give. `said` has the names of columns that the archivist set (`field_of`). If
    several columns mean the same field, `row_choice` says which of them counts. Raises Rejection if
    the row is only a piece of a text. `is_serial` is true if the date is the number of a day.
    """
    reject_piece(own)
    reject_other_kind(own)
    columns = [*_columns(own, said, is_table, is_own=True)]
    if TEXT not in (said or ()):
        columns = with_better_text(columns)
    around = [*around, *joined_date(columns), *_joined_text(columns, said)]
    columns += _columns(around, said, is_table, is_own=False)
    other_text = join_continued(columns, said)
    facts_of = choose(columns, said)
    if other_text is not None and f"{OTHER}{TEXT}" not in facts_of.values():
        facts_of[other_text] = f"{OTHER}{TEXT}"
    facts: list[Fact] = []
    pieces: list[str] = []
    length = 0
    text = source = ""
    for index, column in enumerate(columns):
        fact, value = facts_of.get(index, ""), column.value
        if is_serial and fact == "date" and excel_day(value.strip()):
            fact = "date-serial"
        if fact == TEXT:
            text = _with_line_breaks(_clean(value))
            continue
        if fact == "source":
            source = value
        if not value.strip():
            continue
        label = f"{' '.join(column.name.split())}: "
        clean = _clean(value).strip()
        facts.append(Fact(fact, (length + len(label), length + len(label) + len(clean))))
        pieces += [label, clean, "\n"]
        length += len(label) + len(clean) + 1
    reject_moved(source, text)
    if pieces:
        pieces.append("\n")
        length += 1
    pieces.append(text)
    return RowText("".join(pieces), tuple(facts), length)


def _columns(
    pairs: Pairs, said: Mapping[str, str] | None, is_table: bool, *, is_own: bool
) -> Iterator[Column]:
    """Yield the columns of a row, with their values as they are meant.

    A column whose value means that it is missing has no field. "title.1" is a second column with
    the name "title", if there is one with this name.
    """
    names = {name for name, _ in pairs}
    for name, value in pairs:
        again = _AGAIN.fullmatch(name) if "." in name else None
        first = again[1] if again and again[1] in names else name
        field = field_of(first, said, is_in_table=is_table)
        if field == "topic" and is_day(name, value):
            field = ""
        value = read_written(value, field)
        if field and is_missing(value, field):
            field = ""
        yield Column(name, value, field, is_own)


def _joined_text(own: Sequence[Column], said: Mapping[str, str] | None) -> list[tuple[str, str]]:
    """Return a text that is divided into numbered columns ("paragraph_1" …), as one value."""
    if any(column.field == TEXT for column in own) or (said and TEXT in said):
        return []
    numbered = [column for column in own if is_numbered_text(column.name)]
    titles = {column.name for column in own if is_numbered_title(column.name) and column.value}
    if len(titles) > 1 and len(numbered) > 1:
        raise Rejection(
            "several-articles",
            f"The row has several articles ({', '.join(sorted(titles))[:80]}). Write each article"
            " into a row of its own.",
        )
    stems = {stem_of(column.name) for column in numbered}
    parts = [
        column.value
        for column in own
        if (column in numbered or (not column.field and name_key(column.name) in stems))
        and not is_missing(column.value)
    ]
    parts = parts or [column.value for column in own if is_beginning(column.name)]
    return [(TEXT, "\n\n".join(parts))] if parts else []


def _with_line_breaks(text: str) -> str:
    r"""Return a text in which the letters \n, written for a line break, are one.

    They are read so only between two sentences, in a text without any other line break.
    """
    return text if "\n" in text.strip() else _WRITTEN_BREAK.sub("\n", text)


def _clean(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
