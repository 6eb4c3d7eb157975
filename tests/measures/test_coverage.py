"""Test the days and gaps of an archive against a plain walk through all days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archive.measures.coverage import Gap, coverage_of, sum_between

DAYS = st.dates(date(2013, 11, 1), date(2014, 3, 31))


def test_an_archive_without_days_has_no_coverage() -> None:
    assert coverage_of([]) is None


def test_gaps_lie_between_the_first_and_the_last_day() -> None:
    found = coverage_of([date(2024, 2, 27), date(2024, 3, 1), date(2024, 3, 2)])
    assert found
    assert found.gaps == (Gap(date(2024, 2, 28), date(2024, 2, 29)),)
    assert (found.span, found.day_count, found.missing) == (5, 3, 2)
    assert found.longest == found.gaps[0]


@given(st.sets(DAYS, min_size=1))
def test_each_day_is_held_or_in_one_gap(days: set[date]) -> None:
    found = coverage_of(days)
    assert found
    walked = [found.first + timedelta(days=number) for number in range(found.span)]
    missing = [day for day in walked if day not in days]
    in_gaps = [
        gap.first + timedelta(days=number) for gap in found.gaps for number in range(gap.days)
    ]
    assert in_gaps == missing
    assert (found.day_count, found.missing) == (len(days), len(missing))
    assert (min(days), max(days)) == (walked[0], walked[-1])


@given(st.dictionaries(DAYS, st.integers(1, 9)), DAYS, DAYS)
def test_counts_are_summed_with_both_ends(counts: dict[date, int], one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    walked = sum(counts.get(first + timedelta(days=n), 0) for n in range((last - first).days + 1))
    assert sum_between(counts, first, last) == walked
