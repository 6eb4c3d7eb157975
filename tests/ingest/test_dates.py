"""Tests of dates as saved pages write them."""

from datetime import date
from sys import getrefcount

import pytest

from ingest.dates import date_near, read_any_date, read_date, read_partial_date


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
        ("２０２５-０９-１４", date(2025, 9, 14)),
        ("1４/0９/2025", date(2025, 9, 14)),
        ("2025년 9월 14일", date(2025, 9, 14)),
        ("주체114(2025)년 9월 14일", date(2025, 9, 14)),
        ("2025年9月14日", date(2025, 9, 14)),
        ("チュチェ114（2025）年９月14日", date(2025, 9, 14)),
        ("Mon, 06/17/2024", date(2024, 6, 17)),
        ("Monday, 17/06/2024", date(2024, 6, 17)),
        ("Mon, 05/06/2024", date(2024, 5, 6)),
    ],
)
def test_a_full_date_is_read_in_every_known_form(text: str, day: date) -> None:
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
        "Tue, 06/17/2024",
        "Tue, 05/06/2024",
        # The first two texts are dates of other calendars, but the texts do not name the calendar.
        "๑๔/๐๙/๒๕๖๘",
        "۱۴۰۴-۰۶-۲۳",
        "١٤/٠٩/٢٠٢٥",
        "2025-09-1٤",
        "२०२५.९.१४.",
        "September ۱۴, 2025",
        "2025-09-1²",
        "2025.9.①.",
    ],
)
def test_other_texts_are_not_dates(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025", "2025"),
        ("2025-4", "2025-04"),
        ("2025-04-17", "2025-04-17"),
        ("2025-13", ""),
        ("２０２５-０４", "2025-04"),
        ("２０２５", "2025"),
        ("๒๕๖๘", ""),
        ("2025-٠٤", ""),
        ("202⁵", ""),
        ("1", ""),
        ("", ""),
    ],
)
def test_a_date_can_be_only_a_month_or_year(text: str, value: str) -> None:
    assert read_partial_date(text).iso == value


@pytest.mark.parametrize(
    ("day", "witness", "value"),
    [
        ("April 17", "17/04/2025", "2025-04-17"),
        ("December 31", "01/01/2025", "2024-12-31"),
        ("January 1", "2024.12.31.", "2025-01-01"),
        ("Feb. 29", "March 1, 2024", "2024-02-29"),
        ("February 29", "2023-06", "2024-02-29"),
        ("February 29", "2022", ""),
        ("3月15日", "2026.03.15.", "2026-03-15"),
        ("7월 2일", "2025.07.02.", "2025-07-02"),
        ("７월 ２일", "2025.07.02.", "2025-07-02"),
        ("1２月３1日", "2025-01-01", "2024-12-31"),
        ("April ١٧", "17/04/2025", ""),
        ("April 17", "١٧/٠٤/2025", ""),
        ("January 31", "2024", "2024-01-31"),
        ("December 31", "2024", "2024-12-31"),
        ("May 40", "2024", ""),
        ("May 4", "no date", ""),
    ],
)
def test_a_day_without_a_year_gets_the_year_nearest_to_another_date(
    day: str, witness: str, value: str
) -> None:
    assert date_near(day, witness).iso == value


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        *(("20240506.0", "2024-05-06"), ("2024.0", "2024"), ("[2024.05.06.]", "2024-05-06")),
        ("Timestamp('2024-05-06 00:00:00')", "2024-05-06"),
        ("datetime.date(2024, 5, 6)", "2024-05-06"),
        ("datetime.datetime(2024, 5, 6, 10, 30)", "2024-05-06"),
        ('ISODate("2024-05-06T00:00:00Z")', "2024-05-06"),
        ("/Date(1714953600000)/", "2024-05-06"),
        *(("Posted on May 6, 2024", "2024-05-06"), ("Published: 6 May 2024", "2024-05-06")),
        ("Published 6 May 2024 | Updated: 8 May 2024", "2024-05-06"),
        ("2024-05-06 (updated 2024-05-07)", "2024-05-06"),
        *(("令和6年5月6日", "2024-05-06"), ("民國113年5月6日", "2024-05-06"), ("令和6年", "2024")),
        *(("平成元年1月8日", "1989-01-08"), ("입력 2024.05.06 10:30", "2024-05-06")),
        *(("发布时间：2024-05-06", "2024-05-06"), ("Publié le 6 mai 2024", "2024-05-06")),
        *(("Updated May 6, 2024", ""), ("수정 2024.05.06", ""), ("Posted on 05/06/2024", "")),
        *(("2024-05-06, 2024-05-07", ""), ("Timestamp('1970-01-01')", ""), ("spring 2024", "")),
    ],
)
def test_a_date_is_read_among_the_words_of_people_and_programs(text: str, iso: str) -> None:
    assert read_any_date(text).iso == iso


def test_a_long_text_is_not_kept_in_memory() -> None:
    text = "6 May 2024" * 20
    known = getrefcount(text)
    assert read_any_date(text).iso == ""
    assert getrefcount(text) == known
