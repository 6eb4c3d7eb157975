"""Filters: the selected and excluded values of all facets, as queries and as texts.

Searches need the filters as queries. Requests for counts can also contain them as texts, in the
query language of tantivy (`filter_texts.py`).
"""

from collections.abc import Container
from functools import partial

from tantivy import Occur, Query

from archive.search.facets import FACETS, Facet, Values
from archive.search.query.compiler import date_bucket, period_query
from archive.search.query.filter_texts import (
    added_text,
    all_text,
    any_text,
    period_text,
    value_text,
)
from archive.search.query.tantivy_queries import added_query, any_of, term, without_score
from archive.search.values import SearchQuery, Selection

Clauses = list[tuple[Occur, Query]]
"""Clauses of a boolean query of tantivy."""


class Filters:
    """The filters of a search; `filters["place"]` is the FacetValues of one facet.

    Two methods return the filters of all facets. If their argument `without` is the name of a
    facet, the selected values of this facet are ignored; its excluded values are ignored only if
    `with_excluded` is true.
    """

    def __init__(self, query: SearchQuery) -> None:
        self._facets = {
            name: FacetValues(facet, query.selection(name)) for name, facet in FACETS.items()
        }
        self._added = added_query(query.added_after) if query.added_after else None
        self._added_text = added_text(query.added_after) if query.added_after else ""
        self.are_empty = not self._added and not any(
            values.included or values.excluded for values in self._facets.values()
        )

    def __getitem__(self, name: str) -> "FacetValues":
        return self._facets[name]

    def clauses(self, without: str = "", *, with_excluded: bool = False) -> tuple[Clauses, Clauses]:
        """Return clauses for the selected values, and clauses for the excluded values."""
        included: Clauses = [(Occur.Must, self._added)] if self._added else []
        excluded: Clauses = []
        for name, values in self._facets.items():
            is_left_out = name == without
            if values.included and not is_left_out:
                included.append((Occur.Must, without_score(values.included)))
            if not (is_left_out and with_excluded):
                excluded += [(Occur.MustNot, query) for query in values.excluded.values()]
        return included, excluded

    def text(self, without: str = "", also: str = "", *, with_excluded: bool = False) -> str:
        """Return the filters as a text; `also` is the text of a further filter, or ""."""
        included = [text for text in (also, self._added_text) if text]
        excluded: list[str] = []
        for name, values in self._facets.items():
            is_left_out = name == without
            if values.included and not is_left_out:
                included.append(any_text(values.included_texts()))
            if not (is_left_out and with_excluded):
                excluded += values.excluded_texts()
        return all_text(included, excluded)

    def excluded_numbers(self, facet: Facet, fields: Container[str]) -> dict[str, set[int]]:
        """Return the excluded values of a facet by field of the index; only for these `fields`.

        An excluded range of dates is left out, because it is not a single value.
        """
        is_period = facet.values is Values.PERIOD
        numbers: dict[str, set[int]] = {}
        for value in self._facets[facet.name].excluded:
            field, number = date_bucket(value) if is_period else (facet.field, value)
            if field in fields:
                numbers.setdefault(field, set()).add(number)
        return numbers


class FacetValues:
    """The selected and excluded values of one facet, as queries of the index.

    `included` is the query for articles with at least one selected value, or None if no value is
    selected. `included_values` and `excluded` map each selected or excluded value to the query for
    articles with this value.
    """

    def __init__(self, facet: Facet, selection: Selection) -> None:
        is_period = facet.values is Values.PERIOD
        as_query = period_query if is_period else partial(term, facet.field)
        self.included_values = {value: as_query(value) for value in selection.included}
        queries = list(self.included_values.values())
        self.included = any_of(queries) if queries else None
        self.excluded = {value: as_query(value) for value in selection.excluded}
        self._as_text = period_text if is_period else partial(value_text, facet.field)

    def included_texts(self) -> list[str]:
        """Return a text for each selected value."""
        return [self._as_text(value) for value in self.included_values]

    def excluded_texts(self) -> list[str]:
        """Return a text for each excluded value."""
        return [self._as_text(value) for value in self.excluded]
