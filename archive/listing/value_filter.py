"""ValueFilter: the filter of the page that lists all values of one facet."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from archive.listing.address import Address
from archive.listing.article_filter import ArticleFilter
from archive.listing.parameters import FindField, Parameter, by_field
from archive.search import SearchQuery


class ValueFilter(ArticleFilter):
    """The filter of the page that lists all values of one facet for a list of articles.

    This page has two parameters that a list of articles does not have. `find` restricts the values
    to those whose names contain this text, and `by` is the order of the values: "count" or "name".
    The parameter `page` is the number of a page of values.
    """

    find = Parameter(FindField)
    by = Parameter(by_field)

    def __init__(self, data: Any, facet: str, **options: Any) -> None:
        super().__init__(data, **options)
        self.facet = facet

    @cached_property
    def search_query(self) -> SearchQuery:
        """Return the search query that counts the articles for every value of the facet."""
        query = super().search_query
        return replace(query, page=1, page_size=1, complete=self.facet, with_snippets=False)

    @cached_property
    def address(self) -> Address:
        """Return the address of the first page of the list of articles."""
        return replace(super().address, page=1)
