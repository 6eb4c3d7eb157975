"""The parameters of the list of articles, each declared once: what is allowed, what it means, how
it is said.

q       words, phrases, -words, OR (archive.search.query.parser)
source  slug, -slug or unknown; repeated: any of them
date    2025, 2025-04, 2025-04-17, 2025-04..2025-06 or unknown, or one of these after a minus;
repeated: any
place   slug, -slug or unknown; repeated: any of them; likewise organisation and person
view    concordance: the places of the words searched for, instead of a list
sort    newest, oldest or relevance; in a concordance also by the words after or before
page    from 1
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Case, QuerySet, When

from archive.display.labels import Labels, current_labels
from archive.listing.facets import (
    ENTITY_KINDS,
    FACET_TITLES,
    UNKNOWN_VALUE,
    Address,
    Chip,
    Facet,
    build_facets,
    expanded,
    in_order,
)
from archive.listing.parameters import (
    CONCORDANCE,
    LINE_SORTS,
    ByField,
    DatesField,
    FacetChoice,
    FindField,
    OrganisationsField,
    PageField,
    Parameter,
    PersonsField,
    PlacesField,
    SortField,
    SourcesField,
    ViewField,
    WordsField,
)
from archive.models import Article
from archive.models.addresses import address_of
from archive.search import PAGE_SIZE, Period, SearchQuery, SearchResults, Selection, Sort, search
from archive.search.highlighting.concordance import CONCORDANCE_ARTICLES
from archive.search.query.parser import MAX_QUERY_LENGTH

NAMED = ("source", *ENTITY_KINDS)  # whose values are slugs


@dataclass(frozen=True, slots=True)
class FilterError:
    """A parameter that could not be read: what is wrong, in a sentence, and the address without
    it."""

    sentence: str
    drop_url: str


@dataclass(frozen=True, slots=True)
class SortLink:
    value: str
    label: str
    url: str
    is_current: bool


class ArticleFilter(django_filters.FilterSet):
    """The list of articles for one address.

    `ArticleFilter(request.GET, path="/articles/")`: when `is_valid()` is false the answer is 400
    with `error_list`; otherwise `results` asks the engine (IndexUnavailable: 503), `qs` gives the
    articles of the page in order, and an `is_beyond_last` page is 404."""

    q = Parameter(WordsField)
    source = Parameter(SourcesField)
    date = Parameter(DatesField)
    place = Parameter(PlacesField)
    organisation = Parameter(OrganisationsField)
    person = Parameter(PersonsField)
    view = Parameter(ViewField)
    sort = Parameter(SortField)
    page = Parameter(PageField)

    def __init__(self, data: Any, *, path: str = "", **options: Any) -> None:
        super().__init__(data, Article.objects.public(), **options)
        self.path = path

    def is_valid(self) -> bool:
        cleaned = self.form.cleaned_data if super().is_valid() else {}
        if cleaned.get("sort") in LINE_SORTS and not cleaned["view"]:
            sentence = f"Only a concordance can be sorted by the words {cleaned['sort']}."
            self.form.add_error(
                "sort", ValidationError(sentence, params={"value": cleaned["sort"]})
            )
        return super().is_valid()

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
        is_list = not cleaned["view"]
        sort = "" if cleaned["sort"] in LINE_SORTS else cleaned["sort"]
        return SearchQuery(
            words=cleaned["q"],
            sources=_selection(cleaned["source"]),
            dates=dates,
            places=_selection(cleaned["place"]),
            organisations=_selection(cleaned["organisation"]),
            persons=_selection(cleaned["person"]),
            sort=Sort(sort or self.default_sort),
            page=cleaned["page"] if is_list else 1,
            page_size=PAGE_SIZE if is_list else CONCORDANCE_ARTICLES,
            with_snippets=is_list,
            expanded_years=years,
            expanded_months=months,
        )

    @property
    def default_sort(self) -> Sort:
        return Sort.RELEVANCE if self.form.cleaned_data["q"] else Sort.NEWEST

    @cached_property
    def address(self) -> Address:
        """The filter as an address, in canonical order; parameters that could not be read are left
        out."""
        cleaned = getattr(self.form, "cleaned_data", {})
        q, sort = cleaned.get("q", "")[:MAX_QUERY_LENGTH].rstrip(), cleaned.get("sort", "")
        usual = Sort.RELEVANCE if q else Sort.NEWEST
        return Address(
            self.path,
            q=q,
            **{
                name: tuple(in_order(choice.value for choice in cleaned.get(name, ())))
                for name in FACET_TITLES
            },
            view=cleaned.get("view", ""),
            sort="" if sort == usual else sort,
            page=cleaned.get("page", 1),
        )

    @property
    def error_list(self) -> list[FilterError]:
        """What could not be read, each with the address that drops it."""
        found = []
        for name, errors in self.form.errors.as_data().items():
            for error in errors:
                found.append(FilterError(str(error.message), self._url_without(name, error)))
        return found

    def _url_without(self, name: str, error: ValidationError) -> str:
        """The address as it came, in canonical order, without the value (or values) that the error
        is about."""
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
        return bool(replace(self.address, view="", sort="", page=1).pairs())

    @property
    def is_filtered(self) -> bool:
        """Whether any value of a facet is chosen or excluded."""
        return any(map(self.address.values, FACET_TITLES))

    @property
    def is_moved(self) -> bool:
        """Whether a renamed or merged source or place was asked for by its old name: the answer is
        301."""
        return any(
            {choice.value for choice in self.form.cleaned_data[name]} - set(self.data.getlist(name))
            for name in NAMED
        )

    def facets(self) -> list[Facet]:
        return build_facets(self.address, self.results, self.labels)

    def chips(self) -> list[Chip]:
        """What is active, each with the link that removes it: words, sources, places, dates."""
        address = self.address
        chips = (
            [Chip(f"“{address.q}”", replace(address, q="", view="", sort="", page=1).url(), True)]
            if address.q
            else []
        )
        for name in (*NAMED, "date"):
            for choice in self.form.cleaned_data[name]:
                label = f"Not: {choice.label}" if choice.is_excluded else choice.label
                chips.append(
                    Chip(label, address.links(name).without(choice.value.removeprefix("-")))
                )
        return chips

    def subjects(self) -> list[tuple[str, str]]:
        """What the list is about: name and page of the one source, place, organisation or person
        that is chosen, of each kind of which there is only one."""
        chosen = {
            name: [each for each in self.form.cleaned_data[name] if not each.is_excluded]
            for name in NAMED
        }
        return [
            (choices[0].label, address_of(name, choices[0].value))
            for name, choices in chosen.items()
            if len(choices) == 1 and choices[0].value != UNKNOWN_VALUE
        ]

    def describe(self) -> str:
        """What the list shows, in words: "Articles from Voice of Korea mentioning Kujang County,
        March 2025"."""
        cleaned = self.form.cleaned_data
        words = f" matching “{self.address.q}”" if self.address.q else ""
        said = _said(cleaned["source"], " from {}", " not from {}", " but not {}") + words
        said += _said_mentioning(
            [cleaned[name] for name in ENTITY_KINDS if cleaned[name]], bool(said)
        )
        dates = _said(cleaned["date"], ", {}", ", not {}", ", but not {}")
        said += dates if said else re.sub("^, of ", " of ", dates)
        return f"Articles{said}" if said else "All articles"

    @property
    def trail(self) -> str:
        """What links to articles carry along, so that they know this list: "?q=iron", or nothing
        for all articles.

        Where an article stands in a list tells its page; a concordance has to name its own.
        """
        query = replace(
            self.address, path="", page=self.address.page if self.address.view else 1
        ).url()
        return query if query != "?" else ""

    def page_url(self, page: int) -> str:
        return replace(self.address, page=page).url()

    @property
    def _as_list(self) -> Address:
        """The same articles as a list: in no order that only a concordance has."""
        sort = self.address.sort
        return replace(self.address, view="", sort="" if sort in LINE_SORTS else sort)

    def view_links(self) -> list[SortLink]:
        """List or concordance, where words were typed."""
        if not self.address.q and not self.address.view:
            return []
        shown = self.address.view
        return [
            SortLink("", "List", replace(self._as_list, page=1).url(), is_current=not shown),
            SortLink(
                CONCORDANCE,
                "Concordance",
                (self.address if shown else replace(self.address, view=CONCORDANCE, page=1)).url(),
                is_current=bool(shown),
            ),
        ]

    def sort_links(self) -> list[SortLink]:
        """The orders on offer; relevance only where some articles can be more relevant than others,
        words beside the match only in a concordance."""
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
        """The parameters that the search box has to carry along, as hidden inputs."""
        return replace(self.address, q="", page=1).pairs()


class ValueFilter(ArticleFilter):
    """All values of one facet for the articles of an address: `find` narrows them down to names
    that hold it, `by` is count or name, `page` is a page of values."""

    find = Parameter(FindField)
    by = Parameter(ByField)

    def __init__(self, data: Any, facet: str, **options: Any) -> None:
        super().__init__(data, **options)
        self.facet = facet

    @cached_property
    def search_query(self) -> SearchQuery:
        asked = replace(super().search_query, page=1, page_size=1)
        return replace(asked, complete=self.facet, with_snippets=False)

    @cached_property
    def address(self) -> Address:
        """The articles' filter, at its first page."""
        return replace(super().address, page=1)


def _selection(choices: tuple[FacetChoice, ...]) -> Selection[Any]:
    return Selection(
        tuple(choice.meaning for choice in choices if not choice.is_excluded),
        tuple(choice.meaning for choice in choices if choice.is_excluded),
    )


def _said_mentioning(facets: Sequence[tuple[FacetChoice, ...]], is_going_on: bool) -> str:
    """What the list mentions, of each kind: " mentioning Kujang County and Kim Tok Hun".
    `is_going_on`: after other words of the sentence.

    Where only one of each kind is asked for they are said in a row; "A or B and C" would leave open
    what is meant."""
    last = facets[-1] if facets else ()
    included = [choice for choice in last if not choice.is_excluded]
    rows = [*facets[:-1], included]
    if len(rows) > 1 and all(
        len(row) == 1 and row[0].meaning and not row[0].is_excluded for row in rows
    ):
        *others, final = [row[0].said for row in rows]
        excluded = tuple(choice for choice in last if choice.is_excluded)
        return f" mentioning {', '.join(others)} and {final}" + _said(
            excluded, "", " but not {}", ""
        )
    said = ""
    for choices in facets:
        joined = " and" if " mentioning " in said else ""
        without = " and not mentioning {}" if said or is_going_on else " not mentioning {}"
        said += _said(choices, f"{joined} mentioning {{}}", without, " but not {}")
    return said


def _said(choices: tuple[FacetChoice, ...], including: str, excluding: str, excepting: str) -> str:
    """One facet's part of the sentence; `excepting` stands for `excluding` after something
    included.

    "Not unknown" is a phrase of its own, for it would be a double negative.
    """
    included = [choice.said for choice in choices if not choice.is_excluded]
    excluded = [choice.said for choice in choices if choice.is_excluded and choice.meaning]
    known = [choice.said for choice in choices if choice.is_excluded and not choice.meaning]
    return "".join(
        [
            including.format(" or ".join(included)) if included else "",
            (excepting if included else excluding).format(" or ".join(excluded))
            if excluded
            else "",
            *known,
        ]
    )
