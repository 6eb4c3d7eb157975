"""The calendar of a year, and the table of all years and months: articles of each day and month."""

from calendar import monthrange
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from archive.display.safe_text import count_of
from ingest.partial_date import MONTHS, PartialDate, long_date

LEVELS = 5


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar: `look` is "held", "missing", or "outside" of the coverage.

    `level` is the shade of a day with articles, from 1 to LEVELS. `url` is the address of the list
    of its articles, or "". `title` says the same in words. `wanted` is the number of articles that
    are known, but not in the archive.
    """

    number: int
    count: int
    level: int
    look: str
    url: str
    title: str
    wanted: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar: its days, after `blanks` empty cells from Monday on."""

    name: str
    blanks: int
    days: tuple[Day, ...]

    @property
    def weeks(self) -> list[list[Day | None]]:
        """Return the days by week; None for a cell without a day."""
        cells: list[Day | None] = [*([None] * self.blanks), *self.days]
        cells += [None] * (-len(cells) % 7)
        return [cells[start : start + 7] for start in range(0, len(cells), 7)]


@dataclass(frozen=True, slots=True)
class Cell:
    """A month in the table of all months: `held` of its days have articles.

    `level` is the shade: from 1 to LEVELS, 0 without articles. `look` is that of Day.
    """

    count: int
    held: int
    level: int
    look: str
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Year:
    """A row of the table of all months; `url` is the address of its calendar."""

    label: str
    url: str
    months: tuple[Cell, ...]
    count: int
    held: int
    count_url: str


def limits(counts: Collection[int]) -> list[int]:
    """Return the lowest number of each shade; there are fewer shades if the numbers are small."""
    most = max(counts, default=0)
    return sorted({max(1, round(most * step / LEVELS)) for step in range(LEVELS)}) if most else []


def months_of(
    year: int,
    days: Mapping[date, int],
    wanted: Mapping[date, int],
    span: tuple[date, date],
    steps: list[int],
    url_of: Callable[[str], str],
) -> list[Month]:
    """Return the calendar of a year.

    `days` and `wanted` have the numbers of articles by day, `span` is the first and the last day
    with articles, and `steps` the lowest number of each shade (`limits`). `url_of` returns the
    address of the articles of a period: "2025-04-17".
    """
    months = []
    for month in range(1, 13):
        blanks, length = monthrange(year, month)
        these = [date(year, month, number) for number in range(1, length + 1)]
        made = tuple(_day(day, days, wanted, span, steps, url_of) for day in these)
        months.append(Month(MONTHS[month - 1], blanks, made))
    return months


def _day(
    day: date,
    days: Mapping[date, int],
    wanted: Mapping[date, int],
    span: tuple[date, date],
    steps: list[int],
    url_of: Callable[[str], str],
) -> Day:
    count, known = days.get(day, 0), wanted.get(day, 0)
    look = look_of(count, day, day, span)
    has = count_of(count, "article") if count else "no articles"
    also = f", {count_of(known, 'article')} wanted" if known else ""
    return Day(
        number=day.day,
        count=count,
        level=sum(count >= step for step in steps),
        look=look,
        url=url_of(day.isoformat()) if count else "",
        title=f"{long_date(day)}: {has}{also}",
        wanted=known,
    )


def look_of(count: int, first: date, last: date, span: tuple[date, date]) -> str:
    """Return how a period looks: it has articles, has none, or is outside of the span."""
    if count:
        return "held"
    return "missing" if first <= span[1] and last >= span[0] else "outside"


def years_of(
    days: Mapping[date, int],
    months: Mapping[int, int],
    years: Mapping[int, int],
    span: tuple[date, date],
    url_of: Callable[[str], str],
    calendar_of: Callable[[int], str],
) -> list[Year]:
    """Return the table of all years, the latest first, with their months.

    `months` and `years` have the numbers of articles by month (202504) and year, which can be
    higher than those of the days: of some articles, only the month or year is known.
    """
    known = [year for year in years if year]
    rows = []
    for year in range(max(known), min(known) - 1, -1) if known else ():
        held = sum(day.year == year for day in days)
        cells = tuple(_cell(year, month, days, months, span, url_of) for month in range(1, 13))
        count = years.get(year, 0)
        url = url_of(f"{year:04}") if count else ""
        rows.append(Year(f"{year:04}", calendar_of(year), cells, count, held, url))
    return rows


def _cell(
    year: int,
    month: int,
    days: Mapping[date, int],
    months: Mapping[int, int],
    span: tuple[date, date],
    url_of: Callable[[str], str],
) -> Cell:
    first, length = date(year, month, 1), monthrange(year, month)[1]
    held = sum(date(year, month, number) in days for number in range(1, length + 1))
    count = months.get(year * 100 + month, 0)
    label = PartialDate(year, month).label
    return Cell(
        count=count,
        held=held,
        level=-(-LEVELS * held // length),
        look=look_of(count, first, first.replace(day=length), span),
        url=url_of(f"{year:04}-{month:02}") if count else "",
        title=f"{label}: {count_of(count, 'article')} on {held} of {length} days",
    )
