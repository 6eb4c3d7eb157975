"""A list of articles with its counts, and the lines of its facets before links are added to them.

`facet_blocks.py` and `facet_values.py` add the links.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.display.labels import Label, Labels
from archive.listing.address import UNKNOWN_VALUE, Address
from archive.search import FACETS, UNKNOWN, Facet, SearchResults
from archive.search.facets import Shown, Values


@dataclass(frozen=True, slots=True)
class FacetLine:
    """The line of one value in a facet, before links are added to it.

    `value` is the text of the value in addresses, such as "kcna", and `label` is its name on pages.
    `count` is the number of articles with the value. `below` has the lines to show below this line:
    for a year, the lines of its months.
    """

    value: str
    label: str
    count: int
    below: tuple["FacetLine", ...] = ()


@dataclass(frozen=True)
class CountedList:
    """A list: its address, the results of its search, and the names of sources and entities."""

    address: Address
    results: SearchResults
    labels: Labels

    def counts(self, facet: Facet) -> Mapping[int, int]:
        """Return the number of articles for each value of the facet.

        The keys are the numbers that the index stores for the values, such as the id of a source.
        """
        return self.results.counts.get(facet.field, {})

    def asked_for(self, facet: Facet) -> set[str]:
        """Return the values of a facet that the address contains, selected or excluded.

        An excluded value is "-kcna" in the address; it is returned as "kcna".
        """
        return {value.lstrip("-") for value in self.address.values(facet.name)}

    def is_shown(self, facet: Facet) -> bool:
        """Return True if the facet is shown beside the list."""
        if facet.shown is Shown.ALWAYS or self.address.values(facet.name):
            return True
        values = {value for value, count in self.counts(facet).items() if count}
        return bool(values - {UNKNOWN}) if facet.shown is Shown.WITH_VALUES else len(values) > 1

    @cached_property
    def entity_labels(self) -> dict[int, Label]:
        """Return the labels, by id, of the most frequent organisations and people.

        Takes one database query.
        """
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

    A line must not be omitted if its value is in the address (`asked_for`), if the line has other
    lines below it, or if it is the line of the unknown value. If there are only `number` + 1 lines,
    all are returned, because the link to the page with all values would take as much space as the
    last line.
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
    """Return the ids of the `facet.shown_count` + 1 most frequent entities of a facet, or more.

    All entities that have as many articles as the last of these entities are added. Entities with
    equal counts are later sorted by name, but here we do not know the names yet. If the facet has
    fewer entities, all ids are returned.
    """
    known = sorted((count for pk, count in counts.items() if pk), reverse=True)
    least = known[min(facet.shown_count, len(known) - 1)] if known else 0
    return [pk for pk, count in counts.items() if pk and count >= least]
