"""Test how articles, versions, passages and lists are cited, and the metadata of pages."""

import json
import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive import search
from archive.corrections import correct, withdraw
from archive.models import Article
from tests.factories import make_article
from tests.sample_addresses import pages_of
from tests.sample_pages import SamplePages

pytestmark = pytest.mark.django_db

BODY = "The bridge was opened.\n\n \n\nIt is 120 metres long.\n\nPeople crossed it."


@pytest.fixture
def article(db: None) -> Article:
    article = make_article({"published": "2025-04"}, body=BODY)
    Article.objects.filter(pk=article.pk).update(agency="KCNA")
    search.rebuild()
    article.refresh_from_db()
    return article


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create(username="editor")


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def passage_links(html: str) -> list[str]:
    return re.findall('class="paragraph-number" href="([^"]*)"', html)


def test_a_passage_names_its_version(client: Client, article: Article, user: User) -> None:
    short_id = article.shown_extract.capture.short_id if article.shown_extract else ""
    version = f"/articles/{article.pk}/versions/{short_id}/"
    html = text_of(client, article.get_absolute_url())
    assert passage_links(html) == [f"{version}#p{number}" for number in (1, 2, 3)]
    assert '<p id="p2">It is 120' in html
    shown = text_of(client, version)
    assert passage_links(shown) == ["#p1", "#p2", "#p3"]
    assert '<p id="p3">People' in shown

    cite = text_of(client, f"/articles/{article.pk}/cite/?paragraph=2")
    assert f"http://testserver{version}#p2" in cite
    assert "(KCNA 2025, para. 2)" in cite and "April 2025" in cite
    record = text_of(client, f"/articles/{article.pk}.ris?paragraph=2")
    assert f"UR  - http://testserver{version}#p2\r\n" in record
    assert "DA  - 2025/04//\r\n" in record

    # No version has the corrected text, so links lead to the page itself.
    correct(article, {"body": "Corrected.\n\nTwice."}, "a typing error", user)
    assert passage_links(text_of(client, article.get_absolute_url())) == ["#p1", "#p2"]
    cite = text_of(client, f"/articles/{article.pk}/cite/?paragraph=2")
    assert f"http://testserver/articles/{article.pk}/#p2" in cite
    assert version in text_of(client, f"/articles/{article.pk}/cite/?version={short_id}")


def test_values_that_name_nothing_are_refused(client: Client, article: Article, user: User) -> None:
    for value in ("0", "4", "x", "٣", "-1", "1" * 30):
        html = text_of(client, f"/articles/{article.pk}/cite/?paragraph={value}", 400)
        assert "is not a paragraph of this text, which has 3 paragraphs." in html
        text_of(client, f"/articles/{article.pk}.bib?paragraph={value}", 400)
    text_of(client, f"/articles/{article.pk}/cite/?version=0123456789ab", 404)
    text_of(client, f"/articles/{article.pk}/cite/?version=%00", 404)
    for address in ("999999.ris", f"{article.pk}.txt"):
        text_of(client, f"/articles/{address}", 404)
    withdraw(article, "by mistake", user)
    for ending in ("/cite/", ".bib", ".ris", ".csl.json"):
        text_of(client, f"/articles/{article.pk}{ending}", 410)
    text_of(client, f"/unapi/?id={article.pk}&format=ris", 410)


def test_programs_read_pages_and_lists(client: Client, article: Article) -> None:
    """Compare what unAPI gives for a row of a list with the citation file of the article."""
    html = text_of(client, "/articles/")
    assert re.findall('<abbr class="unapi-id" title="([^"]*)">', html) == [str(article.pk)]
    server = re.search('rel="unapi-server"[^>]* href="([^"]*)"', html)
    assert server and '<format name="ris"' in text_of(client, server[1])
    for name, ending in (("ris", "ris"), ("bibtex", "bib")):
        record = text_of(client, f"{server[1]}?id={article.pk}&format={name}")
        assert record == text_of(client, f"/articles/{article.pk}.{ending}")
    page = text_of(client, article.get_absolute_url())
    meta = dict(re.findall('<meta name="([^"]*)" content="([^"]*)">', page))
    assert meta["citation_publication_date"] == meta["dc.date"] == "2025-04"
    assert (meta["dc.source"], meta["dc.creator"]) == ("KCNA.kp", "KCNA")
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert data and json.loads(data[1])["@type"] == "NewsArticle"
    for wrong in ("id=x&format=ris", f"id={article.pk}&format=mods", "format=ris"):
        text_of(client, f"/unapi/?{wrong}", 404)
    assert "<x" not in text_of(client, "/unapi/?id=<x")


def test_a_list_is_cited_with_its_number_and_followed(
    client: Client, sample_pages: SamplePages
) -> None:
    for query in (
        *("", "?q=pharmaceutical", "?source=kcna-kp&date=2025-09&place=-kusong"),
        *("?count=stories&place=kusong", "?q=province+OR+kusong&view=concordance&sort=after"),
        "?versions=off&q=kusong&sort=oldest&page=2",
    ):
        cite = text_of(client, f"/articles/cite/{query}")
        counted = re.search(r"([\d,]+) (article|stor)", unescape(cite))
        feed = re.search('rel="alternate"[^>]* href="([^"]*)"', cite)
        assert counted and feed and client.get(unescape(feed[1])).status_code == 200
        plain = re.sub("&(view|sort|page)=[^&]*", "", query)
        listed = re.search(r"<strong>([\d,]+)</strong>", text_of(client, f"/articles/{plain}"))
        assert listed and listed[1] == counted[1], query
    assert "ETag" not in client.get("/articles/cite/").headers  # the page names the day
    text_of(client, "/articles/cite/?date=2025-13", 400)
    html = text_of(client, "/articles/?q=pharmaceutical&sort=oldest")
    assert '<a href="/articles/cite/?q=pharmaceutical">Cite or follow this list</a>' in html


def test_every_page_of_articles_names_its_feed(client: Client, sample_pages: SamplePages) -> None:
    pages = pages_of(sample_pages)
    for name in ("home", "list", "list-stories", "concordance", "source", "changes"):
        feed = re.search('rel="alternate"[^>]* href="([^"]*)"', text_of(client, pages[name]))
        assert feed, name
        assert client.get(unescape(feed[1])).headers["Content-Type"].startswith("application/atom")
