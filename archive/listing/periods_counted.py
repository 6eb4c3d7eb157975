"""The articles of a list by day, week, month or year, and what the archive has of these periods.

A share is the number of articles of the list in a period, divided by the number of all articles
that the archive has of this period under the same filters of source and language (HELD_FACETS).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from archive.listing.address import MAX_CHOICES, UNKNOWN_VALUE, Address, choice_count
from archive.listing.sentence import FacetChoice
from archive.measures.intervals import wilson_interval
from archive.search import HELD_FACETS, UNKNOWN, Period, PeriodCounts, parse_period

MOST_PERIODS = 400
"""The most periods on one page or in one chart."""

YEARS_AROUND = 10
# If the reader asked for no unit, a chart has at most so many days, or months.
MOST_DAYS = 62
MOST_MONTHS = 60


class Unit(StrEnum):
    """The lengths of periods, shortest first. A week begins on Monday (ISO 8601)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def field(self) -> str:
        """Return the field of the index whose counts make the periods; weeks are made from days."""
        return "day" if self is Unit.WEEK else self.value

    @property
    def longer(self) -> "Unit":
        """Return the next longer unit; that of years is years."""
        units = list(Unit)
        return units[min(units.index(self) + 1, len(units) - 1)]

    def number(self, first: date, last: date) -> int:
        """Return how many periods there are from one day to another."""
        match self:
            case Unit.YEAR:
                return last.year - first.year + 1
            case Unit.MONTH:
                return (last.year - first.year) * 12 + last.month - first.month + 1
        days = (self.first_day(last) - self.first_day(first)).days
        return days // (7 if self is Unit.WEEK else 1) + 1

    def first_day(self, day: date) -> date:
        """Return the first day of the period that contains a day."""
        match self:
            case Unit.YEAR:
                return day.replace(month=1, day=1)
            case Unit.MONTH:
                return day.replace(day=1)
            case Unit.WEEK:
                return day - timedelta(days=day.weekday())
        return day

    def after(self, first: date) -> date | None:
        """Return the first day of the next period; None after the last day that a date can have."""
        try:
            match self:
                case Unit.YEAR:
                    return first.replace(year=first.year + 1)
                case Unit.MONTH:
                    return (first + timedelta(days=31)).replace(day=1)
                case Unit.WEEK:
                    return first + timedelta(days=7)
            return first + timedelta(days=1)
        except (OverflowError, ValueError):
            return None

    def period(self, first: date) -> Period:
        """Return the period that begins on this day."""
        day = first.isoformat()
        if self is Unit.WEEK:
            after = self.after(first)
            last = after - timedelta(days=1) if after else date.max
            return parse_period(f"{day}..{last.isoformat()}")
        return parse_period({Unit.YEAR: day[:4], Unit.MONTH: day[:7]}.get(self, day))


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One period of a list: `count` of the `held` articles that the archive has are in the list.

    `url` is the address of the list of exactly the `count` articles, and `held_url` of exactly the
    `held` articles; they are "" if there are none. A row that is not `is_placed` has articles whose
    dates are not precise enough for a chart; then `period` is the month or year that is known, or
    None.
    """

    period: Period | None
    label: str
    count: int
    held: int
    url: str
    held_url: str
    is_placed: bool = True

    @property
    def share(self) -> float | None:
        """Return the share, from 0 to 1; None if the archive has nothing of this period."""
        return self.count / self.held if self.held else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Return the bounds of the share (Wilson, 95 %), or None."""
        return wilson_interval(self.count, self.held) if self.held else None


@dataclass(frozen=True)
class OverTime:
    """A list over time: rows for all periods of its span, and for dates that are less precise.

    `asked` is the unit that the reader asked for, which differs from `unit` if it has more than
    MOST_PERIODS periods. `earlier` has the articles before the first row, if even years are more
    than MOST_PERIODS. If `is_whole`, the list has no other filters than those of HELD_FACETS, so
    that each share is 100 %.
    """

    unit: Unit
    asked: Unit | None
    rows: tuple[PeriodRow, ...]
    imprecise: tuple[PeriodRow, ...]
    earlier: PeriodRow | None
    is_whole: bool


def fields_for(choices: Sequence[FacetChoice]) -> tuple[str, ...]:
    """Return the fields that a small chart of a list needs, from the selected dates.

    Days are counted only if the selected dates are so few that a chart by days is possible.
    """
    bounds = _selected_bounds(choices)
    is_short = bounds and (bounds[1] - bounds[0]).days < MOST_DAYS
    return ("year", "month", "day") if is_short else ("year", "month")


def over_time(
    counts: PeriodCounts,
    address: Address,
    choices: Sequence[FacetChoice],
    asked: Unit | None = None,
    most: int = MOST_PERIODS,
) -> OverTime | None:
    """Return a list over time; None if the archive has nothing with these dates.

    `choices` has the selected and excluded dates of the list. `counts` must have the counts of days
    if a chart of days or weeks is possible.
    """
    maker = PeriodMaker(counts, address, choices)
    unit = asked or maker.usual_unit()
    span = maker.span(unit)
    while unit is not Unit.YEAR and span and unit.number(*span) > most:
        unit = unit.longer
        span = maker.span(unit)
    rows = list(maker.rows(unit, *span)) if span else []
    imprecise = tuple(maker.imprecise(unit))
    earlier = maker.before(rows[-most]) if len(rows) > most else None
    if not rows and not imprecise:
        return None
    return OverTime(unit, asked, tuple(rows[-most:]), imprecise, earlier, maker.is_whole)


def every_row(
    counts: PeriodCounts, address: Address, choices: Sequence[FacetChoice], unit: Unit
) -> Iterator[PeriodRow]:
    """Yield all periods of a list, and those that are not placed, however many these are."""
    maker = PeriodMaker(counts, address, choices)
    span = maker.span(unit)
    if span:
        yield from maker.rows(unit, *span)
    yield from maker.imprecise(unit)


def common_span(
    makers: Sequence["PeriodMaker"], asked: Unit | None, most: int | None = MOST_PERIODS
) -> tuple[Unit, tuple[date, date]] | None:
    """Return the unit and the days of a chart of several lists; None if none has dates.

    The unit is longer than the one that was asked for if there would be more than `most` periods.
    """
    unit = asked or Unit.DAY
    while spans := [span for maker in makers if (span := maker.span(unit))]:
        whole = min(first for first, _ in spans), max(last for _, last in spans)
        limit = most if asked else {Unit.DAY: MOST_DAYS, Unit.MONTH: MOST_MONTHS}.get(unit, 0)
        if unit is Unit.YEAR or limit is None or unit.number(*whole) <= limit:
            return unit, whole
        unit = unit.longer
    return None


def by_period(unit: Unit, counts: Mapping[str, Mapping[int, int]]) -> dict[date, int]:
    """Return the numbers of articles by the first day of their period."""
    found: dict[date, int] = {}
    for number, count in counts[unit.field].items():
        if number != UNKNOWN:
            first = unit.first_day(_day(number, unit.field))
            found[first] = found.get(first, 0) + count
    return found


def dates_within(choices: Sequence[FacetChoice], period: Period) -> list[str]:
    """Return the dates of the address that selects, of a list, the articles of one period.

    The selected dates of the list are cut to the period, and its excluded dates stay excluded.
    """
    selected = [choice.meaning for choice in choices if not choice.is_excluded]
    excluded = [choice.value for choice in choices if choice.is_excluded]
    if not selected:
        return [period.text, *excluded]
    cut = (text for other in selected if other for text in _cut(other, period))
    return [*dict.fromkeys(cut), *excluded]


class PeriodMaker:
    """Makes the rows of one list."""

    def __init__(
        self, counts: PeriodCounts, address: Address, choices: Sequence[FacetChoice]
    ) -> None:
        self.counts = counts
        self.choices = choices
        self.listed = replace(address, view="", sort="", page=1)
        chosen = {name: address.values(name) for name in HELD_FACETS}
        self.holding = Address(address.path, chosen=chosen)
        # Links encode the other parameters of the addresses only once.
        self.listed_links, self.holding_links = (
            one.links("date") for one in (self.listed, self.holding)
        )
        self.is_whole = not (address.q or address.added) and not any(
            values for name, values in address.chosen.items() if name not in HELD_FACETS
        )

    def span(self, unit: Unit) -> tuple[date, date] | None:
        """Return the first and last day of a chart; None if there is nothing to show.

        The span is that of the selected dates. If they begin or end more than YEARS_AROUND years
        outside of what the archive has, or have no first or last day, it is that of the months of
        the articles that the archive has; for a chart by years, that of their years.
        """
        years = _known(self.counts.held["year"])
        if not years:
            return None
        months = _known(self.counts.held.get("month", {}))
        field, numbers = ("month", months) if months and unit is not Unit.YEAR else ("year", years)
        starts, stops = (
            parse_period(_text(number, field)) for number in (min(numbers), max(numbers))
        )
        first, last = _selected_bounds(self.choices) or (date.min, date.max)
        earliest, latest = starts.first.year - YEARS_AROUND, stops.last.year + YEARS_AROUND
        if first.year < earliest:
            first = starts.first
        if last.year > latest:
            last = stops.last
        return (first, last) if first <= last else None

    def usual_unit(self) -> Unit:
        """Return the unit of the chart if the reader asked for none.

        If no month is known of the articles of a year, the unit is years: a chart by days or months
        would not show them.
        """
        span, years = self.span(Unit.MONTH), _known(self.counts.held["year"])
        if not span or not span[0].year <= min(years) <= max(years) <= span[1].year:
            return Unit.YEAR
        if "day" in self.counts.held and (span[1] - span[0]).days < MOST_DAYS:
            return Unit.DAY
        return Unit.MONTH if 1 < Unit.MONTH.number(*span) <= MOST_MONTHS else Unit.YEAR

    def rows(self, unit: Unit, first: date, last: date) -> Iterator[PeriodRow]:
        """Yield the rows of all periods from one day to another."""
        found, held = by_period(unit, self.counts.found), by_period(unit, self.counts.held)
        for start in _starts(unit, first, last):
            yield self._row(unit.period(start), found.get(start, 0), held.get(start, 0))

    def imprecise(self, unit: Unit) -> Iterator[PeriodRow]:
        """Yield rows for the articles whose dates are not precise enough for this unit."""
        for field, finer in (("month", "day"), ("year", "month")):
            if unit.field == "year" or (unit is Unit.MONTH and field == "month"):
                continue
            found, held = self._only(field, finer, "found"), self._only(field, finer, "held")
            for number in sorted(held):
                period = parse_period(_text(number, field))
                excluded = _parts_excluded(period)
                yield PeriodRow(
                    period,
                    f"{period.label} (only the {field} is known)",
                    found.get(number, 0),
                    held[number],
                    self._url(self.listed, [period.text, *excluded], found.get(number, 0)),
                    self._url(self.holding, [period.text, *excluded], held[number]),
                    is_placed=False,
                )
        if held_count := self.counts.held["year"].get(UNKNOWN, 0):
            count = self.counts.found["year"].get(UNKNOWN, 0)
            yield PeriodRow(
                None,
                "Unknown date",
                count,
                held_count,
                self._url(self.listed, [UNKNOWN_VALUE], count),
                self._url(self.holding, [UNKNOWN_VALUE], held_count),
                is_placed=False,
            )

    def before(self, row: PeriodRow) -> PeriodRow:
        """Return one row for all years before that of another row."""
        assert row.period
        year = row.period.first.year
        count, held = (
            sum(number for other, number in counts["year"].items() if UNKNOWN != other < year)
            for counts in (self.counts.found, self.counts.held)
        )
        return self._row(parse_period(f"..{year - 1:04}"), count, held)

    def _row(self, period: Period, count: int, held: int) -> PeriodRow:
        dates = dates_within(self.choices, period) if held else []
        return PeriodRow(
            period,
            period.label,
            count,
            held,
            self.listed_links.having(dates) if count else "",
            self.holding_links.having(dates) if held else "",
        )

    def _only(self, field: str, finer: str, which: str) -> dict[int, int]:
        """Return the numbers of articles by month (or year) whose day (or month) is unknown."""
        counts = getattr(self.counts, which)
        left = {number: count for number, count in counts[field].items() if number != UNKNOWN}
        for number, count in counts[finer].items():
            left[number // 100] -= count
        return {number: count for number, count in left.items() if count}

    def _url(self, address: Address, dates: list[str], count: int) -> str:
        """Return the address of a list with these dates; "" if it has too many values."""
        kept = [choice.value for choice in self.choices if choice.is_excluded]
        wanted = address.having("date", [*dates, *kept])
        is_possible = sum(map(choice_count, wanted.chosen.values())) <= MAX_CHOICES
        return wanted.url() if count and is_possible else ""


def _selected_bounds(choices: Sequence[FacetChoice]) -> tuple[date, date] | None:
    """Return the first and the last selected day; None if no date is selected."""
    periods = [choice.meaning for choice in choices if not choice.is_excluded and choice.meaning]
    if not periods:
        return None
    return min(period.first for period in periods), max(period.last for period in periods)


def _cut(selected: Period, period: Period) -> Iterator[str]:
    """Yield the texts of the parts of a selected period that are in another period."""
    if selected.day_of_any_year:
        month, day = selected.day_of_any_year
        for year in range(period.first.year, period.last.year + 1):
            text = f"{year:04}-{month:02}-{day:02}"
            try:
                is_inside = period.first <= date.fromisoformat(text) <= period.last
            except ValueError:  # 29 February
                continue
            if is_inside:
                yield text
    elif selected.contains(period):
        yield period.text
    else:
        first, last = max(selected.first, period.first), min(selected.last, period.last)
        if first <= last:
            yield first.isoformat() if first == last else f"{first}..{last}"


def _parts_excluded(period: Period) -> list[str]:
    """Return exclusions of all days of a month, or of all months of a year, as two ranges.

    One range would exclude too much: also the articles whose date is only the month or the year.
    """
    text = period.text
    last = f"{period.last}" if period.month else f"{text}-12"
    before = f"{text}-{int(last[-2:]) - 1:02}"
    return [f"-{text}-01..{before}", f"-{last}"]


def _starts(unit: Unit, first: date, last: date) -> Iterator[date]:
    start: date | None = unit.first_day(first)
    while start and start <= last:
        yield start
        start = unit.after(start)


def _text(number: int, field: str) -> str:
    """Return a number of the index as a period in addresses: 202504 -> "2025-04"."""
    parts = {"year": (number,), "month": divmod(number, 100)}.get(field) or (
        number // 10000,
        number // 100 % 100,
        number % 100,
    )
    return "-".join(
        f"{part:04}" if index == 0 else f"{part:02}" for index, part in enumerate(parts)
    )


def _day(number: int, field: str) -> date:
    """Return the first day of a day, month or year, given as a number of the index."""
    if field == "year":
        return date(number, 1, 1)
    if field == "month":
        return date(number // 100, number % 100, 1)
    return date(number // 10000, number // 100 % 100, number % 100)


def _known(counts: Mapping[int, int]) -> list[int]:
    return [number for number, count in counts.items() if count and number != UNKNOWN]
