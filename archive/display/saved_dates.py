"""The day on which a file was saved, in words.

We know only the earliest possible day (the date on the page) and the latest possible day (the day
of the import in UTC). At the time of the import, the next day may have begun in Asia. So the words
include the time zone.
"""

from datetime import date

from ingest.partial_date import long_date


def saved_between(not_before: date | None, not_after: date | None) -> str:
    """Return in words the days between which a file was saved.

    The result is "between 14 September 2025 and 2 March 2026 (UTC)", "on …", "on or after …", "on
    or before … (UTC)" or "on an unknown day". `not_before` can be one day later than `not_after`,
    because a page from Asia can have the date of a day that has not begun in UTC.
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
