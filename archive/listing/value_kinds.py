"""The kinds of values of facets: sources, places, entities, periods and codes.

There is a class for each kind. The class reads values from addresses, and makes labels and lines
for them.

A new facet needs code here only if its values are of a new kind. Otherwise its declaration in
archive/search/facets.py is enough.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from archive.database.typed_text import contains_typed
from archive.display.labels import Label, Labels, ids_by_name, moved_entity, moved_source
from archive.display.safe_text import with_article
from archive.listing.address import UNKNOWN_VALUE
from archive.listing.counted_list import CountedList, FacetLine, by_count, first_lines
from archive.search import FACETS, UNKNOWN, Facet, Period, parse_period
from archive.search.code_numbers import code_number, code_of
from archive.search.facets import Values
from archive.search.periods import day_period, month_period, year_period
from archive.search.written_periods import read_period

SHOWN_BELOW = 31  # lines below a place, such as the lines of counties below a province
QUOTED_LENGTH = 40  # characters of a value that an error repeats

_SLUG = re.compile(r"[-a-zA-Z0-9_]+")


class ValueKind:
    """The values of one facet; each subclass is for one kind of values."""

    def __init__(self, facet: Facet) -> None:
        self.facet = facet

    unknown: Any = UNKNOWN
    """The value in a SearchQuery that selects articles that have no value of the facet."""

    def read(self, text: str, labels: Labels) -> tuple[str, Any, str]:
        """Read a facet value from an address.

        Return three things: the current text of the value in addresses (if `text` is an old slug,
        this is the new slug), the value as a SearchQuery stores it, and its label. For example,
        "2025-04" is read as ("2025-04", a Period, "April 2025"). Raises ValueError with a sentence
        if the text cannot be read.
        """
        raise NotImplementedError

    def in_sentence(self, meaning: Any, label: str, labels: Labels) -> str:
        """Return the words for a value in the sentence that describes a list of articles.

        In "Articles from KCNA, 2025", these words are "KCNA" and "2025". By default, the words are
        `label`, the label of the value. `meaning` is the value as a SearchQuery stores it: the id
        of a source or entity, the `code_number` of a code, or a Period.
        """
        return label

    def lines(self, counted: CountedList) -> list[FacetLine]:
        """Return the lines of the facet beside a list, in the order in which the page shows them.

        A line can have no articles, for example the line of a selected value.
        """
        raise NotImplementedError

    def numbers_by_name(
        self, labels: Labels, find: str, counts: Mapping[int, int]
    ) -> Iterable[int]:
        """Return the ids of all values with `find` in a name, in order of name.

        The id of a value is the number that the index stores for the value: the id of a source or
        entity, or the `code_number` of a code. `counts` maps each id to the value's number of
        articles.
        """
        raise NotImplementedError

    def named_lines(
        self, labels: Labels, numbers: Sequence[int], counts: Mapping[int, int]
    ) -> dict[int, FacetLine]:
        """Return the lines of some values for the facet's own page, as a dict by id of the value.

        `numbers` are the ids of these values, from `numbers_by_name`. `counts` maps ids to numbers
        of articles.
        """
        raise NotImplementedError

    def numbers_inside(
        self, labels: Labels, numbers: Sequence[int], chosen: Collection[str]
    ) -> set[int]:
        """Return the ids of those values that are part of a selected value.

        `numbers` are the ids of the values to check, from `numbers_by_name`. `chosen` has the
        values in the address. If a province is selected, its counties get no "+" link ("also this
        value"), because this link would not change the list. Only `PlaceValues` changes this
        method; for dates, see `is_inside_selection`.
        """
        return set()

    def is_inside_selection(self, value: str, chosen: Iterable[str]) -> bool:
        """Return True if a value is part of a selected value, or is itself selected.

        `chosen` has the values in the address. Only `PeriodValues` changes this method; for places,
        see `numbers_inside`.
        """
        return False

    def contains_selection(self, value: str, chosen: Iterable[str]) -> bool:
        """Return True if all selected values are part of `value`.

        `chosen` has the values in the address. If the result is true, `value` gets no "−" link
        ("without this value"), because the list would be empty.
        """
        return False

    def unknown_line(self, counts: Mapping[int, int]) -> FacetLine:
        """Return the line of the articles that have no value of the facet: "unknown"."""
        return FacetLine(UNKNOWN_VALUE, self.facet.unknown_label, counts.get(UNKNOWN, 0))


class SlugValues(ValueKind):
    """Values with a slug and a row in the database: sources, places, organisations, people."""

    moved: Callable[[str, str], str] = staticmethod(moved_entity)

    def read(self, text: str, labels: Labels) -> tuple[str, Any, str]:
        """Read a current or old slug; return the current slug, the id and the label.

        The database is not asked for other texts, because PostgreSQL raises an error for a NUL
        character.
        """
        is_slug = _SLUG.fullmatch(text) is not None
        label = labels.find(self.facet.name, text) if is_slug else None
        if label is None and is_slug:
            moved = self.moved(self.facet.name, text)
            label = labels.find(self.facet.name, moved) if moved else None
        if label is None:
            raise ValueError(f"There is no {self.facet.name} “{shorten(text)}” in this archive.")
        return label.slug, label.pk, self.label_of(label, labels)

    def label_of(self, label: Label, labels: Labels) -> str:
        """Return the name to show for a value; subclasses can make the name unique."""
        return label.name

    def numbers_by_name(
        self, labels: Labels, find: str, counts: Mapping[int, int]
    ) -> Iterable[int]:
        """Return the ids of all values with `find` in a name, in order of name.

        Takes at most one database query.
        """
        return ids_by_name(labels, self.facet.name, find)

    def named_lines(
        self, labels: Labels, numbers: Sequence[int], counts: Mapping[int, int]
    ) -> dict[int, FacetLine]:
        """Return the lines of these values for the facet's own page, as a dict by id.

        Takes at most one database query.
        """
        return {
            pk: FacetLine(label.slug, self.label_of(label, labels), counts[pk])
            for pk, label in labels.named(self.facet.name, numbers).items()
        }


class SourceValues(SlugValues):
    """Sources: all of them are listed, because there are few."""

    moved = staticmethod(lambda _name, slug: moved_source(slug))

    def lines(self, counted: CountedList) -> list[FacetLine]:
        """Return a line for each source, most articles first; the last line is "unknown"."""
        counts = counted.counts(self.facet)
        lines = [
            FacetLine(label.slug, label.name, counts.get(pk, 0))
            for pk, label in counted.labels.sources.items()
        ]
        return [*sorted(lines, key=by_count), self.unknown_line(counts)]


class EntityValues(SlugValues):
    """Organisations or people: only the most frequent ones are listed, because there are many."""

    def lines(self, counted: CountedList) -> list[FacetLine]:
        """Return a line for each of the most frequent entities, most articles first.

        Each entity in the address has a line, too. The last line is "unknown".
        """
        counts, name = counted.counts(self.facet), self.facet.name
        asked_for = counted.asked_for(self.facet) - {UNKNOWN_VALUE}
        all_labels = counted.entity_labels
        named = {pk: all_labels[pk] for pk in counts if pk in all_labels}
        named |= {
            label.pk: label for slug in asked_for if (label := counted.labels.find(name, slug))
        }
        lines = [
            FacetLine(label.slug, label.name, counts.get(pk, 0)) for pk, label in named.items()
        ]
        return [*sorted(lines, key=by_count), self.unknown_line(counts)]


class PlaceValues(SlugValues):
    """Places: a country, a first-level division (such as a province), or a place inside it."""

    def label_of(self, label: Label, labels: Labels) -> str:
        """Return the place's name, with the province if two places have this name."""
        return labels.full_place_name(label)

    def in_sentence(self, meaning: Any, label: str, labels: Labels) -> str:
        """Return the place's name, with "the" if necessary: "the United States".

        For a country that contains first-level divisions, "places in" is added, because an article
        is counted for this country only if it mentions a place in the country: "places in the
        Democratic People's Republic of Korea".
        """
        name = with_article(label)
        return f"places in {name}" if meaning in labels.homes else name

    def lines(self, counted: CountedList) -> list[FacetLine]:
        """Return lines for the first-level divisions, and for other places that are in no place.

        A country is in no place, for example. A country that contains first-level divisions has a
        line only if it is in the address. The last line is "unknown".

        If the address of the list selects or excludes a place, this place is opened: below its line
        are the lines of the places that it contains. All places that contain this place are opened,
        too.
        """
        counts, labels = counted.counts(self.facet), counted.labels
        chosen = counted.asked_for(self.facet)
        chosen_ids = {label.pk for slug in chosen if (label := labels.place_slugs.get(slug))}
        opened = chosen_ids | {above for pk in chosen_ids for above in labels.above(pk)}

        def line(label: Label) -> FacetLine:
            parts = labels.children.get(label.pk, ()) if label.pk in opened else ()
            below = [
                part
                for part in map(line, parts)
                if part.count or part.below or part.value in chosen
            ]
            shown = first_lines(sorted(below, key=by_count), SHOWN_BELOW, chosen)
            return FacetLine(label.slug, label.name, counts.get(label.pk, 0), tuple(shown))

        roots = labels.place_roots
        root_ids = {root.pk for root in roots}
        # `place_roots` does not contain a country that contains first-level divisions.
        above_roots = [
            labels.places[pk]
            for pk in chosen_ids
            if pk not in root_ids and not root_ids & set(labels.above(pk))
        ]
        ordered = sorted(
            roots + above_roots,
            key=lambda root: (not root.is_division, -counts.get(root.pk, 0), root.name),
        )
        lines = [
            line(root)
            if root.pk in root_ids
            else FacetLine(root.slug, root.name, counts.get(root.pk, 0))
            for root in ordered
        ]
        return [*lines, self.unknown_line(counts)]

    def numbers_inside(
        self, labels: Labels, numbers: Sequence[int], chosen: Collection[str]
    ) -> set[int]:
        """Return the ids of the places that are inside a selected place."""
        selected = {label.pk for slug in chosen if (label := labels.place_slugs.get(slug))}
        return {pk for pk in numbers if selected & set(labels.above(pk))}


class PeriodValues(ValueKind):
    """Dates: years with their months and days."""

    unknown = None

    def read(self, text: str, labels: Labels) -> tuple[str, Any, str]:
        """Read a year, month, day or range; return its text, its Period and its label.

        It can be written in any way that people write it; the returned text is that of addresses.
        """
        period = read_period(text).period
        return period.text, period, period.label

    def lines(self, counted: CountedList) -> list[FacetLine]:
        """Return a line for each year, newest first; the last line is "unknown".

        Below the line of a year are lines for its months and days, but only for those that the
        search counted (`SearchResults.counts`).
        """
        all_counts = counted.results.counts
        chosen = counted.asked_for(self.facet)
        counts = counted.counts(self.facet)
        days = _period_lines(all_counts.get("day", {}), day_period)
        months = _period_lines(all_counts.get("month", {}), month_period, days)
        years = {year for year in counts if year} | {
            period.first.year for period in _single_periods(chosen)
        }
        lines = _period_lines({year: counts.get(year, 0) for year in years}, year_period, months)
        return [*lines, self.unknown_line(counts)]

    def all_lines(self, counted: CountedList) -> list[FacetLine]:
        """Return the lines of years with articles, newest first, with months and days below them.

        The line for unknown dates is left out.
        """
        lines = [line for line in self.lines(counted) if line.value != UNKNOWN_VALUE]
        return [
            replace(line, below=tuple(month for month in line.below if month.count or month.below))
            for line in lines
            if line.count or line.below
        ]

    def is_inside_selection(self, value: str, chosen: Iterable[str]) -> bool:
        """Return True if a period is part of a selected period: 2025 is part of 2024..2026."""
        if value == UNKNOWN_VALUE:
            return False
        period = parse_period(value)
        return any(selected.contains(period) for selected in map(parse_period, _selected(chosen)))

    def contains_selection(self, value: str, chosen: Iterable[str]) -> bool:
        """Return True if all selected dates are inside the period `value`.

        An unknown date is inside no period.
        """
        selected = [date for date in chosen if not date.startswith("-")]
        return (
            value != UNKNOWN_VALUE
            and bool(selected)
            and all(self.is_inside_selection(date, [value]) for date in selected)
        )


class CodeValues(ValueKind):
    """Short codes, such as language codes: all codes are listed, because there are few."""

    def __init__(self, facet: Facet) -> None:
        super().__init__(facet)
        assert facet.codes is not None
        self.codes = facet.codes

    def read(self, text: str, labels: Labels) -> tuple[str, Any, str]:
        """Read a code or its name; return the code, its `code_number` and its label.

        The code is valid even if no article has it.
        """
        code = self.codes.read(text)
        if not code:
            raise ValueError(f"“{shorten(text)}” is not a known {self.facet.name}.")
        return code, code_number(code), self.codes.label(code)

    def lines(self, counted: CountedList) -> list[FacetLine]:
        """Return a line for each code that the address or a counted article has.

        The code with most articles is first. The last line is "unknown".
        """
        counts = counted.counts(self.facet)
        asked_for = map(code_number, counted.asked_for(self.facet) - {UNKNOWN_VALUE})
        lines = map(partial(self._line, counts), {*counts, *asked_for} - {UNKNOWN})
        return [*sorted(lines, key=by_count), self.unknown_line(counts)]

    def numbers_by_name(
        self, labels: Labels, find: str, counts: Mapping[int, int]
    ) -> Iterable[int]:
        """Return the keys of `counts` whose code has `find` in its name, in order of name.

        The keys are numbers from `code_number`, which identify codes.
        """
        named = [(self.codes.label(code_of(number)), number) for number in counts if number]
        return [number for name, number in sorted(named) if contains_typed(name, find)]

    def named_lines(
        self, labels: Labels, numbers: Sequence[int], counts: Mapping[int, int]
    ) -> dict[int, FacetLine]:
        """Return the lines of some codes for the facet's own page, as a dict by `code_number`.

        `numbers` are the numbers from `code_number` that identify these codes.
        """
        return {number: self._line(counts, number) for number in numbers}

    def _line(self, counts: Mapping[int, int], number: int) -> FacetLine:
        code = code_of(number)
        return FacetLine(code, self.codes.label(code), counts.get(number, 0))


_KINDS: dict[Values, type[ValueKind]] = {
    Values.SOURCE: SourceValues,
    Values.PLACE: PlaceValues,
    Values.ENTITY: EntityValues,
    Values.PERIOD: PeriodValues,
    Values.CODE: CodeValues,
}

VALUE_KINDS: dict[str, ValueKind] = {
    name: _KINDS[facet.values](facet) for name, facet in FACETS.items()
}
"""The ValueKind of each facet, by name of the facet, in the order of FACETS."""


def shorten(text: str) -> str:
    """Return a value as an error message quotes it: at most QUOTED_LENGTH characters."""
    return text if len(text) <= QUOTED_LENGTH else f"{text[:QUOTED_LENGTH]}…"


def _period_lines(
    counts: Mapping[int, int], period_of: Callable[[int], Period], below: Iterable[FacetLine] = ()
) -> list[FacetLine]:
    """Return a line for each period in `counts`, newest first.

    `counts` maps a period, written as a number (2025 or 202504), to its count of articles. `below`
    has the lines of shorter periods; the line of April 2025 is put below the line of 2025.
    """
    lines = []
    for number in sorted(filter(None, counts), reverse=True):
        period = period_of(number)
        inside = tuple(line for line in below if line.value.startswith(period.text))
        lines.append(FacetLine(period.text, period.label, counts[number], inside))
    return lines


def _single_periods(values: Iterable[str]) -> list[Period]:
    periods = [parse_period(value) for value in values if value != UNKNOWN_VALUE]
    return [period for period in periods if not (period.is_range or period.day_of_any_year)]


def _selected(chosen: Iterable[str]) -> list[str]:
    return [value for value in chosen if value != UNKNOWN_VALUE and not value.startswith("-")]
