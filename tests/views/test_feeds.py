"""Test that feeds are well-formed, have lasting ids and the same articles as the lists."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from archive.corrections import correct, redo, undo
from archive.models import ArchiveVersion, Article
from archive.search import catch_up, rebuild
from archive.views.feeds import NEWEST, opening
from tests.fixtures import writes_forbidden
from tests.sample_pages import HOSTILE, SamplePages

ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def feed_at(client: Client, url: str) -> ElementTree.Element:
    with writes_forbidden():
        response = client.get(url)
    assert response.status_code == 200, url
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not response.cookies
    return ElementTree.fromstring(response.content)


def said(element: ElementTree.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def entries(feed: ElementTree.Element) -> list[ElementTree.Element]:
    return feed.findall(f"{ATOM}entry")


def links(element: ElementTree.Element) -> dict[str, str]:
    return {link.get("rel", ""): link.get("href", "") for link in element.findall(f"{ATOM}link")}


@pytest.mark.parametrize(
    ("url", "page", "title"),
    [
        ("/articles/feed/", "/articles/", "All articles"),
        (
            "/articles/feed/?q=works&place=kujang&page=3&sort=oldest&view=concordance",
            "/articles/?q=works&place=kujang",
            "Articles matching “works” mentioning Kujang County",
        ),
        ("/places/kujang/feed/", "/places/kujang/", "Kujang County"),
        ("/organisations/kusong-pharmaceutical-works/feed/", None, "Kusong Pharmaceutical Works"),
        ("/people/kim-chol/feed/", "/people/kim-chol/", "김철"),
    ],
)
def test_a_feed_has_a_title_and_links(
    client: Client, sample_pages: SamplePages, url: str, page: str | None, title: str
) -> None:
    feed = feed_at(client, url)
    assert said(feed, "title") == f"{title} · Dateline"
    page = page or url.removesuffix("feed/")
    assert links(feed)["alternate"] == f"http://testserver{page}"
    itself = links(feed)["self"].removeprefix("http://testserver")
    assert [said(each, "id") for each in entries(feed_at(client, itself))] == [
        said(e, "id") for e in entries(feed)
    ]
    assert len(entries(feed)) > 1
    for entry in entries(feed):
        assert said(entry, "id").startswith("urn:uuid:")
        assert said(entry, "updated")
        assert said(entry, "title")
        assert client.get(links(entry)["alternate"]).status_code == 200


def test_a_feed_has_the_newest_articles_of_its_list_in_order(
    client: Client, sample_pages: SamplePages
) -> None:
    rows = client.get("/articles/?place=kujang").context["rows"]
    shown = [
        links(entry)["alternate"] for entry in entries(feed_at(client, "/places/kujang/feed/"))
    ]
    assert shown[: len(rows)] == [f"http://testserver{row.url.partition('?')[0]}" for row in rows]
    assert len(entries(feed_at(client, "/articles/feed/"))) == min(
        NEWEST, Article.objects.public().count()
    )


def test_saved_text_is_escaped_in_a_feed(client: Client, sample_pages: SamplePages) -> None:
    pk = sample_pages.hostile.pk
    Article.objects.filter(pk=pk).update(
        title=f"{HOSTILE}\x0b\ufffe", body="a\x01b\x1f <b>bold</b>"
    )
    (entry,) = (
        each
        for each in entries(feed_at(client, "/articles/feed/"))
        if f"/{pk}/" in links(each)["alternate"]
    )
    assert said(entry, "title") == HOSTILE
    assert said(entry, "summary") == "KCNA.kp, 14 September 2025. ab &lt;b&gt;bold&lt;/b&gt;"


def test_an_article_keeps_its_id_when_its_title_is_corrected(
    client: Client, sample_pages: SamplePages
) -> None:
    def ids() -> list[str]:
        return [said(entry, "id") for entry in entries(feed_at(client, "/articles/feed/"))]

    before = ids()
    Article.objects.filter(pk=sample_pages.usual.pk).update(title="Renamed")
    ArchiveVersion.stamp([sample_pages.usual.pk])
    assert ids() == before
    other_site = client.get("/articles/feed/", headers={"Host": "localhost"}, secure=True)
    assert [said(entry, "id") for entry in entries(ElementTree.fromstring(other_site.content))] == (
        before
    )


def test_articles_without_date_or_source_are_in_the_feed(
    client: Client, sample_pages: SamplePages
) -> None:
    (bare,) = (
        e
        for e in entries(feed_at(client, "/people/kim-chol/feed/"))
        if "fragment" in said(e, "title")
    )
    assert bare.find(f"{ATOM}published") is None
    assert said(bare, "summary") == "Unknown source, date unknown."


def test_pages_link_to_their_feeds(client: Client, sample_pages: SamplePages) -> None:
    for page, feed in (
        ("/", "/articles/feed/"),
        ("/articles/?q=works&page=2&sort=newest", "/articles/feed/?q=works"),
        ("/people/ri-su-yong/", "/people/ri-su-yong/feed/"),
    ):
        html = client.get(page).content.decode()
        assert f'<link rel="alternate" type="application/atom+xml" href="{feed}"' in html, page
    assert "atom" not in client.get("/about/").content.decode()


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/people/kujang/feed/", 404),
        ("/places/nowhere/feed/", 404),
        ("/articles/feed/?place=nowhere", 400),
        ("/articles/feed/?sort=best", 400),
    ],
)
def test_feeds_reject_the_same_input_as_pages(
    client: Client, sample_pages: SamplePages, url: str, status: int
) -> None:
    assert client.get(url).status_code == status
    assert client.post(url).status_code == 405


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/places/kuchang/feed/", "/places/kujang/feed/"),
        ("/articles/feed/?place=kujang-gun", "/articles/feed/?place=kujang"),
    ],
)
def test_old_addresses_redirect(
    client: Client, sample_pages: SamplePages, old: str, new: str
) -> None:
    response = client.get(old)
    assert (response.status_code, response.headers["Location"]) == (301, new)


def test_an_unchanged_feed_is_a_304_after_one_query(
    client: Client, sample_pages: SamplePages
) -> None:
    etag = client.get("/articles/feed/").headers["ETag"]
    assert client.get("/articles/feed/", headers={"If-None-Match": etag}).status_code == 304


def test_the_feed_of_an_empty_archive_is_empty(client: Client, db: None) -> None:
    rebuild()
    assert entries(feed_at(client, "/articles/feed/")) == []


@pytest.mark.parametrize(
    ("body", "shown"),
    [("A mill.\n\nIt runs.", "A mill. It runs."), ("word " * 100, f"{'word ' * 79}word…")],
)
def test_a_summary_is_the_beginning_in_one_line(body: str, shown: str) -> None:
    assert opening(body) == shown


ADDED = ("/articles/feed/?sort=added", "/places/kujang/feed/?sort=added")


@pytest.mark.parametrize("url", ADDED)
def test_a_feed_has_the_articles_that_were_added_last(
    client: Client, sample_pages: SamplePages, url: str
) -> None:
    feed = feed_at(client, url)
    newest = feed_at(client, url.partition("?")[0])
    assert said(feed, "title").endswith(", last added · Dateline")
    assert said(feed, "id") != said(newest, "id")
    assert links(feed)["self"].endswith(url)
    numbers = [int(links(entry)["alternate"].split("/")[4]) for entry in entries(feed)]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] == max(numbers)
    assert client.get(f"{url}-").status_code == 400


def moments(entry: ElementTree.Element) -> dict[str, datetime | None]:
    found = {name: said(entry, name) for name in ("published", "updated")}
    return {name: datetime.fromisoformat(text) if text else None for name, text in found.items()}


def test_feeds_keep_the_rules_of_atom(client: Client, sample_pages: SamplePages) -> None:
    """Check the rules of RFC 4287 that feed validators check, in each kind of feed."""
    month, future = Article.objects.public().exclude(published_on=None).order_by("-pk")[:2]
    Article.objects.filter(pk=month.pk).update(published_precision="month")
    Article.objects.filter(pk=future.pk).update(published_on="2999-01-01")
    ArchiveVersion.stamp([month.pk, future.pk])
    catch_up()
    urls = ["/articles/feed/", "/changes/feed/", "/places/kujang/feed/", *ADDED]
    feed_ids = []
    for url in urls:
        response = client.get(url)
        feed = ElementTree.fromstring(response.content)
        now = timezone.now()
        feed_ids.append(said(feed, "id"))
        assert len(feed.findall(f"{ATOM}author")) == 1
        assert links(feed)["self"] == f"http://testserver{url}"
        ids = [said(entry, "id") for entry in entries(feed)]
        assert len(set(ids)) == len(ids)
        for element in (feed, *entries(feed)):
            assert RFC_3339.fullmatch(said(element, "updated"))
            for name in ("id", "title", "updated"):
                assert len(element.findall(f"{ATOM}{name}")) == 1
                assert said(element, name)
            assert [link.get("rel") for link in element.findall(f"{ATOM}link")].count(
                "alternate"
            ) == 1
        updated = [moments(entry)["updated"] for entry in entries(feed)]
        assert all(moment and moment <= now for moment in updated)
        assert parsedate_to_datetime(response.headers["Last-Modified"]) <= now
    assert len(set(feed_ids)) == len(urls)
    by_pk = {
        links(entry)["alternate"].split("/")[4]: moments(entry)
        for entry in entries(feed_at(client, "/articles/feed/?sort=added"))
    }
    assert by_pk[str(month.pk)]["published"] is None
    assert any(moment["published"] for moment in by_pk.values())


def test_an_entry_is_updated_by_each_decision_about_its_article(
    client: Client, sample_pages: SamplePages
) -> None:
    user = User.objects.create_user("corrector")

    def updated() -> datetime | None:
        for entry in entries(feed_at(client, "/articles/feed/")):
            if f"/{article.pk}/" in links(entry)["alternate"]:
                return moments(entry)["updated"]
        return None

    article = sample_pages.usual
    seen = [updated()]
    decision = correct(article, {"title": "Another title"}, "a slip", user)
    seen.append(updated())
    undo(decision, user)
    seen.append(updated())
    redo(decision, user)
    seen.append(updated())
    assert None not in seen
    assert len(set(seen)) == 4
    assert seen == sorted(moment for moment in seen if moment)
