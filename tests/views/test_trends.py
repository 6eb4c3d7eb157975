"""Tests of the page that compares lists over time: addresses, numbers, charts and files."""

import struct
from collections import Counter
from xml.etree import ElementTree

from django.http import QueryDict
from django.test import Client

from archive.display.charts import Charted
from archive.display.line_charts import LineNumbers, make_line_chart
from archive.listing.periods_counted import Unit
from archive.listing.trend_counts import compare_over_time
from archive.listing.trend_lines import MOST_LINES, Trends
from archive.search import PeriodCounts, SearchResults
from archive.search.values import Counted
from tests.read_answers import rows_at
from tests.sample_pages import SamplePages

PAGE = "/trends/?line=q%3Dworks&line=place%3Dkusong&by=month"


def test_lists_are_compared_at_an_address_that_can_be_shared(
    client: Client, sample_pages: SamplePages
) -> None:
    added = client.get("/trends/?line=q%3Dworks&place=kusong&by=month&utm_source=mail")
    assert (added.status_code, added["Location"]) == (301, PAGE)
    pasted = client.get("/trends/", {"q": "https://example.org/articles/?place=kusong&sort=oldest"})
    assert pasted["Location"] == "/trends/?line=place%3Dkusong"
    dated = client.get(
        "/trends/?line=q%3Dworks%26date%3D2024&line=place%3Dkusong&from=May+2025&to="
    )
    assert dated["Location"] == (
        "/trends/?line=q%3Dworks%26date%3D2025-05..&line=date%3D2025-05..%26place%3Dkusong"
    )
    undated = client.get("/trends/?line=q%3Dworks%26date%3D2024&from=&to=")
    assert undated["Location"] == "/trends/?line=q%3Dworks"
    measured = client.get("/articles/?place=kusong").context["measures"]
    assert ("Compare in trends", "/trends/?line=place%3Dkusong") in measured

    odd = client.get("/trends/", {"line": ['q="tok hun" -date:2024&person=unknown', "date=2025.."]})
    assert client.get(odd["Location"]).status_code == 200

    page = client.get(PAGE).context
    for line in page["compared"].lines:
        rows = [*line.rows, *line.imprecise]
        assert (
            sum(row.count for row in rows) == client.get(line.line.address.url()).context["total"]
        )
        linked = next(row for row in rows if row.url)
        assert client.get(linked.url).context["total"] == linked.count
    assert [line.letter for line in page["chart"].lines] == ["A", "B"]
    assert page["chart"].lines[1].summary.startswith("Line B, Articles mentioning Kusong City: the")

    split = client.get(f"{PAGE}&split=source").context
    for panel in split["panels"]:
        for line in panel.compared.lines:
            assert len(line.rows) == len(page["compared"].lines[0].rows)
            assert line.total == client.get(line.line.address.url()).context["total"]
    together = [sum(row.count for row in one.rows) for one in page["compared"].lines]
    apart = [
        sum(row.count for panel in split["panels"] for row in panel.compared.lines[index].rows)
        for index in (0, 1)
    ]
    assert apart == together


def test_bad_lines_are_errors(client: Client, sample_pages: SamplePages) -> None:
    many = "&".join(f"line=q%3Dword{number}" for number in range(MOST_LINES + 1))
    for query in (
        many,
        "line=date%3D2025-13",
        "by=hour",
        "line=q%3Dx&from=2025-13&to=",
        "count=stories&place=kujang",
    ):
        answer = client.get(f"/trends/?{query}")
        assert answer.status_code == 400, query
        assert all(
            client.get(error.drop_url).status_code == 200 for error in answer.context["errors"]
        ), query
    assert client.get("/trends/").status_code == 200
    assert client.get("/trends.svg").status_code == 404


def test_files_have_the_numbers_the_citation_and_the_chart(
    client: Client, sample_pages: SamplePages
) -> None:
    query = f"{PAGE.partition('?')[2]}&baseline=other-years"
    rows = rows_at(client, f"/trends.csv?{query}")
    assert {row["line"] for row in rows} == {"A", "B"}
    metadata = client.get(f"/trends.csv-metadata.json?{query}").json()
    assert [column["name"] for column in metadata["tableSchema"]["columns"]] == list(rows[0])
    for page in ("trends", "articles/over-time"):
        asked = query if page == "trends" else "q=works&by=month"
        drawing = client.get(f"/{page}.svg?{asked}").getvalue().decode()
        root = ElementTree.fromstring(drawing)
        assert "style" not in drawing
        words = " ".join("".join(text.itertext()) for text in root.iter() if "text" in text.tag)
        assert f"http://testserver/{page}/?" in words
        assert "Dateline, archive of saved news articles. Numbers of" in words
        picture = client.get(f"/{page}.png?{asked}").getvalue()
        assert picture.startswith(b"\x89PNG")
        assert struct.unpack(">I", picture[16:20]) == (1920,)


def test_an_anniversary_stands_out_among_the_same_dates_of_other_years(db: None) -> None:
    """Each 15 April has 8 of 10 articles, each other day 1 of 10; 2012 has no articles."""
    days = [year * 10_000 + 400 + day for year in (2010, 2011, 2013, 2014) for day in range(1, 31)]
    counts = PeriodCounts(
        by_length({day: 8 if day % 100 == 15 else 1 for day in days}),
        by_length(dict.fromkeys(days, 10)),
    )
    lines = Trends(QueryDict("line=q%3Dsun%26date%3D2013-04")).lines
    compared = compare_over_time(
        lines,
        lambda _query: SearchResults((), 0, 1, 1, counted=lambda: Counted(periods=counts)),
        Unit.DAY,
        with_usual=True,
    )
    assert compared
    [line] = compared.lines
    assert len(line.rows) == 30
    usual = {row.label: mean for row, mean in zip(line.rows, line.usual, strict=True) if mean}
    assert [round(usual[f"{day} April 2013"][0], 9) for day in (14, 15, 16)] == [0.1, 0.8, 0.1]
    assert {years for _mean, years in usual.values()} == {3}


def by_length(days: dict[int, int]) -> dict[str, Counter[int]]:
    """Return numbers of articles by day, month and year, from those by day."""
    counted: dict[str, Counter[int]] = {"day": Counter(days), "month": Counter(), "year": Counter()}
    for day, number in days.items():
        counted["month"][day // 100] += number
        counted["year"][day // 10_000] += number
    return counted


def test_lines_are_interrupted_where_the_archive_has_nothing() -> None:
    rows = [
        Charted(str(year), str(year), count, held, f"#{year}" if count else "")
        for year, count, held in ((2020, 1, 100), (2021, 5, 100), (2022, 0, 0), (2023, 1, 2))
    ]
    chart = make_line_chart(
        "year", [LineNumbers("A", "Words", rows, [None] * 4)], is_of_shares=True
    )
    assert chart
    [line] = chart.lines
    assert len(line.parts) == 1
    assert len(line.marks) == 3
    assert (chart.most, chart.cut, line.marks[2].y) == ("5.0 %", True, "0%")
    assert line.summary == "Line A, Words: the highest value is 5.0 % (5 of 100), in 2021."
