"""Read periods as they are written in addresses and searches.

For example: 2025, 2025-04, 2025-04-17, 2025-04..2025-06, 2025.., ..2025-06.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ingest.partial_date import PartialDate

QUOTED_LENGTH = 40  # characters of the typed text that an error message quotes


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; `text` is the period in an address."""

    first: date
    last: date
    text: str

    @property
    def year(self) -> int | None:
        """Return the year as a number if the period is a year."""
        return int(self.text) if len(self.text) == 4 else None

    @property
    def month(self) -> int | None:
        """Return the month as a number, such as 202504, if the period is a month."""
        return (
            int(self.text.replace("-", ""))
            if len(self.text) == 7 and ".." not in self.text
            else None
        )

    @property
    def day(self) -> int | None:
        """Return the day as a number, such as 20250417, if the period is a day."""
        return (
            int(self.text.replace("-", ""))
            if len(self.text) == 10 and ".." not in self.text
            else None
        )

    @property
    def is_range(self) -> bool:
        """Tell whether the period is a range, which can be open at one end."""
        return ".." in self.text

    @property
    def label(self) -> str:
        """Return the period in words.

        Examples are "April 2025", "April 2025 to June 2025", "since 2025" and "until June 2025".
        """
        if not self.is_range:
            return PartialDate.parse(self.text).label
        start, _, end = self.text.partition("..")
        if not start:
            return f"until {PartialDate.parse(end).label}"
        if not end:
            return f"since {PartialDate.parse(start).label}"
        return f"{PartialDate.parse(start).label} to {PartialDate.parse(end).label}"


def parse_period(text: str) -> Period:
    """Return the period for a text.

    Raises ValueError with a sentence if the text is not a period.
    """
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
    """Return the periods to open in a list of dates, so that the edges of a period can be seen.

    For a year, month or day, this is the period itself. For a range, it is the day at which the
    range begins or ends, or the year of the month at which it does: the range contains the whole
    month, so its days are not needed. A range that begins or ends with a whole year needs nothing.
    """
    if not period.is_range:
        return [period]
    edges = [parse_period(part) for part in period.text.split("..") if part]
    return [
        year_period(edge.first.year) if edge.month else edge for edge in edges if edge.year is None
    ]


def expanded(periods: Iterable[Period | None]) -> tuple[list[int], list[int]]:
    """Return the years with visible months, and the months (such as 202504) with visible days.

    These are the chosen years and months, those that contain chosen dates, and those inside which a
    chosen range begins or ends. None in `periods` is an unknown date.
    """
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


def _bounds(text: str) -> tuple[date, date]:
    try:
        partial = PartialDate.parse(text)
    except ValueError:
        partial = PartialDate()
    if not partial:
        shown = text if len(text) <= QUOTED_LENGTH else f"{text[:QUOTED_LENGTH]}…"
        raise ValueError(
            f"“{shown}” is not a valid date. Use 2025, 2025-04, 2025-04-17 or 2025-04..2025-06."
        )
    return partial.first_day, partial.last_day
