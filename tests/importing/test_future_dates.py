"""Test that an article dated after its import has a problem, and is listed as without a date."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client

from archive.corrections import correct, settle
from archive.corrections.problems import problem_key
from archive.importing import plan as planning
from archive.importing import reparse_plan
from archive.listing.article_filter import ArticleFilter
from archive.models import Article, Capture
from archive.search import SearchQuery, Sort, catch_up, find_neighbours, rebuild, search
from archive.search.ranking import page_hits
from tests.listing.lists import lines
from tests.saved_files import codes, plain, run_import, save, sentences

pytestmark = pytest.mark.usefixtures("archive")

TODAY = datetime.now(UTC).date()


def import_dated(folder: Path, *dates: str) -> list[Article]:
    """Import one article for each of `dates`; return the articles in the order of `dates`."""
    for number, on in enumerate(dates):
        text = plain(f"Bridge {number} Opened", sentences(number), on=on)
        save(folder, f"{number:03}", text)
    run_import(folder)
    rebuild()
    return list(Article.objects.order_by("title"))


def after(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("on", "is_in_future"),
    [
        (after(0), False),
        (after(1), False),  # in Korea, the next day can have begun
        (after(2), True),
        (after(400), True),
        ("2931-05-04", True),
        (f"{TODAY:%Y-%m}", False),
        (f"{TODAY:%Y}", False),
        (f"{TODAY + timedelta(days=70):%Y-%m}", True),
        (f"{TODAY.year + 2}", True),
        ("", False),
    ],
)
def test_a_date_more_than_a_day_after_the_import_is_a_problem(
    folder: Path, on: str, is_in_future: bool
) -> None:
    [article] = import_dated(folder, on)
    assert ("date-in-future" in codes(article)) is is_in_future
    assert article.is_date_doubtful is is_in_future
    if on:
        assert article.published_on is not None
        assert article.published_on.isoformat().startswith(on)
    if is_in_future:
        [problem] = article.problems
        assert (problem["field"], problem["words"]) == ("published", on)
        [extract] = article.extracts.all()
        [[start, end]] = problem["spans"]
        assert extract.capture.text[start:end] == on


def test_a_reparse_compares_with_the_day_of_the_import(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reparse a year later: the problem stays, because the date was in the future at the import."""
    [article] = import_dated(folder, after(10))

    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Later":
            return cls(TODAY.year + 1, 12, 1, tzinfo=UTC)

    for module in (planning, reparse_plan):
        monkeypatch.setattr(module, "datetime", Later)
    assert run_import("--reparse").counts == {"unchanged": 1}
    article.refresh_from_db()
    assert codes(article) == ["date-in-future"]
    Capture.objects.update(saved_not_after=date(TODAY.year + 1, 1, 30))
    assert run_import("--reparse").counts == {"updated": 1}
    article.refresh_from_db()
    assert (codes(article), article.is_date_doubtful) == ([], False)


@pytest.fixture
def dated(folder: Path) -> list[Article]:
    """Import articles with and without dates, one with a date of a later year, and one of 2931."""
    return import_dated(
        folder, "2024-03-05", after(9), "2024-03", "", "2931-01-01", "2023", after(1), "2024-03-05"
    )


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST])
@pytest.mark.parametrize("deep", [1, 3, 1_000])
def test_such_articles_are_listed_with_those_without_a_date(
    dated: list[Article], sort: Sort, deep: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Check that articles are in the same order everywhere.

    This compares a long page, pages of one article each, and the links to neighbours.
    """
    monkeypatch.setattr(page_hits, "DEEP_OFFSET", deep)
    undated = {dated[1].pk, dated[3].pk, dated[4].pk}
    query = SearchQuery(sort=sort, page_size=1_000)
    order = list(search(query).ids)
    assert set(order[-3:]) == undated
    pages = [
        search(SearchQuery(sort=sort, page_size=1, page=page + 1)).ids for page in range(len(order))
    ]
    assert [pk for ids in pages for pk in ids] == order
    for index, pk in enumerate(order):
        beside = find_neighbours(query, pk)
        assert beside.position == index + 1
        assert beside.next == (order[index + 1] if index + 1 < len(order) else None)
        assert beside.previous == (order[index - 1] if index else None)


def test_lists_facets_and_feeds_agree(dated: list[Article], client: Client) -> None:
    shown = ArticleFilter(QueryDict("date=-2023"), path="/articles/")
    assert shown.is_valid()
    counted = {
        value.value: value.count
        for facet in shown.facets()
        if facet.name == "date"
        for value in lines(facet.values)
    }
    assert "2931" not in counted
    assert counted["unknown"] == 3
    for value, number in counted.items():
        behind = ArticleFilter(QueryDict(f"date={value}"), path="/articles/")
        assert behind.is_valid()
        assert behind.results.total == number, value
    assert client.get("/articles/?date=2931").context["total"] == 0
    newest = client.get("/").context["rows"][0]
    assert newest.url.startswith(f"/articles/{dated[6].pk}/")
    feed = client.get("/articles/feed/").content.decode()
    assert feed.index(f"articles/{dated[6].pk}/") < feed.index(f"articles/{dated[4].pk}/")
    rows = client.get("/articles/?date=unknown").context["rows"]
    assert [row.is_date_doubtful for row in rows].count(True) == 2
    page = client.get(dated[4].get_absolute_url()).content.decode()
    assert "date doubtful" in page
    assert "1 January 2931" in page


def test_without_an_index_the_newest_articles_have_no_such_date(dated: list[Article]) -> None:
    newest = list(Article.objects.newest().values_list("pk", flat=True))
    assert newest[0] == dated[6].pk
    assert not {dated[1].pk, dated[4].pk} & set(newest)


def test_a_decision_about_the_date_is_followed(
    dated: list[Article], django_user_model: type[User], client: Client
) -> None:
    ada = django_user_model.objects.create(username="ada")
    correct(dated[4], {"published": "2024-01-01"}, "a wrong digit", ada)
    catch_up()
    article = Article.objects.get(pk=dated[4].pk)
    assert (codes(article), article.is_date_doubtful) == ([], False)
    assert client.get("/articles/?date=2024-01-01").context["total"] == 1
    # The person who settles the problem says that the date is right.
    article = Article.objects.get(pk=dated[1].pk)
    settle(article, [problem_key(article.problems[0])], "announced", ada)
    catch_up()
    assert client.get(f"/articles/?date={after(9)}").context["total"] == 1
    assert client.get("/articles/?date=unknown").context["total"] == 1
