"""Test the help on lists with no or few articles: other searches, wider lists, offered articles."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils.html import strip_tags

from archive.search import rebuild
from tests.search_library import Library

pytestmark = pytest.mark.django_db


@pytest.fixture
def named() -> Library:
    """Make an archive of three articles; one of them is about Kujang."""
    library = Library()
    library.article("One", "Kim Tok Hun visited Kujang.", places=["kujang"], on="2025-04-01")
    library.article("Two", "Kim Tok-hun went home.", on="2025-05-01")
    library.article("Three", "Kim Il Man, Ri Tok and Pak Hun spoke.", on="2025-05-02")
    rebuild()
    return library


def test_suggestions_for_an_empty_list_differ(client: Client, named: Library) -> None:
    page = client.get("/articles/", {"q": "zzzz"}).content.decode()
    assert "Without <bdi>" not in page
    assert "any single filter" not in page
    assert '<li><a href="/articles/">See all articles</a></li>' in page
    named.article("Unfound", source="voice-of-korea", places=["kujang"])
    rebuild()
    asked = {"q": "unfound", "source": "voice-of-korea", "place": "-kujang"}
    page = client.get("/articles/", asked).content.decode()
    ways = re.findall(r'<li><a href="([^"]+)"[^>]*>(Without.+?)</a>: ([^<]+)</li>', page)
    assert [(said, count) for _, said, count in ways] == [
        ("Without the filter <bdi>Not: Kujang County</bdi>", "1 article"),
    ]
    for url, _, _ in ways:
        assert client.get(unescape(url)).context["total"] == 1
    del asked["q"]
    page = client.get("/articles/", asked | {"q": "factory", "date": "unknown"}).content.decode()
    assert "Removing any single filter still gives no articles." in page
    assert "Without " not in page


def test_suggestions_for_an_empty_list_are_sorted_by_count(client: Client, named: Library) -> None:
    for number in range(3):
        named.article("Alpha", f"alpha {number}", source="voice-of-korea")
    named.article("Beta", "beta", source="pyongyang-times")
    rebuild()
    found = client.get("/articles/", {"q": "alpha", "source": "pyongyang-times"}).context[
        "relaxations"
    ]
    assert [(way.kind, way.count) for way in found] == [("filter", 3), ("words", 1)]
    for way in found:
        assert client.get(way.url).context["total"] == way.count
    asked = {"q": "alpha zzzz", "count": "stories"}
    assert "</a>: 3 stories</li>" in client.get("/articles/", asked).text


def test_the_number_of_a_suggestion_is_that_of_its_list(client: Client, named: Library) -> None:
    asked = {"q": "Kim Tok Heun", "source": "kcna-kp", "count": "stories"}
    page = client.get("/articles/", asked)
    [(url, label, number)] = re.findall(
        r'Did you mean <a href="([^"]+)"[^>]*><bdi>(.+?)</bdi></a> \((\d+) stories\)\?', page.text
    )
    assert strip_tags(label) == "Kim Tok Hun"
    assert "<mark>Hun</mark>" in label
    shown = client.get(unescape(url))
    assert shown.context["total"] == int(number) == 3
    assert "source=kcna-kp&count=stories" in unescape(url)
    assert "Did you mean" not in shown.text


def test_offered_articles_are_not_in_the_list_and_its_counts(
    client: Client, named: Library
) -> None:
    page = client.get("/articles/", {"q": "Who visited the Kujang factory?"})
    assert page.context["total"] == 0
    assert not any(value.count for facet in page.context["facets"] for value in facet.values)
    offered = page.text[page.text.index("Articles with these words") :]
    said = " ".join(strip_tags(offered).split())
    assert "1 article has “visited” and “Kujang”." in said
    assert "No article has “factory”." in strip_tags(page.text)
    [link] = re.findall(r'<h3 class="row__title"><a href="([^"]+)"', offered)
    article = client.get(unescape(link))
    assert article.status_code == 200
    assert "Back to the list" in article.text
    assert 'id="offered"' not in client.get("/articles/", {"q": "visited"}).text


def test_a_search_for_stored_markup_is_escaped(client: Client, named: Library) -> None:
    page = client.get("/articles/", {"q": '<b>kujagn</b> "<i>x y</i>"'}).text
    assert "<b>" not in page
    assert "<i>" not in page
