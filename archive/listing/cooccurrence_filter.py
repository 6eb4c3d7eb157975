"""The filters of the pages that show who is named together in a list of articles.

rows   together: "person" (without the parameter), "organisation" or "place"
by     together: "count" to sort by the number of articles
kinds  network: one of "people", "organisations" and "places"; all three without the parameter
nodes  network: the number of names, 2 to 150
within_place  grid: the place whose parts are the rows; the provinces without the parameter
by     grid: "month" or "year"
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from archive.listing.address import Address
from archive.listing.measure_filter import MeasureFilter
from archive.listing.parameters import FindField, Parameter, choice_field
from archive.search import ENTITY_FACETS
from archive.search.query import EXACT_SLUG, AddedText, KnownNames, shared_slugs

COUNT = "count"
NODES, MOST_NODES = 30, 150
KINDS = ("person", "organisation", "place")

_rows_field = partial(
    choice_field,
    KINDS,
    f"“%(value)s” is not a kind of name. Use {', '.join(KINDS[:-1])} or {KINDS[-1]}.",
    empty_value=KINDS[0],
)
_by_field = partial(
    choice_field,
    [COUNT],
    f"“by” can only be “{COUNT}”. The surest differences are first if it is left out.",
)
_kinds_field = partial(
    choice_field,
    KINDS,
    f"“%(value)s” is not a kind of name. Use {', '.join(KINDS[:-1])} or {KINDS[-1]}.",
)


_grid_rows_field = partial(
    choice_field,
    KINDS,
    f"“%(value)s” is not a kind of row. Use {', '.join(KINDS[:-1])} or {KINDS[-1]}.",
    empty_value=KINDS[-1],
)
_unit_field = partial(
    choice_field,
    ["month", "year"],
    "“%(value)s” is not a unit of this grid. Use month or year.",
)


class NodesField(forms.Field):
    """The form field for the number of names in a network."""

    def to_python(self, value: Any) -> int:
        """Return the number; NODES if the parameter is missing or empty."""
        if value in self.empty_values:
            return NODES
        if not re.fullmatch("[0-9]{1,3}", value) or not 2 <= int(value) <= MOST_NODES:
            sentence = f"“%(value)s” is not a number of names. Use a number from 2 to {MOST_NODES}."
            raise ValidationError(sentence, code="invalid", params={"value": value})
        return int(value)


class _CooccurrenceFilter(MeasureFilter):
    def chosen_entities(self) -> dict[str, set[int]]:
        """Return the ids of the selected entities, by kind."""
        return {
            kind: {
                choice.meaning
                for choice in self.choices(kind)
                if choice.meaning and not choice.is_excluded
            }
            for kind in ENTITY_FACETS
        }

    def names(self, slugs: Mapping[str, Collection[str]]) -> "NamesInList":
        """Return an object that makes addresses for entities; `slugs` has all of them by kind."""
        return NamesInList(self.address, slugs)


class NamesInList:
    """Makes the addresses of those articles of a list that also name one entity, or two.

    Takes one database query for each kind of entity.
    """

    def __init__(self, address: Address, slugs: Mapping[str, Collection[str]]) -> None:
        self._address = address
        self._shared = {kind: shared_slugs(kind, names) for kind, names in slugs.items()}
        self._texts: dict[tuple[str, ...], AddedText] = {}

    def url(self, *names: tuple[str, str]) -> str:
        """Return the address as a text; "" if no search text means it."""
        address = self.address(*names)
        return address.url() if address else ""

    def address(self, *names: tuple[str, str]) -> Address | None:
        """Return the address for entities as (kind, slug); None if no search text means it.

        An entity is selected in its facet if nothing is selected there: of several selected values,
        an article needs only one. Otherwise it is added to the search text.
        """
        address, rest = self._address, []
        for kind, slug in names:
            values = address.values(kind)
            if all(value.startswith("-") for value in values) and not address.is_full:
                address = address.having(kind, [*values, slug])
            else:
                exact = EXACT_SLUG if slug in self._shared.get(kind, ()) else ""
                rest.append((kind, f"{kind}:{exact}{slug}"))
        if not rest:
            return address
        kinds = tuple(kind for kind, _ in rest)
        adder = self._texts.setdefault(kinds, AddedText(address.q, KnownNames()))
        text = adder.added(" ".join(typed for _, typed in rest))
        return replace(address, q=text) if text else None


class TogetherFilter(_CooccurrenceFilter):
    """The filter of the page that compares the names in a list with the rest of the archive."""

    page_name = "together"
    rows = Parameter(_rows_field)
    by = Parameter(_by_field)

    @property
    def kind(self) -> str:
        """Return the kind of the entities in the table."""
        return str(self.form.cleaned_data["rows"])

    def own(self) -> dict[str, str]:
        """Return the parameters `rows` and `by`."""
        kind = self.kind
        return {"rows": kind if kind != KINDS[0] else "", "by": self.form.cleaned_data["by"]}


class NetworkFilter(_CooccurrenceFilter):
    """The filter of the page of the network."""

    page_name = "network"
    kinds = Parameter(_kinds_field)
    nodes = Parameter(NodesField)

    @property
    def kinds_shown(self) -> tuple[str, ...]:
        """Return the kinds of entities that are nodes."""
        kind = self.form.cleaned_data["kinds"]
        return (kind,) if kind else KINDS

    @property
    def most(self) -> int:
        """Return the most entities that are nodes."""
        return int(self.form.cleaned_data["nodes"])

    def own(self) -> dict[str, str]:
        """Return the parameters `kinds` and `nodes`."""
        return {
            "kinds": self.form.cleaned_data["kinds"],
            "nodes": str(self.most) if self.most != NODES else "",
        }


class GridFilter(_CooccurrenceFilter):
    """The filter of the page of the grid."""

    page_name = "grid"
    rows = Parameter(_grid_rows_field)
    within_place = Parameter(FindField)
    by = Parameter(_unit_field)

    @property
    def kind(self) -> str:
        """Return the kind of the rows."""
        return str(self.form.cleaned_data["rows"])

    @property
    def inside(self) -> str:
        """Return the slug of the place whose parts are the rows, or ""."""
        return self.form.cleaned_data["within_place"] if self.kind == "place" else ""

    def own(self) -> dict[str, str]:
        """Return the parameters `rows`, `within_place` and `by`."""
        rows = self.kind if self.kind != KINDS[-1] else ""
        return {"rows": rows, "within_place": self.inside, "by": self.form.cleaned_data["by"]}
