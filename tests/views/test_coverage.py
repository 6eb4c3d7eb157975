"""Test the page about coverage: its days, gaps and wanted articles, counted by plain SQL."""

from datetime import date, timedelta

import pytest
from django.test import Client

from archive.models import ArchiveVersion, Article, KnownItem, Source
from archive.search import catch_up
from tests.read_answers import rows_at
from tests.sample_pages import SamplePages


def dates_of(slug: str) -> list[date]:
    """Return the days of all public articles of a source ("" for all) whose day is known."""
    articles = Article.objects.public().filter(published_precision="day")
    if slug:
        articles = articles.filter(source__slug=slug)
    return [day for day in articles.values_list("published_on", flat=True) if day]


@pytest.mark.parametrize("slug", ["", "kcna-kp", "voice-of-korea"])
def test_each_day_has_its_number_and_gaps_have_none(
    client: Client, sample_pages: SamplePages, slug: str
) -> None:
    known = dates_of(slug)
    item = KnownItem.objects.filter(article=None).first()
    assert item
    KnownItem.objects.filter(pk=item.pk).update(
        published_on=min(known) + timedelta(days=1),
        source=Source.objects.get(slug=slug) if slug else None,
    )
    query = f"?source={slug}" if slug else ""
    days = rows_at(client, f"/coverage.csv{query}")
    walked = [min(known) + timedelta(days=n) for n in range((max(known) - min(known)).days + 1)]
    assert [row["date"] for row in days] == [day.isoformat() for day in walked]
    assert [int(row["articles"]) for row in days] == [known.count(day) for day in walked]
    assert sum(int(row["wanted"]) for row in days) == (
        KnownItem.objects.filter(article=None, is_ambiguous=False)
        .filter(published_on__range=(min(known), max(known)))
        .filter(**({"source__slug": slug} if slug else {}))
        .count()
    )
    for row in [row for row in days if row["url"]][:3]:
        list_url = row["url"].removeprefix("http://testserver")
        assert client.get(list_url).context["total"] == int(row["articles"])
    gaps = rows_at(client, f"/coverage/gaps.csv{query}")
    missing = [
        date.fromisoformat(gap["first"]) + timedelta(days=n)
        for gap in gaps
        for n in range(int(gap["days"]))
    ]
    assert missing == [day for day in walked if day not in known]
    page = client.get(f"/coverage/{query}")
    assert page.context["coverage"].missing == len(missing)
    assert page.context["gap_count"] == len(gaps)


def test_every_number_of_the_page_links_to_its_articles(
    client: Client, sample_pages: SamplePages
) -> None:
    before = client.get("/coverage/?source=kcna-kp").context["days"].imprecise
    Article.objects.filter(pk=sample_pages.usual.pk).update(published_precision="month")
    ArchiveVersion.stamp([sample_pages.usual.pk])
    catch_up()
    page = client.get("/coverage/?source=kcna-kp&date=2025").context
    assert page["days"].imprecise == before + 1
    cells = [cell for row in page["years"] for cell in row.months if cell.url]
    days = [day for month in page["months"] for day in month.days if day.url]
    assert len(cells) > 1 and len(days) > 1
    linked = [(cell.url, cell.count) for cell in cells] + [(day.url, day.count) for day in days[:9]]
    linked += [(row.count_url, row.count) for row in page["years"] if row.count]
    linked += [(page["list_url"], page["days"].total), (page["undated_url"], page["days"].undated)]
    for url, count in linked:
        assert client.get(url).context["total"] == count, url
    assert sum(row.count for row in page["years"]) + page["days"].undated == page["days"].total
    every = client.get("/coverage/").context
    for shown in (page, every):
        assert client.get(shown["wanted_url"]).context["total"] == shown["wanted"]
    assert every["wanted"]
    assert sum(row.total for row in every["source_rows"]) == every["days"].total
    for row in every["source_rows"]:
        assert client.get(row.url).context["days"].total == row.total
        assert client.get(row.wanted_url).context["total"] == row.wanted


def test_silent_days_look_different_from_days_outside(
    client: Client, sample_pages: SamplePages
) -> None:
    known = sorted(set(dates_of("kcna-kp")))
    page = client.get(f"/coverage/?source=kcna-kp&date={known[0].year}").context
    looks = {
        date(known[0].year, number, day.number): day.look
        for number, month in enumerate(page["months"], 1)
        for day in month.days
    }
    for day, look in looks.items():
        inside = known[0] <= day <= known[-1]
        assert look == ("held" if day in known else "missing" if inside else "outside"), day
    assert set(looks.values()) == {"held", "missing", "outside"}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/coverage/?source=nowhere", 400),
        ("/coverage/?date=2025-13", 400),
        ("/coverage.csv?source=nowhere", 400),
        ("/coverage/gaps.csv?date=x", 400),
        ("/coverage/?source=unknown", 200),
        ("/coverage/?date=1850", 200),
    ],
)
def test_values_are_checked(
    client: Client, sample_pages: SamplePages, address: str, status: int
) -> None:
    assert client.get(address).status_code == status
