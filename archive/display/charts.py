"""Charts of articles over time, as finished values that templates only print.

The positions and sizes of bars are in per cent of the drawing, which is as wide as the page. A slot
is a bar with half of the gap on each side. Below the bars is a strip with what the archive has of
the same periods: without it, a period in which the archive has nothing would look like a period in
which no article is of this list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.display.safe_text import count_of, thousands
from ingest.partial_date import MONTHS

# If there are fewer bars than this, part of the drawing stays empty, so that no bar is too wide.
LEAST_SLOTS = 12
GAP = 0.2  # share of the width of a slot
LEAST_HEIGHT = 1.0  # hundredths of the height
LEAST_HELD = 10  # hundredths of the height of the strip
EDGE = 4.0  # hundredths of the width: half a label, so that labels are not cut at the edges
LABEL_DISTANCE = 11.0  # hundredths of the width that a label needs on a phone
SHORT_LABEL_DISTANCE = 8.0
ENOUGH_HELD = 20
"""A period must have so many articles in the archive to set the height of a chart of shares.

If the archive has a single article of a period, its share is 0 or 100 %. The bars of all other
periods would be too low to see, so such a bar is cut at the top.
"""
FEW = 30
"""Below this number of articles, the bounds of a share are drawn."""
MOST_BOUNDS = 120
"""The bounds are drawn only if there are at most so many bars."""


@dataclass(frozen=True, slots=True)
class Charted:
    """The numbers of one period: `count` of `held` articles.

    `period` is the period in addresses ("2025-04"), `label` in words. `url` is the address of the
    list of the counted articles, or "". `bounds` are those of the share, or None.
    """

    period: str
    label: str
    count: int
    held: int
    url: str
    bounds: tuple[float, float] | None = None

    @property
    def share(self) -> float:
        return self.count / self.held if self.held else 0.0


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of a period: `count` of `held` articles.

    `x`, `y`, `width` and `height` are in per cent of the drawing, such as "12.5%". `slot_x` and
    `slot_width` are the start and the width of the slot, which reacts to the mouse. `middle`, `low`
    and `high` are the position of the line from one bound of the share to the other; they are "" if
    it is not drawn. `is_cut` is true if the bar is higher than the drawing.
    """

    label: str
    description: str
    count: int
    held: int
    url: str
    x: str
    y: str
    width: str
    height: str
    slot_x: str
    slot_width: str
    middle: str = ""
    low: str = ""
    high: str = ""
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """What the archive has of the same periods.

    `held` is the outline of its bars, for a drawing that is 100 wide and high. `gaps` has the start
    and the width of each run of periods without articles, such as "12.5%".
    """

    held: str
    gaps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A label below the bars; `x` is its distance from the left, such as "12.5%"."""

    label: str
    x: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over time, one for each `unit` ("day", "week", "month" or "year"), and the strip.

    `title` includes the years if the labels below the bars do not show them. `most` is the share or
    number of the highest bar, in words. `summary` describes the chart for readers who cannot see
    it. `strip` is None if the bars themselves are what the archive has.
    """

    unit: str
    title: str
    bars: tuple[Bar, ...]
    strip: Strip | None
    ticks: tuple[Tick, ...]
    most: str
    summary: str
    is_of_shares: bool
    has_gaps: bool
    has_bounds: bool
    cut: tuple[str, ...]


def make_chart(unit: str, rows: Sequence[Charted], *, is_of_shares: bool) -> Chart | None:
    """Return a chart of these periods, in the order of time; None if there are fewer than two.

    If `is_of_shares` is true, the bars are shares of what the archive has of each period, otherwise
    numbers.
    """
    if len(rows) < 2 or not any(row.count for row in rows):
        return None
    top = highest_value(rows, is_of_shares=is_of_shares)
    slot, ticks, span = below_bars(unit, rows)
    bars = tuple(
        _bar(row, index, slot, top, is_of_shares=is_of_shares, has_bounds=len(rows) <= MOST_BOUNDS)
        for index, row in enumerate(rows)
    )
    is_all = all(row.count == row.held for row in rows)
    what = "Share of all articles" if is_of_shares else "Articles"
    return Chart(
        unit,
        f"{what} by {unit}{span}",
        bars,
        None if is_all else _strip(rows, slot),
        ticks,
        percent(top) if is_of_shares else thousands(int(top)),
        _summary(unit, rows, is_of_shares=is_of_shares, is_all=is_all),
        is_of_shares,
        has_gaps=any(not row.held for row in rows),
        has_bounds=any(bar.middle for bar in bars),
        cut=tuple(
            f"{row.label} ({_of(row)})" for row, bar in zip(rows, bars, strict=True) if bar.is_cut
        ),
    )


def below_bars(unit: str, rows: Sequence[Charted]) -> tuple[float, tuple[Tick, ...], str]:
    """Return what a chart of these periods needs: slot width, labels, and words for its title."""
    slot = 100 / max(len(rows), LEAST_SLOTS)
    return slot, tuple(_spaced(_ticks(unit, rows), slot)), _span(rows)


def percent(share: float) -> str:
    """Return a share in words: "2.9 %", "0.04 %", "100 %"."""
    number = 100 * share
    digits = 0 if number >= 99.95 or not number else 1 if number >= 1 else 2
    return f"{number:.{digits}f} %" if number >= 0.005 or not number else "under 0.01 %"


def _of(row: Charted) -> str:
    return f"{thousands(row.count)} of {thousands(row.held)}"


def described(row: Charted) -> str:
    """Return the numbers of a period in words: "April 2025: 12 of 410 articles, 2.9 %"."""
    if not row.held:
        return f"{row.label}: nothing in the archive"
    return f"{row.label}: {_of(row)} articles, {percent(row.share)}"


def highest_value(rows: Sequence[Charted], *, is_of_shares: bool) -> float:
    """Return the share or number at the top of a chart of these periods; 0 if there are none.

    Shares of periods with fewer than ENOUGH_HELD articles count only if there are no others.
    """
    if not is_of_shares:
        return max((row.count for row in rows), default=0)
    enough = [row.share for row in rows if row.held >= ENOUGH_HELD and row.count]
    return max(enough or [row.share for row in rows], default=0)


def _bar(
    row: Charted, index: int, slot: float, top: float, *, is_of_shares: bool, has_bounds: bool
) -> Bar:
    value = row.share if is_of_shares else row.count
    height = min(max(100 * value / top, LEAST_HEIGHT), 100) if row.count else 0.0
    line: dict[str, str] = {}
    if is_of_shares and has_bounds and row.bounds and 0 < row.count < FEW:
        low, high = (max(100 - 100 * bound / top, 0) for bound in row.bounds)
        line = {
            "middle": _per_cent((index + 0.5) * slot),
            "low": _per_cent(low),
            "high": _per_cent(high),
        }
    return Bar(
        label=row.label,
        description=described(row) if is_of_shares or row.count != row.held else _counted(row),
        count=row.count,
        held=row.held,
        url=row.url,
        x=_per_cent((index + GAP / 2) * slot),
        y=_per_cent(100 - height),
        width=_per_cent((1 - GAP) * slot),
        height=_per_cent(height),
        slot_x=_per_cent(index * slot),
        slot_width=_per_cent(slot),
        is_cut=value > top,
        **line,
    )


def _counted(row: Charted) -> str:
    return f"{row.label}: {count_of(row.count, 'article')}"


def _strip(rows: Sequence[Charted], slot: float) -> Strip:
    """Return the strip below the bars; one outline takes less room than many bars."""
    most = max(row.held for row in rows)
    outline, gaps = [], []
    index = 0
    for is_gap, group in groupby(rows, key=lambda row: not row.held):
        periods = list(group)
        if is_gap:
            gaps.append((_per_cent(index * slot), _per_cent(len(periods) * slot)))
        else:
            for offset, row in enumerate(periods):
                start = round((index + offset + GAP / 2) * slot, 2)
                end = round((index + offset + 1 - GAP / 2) * slot, 2)
                top = round(100 - max(100 * row.held / most, LEAST_HELD))
                outline.append(f"M{start:g} 100V{top}H{end:g}V100z")
        index += len(periods)
    return Strip("".join(outline), tuple(gaps))


def _summary(unit: str, rows: Sequence[Charted], *, is_of_shares: bool, is_all: bool) -> str:
    """Return the chart in sentences, for readers who cannot see it."""
    what = "Share of all articles of the archive" if is_of_shares else "Number of articles"
    sentences = [f"{what} by {unit}, from {rows[0].label} to {rows[-1].label}."]
    enough = [row for row in rows if row.held >= ENOUGH_HELD and row.count]
    if is_of_shares:
        high = max(enough or rows, key=lambda row: row.share)
        sentences.append(
            f"The highest share is {percent(high.share)} ({_of(high)}), in {high.label}."
        )
    else:
        high = max(rows, key=lambda row: row.count)
        sentences.append(f"The highest number is {thousands(high.count)}, in {high.label}.")
    silent = sum(1 for row in rows if row.held and not row.count)
    gaps = sum(1 for row in rows if not row.held)
    if silent and not is_all:
        sentences.append(
            f"In {count_of(silent, unit)} the archive has articles, but none of these."
        )
    if gaps:
        sentences.append(f"Of {count_of(gaps, unit)} the archive has nothing.")
    return " ".join(sentences)


def _span(rows: Sequence[Charted]) -> str:
    """Return the dates for the title of a chart if the labels below the bars do not show them."""
    first, last = rows[0], rows[-1]
    if len(first.period) == 10 or ".." in first.period:
        return f", {first.label} to {last.label}"
    if first.period[:4] == last.period[:4]:
        return f", {first.period[:4]}"
    is_short = len(first.period) > 4 and len(rows) <= LEAST_SLOTS
    return f", {first.label} to {last.label}" if is_short else ""


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


def _ticks(unit: str, rows: Sequence[Charted]) -> list[tuple[int, str]]:
    """Return (index of the bar, label) of the bars that can have a label.

    Days and weeks have the day of the month if they are few, otherwise the name of the month at its
    first bar. Months have their names, or the year below January if there are over twelve. The
    label of the first year is below the first month, if there is room before the second year.
    """
    periods = [row.period for row in rows]
    if unit == "year":
        return [(index, period[:4]) for index, period in enumerate(periods)]
    if unit == "month" and len(rows) <= LEAST_SLOTS:
        return [(index, _month(period)) for index, period in enumerate(periods)]
    if unit in ("day", "week"):
        days = [(index, str(int(period[8:10]))) for index, period in enumerate(periods)]
        if len(rows) <= 31:
            return days
        if len(rows) <= 100 and unit == "day":
            return [
                (index, _month(period))
                for index, period in enumerate(periods)
                if period[8:] == "01"
            ] or days
    starts = [
        (index, period[:4])
        for index, period in enumerate(periods)
        if not index or period[:4] != periods[index - 1][:4]
    ]
    if len(starts) == 1:
        return [
            (index, _month(period))
            for index, period in enumerate(periods)
            if not index or period[:7] != periods[index - 1][:7]
        ]
    has_room = starts[1][0] > len(rows) * LABEL_DISTANCE / 100
    return starts if has_room or (unit == "month" and periods[0][5:7] == "01") else starts[1:]


def _month(period: str) -> str:
    return MONTHS[int(period[5:7]) - 1][:3]


def _per_cent(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".") + "%"
