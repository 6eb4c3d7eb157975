"""Tables: CSV and TSV, also with semicolons or vertical bars between the columns.

A table is recognised by its first line: it names the columns, and one of them means the text of an
article. Each row becomes a small table of its own: the first line and the row, with the bytes that
the file has. So a row can be read again without the file, and its SHA-256 identifies it wherever
the row stands in the file.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from ingest.formats.field_names import field_of

DELIMITERS = {"csv": ",", "tsv": "\t", "csv-semicolon": ";", "csv-bar": "|"}
"""A dict from the forms of tables to the character between their columns."""

LONGEST_ROW = 10_000_000  # bytes; as the largest file (`ingest.read.MAX_SIZE`)
_LONGEST_NAME = 80  # characters of the name of a column
_MOST_COLUMNS = 400
csv.field_size_limit(LONGEST_ROW)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its number (the first row below the names has number 1), and its bytes.

    `data` is the line with the names and the row. `error` says why the row cannot be read; then
    `data` is empty.
    """

    number: int
    line: int
    data: bytes
    error: str = ""


def table_form(start: str, said: Mapping[str, str] | None = None) -> str:
    """Return the form of a table (a key of DELIMITERS), from the first letters of a text.

    The result is "" if the text is not a table, or if no column means the text of an article.
    """
    for form, names in _possible_names(start):
        if any(field_of(name, said) == "text" for name in names):
            return form
    return ""


def column_names(start: str) -> list[str]:
    """Return the names of the columns, if a text may be a table; otherwise an empty list."""
    return next((list(names) for _, names in _possible_names(start)), [])


def _possible_names(start: str) -> Iterator[tuple[str, Sequence[str]]]:
    line = start.removeprefix("\ufeff").lstrip("\r\n").split("\n", 1)[0].rstrip("\r")
    found = []
    for form, delimiter in DELIMITERS.items():
        if delimiter in line:
            try:
                names = next(csv.reader([line], delimiter=delimiter, strict=True))
            except (csv.Error, StopIteration):
                continue
            if 1 < len(names) <= _MOST_COLUMNS and all(
                len(name) <= _LONGEST_NAME for name in names
            ):
                found.append((form, names))
    yield from sorted(found, key=lambda one: -len(one[1]))


class _Lines:
    """The lines of a file, which remembers the lines that belong to the present record.

    `again` gives lines back, to be read once more.
    """

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._stream = stream
        self._encoding = encoding
        self._again: list[bytes] = []
        self.taken: list[bytes] = []
        self.number = 0
        self.size = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._stream.readline(LONGEST_ROW + 1)
        if not line or self.size + len(line) > LONGEST_ROW:
            if line:
                self._again.append(line)
            raise StopIteration
        self.taken.append(line)
        self.number += 1
        self.size += len(line)
        return line.decode(self._encoding, "replace")

    def begin(self) -> None:
        """Begin a new record."""
        self.taken, self.size = [], 0

    def give_back(self, lines: Sequence[bytes]) -> None:
        self._again += reversed(lines)
        self.number -= len(lines)

    def skip_long_line(self) -> None:
        """Leave out a line that is longer than a row may be."""
        if self._again:
            line = self._again.pop()
            while line and not line.endswith(b"\n"):
                line = self._stream.readline(LONGEST_ROW)
            self.number += 1


def table_rows(stream: IO[bytes], encoding: str, form: str) -> Iterator[TableRow]:
    """Yield the rows of a table, in bounded memory. `form` is a key of DELIMITERS.

    A row that cannot be read has an error. If a quotation mark is never closed, only the line in
    which the row begins is left out: the next line is read as a new row.
    """
    lines = _Lines(stream, encoding)
    names = _record(lines, form)
    while names == []:  # blank lines above the names
        names = _record(lines, form)
    if names is None or isinstance(names, str):
        return
    head = b"".join(lines.taken)
    head += b"" if head.endswith((b"\n", b"\r")) else b"\n"
    number = 0
    while True:
        first_line = lines.number + 1
        record = _record(lines, form)
        if record is None:
            return
        if record == []:
            continue  # a blank line
        number += 1
        raw = lines.taken
        error = record if isinstance(record, str) else _misfit(record, names)
        if error and len(raw) > 1:
            lines.give_back(raw[1:])
        if error:
            yield TableRow(number, first_line, b"", error)
        elif not any(value.strip() for value in record):
            yield TableRow(number, first_line, b"", "All its columns are empty.")
        else:
            yield TableRow(number, first_line, head + b"".join(raw))


def _record(lines: _Lines, form: str) -> list[str] | str | None:
    """Return the next record; a text that says what is wrong with it; None after the last one."""
    lines.begin()
    try:
        return next(csv.reader(lines, delimiter=DELIMITERS[form], strict=True))
    except StopIteration:
        if not lines.taken:
            return _too_long(lines)
        return "A quotation mark is opened and not closed."
    except csv.Error as error:
        return f"It is not valid CSV ({error})."


def _too_long(lines: _Lines) -> str | None:
    before = lines.number
    lines.skip_long_line()
    return None if lines.number == before else f"It has more than {LONGEST_ROW:,} bytes."


def _misfit(record: Sequence[str], names: Sequence[str]) -> str:
    """Return what is wrong with the number of columns of a row; "" if nothing is.

    Empty columns at the end may be left out, or added.
    """
    if len(record) > len(names) and any(value.strip() for value in record[len(names) :]):
        return f"It has {len(record)} columns, but the first line names {len(names)}."
    if len(record) < len(names) and len(record) < 2:
        return f"It has {len(record)} column, but the first line names {len(names)}."
    return ""


def row_pairs(text: str, form: str) -> list[tuple[str, str]]:
    """Return the names and values of the columns of a row. `text` is its small table."""
    lines = iter(text.removeprefix("\ufeff").splitlines(keepends=True))
    reader = csv.reader(lines, delimiter=DELIMITERS[form], strict=True)
    names: list[str] = []
    while not names:
        names = next(reader)
    record = next(reader)
    return list(zip(names, record, strict=False))
