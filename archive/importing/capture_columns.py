"""Makes the column values of a Capture from the result of parsing its file."""

from datetime import date
from typing import Any

from ingest.parse import PARSER_VERSION
from ingest.pipeline import FileError, FileResult


def capture_columns(
    result: FileResult, error: FileError | None, imported: date | None
) -> dict[str, Any]:
    """Return the values of the columns that are set after a file was parsed, by name of the column.

    `error` is the reason why the file was rejected; None if the file was accepted. `imported` is
    the day of its import (UTC), or the earlier day that was stored as `saved_not_after`; None if
    neither is known.
    """
    parsed = result.parsed
    last = {"saved_not_after": saved_not_after(result, imported)} if imported else {}
    return last | {
        "size": result.size,
        "encoding": result.encoding[:20],
        "extractor": result.extractor[:40],
        "text": result.text,
        "overrides": result.overrides.as_json(),
        "layout": parsed.layout[:40] if parsed else "",
        "saved_not_before": saved_not_before(result),
        "evidence": parsed.evidence if parsed else {},
        "problems": parsed.problems if parsed else [],
        "rejection": error.reason[:60] if error else "",
        "rejection_message": error.message if error else "",
        "parser_version": PARSER_VERSION,
    }


def saved_not_before(result: FileResult) -> date | None:
    """Return the first day on which the file can have been saved; None if no date shows it.

    A page that contains the date 2025-04-17 can have been saved on this day at the earliest.
    """
    return result.parsed.saved_not_before if result.parsed else None


def saved_not_after(result: FileResult, imported: date) -> date:
    """Return the last day (UTC) on which the file can have been saved.

    This is the day of its import, or an earlier day that the file shows: the moment that a web
    archive or a program noted when it saved the page. A later day in the file is not true.
    """
    noted = result.parsed.saved_not_after if result.parsed else None
    return min(noted, imported) if noted else imported
