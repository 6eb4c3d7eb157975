"""Tests of partial dates: a day, only a month, or only a year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.partial_date import PartialDate, juche_year, long_date

DAY = date(2025, 9, 14)


@pytest.mark.parametrize(
    ("day", "precision", "label", "iso"),
    [
        (DAY, "day", "14 September 2025", "2025-09-14"),
        (DAY, "month", "September 2025", "2025-09"),
        (DAY, "year", "2025", "2025"),
        (date(945, 1, 2), "year", "0945", "0945"),
        (date(945, 1, 2), "day", "2 January 0945", "0945-01-02"),
        (None, "", "date unknown", ""),
        (DAY, "", "date unknown", ""),
    ],
)
def test_label_and_iso_text_contain_only_the_known_parts(
    day: date | None, precision: str, label: str, iso: str
) -> None:
    partial = PartialDate.of(day, precision)
    assert (partial.label, partial.iso, partial.precision) == (label, iso, precision if iso else "")
    assert bool(partial) == bool(iso)


@given(st.dates(), st.sampled_from(["day", "month", "year"]))
def test_a_date_survives_iso_text_and_columns(day: date, precision: str) -> None:
    partial = PartialDate.of(day, precision)
    assert PartialDate.parse(partial.iso) == partial
    assert PartialDate.of(*partial.columns) == partial
    assert partial.first_day <= partial.middle_day <= partial.last_day
    assert partial.first_day <= day <= partial.last_day
    assert partial.contains(PartialDate.of(day))


def test_the_empty_text_is_the_unknown_date() -> None:
    assert PartialDate.parse("") == PartialDate()
    assert PartialDate().columns == (None, "")
    with pytest.raises(ValueError, match=r"out of range|must be in"):
        _ = PartialDate().first_day


@pytest.mark.parametrize(
    "text",
    [
        *("2025-13", "2025-02-30", "2025-00", "2025-04-00", "0000", "2025-4", "17/04/2025"),
        *("yesterday", "2025-04-17\n", " 2025", "٢٠٢٥", "2025..2026"),
    ],
)
def test_any_other_text_is_not_a_valid_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a valid date\. Use 2025-04-17, 2025-04"):
        PartialDate.parse(text)


def test_the_message_repeats_only_the_beginning_of_a_long_text() -> None:
    with pytest.raises(ValueError, match=f"“{'x' * 40}…” is not a valid date"):
        PartialDate.parse("x" * 1000)


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        ("2025-04-17", "2025-04-20", 3),
        ("2025-04", "2025-04-20", 0),
        ("2025", "2025-04", 0),
        ("2025-04", "2025-05", 366),
        ("2025-04", "2025-05-01", 366),
        ("2024", "2025-01-01", 366),
        ("", "2025-01-01", 0),
        ("2025-01-01", "2024-12-31", 1),
    ],
)
def test_days_apart_is_0_if_one_date_contains_the_other(one: str, other: str, days: int) -> None:
    first, second = PartialDate.parse(one), PartialDate.parse(other)
    assert first.days_apart(second) == second.days_apart(first) == days


def test_the_last_day_of_february_depends_on_the_year() -> None:
    assert PartialDate.parse("2024-02").last_day == date(2024, 2, 29)
    assert PartialDate.parse("2023-02").last_day == date(2023, 2, 28)
    assert PartialDate.parse("2024").last_day == date(2024, 12, 31)


def test_a_juche_year_plus_1911_is_the_year() -> None:
    assert juche_year(112) == 2023


def test_long_date_writes_the_name_of_the_month() -> None:
    assert long_date(date(2025, 5, 1)) == "1 May 2025"
