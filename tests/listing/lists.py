"""Functions for tests that return a list of articles, and the values of a facet."""

from collections.abc import Iterator, Sequence

from django.http import QueryDict

from archive.listing.article_filter import ArticleFilter
from archive.listing.facet_blocks import FacetValue


def lines(values: Sequence[FacetValue]) -> Iterator[FacetValue]:
    """Yield the values of a facet, each followed by the values below it."""
    for value in values:
        yield value
        yield from lines(value.children)


def list_at(address: str) -> ArticleFilter:
    """Return the list for a query string, which must be valid."""
    article_filter = ArticleFilter(QueryDict(address), path="/articles/")
    assert article_filter.is_valid(), (address, article_filter.errors)
    return article_filter
