"""Facets as finished values: label, count, state and links. Templates do no arithmetic.

What the counts mean is told in docs/counts.md: following a value's `url` gives exactly `count` articles.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from archive.labels import Label, Labels
from archive.search import UNKNOWN, Period, SearchResults, Selection, parse_period
from archive.search.periods import day_period, month_period, year_period

UNKNOWN_VALUE = "unknown"
FACET_TITLES = {"source": "Source", "date": "Date", "place": "Place"}
UNKNOWN_LABELS = {"source": "Unknown source", "date": "Unknown date", "place": "No place found"}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One line of a facet.

    `url` shows this value alone of its facet (what is excluded stays excluded) and gives exactly `count` articles.
    `add_url` shows it as well as what is selected, `exclude_url` hides it, `remove_url` takes back its selection or
    exclusion; each is empty where it would do nothing. `share` is the length of the bar, 0 to 100.
    """

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
    """One facet of the list."""

    name: str
    title: str
    values: tuple[FacetValue, ...]
    is_active: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter in words, and the link that removes it."""

    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Address:
    """The filter as an address writes it, in one order of parameters, so that one page has one address.

    Values of `source`, `date` and `place` that start with a minus are excluded.
    """

    path: str = ""
    q: str = ""
    source: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    sort: str = ""
    page: int = 1

    def url(self) -> str:
        """The address; "?" when it is the page itself without any filter."""
        query = urlencode(self.pairs(), doseq=False, safe=".")
        return f"{self.path}?{query}" if query else self.path or "?"

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in order, without those that have their usual value."""
        pairs = [("q", self.q)] if self.q else []
        for name in FACET_TITLES:
            pairs += [(name, value) for value in self.values(name)]
        if self.sort:
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return pairs

    def values(self, name: str) -> tuple[str, ...]:
        return getattr(self, name)

    def having(self, name: str, values: Iterable[str]) -> "Address":
        """With these values of a facet, on the first page."""
        changes: dict[str, Any] = {name: tuple(sorted(set(values), key=_selected_first)), "page": 1}
        return replace(self, **changes)

    def only(self, name: str, value: str) -> "Address":
        """With this value alone; what else is excluded stays so."""
        kept = [each for each in self.values(name) if each.startswith("-") and each != f"-{value}"]
        return self.having(name, [*kept, value])

    def adding(self, name: str, value: str) -> "Address":
        kept = [each for each in self.values(name) if each.lstrip("-") != value]
        return self.having(name, [*kept, value])

    def excluding(self, name: str, value: str) -> "Address":
        return self.adding(name, value).having(
            name, [*(each for each in self.values(name) if each != value), f"-{value}"]
        )

    def without(self, name: str, value: str) -> "Address":
        """Neither selecting nor excluding this value."""
        return self.having(name, [each for each in self.values(name) if each.lstrip("-") != value])


def build_facets(address: Address, results: SearchResults, labels: Labels) -> list[Facet]:
    """The facets of a list page, from the counts that came with its results."""
    return [
        _facet("source", address, _sources(results.counts.get("source", {}), address, labels)),
        _facet("date", address, _dates(results.counts, address)),
        _facet("place", address, _places(results.counts.get("place", {}), address, labels)),
    ]


@dataclass(frozen=True, slots=True)
class _Line:
    """A value before it has links: what it is, how many, and what is below it."""

    value: str
    label: str
    count: int
    below: tuple["_Line", ...] = ()


def _facet(name: str, address: Address, lines: Iterable[_Line]) -> Facet:
    chosen = address.values(name)
    shown = [line for line in lines if line.count or line.below or {line.value, f"-{line.value}"} & set(chosen)]
    longest = max((line.count for line in shown), default=0)
    values = tuple(_value(name, address, line, longest, is_held=False) for line in shown)
    return Facet(name, FACET_TITLES[name], values, is_active=bool(chosen))


def _value(name: str, address: Address, line: _Line, longest: int, *, is_held: bool) -> FacetValue:
    """A finished line. `is_held`: it lies in a value that is selected, so that adding it would change nothing."""
    chosen = address.values(name)
    is_selected, is_excluded = line.value in chosen, f"-{line.value}" in chosen
    is_held = is_held or is_selected or (name == "date" and _is_in_selection(line.value, chosen))
    has_selection = any(not each.startswith("-") for each in chosen)
    deepest = max((below.count for below in line.below), default=0)
    return FacetValue(
        value=line.value,
        label=line.label,
        count=line.count,
        url=address.only(name, line.value).url(),
        is_selected=is_selected,
        is_excluded=is_excluded,
        share=-(-100 * line.count // longest) if longest else 0,
        children=tuple(_value(name, address, below, deepest, is_held=is_held) for below in line.below),
        add_url="" if is_held or not has_selection else address.adding(name, line.value).url(),
        remove_url=address.without(name, line.value).url() if is_selected or is_excluded else "",
        exclude_url="" if is_selected or is_excluded else address.excluding(name, line.value).url(),
    )


def _is_in_selection(date: str, chosen: Iterable[str]) -> bool:
    """Whether a period lies in one that is selected, such as a year in a range of years."""
    if date == UNKNOWN_VALUE:
        return False
    period = parse_period(date)
    selected = [parse_period(each) for each in chosen if each != UNKNOWN_VALUE and not each.startswith("-")]
    return any(each.first <= period.first and period.last <= each.last for each in selected)


def _sources(counts: Mapping[int, int], address: Address, labels: Labels) -> list[_Line]:
    lines = [_Line(label.slug, label.name, counts.get(pk, 0)) for pk, label in labels.sources.items()]
    return [*sorted(lines, key=_by_count), _unknown("source", counts)]


def _places(counts: Mapping[int, int], address: Address, labels: Labels) -> list[_Line]:
    chosen = {value.lstrip("-") for value in address.place}
    chosen_ids = {label.pk for slug in chosen if (label := labels.place_slugs.get(slug))}
    is_open = chosen_ids | {pk for place in chosen_ids for pk in labels.above(place)}

    def line(label: Label) -> _Line:
        below = [line(child) for child in labels.children.get(label.pk, ())] if label.pk in is_open else []
        shown = [each for each in below if each.count or each.below or each.value in chosen]
        return _Line(label.slug, label.name, counts.get(label.pk, 0), tuple(sorted(shown, key=_by_count)))

    roots = labels.place_roots
    reached = {root.pk for root in roots}
    # A place above the provinces is no line of its own, unless it was asked for.
    roots = roots + [
        labels.places[pk] for pk in chosen_ids if pk not in reached and not reached & set(labels.above(pk))
    ]
    lines = [
        line(root) if root.pk in reached else _Line(root.slug, root.name, counts.get(root.pk, 0)) for root in roots
    ]
    return [*sorted(lines, key=_by_count), _unknown("place", counts)]


def _dates(counts: Mapping[str, Mapping[int, int]], address: Address) -> list[_Line]:
    """Years, newest first; below a year its months, below a month its days, where they were counted."""
    chosen = {value.lstrip("-") for value in address.date}
    years = {year for year in counts.get("year", {}) if year} | {
        period.first.year for period in _single_periods(chosen)
    }
    days = _lines(counts.get("day", {}), day_period, chosen)
    months = _lines(counts.get("month", {}), month_period, chosen, days)
    lines = [
        replace(line, below=tuple(month for month in months if month.value.startswith(line.value)))
        for line in _lines({year: counts.get("year", {}).get(year, 0) for year in years}, year_period, chosen)
    ]
    return [*lines, _unknown("date", counts.get("year", {}))]


def _lines(
    counts: Mapping[int, int], period_of: Callable[[int], Period], chosen: set[str], below: Iterable[_Line] = ()
) -> list[_Line]:
    """The periods counted, newest first, each with the `below` that lies in it."""
    found = []
    for number in sorted(counts, reverse=True):
        if number:
            period = period_of(number)
            inside = tuple(line for line in below if line.value.startswith(period.text))
            found.append(_Line(period.text, period.label, counts[number], inside))
    return found


def _single_periods(values: Iterable[str]) -> list[Period]:
    periods = [parse_period(value) for value in values if value != UNKNOWN_VALUE]
    return [period for period in periods if not period.is_range]


def _unknown(name: str, counts: Mapping[int, int]) -> _Line:
    return _Line(UNKNOWN_VALUE, UNKNOWN_LABELS[name], counts.get(UNKNOWN, 0))


def _by_count(line: _Line) -> tuple[int, str]:
    return -line.count, line.label


def _selected_first(value: str) -> tuple[bool, str]:
    return value.startswith("-"), value


def expanded(dates: Selection[Period | None]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The years whose months, and the months (202504) whose days are shown: those of what is chosen."""
    years: set[int] = set()
    months: set[int] = set()
    for period in (*dates.included, *dates.excluded):
        if period is None or period.is_range:
            continue
        years.add(period.first.year)
        if period.year is None:
            months.add(period.first.year * 100 + period.first.month)
    return tuple(sorted(years)), tuple(sorted(months))
