"""A list of articles that was counted, and the lines of its facets before they have links."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.display.labels import Label, Labels
from archive.listing.address import UNKNOWN_VALUE, Address
from archive.search import FACETS, UNKNOWN, Facet, SearchResults
from archive.search.facets import Shown, Values


@dataclass(frozen=True, slots=True)
class FacetLine:
    """A value before it has links: as an address writes it, its label, its number of articles, and
    the lines below it."""

    value: str
    label: str
    count: int
    below: tuple["FacetLine", ...] = ()


@dataclass(frozen=True)
class CountedList:
    """A list of articles that was counted: its address, the results, and the names of that time."""

    address: Address
    results: SearchResults
    labels: Labels

    def counts(self, facet: Facet) -> Mapping[int, int]:
        """Return the number of articles by number of the facet's values."""
        return self.results.counts.get(facet.field, {})

    def asked_for(self, facet: Facet) -> set[str]:
        """Return the values of a facet that the address selects or excludes, without minus."""
        return {value.lstrip("-") for value in self.address.values(facet.name)}

    def is_shown(self, facet: Facet) -> bool:
        """Tell whether the facet stands beside the list."""
        if facet.shown is Shown.ALWAYS or self.address.values(facet.name):
            return True
        values = {value for value, count in self.counts(facet).items() if count}
        return bool(values - {UNKNOWN}) if facet.shown is Shown.WITH_VALUES else len(values) > 1

    @cached_property
    def entity_labels(self) -> dict[int, Label]:
        """Return the names of the most frequent organisations and people. One query for all."""
        facets = [facet for facet in FACETS.values() if facet.values is Values.ENTITY]
        return self.labels.entities(
            [
                entity
                for facet in facets
                if self.is_shown(facet)
                for entity in _leading(facet, self.counts(facet))
            ]
        )


def by_count(line: FacetLine) -> tuple[int, str]:
    """Return the key that sorts lines: most articles first, then by label."""
    return -line.count, line.label


def first_lines(
    lines: Sequence[FacetLine], number: int, asked_for: Container[str]
) -> list[FacetLine]:
    """Return the first lines, those that were asked for or opened, and the unknown; a single
    further line is not left out."""
    if len(lines) <= number + 1:
        return list(lines)
    kept = [
        line
        for line in lines[number:]
        if line.value in asked_for or line.below or line.value == UNKNOWN_VALUE
    ]
    return [*lines[:number], *kept]


def _leading(facet: Facet, counts: Mapping[int, int]) -> list[int]:
    """The most frequent values. All that share the last place must be named, because the name
    decides which of them comes first."""
    known = sorted((count for pk, count in counts.items() if pk), reverse=True)
    least = known[min(facet.shown_count, len(known) - 1)] if known else 0
    return [pk for pk, count in counts.items() if pk and count >= least]
