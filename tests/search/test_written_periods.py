"""Test that periods are read as people write them, and that two readings are both shown."""

import pytest

from archive.search.periods import parse_period
from archive.search.query.parser import parse_query
from archive.search.query.query_tree import And, DateIs, Node, Not, Or, Words
from archive.search.written_periods import read_period

WRITTEN = {
    "2024-04-15": [
        *("15.4.2024", "15 April 2024", "20240415", "2024.04.15.", "2024/4/15", "April 15, 2024"),
        *(
            "15th Apr. 2024",
            "2024년 4월 15일",
            "주체113년 4월 15일",
            "Juche 113.4.15",
            "15-04-2024",
        ),
        *("4/15/2024", "Monday, 15 April 2024"),
    ],
    "2024-04": [
        "apr-2024",
        "2024-apr",
        "Apr/2024",
        "April2024",
        "Apr 2024",
        "2024/04",
        "202404",
        "4/2024",
        "2024 April",
        "2024년 4월",
    ],
    "2024-10-01..2024-10-31": ["1 to 31 October 2024", "1-31 October 2024", "October 1 - 31, 2024"],
    "2024-08-01..2024-08-10": [
        *("August 1-10, 2024", "2024-08-01/2024-08-10", "01.08.2024-10.08.2024"),
        *("2024-08-01—2024-08-10", "2024-08-01–2024-08-10", "1 August to 10 August 2024"),
    ],
    "2024-08..2024-09": ["Aug-Sep 2024", "August to September 2024"],
    "2024-12-15..2025-01-10": ["15 December to 10 January 2025", "15 December 2024 to 10 January"],
    "2024": ["Juche 113", "juche113 (2024)", "주체113", "2024년", " 2024 "],
    "2024-06..": [
        ">2024-05",
        "> May 2024",
        "after May 2024",
        "2024-06..",
        ">=2024-06",
        "since 6/2024",
    ],
    "..2023": ["<2024", "before Juche 113", "<= 2023", "until 2023"],
    "2024-04-16..": [">15 April 2024"],
    "..2024-02-29": ["<1.3.2024"],
    "2024-05-01..2024-06-30": ["1.5.2024..30.6.2024", "from 1 May 2024 to 30 June 2024"],
    "2024..2025": ["2024-2025", "2024 to 2025", "2024 - 2025"],
    "2024-05-13..2024-06-04": ["13/5/2024..4/6/2024", "13/5/2024..6/4/2024"],
    "*-04-15": ["*-4-15", "15 April", "April 15", "4월 15일"],
    "*-02-29": ["29 February"],
}
TWO_READINGS = {
    "4/5/2024": ("2024-05-04", "2024-04-05"),
    "04-05-2024": ("2024-05-04", "2024-04-05"),
    ">4/5/2024": ("2024-05-05..", "2024-04-06.."),
    "4/5/2024..6/7/2024": ("2024-05-04..2024-07-06", "2024-04-05..2024-06-07"),
}
APRIL = DateIs(parse_period("2024-04-15"))


@pytest.mark.parametrize("text", WRITTEN)
def test_a_period_is_read_in_every_form(text: str) -> None:
    for written in WRITTEN[text]:
        read = read_period(written)
        assert (read.period.text, read.other) == (text, None), written
        assert parse_period(read.period.text) == read.period
        assert parse_query(f'date:"{written}"').node == DateIs(read.period)


@pytest.mark.parametrize("typed", TWO_READINGS)
def test_a_date_with_two_readings_says_so(typed: str) -> None:
    read = read_period(typed)
    assert read.other is not None
    assert (read.period.text, read.other.text) == TWO_READINGS[typed]
    [other] = parse_query(f"date:{typed} iron").others
    assert read.period.label in other.sentence
    assert other.typed == f"date:{read.other.text} iron"


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "..",
            "iron",
            "31 April 2024",
            "*-02-30",
            "2024..2023",
            "15",
            ">9999",
            "2024-13",
            "> ",
        ),
        *("aug", "13.10.24", "13-oct-24", "1-32 October 2024", "2024-8/9", "1-2", "-", "iron-ore"),
    ],
)
def test_other_texts_are_no_period(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        read_period(typed)


def words(text: str) -> Node:
    return And(tuple(map(Words, text.split())))


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        ("date:15 April 2024 iron", And((APRIL, Words("iron")))),
        ('date:"15 April 2024" iron', And((APRIL, Words("iron")))),
        ('date:>"31 May 2024"', DateIs(parse_period("2024-06-01.."))),
        ("date:> 2024-05", DateIs(parse_period("2024-06.."))),
        ('date:"1 May 2024" .. 2024', DateIs(parse_period("2024-05-01..2024"))),
        (
            "date:1-31 October 2024 iron",
            And((DateIs(parse_period("2024-10-01..2024-10-31")), Words("iron"))),
        ),
        ("date:2024 10", And((DateIs(parse_period("2024")), Words("10")))),
        ("date:2024 Sunday", And((DateIs(parse_period("2024")), Words("Sunday")))),
        ("15 April 2024", Or((words("15 April 2024"), APRIL))),
        ("[Juche113.4.15.]", Or((Words("[Juche113.4.15.]"), APRIL))),
        ("iron 15 April 2024", And((Words("iron"), Or((words("15 April 2024"), APRIL))))),
        ("iron April 2024", words("iron April 2024")),
        ("4/5/2024", Words("4/5/2024")),
        ("April 15", words("April 15")),
        ("2024", Words("2024")),
    ],
)
def test_dates_are_found_in_searches(typed: str, node: Node) -> None:
    parsed = parse_query(typed)
    assert parsed.node == node
    assert not parsed.notes


def test_a_date_among_words_is_offered() -> None:
    assert [other.typed for other in parse_query("iron 15 April 2024 or May 2023").others] == [
        "iron date:2024-04-15 or May 2023",
        "iron 15 April 2024 or date:2023-05",
    ]
    assert [other.typed for other in parse_query("4/5/2024").others] == [
        "date:2024-05-04",
        "date:2024-04-05",
    ]
    assert not parse_query('date:2024 "15 April 2024" title:2024-04-15').others


def test_an_excluded_date_is_only_a_word() -> None:
    parsed = parse_query("iron -2024-04-15")
    assert parsed.node == And((Words("iron"), Not(Words("2024-04-15"))))
    assert not parsed.others


def test_a_month_or_short_year_has_a_note() -> None:
    assert parse_query("date:aug iron").notes == (
        "“aug” has no year. Write it, too: 2025-04 or April 2025. It was searched for as words.",
    )
    [note] = parse_query("date:13.10.24").notes
    assert note.startswith("“13.10.24” has no year with four digits, such as 2024.")
