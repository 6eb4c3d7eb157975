"""CountedFilter: the filter of pages that describe a list of articles, but do not list them."""

from dataclasses import replace
from functools import cached_property

from archive.listing.article_filter import ArticleFilter
from archive.search import SearchQuery


class CountedFilter(ArticleFilter):
    """An ArticleFilter that only counts; it ignores the address's order, page and view."""

    @cached_property
    def search_query(self) -> SearchQuery:
        """Return the search query that counts the articles of the list."""
        return replace(
            super().search_query,
            page=1,
            page_size=1,
            with_counts=False,
            with_snippets=False,
            # A concordance is searched without other versions, but the list is not.
            with_versions=not self.address.versions,
        )
