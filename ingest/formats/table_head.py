"""The line of a table that names its columns, and the lines above it.

Above the names can be empty lines and rows, lines that begin with `#`, Excel's note `sep=;`, and
titles, such as "Results for: mill (3 documents)". A title fills at most one column, or a line below
it names columns.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from ingest.formats.field_names import field_of, is_numbered_text, with_languages

DELIMITERS = {"csv": ",", "tsv": "\t", "csv-semicolon": ";", "csv-bar": "|", "csv-space": " "}
"""A dict from the forms of tables to the character between their columns."""

LONGEST_NAME = 80  # characters of the name of a column
_MOST_COLUMNS = 400
_MOST_ABOVE = 10  # lines and rows above the names of the columns
_SAMPLE = 30_000  # letters in which the names must be
_ABOVE = re.compile(r"[\s,;|]*|sep=.|#.*|\"sep=.\"", re.IGNORECASE)
# R writes so: "date" "title" "text". Without the quotation marks it could be a line of a text.
_SPACED_NAMES = re.compile(r'"[^"\n]{1,80}"(?: "[^"\n]{1,80}")+\s*')
_Said = Mapping[str, str] | None


class TableHead(NamedTuple):
    """The names of the columns of a table, its form, and the number of lines above the names.

    `is_below_title` is true if one of the lines above is not empty, a comment or Excel's note.
    """

    form: str
    names: Sequence[str]
    lines_above: int
    is_below_title: bool


def find_head(start: str, said: _Said = None, *, is_named_table: bool = False) -> TableHead | None:
    """Return the head of a table in which a column means the text of an article, or None.

    `start` are the first letters of the file, and `said` the names that the archivist set.
    `is_named_table` is true if the name of the file says that it is a table. In any other file, one
    known name is enough only if the rows below have the same number of columns, because it can be a
    word of a headline: "Story, Song and Dance of the Mill".
    """
    return next(
        (
            head
            for head in _possible_heads(start, said)
            if _has_text(head, said)
            and (is_named_table or _known(head.names, said) > 1 or _do_rows_fit(start, head))
        ),
        None,
    )


def _known(names: Sequence[str], said: _Said) -> int:
    """Return how many names mean a field; one that the archivist set counts twice."""
    fields = [field_of(name, with_languages(names, said), is_in_table=True) for name in names]
    return sum(
        1 + (field in (said or {})) if field else is_numbered_text(name)
        for name, field in zip(names, fields, strict=True)
    )


def _do_rows_fit(start: str, head: TableHead) -> bool:
    """Return True if half of the first rows have as many columns as there are names, or one more.

    A comma in a sentence has a space behind it. A first row that is longer than the sample fits.
    """
    if head.form == "csv" and any(name.startswith(" ") for name in head.names):
        return False
    lines = [f"{line}\n" for line in start[:_SAMPLE].split("\n")][head.lines_above :]
    reader = csv.reader(lines, delimiter=DELIMITERS[head.form], strict=True)
    sizes: list[int] = []
    is_open = False
    try:
        sizes.extend(len(row) for row in islice(filter(None, reader), _MOST_ABOVE))
    except csv.Error:
        is_open = True
    fitting = [size for size in sizes[1:] if 0 <= size - len(head.names) <= 1]
    return 0 < 2 * len(fitting) >= len(sizes) - 1 or (is_open and len(sizes) < 2)


def column_names(start: str) -> list[str]:
    """Return the names of the columns, if a text may be a table; otherwise an empty list."""
    return next((list(head.names) for head in _possible_heads(start, None)), [])


def widest_column(start: str) -> str:
    """Return the name of the column with the longest value in the first rows of a table."""
    for head in _possible_heads(start, None):
        widths: dict[str, int] = {}
        rows = csv.reader(io.StringIO(start), delimiter=DELIMITERS[head.form])
        with suppress(csv.Error):
            for row in islice(rows, 1, _MOST_ABOVE):
                for name, value in zip(head.names, row, strict=False):
                    if name.strip() and not field_of(name):
                        widths[name] = max(widths.get(name, 0), len(value))
        if widths:
            return max(widths, key=lambda name: widths[name]).strip()
    return ""


def are_names(record: Sequence[str]) -> bool:
    """Return True if a record names columns: one is the text, and half of them are known."""
    fields = [field_of(name) for name in record if len(name) <= LONGEST_NAME]
    known = len(list(filter(None, fields)))
    return "text" in fields and known > 1 and known * 2 >= len(record)


def _has_text(head: TableHead, said: _Said) -> bool:
    """Return True if a column means the text.

    A word such as "Article" can also begin a line of a text. So it names a column only beside a
    second known name, and so does any name below a title.
    """
    said = with_languages(head.names, said)
    fields = [field_of(name, said) for name in head.names]
    if ("text" in fields or any(map(is_numbered_text, head.names))) and not head.is_below_title:
        return True
    fields = [field_of(name, said, is_in_table=True) for name in head.names]
    return "text" in fields and len(list(filter(None, fields))) > 1


def _possible_heads(start: str, said: _Said) -> list[TableHead]:
    """Return the heads that a text can have, that with the most columns first."""
    text = start[:_SAMPLE].removeprefix("\ufeff")
    lines = text.splitlines(keepends=True) if "\n" not in text else text.split("\n")
    lines = [line if line.endswith("\n") else f"{line}\n" for line in lines]
    found = [
        head
        for form, delimiter in DELIMITERS.items()
        if delimiter in text and (delimiter != " " or _SPACED_NAMES.fullmatch(lines[0]))
        for head in _heads(lines, form, said)
    ]
    return sorted(found, key=lambda head: -len(head.names))


def _heads(lines: list[str], form: str, said: _Said) -> Iterator[TableHead]:
    """Yield the head of a table of this form, if there can be one."""
    reader = csv.reader(lines, delimiter=DELIMITERS[form], strict=True)
    first: TableHead | None = None
    above, is_titled = 0, False
    with suppress(csv.Error):
        for record in islice(reader, _MOST_ABOVE):
            is_note = _is_note(lines[above], record)
            if first and are_names(record):
                first = TableHead(form, record, above, True)
                break
            if first and not _is_title(record, said) and not _can_be_names(record):
                break  # a row with a text, which must not be lost
            if not first and not is_note and not _is_title(record, said):
                if not _can_be_names(record):
                    break
                first = TableHead(form, record, above, is_titled)
                if _has_text(first, said):
                    break
            is_titled |= not is_note
            above = reader.line_num
    if first:
        yield first


def _is_note(line: str, record: Sequence[str]) -> bool:
    """Return True for a line above the names. The name "#" of a column does not begin a comment."""
    if not _ABOVE.fullmatch(line.strip()):
        return False
    return not record or not (record[0].strip("\ufeff ") == "#" or are_names(record))


def _is_title(record: Sequence[str], said: _Said) -> bool:
    """Return True if a record fills at most one column, and this is not the name of the text."""
    filled = [value for value in record if value.strip()]
    return len(filled) < 2 and not any(field_of(name, said) == "text" for name in filled)


def _can_be_names(record: Sequence[str]) -> bool:
    return 1 < len(record) <= _MOST_COLUMNS and all(len(name) <= LONGEST_NAME for name in record)
