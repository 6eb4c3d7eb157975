"""MeasureFilter: the filter of a page that measures the articles of a list."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from archive.listing.address import Address
from archive.listing.counted_filter import CountedFilter
from archive.models.addresses import address_of
from archive.search import SearchQuery


class MeasureFilter(CountedFilter):
    """A CountedFilter for articles; stories are not counted, and `count` is ignored.

    `page_name` is the name of the URL pattern of the page.
    """

    page_name = ""

    def __init__(self, data: Any) -> None:
        super().__init__(data, path=address_of("articles"))

    @cached_property
    def search_query(self) -> SearchQuery:
        """Return the search query that counts the articles of the list."""
        return replace(super().search_query, by_story=False)

    @cached_property
    def address(self) -> Address:
        """Return the address of the first page of the list of articles."""
        return replace(super().address, count="", view="", sort="", page=1)

    @property
    def asks_for_stories(self) -> bool:
        """Return True if the address asks to count stories, which this page does not do."""
        return bool(self.form.cleaned_data["count"])

    def own(self) -> dict[str, str]:
        """Return the parameters that only this page has, without default values."""
        return {}

    def here(self, **others: str) -> str:
        """Return the address of this page; `others` replaces parameters of `own`."""
        page = replace(self.address, path=address_of(self.page_name))
        return page.url_with({**self.own(), **others})

    def file_url(self, name: str = "") -> str:
        """Return the address of the same table as CSV, or of the file with this URL pattern."""
        page = replace(self.address, path=address_of(name or f"{self.page_name}-file"))
        return page.url_with(self.own())

    def list_with(self, q: str, *, is_concordance: bool = False) -> str:
        """Return the address of the list, or its concordance, with another search text."""
        return replace(self.address, q=q, view="concordance" if is_concordance else "").url()

    def archive_with(self, q: str) -> str:
        """Return the address of all articles of the archive that match a search text."""
        return replace(self.address, q=q, chosen={}, added="").url()
