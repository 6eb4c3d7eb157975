"""A list of articles with its counts, and the lines of its facets before links are added."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.display.labels import Label, Labels
from archive.listing.address import UNKNOWN_VALUE, Address
from archive.search import FACETS, UNKNOWN, Facet, SearchResults
from archive.search.facets import Shown, Values


@dataclass(frozen=True, slots=True)
class FacetLine:
    """A value of a facet before links are added.

    `value` is the text of the value in addresses, `count` its number of articles. `below` has the
    lines of the parts of the value, such as the months of a year.
    """

    value: str
    label: str
    count: int
    below: tuple["FacetLine", ...] = ()


@dataclass(frozen=True)
class CountedList:
    """A list: its address, the results of its search, and the current names of facet values."""

    address: Address
    results: SearchResults
    labels: Labels

    def counts(self, facet: Facet) -> Mapping[int, int]:
        """Return a dict from the values of the facet to their numbers of articles.

        The key of a value is its number in the index.
        """
        return self.results.counts.get(facet.field, {})

    def asked_for(self, facet: Facet) -> set[str]:
        """Return the values of a facet that the address selects or excludes, without the minus."""
        return {value.lstrip("-") for value in self.address.values(facet.name)}

    def is_shown(self, facet: Facet) -> bool:
        """Tell whether the facet is shown beside the list."""
        if facet.shown is Shown.ALWAYS or self.address.values(facet.name):
            return True
        values = {value for value, count in self.counts(facet).items() if count}
        return bool(values - {UNKNOWN}) if facet.shown is Shown.WITH_VALUES else len(values) > 1

    @cached_property
    def entity_labels(self) -> dict[int, Label]:
        """Return a dict from id to Label of the most frequent entities, with one query."""
        facets = [facet for facet in FACETS.values() if facet.values is Values.ENTITY]
        return self.labels.entities(
            [
                entity
                for facet in facets
                if self.is_shown(facet)
                for entity in _most_frequent(facet, self.counts(facet))
            ]
        )


def by_count(line: FacetLine) -> tuple[int, str]:
    """Return a sort key that puts lines with more articles first, then sorts by label."""
    return -line.count, line.label


def first_lines(
    lines: Sequence[FacetLine], number: int, asked_for: Container[str]
) -> list[FacetLine]:
    """Return the first `number` lines of a facet, and all further lines that must not be omitted.

    Lines that must not be omitted are those of values in the address (`asked_for`), those with
    lines below them, and the line of unknown values. If only one line would be omitted, all lines
    are returned.
    """
    if len(lines) <= number + 1:
        return list(lines)
    kept = [
        line
        for line in lines[number:]
        if line.value in asked_for or line.below or line.value == UNKNOWN_VALUE
    ]
    return [*lines[:number], *kept]


def _most_frequent(facet: Facet, counts: Mapping[int, int]) -> list[int]:
    """Return the ids of the most frequent entities of a facet: `facet.shown_count` + 1 ids.

    All entities with the same count as the last of these are added, because entities with equal
    counts are sorted by name.
    """
    known = sorted((count for pk, count in counts.items() if pk), reverse=True)
    least = known[min(facet.shown_count, len(known) - 1)] if known else 0
    return [pk for pk, count in counts.items() if pk and count >= least]
