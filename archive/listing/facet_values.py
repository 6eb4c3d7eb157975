"""Lists all values of one facet for the page of the facet.

Values are sorted by number of articles or by name. The list can be restricted to values whose names
contain a text.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.listing.address import UNKNOWN_VALUE
from archive.listing.counted_list import CountedList
from archive.listing.facet_blocks import FacetValue, make_value
from archive.listing.value_kinds import VALUE_KINDS, PeriodValues, ValueKind

PAGE_SIZE = 300


@dataclass(frozen=True, slots=True)
class ValuesPage:
    """One page of the values of a facet; `total` is the number of values on all pages.

    `unknown` is the line of the articles that have no value of the facet. Only the last page has
    this line, and `total` does not include it.
    """

    values: tuple[FacetValue, ...]
    unknown: FacetValue | None
    total: int
    page: int
    page_count: int


def list_values(
    facet: str,
    counted: CountedList,
    *,
    find: str = "",
    by: str = "count",
    page: int,
    size: int | None = None,
) -> ValuesPage:
    """Return page `page` of the values of a facet, with their article counts and links.

    `counted` must have the results of a SearchQuery whose attribute `complete` is this facet. If
    `find` is not "", only values that have this text in their name or in an alias are listed. `by`
    is the order: "count" or "name". `size` is the number of values on a
    page, usually PAGE_SIZE. Dates ignore `find` and `by`, and are all on one page.
    """
    kind, size = VALUE_KINDS[facet], size or PAGE_SIZE
    if isinstance(kind, PeriodValues):
        return _list_periods(kind, counted)
    counts, labels = counted.counts(kind.facet), counted.labels
    numbers = [n for n in kind.numbers_by_name(labels, find, counts) if counts.get(n)]
    if by == "count":
        # Values with equal counts stay in order of name.
        numbers.sort(key=lambda number: -counts[number])
    shown = numbers[(page - 1) * size : page * size]
    lines = kind.named_lines(labels, shown, counts)
    longest = max((counts[number] for number in shown), default=0)
    inside = kind.numbers_inside(labels, shown, counted.address.values(facet))
    links = counted.address.links(facet)
    page_count = max(1, -(-len(numbers) // size))
    return ValuesPage(
        values=tuple(
            make_value(kind, links, lines[number], longest, is_inside=number in inside)
            for number in shown
            if number in lines
        ),
        unknown=_unknown(kind, counted, counts, longest)
        if page == page_count and not find
        else None,
        total=len(numbers),
        page=page,
        page_count=page_count,
    )


def _list_periods(kind: PeriodValues, counted: CountedList) -> ValuesPage:
    lines = kind.all_lines(counted)
    longest = max((line.count for line in lines), default=0)
    links = counted.address.links(kind.facet.name)
    return ValuesPage(
        values=tuple(make_value(kind, links, line, longest) for line in lines),
        unknown=_unknown(kind, counted, counted.counts(kind.facet), longest),
        total=len(lines),
        page=1,
        page_count=1,
    )


def _unknown(
    kind: ValueKind, counted: CountedList, counts: Mapping[int, int], longest: int
) -> FacetValue | None:
    line = kind.unknown_line(counts)
    if not line.count and UNKNOWN_VALUE not in counted.asked_for(kind.facet):
        return None
    links = counted.address.links(kind.facet.name)
    return make_value(kind, links, line, max(longest, line.count))
