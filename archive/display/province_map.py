"""The map of the provinces, as finished values that templates only print.

The outlines of the provinces are in data/provinces.csv; docs/names.md describes where the outlines
come from and how they were made. The projection is transverse Mercator, of a sphere, with the
central meridian 127.5° E. Positions are in whole units of 1.24 km; north is at the top.
"""

import csv
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import atan2, atanh, cos, floor, log10, radians, sin, tan
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from archive.display.labels import Labels
from archive.display.safe_text import count_of

PROVINCES_FILE = Path(__file__).with_name("data") / "provinces.csv"
MERIDIAN = 127.5  # degrees east
RADIUS = 5150  # of the earth, in units of the map
LEFT, TOP = -232, -3873  # the corner of the map, in units from MERIDIAN on the equator
WIDTH, HEIGHT = 456, 488
VIEW_BOX = f"0 0 {WIDTH} {HEIGHT}"

# A shade begins at one of these percentages, multiplied by a power of ten (0.3, 3 or 30).
ROUND = (1, 1.5, 2, 3, 4, 5, 6, 8)
# If all shares are almost equal, the shades 2 to 5 begin at these percentages.
USUAL_STEPS = (2, 5, 10, 20)
LEAST = 0.05  # the share, in per cent, that is used instead of every lower share except 0

# Some provinces are too small to click. The map has a list of these provinces (KEY_…) in the sea to
# the south-east. For each of these provinces, the list has a row with a square and a name.
KEY_LEFT, KEY_TOP, KEY_WIDTH, KEY_LINE, KEY_SQUARE = 300, 308, 156, 45, 20


@dataclass(frozen=True, slots=True)
class Shape:
    """The outline of a province.

    `code` is the province's ISO 3166-2 code, which does not change when staff rename the province.
    `path` is an SVG path. If the province is too small to click, `key_top` is the top of its row in
    the list of small provinces, which is drawn on the map; otherwise it is 0.
    """

    code: str
    path: str
    key_top: int


class MapPlace(NamedTuple):
    """A province on the map. `is_selected` is true if the list is filtered by this province.

    `title` is shown under the mouse pointer. `url` is the address of the list of the province's
    articles, or "". `look` has the CSS classes of the province. `drawing` is the SVG that
    `_drawing` returns.
    """

    title: str
    url: str
    look: str
    drawing: Markup
    is_selected: bool


@dataclass(frozen=True, slots=True)
class ProvinceMap:
    """The map of the articles of a list.

    `places` are the provinces; the selected ones are last, so that they are drawn over the others.
    `caption` explains the percentages. `legend` has, for each shade, a CSS class, the percentage at
    which the shade begins, and further words for screen readers.
    """

    places: tuple[MapPlace, ...]
    caption: str
    legend: tuple[tuple[str, str, str], ...]
    view_box: str = VIEW_BOX


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """A small map that shows where a place is.

    `outlines` has the SVG path and the CSS class of each province. `dot` is the position of the dot
    on the map; it is None if the archive has no coordinates for it. `label` describes the map in
    words.

    If the archive does not have the coordinates of the place itself, the dot can show a place that
    contains it. Then `caption` is a sentence with the name of the containing place.
    """

    label: str
    outlines: tuple[tuple[str, str], ...]
    dot: tuple[int, int] | None
    caption: str = ""
    view_box: str = VIEW_BOX


@cache
def shapes() -> tuple[Shape, ...]:
    """Return the shapes of all provinces in the order of the data file: north to south."""
    with PROVINCES_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    small = [row["iso"] for row in rows if row["is_small"]]
    tops = {code: KEY_TOP + line * KEY_LINE for line, code in enumerate(small)}
    return tuple(Shape(row["iso"], row["path"], tops.get(row["iso"], 0)) for row in rows)


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the position (x, y) on the map of a point on the earth, given in degrees.

    x is the distance from the left edge and y the distance from the top, in units of the map.
    """
    east, north = radians(longitude - MERIDIAN), radians(latitude)
    x = RADIUS * atanh(sin(east) * cos(north))
    y = -RADIUS * atan2(tan(north), cos(east))
    return x - LEFT, y - TOP


def filter_map(
    counted: Mapping[str, tuple[str, int]],
    total: int,
    labels: Labels,
    chosen: Collection[str] = (),
    of: str = "",
    noun: str = "articles",
) -> ProvinceMap | None:
    """Return the map of a list of articles, or None if there is nothing to show on it.

    The map is shown if at least one province has articles, is selected or is excluded.

    `counted` maps the slug of each place to the address and the number of its articles. `total` is
    the number of articles that is 100 %. `chosen` has the slugs of the places that are selected
    ("kujang") or excluded ("-kujang"). `of` describes the articles counted in `total`, such as "all
    articles"; it is "" if they are the articles of the list. `noun` says what was counted: articles
    or stories.
    """
    divisions = [label for label in labels.place_roots if label.is_division]
    rows = ((label.code, label.name, *counted.get(label.slug, ("", 0))) for label in divisions)
    has_selection = any(not value.startswith("-") for value in chosen)
    aside = " (the place filter is ignored)" if has_selection and not of else ""
    return make_map(
        rows,
        total,
        f"How many per cent of {of or f'these {noun}'} mention each province{aside}. The numbers"
        " beside the colours are their lower limits.",
        {label.code for label in divisions if label.slug in chosen},
        {label.code for label in divisions if f"-{label.slug}" in chosen},
    )


def make_map(
    rows: Iterable[tuple[str, str, str, int]],
    total: int,
    caption: str,
    selected: Collection[str] = (),
    excluded: Collection[str] = (),
) -> ProvinceMap | None:
    """Return the map of provinces, given in `rows` as (code, name, address, article count).

    `total` is the number of articles that is 100 %. `selected` and `excluded` are codes of
    provinces. The result is None unless at least one province has articles, is selected or is
    excluded. Selected provinces are drawn last, so that their neighbours do not cover their
    outlines.
    """
    known = {code: (name, url, count) for code, name, url, count in rows}
    shares = {code: share_of(count, total) for code, (_name, _url, count) in known.items()}
    steps = steps_between(
        [share for code, share in shares.items() if share and code not in excluded]
    )
    places = []
    for shape in shapes():
        name, url, count = known.get(shape.code, ("", "", 0))
        is_selected, is_excluded = shape.code in selected, shape.code in excluded
        percent = shares.get(shape.code, 0)
        suffix = " map__place--selected" if is_selected else ""
        look = f"map__place--{shade_of(percent, steps)}{suffix}"
        places.append(
            MapPlace(
                title=_title(name, count, percent_label(percent, count < total), is_excluded),
                url=url if count or is_selected or is_excluded else "",
                look="map__place--excluded" if is_excluded else look,
                drawing=_drawing(shape, name),
                is_selected=is_selected,
            )
        )
    if not any(place.url for place in places):
        return None
    return ProvinceMap(
        tuple(sorted(places, key=lambda place: place.is_selected)), caption, _legend(steps)
    )


def locate(
    code: str, name: str, point: tuple[float, float] | None = None, dot_name: str = ""
) -> PlaceMap | None:
    """Return the small map of the place `name` in the province with this ISO 3166-2 code.

    `point` is the latitude and longitude of the dot. If these are the coordinates of another place
    than `name`, `dot_name` is the name of this other place, otherwise "". Returns None if no
    province has this code.
    """
    if not any(shape.code == code for shape in shapes()):
        return None
    outlines = tuple(
        (shape.path, f"place-map__province{'--here' if shape.code == code else ''}")
        for shape in shapes()
    )
    x, y = map(round, project(*point)) if point else (-1, -1)
    # A point outside the map has wrong coordinates.
    is_shown = 0 <= x <= WIDTH and 0 <= y <= HEIGHT
    return PlaceMap(
        label=(
            f"Map of the provinces: {name} is"
            f" marked{', with a dot at the coordinates' if is_shown else ''}"
        ),
        outlines=outlines,
        dot=(x, y) if is_shown else None,
        caption=f"The dot is {dot_name}." if is_shown and dot_name else "",
    )


def _title(name: str, count: int, percent: str, is_excluded: bool) -> str:
    """Return the title of a province on the map: "Jagang Province: 1,204 articles, 18 %"."""
    if not name:
        return ""
    articles = count_of(count, "article") if count else "no articles"
    if is_excluded:
        return f"{name}: excluded ({articles})"
    return f"{name}: {articles}, {percent}" if count else f"{name}: {articles}"


def share_of(count: int, total: int) -> float:
    """Return the share of `count` in `total` in per cent, rounded as pages show it.

    Shares below 10 have one decimal. If a share above 0 would be rounded to 0, the result is LEAST.
    """
    if not count or not total:
        return 0
    percent = 100 * count / total
    return round(percent, 1) or LEAST if percent < 10 else round(percent)


def percent_label(percent: float, is_part: bool) -> str:
    """Return a share from `share_of` as text: "18 %", "2.7 %", "under 0.1 %".

    `is_part` is true if the share does not contain all articles. Then 100 % becomes "over 99 %".
    """
    if percent == LEAST:
        return "under 0.1 %"
    return "over 99 %" if is_part and percent >= 100 else f"{percent:g} %"


def steps_between(shares: Sequence[float]) -> tuple[float, ...]:
    """Return the four percentages at which shades 2 to 5 begin, as round numbers.

    `shares` has the share of each province in per cent. The four percentages divide the range from
    the smallest to the largest share into five parts. Before rounding, the end of each part is the
    same multiple of its start. Parts of equal size would be less useful, because some provinces are
    mentioned many times as often as others. If the shares are almost equal, the result is
    USUAL_STEPS. Example: for shares from 1 to 32, the result is 2, 4, 8, 16 before rounding.
    """
    return _steps(min(shares), max(shares)) if shares else USUAL_STEPS


@lru_cache(maxsize=10_000)
def _steps(least: float, most: float) -> tuple[float, ...]:
    ratio = most / least
    steps = sorted({_rounded(least * ratio ** (part / 5)) for part in range(1, 5)})
    return tuple(steps) if len(steps) == 4 else USUAL_STEPS


def _rounded(percent: float) -> float:
    """Return the round number (0.3, 2, 15 …) whose ratio to a percentage is nearest to 1."""
    size = 10.0 ** floor(log10(percent))
    nearest = min((*ROUND, 10), key=lambda number: abs(log10(number * size / percent)))
    return float(f"{nearest * size:g}")


def shade_of(percent: float, steps: Sequence[float]) -> int:
    """Return the number of the shade for a percentage, from 1 to 5; 0 for no articles.

    `steps` has the percentages at which shades 2 to 5 begin.
    """
    return bisect_right(steps, percent) + 1 if percent else 0


@lru_cache(maxsize=100)
def _legend(steps: Sequence[float]) -> tuple[tuple[str, str, str], ...]:
    words = [
        ("none", ""),
        ("some", f", under {steps[0]:g} %"),
        *((f"{step:g} %", " and more") for step in steps),
    ]
    return tuple((f"map__step--{shade}", *label) for shade, label in enumerate(words))


@lru_cache(maxsize=100)
def _drawing(shape: Shape, name: str) -> Markup:
    """Return a province's SVG outline; for a small province, also its row in the list on the map.

    The list has the provinces that are too small to click. A row has a square, the name, and a
    transparent background that is large enough to click.
    """
    if not shape.key_top or not name:
        return Markup('<path d="{}"/>').format(shape.path)
    middle = shape.key_top + KEY_LINE // 2
    square = f"M{KEY_LEFT + 4} {middle - KEY_SQUARE // 2}h{KEY_SQUARE}v{KEY_SQUARE}h-{KEY_SQUARE}z"
    room = f"M{KEY_LEFT} {shape.key_top}h{KEY_WIDTH}v{KEY_LINE}h-{KEY_WIDTH}z"
    text = Markup(
        '<path class="map__room" d="{}"/><path d="{}"/><text class="map__name" x="{}"'
        ' y="{}">{}</text>'
    )
    return text.format(room, shape.path + square, KEY_LEFT + KEY_SQUARE + 14, middle, name)
