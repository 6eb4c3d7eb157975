"""Periods of days, read from texts in addresses and searches.

Valid texts: "2025", "2025-04", "2025-04-17", "2025-04..2025-06", "2025..", "..2025-06", and
"*-04-17" for 17 April of any year. `written_periods.py` reads other ways to write a period.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ingest.partial_date import MONTHS, PartialDate

ANY_YEAR = "*"
_DAY_OF_ANY_YEAR = re.compile(r"\*-(\d\d)-(\d\d)", re.ASCII)
_LEAP_YEAR = 2000
QUOTED_LENGTH = 40  # characters of the typed text that an error message quotes


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; `text` is the period in addresses: "2025".

    For a day of any year ("*-04-17"), `first` and `last` are the first and last day of all.
    """

    first: date
    last: date
    text: str

    @property
    def year(self) -> int | None:
        """Return the year as a number, such as 2025, if the period is a single year."""
        return int(self.text) if len(self.text) == 4 else None

    @property
    def month(self) -> int | None:
        """Return the month as a number, such as 202504, if the period is a single month."""
        return (
            int(self.text.replace("-", ""))
            if len(self.text) == 7 and not (self.is_range or self.day_of_any_year)
            else None
        )

    @property
    def day(self) -> int | None:
        """Return the day as a number, such as 20250417, if the period is a single day."""
        return (
            int(self.text.replace("-", "")) if len(self.text) == 10 and not self.is_range else None
        )

    @property
    def day_of_any_year(self) -> tuple[int, int] | None:
        """Return the month and the day, such as (4, 17), if the period is a day of any year."""
        return (int(self.text[2:4]), int(self.text[5:])) if self.text[:1] == ANY_YEAR else None

    @property
    def is_range(self) -> bool:
        """Return True if the period is a range, such as "2025-04..2025-06" or "2025.."."""
        return ".." in self.text

    @property
    def label(self) -> str:
        """Return the period in words, such as "April 2025", "since 2025" or "2024 to June 2025"."""
        if self.day_of_any_year:
            month, day = self.day_of_any_year
            return f"{day} {MONTHS[month - 1]} of any year"
        if not self.is_range:
            return PartialDate.parse(self.text).label
        start, _, end = self.text.partition("..")
        if not start:
            return f"until {PartialDate.parse(end).label}"
        if not end:
            return f"since {PartialDate.parse(start).label}"
        return f"{PartialDate.parse(start).label} to {PartialDate.parse(end).label}"

    def contains(self, other: "Period") -> bool:
        """Return True if all days of the other period are in this period."""
        if not self.day_of_any_year:
            return self.first <= other.first and other.last <= self.last
        is_day = other.first == other.last
        of_other = (other.first.month, other.first.day) if is_day else other.day_of_any_year
        return of_other == self.day_of_any_year


@lru_cache(maxsize=1_000)  # a page asks about the same years and months several times
def parse_period(text: str) -> Period:
    """Return the period for a text: "2025-04" -> April 1 to April 30, 2025.

    "..2025" begins at `date.min`, and "2025.." ends at `date.max`. Raises ValueError with a
    sentence for readers if the text is not a valid period.
    """
    start, dots, end = text.partition("..")
    if yearly := _DAY_OF_ANY_YEAR.fullmatch(text):
        _bounds(f"{_LEAP_YEAR}-{yearly[1]}-{yearly[2]}", text)
        first, last = date.min, date.max
    elif not dots:
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
    """Return the period of a year, such as 2025."""
    return parse_period(f"{year:04}")


def month_period(month: int) -> Period:
    """Return the period of a month, given as a number such as 202504."""
    return parse_period(f"{month // 100:04}-{month % 100:02}")


def day_period(day: int) -> Period:
    """Return the period of a day, given as a number such as 20250417."""
    return parse_period(f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}")


def edges_of(period: Period) -> list[Period]:
    """Return the periods whose lines the facet of dates must show if `period` is selected.

    The facet always shows the lines of years. It shows the months of a year, or the days of a
    month, only if they are needed for one of the returned periods (`expanded`).

    For a year, month or day, the result is only the period itself. For a range, there can be a
    period for its start and a period for its end:

    - "2025-04-17.." -> the day 2025-04-17
    - "2025-04.." -> the year 2025: all days of April are in the range, so only the months of the
      year must be shown
    - "2025.." -> no period, because all months of 2025 are in the range

    The result for a day of any year is empty.
    """
    if period.day_of_any_year:
        return []
    if not period.is_range:
        return [period]
    edges = [parse_period(part) for part in period.text.split("..") if part]
    return [
        year_period(edge.first.year) if edge.month else edge for edge in edges if edge.year is None
    ]


def expanded(periods: Iterable[Period | None]) -> tuple[list[int], list[int]]:
    """Return the years that show their months, and the months (as 202504) that show their days.

    `periods` are selected or excluded in the facet of dates. For the day 2025-04-17 or the month
    2025-04, the result is ([2025], [202504]); for the year 2025, it is ([2025], []). For ranges,
    see `edges_of`. None in `periods` is an unknown date, which adds nothing.
    """
    years: set[int] = set()
    months: set[int] = set()
    for period in periods:
        for edge in edges_of(period) if period else ():
            years.add(edge.first.year)
            if edge.year is None:
                months.add(edge.first.year * 100 + edge.first.month)
    return sorted(years), sorted(months)


def parts_of(period: Period) -> dict[str, list[int]]:
    """Return the whole years, months and days that a period consists of, as numbers, by unit.

    A month is left out if its year is whole, and a day if its month is whole. So 2024-11-30..2025
    has the year 2025, the month 202412 and the day 20241130. The keys are "year", "month", "day".
    """
    first, last = period.first, period.last
    parts: dict[str, list[int]] = {"year": [], "month": [], "day": []}
    for year in range(first.year, last.year + 1):
        if first <= date(year, 1, 1) and date(year, 12, 31) <= last:
            parts["year"].append(year)
            continue
        for month in range(1, 13):
            days = monthrange(year, month)[1]
            inside = [day for day in range(1, days + 1) if first <= date(year, month, day) <= last]
            if len(inside) == days:
                parts["month"].append(year * 100 + month)
            else:
                parts["day"] += [year * 10000 + month * 100 + day for day in inside]
    return parts


def days_of_any_year(period: Period) -> list[int]:
    """Return a day of any year as the numbers of this day in each year: [10417, 20417, …].

    A number can be that of a day that does not exist, such as 29 February 2025.
    """
    assert period.day_of_any_year
    month, day = period.day_of_any_year
    return [year * 10000 + month * 100 + day for year in range(date.min.year, date.max.year + 1)]


def as_number(day: date) -> int:
    """Return a day as a number, such as 20250417. Later days have higher numbers."""
    return day.year * 10000 + day.month * 100 + day.day


def _bounds(text: str, typed: str = "") -> tuple[date, date]:
    """Return the first and last day of a date; an error has the text `typed`, if it is not ""."""
    try:
        partial = PartialDate.parse(text)
    except ValueError:
        partial = PartialDate()
    if not partial:
        raise ValueError(
            f"{quoted(typed or text)} is not a valid date."
            " Use 2025, 2025-04, 2025-04-17 or 2025-04..2025-06."
        )
    return partial.first_day, partial.last_day


def quoted(text: str) -> str:
    """Return a typed text in quotation marks, cut to QUOTED_LENGTH characters."""
    return f"“{text if len(text) <= QUOTED_LENGTH else f'{text[:QUOTED_LENGTH]}…'}”"
