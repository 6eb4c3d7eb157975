"""Tests of the charts: what is drawn, where, and when nothing is drawn."""

from itertools import pairwise

import pytest

from archive.display.charts import MOST_MONTHS, MOST_YEARS, Chart, chart_over_time

MONTHS = ["Jan", "Feb", "Mar", "Apr"]


def drawn(years: dict[int, int], months: dict[int, int]) -> Chart:
    chart = chart_over_time(years, months, lambda period: f"?date={period}")
    assert chart is not None
    return chart


def test_months_without_articles_are_gaps_without_links() -> None:
    chart = drawn({2024: 4, 2025: 2}, {202411: 3, 202412: 1, 202502: 2})
    assert (chart.unit, chart.title) == (
        "month",
        "Articles by month, November 2024 to February 2025",
    )
    assert [(bar.label, bar.count, bar.url) for bar in chart.bars] == [
        ("November 2024", 3, "?date=2024-11"),
        ("December 2024", 1, "?date=2024-12"),
        ("January 2025", 0, ""),
        ("February 2025", 2, "?date=2025-02"),
    ]
    assert (
        chart.summary
        == "Articles by month, from November 2024 to February 2025. The highest number is 3, in"
        " November 2024."
    )


def test_bars_are_proportional_and_the_tallest_fills_the_drawing() -> None:
    chart = drawn({2025: 10}, {202501: 8, 202502: 2})
    assert [(bar.y, bar.height) for bar in chart.bars] == [("0%", "100%"), ("75%", "25%")]
    assert chart.most == 8


def test_a_bar_with_articles_has_a_visible_height() -> None:
    chart = drawn({2025: 10_001}, {202501: 10_000, 202503: 1})
    assert [bar.height for bar in chart.bars] == ["100%", "0%", "1%"]
    assert chart.bars[2].y == "99%"


def test_a_few_bars_do_not_fill_the_width() -> None:
    few = drawn({2025: 2}, {202501: 1, 202502: 1})
    assert [bar.slot_x for bar in few.bars] == ["0%", "8.333%"]
    many = drawn({2023: 1, 2025: 1}, {202301: 1, 202512: 1})
    assert len(many.bars) == 36
    assert many.bars[-1].slot_x == "97.222%"


def test_years_are_drawn_if_there_are_too_many_months() -> None:
    last = 200001 + MOST_MONTHS // 12 * 100
    assert drawn({2000: 1, last // 100: 1}, {200002: 1, last: 1}).unit == "month"
    chart = drawn({2000: 2, last // 100: 1}, {200001: 1, 200002: 1, last: 1})
    assert chart.unit == "year"
    assert [(bar.label, bar.count) for bar in chart.bars][:2] == [("2000", 2), ("2001", 0)]


def test_years_are_drawn_if_a_date_has_no_month() -> None:
    chart = drawn({2021: 1, 2025: 3}, {202501: 1, 202502: 1})
    assert (chart.unit, len(chart.bars)) == ("year", 5)


@pytest.mark.parametrize(
    ("years", "months"),
    [
        ({}, {}),
        ({0: 7}, {}),
        ({2025: 3}, {}),
        ({2025: 3}, {202504: 3}),
        ({2025 - MOST_YEARS: 1, 2025: 9}, {202504: 9}),
    ],
)
def test_nothing_is_drawn_without_bars_to_compare(
    years: dict[int, int], months: dict[int, int]
) -> None:
    assert chart_over_time(years, months, str) is None


def test_labels_do_not_overlap() -> None:
    chart = drawn({2022: 1, 2025: 1}, {202212: 1, 202512: 1})
    assert [tick.label for tick in chart.ticks] == ["2023", "2024", "2025"]
    chart = drawn({2023: 1, 2024: 1}, {202307: 1, 202406: 1})
    assert [tick.label for tick in chart.ticks] == [
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
        *MONTHS,
        "May",
        "Jun",
    ]
    chart = drawn({2023: 1, 2024: 1}, {202307: 1, 202407: 1})
    assert [(tick.label, tick.x) for tick in chart.ticks] == [("2023", "4%"), ("2024", "50%")]
    assert chart.title == "Articles by month"
    spring = drawn({2025: 2}, {202503: 1, 202505: 1})
    assert [tick.label for tick in spring.ticks] == ["Mar", "Apr", "May"]
    assert spring.title == "Articles by month, 2025"
    winter = drawn({2024: 1, 2025: 1}, {202405: 1, 202504: 1})
    assert [tick.label for tick in winter.ticks] == [
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
        *MONTHS,
    ]
    assert winter.title == "Articles by month, May 2024 to April 2025"
    edges = drawn({2021: 1, 2025: 1}, {202101: 1, 202501: 1})
    assert (edges.ticks[0].x, edges.ticks[-1].x) == ("4%", "96%")
    years = drawn(dict.fromkeys(range(1990, 2026), 1), {})
    places = [float(tick.x[:-1]) for tick in years.ticks]
    assert min(later - earlier for earlier, later in pairwise(places)) >= 11
