"""Known items as CSV, for people who look for the missing articles elsewhere."""

import csv
import io
from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse

from archive.listing.known_item_filter import KnownItemFilter
from archive.views.parts.known_item_rows import KnownItemRow

ROWS = 10_000  # items in one file, so that a file is made in a second
_COLUMNS = (
    *("title", "first_words", "source", "date", "date_precision", "state", "article"),
    *("saved_files", "first_seen_by", "last_seen_from", "listed_at", "item"),
)
# A spreadsheet takes a cell that begins with one of these characters for a formula, and a formula
# can open an address. An apostrophe before it makes it a text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\ufeff"  # without it, Excel does not read the file as UTF-8


def csv_response(
    request: HttpRequest, rows: Sequence[KnownItemRow], chosen: KnownItemFilter, part: int
) -> HttpResponse:
    """Return a CSV file with these rows; its name has the source and date of the filter."""
    out = io.StringIO()
    out.write(_BOM)
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    origin = request.build_absolute_uri("/").removesuffix("/")
    writer.writerows(_cells(origin, row) for row in rows)
    names = ["wanted", chosen.show, chosen.source, chosen.date, str(part) if part > 1 else ""]
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    name = "-".join(filter(None, names))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cells(origin: str, row: KnownItemRow) -> list[str]:
    seen = row.seen
    cells = [
        *(row.title, row.lead, row.source, row.iso_date),
        "day" if row.iso_date else "unknown",
        row.state,
        f"{origin}{row.article_url}" if row.article_url else "",
        str(seen.files),
        *(_iso(day) for day in (seen.first_not_after, seen.last_not_before)),
        f"{origin}{seen.url}" if seen.url else "",
        f"{origin}{row.url}",
    ]
    return [_safe(cell) for cell in cells]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _safe(cell: str) -> str:
    """Return the text of a cell in a form that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
