"""Test that a search returns the matching articles sorted, page by page."""

import random
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any, cast

import pytest
import tantivy
from pytest_django import DjangoAssertNumQueries

from archive.models import Article
from archive.search import (
    UNKNOWN,
    IndexUnavailable,
    SearchQuery,
    SearchResults,
    Selection,
    Sort,
    catch_up,
    engine,
    one_search,
    rebuild,
    search,
)
from archive.search.index import open_index
from archive.search.periods import month_period, year_period
from archive.search.query.compiler import date_bucket
from archive.search.ranking import page_hits
from tests.search_library import Library

pytestmark = pytest.mark.django_db

SAVED = (
    "On September 14 ComradeKim Jong Unvisited the Café Factory, where workers' homes were being"
    " built."
)


@pytest.fixture
def library() -> Library:
    library = Library()
    library.article("Factories of the County", SAVED, on="2025-04-01")
    library.article("Iron", "Iron ore and steel were produced in the county.", on="2025-04-02")
    library.article("Rice", "The potato harvest. Steel is no food. Kim Jong Ung said so.", on=None)
    rebuild()
    return library


def titles(words: str) -> list[str]:
    results = search(SearchQuery(words=words, sort=Sort.OLDEST))
    return [Article.objects.get(pk=pk).title.split()[0] for pk in results.ids]


MATCHES = [
    ("factory", ["Factories"]),
    ("FACTORIES", ["Factories"]),
    ("cafe", ["Factories"]),
    ("county", ["Factories", "Iron"]),
    ("county steel", ["Iron"]),
    ("county -steel", ["Factories"]),
    ("-steel", ["Factories"]),
    ("-steel -county", []),
    ("potato OR ore", ["Iron", "Rice"]),
    ("potato OR -steel", ["Factories", "Rice"]),
    ("produces", ["Iron"]),
    ('"produces"', []),
    ('"iron ore"', ["Iron"]),
    ('"ore iron"', []),
    ('"worker homes"', []),
    ('"workers homes"', ["Factories"]),
    ("workers' homes", ["Factories"]),
    ("worker-homes", ["Factories"]),
    ("homes-workers", []),
    ("visited comrade", ["Factories"]),
    ('"Comrade Kim Jong Un visited the"', ["Factories"]),
    ("ComradeKim Jong Unvisited", ["Factories"]),
    ('"Kim Jong Un"', ["Factories"]),
    ('"Kim Jong Ung"', ["Rice"]),
    ('"unbalanced', []),
    ('"iron ore', ["Iron"]),
    ("", ["Factories", "Iron", "Rice"]),
    ("?!", ["Factories", "Iron", "Rice"]),
]


def test_a_search_returns_the_matching_articles(library: Library) -> None:
    for words, expected in MATCHES:
        assert titles(words) == expected, words


def test_results_have_the_notes_of_the_parser(library: Library) -> None:
    assert search(SearchQuery(words='"iron')).notes == (
        "Unclosed quotation mark: the phrase runs to the end of the search.",
    )


def every_page(query: SearchQuery) -> list[int]:
    ids: list[int] = []
    page = search(query)
    for number in range(1, page.page_count + 1):
        results = search(replace(query, page=number))
        assert results.total == page.total
        ids += results.ids
    return ids


@pytest.fixture
def many() -> list[Article]:
    library = Library()
    chance = random.Random(3)
    dates = [None, "2024", "2024-05", "2025-01-01", "2025-01-02", "2025-01-03"]
    made = [
        library.article(
            f"Mill {number}",
            "coal " * chance.randint(1, 3),
            on=chance.choice(dates),
            stamp=number == 69,
        )
        for number in range(70)
    ]
    rebuild()
    for number in range(5):
        made.append(library.article(f"Late mill {number}", "coal", on=chance.choice(dates)))
        catch_up()
    return made


@pytest.mark.parametrize("deep", [1_000, 10, 0], ids=["from-the-start", "by-year", "by-day"])
def test_each_order_is_complete_and_stable(
    many: list[Article], deep: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_hits, "DEEP_OFFSET", deep)
    monkeypatch.setattr(page_hits, "ID_RANGE", 10)
    dated = [article for article in many if article.published_on]
    undated = [article.pk for article in many if not article.published_on]

    def day_and_id(article: Article) -> tuple[date, int]:
        assert article.published_on is not None
        return article.published_on, article.pk

    oldest = [article.pk for article in sorted(dated, key=day_and_id)]
    assert every_page(SearchQuery(sort=Sort.OLDEST, page_size=7)) == oldest + undated
    assert every_page(SearchQuery(sort=Sort.NEWEST, page_size=7)) == oldest[::-1] + undated[::-1]
    added = [article.pk for article in many[::-1]]
    assert every_page(SearchQuery(sort=Sort.ADDED, page_size=7)) == added
    assert every_page(SearchQuery(sort=Sort.NEWEST, page_size=7)) == list(
        Article.objects.newest().values_list("pk", flat=True)
    )


def test_relevance_puts_titles_and_frequent_words_first() -> None:
    library = Library()
    once = library.article("A", "coal and much else besides was told here")
    often = library.article("B", "coal coal coal and much else was told here")
    titled = library.article("Coal", "coal and much else besides was told here")
    rebuild()
    assert every_page(SearchQuery(words="coal", sort=Sort.RELEVANCE)) == [
        titled.pk,
        often.pk,
        once.pk,
    ]


@pytest.mark.parametrize("window", [100, 1])
def test_articles_of_equal_relevance_are_newest_first_on_every_page(
    window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_hits, "TIE_WINDOW", window)
    library = Library()
    chance = random.Random(5)
    made = [
        library.article("A", "coal", on=f"2025-04-{chance.randint(1, 5):02}")
        for _number in range(40)
    ]
    rebuild()
    for _number in range(3):
        made.append(library.article("A", "coal", on="2025-04-03"))
        catch_up()
    expected = [
        article.pk
        for article in sorted(
            made, key=lambda article: (str(article.published_on), article.pk), reverse=True
        )
    ]
    assert every_page(SearchQuery(words="coal", sort=Sort.RELEVANCE, page_size=6)) == expected


@pytest.mark.parametrize("page_size", [4, 5, 7])
def test_the_order_of_relevance_ends_at_its_limit(
    many: list[Article], page_size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = every_page(SearchQuery(words="coal", sort=Sort.RELEVANCE, page_size=page_size))
    assert len(whole) == 75
    for module in (page_hits, one_search):
        monkeypatch.setattr(module, "MAX_RANKED", 22)
    assert (
        every_page(SearchQuery(words="coal", sort=Sort.RELEVANCE, page_size=page_size))
        == whole[:22]
    )
    assert (
        search(SearchQuery(words="coal", sort=Sort.RELEVANCE, page=9, page_size=page_size)).total
        == 75
    )


def test_without_words_the_order_of_relevance_is_newest_first(
    many: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Check that all pages can be reached if a search has no words that give articles a score.

    This must be true even if the list is sorted by relevance. If articles have scores, only the
    first MAX_RANKED articles can be reached.
    """
    monkeypatch.setattr(page_hits, "MAX_RANKED", 22)
    monkeypatch.setattr(one_search, "MAX_RANKED", 22)
    for words, is_ranked in (
        ("", False),
        ("date:2025", False),
        ("source:kcna-kp", False),
        ("-copper", False),
        ("(date:2024 OR date:2025) -copper", False),
        ("coal date:2025", True),
        ("date:2025 OR title:a", True),
        ("co*", True),
    ):
        newest = every_page(SearchQuery(words=words, sort=Sort.NEWEST))
        assert len(newest) > 22, words
        ids = every_page(SearchQuery(words=words, sort=Sort.RELEVANCE))
        assert search(SearchQuery(words=words)).is_ranked == is_ranked, words
        assert len(ids) == 22 if is_ranked else ids == newest, words


def test_a_page_beyond_the_last_is_empty(many: list[Article]) -> None:
    for sort, page in product(Sort, (5, 100, 10**9, 10**17)):
        results = search(SearchQuery(words="coal", page=page, sort=sort))
        assert (results.ids, results.total, results.page_count, results.page) == ((), 75, 4, page)


def test_results_name_the_index_that_answered(library: Library) -> None:
    results: SearchResults = search(SearchQuery())
    assert results.generation == open_index.current_index().generation.name
    assert results.version == open_index.current_index().reached == 3


def test_a_search_takes_two_queries_for_any_number_of_results(
    many: list[Article], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    search(SearchQuery())  # this first search also opens the index and compares the history
    with django_assert_num_queries(2):
        search(SearchQuery(words="coal"))
    with django_assert_num_queries(0):
        search(SearchQuery(words="coal", with_snippets=False))


def test_an_error_while_reading_makes_the_index_unavailable(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise ValueError("Data corrupted")

    monkeypatch.setattr(one_search.OneSearch, "counts", fail)
    results = search(SearchQuery())
    for name in ("counts", "totals", "partial"):
        with pytest.raises(IndexUnavailable, match="Data corrupted"):
            getattr(results, name)
    monkeypatch.setattr(page_hits.Hits, "page", fail)
    with pytest.raises(IndexUnavailable, match="Data corrupted"):
        search(SearchQuery())


def test_counts_are_computed_once(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    results = search(SearchQuery())
    first = results.counts
    assert first["year"]
    monkeypatch.setattr(one_search.OneSearch, "counts", None)
    assert results.counts is first


class CountingSearcher:
    """A searcher that counts the requests for counts."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher
        self.requests = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.searcher, name)

    def aggregate(self, *given: Any) -> Any:
        self.requests += 1
        return self.searcher.aggregate(*given)


@pytest.mark.parametrize("facet", ["place", "source", "date"])
def test_excluded_values_are_counted_in_one_search(
    monkeypatch: pytest.MonkeyPatch, facet: str
) -> None:
    """Check that counting many excluded values takes no more requests than counting two."""
    library = Library()
    names = ["kujang", "kusong", "ryongdung", "russia", "unsan-north-phyongan", "pyongyang"]
    for number in range(30):
        library.article(
            on=f"2025-0{1 + number % 9}-11" if number % 7 else None,
            source=("kcna-kp", "voice-of-korea", "pyongyang-times", None)[number % 4],
            places=[names[number % 6], names[number % 5]] if number % 8 else (),
        )
    rebuild()
    every: dict[str, list[Any]] = {
        "place": [UNKNOWN, *(library.places[name].pk for name in names)],
        "source": [*(source.pk for source in library.sources.values()), UNKNOWN],
        "date": [year_period(2025), None, *(month_period(202500 + month) for month in range(1, 9))],
    }
    values = every[facet]
    requests = []
    for number in (2, len(values)):
        searcher = CountingSearcher(open_index.current_index().searcher)
        opened = replace(open_index.current_index(), searcher=cast(tantivy.Searcher, searcher))
        monkeypatch.setattr(engine, "current_index", lambda opened=opened: opened)
        excluded = values[:number]
        query = SearchQuery(words="factory").selecting(facet, Selection((), tuple(excluded)))
        counts = search(query).counts
        requests.append(searcher.requests)
        for value in excluded:
            rest = tuple(other for other in excluded if other != value)
            field, index_value = date_bucket(value) if facet == "date" else (facet, value)
            if field in counts:
                alone = query.selecting(facet, Selection((value,), rest))
                assert counts[field].get(index_value, 0) == search(alone).total, value
    assert requests[0] + (facet == "date") >= requests[1]
