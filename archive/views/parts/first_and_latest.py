"""The earliest and the latest article of a list, with their dates in words."""

from dataclasses import replace

from archive.models import Article
from archive.search import SearchQuery, SearchResults, Sort
from archive.views.public_page import Answers
from ingest.partial_date import PartialDate


def first_and_latest(
    answers: Answers, query: SearchQuery, newest: SearchResults
) -> tuple[Article | None, Article | None]:
    """Return the earliest and the latest article with a date that a query finds.

    Takes one search and one database query. `newest` has the results of the same query, sorted by
    date, newest first.
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
