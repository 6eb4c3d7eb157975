"""CSV that spreadsheets open correctly and never execute (RFC 4180, UTF-8)."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

BOM = "\ufeff"  # without it, Excel does not read the file as UTF-8
# A spreadsheet takes a cell that begins with one of these characters for a formula, and a formula
# can open an address. An apostrophe before it makes it a text. The last four are the wide forms,
# which East Asian spreadsheets treat in the same way.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PIECE = 1 << 16  # characters
Value = str | int | bool | float | None | Sequence[str]


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Yield the pieces of a CSV file with these rows below the names of its columns.

    A list is one cell, with "; " between its texts. None is an empty cell, and True is "true".
    """
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out)
    writer.writerow(header)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        if out.tell() >= _PIECE:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return safe_text(value if isinstance(value, str) else "; ".join(value))


def safe_text(text: str) -> str:
    """Return the text of a cell in a form that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
