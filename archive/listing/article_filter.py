"""ArticleFilter: the list of articles for one address (`read_parameters.py`)."""

from dataclasses import replace
from functools import cached_property

from django.db.models import Case, QuerySet, When

from archive.listing import date_range
from archive.listing.address import UNKNOWN_VALUE
from archive.listing.facet_blocks import FacetBlock, build_facets
from archive.listing.list_links import Chip, ListLink, chips, sort_links
from archive.listing.parameters import sentence_of
from archive.listing.read_parameters import ReadParameters
from archive.listing.sentence import describe
from archive.listing.value_kinds import VALUE_KINDS, SlugValues
from archive.models import Article
from archive.models.addresses import address_of
from archive.search import FACETS, SearchQuery, SearchResults, search


class ArticleFilter(ReadParameters):
    """The list of articles for one address.

    Make it with `ArticleFilter(request.GET, path="/articles/")`, and call `is_valid()` first. If
    `is_valid()` returns False, answer 400 and show `error_list`. Otherwise `search_query` is the
    search query, `results` the results of the index for this query, and `qs` the articles of the
    page in order. Answer 503 if `results` raises IndexUnavailable, and 404 if the page
    `is_beyond_last`.
    """

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
