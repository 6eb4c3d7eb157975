"""Charts as files for a report: SVG with everything that it needs, and PNG made from it.

A file has a title, the chart, what the lines or the strip mean, and a line that cites the numbers:
the name of the archive, the address of the page and the day. Colours are those of light pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap

import resvg_py
from django.template import engines

from archive.display.charts import Chart
from archive.display.line_charts import LineChart

WIDTH, HEIGHT = 960, 300  # the drawing is narrower by both margins
MARGIN = 24
SCALE = 2  # pixels of the PNG for each unit of the drawing
TITLE_LETTERS, NOTE_LETTERS = 80, 130  # that fit a line
COLOURS = ("#0d5c46", "#8a3b12", "#0b57d0", "#7478c2", "#b06c47", "#474b49")
# The letters of this font are in every PNG, whatever fonts the server has. Korean words need a font
# of the server.
FONT = Path(__file__).parent / "data" / "DejaVuSans-chart.ttf"
_LAST_OF_FONT = "\u04ff"


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text in the file; `y` is the height of its base line."""

    text: str
    y: int
    size: int
    colour: str = "#1b1d1c"


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One line of a chart of lines: `parts` and `usual` are points in units of the drawing."""

    index: int
    letter: str
    colour: str
    dash: str
    parts: Sequence[str]
    usual: Sequence[str]
    marks: Sequence[tuple[float, float]]
    end: float


def chart_svg(chart: Chart | LineChart, heading: str, notes: Sequence[str], citation: str) -> str:
    """Return a chart as SVG; `notes` are sentences below it, and `citation` is the last one."""
    y = MARGIN
    texts = []
    for line in wrap(heading, TITLE_LETTERS)[:4]:
        y += 24
        texts.append(Text(line, y, 20))
    y += 24
    texts += [Text(chart.title, y, 14), Text(chart.most, y + 24, 12, "#626765")]
    top = y + 30
    y = top + HEIGHT + (20 if isinstance(chart, Chart) and chart.strip else 0)
    ticks = y + 16
    y += 24
    for note in notes:
        for line in wrap(note, NOTE_LETTERS)[:3]:
            y += 17
            texts.append(Text(line, y, 12))
    for line in wrap(citation, NOTE_LETTERS, break_on_hyphens=False):
        y += 17
        texts.append(Text(line, y, 11, "#474b49"))
    template = engines["jinja2"].get_template("chart_file.svg")
    return template.render(
        {
            "chart": chart,
            "lines": list(_lines(chart)) if isinstance(chart, LineChart) else [],
            "heading": heading,
            "texts": texts,
            "width": WIDTH,
            "inner": WIDTH - 2 * MARGIN,
            "height": HEIGHT,
            "total": y + MARGIN,
            "margin": MARGIN,
            "top": top,
            "ticks": ticks,
        }
    )


def as_png(svg: str) -> bytes:
    """Return the SVG of a chart as PNG."""
    # To find the fonts of the server takes long; most charts have no letters that need them.
    has_other_letters = any(letter > _LAST_OF_FONT and letter.isalpha() for letter in svg)
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=SCALE,
            font_files=[str(FONT)],
            skip_system_fonts=not has_other_letters,
            font_family="DejaVu Sans",
            sans_serif_family="DejaVu Sans",
        )
    )


def _lines(chart: LineChart) -> Iterator[DrawnLine]:
    for line in chart.lines:
        marks = [(_x(mark.x), _y(mark.y)) for mark in line.marks]
        yield DrawnLine(
            line.index,
            line.letter,
            COLOURS[line.index - 1],
            line.dash,
            [_scaled(part) for part in line.parts],
            [_scaled(part) for part in line.usual],
            marks,
            _y(line.end),
        )


def _scaled(points: str) -> str:
    """Return the points of a drawing that is 100 wide and high, in units of the file."""
    pairs = (point.split(",") for point in points.split())
    return " ".join(f"{_x(x):g},{_y(y):g}" for x, y in pairs)


def _x(text: str) -> float:
    return round(float(text.rstrip("%")) * (WIDTH - 2 * MARGIN) / 100, 2)


def _y(text: str) -> float:
    return round(float(text.rstrip("%")) * HEIGHT / 100, 2)
