"""The numbers of lists that are compared over time, period by period."""

from calendar import isleap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from archive.listing.periods_counted import (
    MOST_PERIODS,
    PeriodMaker,
    PeriodRow,
    Unit,
    by_period,
    common_span,
)
from archive.listing.trend_lines import TrendLine
from archive.measures.other_years import mean_share
from archive.search import PeriodCounts, SearchQuery, SearchResults

Search = Callable[[SearchQuery], SearchResults]
Usual = tuple[float, int]
"""The mean share of the same dates in other years, and the number of these years."""


@dataclass(frozen=True, slots=True)
class LineCounts:
    """One line: a row for each period, less precise dates, and what is usual for each period.

    `usual` has None for each period if it was not asked for, or if no other year has articles.
    """

    line: TrendLine
    total: int
    rows: tuple[PeriodRow, ...]
    imprecise: tuple[PeriodRow, ...]
    usual: tuple[Usual | None, ...]


@dataclass(frozen=True, slots=True)
class ComparedLists:
    """Lists over the same periods of one unit, which differs from `asked` if these are too many.

    `version` is the archive version of the first search.
    """

    unit: Unit
    asked: Unit | None
    lines: tuple[LineCounts, ...]
    version: int

    @property
    def common(self) -> tuple[Unit, tuple[date, date]] | None:
        """Return the unit, and the first and last day of the periods."""
        periods = [row.period for row in self.lines[0].rows if row.period]
        return (self.unit, (periods[0].first, periods[-1].last)) if periods else None


def compare_over_time(
    lines: Sequence[TrendLine],
    search: Search,
    asked: Unit | None,
    *,
    with_usual: bool,
    most: int | None = MOST_PERIODS,
    like: ComparedLists | None = None,
) -> ComparedLists | None:
    """Count these lines over their common periods; None if the archive has nothing of their dates.

    `most` is None if the number of periods is not limited. With `like`, the periods are the same as
    in another comparison.
    """
    found = [(line, search(line.query)) for line in lines]
    makers = [
        PeriodMaker(results.periods, line.address, line.dates)
        for line, results in found
        if results.periods
    ]
    common = like.common if like else common_span(makers, asked, most)
    if common is None:
        return None
    unit, span = common
    compared = []
    for (line, results), maker in zip(found, makers, strict=True):
        rows = list(maker.rows(unit, *span))[-most if most else 0 :]
        usual: list[Usual | None] = [None] * len(rows)
        if with_usual and unit is not Unit.YEAR:
            others = search(line.of_all_dates).periods
            assert others
            usual = list(_usual(unit, others, rows))
        imprecise = tuple(maker.imprecise(unit))
        compared.append(LineCounts(line, results.total, tuple(rows), imprecise, tuple(usual)))
    return ComparedLists(unit, asked, tuple(compared), found[0][1].version)


def _usual(unit: Unit, counts: PeriodCounts, rows: Sequence[PeriodRow]) -> Iterator[Usual | None]:
    """Yield what the same dates of the other years have, for each row.

    Every day of another year is moved to each year of the rows, and is part of the period that then
    contains it. So the days of a week that begins in one year and ends in the next stay together.
    """
    base = Unit.MONTH if unit is Unit.MONTH else Unit.DAY
    found, held = by_period(base, counts.found), by_period(base, counts.held)
    periods = [row.period for row in rows if row.period]
    others: dict[date, dict[int, list[int]]] = {period.first: {} for period in periods}
    years = range(periods[0].first.year, periods[-1].last.year + 1)
    for day, number in held.items():
        for year in years:
            distance = day.year - year
            is_leap_day = (day.month, day.day) == (2, 29) and not isleap(year)
            if not distance or is_leap_day:
                continue
            of_period = others.get(unit.first_day(day.replace(year=year)))
            if of_period is not None:
                sums = of_period.setdefault(distance, [0, 0])
                sums[0] += found.get(day, 0)
                sums[1] += number
    for period in periods:
        yield mean_share((count, total) for count, total in others[period.first].values())
