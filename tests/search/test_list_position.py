"""Test the links to the previous and next article, if a reader opens an article from a list."""

import re

import pytest
from django.test import Client

from archive.models import Article
from archive.search import SearchQuery, Sort, engine, find_neighbours, rebuild, search
from tests.search_library import Library, withdraw

pytestmark = pytest.mark.django_db

DAYS = [
    "2025-04-17",
    "2025-04-17",
    "2025-04",
    "2025",
    None,
    "2024-01-02",
    None,
    "2025-04-17",
    "2023",
    "2025-04-18",
]


@pytest.fixture
def library() -> Library:
    library = Library()
    for number, on in enumerate(DAYS):
        library.article(
            f"Iron {number}",
            "Iron ore & steel. " + "Iron. " * (number % 3),
            on=on,
            places=["kujang"],
        )
    library.article("Rice", "No metal at all.")
    rebuild()
    return library


@pytest.mark.parametrize("sort", list(Sort))
def test_following_next_from_the_first_visits_the_whole_list(library: Library, sort: Sort) -> None:
    query = SearchQuery(words="iron", sort=sort, page_size=1_000)
    order = list(search(query).ids)
    walked: list[int] = []
    article_id: int | None = order[0]
    while article_id is not None:
        beside = find_neighbours(query, article_id)
        assert (beside.position, beside.total) == (len(walked) + 1, len(DAYS))
        assert beside.previous == (walked[-1] if walked else None)
        walked.append(article_id)
        article_id = beside.next
    assert walked == order


def test_an_article_that_does_not_match_has_no_neighbours(library: Library) -> None:
    beside = find_neighbours(SearchQuery(words="iron"), Article.objects.get(title="Rice").pk)
    assert (beside.position, beside.total, beside.previous, beside.next) == (0, 0, None, None)


def test_the_position_in_a_list_is_unknown_after_the_ranked_hits(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = SearchQuery(words="iron", sort=Sort.RELEVANCE)
    last = search(query).ids[-1]
    monkeypatch.setattr("archive.search.ranking.list_position.MAX_RANKED_NEIGHBOURS", 3)
    beside = find_neighbours(query, last)
    assert (beside.position, beside.total, beside.previous, beside.next) == (
        0,
        len(DAYS),
        None,
        None,
    )


def page(client: Client, article: Article, query: str) -> str:
    return client.get(f"{article.get_absolute_url()}?{query}").content.decode()


def test_the_links_of_the_page_lead_through_the_list(client: Client, library: Library) -> None:
    body = client.get(
        "/articles/", {"q": "iron", "sort": "oldest", "place": "kujang"}
    ).content.decode()
    urls = re.findall(r'row__title"><a href="([^"]+)"', body)
    assert len(urls) == len(DAYS)
    assert all(url.endswith("?q=iron&amp;place=kujang&amp;sort=oldest") for url in urls)
    url, visited = urls[0], []
    while url:
        visited.append(url)
        body = client.get(url.replace("&amp;", "&")).content.decode()
        assert f"{len(visited)} of {len(DAYS)}" in body
        following = re.search(r'<a href="([^"]+)" rel="next nofollow"', body)
        url = following[1] if following else ""
    assert visited == urls
    assert (
        '<a href="/articles/?q=iron&amp;place=kujang&amp;sort=oldest">Back to the list</a>' in body
    )
    assert "Articles matching “iron” mentioning Kujang" in body


def test_matches_are_marked_in_title_and_text(client: Client, library: Library) -> None:
    article = Article.objects.get(title="Iron 1")
    body = page(client, article, 'q="iron+ore"+title:iron')
    assert '<mark id="found-title-0">Iron</mark> 1' in body
    assert re.search(r'<mark id="found-\d+">Iron ore</mark> &amp; steel\.', body)
    assert f'<a href="{article.get_absolute_url()}">Hide search highlights</a>' in body
    assert f'<link rel="canonical" href="http://testserver{article.get_absolute_url()}">' in body


def test_marks_are_inside_the_links_of_names(client: Client, library: Library) -> None:
    article = library.article("Kujang Mine", "The Kujang County mine.", places=[])
    library.mention(article, "kujang", field="body", start=4, end=17, text="Kujang County")
    body = page(client, article, "q=kujang")
    assert re.search(
        r'<a class="mention mention--place"[^>]*><mark id="found-4">Kujang</mark> County</a>', body
    )


def test_an_article_without_a_filter_does_not_use_the_index(
    client: Client, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "current_index", lambda: pytest.fail("the index was used"))
    body = page(client, Article.objects.get(title="Iron 1"), "utm_source=mail")
    assert "<mark" not in body
    assert "list-context" not in body


@pytest.mark.parametrize("query", ["place=nowhere", "sort=longest", "page=x", "date=soon"])
def test_an_invalid_filter_leaves_the_article_readable(
    client: Client, library: Library, query: str
) -> None:
    article = Article.objects.get(title="Iron 1")
    response = client.get(f"{article.get_absolute_url()}?{query}")
    assert response.status_code == 200
    assert (
        "So the list in this address cannot be shown, only the article."
        in response.content.decode()
    )


def test_a_filter_that_does_not_match_shows_only_the_back_link(
    client: Client, library: Library
) -> None:
    body = page(client, Article.objects.get(title="Rice"), "q=iron")
    assert "Back to the list" in body
    assert 'rel="next' not in body
    assert " of 10" not in body


def test_without_an_index_the_article_is_shown_with_marks(client: Client, db: None) -> None:
    article = Library().article("Iron", "Iron ore.")
    response = client.get(f"{article.get_absolute_url()}?q=ore")
    assert response.status_code == 200
    assert "ETag" not in response
    assert 'Iron <mark id="found-5">ore</mark>.' in response.content.decode()


def test_the_etag_of_an_article_with_a_filter_changes_with_the_index(
    client: Client, library: Library
) -> None:
    url = Article.objects.get(title="Iron 1").get_absolute_url()
    plain, travelled = client.get(url)["ETag"], client.get(f"{url}?q=iron")["ETag"]
    assert plain != travelled
    assert client.get(f"{url}?q=iron", headers={"If-None-Match": travelled}).status_code == 304
    rebuild()
    assert client.get(f"{url}?q=iron", headers={"If-None-Match": travelled}).status_code == 200
    assert client.get(url, headers={"If-None-Match": plain}).status_code == 304


def test_a_redirect_to_the_slug_keeps_the_filter(client: Client, library: Library) -> None:
    article = Article.objects.get(title="Iron 1")
    response = client.get(f"/articles/{article.pk}/old/?q=iron&place=kujang")
    assert (response.status_code, response["Location"]) == (
        301,
        f"{article.get_absolute_url()}?q=iron&place=kujang",
    )
    withdraw(article)
    assert client.get(f"{article.get_absolute_url()}?q=iron").status_code == 410
