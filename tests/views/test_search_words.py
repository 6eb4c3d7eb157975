"""Test what the list of articles says about the words of a search."""

import re
from html import unescape

import pytest
from django.test import Client

from archive.search import rebuild
from archive.search.query import other_meanings
from tests.search_library import Library


@pytest.fixture
def library(db: None) -> None:
    """Make an archive of four articles."""
    made = Library()
    made.article("Kim Jong Un Visits Factories", "A factory of the county; the factories.")
    made.article("UN Speaks", "The U.N. wants factories. Well-being, well being.")
    made.article("Wellbeing", "It is the IT sector.")
    made.article("IT", "Nothing.")
    rebuild()


def page(client: Client, typed: str) -> str:
    return unescape(client.get("/articles/", {"q": typed}).content.decode())


@pytest.mark.parametrize(
    ("typed", "sentence", "other"),
    [
        (
            "UN",
            "“UN” in capital letters means the abbreviation. With the word “un”, the search finds",
            "un",
        ),
        (
            "un",
            "“un” in small letters means the word. With the abbreviation “UN”, the search finds",
            "UN",
        ),
        ("speaks UN", "“UN” in capital letters means the abbreviation. With", None),
        ("speaks title:UN", "“UN” in capital letters means the abbreviation. With", None),
        ("IT -speaks", "“IT” in capital letters means the abbreviation.", "it -speaks"),
    ],
)
def test_the_other_meaning_of_capital_letters_is_a_click_away(
    client: Client, library: None, typed: str, sentence: str, other: str | None
) -> None:
    found = re.search(rf'<p>{sentence}.*?<a href="(.*?)">(\d+) article', page(client, typed))
    if other is None:
        assert found is None
        return
    assert found
    count = client.get(found[1]).context["total"]
    assert count == int(found[2]) == client.get("/articles/", {"q": other}).context["total"] > 0
    assert other_meanings(typed)[0].search == other


def test_small_letters_beside_words_have_a_note_only_if_capitals_find_more(
    client: Client, library: None
) -> None:
    assert "the abbreviation “IT”, the search finds" in page(client, "it nothing")
    assert "the abbreviation “UN”" not in page(client, "kim jong un")


@pytest.mark.parametrize(
    "typed",
    [
        "U.N.",
        "Kim Jong Un",
        "KIM JONG UN VISITS",
        "unit",
        "united",
        "dprk",
        "place:US",
        "x org:-(UN OR iron)",
    ],
)
def test_words_with_one_meaning_have_no_note(typed: str) -> None:
    assert other_meanings(typed) == []


def test_forms_that_were_found_too_are_listed_with_links(client: Client, library: None) -> None:
    context = client.get("/articles/", {"q": 'factory well-being "speaks"'}).context
    assert {word: [form for form, _url in links] for word, links in context["forms"]} == {
        "factory": ["factories"],
        "well-being": ["wellbeing"],
    }
    for _word, links in context["forms"]:
        for form, url in links:
            assert client.get(url).context["total"] > 0, form
    assert "Other forms of these words" in page(client, "factory")
    assert "Other forms of these words" not in page(client, "-factory sector")
