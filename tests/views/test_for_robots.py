"""Test what search engines and browsers read: robots.txt, sitemaps, a description of the search."""

import re
from datetime import UTC, datetime
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.corrections import correct
from archive.models import Article, Entity
from archive.views import for_robots
from tests.sample_pages import SamplePages

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "http://testserver"


def body_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    streamed = getattr(response, "streaming_content", None)
    return (b"".join(streamed) if streamed else response.content).decode()


def addresses(client: Client, address: str) -> dict[str, str]:
    """Return the addresses in a sitemap, each with when its page last changed."""
    root = ElementTree.fromstring(body_of(client, address))
    return {
        item.findtext(f"{SITEMAP}loc") or "": item.findtext(f"{SITEMAP}lastmod") or ""
        for item in root
    }


def part_of(pk: int) -> int:
    """Return the number of the sitemap that has this id; in PostgreSQL, ids can be high."""
    return (pk - 1) // for_robots.PART + 1


def test_robots_are_kept_out_of_filters_and_files(
    client: Client, sample_pages: SamplePages
) -> None:
    lines = body_of(client, "/robots.txt").splitlines()
    assert lines[-1] == f"Sitemap: {SITE}/sitemap.xml"
    # The parser of the standard library does not know "*" in paths (RFC 9309), so that line is
    # compared as it is.
    assert "Disallow: /*?" in lines
    rules = RobotFileParser()
    rules.parse(line for line in lines if "*?" not in line)
    for path in ("/", "/articles/", sample_pages.usual.get_absolute_url(), "/places/kujang/"):
        assert rules.can_fetch("anybot", f"{SITE}{path}"), path
    for path in ("/admin/", "/articles.csv", "/articles.jsonl", "/searches/"):
        assert not rules.can_fetch("anybot", f"{SITE}{path}"), path


def test_sitemaps_name_every_article_and_every_name_once(
    client: Client, sample_pages: SamplePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(for_robots, "PART", 7)
    parts = list(addresses(client, "/sitemap.xml"))
    assert parts[0] == f"{SITE}/sitemap-pages.xml"
    found: dict[str, str] = {}
    for part in parts:
        inside = addresses(client, part.removeprefix(SITE))
        assert len(inside) <= 7
        assert not found.keys() & inside.keys()
        found |= inside
    expected = {f"{SITE}{one.get_absolute_url()}" for one in Article.objects.public()}
    names = Entity.objects.filter(merged_into=None)
    expected |= {f"{SITE}{one.get_absolute_url()}" for one in names}
    assert expected <= found.keys()
    others = found.keys() - expected
    assert len(others) == 7
    for address in [*others, *sorted(expected)[:5]]:
        assert client.get(address.removeprefix(SITE)).status_code == 200
    beyond = Article.objects.latest("pk").pk // 7 + 2
    body_of(client, f"/sitemap-articles-{beyond}.xml", 404)
    body_of(client, "/sitemap-names-1000000000000.xml", 404)


def test_sitemaps_say_when_a_page_last_changed(client: Client, sample_pages: SamplePages) -> None:
    early = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    Article.objects.update(created_at=early)
    late = Article.objects.filter(mentions__entity__slug="kujang").latest("pk")
    Article.objects.filter(pk=late.pk).update(created_at=early.replace(year=2021))

    def moments() -> dict[int, str]:
        articles = addresses(client, f"/sitemap-articles-{part_of(late.pk)}.xml")
        return {int(address.split("/")[4]): moment for address, moment in articles.items()}

    before = moments()
    changed = next(pk for pk, moment in before.items() if moment == "2020-01-02T03:04:05Z")
    user = User.objects.create_user("corrector")
    correct(Article.objects.get(pk=changed), {"title": "Changed"}, "a slip", user)
    after = moments()
    assert after[changed] > "2026"
    assert {**after, changed: before[changed]} == before
    kujang = Entity.objects.get(slug="kujang")
    assert kujang.parent
    for place in (kujang, kujang.parent):
        names = addresses(client, f"/sitemap-names-{part_of(place.pk)}.xml")
        assert names[f"{SITE}{place.get_absolute_url()}"] == "2021-01-02T03:04:05Z"


def test_browsers_find_the_search(client: Client, sample_pages: SamplePages) -> None:
    page = body_of(client, "/about/")
    link = re.search('rel="search" type="([^"]+)" title="Dateline" href="([^"]+)"', page)
    assert link
    response = client.get(link[2])
    assert response.headers["Content-Type"] == link[1]
    text = response.content.decode()
    ElementTree.fromstring(text)
    template = re.search('type="text/html" method="get" template="([^"]+)"', text)
    assert template
    address = template[1].replace("{searchTerms}", "works").removeprefix(SITE)
    assert "Articles matching “works”" in body_of(client, address)


@pytest.mark.parametrize("path", ["/articles/?place=kujang&page=1", "/places/kujang/", "/about/"])
def test_paper_says_title_address_and_day(
    client: Client, sample_pages: SamplePages, path: str
) -> None:
    page = body_of(client, path)
    printed = re.search('<p class="printed">([^<]+)</p>', page)
    canonical = re.search('rel="canonical" href="([^"]+)"', page)
    title = re.search("<title>([^<]+)</title>", page)
    assert printed and canonical and title
    assert printed[1].startswith(f"{title[1]} · {canonical[1]} · as of ")


def test_a_page_is_sent_again_on_another_day(
    client: Client, sample_pages: SamplePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = client.get("/articles/").headers["ETag"]
    again = client.get("/articles/", headers={"If-None-Match": etag})
    assert again.status_code == 304
    tomorrow = datetime(2100, 1, 1, tzinfo=UTC)
    monkeypatch.setattr("archive.views.public_page.timezone.now", lambda: tomorrow)
    response = client.get("/articles/", headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert "as of 1 January 2100 (UTC)" in response.content.decode()


def test_several_values_can_be_ticked(client: Client, sample_pages: SamplePages) -> None:
    """Send the form of the facets as a browser does: its ticked boxes and its hidden fields."""
    page = body_of(
        client, "/articles/?q=works&source=kcna-kp&place=-kusong&sort=newest&count=stories"
    )
    form = page.partition('<form class="facets__body"')[2].partition("</form>")[0]
    hidden = re.findall('type="hidden" name="([^"]+)" value="([^"]+)"', form)
    assert hidden == [
        ("q", "works"),
        ("place", "-kusong"),
        ("count", "stories"),
        ("sort", "newest"),
    ]
    boxes = re.findall('type="checkbox" name="([^"]+)" value="([^"]+)" [^>]*?(checked)?>', form)
    assert [(name, value) for name, value, ticked in boxes if ticked] == [("source", "kcna-kp")]
    assert ("place", "kusong", "") not in boxes
    chosen = [("source", "kcna-kp"), *[(name, value) for name, value, _ in boxes if name == "date"]]
    sent: dict[str, list[str]] = {}
    for name, value in [*hidden, *chosen]:
        sent.setdefault(name, []).append(value)
    response = client.get("/articles/", sent)
    assert response.status_code == 200
    assert client.get("/articles/").content.count(b'type="checkbox"') > 20
