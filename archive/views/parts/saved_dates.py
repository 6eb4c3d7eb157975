"""The day on which a file was saved, in words.

Only the earliest day (the date on the page) and the latest day (that of the import in UTC) are
known. In Asia the next day may have begun by then, so the words name the time zone.
"""

from datetime import date

from ingest.partial_date import long_date


def saved_between(not_before: date | None, not_after: date | None) -> str:
    """Return in words the days between which a file was saved.

    "between 14 September 2025 and 2 March 2026 (UTC)", "on …", "on or after …", "on or before …
    (UTC)" or "on an unknown day". The page may have a date one day after its import in UTC.
    """
    if not_before and not_after:
        if not_before >= not_after:
            return f"on {long_date(not_before)}"
        return f"between {long_date(not_before)} and {long_date(not_after)} (UTC)"
    if not_before:
        return f"on or after {long_date(not_before)}"
    if not_after:
        return f"on or before {long_date(not_after)} (UTC)"
    return "on an unknown day"
