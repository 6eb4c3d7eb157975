"""ArticleFilter: the list of articles for one address.

The parameters of an address:

q         the search text (archive/search/query/parser.py)
facets    one parameter per facet (archive/search/facets.py). Its value is a slug, a period, a code
          or "unknown": `source=kcna`. A minus excludes the value: `source=-kcna`. If a parameter is
          repeated, articles need only one of the selected values
added     the day since which the articles were added to the archive
versions  "off": words are searched for only in the texts that are shown, not in other versions
count     "stories": articles of one story are listed and counted once
view      "concordance" shows the matches of the search text instead of a list
sort      newest, oldest, relevance, or added (those added last are first); a concordance can also
          be sorted by the words after or before the matches
page      the number of the page, from 1
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, QuerySet, When

from archive.display.labels import Labels, current_labels
from archive.listing import date_range
from archive.listing.address import (
    MAX_CHOICES,
    UNKNOWN_VALUE,
    Address,
    choice_count,
    in_order,
)
from archive.listing.facet_blocks import FacetBlock, build_facets
from archive.listing.list_links import (
    Chip,
    ListLink,
    OtherLink,
    chips,
    default_sort,
    sort_links,
)
from archive.listing.parameters import (
    LINE_SORTS,
    AddedField,
    AddedParameter,
    CountParameter,
    FacetField,
    FacetParameter,
    FindField,
    PageField,
    PageParameter,
    Parameter,
    PeriodEndField,
    SortParameter,
    VersionsParameter,
    ViewParameter,
    WordsField,
    WordsParameter,
    by_field,
    count_field,
    sentence_of,
    sort_field,
    unknown_value,
    versions_field,
    view_field,
    written_values,
)
from archive.listing.sentence import FacetChoice, describe
from archive.listing.value_kinds import VALUE_KINDS, SlugValues, shorten
from archive.models import Article
from archive.models.addresses import address_of
from archive.search import FACETS, SearchQuery, SearchResults, search
from archive.search.query import MAX_QUERY_LENGTH

MAX_ERRORS = 10
LONGEST_VALUE = 130  # characters; no slug, period or code is longer
MAX_UNKNOWN = 3
_COUNTERS = re.compile(
    r"(?:utm_.*|[a-z]*clid|gad_source|gbraid|wbraid|mc_[ce]id|igshid?|_g[al]|ref|si|t)$|$"
)
_TEXTS = ("q", "find")  # parameters whose value can be any text


_form_classes: dict[type["ArticleFilter"], type[forms.Form]] = {}


@dataclass(frozen=True, slots=True)
class FilterError:
    """A sentence about a wrong value of a parameter, and the address without it (`drop_url`)."""

    sentence: str
    drop_url: str


class ArticleFilter(django_filters.FilterSet):
    """The list of articles for one address.

    Make it with `ArticleFilter(request.GET, path="/articles/")`, and call `is_valid()` first. If
    `is_valid()` returns False, answer 400 and show `error_list`. Otherwise `search_query` is the
    search query, `results` the results of the index for this query, and `qs` the articles of the
    page in order. Answer 503 if `results` raises IndexUnavailable, and 404 if the page
    `is_beyond_last`.
    """

    def __init__(self, data: Any, *, path: str = "", **options: Any) -> None:
        super().__init__(data, Article.objects.public(), **options)
        self.path = path

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """Return the parameters by name, in canonical order; each facet has a parameter."""
        return {
            "q": WordsParameter(WordsField),
            **{name: FacetParameter(name) for name in FACETS},
            **{name: Parameter(PeriodEndField) for name in date_range.PARAMETERS},
            "added": AddedParameter(AddedField),
            "versions": VersionsParameter(versions_field),
            "count": CountParameter(count_field),
            "view": ViewParameter(view_field),
            "sort": SortParameter(sort_field),
            "page": PageParameter(PageField),
            **super().get_filters(),
        }

    def get_form_class(self) -> type[forms.Form]:
        """Return the class of the form.

        It is made only once, because making it takes longer than reading the values of an address.
        """
        kind = type(self)
        if kind not in _form_classes:
            _form_classes[kind] = super().get_form_class()
        return _form_classes[kind]

    @cached_property
    def form(self) -> forms.Form:
        """Return the form that reads the values of the address."""
        form: forms.Form = super().form
        for field in form.fields.values():
            if isinstance(field, FacetField):
                field.labels = lambda: self.labels
        return form

    def is_valid(self) -> bool:
        """Return True if all parameters are valid, and at most MAX_CHOICES values are chosen."""
        if self._surplus:
            return False
        cleaned = self.form.cleaned_data if super().is_valid() else {}
        self._select_days_between(cleaned)
        if cleaned.get("sort") in LINE_SORTS and not cleaned["view"]:
            sentence = f"Only a concordance can be sorted by the words {cleaned['sort']} a match."
            self.form.add_error(
                "sort", ValidationError(sentence, params={"value": cleaned["sort"]})
            )
        return super().is_valid()

    def _select_days_between(self, cleaned: dict[str, Any]) -> None:
        """Replace the selected dates by the days between the parameters "from" and "to"."""
        start, end = (cleaned.get(name) or "" for name in date_range.PARAMETERS)
        if start or end:
            try:
                cleaned["date"] = date_range.chosen_between(start, end, cleaned["date"])
            except ValueError as error:
                self.form.add_error("from", unknown_value(str(error), self.data.get("from", "")))

    def filter_queryset(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """Return the articles that the index found for the page, in the order of the index.

        Pages of lists use `article_rows` instead. Its SQL is built only once, but Django builds the
        query of `filter_queryset` at each call, and this takes longer than the database needs to
        answer the query.
        """
        ids = self.results.ids
        order = Case(*(When(pk=pk, then=index) for index, pk in enumerate(ids)), default=len(ids))
        return queryset.filter(pk__in=ids).order_by(order)

    @cached_property
    def labels(self) -> Labels:
        """Return the Labels: the current names of sources, places, organisations and people."""
        return current_labels()

    @cached_property
    def search_query(self) -> SearchQuery:
        """Return the search query for all parameters; call `is_valid()` first."""
        query = SearchQuery()
        for name, value in self.form.cleaned_data.items():
            query = self.filters[name].filter(query, value)
        return query

    @cached_property
    def results(self) -> SearchResults:
        """Return the results of the search in the index; call `is_valid()` first.

        Raises IndexUnavailable.
        """
        return search(self.search_query)

    def choices(self, facet: str) -> tuple[FacetChoice, ...]:
        """Return a FacetChoice for each selected and each excluded value of a facet."""
        return self.form.cleaned_data[facet]

    @cached_property
    def address(self) -> Address:
        """Return the address of the list, without parameters that could not be read."""
        cleaned = getattr(self.form, "cleaned_data", {})
        q, sort = cleaned.get("q", "")[:MAX_QUERY_LENGTH].rstrip(), cleaned.get("sort", "")
        return Address(
            self.path,
            q=q,
            chosen={
                name: tuple(in_order(choice.value for choice in cleaned.get(name, ())))
                for name in FACETS
            },
            added=added.value if (added := cleaned.get("added")) else "",
            versions=cleaned.get("versions", ""),
            count=cleaned.get("count", ""),
            view=cleaned.get("view", ""),
            sort="" if sort == default_sort(q) else sort,
            page=cleaned.get("page", 1),
        )

    @property
    def error_list(self) -> list[FilterError]:
        """Return a FilterError for each value that is not valid, but at most MAX_ERRORS errors.

        If the address has more than MAX_CHOICES facet values, the only FilterError says that there
        are too many values.
        """
        if self._surplus:
            number = sum(len(self._written[name]) for name in FACETS)
            sentence = (
                f"There are {number:,} values of filters in this address; at most {MAX_CHOICES} can"
                " be chosen together."
            )
            return [FilterError(sentence, self._url_without(self._surplus))]
        errors = (
            FilterError(sentence_of(error), self._url_without(self._wrong_values(name, error)))
            for name, errors in self.form.errors.as_data().items()
            for error in errors
        )
        return list(islice(errors, MAX_ERRORS))

    def _wrong_values(self, name: str, error: ValidationError) -> set[tuple[str, str | None]]:
        """Return the values in the address that cause an error of a parameter: (name, value)."""
        if name in date_range.PARAMETERS:
            return {(end, value) for end in date_range.PARAMETERS for value in self._written[end]}
        return {(name, (error.params or {}).get("value"))}

    def without_unread_dates(self) -> tuple["ArticleFilter", date_range.DateForm] | None:
        """Return the list without "from" and "to", and the form that shows what was typed in them.

        Returns None if other values of the address are wrong, too.
        """
        if self._surplus or set(self.form.errors) != {"from"}:
            return None
        others = self.data.copy()
        first, last = (others.pop(name, [""])[-1] for name in date_range.PARAMETERS)
        shown = type(self)(others, path=self.path)
        if not shown.is_valid():
            return None
        [error] = self.form.errors.as_data()["from"]
        form = shown.date_form()
        problem = f"{sentence_of(error)} The list is shown without these dates."
        return shown, date_range.DateForm(first, last, form.kept, form.added, problem)

    @cached_property
    def _written(self) -> dict[str, list[str]]:
        """A dict from the name of each parameter to its values as they are in the address.

        The names are in canonical order. Only the parameter of a facet can have several values. If
        another parameter is repeated, the dict has only its last value.
        """
        return {
            name: written_values(self.data.getlist(name)[0 if name in FACETS else -1 :])
            for name in self.filters
        }

    @cached_property
    def _surplus(self) -> set[tuple[str, str]]:
        """The facet values beyond the limit MAX_CHOICES, each as (name of the facet, value)."""
        kept: dict[str, list[str]] = {}
        surplus = set()
        for name in FACETS:
            for value in self._written[name]:
                chosen = kept | {name: [*kept.get(name, ()), value]}
                if sum(map(choice_count, chosen.values())) > MAX_CHOICES:
                    surplus.add((name, value))
                else:
                    kept = chosen
        return surplus

    def _url_without(self, dropped: Collection[tuple[str, str | None]]) -> str:
        """Return the requested address in canonical order, without the values in `dropped`.

        Other values that are too long to be valid are left out, too. Otherwise the page could
        become very large, because it contains such an address for each FilterError.
        """
        pairs = [
            (name, value[:MAX_QUERY_LENGTH])
            for name, values in self._written.items()
            for value in values
            if name != "page"
            and (name, value) not in dropped
            and (name in _TEXTS or len(value) <= LONGEST_VALUE)
        ]
        query = urlencode(pairs, safe=".*", errors="replace")
        return f"{self.path}?{query}" if query else self.path or "?"

    @property
    def is_beyond_last(self) -> bool:
        """Return True if the page number in the address is higher than the number of pages."""
        return self.results.page > self.results.page_count

    @property
    def is_active(self) -> bool:
        """Return True if the address has a search text or any value of a facet."""
        return bool(self.address.q) or self.is_filtered

    @property
    def is_filtered(self) -> bool:
        """Return True if the address has any filter: a facet value, or the day of adding."""
        return bool(self.address.added) or any(map(self.address.values, FACETS))

    @property
    def is_moved(self) -> bool:
        """Return True if the address has an old slug, so that it must be redirected (301).

        A slug becomes old if a source is renamed or if a place is merged, for example. A date can
        also be written in another way, or as the parameters "from" and "to"; but if it can mean two
        dates, the page says so, and is not redirected.
        """
        if self.other_orders():
            return False
        if self.address.added != (self.data.get("added") or "").strip():
            return True
        return any(name in self.data for name in date_range.PARAMETERS) or any(
            {choice.value for choice in self.choices(name)} - set(self.data.getlist(name))
            for name in FACETS
        )

    def other_orders(self) -> list[OtherLink]:
        """Return a link for each date that can be read in two ways, such as 4/5/2024."""
        names = ("date", *date_range.PARAMETERS)
        return date_range.other_orders(
            self.address, [(name, value) for name in names for value in self._written[name]]
        )

    @property
    def unknown_parameters(self) -> list[str]:
        """Return the first parameters of the address that a list does not have, by name.

        Parameters with which other sites count their visitors are left out.
        """
        unknown = (name for name in self.data if name not in self.filters)
        return list(islice((name for name in unknown if not _COUNTERS.match(name)), MAX_UNKNOWN))

    def unknown_notes(self) -> list[str]:
        """Return a sentence about each parameter of the address that a list does not have."""
        return [
            f"“{shorten(name)}” in the address is not a parameter of this list, so it was ignored."
            for name in self.unknown_parameters
        ]

    def unknown_errors(self, *known: str) -> list[FilterError]:
        """Return an error for each parameter that a file does not have; it has those in `known`.

        A list ignores such a parameter, and says so. A file cannot say it, so it would have too
        many rows without a sign.
        """
        address = replace(self.address, page=1).url()
        return [
            FilterError(
                f"“{shorten(name)}” in the address is not a parameter of this file.", address
            )
            for name in self.unknown_parameters
            if name not in known
        ]

    def date_form(self) -> date_range.DateForm:
        """Return the form with the first and last date of the list."""
        return date_range.date_form(self.address)

    def facets(self) -> list[FacetBlock]:
        """Return the blocks of the facets beside the list."""
        return build_facets(self.address, self.results, self.labels)

    def chips(self) -> list[Chip]:
        """Return the filters as Chips, with links to the list without each of them."""
        return chips(self.address, self.form.cleaned_data, self._added_label)

    @property
    def _added_label(self) -> str:
        added = self.form.cleaned_data["added"]
        return added.label if added else ""

    def subjects(self) -> list[tuple[str, str]]:
        """Return (label, address of the value's page) for some of the selected values.

        A value is included if no other value of its facet is selected, and if the value has a page
        of its own. Only sources, places, organisations and people have such pages.
        """
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
        """Return the sentence that describes the articles: "Articles from KCNA, 2025"."""
        return describe(self.address.q, self.form.cleaned_data, added=self._added_label)

    def heading(self) -> str:
        """Return the sentence that describes the list: "Stories from KCNA, 2025"."""
        cleaned = self.form.cleaned_data
        return describe(self.address.q, cleaned, self.address.noun, self._added_label)

    @property
    def query_string(self) -> str:
        """Return the query string for links from the list to its articles, such as "?q=iron".

        The query string is "" if the address has no parameters. The page of an article uses the
        query string to link back to the list, and to the next article of the list. The page number
        is included only if this list is shown as a concordance. Otherwise the page of the article
        calculates this number from the position of the article in the list.
        """
        page = self.address.page if self.address.view else 1
        query = replace(self.address, path="", page=page).url()
        return query if query != "?" else ""

    def page_url(self, page: int) -> str:
        """Return the address of page `page` of the list."""
        return replace(self.address, page=page).url()

    def sort_links(self) -> list[ListLink]:
        """Return a link for each order in which the list can be shown."""
        return sort_links(self.address, is_ranked=self.results.is_ranked)

    def carried(self) -> list[tuple[str, str]]:
        """Return the parameters, as (name, value), that the search box keeps in hidden inputs."""
        return replace(self.address, q="", page=1).pairs()


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
