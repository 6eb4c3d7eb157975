"""Tables: CSV and TSV, also with semicolons, vertical bars or spaces between the columns.

A table is recognised by the line that names its columns (`table_head`): one of them means the text
of an article. Each row becomes a small table of its own: this line and the row, with the bytes that
the file has. So a row can be read again without the file, and its SHA-256 identifies it wherever
the row stands in the file.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import IO, Any

from ingest.dates import read_partial_date
from ingest.formats.field_names import field_of
from ingest.formats.moved_values import why_moved
from ingest.formats.table_head import DELIMITERS as DELIMITERS
from ingest.formats.table_head import LONGEST_NAME, are_names

LONGEST_ROW = 10_000_000  # bytes; as the largest file (`ingest.read.MAX_SIZE`)
_MOST_LINES_AGAIN = 500  # a record with more lines is read in one way only
_ROWS_WITH_NUMBER = 3  # rows by which a column without a name is recognised
_OF_NUMBER = re.compile(r"|#|n[or]?\.?|num(?:ber)?|index|idx|row|rank|seq|번호|号|№", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,12}")
_NAME_OF_ROW = re.compile(r"(?:\d{1,12}|NA)(?:\.\d{1,9})?")  # R numbers repeated rows: "3.1"
_OPENING_MARK = re.compile(r'[^"]*(?<![^\s(\[])"')  # the first mark begins a quotation
_IN_DATES = re.compile(r"\d|年")  # A date has one of these. Most values are tested only for them.
_LONGEST_HEAD = 10 * LONGEST_NAME  # letters; a record with a longer value has no names of columns
_MOST_WAITING = 100  # rows
# The beginning of a note of the compiler below the rows: "* translation ours", "Source: KCNA".
_NOTE = re.compile(
    r"\s*(?:[*†‡※§]|(?:notes?|sources?|n\. ?b|totals?|주|비고|출처|주의|합계|注|备注|備考|来源"
    r"|примечани[ея]|источник|notas?|fuente|quelle|anmerkung)\s?[:：.])",
    re.IGNORECASE,
)
_SPREAD = (
    "The text of one article is spread over several rows, and only the first has a title. Write"
    " the whole text of each article into one row."
)
csv.field_size_limit(LONGEST_ROW)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its number (the first row below the names has number 1), and its bytes.

    `data` is the line with the names and the row. `error` says why the row cannot be read; then
    `data` is empty. `is_rest` is true if the row has only a text, though the table has columns with
    titles and dates: it can be a further paragraph of the row above. `rest` is the beginning of
    this text.
    """

    number: int
    line: int
    data: bytes
    error: str = ""
    is_rest: bool = False
    rest: str = ""


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


def table_rows(
    stream: IO[bytes], encoding: str, form: str, lines_above: int = 0
) -> Iterator[TableRow]:
    """Yield the rows of a table, in bounded memory. `form` is a key of DELIMITERS.

    `lines_above` is the number of lines above the names of the columns (`table_head`).
    A row that cannot be read has an error. If a quotation mark is never closed, only the line in
    which the row begins is left out: the next line is read as a new row.
    """
    lines = _Lines(stream, encoding)
    for _ in islice(lines, lines_above):
        pass
    names = _record(lines, form)
    if names is None or isinstance(names, str):
        return
    head, names, is_numbered = _head(lines, form, names)
    number = 0
    while True:
        first_line = lines.number + 1
        record = _fitting_record(lines, form, names)
        if record is None:
            return
        if record == []:
            continue  # a blank line
        raw = lines.taken
        if not isinstance(record, str) and _are_names(record, names):
            head, names, is_numbered = _head(lines, form, record)  # a second table follows
            continue
        number += 1
        error = record if isinstance(record, str) else _misfit(record, names)
        if is_numbered and not error and (len(record) < len(names) or not record[-1].strip()):
            error = "Its last column is empty, so it is not sure which value is in which column."
        error = error or why_moved(record, names)
        if not error and len(raw) > 1:
            error = _rows_inside(record, names, form)
        if error and len(raw) > 1:
            lines.give_back(raw[1:])
        if error:
            yield TableRow(number, first_line, b"", error)
        elif not any(value.strip() for value in record):
            yield TableRow(number, first_line, b"", "All its columns are empty.")
        else:
            is_rest = _is_rest(record, names)
            rest = next(filter(str.strip, record))[:LONGEST_NAME] if is_rest else ""
            yield TableRow(number, first_line, head + b"".join(raw), "", is_rest, rest)


def _is_rest(record: Sequence[str], names: Sequence[str]) -> bool:
    """Return True if only the column with the text has a value, and there are other fields."""
    filled = [
        name for name, value in zip(names, record, strict=False) if value and not value.isspace()
    ]
    if len(filled) != 1 or field_of(filled[0], is_in_table=True) != "text":
        return False
    return {"title", "date"} <= {field_of(name, is_in_table=True) for name in names}


def without_pieces(rows: Iterator[TableRow]) -> Iterator[TableRow]:
    """Yield the rows of a table; rows over which one article is spread have an error.

    In merged cells of a spreadsheet, only the first row of an article has its title and its date.
    """
    waiting: list[TableRow] = []  # a row, and empty or broken rows below it
    for row in rows:
        above = waiting[0] if waiting else None
        if row.is_rest and not row.error and _NOTE.match(row.rest):
            row = replace(row, data=b"", error="It has only a note, and no article.", is_rest=False)
        if row.is_rest and above and (above.error == _SPREAD or not above.error):
            waiting[0] = replace(above, data=b"", error=_SPREAD)
            row = replace(row, data=b"", error=_SPREAD)
        is_broken = bool(row.error) and row.error != _SPREAD
        if is_broken and 0 < len(waiting) < _MOST_WAITING:
            waiting.append(row)
            continue
        yield from waiting
        waiting = [row]
    yield from waiting


def _with_row_number(lines: _Lines, form: str, names: list[str]) -> tuple[list[str], bool]:
    """Return the names of all columns, and True if the number of a row is one without a name.

    R writes the names of rows, usually numbers, before the values, but no name above them. The next
    rows are looked at, and given back.
    """
    lines.begin()
    seen = list(islice(lines, _MOST_LINES_AGAIN))
    lines.give_back(lines.taken)
    rows: list[list[str]] = []
    with suppress(csv.Error):
        reader = csv.reader(seen, delimiter=DELIMITERS[form], strict=True)
        rows += islice(filter(None, reader), _ROWS_WITH_NUMBER)
    are_longer = all(
        len(row) == len(names) + 1 and _NAME_OF_ROW.fullmatch(row[0].strip()) for row in rows
    )
    is_named = not names or _OF_NUMBER.fullmatch(names[0].strip()) or field_of(names[0]) == "id"
    has_number = any(row and _NUMBER.fullmatch(row[0].strip()) for row in rows)
    if is_named or not (are_longer and has_number and any(row[-1].strip() for row in rows)):
        return names, False
    return ["", *names], True


def _head(lines: _Lines, form: str, names: list[str]) -> tuple[bytes, list[str], bool]:
    """Return the line with the names for each small table, and what `_with_row_number` returns.

    If the first column has no name, an empty one is written into the line, because a single row
    does not show that it begins with its number.
    """
    head = b"".join(lines.taken)
    head += b"" if head.endswith((b"\n", b"\r")) else b"\n"
    names, is_numbered = _with_row_number(lines, form, names)
    if is_numbered:
        mark = codecs.BOM_UTF8 if head.startswith(codecs.BOM_UTF8) else b""
        head = mark + DELIMITERS[form].encode() + head.removeprefix(mark)
    return head, names, is_numbered


def _are_names(record: Sequence[str], names: Sequence[str]) -> bool:
    """Return True if a record names columns, as the first line of a table does."""
    if list(record) == list(names):
        return True
    return max(map(len, record)) <= _LONGEST_HEAD and are_names(record)


def _rows_inside(record: Sequence[str], names: Sequence[str], form: str) -> str:
    """Return what is wrong with a record if a line in one of its values is a row of the table.

    Such a line has a date, an address or a number in each column in which the record has one.
    """
    lines = (line for value in record for line in value.splitlines()[1:])
    long = [line for line in lines if line.count(DELIMITERS[form]) >= len(names) - 1 > 0]
    kinds = [_kind(value) for value in record] if long else []
    if not any(kinds):
        return ""
    for line in long:
        with suppress(csv.Error, StopIteration):
            # The last line can end in the middle of a quoted value.
            inner = next(csv.reader([line], delimiter=DELIMITERS[form]))
            if len(inner) >= len(names) and all(
                not kind or _kind(one) == kind for kind, one in zip(kinds, inner, strict=False)
            ):
                return f"A quotation mark may be missing: it contains the line “{line[:60]}”."
    return ""


def _kind(value: str) -> str:
    """Return what a short value is by its form: a date, an address, a number; "" for words."""
    value = value.strip()
    if len(value) > LONGEST_NAME or not value:
        return "address" if value.startswith(("http://", "https://")) and " " not in value else ""
    if value.startswith(("http://", "https://")):
        return "address"
    if _NUMBER.fullmatch(value):
        return "number"
    return "date" if _IN_DATES.search(value) and read_partial_date(value) else ""


def _quoted_by_backslash(line: str) -> str:
    """Return a line in which a quotation mark is doubled, not marked by a backslash."""
    return line.replace('\\"', '""')


def _same(line: str) -> str:
    return line


# Other ways in which tables are written. A row is read in one of these if it does not fit.
_WAYS: tuple[tuple[Callable[[str], str], dict[str, Any]], ...] = (
    (_same, {"skipinitialspace": True}),
    (_quoted_by_backslash, {}),
    (_quoted_by_backslash, {"skipinitialspace": True}),
    (_same, {"quotechar": "'"}),
)


def _fitting_record(lines: _Lines, form: str, names: Sequence[str]) -> list[str] | str | None:
    """Return the next record as `_record` does, read in the way in which its columns fit."""
    record = _record(lines, form)
    if record is None or record == [] or not _fits_badly(record, names):
        return record
    if len(lines.taken) > _MOST_LINES_AGAIN:
        return record
    taken = lines.taken
    for change, options in _WAYS:
        lines.give_back(lines.taken)
        other = _record(lines, form, change, options)
        is_good = isinstance(other, list) and not _fits_badly(other, names)
        if is_good and len(other or "") == len(names) and not any(map(_is_unclosed, other or "")):
            return list(map(_without_outer_marks, other or ""))
    lines.give_back(lines.taken)
    other = _record(lines, form, _same, {"quoting": csv.QUOTE_NONE})
    if (
        isinstance(record, str)
        and isinstance(other, list)
        and len(other) == len(names)
        and b"".join(lines.taken).count(b'"') % 2 == 0
        and "expected after" in record
    ):
        return list(map(_without_outer_marks, other))
    lines.give_back(lines.taken)
    lines.begin()
    while len(lines.taken) < len(taken):
        next(lines)
    return record


def _without_outer_marks(value: str) -> str:
    """Return a value without the quotation marks around it, if others begin and end inside."""
    inner = value[1:-1]
    is_around = len(value) > 1 and value[0] == value[-1] == '"'
    return inner if is_around and _OPENING_MARK.match(inner) else value


def _is_unclosed(value: str) -> bool:
    return value.startswith('"') and value.count('"') % 2 == 1


def _fits_badly(record: Sequence[str] | str, names: Sequence[str]) -> bool:
    """Return True if a record may be written in another way than others."""
    if isinstance(record, str) or _misfit(record, names):
        return True
    values = [value for value in record if value]
    return (len(values) > 1 and all(v[0] == v[-1] == "'" and len(v) > 1 for v in values)) or any(
        value.startswith(' "') for value in record
    )


def _record(
    lines: _Lines,
    form: str,
    change: Callable[[str], str] = _same,
    options: Mapping[str, Any] = MappingProxyType({}),
) -> list[str] | str | None:
    """Return the next record; a text that says what is wrong with it; None after the last one.

    `change` and `options` are how the lines and the reader differ from the usual form.
    """
    lines.begin()
    try:
        reader = csv.reader(map(change, lines), delimiter=DELIMITERS[form], strict=True, **options)
        return next(reader)
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
    lines = _Lines(
        io.BytesIO(text.removeprefix("\ufeff").encode("utf-8", "surrogateescape")), "utf-8"
    )
    names = _record(lines, form)
    while names == []:
        names = _record(lines, form)
    if not isinstance(names, list):
        raise ValueError("no names of columns")
    names, _ = _with_row_number(lines, form, names)
    record = _fitting_record(lines, form, names)
    if not isinstance(record, list):
        raise ValueError("not a row with the names of its columns")
    return list(zip(names, record, strict=False))
