"""Dates as saved pages write them, and the choice among witnesses."""

from datetime import date

import pytest

from ingest.dates import ORDER, choose, date_near, read_date, read_partial_date
from ingest.values import Evidence


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14/09/2025", date(2025, 9, 14)),
        ("04/05/2025", date(2025, 5, 4)),
        ("2025.09.14.", date(2025, 9, 14)),
        ("2024.2.10.", date(2024, 2, 10)),
        ("Juche112.11.28.", date(2023, 11, 28)),
        ("Juche 113. 1. 2.", date(2024, 1, 2)),
        ("September 14, 2025", date(2025, 9, 14)),
        ("Sep 14, 2025", date(2025, 9, 14)),
        ("Sept. 4, 2025", date(2025, 9, 4)),
        ("May 09,2025", date(2025, 5, 9)),
        ("Feb. 29,Juche 113 (2024)", date(2024, 2, 29)),
        ("2025-09-14", date(2025, 9, 14)),
        ("2025-09-14T08:00:00+09:00", date(2025, 9, 14)),
    ],
)
def test_a_full_date_is_read_in_every_form_seen(text: str, day: date) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/02/2025",
        "14/14/2025",
        "00/01/2025",
        "2025.13.1.",
        "Smarch 1, 2025",
        "April 17",
        "2025",
        "1/1/25",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025", "2025"),
        ("2025-4", "2025-04"),
        ("2025-04-17", "2025-04-17"),
        ("2025-13", None),
        ("1", None),
        ("", None),
    ],
)
def test_a_date_can_be_known_in_part(text: str, value: str | None) -> None:
    assert read_partial_date(text) == value


@pytest.mark.parametrize(
    ("day", "witness", "value"),
    [
        ("April 17", "17/04/2025", "2025-04-17"),
        ("December 31", "01/01/2025", "2024-12-31"),
        ("January 1", "2024.12.31.", "2025-01-01"),
        ("Feb. 29", "March 1, 2024", "2024-02-29"),
        ("February 29", "2023-06", "2024-02-29"),
        ("February 29", "2022", None),
        ("3月15日", "2026.03.15.", "2026-03-15"),
        ("7월 2일", "2025.07.02.", "2025-07-02"),
        ("January 31", "2024", "2024-01-31"),
        ("December 31", "2024", "2024-12-31"),
        ("May 40", "2024", None),
        ("May 4", "no date", None),
    ],
)
def test_a_dateline_takes_the_nearest_year(day: str, witness: str, value: str | None) -> None:
    assert date_near(day, witness) == value


def witnesses(**values: str) -> dict[str, Evidence]:
    return {
        name: Evidence(value, "words", ((at, at + 1),))
        for at, (name, value) in enumerate(values.items())
    }


def test_the_first_witness_of_the_order_holds_whatever_came_first() -> None:
    found = witnesses(
        dateline="2025-04-17", page_date="2025-04-18", sign_off="2025-04-19", date_line="2025-04-20"
    )
    chosen, is_doubtful, problems = choose(found)
    assert chosen == found["date_line"]
    assert not is_doubtful
    assert not problems
    assert ORDER[0] == "date_line"
    assert ORDER[-1] == "dateline"


def test_more_than_three_days_apart_is_doubtful_and_names_both() -> None:
    found = witnesses(date_line="2025-04-20", sign_off="2025-04-17", dateline="2025-04-16")
    chosen, is_doubtful, (problem,) = choose(found)
    assert chosen == found["date_line"]
    assert is_doubtful
    assert problem.code == "dates-disagree"
    assert "2025-04-20, the dateline 2025-04-16" in problem.message
    assert problem.spans == ((0, 1), (2, 3))


def test_a_day_within_the_month_that_the_header_names_is_taken() -> None:
    found = witnesses(header="2025-04", dateline="2025-04-17")
    assert choose(found) == (found["dateline"], False, ())


def test_a_day_outside_the_month_that_the_header_names_is_doubtful() -> None:
    found = witnesses(header="2025-04", sign_off="2025-06-17")
    chosen, is_doubtful, _ = choose(found)
    assert chosen == found["header"]
    assert is_doubtful


def test_no_year_is_no_date_and_the_problem_shows_the_dateline() -> None:
    chosen, is_doubtful, (problem,) = choose({}, (5, 13))
    assert chosen is None
    assert not is_doubtful
    assert (problem.code, problem.spans) == ("date-unknown", ((5, 13),))
    (problem,) = choose({})[2]
    assert problem.spans == ()
