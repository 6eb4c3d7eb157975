"""One search: compile its query, find articles, count facets and periods, and mark matches."""

from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

from tantivy import Occur, Query

from archive.search.analysis.schema import SHOWN_TEXT_FIELDS, TEXT_FIELDS, schema
from archive.search.counts.facet_counts import count_values
from archive.search.counts.filtered_counts import FilteredFields, count_filtered
from archive.search.counts.story_counts import Stories
from archive.search.counts.tantivy_counts import (
    aggregate,
    count,
    count_every_value,
    range_counts,
    range_request,
)
from archive.search.counts.threads import start_in_thread
from archive.search.facets import ENTITY_FACETS, FACETS, Facet, Values
from archive.search.highlighting.marked_texts import marked_texts
from archive.search.highlighting.matches import MatchFinder
from archive.search.index.errors import unavailable_on_errors
from archive.search.index.open_index import OpenIndex
from archive.search.periods import expanded
from archive.search.query.compiler import (
    QueryCompiler,
    date_bucket,
    is_cheap_to_intersect,
    is_ranked,
)
from archive.search.query.filter_texts import exactly_one_text, values_text
from archive.search.query.filters import Clauses, Filters
from archive.search.query.found_forms import found_forms
from archive.search.query.parser import ParsedQuery
from archive.search.query.query_tree import Node
from archive.search.query.tantivy_queries import any_of, exactly_one_of
from archive.search.query.text_queries import forms_in
from archive.search.ranking.continued_list import continue_list
from archive.search.ranking.page_hits import MAX_RANKED, Hits
from archive.search.values import (
    HELD_FACETS,
    UNKNOWN,
    Counted,
    PeriodCounts,
    Place,
    SearchQuery,
    SearchResults,
    Sort,
    VersionMatch,
)


class OneSearch:
    """One search, which runs in one commit of the index."""

    def __init__(self, opened: OpenIndex, query: SearchQuery, parsed: ParsedQuery) -> None:
        self.opened = opened
        self.searcher = opened.searcher
        self.query = query
        self.parsed = parsed
        fields = TEXT_FIELDS if query.with_versions else SHOWN_TEXT_FIELDS
        self.compiler = QueryCompiler(opened.searcher, fields)
        self.words = self.compiler.compile(parsed.node) if parsed.node else None
        self.filters = Filters(query)
        dates = query.selection("date")
        self.periods = (*dates.included, *dates.excluded)
        self.is_cheap_to_intersect = is_cheap_to_intersect(parsed.node) and all(
            date_bucket(period)[0] for period in self.periods
        )
        self.totals: dict[str, int] = {}
        self.found_periods: dict[str, dict[int, int]] = {}
        self._stories: dict[int, Stories] = {}

    def results(self) -> SearchResults:
        """Return the results of the search; in a large archive, a thread can still be counting."""
        size = self.query.page_size
        counted = (
            start_in_thread(self.counted, self.searcher.num_docs)
            if self.query.with_counts or self.query.periods
            else Counted
        )
        ids, total, next_place = self.hits(self.listed())
        reachable = min(total, MAX_RANKED) if self.sort == Sort.RELEVANCE else total
        titles, snippets, versions = (
            self.snippets(ids) if self.query.with_snippets else ({}, {}, {})
        )
        return SearchResults(
            ids=tuple(ids),
            total=total,
            page=self.query.page,
            page_count=max(1, -(-reachable // size)),
            titles=titles,
            snippets=snippets,
            versions=versions,
            counted=counted,
            is_ranked=is_ranked(self.parsed.node),
            forms=found_forms(self.searcher, self.parsed.node) if self.query.with_snippets else {},
            notes=(*self.parsed.notes, *self.compiler.notes),
            others=self.parsed.others,
            next_place=next_place,
            generation=self.opened.generation.name,
            version=self.opened.reached,
        )

    def hits(self, listed: Query) -> tuple[Sequence[int], int, Place | None]:
        """Return the ids of one page of the list, the number of all articles, and the next place.

        Only a query for the first page, or from a place, gets a next place.
        """
        size, page, place = self.query.page_size, self.query.page, self.query.place
        if self.query.with_places and (place or page == 1):
            start = place or Place(self.sort)
            ids, following, after = continue_list(self.searcher, listed, start, size)
            return ids, count(self.searcher, listed) if place else following, after
        return *Hits(self.searcher, listed, self.sort).page((page - 1) * size, size), None

    @property
    def sort(self) -> Sort:
        """Return the order of the list.

        If the query asks for relevance, but all articles are equally relevant, the newest are
        first.
        """
        is_possible = self.query.sort != Sort.RELEVANCE or is_ranked(self.parsed.node)
        return self.query.sort if is_possible else Sort.NEWEST

    def matching(
        self, without: str = "", also: Query | None = None, *, with_excluded: bool = False
    ) -> Query | None:
        """Return the query for all matching articles, or None if every article matches.

        If `without` is the name of a facet, the selected values of this facet are ignored. Its
        excluded values are ignored only if `with_excluded` is true. `also` is a further condition.
        """
        clauses = [(Occur.Must, self.words)] if self.words else []
        if also is not None:
            clauses.append((Occur.Must, also))
        included, excluded = self.filters.clauses(without, with_excluded=with_excluded)
        return _all_of([*clauses, *included], excluded)

    def listed(self) -> Query:
        """Return the query for the articles of the list: all that match, or one of each story."""
        matching = self.matching()
        if self.query.by_story:
            return self.stories(matching).earliest()
        return matching or Query.all_query()

    def stories(self, query: Query | None) -> Stories:
        """Return the stories of the articles that match a query; None matches all articles.

        The same query object gives the same stories, so they are found only once.
        """
        if query is None:
            return self.opened.stories
        return self._stories.setdefault(id(query), Stories(self.searcher, query))

    def number(self, query: Query | None, sources: Mapping[int, int]) -> int:
        """Return how many articles or stories match a query; `sources` has articles by source.

        Each article has exactly one source, perhaps the unknown one.
        """
        articles = sum(sources.values())
        return articles - self.stories(query).later_count if self.query.by_story else articles

    def counted(self) -> Counted:
        """Return `counts`, `totals` and `partial` of the results; SearchResults explains them.

        Raises IndexUnavailable.
        """
        with unavailable_on_errors():
            counts = self.counts() if self.query.with_counts else {}
            has_periods = self.query.periods and not self.query.by_story
            periods = self.period_counts() if has_periods else None
            return Counted(counts, self.totals, self.partial(), periods)

    def counts(self) -> dict[str, dict[int, int]]:
        """Return a dict from each counted field of the index to a dict from value to count.

        The count of a value is the number of articles that the list would have if only this value
        were selected in its facet. The docstring of SearchQuery explains the exceptions.
        """
        if self.query.complete:
            return self.all_counts(FACETS[self.query.complete])
        if self.query.is_inside:
            return self.with_periods(
                list(FACETS.values()), lambda fields: self.count(self.matching(), fields)
            )
        is_slow = self.words and self.compiler.is_slow and not self.query.by_story
        if is_slow and not self.filters.are_empty:
            return self.counts_in_one_request()
        unfiltered = [facet for name, facet in FACETS.items() if not self.filters[name].included]
        counts = self.with_periods(unfiltered, lambda fields: self.count(self.matching(), fields))
        for name, facet in FACETS.items():
            if self.filters[name].included:
                query = self.matching(without=name)
                counted = self.count_articles(query, [facet.field, "source"])
                self.totals[name] = self.number(query, counted["source"])
                counts |= self.of_stories(query, {facet.field: counted[facet.field]})
        counts |= self.counts_inside_dates()
        for facet in FACETS.values():
            self.count_chosen(facet, counts)
        return counts

    def counts_in_one_request(self) -> dict[str, dict[int, int]]:
        """Return the same counts as `counts`, but find the words of the search only once."""
        assert self.words  # only words can be slow to find
        unfiltered = [facet for name, facet in FACETS.items() if not self.filters[name].included]
        inside_all = list({facet.field for facet in unfiltered} | set(self.query.periods))
        parts = {"all": FilteredFields(self.filters.text(), inside_all)}
        for name, facet in FACETS.items():
            selected = self.filters[name]
            if selected.included:
                values = {name: selected.included_values.keys()} if facet.is_of_entities else {}
                parts[name] = FilteredFields(
                    self.filters.text(name), [facet.field, "source"], values
                )
        years, months = expanded(self.periods)
        for field, above, opened in (("month", "year", years), ("day", "month", months)):
            if opened:
                inside = values_text(above, sorted(opened))
                parts[field] = FilteredFields(self.filters.text("date", inside), [field])
        fields = {facet.field for facet in FACETS.values()} | ({"month", "day"} & parts.keys())
        for name, facet in FACETS.items():
            if excluded := self.filters.excluded_numbers(facet, fields):
                alone = exactly_one_text(self.filters[name].excluded_texts())
                filters = self.filters.text(name, alone, with_excluded=True)
                parts[f"-{name}"] = FilteredFields(filters, (), excluded)
        found = count_filtered(self.searcher, self.words, parts, self.opened.counts)
        counted = found.pop("all")
        counts = self.with_periods(unfiltered, lambda _fields: counted)
        for name, facet in FACETS.items():
            if self.filters[name].included:
                self.totals[name] = sum(found[name]["source"].values())
                counts[facet.field] = found[name][facet.field]
        counts |= {field: found[field][field] for field in ("month", "day") if field in found}
        for name in FACETS:
            for field, excluded_counts in found.get(f"-{name}", {}).items():
                counts[field] |= excluded_counts
        return counts

    def with_periods(
        self,
        facets: Sequence[Facet],
        count_fields: Callable[[list[str]], dict[str, dict[int, int]]],
    ) -> dict[str, dict[int, int]]:
        """Return the counts of these facets, and keep those of the query's periods.

        Both are counted in one round, because to find the articles can take long.
        """
        fields = [facet.field for facet in facets]
        periods = () if self.query.by_story else self.query.periods
        counts = count_fields(list(dict.fromkeys((*fields, *periods))))
        self.found_periods = {field: counts[field] for field in periods}
        return {field: counts[field] for field in fields}

    def period_counts(self) -> PeriodCounts:
        """Return the articles by period: those that match, and those that the archive holds."""
        fields = list(self.query.periods)
        found = self.found_periods or self.count_articles(self.matching(), fields)
        others = self.query.selections.keys() - set(HELD_FACETS)
        is_narrowed = self.words or self.query.added_after
        if not is_narrowed and not any(self.query.selection(name) for name in others):
            return PeriodCounts(found, found)
        held = {name: self.query.selection(name) for name in HELD_FACETS}
        included, excluded = Filters(SearchQuery(selections=held)).clauses()
        return PeriodCounts(found, self.count_articles(_all_of(included, excluded), fields))

    def partial(self) -> frozenset[str]:
        """Return the fields for which only the most frequent values are counted."""
        archive = self.opened.counts
        return frozenset(
            name
            for name in ENTITY_FACETS
            if name != self.query.complete and not archive.has_few(name)
        )

    def all_counts(self, facet: Facet) -> dict[str, dict[int, int]]:
        """Return the counts of all values of one facet, by field: {"place": {17: 3}}.

        For the facet of dates, there are counts for three fields of the index: "year", "month" and
        "day".
        """
        query, field = self.matching(without=facet.name), facet.field
        every = (
            count_every_value(self.searcher, query, field)
            if query
            else self.opened.counts.every_value(field)
        )
        counts = self.of_stories(query, {field: dict(every)})
        if facet.values is Values.PERIOD:
            # Months are counted in all years. Days are counted only in months whose days are shown
            # (`expanded` in `periods.py`).
            counts |= self.counts_inside_dates()
            months = count_every_value(self.searcher, query or Query.all_query(), "month")
            counts |= self.of_stories(query, {"month": months})
        self.count_chosen(facet, counts)
        return counts

    def counts_inside_dates(self) -> dict[str, dict[int, int]]:
        """Return the counts of the months and days that are shown in the facet of dates.

        If April 2025 is selected or excluded, these are the months of 2025 and the days of April
        2025 (`expanded` in `periods.py`).
        """
        counts: dict[str, dict[int, int]] = {}
        years, months = expanded(self.periods)
        for field, above, opened in (("month", "year", years), ("day", "month", months)):
            if opened:
                inside = Query.term_set_query(schema(), above, opened)
                counts |= self.count(self.matching(without="date", also=inside), [field])
        return counts

    def count_chosen(self, facet: Facet, counts: dict[str, dict[int, int]]) -> None:
        """Add counts of the facet's excluded values, and of selected values without a count.

        The counts are added to `counts`. A selected entity can have no count, because only the most
        frequent entities were counted. An excluded value is counted as if it were not excluded.
        """
        name, selected = facet.name, self.filters[facet.name]
        if excluded := self.filters.excluded_numbers(facet, counts):
            alone = exactly_one_of(list(selected.excluded.values()))
            query = self.matching(name, alone, with_excluded=True)
            if query and len(selected.excluded) == 1 and not self.query.by_story:
                # To count the articles takes less time than to count a value in each of them.
                [(field, [number])] = excluded.items()
                counts[field][number] = count(self.searcher, query)
            else:
                self.count_among(query, excluded, counts)
        missing = (
            selected.included_values.keys() - counts[name].keys() if facet.is_of_entities else ()
        )
        if missing:
            queries = [selected.included_values[value] for value in missing]
            self.count_among(self.matching(name, any_of(queries)), {name: set(missing)}, counts)

    def count_among(
        self,
        query: Query | None,
        values: Mapping[str, Set[int]],
        counts: dict[str, dict[int, int]],
    ) -> None:
        """Add the counts of these values to `counts`; one search counts all of them.

        `values` maps each field to its values.
        """
        requests = {
            field: range_request(field, {UNKNOWN, *numbers})
            for field, numbers in values.items()
            if numbers
        }
        answers = aggregate(self.searcher, query or Query.all_query(), requests)
        found = self.of_stories(query, {field: range_counts(answers[field]) for field in answers})
        for field, counted in found.items():
            counts[field] |= {number: counted.get(number, 0) for number in values[field]}

    def of_stories(
        self, query: Query | None, counts: dict[str, dict[int, int]]
    ) -> dict[str, dict[int, int]]:
        """Return numbers of stories for numbers of articles, if the search counts stories."""
        return self.stories(query).of_values(counts) if self.query.by_story else counts

    def count(self, query: Query | None, fields: list[str]) -> dict[str, dict[int, int]]:
        """Return the counts of each of these fields: {"place": {17: 3}} if place 17 has 3 articles.

        The query None matches all articles. If the search counts stories, 3 stories have place 17.
        """
        return self.of_stories(query, self.count_articles(query, fields))

    def count_articles(self, query: Query | None, fields: list[str]) -> dict[str, dict[int, int]]:
        """Return the numbers of articles by field and value."""
        if not fields:
            return {}
        return count_values(
            self.searcher,
            query,
            fields,
            self.opened.counts,
            is_cheap_to_intersect=self.is_cheap_to_intersect,
        )

    def snippets(
        self, ids: Sequence[int], node: Node | None = None
    ) -> tuple[dict[int, Any], dict[int, Any], dict[int, VersionMatch]]:
        """Return the marked texts of articles (`marked_texts`).

        Matches of the search are marked, or of `node` if it is not None.
        """
        finder = MatchFinder(node or self.parsed.node, forms_in(self.searcher))
        return marked_texts(ids, finder, with_versions=self.query.with_versions)


def _all_of(clauses: Clauses, excluded: Clauses) -> Query | None:
    """Return the query for articles that match all clauses; None if there are no clauses."""
    if not clauses and not excluded:
        return None
    return Query.boolean_query([*(clauses or [(Occur.Must, Query.all_query())]), *excluded])
