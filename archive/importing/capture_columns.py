"""Makes the column values of a Capture from the result of parsing its file."""

from datetime import date
from typing import Any

from ingest.parse import PARSER_VERSION
from ingest.pipeline import FileError, FileResult


def capture_columns(result: FileResult, error: FileError | None) -> dict[str, Any]:
    """Return a dict from the name to the value of each column that is set after parsing a file.

    `error` is the reason why the file was rejected; None if it was accepted.
    """
    parsed = result.parsed
    return {
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
    """Return the first day on which the file can have been saved; None if the file has no date."""
    return result.parsed.saved_not_before if result.parsed else None
