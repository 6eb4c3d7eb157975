"""Test that feeds are well-formed, have lasting ids and the same articles as the lists."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from archive.models import ArchiveVersion, Article
from archive.search import rebuild
from archive.views.feeds import NEWEST, opening
from tests.fixtures import writes_forbidden
from tests.sample_pages import HOSTILE, SamplePages

ATOM = "{http://www.w3.org/2005/Atom}"


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
        assert said(entry, "id").startswith("http://testserver/articles/")
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
        if f"/{pk}/" in said(each, "id")
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
    assert client.get(before[0]).status_code == 301


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
