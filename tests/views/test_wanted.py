"""Test the list of known items without a saved article: its counts, filter and bad input."""

from copy import copy
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive.models import ArchiveVersion, Article, Extract, KnownItem, Sighting
from archive.views import wanted
from archive.views.parts.known_item_rows import Seen
from tests.sample_pages import HOSTILE, SamplePages, capture_of


def titles(client: Client, url: str) -> list[str]:
    return [row.title for row in client.get(url).context["rows"]]


def test_an_item_with_a_saved_article_is_not_wanted(
    client: Client, sample_pages: SamplePages
) -> None:
    assert "Ceramic Vase" not in titles(client, "/wanted/")
    KnownItem.objects.filter(title="Ceramic Vase").update(article=None)
    ArchiveVersion.stamp([sample_pages.doubtful.pk])
    assert "Ceramic Vase" in titles(client, "/wanted/")


def test_an_ambiguous_item_is_not_wanted(client: Client, sample_pages: SamplePages) -> None:
    KnownItem.objects.update(article=None, is_ambiguous=True)
    assert titles(client, "/wanted/") == []


def test_an_item_without_a_title_is_shown_by_its_lead(
    client: Client, sample_pages: SamplePages
) -> None:
    assert "The start of an item without a title…" in titles(client, "/wanted/")


def test_every_count_equals_the_length_of_its_list(
    client: Client, sample_pages: SamplePages
) -> None:
    KnownItem.objects.create(
        source=sample_pages.other_source, title="Elsewhere", key="elsewhere", match_key=""
    )
    KnownItem.objects.create(title="From nowhere", key="nowhere", match_key="")
    page = client.get("/wanted/")
    assert (
        page.context["total"]
        == len(page.context["rows"])
        == sum(each.count for each in page.context["sources"])
    )
    assert {each.label for each in page.context["sources"]} == {
        "KCNA.kp",
        "Voice of Korea",
        "Unknown source",
    }
    for each in page.context["sources"]:
        listed = client.get(each.url)
        assert listed.context["total"] == len(listed.context["rows"]) == each.count, each.label


def test_the_front_page_counts_only_files_of_public_articles(
    client: Client, sample_pages: SamplePages
) -> None:
    """Count neither rejected files nor files whose only article is withdrawn."""
    public = Article.objects.public().count() + 1  # one article has two saved files
    assert f" from {public} saved files" in client.get("/").content.decode()
    second = copy(Extract.objects.get(article=sample_pages.withdrawn))
    second.pk, second.position, second.article = None, 1, sample_pages.usual
    second.save()
    ArchiveVersion.stamp([sample_pages.usual.pk])
    assert f" from {public + 1} saved files" in client.get("/").content.decode()


def test_the_front_page_shows_how_many_articles_are_wanted(
    client: Client, sample_pages: SamplePages
) -> None:
    total = client.get("/wanted/").context["total"]
    assert (
        f'<a href="/wanted/">{total} articles</a> are known but not in the archive yet'
        in client.get("/").content.decode()
    )


def test_the_list_of_wanted_articles_is_split_into_pages(
    client: Client, sample_pages: SamplePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wanted, "PAGE_SIZE", 1)
    assert titles(client, "/wanted/") + titles(client, "/wanted/?page=2") == [
        HOSTILE,
        "The start of an item without a title…",
    ]
    assert client.get("/wanted/?page=3").status_code == 404


def test_articles_of_the_future_are_the_last_of_the_wanted(
    client: Client, sample_pages: SamplePages
) -> None:
    for key, day in (("a", date(2931, 5, 1)), ("b", None), ("c", date(2000, 1, 1))):
        KnownItem.objects.create(title=f"Item {key}", key=key, match_key=key, published_on=day)
    ArchiveVersion.stamp([sample_pages.usual.pk])
    shown = titles(client, "/wanted/")
    assert shown[-2:] == ["Item b", "Item a"]
    assert shown.index("Item c") < shown.index("Item b")


def test_a_row_links_to_a_saved_file_that_can_be_read(
    client: Client, sample_pages: SamplePages
) -> None:
    address = capture_of(sample_pages.usual).get_absolute_url()
    rows = client.get("/wanted/").context["rows"]
    assert {row.seen.url for row in rows} == {f"{address}#listed-1", f"{address}#listed-2"}
    assert {row.seen_in for row in rows} == {"1 saved file"}
    saved = client.get(address).content.decode()
    assert all(f'id="{row.seen.url.partition("#")[2]}"' in saved for row in rows)
    Article.objects.filter(pk=sample_pages.usual.pk).update(
        withdrawn_at=sample_pages.usual.created_at, withdrawn_reason="x"
    )
    assert {row.seen for row in client.get("/wanted/").context["rows"]} == {Seen()}


def test_the_number_of_queries_does_not_grow(
    client: Client, sample_pages: SamplePages, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    capture = capture_of(sample_pages.usual)
    for number in range(30):
        item = KnownItem.objects.create(
            source=sample_pages.source, title=f"More {number}", key=f"more-{number}"
        )
        Sighting.objects.create(
            known_item=item, capture=capture, position=10 + number, start=0, end=1
        )
    with django_assert_num_queries(12):
        client.get("/wanted/")
    with django_assert_num_queries(7):  # now the counts, the order and the labels are cached
        client.get("/wanted/")


def test_bad_input_is_answered_with_an_error(client: Client, sample_pages: SamplePages) -> None:
    for query, status in (
        ("source=nobody", 400),
        ("source=%00", 400),
        ("source=%F0%9F%98%80", 400),
        ("page=0", 400),
        ("page=-1", 400),
        ("page=x", 400),
        ("page=%D9%A3", 400),
        ("page=" + "9" * 400, 400),
        ("page=999", 404),
        ("page=1000000000", 404),
        ("source=", 200),
        ("source=unknown", 200),
        ("other=1", 200),
        ("date=2025-09", 200),
        ("date=unknown", 200),
        ("date=2025-09-13", 400),
        ("date=2025-13", 400),
        ("date=%00", 400),
        ("show=all", 200),
        ("show=held", 400),
        ("q=%00%F0%9F%98%80%25_'", 200),
        ("q=" + "a%20" * 400, 200),
    ):
        assert client.get(f"/wanted/?{query}").status_code == status, query


def test_an_old_slug_redirects(client: Client, sample_pages: SamplePages) -> None:
    for path in ("/wanted/?", "/wanted.csv?", "/wanted/completeness/?"):
        response = client.get(f"{path}source=kcna&date=2025")
        assert response.status_code == 301
        assert response["Location"] == f"{path}source=kcna-kp&date=2025"
