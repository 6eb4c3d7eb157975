"""Tests of the charts: what is drawn, where, and when nothing is drawn."""

from itertools import pairwise

from archive.display.charts import Chart, Charted, make_chart, percent
from archive.measures.intervals import wilson_interval
from ingest.partial_date import PartialDate

MONTHS = ["Jan", "Feb", "Mar", "Apr"]


def drawn(
    numbers: dict[str, tuple[int, int]], unit: str = "month", *, shares: bool = True
) -> Chart:
    rows = [
        Charted(
            period,
            PartialDate.parse(period).label,
            count,
            held,
            f"?date={period}" if count else "",
            wilson_interval(count, held) if held else None,
        )
        for period, (count, held) in numbers.items()
    ]
    chart = make_chart(unit, rows, is_of_shares=shares)
    assert chart is not None
    return chart


def months(first: str, number: int) -> dict[str, tuple[int, int]]:
    year, month = int(first[:4]), int(first[5:])
    indexes = range(year * 12 + month - 1, year * 12 + month - 1 + number)
    return {f"{index // 12}-{index % 12 + 1:02}": (1, 100) for index in indexes}


def test_silence_and_gaps_look_different_and_are_told() -> None:
    chart = drawn({"2024-11": (3, 100), "2024-12": (0, 50), "2025-01": (0, 0), "2025-02": (2, 25)})
    assert chart.title == "Share of all articles by month, November 2024 to February 2025"
    assert [(bar.description, bar.url, bar.height) for bar in chart.bars] == [
        ("November 2024: 3 of 100 articles, 3.0 %", "?date=2024-11", "37.5%"),
        ("December 2024: 0 of 50 articles, 0 %", "", "0%"),
        ("January 2025: nothing in the archive", "", "0%"),
        ("February 2025: 2 of 25 articles, 8.0 %", "?date=2025-02", "100%"),
    ]
    assert chart.strip
    assert chart.strip.gaps == (("16.667%", "8.333%"),)
    assert chart.strip.held.startswith("M0.83 100V0H7.5V100zM9.17 100V50H")
    assert chart.most == "8.0 %"
    assert chart.summary == (
        "Share of all articles of the archive by month, from November 2024 to February 2025. The"
        " highest share is 8.0 % (2 of 25), in February 2025. In 1 month the archive has articles,"
        " but none of these. Of 1 month the archive has nothing."
    )


def test_bounds_are_drawn_if_there_are_few_articles() -> None:
    chart = drawn({"2025-01": (40, 100), "2025-02": (2, 100)})
    assert [bool(bar.middle) for bar in chart.bars] == [False, True]
    low, high = (100 - 100 * bound / 0.4 for bound in wilson_interval(2, 100))
    assert (float(chart.bars[1].low[:-1]), float(chart.bars[1].high[:-1])) == (
        round(low, 3),
        round(high, 3),
    )


def test_a_single_article_does_not_make_all_other_bars_low() -> None:
    chart = drawn({"2025-01": (5, 100), "2025-02": (1, 1), "2025-03": (1, 10_000)})
    assert [(bar.height, bar.is_cut) for bar in chart.bars] == [
        ("100%", False),
        ("100%", True),
        ("1%", False),
    ]
    assert (chart.most, chart.cut) == ("5.0 %", ("February 2025 (1 of 1)",))


def test_numbers_of_everything_have_no_strip() -> None:
    chart = drawn({"2025-01": (8, 8), "2025-02": (2, 2)}, shares=False)
    assert (chart.strip, chart.most, chart.title) == (None, "8", "Articles by month, 2025")
    assert chart.bars[1].description == "February 2025: 2 articles"
    assert [bar.height for bar in chart.bars] == ["100%", "25%"]


def test_nothing_is_drawn_without_bars_to_compare() -> None:
    one = Charted("2025", "2025", 1, 1, "")
    none = Charted("2026", "2026", 0, 9, "")
    assert make_chart("year", [one], is_of_shares=True) is None
    assert make_chart("year", [none, none], is_of_shares=True) is None


def test_shares_keep_two_digits_that_say_something() -> None:
    shares = [0, 0.00001, 0.0004, 0.029, 0.5, 0.9996, 1]
    assert [percent(share) for share in shares] == [
        "0 %",
        "under 0.01 %",
        "0.04 %",
        "2.9 %",
        "50.0 %",
        "100 %",
        "100 %",
    ]


def test_labels_do_not_overlap() -> None:
    assert [tick.label for tick in drawn(months("2022-12", 37)).ticks] == ["2023", "2024", "2025"]
    year = drawn(months("2023-07", 12))
    assert [tick.label for tick in year.ticks][5:10] == ["Dec", *MONTHS]
    two = drawn(months("2023-07", 13))
    assert [(tick.label, tick.x) for tick in two.ticks] == [("2023", "4%"), ("2024", "50%")]
    edges = drawn(months("2021-01", 49)).ticks
    assert (edges[0].x, edges[-1].x) == ("4%", "96%")
    years = drawn({f"{year}": (1, 9) for year in range(1990, 2026)}, "year")
    places = [float(tick.x[:-1]) for tick in years.ticks]
    assert min(later - earlier for earlier, later in pairwise(places)) >= 11
    days = drawn({f"2025-04-{day:02}": (1, 9) for day in range(1, 31)}, "day")
    assert days.ticks[0].label == "1"
    assert days.title == "Share of all articles by day, 1 April 2025 to 30 April 2025"
