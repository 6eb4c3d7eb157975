"""The facets beside a list: for each value its label, count, state and links.

Templates only show these labels, counts and links, and calculate nothing. The list at the address
`FacetValue.url` has exactly `FacetValue.count` articles; docs/counts.md explains this.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.display.labels import Labels
from archive.display.province_map import ProvinceMap, filter_map
from archive.listing.address import UNKNOWN_VALUE, Address, Links
from archive.listing.counted_list import CountedList, FacetLine, first_lines
from archive.listing.value_kinds import VALUE_KINDS, ValueKind
from archive.models.addresses import address_of
from archive.search import SearchResults
from archive.search.facets import Values


@dataclass(frozen=True, slots=True)
class FacetValue:
    """The finished line of one value in a facet, with its links.

    `value` is the text of the value in addresses ("kcna"), and `label` its name on the page. `url`
    is the address of the list of the `count` articles with this value. This address selects no
    other value of the facet; excluded values stay excluded. `add_url` adds this value to the
    selected values, `exclude_url` excludes the value, and `remove_url` neither selects nor excludes
    it. A link that would not be useful is "". If `can_choose` is true, the value can be chosen
    together with others in the form of the facets. `share` is the length of the value's bar, in
    percent of the longest bar at the same level. `children` are the lines to show below this line:
    for a year, the lines of its months.
    """

    value: str
    label: str
    count: int
    url: str
    is_selected: bool = False
    is_excluded: bool = False
    share: int = 0
    children: tuple["FacetValue", ...] = ()
    can_choose: bool = False
    add_url: str = ""
    remove_url: str = ""
    exclude_url: str = ""


@dataclass(frozen=True, slots=True)
class FacetBlock:
    """One facet beside a list, with the lines of its values.

    `name` is the name of the facet in addresses, and `title` its heading. `is_active` is true if a
    value of the facet is selected or excluded. `more_url` is the address of the page with all
    values of the facet, and `more_label` the text of the link to it; both are "" if this block has
    all values. `map` is the map of the provinces in the facet of places. It is None in other
    facets, and if there is nothing to show on the map.
    """

    name: str
    title: str
    values: tuple[FacetValue, ...]
    is_active: bool
    more_url: str = ""
    more_label: str = ""
    map: ProvinceMap | None = None


def build_facets(address: Address, results: SearchResults, labels: Labels) -> list[FacetBlock]:
    """Return the blocks of the facets beside a list, from the counts of its results.

    Takes one database query for the names of the most frequent organisations and people, and one
    more query for each further organisation or person in the address.
    """
    counted = CountedList(address, results, labels)
    return [_block(kind, counted) for kind in VALUE_KINDS.values() if counted.is_shown(kind.facet)]


def kept_pairs(address: Address, blocks: Iterable[FacetBlock]) -> list[tuple[str, str]]:
    """Return the parameters that the form of the facets keeps in hidden fields: (name, value).

    These are all parameters of the list, except the selected values that have a box in the form.
    """
    boxes = {
        (block.name, value.value)
        for block in blocks
        for value in _with_children(block.values)
        if value.can_choose
    }
    return [pair for pair in replace(address, page=1).pairs() if pair not in boxes]


def _with_children(values: Iterable[FacetValue]) -> Iterator[FacetValue]:
    for value in values:
        yield value
        yield from _with_children(value.children)


def _block(kind: ValueKind, counted: CountedList) -> FacetBlock:
    facet, address = kind.facet, counted.address
    asked_for = counted.asked_for(facet)
    lines = [
        line for line in kind.lines(counted) if line.count or line.below or line.value in asked_for
    ]
    shown = first_lines(lines, facet.shown_count, asked_for)
    longest = max((line.count for line in shown), default=0)
    links = address.links(facet.name)
    values = tuple(make_value(kind, links, line, longest) for line in shown)
    counted_values = [value for value, count in counted.counts(facet).items() if value and count]
    # We compare the number of counted values with the number of lines that have articles. For
    # dates, only years have counts here, so only the lines of years are compared. Places inside
    # other places have counts, too, so lines below other lines are included.
    is_period = facet.values is Values.PERIOD
    seen = shown if is_period else _with_below(shown)
    has_more = len(counted_values) > sum(
        line.value != UNKNOWN_VALUE and line.count > 0 for line in seen
    )
    is_number_known = not is_period and facet.field not in counted.results.partial
    number = f"{len(counted_values):,} " if is_number_known else ""
    all_values = replace(address, path=address_of("article-values", facet.name), page=1)
    return FacetBlock(
        facet.name,
        facet.title,
        values,
        is_active=bool(address.values(facet.name)),
        more_url=all_values.url() if has_more else "",
        more_label=f"All {number}{facet.plural}",
        map=_map(values, counted) if facet.values is Values.PLACE else None,
    )


def _map(places: Iterable[FacetValue], counted: CountedList) -> ProvinceMap | None:
    results = counted.results
    return filter_map(
        {place.value: (place.url, place.count) for place in places},
        results.totals.get("place", results.total),
        counted.labels,
        counted.address.values("place"),
        noun=counted.address.noun,
    )


def _with_below(lines: Iterable[FacetLine]) -> Iterator[FacetLine]:
    for line in lines:
        yield line
        yield from _with_below(line.below)


def make_value(
    kind: ValueKind, links: Links, line: FacetLine, longest: int, *, is_inside: bool = False
) -> FacetValue:
    """Return the finished line of a facet value, with its links and bar.

    `longest` is the highest count of the lines at the same level; the bar of this count has full
    length. `is_inside` is true if the value is part of a selected value, such as a county of a
    selected province. Such a value gets no `add_url`, because this link would not change the list.
    """
    chosen, value = links.chosen, line.value
    is_selected, is_excluded = value in chosen, f"-{value}" in chosen
    is_inside = is_inside or is_selected or kind.is_inside_selection(value, chosen)
    has_selection = len(chosen) > len(links.excluded)
    can_add = has_selection and not is_inside and (is_excluded or not links.is_full)
    can_exclude = not (is_selected or is_excluded or kind.contains_selection(value, chosen))
    deepest = max((below.count for below in line.below), default=0)
    return FacetValue(
        value=value,
        label=line.label,
        count=line.count,
        url=links.only(value),
        is_selected=is_selected,
        is_excluded=is_excluded,
        share=-(-100 * line.count // longest) if longest else 0,
        children=tuple(
            make_value(kind, links, below, deepest, is_inside=is_inside) for below in line.below
        ),
        can_choose=is_selected or not (is_inside or is_excluded),
        add_url=links.adding(value) if can_add else "",
        remove_url=links.without(value) if is_selected or is_excluded else "",
        exclude_url=links.excluding(value) if can_exclude and not links.is_full else "",
    )
