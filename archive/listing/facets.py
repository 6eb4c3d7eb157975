"""Facets as finished values: label, count, state and links. Templates do no arithmetic.

What the counts mean is told in docs/counts.md: following a value's `url` gives exactly `count`
articles."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from archive.display.labels import Label, Labels
from archive.display.province_map import ProvinceMap, filter_map
from archive.models.addresses import address_of
from archive.search import FACET_FIELDS, UNKNOWN, Period, SearchResults, Selection, parse_period
from archive.search.periods import day_period, edges_of, month_period, year_period

UNKNOWN_VALUE = "unknown"
ENTITY_KINDS = ("place", "organisation", "person")
FACET_TITLES = {
    "source": "Source",
    "date": "Date",
    "place": "Place",
    "organisation": "Organisation",
    "person": "Person",
}
FACET_NAMES = tuple(FACET_TITLES)
PLURALS = {
    "source": "sources",
    "date": "years and months",
    "place": "places",
    "organisation": "organisations",
    "person": "people",
}
UNKNOWN_LABELS = {
    "source": "Unknown source",
    "date": "Unknown date",
    "place": "No place found",
    "organisation": "No organisation found",
    "person": "No person found",
}
# How many values stand beside the list; the others are on the facet's own page. Places: every
# first-level division.
SHOWN = {"source": 10, "date": 12, "place": 14, "organisation": 10, "person": 10}
SHOWN_BELOW = 31  # days of a month, counties of a province


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One line of a facet.

    `url` shows this value alone of its facet (what is excluded stays excluded) and gives exactly
    `count` articles. `add_url` shows it as well as what is selected, `exclude_url` hides it,
    `remove_url` takes back its selection or exclusion; each is empty where it would do nothing.
    `share` is the length of the bar, 0 to 100."""

    value: str
    label: str
    count: int
    url: str
    is_selected: bool = False
    is_excluded: bool = False
    share: int = 0
    children: tuple["FacetValue", ...] = ()
    add_url: str = ""
    remove_url: str = ""
    exclude_url: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet of the list. `more_url` leads to the page of all its values; empty when they are
    all here. `map` is there for places, unless no province has articles."""

    name: str
    title: str
    values: tuple[FacetValue, ...]
    is_active: bool
    more_url: str = ""
    more_label: str = ""
    map: ProvinceMap | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter in words, or the words searched for, and the link that removes it."""

    label: str
    remove_url: str
    is_words: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """The filter as an address writes it, in one order of parameters, so that one page has one
    address.

    Values of `source`, `date` and `place` that start with a minus are excluded.
    """

    path: str = ""
    q: str = ""
    source: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    view: str = ""
    sort: str = ""
    page: int = 1

    def url(self) -> str:
        """The address; "?" when it is the page itself without any filter."""
        return self.url_with({})

    def url_with(self, others: Mapping[str, str]) -> str:
        """The address with parameters of another page; those that are empty are left out."""
        pairs = [*self.pairs(), *((name, value) for name, value in others.items() if value)]
        query = "&".join(map(encoded, pairs))
        return f"{self.path}?{query}" if query else self.path or "?"

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in order, without those that have their usual value."""
        pairs = [("q", self.q)] if self.q else []
        for name in FACET_NAMES:
            pairs += [(name, value) for value in self.values(name)]
        if self.view:
            pairs.append(("view", self.view))
        if self.sort:
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return pairs

    def values(self, name: str) -> tuple[str, ...]:
        return getattr(self, name)

    def having(self, name: str, values: Iterable[str]) -> "Address":
        """With these values of a facet, on the first page."""
        changes: dict[str, Any] = {name: tuple(in_order(values)), "page": 1}
        return replace(self, **changes)

    def links(self, name: str) -> "Links":
        """Where choosing among the values of one facet leads, each time to the first page."""
        return Links(self, name)


_PLACES = {name: place for place, name in enumerate(("q", *FACET_NAMES, "view", "sort", "page"))}


class Links:
    """Addresses that differ in one facet. A page shows a hundred or more, so what they share is
    written once."""

    def __init__(self, address: Address, name: str) -> None:
        self._path = address.path
        self.name = name
        self.chosen = address.values(name)
        self.excluded = [each for each in self.chosen if each.startswith("-")]
        pairs = address.pairs()
        place = _PLACES[name]
        self._before = [encoded(pair) for pair in pairs if _PLACES[pair[0]] < place]
        self._after = [
            encoded(pair) for pair in pairs if place < _PLACES[pair[0]] < _PLACES["page"]
        ]

    def only(self, value: str) -> str:
        """With this value alone; what else is excluded stays so."""
        return self._having([*(each for each in self.excluded if each != f"-{value}"), value])

    def adding(self, value: str) -> str:
        return self._having([*self._others(value), value])

    def excluding(self, value: str) -> str:
        return self._having([*self._others(value), f"-{value}"])

    def without(self, value: str) -> str:
        """Neither selecting nor excluding this value."""
        return self._having(self._others(value))

    def _others(self, value: str) -> list[str]:
        return [each for each in self.chosen if each.lstrip("-") != value]

    def _having(self, values: Iterable[str]) -> str:
        own = (encoded((self.name, value)) for value in in_order(values))
        query = "&".join((*self._before, *own, *self._after))
        return f"{self._path}?{query}" if query else self._path or "?"


def build_facets(address: Address, results: SearchResults, labels: Labels) -> list[Facet]:
    """The facets of a list page, from the counts that came with its results. Organisations and
    people stand there only where any were found. One query for the names of both."""
    places = _facet(
        "place", address, _places(results.counts.get("place", {}), address, labels), results
    )
    leading_to = {value.value: (value.url, value.count) for value in places.values}
    facets = [
        _facet(
            "source", address, _sources(results.counts.get("source", {}), address, labels), results
        ),
        _facet("date", address, dates_of(results.counts, address), results),
        replace(
            places,
            map=filter_map(
                leading_to, results.totals.get("place", results.total), labels, address.place
            ),
        ),
    ]
    counted = {kind: results.counts.get(kind, {}) for kind in ("organisation", "person")}
    counted = {
        kind: counts
        for kind, counts in counted.items()
        if set(counts) - {UNKNOWN} or address.values(kind)
    }
    named = labels.entities(
        [pk for kind, counts in counted.items() for pk in _leading(kind, counts)]
    )
    for kind, counts in counted.items():
        facets.append(_facet(kind, address, _named(kind, counts, address, labels, named), results))
    return facets


@dataclass(frozen=True, slots=True)
class FacetLine:
    """A value before it has links: what it is, how many, and what is below it."""

    value: str
    label: str
    count: int
    below: tuple["FacetLine", ...] = ()


def _facet(
    name: str, address: Address, lines: Iterable[FacetLine], results: SearchResults
) -> Facet:
    chosen = address.values(name)
    asked_for = {value.lstrip("-") for value in chosen}
    lines = [line for line in lines if line.count or line.below or line.value in asked_for]
    shown = _first(lines, SHOWN[name], asked_for)
    longest = max((line.count for line in shown), default=0)
    links = address.links(name)
    values = tuple(make_value(links, line, longest, is_held=False) for line in shown)
    counted = [
        value
        for value, count in results.counts.get(FACET_FIELDS[name], {}).items()
        if value and count
    ]
    number = "" if FACET_FIELDS[name] in results.partial else f"{len(counted):,} "
    # Of dates the years are counted, what is below them of other facets too.
    told = shown if name == "date" else _with_below(shown)
    has_more = len(counted) > sum(line.value != UNKNOWN_VALUE and line.count > 0 for line in told)
    return Facet(
        name,
        FACET_TITLES[name],
        values,
        is_active=bool(chosen),
        more_url=replace(address, path=address_of("article-values", name), page=1).url()
        if has_more
        else "",
        more_label="All years and months" if name == "date" else f"All {number}{PLURALS[name]}",
    )


def _first(lines: Sequence[FacetLine], number: int, asked_for: Container[str]) -> list[FacetLine]:
    """The first lines, those that were asked for or opened, and what is unknown; no line is left
    out alone."""
    if len(lines) <= number + 1:
        return list(lines)
    kept = [
        line
        for line in lines[number:]
        if line.value in asked_for or line.below or line.value == UNKNOWN_VALUE
    ]
    return [*lines[:number], *kept]


def _with_below(lines: Iterable[FacetLine]) -> Iterator[FacetLine]:
    for line in lines:
        yield line
        yield from _with_below(line.below)


def make_value(links: Links, line: FacetLine, longest: int, *, is_held: bool) -> FacetValue:
    """A finished line. `is_held`: it lies in a value that is selected, so that adding it would
    change nothing."""
    chosen = links.chosen
    is_selected, is_excluded = line.value in chosen, f"-{line.value}" in chosen
    is_held = (
        is_held or is_selected or (links.name == "date" and _is_in_selection(line.value, chosen))
    )
    has_selection = len(chosen) > len(links.excluded)
    deepest = max((below.count for below in line.below), default=0)
    return FacetValue(
        value=line.value,
        label=line.label,
        count=line.count,
        url=links.only(line.value),
        is_selected=is_selected,
        is_excluded=is_excluded,
        share=-(-100 * line.count // longest) if longest else 0,
        children=tuple(make_value(links, below, deepest, is_held=is_held) for below in line.below),
        add_url="" if is_held or not has_selection else links.adding(line.value),
        remove_url=links.without(line.value) if is_selected or is_excluded else "",
        exclude_url=""
        if is_selected or is_excluded or _holds_all(links, line.value)
        else links.excluding(line.value),
    )


def _is_in_selection(date: str, chosen: Iterable[str]) -> bool:
    """Whether a period lies in one that is selected, such as a year in a range of years."""
    if date == UNKNOWN_VALUE:
        return False
    period = parse_period(date)
    selected = [
        parse_period(each) for each in chosen if each != UNKNOWN_VALUE and not each.startswith("-")
    ]
    return any(each.first <= period.first and period.last <= each.last for each in selected)


def _holds_all(links: Links, value: str) -> bool:
    """Whether all that is selected of the dates lies in this one, so that without it nothing would
    be left."""
    if links.name != "date" or value == UNKNOWN_VALUE:
        return False
    selected = [each for each in links.chosen if not each.startswith("-")]
    return bool(selected) and all(_is_in_selection(each, [value]) for each in selected)


def _sources(counts: Mapping[int, int], address: Address, labels: Labels) -> list[FacetLine]:
    lines = [
        FacetLine(label.slug, label.name, counts.get(pk, 0)) for pk, label in labels.sources.items()
    ]
    return [*sorted(lines, key=_by_count), unknown_line("source", counts)]


def _places(counts: Mapping[int, int], address: Address, labels: Labels) -> list[FacetLine]:
    chosen = {value.lstrip("-") for value in address.place}
    chosen_ids = {label.pk for slug in chosen if (label := labels.place_slugs.get(slug))}
    is_open = chosen_ids | {pk for place in chosen_ids for pk in labels.above(place)}

    def line(label: Label) -> FacetLine:
        below = (
            [line(child) for child in labels.children.get(label.pk, ())]
            if label.pk in is_open
            else []
        )
        shown = [each for each in below if each.count or each.below or each.value in chosen]
        below = _first(sorted(shown, key=_by_count), SHOWN_BELOW, chosen)
        return FacetLine(label.slug, label.name, counts.get(label.pk, 0), tuple(below))

    roots = labels.place_roots
    reached = {root.pk for root in roots}
    # A place above the provinces is no line of its own, unless it was asked for.
    roots = roots + [
        labels.places[pk]
        for pk in chosen_ids
        if pk not in reached and not reached & set(labels.above(pk))
    ]
    ordered = sorted(
        roots, key=lambda root: (not root.is_division, -counts.get(root.pk, 0), root.name)
    )
    lines = [
        line(root)
        if root.pk in reached
        else FacetLine(root.slug, root.name, counts.get(root.pk, 0))
        for root in ordered
    ]
    return [*lines, unknown_line("place", counts)]


def _leading(kind: str, counts: Mapping[int, int]) -> list[int]:
    """The most frequent of organisations or people. All that share the last place have to be known
    by name to tell which of them comes first."""
    known = sorted((count for pk, count in counts.items() if pk), reverse=True)
    least = known[min(SHOWN[kind], len(known) - 1)] if known else 0
    return [pk for pk, count in counts.items() if pk and count >= least]


def _named(
    kind: str,
    counts: Mapping[int, int],
    address: Address,
    labels: Labels,
    named: Mapping[int, Label],
) -> list[FacetLine]:
    """The most frequent organisations or people (some of those `named`), and those that were asked
    for."""
    asked_for = {value.lstrip("-") for value in address.values(kind)} - {UNKNOWN_VALUE}
    found = {pk: named[pk] for pk in counts if pk in named}
    found |= {label.pk: label for slug in asked_for if (label := labels.find(kind, slug))}
    lines = [FacetLine(label.slug, label.name, counts.get(pk, 0)) for pk, label in found.items()]
    return [*sorted(lines, key=_by_count), unknown_line(kind, counts)]


def dates_of(counts: Mapping[str, Mapping[int, int]], address: Address) -> list[FacetLine]:
    """Years, newest first; below a year its months, below a month its days, where they were
    counted."""
    chosen = {value.lstrip("-") for value in address.date}
    years = {year for year in counts.get("year", {}) if year} | {
        period.first.year for period in _single_periods(chosen)
    }
    days = _lines(counts.get("day", {}), day_period, chosen)
    months = _lines(counts.get("month", {}), month_period, chosen, days)
    lines = [
        replace(line, below=tuple(month for month in months if month.value.startswith(line.value)))
        for line in _lines(
            {year: counts.get("year", {}).get(year, 0) for year in years}, year_period, chosen
        )
    ]
    return [*lines, unknown_line("date", counts.get("year", {}))]


def _lines(
    counts: Mapping[int, int],
    period_of: Callable[[int], Period],
    chosen: set[str],
    below: Iterable[FacetLine] = (),
) -> list[FacetLine]:
    """The periods counted, newest first, each with the `below` that lies in it."""
    found = []
    for number in sorted(counts, reverse=True):
        if number:
            period = period_of(number)
            inside = tuple(line for line in below if line.value.startswith(period.text))
            found.append(FacetLine(period.text, period.label, counts[number], inside))
    return found


def _single_periods(values: Iterable[str]) -> list[Period]:
    periods = [parse_period(value) for value in values if value != UNKNOWN_VALUE]
    return [period for period in periods if not period.is_range]


def unknown_line(name: str, counts: Mapping[int, int]) -> FacetLine:
    return FacetLine(UNKNOWN_VALUE, UNKNOWN_LABELS[name], counts.get(UNKNOWN, 0))


def _by_count(line: FacetLine) -> tuple[int, str]:
    return -line.count, line.label


def in_order(values: Iterable[str]) -> list[str]:
    """Values of a facet as an address has them: once each, those that are excluded last."""
    return sorted(set(values), key=lambda value: (value.startswith("-"), value))


@lru_cache(maxsize=10_000)
def encoded(pair: tuple[str, str]) -> str:
    """A parameter as it stands in an address."""
    return urlencode((pair,), safe=".")


def expanded(dates: Selection[Period | None]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The years whose months, and the months (202504) whose days are shown: those of what is
    chosen, and those in which a range begins or ends, for it holds a part of them."""
    years: set[int] = set()
    months: set[int] = set()
    for period in (*dates.included, *dates.excluded):
        for edge in edges_of(period) if period else ():
            years.add(edge.first.year)
            if edge.year is None:
                months.add(edge.first.year * 100 + edge.first.month)
    return tuple(sorted(years)), tuple(sorted(months))
