"""The parameters of the list of articles, each declared once: what is allowed, what it means, how it is said.

q       words, phrases, -words, OR (archive.search.query)
source  slug, -slug or unknown; repeated: any of them
date    2025, 2025-04, 2025-04-17, 2025-04..2025-06 or unknown, or one of these after a minus; repeated: any
place   slug, -slug or unknown; repeated: any of them
sort    newest, oldest or relevance
page    from 1
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, QuerySet, When

from archive.facets import UNKNOWN_LABELS, UNKNOWN_VALUE, Address, Chip, Facet, build_facets, expanded
from archive.labels import Label, Labels, current_labels, moved_place, moved_source
from archive.models import Article
from archive.search import (
    PAGE_SIZE,
    UNKNOWN,
    Period,
    SearchQuery,
    SearchResults,
    Selection,
    Sort,
    parse_period,
    search,
)
from archive.search.query import MAX_LENGTH, clean

# Each value is in every link of the page: without a limit, one long address would keep a worker busy for minutes.
MAX_CHOICES = 50

_SLUG = re.compile(r"[-a-zA-Z0-9_]+")
_PAGE = re.compile(r"0*[1-9][0-9]{0,17}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet's parameter: as the address writes it, what it stands for, and its name on the page.

    `said` is its part of the sentence that describes the list.
    """

    value: str
    meaning: Any
    label: str
    said: str
    is_excluded: bool


@dataclass(frozen=True, slots=True)
class FilterError:
    """A parameter that could not be read: what is wrong, in a sentence, and the address without it."""

    sentence: str
    drop_url: str


@dataclass(frozen=True, slots=True)
class SortLink:
    value: str
    label: str
    url: str
    is_current: bool


class WordsField(forms.Field):
    """What was typed; anything is allowed."""

    def to_python(self, value: Any) -> str:
        return clean(value or "")


class ChoicesField(forms.Field):
    """A repeated parameter of one facet. Its clean value is a tuple of Choices, without blanks and doubles."""

    widget = forms.MultipleHiddenInput
    name: str
    unknown: Any = UNKNOWN
    said_unknown: str
    said_known: str

    def __init__(self, *, labels: Callable[[], Labels], **options: Any) -> None:
        super().__init__(**options)
        self.labels = labels

    def to_python(self, value: Any) -> tuple[Choice, ...]:
        choices: dict[str, Choice] = {}
        errors = []
        written = [raw for raw in dict.fromkeys(value or ()) if raw.strip()]
        if len(written) > MAX_CHOICES:
            sentence = f"{len(written):,} values of “{self.name}” are too many: {MAX_CHOICES} can be chosen together."
            raise ValidationError(sentence, code="too-many", params={"value": written[MAX_CHOICES:]})
        for raw in written:
            try:
                choice = self.choice(raw)
            except ValueError as error:
                errors.append(ValidationError(str(error), code="unknown", params={"value": raw}))
            else:
                choices[choice.value] = choice
        if errors:
            raise ValidationError(errors)
        return tuple(choices.values())

    def choice(self, raw: str) -> Choice:
        is_excluded = raw.startswith("-")
        text = raw[1:] if is_excluded else raw
        if text == UNKNOWN_VALUE:
            said = self.said_known if is_excluded else self.said_unknown
            return Choice(raw, self.unknown, UNKNOWN_LABELS[self.name], said, is_excluded)
        value, meaning, label = self.meaning(text)
        return Choice(f"-{value}" if is_excluded else value, meaning, label, label, is_excluded)

    def meaning(self, text: str) -> tuple[str, Any, str]:
        """The value as it is written now, what it stands for, its name. Raises ValueError with a sentence."""
        raise NotImplementedError


class SourcesField(ChoicesField):
    name = "source"
    said_unknown = "an unknown source"
    said_known = " with a known source"

    def meaning(self, text: str) -> tuple[str, Any, str]:
        label = _known(text, "source", self.labels().source_slugs, moved_source)
        return label.slug, label.pk, label.name


class PlacesField(ChoicesField):
    name = "place"
    said_unknown = "no known place"
    said_known = " with a known place"

    def meaning(self, text: str) -> tuple[str, Any, str]:
        label = _known(text, "place", self.labels().place_slugs, moved_place)
        return label.slug, label.pk, self.labels().full_place_name(label)


class DatesField(ChoicesField):
    name = "date"
    unknown = None
    said_unknown = "of unknown date"
    said_known = ", of known date"

    def meaning(self, text: str) -> tuple[str, Any, str]:
        period = parse_period(text)
        return text, period, period.label


class PageField(forms.Field):
    def to_python(self, value: Any) -> int:
        if not value:
            return 1
        if not _PAGE.fullmatch(value):
            raise ValidationError(
                f"There is no page “{_shorten(value)}”: pages are numbered from 1.", params={"value": value}
            )
        return int(value)


class SortField(forms.Field):
    def to_python(self, value: Any) -> str:
        if value and value not in list(Sort):
            raise ValidationError(
                f"Articles cannot be sorted by “{_shorten(value)}”; newest, oldest and relevance are known.",
                params={"value": value},
            )
        return value or ""


class _Parameter(django_filters.Filter):
    """A parameter that the search engine applies, not SQL."""

    def __init__(self, field_class: type[forms.Field]) -> None:
        self.field_class = field_class
        super().__init__()

    @property
    def field(self) -> forms.Field:
        if issubclass(self.field_class, ChoicesField):
            return self.field_class(required=False, labels=lambda: self.parent.labels)
        return self.field_class(required=False)


class ArticleFilter(django_filters.FilterSet):
    """The list of articles for one address.

    `ArticleFilter(request.GET, queryset, path="/articles/")`: when `is_valid()` is false the answer is 400 with
    `error_list`; otherwise `results` asks the engine (IndexUnavailable: 503), `qs` gives the articles of the page in
    order, and an `is_beyond_last` page is 404.
    """

    q = _Parameter(WordsField)
    source = _Parameter(SourcesField)
    date = _Parameter(DatesField)
    place = _Parameter(PlacesField)
    sort = _Parameter(SortField)
    page = _Parameter(PageField)

    def __init__(self, data: Any, queryset: QuerySet[Article] | None = None, *, path: str = "", **options: Any) -> None:
        super().__init__(data, Article.objects.public() if queryset is None else queryset, **options)
        self.path = path

    def filter_queryset(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """The articles of the page, in order. A list of all matches never goes to SQL."""
        ids = self.results.ids
        order = Case(*(When(pk=pk, then=place) for place, pk in enumerate(ids)), default=len(ids))
        return queryset.filter(pk__in=ids).order_by(order)

    @cached_property
    def labels(self) -> Labels:
        return current_labels()

    @cached_property
    def results(self) -> SearchResults:
        """What the engine answers. Only after `is_valid()`. Raises IndexUnavailable."""
        return search(self.search_query)

    @cached_property
    def search_query(self) -> SearchQuery:
        cleaned = self.form.cleaned_data
        dates: Selection[Period | None] = _selection(cleaned["date"])
        years, months = expanded(dates)
        return SearchQuery(
            words=cleaned["q"],
            sources=_selection(cleaned["source"]),
            dates=dates,
            places=_selection(cleaned["place"]),
            sort=Sort(cleaned["sort"] or self.default_sort),
            page=cleaned["page"],
            page_size=PAGE_SIZE,
            expanded_years=years,
            expanded_months=months,
        )

    @property
    def default_sort(self) -> Sort:
        return Sort.RELEVANCE if self.form.cleaned_data["q"] else Sort.NEWEST

    @cached_property
    def address(self) -> Address:
        """The filter as an address, in canonical order; parameters that could not be read are left out."""
        cleaned = getattr(self.form, "cleaned_data", {})
        address = Address(self.path, q=cleaned.get("q", "")[:MAX_LENGTH].rstrip(), page=cleaned.get("page", 1))
        for name in ("source", "date", "place"):
            address = replace(
                address.having(name, [choice.value for choice in cleaned.get(name, ())]), page=address.page
            )
        usual = Sort.RELEVANCE if address.q else Sort.NEWEST
        sort = cleaned.get("sort", "")
        return replace(address, sort="" if sort == usual else sort)

    @property
    def error_list(self) -> list[FilterError]:
        """What could not be read, each with the address that drops it."""
        found = []
        for name, errors in self.form.errors.as_data().items():
            for error in errors:
                found.append(FilterError(str(error.message), self._url_without(name, error)))
        return found

    def _url_without(self, name: str, error: ValidationError) -> str:
        """The address as it came, in canonical order, without the value (or values) that the error is about."""
        about = (error.params or {}).get("value", "")
        bad = {about} if isinstance(about, str) else set(about)
        names = list(self.form.fields)
        pairs = [
            (key, value)
            for key in names
            for value in self.data.getlist(key)
            if value and key != "page" and not (key == name and value in bad)
        ]
        query = urlencode(pairs, safe=".", errors="replace")
        return f"{self.path}?{query}" if query else self.path or "?"

    @property
    def is_beyond_last(self) -> bool:
        return self.results.page > self.results.page_count

    @property
    def is_active(self) -> bool:
        """Whether anything is searched for or filtered by."""
        return bool(replace(self.address, sort="", page=1).pairs())

    @property
    def is_moved(self) -> bool:
        """Whether a renamed or merged source or place was asked for by its old name: the answer is 301."""
        return any(
            {choice.value for choice in self.form.cleaned_data[name]} - set(self.data.getlist(name))
            for name in ("source", "place")
        )

    def facets(self) -> list[Facet]:
        return build_facets(self.address, self.results, self.labels)

    def chips(self) -> list[Chip]:
        """What is active, each with the link that removes it: words, sources, places, dates."""
        address = self.address
        chips = [Chip(f"“{address.q}”", replace(address, q="", sort="", page=1).url())] if address.q else []
        for name in ("source", "place", "date"):
            for choice in self.form.cleaned_data[name]:
                label = f"Not: {choice.label}" if choice.is_excluded else choice.label
                chips.append(Chip(label, address.without(name, choice.value.removeprefix("-")).url()))
        return chips

    def describe(self) -> str:
        """What the list shows, in words: "Articles from Voice of Korea mentioning Kujang County, March 2025"."""
        cleaned = self.form.cleaned_data
        words = f" matching “{self.address.q}”" if self.address.q else ""
        said = _said(cleaned["source"], " from {}", " not from {}", " but not {}") + words
        without = " and not mentioning {}" if said else " not mentioning {}"
        said += _said(cleaned["place"], " mentioning {}", without, " but not {}")
        said += _said(cleaned["date"], ", {}", ", not {}", ", but not {}")
        return f"Articles{said}" if said else "All articles"

    def page_url(self, page: int) -> str:
        return replace(self.address, page=page).url()

    def sort_links(self) -> list[SortLink]:
        """The orders on offer; relevance only where words were typed."""
        offered = [Sort.RELEVANCE, Sort.NEWEST, Sort.OLDEST] if self.address.q else [Sort.NEWEST, Sort.OLDEST]
        current = self.search_query.sort
        return [
            SortLink(
                sort.value,
                sort.value.capitalize(),
                replace(self.address, sort="" if sort == self.default_sort else sort.value, page=1).url(),
                is_current=sort == current,
            )
            for sort in offered
        ]

    def carried(self) -> list[tuple[str, str]]:
        """The parameters that the search box has to carry along, as hidden inputs."""
        return replace(self.address, q="", page=1).pairs()


def _selection(choices: tuple[Choice, ...]) -> Selection[Any]:
    return Selection(
        tuple(choice.meaning for choice in choices if not choice.is_excluded),
        tuple(choice.meaning for choice in choices if choice.is_excluded),
    )


def _known(slug: str, noun: str, known: Mapping[str, Label], moved: Callable[[str], str]) -> Label:
    """The source or place of this slug, or of the slug it has now. Raises ValueError with a sentence."""
    label = known.get(slug)
    if label is None and _SLUG.fullmatch(slug):
        label = known.get(moved(slug))
    if label is None:
        raise ValueError(f"There is no {noun} “{_shorten(slug)}” in this archive.")
    return label


def _said(choices: tuple[Choice, ...], including: str, excluding: str, excepting: str) -> str:
    """One facet's part of the sentence; `excepting` stands for `excluding` after something included.

    "Not unknown" is a phrase of its own, for it would be a double negative.
    """
    included = [choice.said for choice in choices if not choice.is_excluded]
    excluded = [choice.said for choice in choices if choice.is_excluded and choice.meaning]
    known = [choice.said for choice in choices if choice.is_excluded and not choice.meaning]
    return "".join(
        [
            including.format(" or ".join(included)) if included else "",
            (excepting if included else excluding).format(" or ".join(excluded)) if excluded else "",
            *known,
        ]
    )


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
