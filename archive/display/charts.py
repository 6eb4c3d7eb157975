"""Charts as finished values: bars in hundredths of a drawing that is as wide as its page. Templates
only set them.

Every number of a chart also stands in its table, where each is a link that gives exactly that many
articles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from archive.display.safe_text import count_of, thousands
from archive.search import UNKNOWN
from ingest.partial_date import MONTHS, PartialDate

# With more months than this a bar is too narrow for a phone; the years are drawn instead.
MOST_MONTHS = 60
# A date that was misread can lie centuries away; a drawing from there to here would show nothing.
MOST_YEARS = 150
# Fewer bars than this leave room beside them, for a bar as wide as the page says nothing.
LEAST_PLACES = 12
GAP = 0.2  # of a bar's place
LEAST_HEIGHT = 1.0  # hundredths of the height
EDGE = 4.0  # hundredths of the width: half a label, which stays inside the drawing
LABEL_DISTANCE = 11.0  # hundredths of the width that a label needs on a phone
SHORT_LABEL_DISTANCE = 8.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A month or year: its number of articles, the list of them (empty where there are none), and
    where it stands. `x`, `y`, `width` and `height` are per cent of the drawing; what a mouse can
    hit is `slot_x` and `slot_width`."""

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
    """A label below the bars, `x` per cent from the left."""

    label: str
    x: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over time, `unit` by unit ("month" or "year"). `title` names the years too where labels
    name months alone. `most` is the height of the drawing; `said` tells what it shows to whoever
    does not see it."""

    unit: str
    title: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    most: int
    summary: str


def chart_over_time(
    years: Mapping[int, int], months: Mapping[int, int], url_of: Callable[[str], str]
) -> Chart | None:
    """The articles of each month (202504) from the first to the last; of each year (2025) where
    there are too many months. None where there is nothing to compare: fewer than two months or
    years in all, or more years than can be drawn.

    `url_of` gives the list of a period as addresses write it ("2025-04"). Articles of unknown date
    are left out, and among the months those of which only the year is known."""
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
            (f"{at // 100:04}-{at % 100:02}", _month_name(at), months.get(at, 0)) for at in spanned
        ]
        ticks = _month_ticks(spanned)
    else:
        reached = range(min(known_years), max(known_years) + 1)
        periods = [(f"{year:04}", f"{year:04}", years.get(year, 0)) for year in reached]
        ticks = [(place, f"{year:04}") for place, year in enumerate(reached)]
    if not 2 <= len(periods) <= MOST_YEARS:
        return None
    unit = "month" if is_of_months else "year"
    return _drawn(unit, periods, ticks, url_of)


def _drawn(
    unit: str,
    periods: list[tuple[str, str, int]],
    ticks: list[tuple[int, str]],
    url_of: Callable[[str], str],
) -> Chart:
    most = max(count for _, _, count in periods)
    slot = 100 / max(len(periods), LEAST_PLACES)
    bars = tuple(
        Bar(
            label=label,
            count=count,
            url=url_of(period) if count else "",
            x=_per_cent((place + GAP / 2) * slot),
            y=_per_cent(100 - _height(count, most)),
            width=_per_cent((1 - GAP) * slot),
            height=_per_cent(_height(count, most)),
            slot_x=_per_cent(place * slot),
            slot_width=_per_cent(slot),
        )
        for place, (period, label, count) in enumerate(periods)
    )
    highest = next(bar for bar in bars if bar.count == most)
    summary = (
        f"Articles by {unit}, from {bars[0].label} to {bars[-1].label}; "
        f"the most, {thousands(most)}, in {highest.label}."
    )
    return Chart(
        unit, f"Articles by {unit}{_span(periods)}", bars, tuple(_apart(ticks, slot)), most, summary
    )


def _span(periods: list[tuple[str, str, int]]) -> str:
    """What the labels below the bars do not say: ", 2025" of months in one year, ", May 2024 to
    April 2025" of those in two that are named one by one."""
    (first, first_label, _), (last, last_label, _) = periods[0], periods[-1]
    if first[:4] == last[:4]:
        return f", {first[:4]}"
    return (
        f", {first_label} to {last_label}"
        if len(first) > 4 and len(periods) <= LEAST_PLACES
        else ""
    )


def _height(count: int, most: int) -> float:
    """In proportion to the most, but never so low that it looks like none."""
    return max(100 * count / most, LEAST_HEIGHT) if count else 0


def _apart(ticks: list[tuple[int, str]], slot: float) -> list[Tick]:
    """The labels that have room, in the middle of their bars."""
    kept: list[float] = []
    shown = []
    for place, label in ticks:
        at = min(max((place + 0.5) * slot, EDGE), 100 - EDGE)
        needed = SHORT_LABEL_DISTANCE if len(label) < 4 else LABEL_DISTANCE
        if not kept or at - kept[-1] >= needed:
            kept.append(at)
            shown.append(Tick(label, _per_cent(at)))
    return shown


def _months_between(first: int, last: int) -> list[int]:
    start, end = (at // 100 * 12 + at % 100 - 1 for at in (first, last))
    return [at // 12 * 100 + at % 12 + 1 for at in range(start, end + 1)]


def _month_name(month: int) -> str:
    return PartialDate(month // 100, month % 100).label


def _month_ticks(months: list[int]) -> list[tuple[int, str]]:
    """The name of each month where there are no more than a year of them, else the years, each
    where it begins; the first year too where the second does not begin soon."""
    if len(months) <= LEAST_PLACES:
        return [(place, MONTHS[month % 100 - 1][:3]) for place, month in enumerate(months)]
    starts = [
        (place, f"{month // 100:04}") for place, month in enumerate(months) if month % 100 == 1
    ]
    has_room = starts[0][0] > len(months) * LABEL_DISTANCE / 100
    return [(0, f"{months[0] // 100:04}"), *starts] if has_room else starts


def _per_cent(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".") + "%"
