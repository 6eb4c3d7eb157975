"""All values of one facet, as its own page lists them: by count or by name, narrowed down by part
of a name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from archive.display.labels import Labels, ids_by_name
from archive.listing.facets import (
    UNKNOWN_VALUE,
    Address,
    FacetLine,
    FacetValue,
    dates_of,
    make_value,
    unknown_line,
)
from archive.search import UNKNOWN, SearchResults

PAGE_SIZE = 300


@dataclass(frozen=True, slots=True)
class ValuesPage:
    """One page of the values of a facet; `total` is how many there are on all pages. What is
    unknown is no value: it stands last, on the last page."""

    values: tuple[FacetValue, ...]
    unknown: FacetValue | None
    total: int
    page: int
    page_count: int


def list_values(
    name: str,
    address: Address,
    results: SearchResults,
    labels: Labels,
    *,
    find: str = "",
    by: str = "count",
    page: int,
) -> ValuesPage:
    """The values that the articles of `address` have, from results with the `complete` counts of
    this facet."""
    if name == "date":
        return _dates(address, results)
    counts = results.counts[name]
    ids = [pk for pk in ids_by_name(labels, name, find) if counts.get(pk)]
    if by == "count":
        ids.sort(key=lambda pk: -counts[pk])  # equals stay in order of name
    shown = ids[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    named = labels.named(name, shown)
    longest = max((counts[pk] for pk in shown), default=0)
    selected = {label.pk for value in address.values(name) if (label := labels.find(name, value))}
    lines = [
        (
            FacetLine(
                label.slug,
                labels.full_place_name(label) if name == "place" else label.name,
                counts[pk],
            ),
            pk,
        )
        for pk in shown
        if (label := named.get(pk))
    ]
    links = address.links(name)
    page_count = max(1, -(-len(ids) // PAGE_SIZE))
    return ValuesPage(
        values=tuple(
            make_value(links, line, longest, is_held=bool(selected & set(labels.above(pk))))
            for line, pk in lines
        ),
        unknown=_unknown(name, address, counts, longest)
        if page == page_count and not find
        else None,
        total=len(ids),
        page=page,
        page_count=page_count,
    )


def _dates(address: Address, results: SearchResults) -> ValuesPage:
    """Years with their months, in order of date; they are never so many that they need a second
    page."""
    lines = [line for line in dates_of(results.counts, address) if line.value != UNKNOWN_VALUE]
    shown = [
        replace(line, below=tuple(month for month in line.below if month.count or month.below))
        for line in lines
        if line.count or line.below
    ]
    longest = max((line.count for line in shown), default=0)
    links = address.links("date")
    return ValuesPage(
        values=tuple(make_value(links, line, longest, is_held=False) for line in shown),
        unknown=_unknown("date", address, results.counts["year"], longest),
        total=len(shown),
        page=1,
        page_count=1,
    )


def _unknown(
    name: str, address: Address, counts: Mapping[int, int], longest: int
) -> FacetValue | None:
    line = unknown_line(name, counts)
    is_asked_for = {UNKNOWN_VALUE, f"-{UNKNOWN_VALUE}"} & set(address.values(name))
    if not counts.get(UNKNOWN) and not is_asked_for:
        return None
    return make_value(address.links(name), line, max(longest, line.count), is_held=False)
