"""ReadParameters: reads the parameters of the address of a list of articles.

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

from archive.display.labels import Labels, current_labels
from archive.listing import date_range
from archive.listing.address import MAX_CHOICES, Address, choice_count, in_order
from archive.listing.list_links import OtherLink, default_sort
from archive.listing.parameters import (
    LINE_SORTS,
    AddedField,
    AddedParameter,
    CountParameter,
    FacetField,
    FacetParameter,
    PageField,
    PageParameter,
    Parameter,
    PeriodEndField,
    SortParameter,
    VersionsParameter,
    ViewParameter,
    WordsField,
    WordsParameter,
    count_field,
    sentence_of,
    sort_field,
    unknown_value,
    versions_field,
    view_field,
    written_values,
)
from archive.listing.sentence import FacetChoice
from archive.listing.value_kinds import shorten
from archive.models import Article
from archive.search import FACETS
from archive.search.query import MAX_QUERY_LENGTH

MAX_ERRORS = 10
LONGEST_VALUE = 130  # characters; no slug, period or code is longer
MAX_UNKNOWN = 3
_COUNTERS = re.compile(
    r"(?:utm_.*|[a-z]*clid|gad_source|gbraid|wbraid|mc_[ce]id|igshid?|_g[al]|ref|si|t)$|$"
)
_TEXTS = ("q", "find")  # parameters whose value can be any text

_form_classes: dict[type["ReadParameters"], type[forms.Form]] = {}


@dataclass(frozen=True, slots=True)
class FilterError:
    """A sentence about a wrong value of a parameter, and the address without it (`drop_url`)."""

    sentence: str
    drop_url: str


class ReadParameters(django_filters.FilterSet):
    """The parameters of one address: what they mean, and what is wrong with them.

    Call `is_valid()` first. If it returns False, answer 400 and show `error_list`. A list ignores
    parameters that it does not have, and shows `unknown_notes`. A file cannot show them, so it
    answers 400 with `unknown_errors`.
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

    @cached_property
    def labels(self) -> Labels:
        """Return the Labels: the current names of sources, places, organisations and people."""
        return current_labels()

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
