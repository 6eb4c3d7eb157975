"""Test the way through a filtered list of articles: place, next, previous, and the list itself."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.corrections import correct
from archive.models import Article, Decision
from archive.search import rebuild
from tests.admin.article_form import form_of, page_of
from tests.factories import make_article, make_problem

pytestmark = pytest.mark.django_db

PROBLEMS = urlencode({"_changelist_filters": "problems=yes"})
BY_DATE = urlencode({"_changelist_filters": "q=Mill&o=3"})
PUBLIC = urlencode({"list": "language=en&sort=oldest"})


@pytest.fixture
def articles() -> list[Article]:
    """Make five articles of five years, the oldest first; all have a problem with their date."""
    problem = make_problem("dates-disagree", "Two dates.")
    made = [
        make_article({"title": f"Mill {year}", "published": f"{year}-05-06"}, problems=[problem])
        for year in range(2001, 2006)
    ]
    rebuild()
    return made


def read(client: Client, address: str) -> str:
    return unescape(" ".join(client.get(address).content.decode().split()))


def step(page: str, relation: str) -> str:
    """Return the address of the link to the next or previous article, or ""."""
    found = re.search(rf'<a href="([^"]*)" rel="{relation}"', page)
    return found[1] if found else ""


def number_in(address: str) -> int:
    found = re.search(r"/article/(\d+)/", address)
    assert found, address
    return int(found[1])


def test_an_article_shows_its_place_and_its_list(
    corrector: Client, articles: list[Article]
) -> None:
    page = read(corrector, f"{page_of(articles[1])}?{PROBLEMS}")
    assert "4 of 5" in page  # the latest is first
    assert number_in(step(page, "next")) == articles[0].pk
    assert number_in(step(page, "prev")) == articles[2].pk
    listed = f"{reverse('admin:archive_article_changelist')}?problems=yes"
    assert page.count(f'href="{listed}"') == 2  # above the form, and in the breadcrumbs
    listing = read(corrector, listed)
    assert f'{page_of(articles[1])}?{PROBLEMS}"' in listing
    first = re.search(r'href="([^"]*/first/[^"]*)"', listing)
    assert first
    assert number_in(corrector.get(first[1]).headers["Location"]) == articles[4].pk


@pytest.mark.parametrize("filters", [PROBLEMS, BY_DATE, PUBLIC])
def test_each_article_of_a_list_comes_exactly_once(
    corrector: Client, articles: list[Article], filters: str
) -> None:
    address = f"{page_of(articles[4 if filters == PROBLEMS else 0])}?{filters}"
    seen = []
    while "/change/" in address:
        article = Article.objects.get(pk=number_in(address))
        seen.append(article.pk)
        # A later date: in a list by date, the article gets another place, after all others.
        sent = form_of(article, published=f"20{10 + len(seen)}") | {"do": "correct+next"}
        response = corrector.post(address, sent)
        assert response.status_code == 302
        address = response.headers["Location"]
    assert sorted(seen) == [article.pk for article in articles]
    assert not Article.objects.filter(has_problems=True).exists()


def test_an_article_that_left_the_list_still_has_its_neighbours(
    corrector: Client, articles: list[Article], ada: User
) -> None:
    address = f"{page_of(articles[2])}?{PROBLEMS}"
    response = corrector.post(address, form_of(articles[2], published="2011"))
    page = read(corrector, response.headers["Location"])
    assert "No longer in this list, which has 4" in re.sub("</?b>", "", page)
    assert number_in(step(page, "next")) == articles[1].pk
    assert number_in(step(page, "prev")) == articles[3].pk
    # Somebody else corrected the next one, too.
    correct(articles[1], {"published": "2012"}, "because", ada)
    page = read(corrector, response.headers["Location"])
    assert number_in(step(page, "next")) == articles[0].pk
    page = read(corrector, step(page, "next"))
    assert "3 of 3" in page and step(page, "next") == ""
    assert 'value="because"' in page  # the reason of the last correction is offered again


def test_a_conflict_keeps_the_list_and_points_to_the_field(
    corrector: Client, articles: list[Article], ada: User
) -> None:
    sent = form_of(articles[2], title="Typed", dateline_place="Nampho")
    correct(articles[2], {"title": "By somebody else"}, "because", ada)
    response = corrector.post(f"{page_of(articles[2])}?{PROBLEMS}", sent)
    page = unescape(" ".join(response.content.decode().split()))
    assert response.status_code == 409 and "3 of 5" in page
    assert "Title: This changed while you had the page open." in page
    focused = re.search(r'<[^>]*name="([^"]*)"[^>]*autofocus[^>]*>([^<]*)', page)
    assert focused and focused.groups() == ("correct-title", " Typed")
    assert page.count("autofocus") == 1 and 'value="Nampho"' in page


def test_one_press_of_a_button_decides_and_is_undone_like_other_decisions(
    corrector: Client, articles: list[Article]
) -> None:
    extract = articles[1].shown_extract
    assert extract
    extract.witnesses = {
        "header": {**extract.fields["published"]},
        "sign_off": {**extract.fields["published"], "value": "2002-06-07"},
    }
    extract.save()
    address = f"{page_of(articles[1])}?{PROBLEMS}"
    page = read(corrector, address)
    answers = re.findall(r'name="answer" value="([^"]*)"[^>]*>([^<]*)<', page)
    assert [label for _key, label in answers] == [
        "Published: 2002-05-06 (as shown now)",
        "Published: 2002-06-07",
    ]
    assert "sign-off “2002-05-06”" in page
    assert re.search(r'<input[^>]*name="correct-published"[^>]*autofocus', page)
    response = corrector.post(address, {"do": "answer", "answer": answers[1][0]})
    assert number_in(response.headers["Location"]) == articles[0].pk
    articles[1].refresh_from_db()
    assert (str(articles[1].published_on), articles[1].problems) == ("2002-06-07", [])
    decision = Decision.objects.get()
    assert decision.reason == "Published: 2002-06-07 (sign-off “2002-05-06”)."
    again = corrector.post(address, {"do": "answer", "answer": answers[1][0]})
    assert again.status_code == 409
    corrector.post(address, {"do": "undo", "decision": str(decision.pk)})
    articles[1].refresh_from_db()
    assert [problem["code"] for problem in articles[1].problems] == ["dates-disagree"]


def test_an_article_that_somebody_else_settled_leads_on_to_the_list(
    corrector: Client, articles: list[Article], ada: User
) -> None:
    correct(articles[2], {"published": "2003-05-06"}, "ada was quicker", ada)
    page = read(corrector, f"{page_of(articles[2])}?{PROBLEMS}")
    assert number_in(step(page, "next")) == articles[4].pk, "the first of the list"


def test_a_page_of_the_list_that_does_not_exist_any_more_keeps_the_list(
    corrector: Client, articles: list[Article]
) -> None:
    kept = urlencode({"_changelist_filters": "problems=yes&p=3"})
    page = read(corrector, f"{page_of(articles[1])}?{kept}")
    assert "4 of 5" in page
