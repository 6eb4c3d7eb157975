"""Test that the concordance shows every match in the middle of a line, in the right order."""

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive.search import match_finder, rebuild
from archive.search.highlighting.concordance import (
    CONTEXT,
    MAX_WORK,
    line_around,
    make_concordance,
)
from archive.views import concordance
from tests.search_library import Library

pytestmark = pytest.mark.django_db

TEXTS = [
    (1, "Iron Works", "New iron ore came. The old iron bars went."),
    (2, "Rice", "No metal here.\n\nBut iron, and Iron alloys."),
]


def lines(sort: str = "", words: str = "iron") -> list[str]:
    concordance = make_concordance(TEXTS, match_finder(words), sort)
    texts = {
        (pk, is_title): title if is_title else body
        for pk, title, body in TEXTS
        for is_title in (True, False)
    }
    made = [
        line_around(occurrence, texts[occurrence.article_id, occurrence.is_in_title])
        for occurrence in concordance.occurrences
    ]
    return [f"{line.before}[{line.match}]{line.after}" for line in made]


def test_every_occurrence_has_a_line_in_the_order_of_list_and_text() -> None:
    assert lines() == [
        "[Iron] Works",
        "New [iron] ore came. The old iron bars went.",
        "New iron ore came. The old [iron] bars went.",
        "No metal here. But [iron], and Iron alloys.",
        "No metal here. But iron, and [Iron] alloys.",
    ]


def test_lines_are_sorted_by_the_words_after() -> None:
    following = [re.sub(r".*\]\W*", "", line).split()[0] for line in lines("after")]
    assert following == ["alloys.", "and", "bars", "ore", "Works"]


def test_lines_are_sorted_by_the_words_before() -> None:
    assert [line.partition("[")[0].split()[-1:] for line in lines("before")] == [
        [],
        ["and"],
        ["But"],
        ["New"],
        ["old"],
    ]


def test_adjacent_matches_are_one_occurrence() -> None:
    assert lines(words="iron ore")[1].startswith("New [iron ore] came.")


def test_the_context_is_cut_between_words() -> None:
    body = f"{'abcdefghi ' * 30}iron{' abcdefghi' * 30}"
    line = line_around(make_concordance([(1, "", body)], match_finder("iron")).occurrences[0], body)
    assert set(line.before.split()) == set(line.after.split()) == {"abcdefghi"}
    assert len(line.before) <= CONTEXT
    assert line.is_cut_before
    assert line.is_cut_after


def test_no_further_article_is_read_after_the_maximum_of_work() -> None:
    """Check that MAX_WORK limits the articles that are read.

    A search for many phrases of frequent words needs much work for each article, because most words
    of the article are compared with the phrases.
    """
    words = ["the", "of", "and", "in"]
    body = " ".join(words[number % 3] for number in range(300))
    texts = [(pk, "Iron", body) for pk in range(1, 1_001)]
    phrases = [f'"{one} {two} never"' for one in words for two in words]
    finder = match_finder(" OR ".join(phrases))
    made = make_concordance(texts, finder)
    assert 10 < made.article_count < 200
    assert MAX_WORK <= finder.work < 1.2 * MAX_WORK
    few = match_finder("the OR iron OR steel OR coal")
    assert len(make_concordance(texts[:40], few).occurrences) == 40 * 101
    assert few.work < MAX_WORK / 20


def test_no_further_article_is_read_after_the_maximum_of_occurrences(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("archive.search.highlighting.concordance.MAX_OCCURRENCES", 2)
    concordance = make_concordance(TEXTS, match_finder("iron"))
    assert (len(concordance.occurrences), concordance.article_count) == (3, 1)


@pytest.fixture
def library(db: None) -> Library:
    library = Library()
    library.article("One", "The iron zone. The iron age.", on="2025-01-01", places=["kujang"])
    library.article("Two", "An iron mine <b>.", on="2025-01-02", source="voice-of-korea")
    library.article("Rice", "None.", on="2025-01-03")
    rebuild()
    return library


def body_of(client: Client, **query: str) -> str:
    return client.get("/articles/", {"view": "concordance", **query}).content.decode()


def shown(body: str) -> list[str]:
    texts = re.findall(r'class="concordance__text"[^>]*>(.*?)</p>', body)
    return [unescape(re.sub(r"<(?!/?mark)[^>]*>", "", line)) for line in texts]


def test_the_page_shows_lines_and_their_number(client: Client, library: Library) -> None:
    body = body_of(client, q="iron", sort="newest")
    assert shown(body) == [
        "An <mark>iron</mark> mine <b>.",
        "The <mark>iron</mark> zone. The iron age.",
        "The iron zone. The <mark>iron</mark> age.",
    ]
    assert ">3 occurrences in 2 articles<" in body
    assert "<b>" not in body
    assert "<title>Concordance: Articles matching “iron” · Dateline</title>" in body


def test_the_page_is_sorted_by_the_word_after(client: Client, library: Library) -> None:
    body = body_of(client, q="iron", sort="after")
    assert [re.sub(r".*</mark>\W*", "", line).split()[0] for line in shown(body)] == [
        "age.",
        "mine",
        "zone.",
    ]
    assert ">3 occurrences in 2 articles, sorted by the word after the match<" in body
    assert 'sort=after" rel="nofollow" aria-current="true">Word after</a>' in body


def test_the_page_says_which_articles_it_covers(
    client: Client, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.listing.parameters.CONCORDANCE_ARTICLES", 1)
    assert ">1 occurrence in the 1 newest of 2 articles<" in body_of(
        client, q="iron", sort="newest"
    )


def test_filters_pages_and_facets_stay_in_the_concordance(
    client: Client, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concordance, "LINES", 2)
    body = body_of(client, q="iron", sort="after")
    assert "/articles/?q=iron&amp;view=concordance&amp;sort=after&amp;page=2" in body
    assert "/articles/?q=iron&amp;source=kcna-kp&amp;view=concordance&amp;sort=after" in body
    assert len(shown(body_of(client, q="iron", sort="after", page="2"))) == 1
    assert client.get("/articles/?q=iron&view=concordance&page=3").status_code == 404
    assert len(shown(body_of(client, q="iron", place="kujang"))) == 2


def test_a_search_without_words_has_no_concordance(client: Client, library: Library) -> None:
    for query in ({}, {"q": "-iron"}, {"place": "kujang"}):
        body = body_of(client, **query)
        assert "A concordance needs a search term" in body
        assert shown(body) == []


def test_the_page_says_if_nothing_matches(client: Client, library: Library) -> None:
    assert "No articles match this search" in body_of(client, q="cobalt")


@pytest.mark.parametrize("query", ["view=map", "q=iron&sort=after", "q=iron&sort=before"])
def test_an_invalid_view_or_order_is_rejected(client: Client, library: Library, query: str) -> None:
    response = client.get(f"/articles/?{query}")
    assert response.status_code == 400
    assert 'href="/articles/' in response.content.decode()


def test_the_back_link_of_an_article_leads_to_the_page_of_the_concordance(
    client: Client, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concordance, "LINES", 2)
    here = "?q=iron&amp;view=concordance&amp;sort=after&amp;page=2"
    link = re.search(
        r'concordance__from" href="([^"]+)"', body_of(client, q="iron", sort="after", page="2")
    )
    assert link is not None
    assert re.fullmatch(rf"/articles/\d+/one/{re.escape(here)}#found-\d+", link[1])
    article = client.get(unescape(link[1])).content.decode()
    assert f'<a href="/articles/{here}">Back to the concordance</a>' in article
    assert re.search(rf'/two/{re.escape(here)}" rel="\w+ nofollow"', article)
    assert f'<mark id="{link[1].partition("#")[2]}">iron</mark>' in article


@pytest.mark.parametrize(
    "typed", ["iron", "iron OR age OR zone", "the iron", "iron NEAR zone", "b* OR title:one"]
)
def test_each_line_links_to_its_occurrence_in_the_article(
    client: Client, library: Library, typed: str
) -> None:
    links = re.findall(r'concordance__from" href="([^"]+)#([^"]+)"', body_of(client, q=typed))
    assert len(links) == len(set(links)) > 1
    for url, anchor in links:
        assert client.get(unescape(url)).content.decode().count(f'id="{anchor}"') == 1


def test_with_near_the_page_shows_how_many_lines_there_are(
    client: Client, library: Library
) -> None:
    body = body_of(client, q="iron NEAR zone")
    assert len(shown(body)) == 2
    assert "2 lines in 1 article. With NEAR, each of the two words has a line, unless" in body


def test_a_concordance_reads_the_texts_of_articles_in_few_queries(
    client: Client, library: Library, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    body_of(client, q="iron")
    with django_assert_max_num_queries(8):
        body_of(client, q="iron")
