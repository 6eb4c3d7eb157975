"""Reads the moment at which a program saved a page: its day in UTC, or the exact moment."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from ingest.dates import possible_dates

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s?(Z|[+-]\d{2}:?\d{2})?)?"
)
# JavaScript: "Mon May 06 2024 12:34:56 GMT+0900 (Korean Standard Time)".
_SCRIPT = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{1,2} \d{4} \d{1,2}:\d{2}:\d{2}) (?:GMT|UTC)([+-]\d{4})?\b.*"
)
_WAYBACK = re.compile(r"(\d{1,2}:\d{2}:\d{2} [A-Z][a-z]{2} \d{1,2}, \d{4})")
_TIME = re.compile(r",? (?:at )?\d{1,2}:\d{2}$")  # without a time zone
_SECONDS = re.compile(r"\d{1,2}:\d{2}:\d{2}")
_LONG_DIGITS = re.compile(r"\d{14}")
_DIGITS = re.compile(r"(\d{8})(?:\d{6})?")


def read_moment(text: str) -> date | None:
    """Return the day (UTC) of a moment; None if the text is not a moment, or only a month or year.

    A moment without a time zone is read as UTC. Forms: "2024-05-06T07:08:09Z" (WARC), "Mon, 06 May
    2024 10:10:10 GMT" (messages, HTTrack), "Mon May 06 2024 12:34:56 GMT+0900 (…)" (SingleFile),
    "12:34:56 May 06, 2010" and "20100506123456" (Wayback Machine), "9 May 2012" (people).
    """
    text = " ".join(text.split())
    if len(text) > 100 or not text.isascii():
        text = text.split(" (")[0]  # the name of the time zone can be in any language
    try:
        moment = _moment(text)
        return moment.astimezone(UTC).date() if moment and moment.year > 1989 else None
    except (ValueError, OverflowError, TypeError, IndexError):
        days = possible_dates(_TIME.sub("", text))
        return days[0] if len(days) == 1 and days[0].year > 1989 else None


def read_exact_moment(text: str) -> datetime | None:
    """Return a moment in UTC; None if the text has no seconds or no time zone.

    The forms are those of `read_moment`. Web archives note their moments in UTC.
    """
    text = " ".join(text.split())
    has_zone = _ISO.fullmatch(text) is None or _ISO.fullmatch(text)[3]  # type: ignore[index]
    if not has_zone or not (_SECONDS.search(text) or _LONG_DIGITS.fullmatch(text)):
        return None
    try:
        if _LONG_DIGITS.fullmatch(text):
            return datetime.strptime(f"{text} +0000", "%Y%m%d%H%M%S %z")
        moment = _moment(text.split(" (")[0])
        return moment.astimezone(UTC) if moment and moment.year > 1989 else None
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _moment(text: str) -> datetime | None:
    if match := _ISO.fullmatch(text):
        day, time, zone = match.groups()
        zone = "+00:00" if zone in (None, "Z") else zone
        return datetime.fromisoformat(f"{day}T{time or '00:00'}{zone}")
    if match := _SCRIPT.fullmatch(text):
        return datetime.strptime(f"{match[1]} {match[2] or '+0000'}", "%b %d %Y %H:%M:%S %z")
    if match := _WAYBACK.fullmatch(text):
        return datetime.strptime(f"{match[1]} +0000", "%H:%M:%S %b %d, %Y %z")
    if match := _DIGITS.fullmatch(text):
        return datetime.strptime(f"{match[1]} +0000", "%Y%m%d %z")
    moment = parsedate_to_datetime(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
