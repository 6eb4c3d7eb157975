"""Article counts with a link to exactly these articles, for the pages outside the list."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from archive.display.labels import Labels
from archive.display.province_map import ProvinceMap, filter_map
from archive.models import Article
from archive.models.addresses import address_of
from archive.search import SearchQuery, SearchResults, Sort
from archive.views.public_page import Answers
from ingest.partial_date import PartialDate


@dataclass(frozen=True, slots=True)
class Count:
    """A number of articles with its label, its link, and the length of its bar (0 to 100)."""

    label: str
    url: str
    count: int
    share: int


def list_url(**parameters: str | int) -> str:
    """Return the address of the article list with these parameters: `/articles/?source=kcna`."""
    return (
        f"{address_of('articles')}?{urlencode(parameters)}"
        if parameters
        else address_of("articles")
    )


def make_counts(rows: Iterable[tuple[str, str, int]], longest: int = 0) -> list[Count]:
    """Return a Count for each row of label, URL and number of articles.

    The longest bar is for the count `longest`, or else for the largest count in `rows`.
    """
    rows = list(rows)
    largest = longest or max((count for _, _, count in rows), default=0) or 1
    return [Count(label, url, count, round(100 * count / largest)) for label, url, count in rows]


def first_and_latest(
    answers: Answers, query: SearchQuery, newest: SearchResults
) -> tuple[Article | None, Article | None]:
    """Return the first and the latest dated article of a query. One search and one database query.

    `newest` are the results of the query in the order newest first.
    """
    latest_id = next(iter(newest.ids), None)
    query = replace(
        query, sort=Sort.OLDEST, page=1, page_size=1, with_counts=False, with_snippets=False
    )
    first_id = next(iter(answers.ask(query).ids), None)
    articles = (
        Article.objects.public()
        .filter(published_on__isnull=False)
        .defer("body")
        .in_bulk([pk for pk in (first_id, latest_id) if pk])
    )
    return articles.get(first_id or 0), articles.get(latest_id or 0)


def date_of(article: Article | None) -> str:
    """Return the date of an article in words; "" for None."""
    return (
        PartialDate.of(article.published_on, article.published_precision).label if article else ""
    )


def archive_map(results: SearchResults, labels: Labels) -> ProvinceMap | None:
    """Return the map of the provinces for all articles; `results` must be unfiltered."""
    counts = results.counts["place"]
    counted = {
        label.slug: (list_url(place=label.slug), counts.get(label.pk, 0))
        for label in labels.place_roots
        if label.is_division
    }
    return filter_map(counted, results.total, labels, of="all articles")
