"""Periods as addresses write them: 2025, 2025-04, 2025-04-17, 2025-04..2025-06, 2025..,
..2025-06."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

QUOTED_LENGTH = 40  # characters of the typed text that a sentence repeats
_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; `text` is how an address writes them."""

    first: date
    last: date
    text: str

    @property
    def year(self) -> int | None:
        """Return 2025 if the text is "2025"."""
        return int(self.text) if len(self.text) == 4 else None

    @property
    def month(self) -> int | None:
        """Return 202504 if the text is "2025-04"."""
        return (
            int(self.text.replace("-", ""))
            if len(self.text) == 7 and ".." not in self.text
            else None
        )

    @property
    def day(self) -> int | None:
        """Return 20250417 if the text is "2025-04-17"."""
        return (
            int(self.text.replace("-", ""))
            if len(self.text) == 10 and ".." not in self.text
            else None
        )

    @property
    def is_range(self) -> bool:
        """Tell whether the text is a range, which may be open at one end."""
        return ".." in self.text

    @property
    def label(self) -> str:
        """Return the period in words.

        2025; April 2025; 17 April 2025; April 2025 to June 2025; since 2025; until June 2025."""
        if not self.is_range:
            return _in_words(self.text)
        start, _, end = self.text.partition("..")
        if not start:
            return f"until {_in_words(end)}"
        if not end:
            return f"since {_in_words(start)}"
        return f"{_in_words(start)} to {_in_words(end)}"


def parse_period(text: str) -> Period:
    """Return the period that a text writes; raise ValueError, with a sentence, for any other
    text."""
    start, dots, end = text.partition("..")
    if not dots:
        first, last = _bounds(text)
    else:
        if not start and not end:
            raise ValueError("A range of dates needs a start or an end.")
        first = _bounds(start)[0] if start else date.min
        last = _bounds(end)[1] if end else date.max
        if first > last:
            raise ValueError(f"The range {text} ends before it starts.")
    return Period(first, last, text)


def year_period(year: int) -> Period:
    """Return the period of a year."""
    return parse_period(f"{year:04}")


def month_period(month: int) -> Period:
    """Return the period of a month given as 202504."""
    return parse_period(f"{month // 100:04}-{month % 100:02}")


def day_period(day: int) -> Period:
    """Return the period of a day given as 20250417."""
    return parse_period(f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}")


def edges_of(period: Period) -> list[Period]:
    """Return a year, month or day itself; for a range, the dates at which it begins and ends.

    These are left out if they are whole years, because a range of whole years divides none. A month
    at the edge of a range lies in it as a whole, so its year is returned and its days stay
    closed."""
    if not period.is_range:
        return [period]
    edges = [parse_period(part) for part in period.text.split("..") if part]
    return [
        year_period(edge.first.year) if edge.month else edge for edge in edges if edge.year is None
    ]


def expanded(periods: Iterable[Period | None]) -> tuple[list[int], list[int]]:
    """Return the years of which the months are shown, and the months (202504) of which the days
    are.

    They are those of the chosen periods, and those that a chosen range divides; None is an unknown
    date."""
    years: set[int] = set()
    months: set[int] = set()
    for period in periods:
        for edge in edges_of(period) if period else ():
            years.add(edge.first.year)
            if edge.year is None:
                months.add(edge.first.year * 100 + edge.first.month)
    return sorted(years), sorted(months)


def as_number(day: date) -> int:
    """Return a day as a number that sorts like days do: 20250417."""
    return day.year * 10000 + day.month * 100 + day.day


def period_of(published_on: date, precision: str) -> tuple[date, date]:
    """Return the first and last day that a date known to the day, month or year can mean."""
    if precision == "year":
        return date(published_on.year, 1, 1), date(published_on.year, 12, 31)
    if precision == "month":
        return published_on.replace(day=1), _month_end(published_on.year, published_on.month)
    return published_on, published_on


def _bounds(text: str) -> tuple[date, date]:
    match = _PART.fullmatch(text)
    if not match:
        quoted = text if len(text) <= QUOTED_LENGTH else f"{text[:QUOTED_LENGTH]}…"
        raise ValueError(
            f"“{quoted}” is no date: 2025, 2025-04, 2025-04-17 or 2025-04..2025-06 were expected."
        )
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        if match[3]:
            return date(year, month, day), date(year, month, day)
        if match[2]:
            return date(year, month, 1), _month_end(year, month)
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError as error:
        raise ValueError(f"“{text}” is no date in the calendar.") from error


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _in_words(text: str) -> str:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return text
    month = f"{calendar.month_name[parts[1]]} {text[:4]}"
    return month if len(parts) == 2 else f"{parts[2]} {month}"
