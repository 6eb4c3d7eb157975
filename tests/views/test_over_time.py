"""Tests of the page that shows a list over time: what it says, its file, and bad addresses."""

from django.test import Client

from tests.read_answers import rows_in
from tests.sample_pages import SamplePages


def test_a_list_over_time_says_of_what_the_shares_are(
    client: Client, sample_pages: SamplePages
) -> None:
    page = client.get("/articles/over-time/?place=kusong&source=kcna-kp&by=month&sort=oldest")
    html = page.content.decode()
    assert "<i>Articles from KCNA.kp</i>" in html
    rows = page.context["rows"] + page.context["imprecise"]
    assert sum(one.row.count for one in rows) == page.context["total"] > 20
    march = next(one for one in rows if one.row.count)
    assert march.row.url.endswith(f"date={march.row.period.text}&place=kusong")
    for url, number in ((march.row.url, march.row.count), (march.row.held_url, march.row.held)):
        assert client.get(url).context["total"] == number
    assert f"{march.row.label}: {march.row.count} of {march.row.held} articles" in html
    whole = client.get("/articles/over-time/?source=kcna-kp").content.decode()
    assert "so their number is shown, not a share" in whole
    silent = client.get("/articles/over-time/?count=stories&q=works").content.decode()
    assert "Stories are not counted over time" in silent
    many = client.get("/articles/over-time/?q=works&by=day&date=2020..2026").content.decode()
    assert "more than 400 days, so weeks are shown" in many
    none = client.get("/articles/over-time/?q=works&date=1930").content.decode()
    assert "The archive has no articles with these dates" in none


def test_the_file_has_the_rows_of_the_page(client: Client, sample_pages: SamplePages) -> None:
    query = "place=kusong&by=week&date=2025"
    page = client.get(f"/articles/over-time/?{query}").context
    answer = client.get(f"/articles/over-time.csv?{query}")
    rows = rows_in(answer.getvalue())
    shown = [one.row for one in page["rows"] + page["imprecise"]]
    assert [(row["period"], row["articles"], row["held"]) for row in rows] == [
        (one.period.text if one.period else "unknown", str(one.count), str(one.held))
        for one in shown
    ]
    assert rows[0]["first_day"] == "2024-12-30"
    metadata = client.get(f"/articles/over-time.csv-metadata.json?{query}").json()
    assert [column["name"] for column in metadata["tableSchema"]["columns"]] == list(rows[0])


def test_bad_addresses_are_errors(client: Client, sample_pages: SamplePages) -> None:
    for url in (
        "over-time/?by=hour",
        "over-time/?show=pie",
        "over-time.csv?count=stories",
        "over-time.csv?words=x",
    ):
        assert client.get(f"/articles/{url}").status_code == 400, url
    moved = client.get("/articles/over-time/?date=May+2025&by=day")
    assert (moved.status_code, moved["Location"]) == (
        301,
        "/articles/over-time/?date=2025-05&by=day",
    )
