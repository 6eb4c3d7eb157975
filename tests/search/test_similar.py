"""Test that similar articles have the characteristic words of an article."""

import re

import pytest
from django.test import Client

from archive.search import catch_up, rebuild
from tests.search_library import Library, change, withdraw

pytestmark = pytest.mark.django_db

FOUNDRY = "The foundry of the tractor works casts engine blocks for ploughing machines."


@pytest.fixture
def library() -> Library:
    library = Library()
    library.article("Foundry Casts Engines", FOUNDRY)
    library.article("Tractor Works", "Engine blocks come from the foundry of the tractor works.")
    library.article("Ploughing", "Ploughing began early.")
    library.article("Concert", "A choir sang songs by the river.")
    rebuild()
    return library


def titles(client: Client, pk: int) -> list[str]:
    body = client.get(f"/articles/{pk}/similar/").content.decode()
    return re.findall(r'row__title"><a[^>]*><bdi>(.*?)</bdi>', body)


def test_the_most_similar_come_first_without_the_article_itself(
    client: Client, library: Library
) -> None:
    article = library.article("Foundry Again", FOUNDRY)
    catch_up()
    assert titles(client, article.pk) == ["Foundry Casts Engines", "Tractor Works", "Ploughing"]


def test_the_page_says_if_no_article_is_similar(client: Client, library: Library) -> None:
    article = library.article("Xylophone", "Zebras quack.")
    catch_up()
    assert "No similar articles." in client.get(f"/articles/{article.pk}/similar/").content.decode()


def test_article_and_similar_articles_link_to_each_other(client: Client, library: Library) -> None:
    article = library.article("Foundry Again", FOUNDRY)
    assert (
        f'href="/articles/{article.pk}/similar/"'
        in client.get(article.get_absolute_url()).content.decode()
    )
    assert (
        article.get_absolute_url()
        in client.get(f"/articles/{article.pk}/similar/").content.decode()
    )


def test_an_unknown_or_withdrawn_article_has_no_similar_articles(
    client: Client, library: Library
) -> None:
    article = library.article("Foundry Again", FOUNDRY)
    withdraw(article)
    change(article)
    assert client.get(f"/articles/{article.pk}/similar/").status_code == 410
    assert client.get("/articles/987654/similar/").status_code == 404


@pytest.mark.parametrize("title", ["Similar", "Evidence"])
def test_an_article_with_the_title_of_a_page_keeps_its_own_page(
    client: Client, library: Library, title: str
) -> None:
    article = library.article(title, FOUNDRY)
    body = client.get(article.get_absolute_url()).content.decode()
    assert f'id="article-title"><bdi>{title}</bdi></h1>' in body
