"""ArticleFilter: the list of articles for one address.

q         words, phrases, -words, OR (archive/search/query/parser.py)
facets    a slug, a period …, -value or unknown; repeated: any of them (archive.search.facets)
view      concordance: the matches of the search text, instead of a list
sort      newest, oldest or relevance; in a concordance also by the words after or before
page      from 1
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Case, QuerySet, When

from archive.display.labels import Labels, current_labels
from archive.listing.address import UNKNOWN_VALUE, Address, in_order
from archive.listing.facets import Chip, FacetBlock, build_facets
from archive.listing.parameters import (
    CONCORDANCE,
    LINE_SORTS,
    FacetParameter,
    FindField,
    PageField,
    PageParameter,
    Parameter,
    SortParameter,
    ViewParameter,
    WordsField,
    WordsParameter,
    by_field,
    sentence_of,
    sort_field,
    view_field,
)
from archive.listing.sentence import FacetChoice, describe
from archive.listing.value_kinds import VALUE_KINDS, SlugValues
from archive.models import Article
from archive.models.addresses import address_of
from archive.search import FACETS, SearchQuery, SearchResults, Sort, search
from archive.search.facets import Values
from archive.search.query import MAX_QUERY_LENGTH

# The filters in words: dates last, as in the sentence.
_IN_WORDS = sorted(FACETS, key=lambda name: FACETS[name].values is Values.PERIOD)


@dataclass(frozen=True, slots=True)
class FilterError:
    """A parameter that could not be read: the problem in a sentence, and the address without it."""

    sentence: str
    drop_url: str


@dataclass(frozen=True, slots=True)
class SortLink:
    """A link to the same articles in another order or view."""

    value: str
    label: str
    url: str
    is_current: bool


class ArticleFilter(django_filters.FilterSet):
    """The list of articles for one address.

    `ArticleFilter(request.GET, path="/articles/")`: if `is_valid()` is false, the answer is 400
    with `error_list`. Otherwise each parameter narrows the search (`search_query`), `results` asks
    the index (IndexUnavailable: 503), and `qs` has the articles of the page in order; a page that
    `is_beyond_last` is 404."""

    def __init__(self, data: Any, *, path: str = "", **options: Any) -> None:
        super().__init__(data, Article.objects.public(), **options)
        self.path = path

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """Return the parameters in the order of addresses: one for each facet among them."""
        return {
            "q": WordsParameter(WordsField),
            **{name: FacetParameter(name) for name in FACETS},
            "view": ViewParameter(view_field),
            "sort": SortParameter(sort_field),
            "page": PageParameter(PageField),
            **super().get_filters(),
        }

    def is_valid(self) -> bool:
        """Tell whether all parameters could be read."""
        cleaned = self.form.cleaned_data if super().is_valid() else {}
        if cleaned.get("sort") in LINE_SORTS and not cleaned["view"]:
            sentence = f"Only a concordance can be sorted by the words {cleaned['sort']} a match."
            self.form.add_error(
                "sort", ValidationError(sentence, params={"value": cleaned["sort"]})
            )
        return super().is_valid()

    def filter_queryset(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """Return the articles of the page in order; the index has chosen them.

        The rows of a list are read by `article_rows` instead, with SQL that is written once: Django
        takes longer to write this query than the database to answer it."""
        ids = self.results.ids
        order = Case(*(When(pk=pk, then=place) for place, pk in enumerate(ids)), default=len(ids))
        return queryset.filter(pk__in=ids).order_by(order)

    @cached_property
    def labels(self) -> Labels:
        """Return the names of sources and places as they are now."""
        return current_labels()

    @cached_property
    def search_query(self) -> SearchQuery:
        """Return the search, narrowed by each parameter. Only after `is_valid()`."""
        query = SearchQuery()
        for name, value in self.form.cleaned_data.items():
            query = self.filters[name].filter(query, value)
        return query

    @cached_property
    def results(self) -> SearchResults:
        """Return the answer of the index. Only after `is_valid()`. Raises IndexUnavailable."""
        return search(self.search_query)

    @property
    def default_sort(self) -> Sort:
        """Return the order without a `sort` parameter."""
        return Sort.RELEVANCE if self.form.cleaned_data["q"] else Sort.NEWEST

    def choices(self, facet: str) -> tuple[FacetChoice, ...]:
        """Return what is chosen and excluded in a facet."""
        return self.form.cleaned_data[facet]

    @cached_property
    def address(self) -> Address:
        """Return the filter as an address; parameters that could not be read are left out."""
        cleaned = getattr(self.form, "cleaned_data", {})
        q, sort = cleaned.get("q", "")[:MAX_QUERY_LENGTH].rstrip(), cleaned.get("sort", "")
        default = Sort.RELEVANCE if q else Sort.NEWEST
        return Address(
            self.path,
            q=q,
            chosen={
                name: tuple(in_order(choice.value for choice in cleaned.get(name, ())))
                for name in FACETS
            },
            view=cleaned.get("view", ""),
            sort="" if sort == default else sort,
            page=cleaned.get("page", 1),
        )

    @property
    def error_list(self) -> list[FilterError]:
        """Return what could not be read, each with the address that drops it."""
        return [
            FilterError(sentence_of(error), self._url_without(name, error))
            for name, errors in self.form.errors.as_data().items()
            for error in errors
        ]

    def _url_without(self, name: str, error: ValidationError) -> str:
        """The address as it came, in canonical order, without the value or values of an error."""
        about = (error.params or {}).get("value", "")
        bad = {about} if isinstance(about, str) else set(about)
        pairs = [
            (key, value)
            for key in self.form.fields
            for value in self.data.getlist(key)
            if value and key != "page" and not (key == name and value in bad)
        ]
        query = urlencode(pairs, safe=".", errors="replace")
        return f"{self.path}?{query}" if query else self.path or "?"

    @property
    def is_beyond_last(self) -> bool:
        """Tell whether there is no such page."""
        return self.results.page > self.results.page_count

    @property
    def is_active(self) -> bool:
        """Tell whether there is a search text or a filter."""
        return bool(self.address.q) or self.is_filtered

    @property
    def is_filtered(self) -> bool:
        """Tell whether any value of a facet is chosen or excluded."""
        return any(map(self.address.values, FACETS))

    @property
    def is_moved(self) -> bool:
        """Tell whether a value has another name now (301): its source was renamed, its place
        merged …"""
        return any(
            {choice.value for choice in self.choices(name)} - set(self.data.getlist(name))
            for name in FACETS
        )

    def facets(self) -> list[FacetBlock]:
        """Return the facets beside the list."""
        return build_facets(self.address, self.results, self.labels)

    def chips(self) -> list[Chip]:
        """Return what is active, each with the link that removes it: the search text, then the
        values of the facets."""
        address = self.address
        without_words = replace(address, q="", view="", sort="", page=1)
        chips = [Chip(f"“{address.q}”", without_words.url(), True)] if address.q else []
        for name in _IN_WORDS:
            for choice in self.choices(name):
                label = f"Not: {choice.label}" if choice.is_excluded else choice.label
                chips.append(
                    Chip(label, address.links(name).without(choice.value.removeprefix("-")))
                )
        return chips

    def subjects(self) -> list[tuple[str, str]]:
        """Return name and page of each source, place, organisation or person that is the only one
        chosen in its facet."""
        chosen = {
            name: [choice for choice in self.choices(name) if not choice.is_excluded]
            for name, kind in VALUE_KINDS.items()
            if isinstance(kind, SlugValues)
        }
        return [
            (choices[0].label, address_of(name, choices[0].value))
            for name, choices in chosen.items()
            if len(choices) == 1 and choices[0].value != UNKNOWN_VALUE
        ]

    def describe(self) -> str:
        """Return what the list shows, in words."""
        return describe(self.address.q, self.form.cleaned_data)

    @property
    def query_string(self) -> str:
        """Return the filter for links to articles, so that they know this list: "?q=iron", or ""
        for all articles.

        The page of a list follows from the position of the article in it; that of a concordance
        does not, so it is included."""
        page = self.address.page if self.address.view else 1
        query = replace(self.address, path="", page=page).url()
        return query if query != "?" else ""

    def page_url(self, page: int) -> str:
        """Return the address of another page."""
        return replace(self.address, page=page).url()

    @property
    def _as_list(self) -> Address:
        """The same articles as a list, in an order that lists have."""
        sort = self.address.sort
        return replace(self.address, view="", sort="" if sort in LINE_SORTS else sort)

    def view_links(self) -> list[SortLink]:
        """Return the links to list and concordance, if there is a search text."""
        if not self.address.q and not self.address.view:
            return []
        shown = self.address.view
        concordance = self.address if shown else replace(self.address, view=CONCORDANCE, page=1)
        as_list = replace(self._as_list, page=1)
        return [
            SortLink("", "List", as_list.url(), is_current=not shown),
            SortLink(CONCORDANCE, "Concordance", concordance.url(), is_current=bool(shown)),
        ]

    def sort_links(self) -> list[SortLink]:
        """Return the orders on offer.

        Relevance is one if some articles can be more relevant than others; words beside the match
        are in a concordance."""
        is_ranked = self.results.is_ranked
        sorts = (
            [Sort.RELEVANCE, Sort.NEWEST, Sort.OLDEST] if is_ranked else [Sort.NEWEST, Sort.OLDEST]
        )
        offered = {sort.value: sort.value.capitalize() for sort in sorts}
        if self.address.view:
            offered |= {sort: f"Word {sort}" for sort in LINE_SORTS}
        chosen = self.address.sort or self.default_sort
        current = Sort.NEWEST if chosen == Sort.RELEVANCE and not is_ranked else chosen
        return [
            SortLink(
                sort,
                label,
                replace(self.address, sort="" if sort == self.default_sort else sort, page=1).url(),
                is_current=sort == current,
            )
            for sort, label in offered.items()
        ]

    def carried(self) -> list[tuple[str, str]]:
        """Return the parameters that the search box keeps, as hidden inputs."""
        return replace(self.address, q="", page=1).pairs()


class ValueFilter(ArticleFilter):
    """All values of one facet for the articles of an address.

    `find` restricts them to names that contain it, `by` is count or name, `page` is a page of
    values."""

    find = Parameter(FindField)
    by = Parameter(by_field)

    def __init__(self, data: Any, facet: str, **options: Any) -> None:
        super().__init__(data, **options)
        self.facet = facet

    @cached_property
    def search_query(self) -> SearchQuery:
        """Return the search that counts the facet completely."""
        query = super().search_query
        return replace(query, page=1, page_size=1, complete=self.facet, with_snippets=False)

    @cached_property
    def address(self) -> Address:
        """Return the filter of the articles, at its first page."""
        return replace(super().address, page=1)
