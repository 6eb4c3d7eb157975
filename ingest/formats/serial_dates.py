"""Dates that a spreadsheet saved as numbers: 40304 is 2010-05-06, the day 40,304 after 1899-12-30.

Such a number alone can be something else, such as "40304" for 2004-03-04 without its first zero. So
the numbers are read as days only if all rows at the beginning of a table have them in the column of
the date, and one of them can be nothing else.
"""

import csv
import io
import re
from collections.abc import Mapping
from contextlib import suppress
from itertools import islice

from ingest.dates import excel_day
from ingest.formats.field_names import field_of
from ingest.formats.table_head import DELIMITERS, TableHead

SERIAL = "-serial"
"""The end of the form of a table with such dates: "csv-serial"."""

_ROWS_LOOKED_AT = 500
_FEWEST_ROWS = 2
_MONTH_AND_DAY = re.compile(r"\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


def has_serial_dates(start: str, head: TableHead, said: Mapping[str, str] | None) -> bool:
    """Return True if the dates of a table are the numbers of a spreadsheet.

    `start` are the first letters of the file; the last row in it can be cut off.
    """
    dates = [
        index
        for index, name in enumerate(head.names)
        if field_of(name, said, is_in_table=True) == "date"
    ]
    if len(dates) != 1:
        return False
    values: list[str] = []
    with suppress(csv.Error):
        rows = csv.reader(io.StringIO(start), delimiter=DELIMITERS[head.form], strict=True)
        for row in islice(rows, head.lines_above + 1, _ROWS_LOOKED_AT):
            values += [row[dates[0]].strip()] if len(row) > dates[0] else []
    values = list(filter(None, values))
    if values and not (start.endswith("\n") or excel_day(values[-1])):
        values.pop()
    return (
        len(values) >= _FEWEST_ROWS
        and all(map(excel_day, values))
        and not all(map(_MONTH_AND_DAY.fullmatch, values))
    )
