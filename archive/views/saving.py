"""When a file was saved, in words. Only bounds are known."""

from datetime import date

from archive.text import long_date


def saved_between(not_before: date | None, not_after: date | None) -> str:
    """ "between 14 September 2025 and 2 March 2026", "on …", "on or after …", "on or before …", "on an unknown day"."""
    if not_before and not_after:
        if not_before == not_after:
            return f"on {long_date(not_before)}"
        return f"between {long_date(not_before)} and {long_date(not_after)}"
    if not_before:
        return f"on or after {long_date(not_before)}"
    if not_after:
        return f"on or before {long_date(not_after)}"
    return "on an unknown day"
