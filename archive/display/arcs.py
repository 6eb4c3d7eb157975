"""A small picture of a network: names below each other, joined by arcs beside them.

Every name has a line of its own, so no label covers another one, also on a phone. The width of an
arc shows how sure the tie is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

# Sizes are in units of the drawing; 16 of them are 1 rem.
ROW = 28.0
WIDTH = 160.0
THIN, THICK = 1.0, 7.0


@dataclass(frozen=True, slots=True)
class Arc:
    """The arc of a tie: its path, its width, and the tie in words."""

    path: str
    width: str
    title: str


@dataclass(frozen=True, slots=True)
class Arcs:
    """The drawing: its size in rem, the box of its units, and its arcs, the weakest first."""

    width: str
    height: str
    view_box: str
    arcs: tuple[Arc, ...]


def draw_arcs(count: int, ties: Sequence[tuple[int, int, float, str]]) -> Arcs:
    """Return the drawing of `count` lines and of ties (one line, another line, weight, title).

    An arc begins at the right edge of the drawing, beside the first line, and ends beside the other
    one. The area of its stroke grows with its weight.
    """
    most = max((weight for _one, _other, weight, _title in ties), default=0.0) or 1.0
    arcs = [
        Arc(_path(one, other, count), f"{THIN + (THICK - THIN) * sqrt(weight / most):.1f}", title)
        for one, other, weight, title in sorted(ties, key=lambda tie: tie[2])
    ]
    height = count * ROW
    return Arcs(
        f"{WIDTH / 16:g}rem", f"{height / 16:g}rem", f"0 0 {WIDTH:g} {height:g}", tuple(arcs)
    )


def _path(one: int, other: int, count: int) -> str:
    first, last = (ROW * (line + 0.5) for line in sorted((one, other)))
    # An arc over all lines reaches to the left edge; the control points of a curve lie 4/3 as far.
    reach = (WIDTH - THICK) * abs(one - other) / max(count - 1, 1)
    left = WIDTH - max(reach, ROW / 2) * 4 / 3
    return f"M{WIDTH:g} {first:g}C{left:.1f} {first:g} {left:.1f} {last:g} {WIDTH:g} {last:g}"
