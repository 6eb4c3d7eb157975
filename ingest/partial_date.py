"""A partial date: a day, only a month, only a year, or no date at all ("unknown date").

Only this module reads, writes and compares partial dates.
"""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_JUCHE_OFFSET = 1911
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_SHOWN = 40  # a message repeats this number of characters of a wrong date
_FAR = 366  # the result of `days_apart` if a date without a day is compared with a different date


class PartialDate(NamedTuple):
    """A year, perhaps with a month and a day. A part that is not known is 0.

    `PartialDate()` is the unknown date: `bool()` of it is False, its ISO text is "" and its label
    is "date unknown". The archive stores a partial date in two ways: as ISO text ("2025-04-17",
    "2025-04", "2025" or ""), and as its first day with its precision.
    """

    year: int = 0
    month: int = 0
    day: int = 0

    @classmethod
    def of(cls, first_day: date | None, precision: str = "day") -> "PartialDate":
        """Return the partial date with this first day and precision ("day", "month" or "year").

        The result is UNKNOWN if `first_day` is None or `precision` is "".
        """
        if first_day is None or not precision:
            return UNKNOWN
        if precision == "day":
            return cls(first_day.year, first_day.month, first_day.day)
        return cls(first_day.year, first_day.month if precision == "month" else 0)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Return the date of an ISO text: "2025-04-17", "2025-04", "2025", or "" for UNKNOWN.

        Raises ValueError for any other text, with a message for people.
        """
        if not text:
            return UNKNOWN
        if match := _ISO.fullmatch(text):
            partial = cls(*(int(part or 0) for part in match.groups()))
            if partial.is_in_calendar(match.lastindex or 0):
                return partial
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        raise ValueError(
            f"“{shown}” is not a valid date. Use 2025-04-17, 2025-04 for a month or 2025 for a"
            " year."
        )

    def is_in_calendar(self, parts: int = 0) -> bool:
        """Return True if the calendar has this date.

        `parts` is the number of parts that a text gave for this date: 1 for a year, 2 for year and
        month, 3 for a day. Each of them must be above 0: "2025-00" is not in the calendar.
        """
        if not 1 <= self.year <= 9999 or (parts > 1 and not self.month):
            return False
        if parts > 2 and not self.day:
            return False
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError:
            return False
        return True

    def __bool__(self) -> bool:
        return self.year > 0

    @property
    def precision(self) -> str:
        """The smallest known part: "day", "month" or "year"; "" for the unknown date."""
        return "day" if self.day else "month" if self.month else "year" if self.year else ""

    @property
    def iso(self) -> str:
        """The ISO text, cut to the known parts ("2025-04"); "" for the unknown date."""
        if self.day:
            return f"{self.year:04}-{self.month:02}-{self.day:02}"
        if self.month:
            return f"{self.year:04}-{self.month:02}"
        return f"{self.year:04}" if self.year else ""

    @property
    def label(self) -> str:
        """The date in words: "14 September 2025", "September 2025", "2025", "date unknown"."""
        if self.day:
            return f"{self.day} {MONTHS[self.month - 1]} {self.year:04}"
        if self.month:
            return f"{MONTHS[self.month - 1]} {self.year:04}"
        return f"{self.year:04}" if self.year else "date unknown"

    @property
    def first_day(self) -> date:
        """The first day that this date can mean. Raises ValueError for the unknown date."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day that this date can mean. Raises ValueError for the unknown date."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def middle_day(self) -> date:
        """The day itself, the 15th day of a month, or 2 July of a year.

        Raises ValueError for the unknown date.
        """
        if self.month:
            return date(self.year, self.month, self.day or 15)
        return date(self.year, 7, 2)

    @property
    def columns(self) -> tuple[date | None, str]:
        """The first day and the precision, as the archive stores them; (None, "") if unknown."""
        return (self.first_day, self.precision) if self else (None, "")

    def contains(self, other: "PartialDate") -> bool:
        """Return True if the date `other` equals this date, or is in this month or year."""
        return (
            self.year == other.year
            and self.month in (0, other.month)
            and self.day in (0, other.day)
        )

    def days_apart(self, other: "PartialDate") -> int:
        """Return the number of days from this date to the date `other`: 1 for the next day.

        The number is never negative. It is 0 if one of the two dates is unknown or contains the
        other. Otherwise, if one of them has no day, it is 366 (far apart), because the number is
        not known.
        """
        if self == other:
            return 0
        if self.day and other.day:
            return abs((self.first_day - other.first_day).days)
        is_touching = not (self and other) or self.contains(other) or other.contains(self)
        return 0 if is_touching else _FAR


UNKNOWN = PartialDate()


def long_date(day: date) -> str:
    """Return a date in words: "14 September 2025"."""
    return PartialDate(day.year, day.month, day.day).label


def juche_year(year: int) -> int:
    """Return the year of the common calendar for a Juche year: Juche 112 is 2023."""
    return year + _JUCHE_OFFSET
