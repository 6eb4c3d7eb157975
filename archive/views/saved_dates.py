"""When a file was saved, in words. Only bounds are known: the first day is the page's own, the last
is the day of import in UTC, which in Asia may be over by then. So the words say whose day it is."""

from datetime import date

from ingest.partial_date import long_date


def saved_between(not_before: date | None, not_after: date | None) -> str:
    """ "between 14 September 2025 and 2 March 2026 (UTC)", "on …", "on or after …", "on or before …
    (UTC)", "on an unknown day". A page may be dated a day later than UTC was when it was
    imported."""
    if not_before and not_after:
        if not_before >= not_after:
            return f"on {long_date(not_before)}"
        return f"between {long_date(not_before)} and {long_date(not_after)} (UTC)"
    if not_before:
        return f"on or after {long_date(not_before)}"
    if not_after:
        return f"on or before {long_date(not_after)} (UTC)"
    return "on an unknown day"
