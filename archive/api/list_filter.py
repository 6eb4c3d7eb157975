"""The filter of a list of articles as JSON: that of the page, with a cursor and a page size."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from archive.api.cursors import fits, read_cursor, write_cursor
from archive.api.formats import LARGEST_PAGE
from archive.listing.article_filter import ArticleFilter
from archive.listing.parameters import Parameter
from archive.search import PAGE_SIZE, Place, SearchQuery


class PageSizeField(forms.Field):
    """The form field for the number of articles in one answer."""

    def to_python(self, value: Any) -> int:
        """Return the number; PAGE_SIZE if the parameter is missing or empty."""
        if value in self.empty_values:
            return PAGE_SIZE
        if not (value.isascii() and value.isdigit() and 0 < int(value[:9]) <= LARGEST_PAGE):
            sentence = f"“%(value)s” is not a page size. Use a number from 1 to {LARGEST_PAGE}."
            raise ValidationError(sentence, code="invalid", params={"value": value})
        return int(value[:9])


class CursorField(forms.Field):
    """The form field for a place in the list; its value is a Place, or None."""

    def to_python(self, value: Any) -> Place | None:
        """Return the place that the cursor names, or None if the parameter is missing or empty."""
        if value in self.empty_values:
            return None
        try:
            return read_cursor(value)
        except ValueError:
            raise _wrong_cursor(value) from None


def _wrong_cursor(value: str) -> ValidationError:
    sentence = "“%(value)s” is not a cursor of this list. Use the address “next” of an answer."
    return ValidationError(sentence, code="invalid", params={"value": value})


class PageSizeParameter(Parameter):
    """The parameter `page_size`: the number of articles in one answer."""

    def filter(self, query: SearchQuery, value: int) -> SearchQuery:
        """Return the query for pages of this size; a query for a concordance is unchanged."""
        is_concordance = self.parent.form.cleaned_data["view"]
        return query if is_concordance else replace(query, page_size=value, with_places=True)


class CursorParameter(Parameter):
    """The parameter `cursor`: the place from which the list is continued."""

    def filter(self, query: SearchQuery, value: Place | None) -> SearchQuery:
        """Return the query for the articles after this place; facets are not counted again."""
        return replace(query, place=value, with_counts=False) if value else query


class JsonFilter(ArticleFilter):
    """The filter of a list of articles as JSON."""

    page_size = PageSizeParameter(PageSizeField)
    cursor = CursorParameter(CursorField)

    def is_valid(self) -> bool:
        """Return True if the page's parameters are valid, and the cursor fits them."""
        if not super().is_valid():
            return False
        cleaned = self.form.cleaned_data
        if (place := cleaned["cursor"]) and (
            cleaned["page"] > 1 or cleaned["view"] or not fits(place, self.search_query.sort)
        ):
            self.form.add_error("cursor", _wrong_cursor(self.data.get("cursor", "")))
        return not self.form.errors

    def page_url(self, page: int) -> str:
        """Return the address of page `page` of the list, with the same page size."""
        return replace(self.address, page=page).url_with(self._size)

    @property
    def _size(self) -> dict[str, str]:
        size = self.form.cleaned_data["page_size"]
        return {"page_size": str(size) if size != PAGE_SIZE else ""}

    @cached_property
    def next_address(self) -> str:
        """Return the address of the next articles, or "" if there are no more."""
        results = self.results
        if results.next_place:
            cursor = write_cursor(results.next_place)
            return replace(self.address, page=1).url_with(self._size | {"cursor": cursor})
        page = results.page + 1
        if self.form.cleaned_data["cursor"] or page == 2 or page > results.page_count:
            return ""
        return self.page_url(page)
