"""Test how texts are split into the words of the index, and dates are read as periods."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.analysis.analyzers import (
    EXACT,
    STEMMED,
    exact_words,
    restore_spaces,
    words_and_spans,
)
from archive.search.periods import as_number, parse_period, parts_of
from ingest.partial_date import PartialDate


@pytest.mark.parametrize(
    ("saved", "spaced"),
    [
        ("ComradeKim Jong Unvisited", "Comrade Kim Jong Un visited"),
        ("Kim Il SungandKim Jong Il", "Kim Il Sung and Kim Jong Il"),
        ("Kim Il Sung University", "Kim Il Sung University"),
        ("Kim Il Sung's birthday", "Kim Il Sung's birthday"),
        ("KIM JONG UNVISITS", "KIM JONG UN VISITS"),
        ("Kim Jong Ung", "Kim Jong Ung"),
        ("Kim Jong Ungave", "Kim Jong Un gave"),
        ("Kimilsung flower", "Kimilsung flower"),
    ],
)
def test_missing_spaces_around_leaders_names_are_restored(saved: str, spaced: str) -> None:
    assert restore_spaces(saved) == spaced


parts = st.lists(
    st.sampled_from(["Kim Il Sung", "Kim Jong Un", "of", " ", "É", "g", "’s", "🦊"]), max_size=20
)


@given(
    parts.map("".join)
    | st.text()
    | st.text(st.sampled_from("aZ09_-. \u00a0\u2019\u2028\u212a\ufb01é\x1f"))
)
def test_exact_words_are_the_words_of_the_index(text: str) -> None:
    assert exact_words(text) == EXACT.analyze(restore_spaces(text))


@given(parts.map("".join))
def test_spans_contain_their_words(text: str) -> None:
    words, span = words_and_spans(text, EXACT)
    for number, word in enumerate(words):
        start, end = span(number)
        assert EXACT.analyze(text[start:end]) == [word]


@given(parts.map("".join))
def test_restoring_spaces_twice_changes_nothing(text: str) -> None:
    assert restore_spaces(restore_spaces(text)) == restore_spaces(text)
    assert restore_spaces(text).replace(" ", "") == text.replace(" ", "")


def test_only_the_stemmed_analyzer_removes_endings() -> None:
    assert STEMMED.analyze("Factories visited") == STEMMED.analyze("factory visits")
    assert EXACT.analyze("Factories VISITED") == ["factories", "visited"]


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2025", "2025-01-01", "2025-12-31", "2025"),
        ("2024-02", "2024-02-01", "2024-02-29", "February 2024"),
        ("2025-04-17", "2025-04-17", "2025-04-17", "17 April 2025"),
        ("2025-04..2025-06", "2025-04-01", "2025-06-30", "April 2025 to June 2025"),
        ("2024..2025-06-02", "2024-01-01", "2025-06-02", "2024 to 2 June 2025"),
        ("2025..", "2025-01-01", "9999-12-31", "since 2025"),
        ("..2025-06", "0001-01-01", "2025-06-30", "until June 2025"),
    ],
)
def test_a_period_has_first_and_last_day_and_a_label(
    text: str, first: str, last: str, label: str
) -> None:
    period = parse_period(text)
    assert (period.first, period.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert period.label == label


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "25",
        "2025-4",
        "2025-00",
        "2025-04-00",
        "2025-04-31",
        "0000",
        "2025...",
        "2025..2024",
        "２０２５",
        "2025\n",
    ],
)
def test_an_invalid_period_is_rejected_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        parse_period(text)


@given(st.dates(), st.sampled_from(["year", "month", "day"]))
def test_a_partial_date_has_the_days_of_the_period_with_its_text(day: date, precision: str) -> None:
    text = day.isoformat()[: {"year": 4, "month": 7, "day": 10}[precision]]
    period = parse_period(text)
    partial = PartialDate.of(period.first, precision)
    assert (partial.first_day, partial.last_day) == (period.first, period.last)
    assert as_number(period.first) <= as_number(period.last)


@given(st.dates(date(1999, 1, 1), date(2004, 12, 31)), st.integers(0, 1_500))
def test_the_parts_of_a_period_are_exactly_its_days(first: date, length: int) -> None:
    last = first + timedelta(length)
    parts = parts_of(parse_period(f"{first}..{last}"))
    units = [f"{year:04}" for year in parts["year"]]
    units += [f"{month // 100}-{month % 100:02}" for month in parts["month"]]
    units += [f"{day // 10000}-{day // 100 % 100:02}-{day % 100:02}" for day in parts["day"]]
    periods = sorted(map(parse_period, units), key=lambda period: period.first)
    assert (periods[0].first, periods[-1].last) == (first, last)
    for period, following in pairwise(periods):
        assert period.last + timedelta(1) == following.first
    assert len(parts["month"]) <= 22
    assert len(parts["day"]) <= 60


def test_a_period_without_end_consists_of_years() -> None:
    assert parts_of(parse_period("..2024")) == {"year": [*range(1, 2025)], "month": [], "day": []}
    assert parts_of(parse_period("2024-12..2025"))["month"] == [202412]
