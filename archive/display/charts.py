"""Bar charts of articles over time, as finished values that templates only print.

The positions and sizes of bars are in per cent of the drawing, which is as wide as the page. A slot
is a bar with half of the gap on each side. Every number of a chart is also in the table below the
chart, as a link to exactly that many articles.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from archive.display.safe_text import count_of, thousands
from archive.search import UNKNOWN
from ingest.partial_date import MONTHS, PartialDate

# If there are more months than this, the bars of months are too narrow for a phone, so the chart is
# by year.
MOST_MONTHS = 60
# A date that was read wrongly can be centuries too early or too late. In a chart of more years than
# this, the bars would be too narrow to see.
MOST_YEARS = 150
# If there are fewer bars than this, part of the drawing stays empty, so that no bar is too wide.
LEAST_SLOTS = 12
GAP = 0.2  # share of the width of a slot
LEAST_HEIGHT = 1.0  # hundredths of the height
EDGE = 4.0  # hundredths of the width: half a label, so that labels are not cut at the edges
LABEL_DISTANCE = 11.0  # hundredths of the width that a label needs on a phone
SHORT_LABEL_DISTANCE = 8.0


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of a month or year, with its number of articles (`count`).

    `label` is the month or year in words. `url` is the address of the list of these articles, or ""
    if there are none. `x`, `y`, `width` and `height` are in per cent of the drawing, such as
    "12.5%". `slot_x` and `slot_width` are the start and the width of the slot, which reacts to the
    mouse.
    """

    label: str
    count: int
    url: str
    x: str
    y: str
    width: str
    height: str
    slot_x: str
    slot_width: str

    @property
    def description(self) -> str:
        return f"{self.label}: {count_of(self.count, 'article')}"


@dataclass(frozen=True, slots=True)
class Tick:
    """A label below the bars; `x` is its distance from the left, such as "12.5%"."""

    label: str
    x: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over time, one for each `unit` ("month" or "year").

    `title` includes the years if the labels below the bars are months without years. `most` is the
    number of articles of the highest bar. `summary` describes the chart for readers who cannot see
    it.
    """

    unit: str
    title: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    most: int
    summary: str


def chart_over_time(
    years: Mapping[int, int], months: Mapping[int, int], url_of: Callable[[str], str]
) -> Chart | None:
    """Return a chart of the articles by month, or by year if months do not fit.

    `years` and `months` map a year (2025) or month (202504) to its number of articles. `url_of`
    returns the address of the list of articles of a period ("2025-04"). Articles without a date are
    left out; a chart by month also leaves out articles whose date is only a year. Months do not fit
    in three cases:

    - the articles have dates in fewer than two months
    - there are more than MOST_MONTHS months from the first to the last
    - a year before the first month or after the last month has articles, all of unknown month

    Returns None if there are fewer than two periods, or more than MOST_YEARS years.
    """
    known_years = [year for year in years if year != UNKNOWN]
    known_months = [month for month in months if month != UNKNOWN]
    if not known_years:
        return None
    spanned = _months_between(min(known_months), max(known_months)) if known_months else []
    is_of_months = 1 < len(spanned) <= MOST_MONTHS and {month // 100 for month in spanned} >= set(
        known_years
    )
    if is_of_months:
        periods = [
            (f"{month // 100:04}-{month % 100:02}", _month_name(month), months.get(month, 0))
            for month in spanned
        ]
        ticks = _month_ticks(spanned)
    else:
        all_years = range(min(known_years), max(known_years) + 1)
        periods = [(f"{year:04}", f"{year:04}", years.get(year, 0)) for year in all_years]
        ticks = [(index, f"{year:04}") for index, year in enumerate(all_years)]
    if not 2 <= len(periods) <= MOST_YEARS:
        return None
    unit = "month" if is_of_months else "year"
    return _make_chart(unit, periods, ticks, url_of)


def _make_chart(
    unit: str,
    periods: list[tuple[str, str, int]],
    ticks: list[tuple[int, str]],
    url_of: Callable[[str], str],
) -> Chart:
    most = max(count for _, _, count in periods)
    slot = 100 / max(len(periods), LEAST_SLOTS)
    bars = tuple(
        Bar(
            label=label,
            count=count,
            url=url_of(period) if count else "",
            x=_per_cent((index + GAP / 2) * slot),
            y=_per_cent(100 - _height(count, most)),
            width=_per_cent((1 - GAP) * slot),
            height=_per_cent(_height(count, most)),
            slot_x=_per_cent(index * slot),
            slot_width=_per_cent(slot),
        )
        for index, (period, label, count) in enumerate(periods)
    )
    highest = next(bar for bar in bars if bar.count == most)
    summary = (
        f"Articles by {unit}, from {bars[0].label} to {bars[-1].label}. "
        f"The highest number is {thousands(most)}, in {highest.label}."
    )
    return Chart(
        unit,
        f"Articles by {unit}{_span(periods)}",
        bars,
        tuple(_spaced(ticks, slot)),
        most,
        summary,
    )


def _span(periods: list[tuple[str, str, int]]) -> str:
    """Return the years for the title of a chart if the labels below the bars do not show the years.

    `periods` has (period, label, number of articles) of each bar. The result is ", 2025" for months
    of one year, ", May 2024 to April 2025" for at most twelve months of two years, otherwise "".
    """
    (first, first_label, _), (last, last_label, _) = periods[0], periods[-1]
    if first[:4] == last[:4]:
        return f", {first[:4]}"
    return (
        f", {first_label} to {last_label}" if len(first) > 4 and len(periods) <= LEAST_SLOTS else ""
    )


def _height(count: int, most: int) -> float:
    """Return the height of a bar in per cent: at least LEAST_HEIGHT if the bar has articles.

    `most` is the number of articles of the highest bar.
    """
    return max(100 * count / most, LEAST_HEIGHT) if count else 0


def _spaced(ticks: list[tuple[int, str]], slot: float) -> list[Tick]:
    """Return a Tick in the middle of the bar for each label that has enough room.

    `ticks` has (index of the bar, label), `slot` is the width of a slot in per cent.
    """
    last: float | None = None
    shown = []
    for index, label in ticks:
        x = min(max((index + 0.5) * slot, EDGE), 100 - EDGE)
        needed = SHORT_LABEL_DISTANCE if len(label) < 4 else LABEL_DISTANCE
        if last is None or x - last >= needed:
            last = x
            shown.append(Tick(label, _per_cent(x)))
    return shown


def _months_between(first: int, last: int) -> list[int]:
    start, end = (month // 100 * 12 + month % 100 - 1 for month in (first, last))
    return [number // 12 * 100 + number % 12 + 1 for number in range(start, end + 1)]


def _month_name(month: int) -> str:
    return PartialDate(month // 100, month % 100).label


def _month_ticks(months: list[int]) -> list[tuple[int, str]]:
    """Return (index of the bar, label) for months, or for years if there are over twelve months.

    The label of a year is below its January. The label of the first year is below the first month,
    if there is enough room before the label of the second year.
    """
    if len(months) <= LEAST_SLOTS:
        return [(index, MONTHS[month % 100 - 1][:3]) for index, month in enumerate(months)]
    starts = [
        (index, f"{month // 100:04}") for index, month in enumerate(months) if month % 100 == 1
    ]
    has_room = starts[0][0] > len(months) * LABEL_DISTANCE / 100
    return [(0, f"{months[0] // 100:04}"), *starts] if has_room else starts


def _per_cent(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".") + "%"
