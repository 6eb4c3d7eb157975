"""Tests of the choice of an article's date, if its page contains several dates."""

import pytest

from ingest.date_witnesses import WITNESSES, by_trust, choose_date
from ingest.values import Evidence


def witnesses(**values: str) -> dict[str, Evidence]:
    return {
        name: Evidence(value, "words", ((at, at + 1),))
        for at, (name, value) in enumerate(values.items())
    }


def test_the_most_trusted_witness_is_chosen_in_any_order_of_witnesses() -> None:
    results = witnesses(
        dateline="2025-04-17", page_date="2025-04-18", sign_off="2025-04-19", date_line="2025-04-20"
    )
    chosen, is_doubtful, problems = choose_date(results)
    assert chosen == results["date_line"]
    assert not is_doubtful
    assert not problems
    assert next(iter(WITNESSES)) == "date_line"
    assert list(WITNESSES)[-1] == "file_name"


def test_witnesses_more_than_three_days_apart_make_the_date_doubtful_and_are_named() -> None:
    results = witnesses(date_line="2025-04-20", sign_off="2025-04-17", dateline="2025-04-16")
    chosen, is_doubtful, (problem,) = choose_date(results)
    assert chosen == results["date_line"]
    assert is_doubtful
    assert problem.code == "dates-disagree"
    assert "2025-04-20, the dateline 2025-04-16" in problem.message
    assert problem.spans == ((0, 1), (2, 3))


def test_a_day_within_the_month_of_the_header_is_chosen() -> None:
    results = witnesses(header="2025-04", dateline="2025-04-17")
    assert choose_date(results) == (results["dateline"], False, ())


def test_a_day_outside_the_month_of_the_header_is_doubtful() -> None:
    results = witnesses(header="2025-04", sign_off="2025-06-17")
    chosen, is_doubtful, _ = choose_date(results)
    assert chosen == results["header"]
    assert is_doubtful


def test_without_a_year_the_date_is_unknown_and_the_problem_shows_the_dateline() -> None:
    chosen, is_doubtful, (problem,) = choose_date({}, (5, 13))
    assert chosen is None
    assert not is_doubtful
    assert (problem.code, problem.spans) == ("date-unknown", ((5, 13),))
    (problem,) = choose_date({})[2]
    assert problem.spans == ()


def test_witnesses_are_sorted_by_trust_and_unknown_ones_come_last() -> None:
    assert by_trust({"dateline": 1, "odd": 2, "header": 3}) == ["header", "dateline", "odd"]


@pytest.mark.parametrize(
    ("name", "value", "codes"),
    [
        ("sign_off", "1922-05-04", ["date-early"]),
        ("page_date", "1945-08-15", ["date-early"]),
        ("page_date", "1996-12-02", []),
        ("header", "1912-05-04", ["date-early"]),
        ("header", "1946-05-04", []),
        ("own_line", "1953-07-27", []),
    ],
)
def test_a_date_earlier_than_the_outlets_or_their_sites_is_a_problem(
    name: str, value: str, codes: list[str]
) -> None:
    choice = choose_date(witnesses(**{name: value}))
    assert [problem.code for problem in choice.problems] == codes
    assert choice.is_doubtful is bool(codes)
    assert choice.witness and choice.witness.value == value
