"""Test that addresses that were copied from a text lead to the right page."""

import pytest
from django.test import Client

from tests.search_library import Library


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("/articles/12/.", "/articles/12/"),
        ("/articles/12)", "/articles/12/"),
        ("/articles/12/title”,?q=iron", "/articles/12/title/?q=iron"),
        ("/articles/12/evidence/).", "/articles/12/evidence/"),
        ("/people/kim-tok-hun/%22", "/people/kim-tok-hun/"),
        ("/articles/?q=iron&amp;date=2025", "/articles/?q=iron&date=2025"),
        (
            "/articles/feed/?q=a%26amp%3Bb&amp;amp;date=2025",
            "/articles/feed/?q=a%26amp%3Bb&date=2025",
        ),
        ("/articles/?q=iron&date=2025-04).", "/articles/?q=iron&date=2025-04"),
        ("/articles/?source=kcna-kp,", "/articles/?source=kcna-kp"),
        ("/articles/?date=15.4.2025&page=1", "/articles/?date=2025-04-15"),
    ],
)
def test_marks_after_an_address_are_ignored(
    client: Client, library: Library, address: str, right: str
) -> None:
    response = client.get(address)
    assert (response.status_code // 100, response.headers["Location"]) == (3, right)


def test_what_is_no_page_stays_not_found(client: Client, library: Library) -> None:
    for address in ("/nothing.", "/articles/x)/", "/articles/12/a/b/.", "/articles/999/"):
        assert client.get(address).status_code == 404, address
    assert client.get("/articles/?date=2025-13.").status_code == 400
    assert client.post("/articles/?q=a&amp;b=c").status_code == 405


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("/articles/12/", "/articles/12/"),
        ("articles/12.", "/articles/12/"),
        ("http://testserver/articles/12/some-title/?q=iron#top", "/articles/12/some-title/?q=iron"),
        ("<https://testserver/stories/3/>", "/stories/3/"),
        ("testserver/wanted/7", "/wanted/7/"),
        ("“/articles/?q=iron”", "/articles/?q=iron"),
    ],
)
def test_the_address_of_a_page_opens_it_as_a_search(
    client: Client, library: Library, typed: str, page: str
) -> None:
    response = client.get("/articles/", {"q": typed})
    assert (response.status_code, response.headers["Location"]) == (302, page)


def test_other_searches_open_no_page(client: Client, library: Library) -> None:
    for typed in (
        "https://other.example/articles/12/",
        "people/places",
        "articles",
        "/articles/12/ iron",
        "/admin/",
        "//other.example/articles/12/",
        "http://[testserver/articles/12/",
        "testserver",
    ):
        assert client.get("/articles/", {"q": typed}).status_code == 200, typed


def test_an_address_among_words_is_a_link_to_the_page(client: Client, library: Library) -> None:
    for typed, page in (
        ("see http://testserver/articles/12/ please", "/articles/12/"),
        (
            "“Iron”, KCNA.kp, 9 November 2024. Dateline, article 12."
            " http://testserver/articles/12/iron/.",
            "/articles/12/iron/",
        ),
        ("(testserver:80/articles/12/) iron", ""),
        ("http://other.example/articles/12/ iron", ""),
        ("articles/12. iron", ""),
        ("iron http://testserver/admin/", ""),
    ):
        text = client.get("/articles/", {"q": typed}).text
        link = f'is the address of a page of this archive. <a href="{page}">Open the page</a>'
        assert (link in text) if page else ("is the address of a page" not in text), typed


def test_an_unknown_parameter_is_named(client: Client, library: Library) -> None:
    page = client.get("/articles/?sorce=kcna-kp&utm_source=x&fbclid=y&gclid=z&q=iron").text
    assert "“sorce” in the address is not a parameter of this list, so it was ignored." in page
    assert page.count("is not a parameter") == 1
