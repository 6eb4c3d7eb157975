"""Test the order in which articles were added, and the filter for the day of adding."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from archive.models import ArchiveVersion, Article
from archive.search import catch_up
from tests.listing.lists import list_at
from tests.sample_pages import SamplePages

FIRST = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def added(sample_pages: SamplePages) -> list[int]:
    """Let four articles be added each day from FIRST on, at its beginning; return the ids."""
    ids = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    for number, pk in enumerate(ids):
        Article.objects.filter(pk=pk).update(created_at=FIRST + timedelta(days=number // 4))
    ArchiveVersion.stamp()
    catch_up()
    return ids


def test_the_last_article_before_a_moment_is_found(added: list[int]) -> None:
    articles = Article.objects.all()
    assert articles.last_added_before(FIRST) == 0
    for number, pk in enumerate(added):
        day = FIRST + timedelta(days=number // 4 + 1)
        assert articles.last_added_before(day) == added[min(number // 4 * 4 + 3, len(added) - 1)]
        assert articles.last_added_before(day) >= pk
    assert articles.none().last_added_before(FIRST) == 0


def test_a_list_says_since_when_its_articles_were_added(client: Client, added: list[int]) -> None:
    list_of_day = list_at("added=2026-11-03&sort=added&place=kujang")
    assert list_of_day.heading() == "Articles mentioning Kujang County, added since 3 November 2026"
    assert [chip.label for chip in list_of_day.chips()] == [
        "Added since 3 November 2026",
        "Kujang County",
    ]
    assert list_of_day.chips()[0].remove_url == "/articles/?place=kujang&sort=added"
    everything = list_at("sort=added&place=kujang").results.ids
    assert list_of_day.results.ids == tuple(pk for pk in everything if pk >= added[8])
    assert list_of_day.results.total < list_at("place=kujang").results.total
    assert list_at("added=2026-11").results.total == list_at("").results.total
    assert list_at("added=2027").results.total == 0
    assert list_at("added=2026-11-03&q=works").results.counts["place"]
    page = client.get("/articles/?added=2026-11-03").content.decode()
    assert "Articles added since 3 November 2026" in page
    assert len(re.findall(r">added \d+ November 2026<", page)) == page.count('class="row"') > 0
    assert 'name="added" value="2026-11-03"' in page
    assert not re.findall(r">added \d", client.get("/articles/").content.decode())


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3 November 2026", "2026-11-03"),
        ("2026.11.3", "2026-11-03"),
        ("2026-11-03..2026-11-05", "2026-11-03"),
        ("Nov 2026", "2026-11"),
    ],
)
def test_dates_can_be_typed_in_other_ways(
    client: Client, added: list[int], typed: str, value: str
) -> None:
    response = client.get("/articles/", {"added": typed, "source": "kcna-kp"})
    assert (response.status_code, response.headers["Location"]) == (
        301,
        f"/articles/?source=kcna-kp&added={value}",
    )


@pytest.mark.parametrize("typed", ["yesterday", "2026-13", "*-04-15", "2026-02-30", "\0"])
def test_other_values_are_refused(client: Client, added: list[int], typed: str) -> None:
    response = client.get("/articles/", {"added": typed})
    assert response.status_code == 400
    assert "valid date" in response.content.decode() or "needs a date" in response.content.decode()


def test_the_front_page_shows_what_was_added_last(client: Client, added: list[int]) -> None:
    public = list(Article.objects.public().order_by("-pk").values_list("pk", flat=True))
    Article.objects.filter(pk=public[0]).update(published_on="1999-01-01")
    ArchiveVersion.stamp([public[0]])
    catch_up()
    page = client.get("/").content.decode()
    section = page.partition('id="added"')[2].partition("</section>")[0]
    assert section.count('class="row"') == 5
    for pk in public[:5]:
        assert f'title="{pk}"' in section
    assert 'href="/articles/?sort=added"' in section
