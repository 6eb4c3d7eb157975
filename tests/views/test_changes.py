"""Test the log of changed articles and its feed."""

import re
from pathlib import Path

import pytest
from django.test import Client

from archive.models import Article, Capture, Entity, Mention, VersionName
from tests.saved_files import plain, run_import, save, sentences

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

TEXT = f"The bridge of Kujang County was opened by Ri Chol Su.\n\n{sentences(4, 14)}"


@pytest.fixture
def changed(archive: None, folder: Path) -> None:
    """Import two articles: one of 2013 with another name, one of 2014 with other wording."""
    first = TEXT.replace("Ri Chol Su", "Kim Yong Ho")
    for name, text in (("a", TEXT), ("b", first)):
        save(folder, name, plain(body=text, on="2013-05-06", url="http://kcna.kp/1"))
    other = TEXT.replace("bridge", "ferry").replace("Kujang", "Hamju")
    for name, text in (("c", other), ("d", other.replace("was opened by", "was set up by"))):
        page = plain("Ferry Opened", text, on="2014-05-06", source="Voice of Korea (EN)")
        save(folder, name, page.replace("Source", "URL: http://vok.rep.kp/2\nSource"))
    run_import(folder)
    assert Article.objects.count() == 2


def titles(client: Client, query: str = "") -> list[str]:
    html = client.get(f"/changes/{query}").content.decode()
    assert re.search(r"(\d+) version", html) or "No changed articles" in html
    return re.findall(r'row__title"><a [^>]*><bdi>([^<]*)', html)


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Bridge Opened", "Ferry Opened"]),
        ("?year=2013", ["Bridge Opened"]),
        ("?grade=facts", ["Bridge Opened"]),
        ("?grade=wording", ["Ferry Opened"]),
        ("?grade=passage", []),
        ("?source=voice-of-korea", ["Ferry Opened"]),
        ("?person=kim-yong-ho", ["Bridge Opened"]),
        ("?person=ri-chol-su&grade=facts", ["Bridge Opened"]),
        ("?place=kujang", ["Bridge Opened"]),
        ("?place=ｋｕ\u00adjang&year=２０１３", ["Bridge Opened"]),
    ],
)
def test_filters(client: Client, query: str, found: list[str]) -> None:
    assert sorted(titles(client, query)) == found


@pytest.mark.usefixtures("changed")
def test_names_count_as_on_other_pages(client: Client) -> None:
    """Check that merged entities are found, and hidden mentions are not."""
    kim = Entity.objects.get(slug="kim-yong-ho")
    other = Entity.objects.create(kind="person", name="Kim Yong Hui", slug="kim-yong-hui")
    Entity.objects.filter(pk=kim.pk).update(merged_into=other)
    for slug in ("kim-yong-ho", "kim-yong-hui"):
        assert titles(client, f"?person={slug}") == ["Bridge Opened"]
    Mention.objects.update(state=Mention.State.REJECTED)
    VersionName.objects.all().delete()
    assert titles(client, "?person=kim-yong-hui") == []


@pytest.mark.usefixtures("changed")
def test_filter_by_the_year_in_which_a_copy_can_have_been_saved(client: Client) -> None:
    Capture.objects.update(saved_not_before="2013-05-06", saved_not_after="2013-06-01")
    assert len(titles(client, "?saved=2013")) == 2
    assert titles(client, "?saved=2012") == titles(client, "?saved=2014") == []


@pytest.mark.usefixtures("changed")
def test_each_change_leads_to_its_comparison(client: Client) -> None:
    html = client.get("/changes/").content.decode()
    links = re.findall(r'href="(/articles/\d+/compare/[^"]+)"', html)
    assert len(links) == 2
    assert all(client.get(link).status_code == 200 for link in links)
    assert "deleted" not in html


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize(
    "query", ["grade=all", "year=13", "saved=x", "source=none", "person=%00", "page=0"]
)
def test_values_that_are_not_valid(client: Client, query: str) -> None:
    assert client.get(f"/changes/?{query}").status_code == 400
    if not query.startswith("page"):
        assert client.get(f"/changes/feed/?{query}").status_code == 400


@pytest.mark.usefixtures("changed")
def test_feed(client: Client) -> None:
    response = client.get("/changes/feed/?grade=facts")
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    text = response.content.decode()
    assert text.count("<entry>") == 1
    assert "other numbers, dates or names" in text


def test_without_changes(client: Client) -> None:
    assert titles(client) == []
    assert client.get("/changes/?page=2").status_code == 404
    assert client.get("/changes/feed/").status_code == 200


@pytest.mark.usefixtures("changed")
def test_what_changed_in_2013(client: Client) -> None:
    """Answer the question through the pages alone: from an article to the words that changed."""
    article = Article.objects.get(source__slug="voice-of-korea")
    versions = client.get(f"/articles/{article.pk}/versions/").content.decode()
    assert '<a href="/changes/">All changed articles of the archive</a>' in versions
    form = client.get("/changes/").content.decode()
    assert re.search(
        '<form [^>]*action="/changes/" method="get">.*<input id="year" name="year"', form, re.S
    )
    answer = client.get("/changes/", {"year": "2013"}).content.decode()
    assert re.findall(r'row__title"><a [^>]*><bdi>([^<]*)', answer) == ["Bridge Opened"]
    assert "Other numbers, dates or names." in answer
    [compare] = re.findall(r'href="(/articles/\d+/compare/[^"]+)"', answer)
    page = client.get(compare).content.decode()
    for kind, name in (("del", "Ri Chol Su."), ("ins", "Kim Yong Ho.")):
        [words] = re.findall(rf'<{kind} class="change change--3"[^>]*>(.*?)</{kind}>', page, re.S)
        assert name in words
    assert "No changed articles" in client.get("/changes/", {"year": "2012"}).content.decode()
