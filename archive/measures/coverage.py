"""Which days an archive has articles of, and which days are missing between them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Gap:
    """Successive days without articles, from `first` to `last`."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Return the number of days of the gap."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Coverage:
    """The first and the last day with articles, the number of such days, and the gaps between.

    `gaps` are sorted by date. Days before `first` and after `last` are no gaps: nothing says that
    there should be articles.
    """

    first: date
    last: date
    day_count: int
    gaps: tuple[Gap, ...]

    @property
    def span(self) -> int:
        """Return the number of days from the first to the last."""
        return (self.last - self.first).days + 1

    @property
    def missing(self) -> int:
        """Return the number of days without articles between the first and the last day."""
        return self.span - self.day_count

    @property
    def longest(self) -> Gap | None:
        """Return the longest gap, the earliest of several; None if there is no gap."""
        return max(self.gaps, key=lambda gap: gap.days, default=None)


def coverage_of(days: Collection[date]) -> Coverage | None:
    """Return the coverage of the days with articles; None if there are none."""
    if not days:
        return None
    ordered = sorted(set(days))
    one = timedelta(days=1)
    gaps = [
        Gap(before + one, after - one)
        for before, after in pairwise(ordered)
        if after - before > one
    ]
    return Coverage(ordered[0], ordered[-1], len(ordered), tuple(gaps))


def sum_between(counts: Mapping[date, int], first: date, last: date) -> int:
    """Return the sum of the counts of the days from `first` to `last`."""
    return sum(count for day, count in counts.items() if first <= day <= last)
