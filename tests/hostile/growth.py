"""Compares the times of a small and a large file, to find stages that are not linear."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.hostile.stages import Times

STEP = 4
"""How many times as large as the small file the large file is."""

MOST = 8.0
"""How many times as long the large file may take.

Linear work takes STEP times as long, and work that is quadratic in the size takes 16 times as long.
The limit is between the two, because the times of equal runs differ."""

_LEAST = 0.02  # seconds; a shorter time is not exact enough to be compared
_TRIES = 4  # measurements; the fastest is used, because disturbances only make them slower


@dataclass(frozen=True, slots=True)
class Growth:
    """The seconds that a `stage` of reading takes for a small and for a large file."""

    stage: str
    small: float
    large: float

    @property
    def factor(self) -> float:
        return self.large / max(self.small, _LEAST / MOST)

    @property
    def is_linear(self) -> bool:
        return self.factor <= MOST

    def __str__(self) -> str:
        return (
            f"{self.stage}: {self.small * 1000:,.0f} ms, then {self.large * 1000:,.0f} ms"
            f" ({self.factor:.1f} times as long for {STEP} times the size)"
        )


def growths(measure: Callable[[int], Times], size: int) -> list[Growth]:
    """Return how the time of each stage grows from `size` to STEP times this size.

    `measure` returns the times of the stages for a file of a given size. While a stage seems not to
    be linear, `measure` is called again, at most _TRIES times in all.
    """
    small, large = measure(size), measure(STEP * size)
    for _ in range(1, _TRIES):
        if all(growth.is_linear for growth in _compared(small, large)):
            break
        small, large = _fastest(small, measure(size)), _fastest(large, measure(STEP * size))
    return _compared(small, large)


def _compared(small: Times, large: Times) -> list[Growth]:
    return [Growth(stage, small[stage], large[stage]) for stage in large if stage in small]


def _fastest(one: Times, other: Times) -> Times:
    return {stage: min(one[stage], other[stage]) for stage in one if stage in other}
