"""Compare the bounds of shares with figures that others have published."""

import pytest

from archive.measures.intervals import wilson_interval

# R. Newcombe, “Two-sided confidence intervals for the single proportion”, Statistics in Medicine 17
# (1998), table I, method 3 (score method without continuity correction).
NEWCOMBE = (
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
)


@pytest.mark.parametrize(("count", "total", "low", "high"), NEWCOMBE)
def test_bounds_are_those_published(count: int, total: int, low: float, high: float) -> None:
    assert [round(bound, 4) for bound in wilson_interval(count, total)] == [low, high]


@pytest.mark.parametrize(("count", "total"), [(0, 0), (3, 2), (-1, 5)])
def test_numbers_that_are_no_share_are_refused(count: int, total: int) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        wilson_interval(count, total)
