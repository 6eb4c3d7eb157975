"""Test the headers and timemaps of RFC 7089: only for versions with a known moment of saving."""

import re
from pathlib import Path

import pytest
from django.test import Client

from archive.models import Article
from tests.saved_files import plain, run_import, save, sentences
from tests.web_archives import Archive, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

URL = "http://mill.example/news?id=5,7"
WORDS = sentences(3, 16).replace("\n\n", " ")


@pytest.fixture
def saved_twice(folder: Path) -> Article:
    archive = Archive()
    text = f"The wheel was oiled by Ri Chol Su. {WORDS}"
    archive.response(URL, page("Wheel Oiled", text), date="2014-05-03T01:02:03Z")
    later = text.replace("Ri Chol Su", "a miller")
    archive.response(URL, page("Wheel Oiled", later), date="2015-09-09T04:05:06Z")
    (folder / "a.warc.gz").write_bytes(archive.data)
    run_import(folder)
    return Article.objects.get()


def links(text: str) -> list[tuple[str, dict[str, str]]]:
    """Return the links of a link-format text as pairs of address and attributes."""
    found = re.findall(r"<([^>]*)>((?:; ?[a-z]+=\"[^\"]*\")*)", text)
    return [(url, dict(re.findall(r"([a-z]+)=\"([^\"]*)\"", rest))) for url, rest in found]


def test_timemap_lists_the_versions_by_their_moments(client: Client, saved_twice: Article) -> None:
    response = client.get(f"/articles/{saved_twice.pk}/timemap/")
    assert response.headers["Content-Type"] == "application/link-format"
    (original, of_original), (own, of_itself), first, last = links(response.content.decode())
    assert original == "http://mill.example/news?id=5%2C7"
    assert of_original["rel"] == "original"
    assert (own, of_itself["rel"]) == (
        f"http://testserver/articles/{saved_twice.pk}/timemap/",
        "self",
    )
    assert of_itself["from"] == first[1]["datetime"] == "Sat, 03 May 2014 01:02:03 GMT"
    assert of_itself["until"] == last[1]["datetime"] == "Wed, 09 Sep 2015 04:05:06 GMT"
    assert (first[1]["rel"], last[1]["rel"]) == ("first memento", "last memento")
    for url, attributes in (first, last):
        memento = client.get(url.removeprefix("http://testserver"))
        assert memento.headers["Memento-Datetime"] == attributes["datetime"]
        assert 'rel="original"' in memento.headers["Link"]
        assert 'rel="timemap"' in memento.headers["Link"]


def test_timemap_as_json(client: Client, saved_twice: Article) -> None:
    found = client.get(f"/articles/{saved_twice.pk}/timemap/?format=json").json()
    assert found["original_uri"] == URL
    moments = [memento["datetime"] for memento in found["mementos"]["list"]]
    assert moments == ["2014-05-03T01:02:03Z", "2015-09-09T04:05:06Z"]


def test_article_names_its_original_and_its_timemap(client: Client, saved_twice: Article) -> None:
    response = client.get(saved_twice.get_absolute_url())
    assert "Memento-Datetime" not in response.headers
    relations = {attributes["rel"] for _, attributes in links(response.headers["Link"])}
    assert relations == {"original", "timemap"}


def test_a_file_without_a_noted_moment_is_no_memento(client: Client, folder: Path) -> None:
    save(folder, "a", plain(url="http://kcna.kp/1").replace("Date:", "Saved: 2024-05-06\nDate:"))
    save(folder, "b", plain("Other", sentences(7)))
    run_import(folder)
    article, other = Article.objects.order_by("pk")
    text = client.get(f"/articles/{article.pk}/timemap/").content.decode()
    assert [attributes["rel"] for _, attributes in links(text)] == ["original", "self"]
    assert client.get(f"/articles/{other.pk}/timemap/").status_code == 404
    assert "Link" not in client.get(other.get_absolute_url()).headers
