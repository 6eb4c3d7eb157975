"""Test details of pages: languages, the words kept in a search box, links to a next page."""

import re
from html import escape

import pytest
from django.test import Client

from archive.views.article import name_language
from tests.sample_pages import SamplePages, capture_of


def test_foreign_words_have_a_language_attribute(client: Client, sample_pages: SamplePages) -> None:
    korean = sample_pages.korean
    for url in (f"/articles/{korean.pk}/evidence/", f"/articles/{korean.pk}/similar/"):
        assert f'<bdi lang="ko">{escape(korean.title)}</bdi>' in client.get(url).content.decode(), (
            url
        )
    assert (
        '<q class="quote" lang="ko">'
        in client.get(f"/articles/{korean.pk}/evidence/").content.decode()
    )
    assert ' lang="ko">' in client.get(capture_of(korean).get_absolute_url()).content.decode()
    assert "lang=" not in re.sub(
        "<html[^>]*>", "", client.get(sample_pages.usual.get_absolute_url()).content.decode()
    )


def test_language_codes_have_english_names() -> None:
    assert [name_language(code) for code in ("zh", "ko", "zh-hans", "tlh")] == [
        *("Chinese", "Korean", "Simplified Chinese", "tlh")
    ]


def test_the_search_box_says_whether_it_keeps_filters(
    client: Client, sample_pages: SamplePages
) -> None:
    for query, label in (
        ("q=works", "Search the articles"),
        ("q=works&source=kcna-kp", "Search with these filters"),
    ):
        assert f'placeholder="{label}"' in client.get(f"/articles/?{query}").content.decode()


def test_the_list_of_a_letter_names_the_letter(client: Client, sample_pages: SamplePages) -> None:
    html = client.get("/people/?letter=r").content.decode()
    assert "<h1>People: R</h1>" in html
    assert re.search(r"<strong>\d+ (people|person)</strong> under R", html)


@pytest.mark.parametrize(
    "url",
    [
        "/articles/?source=kcna-kp&page=900",
        "/articles/?q=the&view=concordance&page=900",
        "/articles/place/?page=900",
        "/people/?page=900",
        "/wanted/?page=900",
    ],
)
def test_a_page_beyond_the_last_links_to_the_last_page(
    client: Client, sample_pages: SamplePages, url: str
) -> None:
    response = client.get(url)
    assert response.status_code == 404
    assert "mistyped" not in response.content.decode()
    assert client.get(response.context["last_url"]).status_code == 200
    assert response.context["last_url"].partition("page=")[0].rstrip("?&") == url.partition(
        "page="
    )[0].rstrip("?&")
