"""Charts that compare lists over time as lines, as finished values that templates only print.

Lines differ in their dashes and marks, and each has its letter at its end, so that they can be told
apart without colour. Positions are in per cent of the drawing; the points of lines have the same
numbers without the sign, for a drawing that is 100 wide and 100 high.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.display.charts import (
    ENOUGH_HELD,
    Charted,
    Tick,
    below_bars,
    described,
    highest_value,
    percent,
)
from archive.display.safe_text import count_of, thousands

MOST_MARKS = 60
"""Points have marks only if there are at most so many periods."""
DASHES = ("", "7 3", "2 3", "10 3 2 3", "4 2", "12 4")
NEAR = 7.0  # hundredths of the height that a letter needs
NEAR_IF_SMALL = 13.0


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of one period on a line, with its numbers in words."""

    x: str
    y: str
    description: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `parts` are the points of each unbroken part, `usual` those of other years.

    `index` counts from 1; dashes and the shape of marks depend on it. `end` is the height of the
    letter beside the chart.
    """

    index: int
    letter: str
    label: str
    dash: str
    parts: tuple[str, ...]
    usual: tuple[str, ...]
    marks: tuple[Mark, ...]
    end: str
    summary: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over the same periods; `most` is the value at the top, in words."""

    title: str
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    most: str
    cut: bool


@dataclass(frozen=True, slots=True)
class LineNumbers:
    """The numbers of one line: its rows, and the usual share of each period, or None."""

    letter: str
    label: str
    rows: Sequence[Charted]
    usual: Sequence[float | None]


def make_line_chart(
    unit: str,
    lines: Sequence[LineNumbers],
    *,
    is_of_shares: bool,
    top: float = 0,
    is_small: bool = False,
) -> LineChart | None:
    """Return a chart of these lines; None if there are fewer than two periods.

    All lines have the same periods. `top` is the value at the top of the drawing; if it is 0, it is
    that of `highest_of_lines`.
    """
    if not lines or len(lines[0].rows) < 2:
        return None
    highest = top or highest_of_lines(lines, is_of_shares=is_of_shares)
    if not highest:
        return None
    rows = lines[0].rows
    slot, ticks, span = below_bars(unit, rows)
    ends = _spread(
        [_end(line, highest, is_of_shares=is_of_shares) for line in lines],
        NEAR_IF_SMALL if is_small else NEAR,
    )
    drawn = []
    for index, line in enumerate(lines):
        values = [_value(row, is_of_shares=is_of_shares) for row in line.rows]
        xs = [(position + 0.5) * slot for position in range(len(values))]
        ys = [None if value is None else _height(value, highest) for value in values]
        usual = [None if value is None else _height(value, highest) for value in line.usual]
        drawn.append(
            Line(
                index + 1,
                line.letter,
                line.label,
                DASHES[index],
                tuple(_parts(xs, ys)),
                tuple(_parts(xs, usual)) if is_of_shares else (),
                tuple(_marks(line.rows, xs, ys)),
                _number(ends[index]) + "%",
                _summary(line, unit, is_of_shares=is_of_shares),
            )
        )
    what = "Shares of all articles" if is_of_shares else "Articles"
    cut = any(
        value is not None and value > highest
        for line in lines
        for value in (_value(row, is_of_shares=is_of_shares) for row in line.rows)
    )
    most = percent(highest) if is_of_shares else thousands(int(highest))
    return LineChart(f"{what} by {unit}{span}", tuple(drawn), ticks, most, cut)


def highest_of_lines(lines: Sequence[LineNumbers], *, is_of_shares: bool) -> float:
    """Return the value at the top of a chart of these lines; 0 if they have no articles."""
    rows = [row for line in lines for row in line.rows]
    return highest_value(rows, is_of_shares=is_of_shares)


def _value(row: Charted, *, is_of_shares: bool) -> float | None:
    if not row.held:
        return None
    return row.share if is_of_shares else row.count


def _height(value: float, top: float) -> float:
    """Return the distance from the top, in hundredths of the height."""
    return max(100 - 100 * value / top, 0)


def _end(line: LineNumbers, top: float, *, is_of_shares: bool) -> float:
    values = [_value(row, is_of_shares=is_of_shares) for row in line.rows]
    last = next((value for value in reversed(values) if value is not None), 0.0)
    return _height(last, top)


def _spread(heights: Sequence[float], near: float) -> list[float]:
    """Return the heights of letters, moved so that none is on another."""
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    spread = [0.0] * len(heights)
    free = 3.0
    for index in order:
        spread[index] = max(heights[index], free)
        free = spread[index] + near
    excess = max(free - near - 100, 0)
    return [
        max(height - excess, 3.0 + near * order.index(index)) for index, height in enumerate(spread)
    ]


def _parts(xs: Sequence[float], ys: Sequence[float | None]) -> list[str]:
    """Return the points of each part of a line between periods without a value."""
    parts = []
    for has_value, group in groupby(
        zip(xs, ys, strict=True), key=lambda point: point[1] is not None
    ):
        points = list(group)
        if has_value and len(points) > 1:
            parts.append(" ".join(f"{_number(x)},{_number(y or 0)}" for x, y in points))
    return parts


def _marks(rows: Sequence[Charted], xs: Sequence[float], ys: Sequence[float | None]) -> list[Mark]:
    """Return the marks of a line: of all its periods if these are few, otherwise of lonely ones."""
    marks = []
    for index, (row, x, y) in enumerate(zip(rows, xs, ys, strict=True)):
        if y is None:
            continue
        neighbours = (
            ys[index - 1] if index else None,
            ys[index + 1] if index + 1 < len(ys) else None,
        )
        if len(rows) <= MOST_MARKS or neighbours == (None, None):
            marks.append(Mark(f"{_number(x)}%", f"{_number(y)}%", described(row), row.url))
    return marks


def _summary(line: LineNumbers, unit: str, *, is_of_shares: bool) -> str:
    """Return a line in a sentence, for readers who cannot see it."""
    start = f"Line {line.letter}, {line.label}:"
    rows = [row for row in line.rows if row.held]
    if not any(row.count for row in rows):
        return f"{start} no articles."
    enough = [row for row in rows if row.held >= ENOUGH_HELD and row.count] or rows
    key = (lambda row: row.share) if is_of_shares else (lambda row: row.count)
    high = max(enough, key=key)
    words = f"{thousands(high.count)} of {thousands(high.held)}"
    highest = f"{percent(high.share)} ({words})" if is_of_shares else thousands(high.count)
    silent = sum(1 for row in rows if not row.count)
    silence = (
        f" In {count_of(silent, unit)} the archive has articles, but none of these."
        if silent
        else ""
    )
    return f"{start} the highest value is {highest}, in {high.label}.{silence}"


def _number(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
