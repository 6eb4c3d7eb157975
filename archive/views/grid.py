"""A grid: provinces, counties, organisations or people of a list by month or year."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.http import HttpRequest, HttpResponseBase

from archive.display.labels import Label, Labels, current_labels
from archive.display.safe_text import count_of
from archive.exports.csv_text import Value
from archive.listing.address import Address
from archive.listing.cooccurrence_filter import GridFilter
from archive.listing.list_links import ListLink
from archive.listing.periods_counted import PeriodMaker, PeriodRow, Unit, by_period, dates_within
from archive.listing.read_parameters import FilterError
from archive.models import entity_url
from archive.search import FACETS, PeriodCounts
from archive.search.cooccurrence import CountedPeriods, count_periods, find_named
from archive.views.errors import bad_value
from archive.views.parts.calendars import LEVELS
from archive.views.parts.cooccurrence import places_saying_nothing
from archive.views.parts.file_responses import origin_of, send_csv
from archive.views.parts.measure_pages import MEASURE_COLUMNS, answer_measure, shared_context
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page

ROWS = 25  # organisations or people
MOST_COLUMNS = 36
FIELDS = ("year", "month")


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: `count` of the articles of the column name the entity of the row.

    `share` is their part in per cent, "" without articles, and `level` its shade, 0 to LEVELS.
    """

    count: int
    of: int
    level: int
    share: str
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: an entity, its articles in each column, and all its articles in the list."""

    name: str
    slug: str
    url: str
    cells: tuple[GridCell, ...]
    total: int
    list_url: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid; `columns` are the periods with all articles of the list, undated ones left out."""

    unit: Unit
    columns: tuple[PeriodRow, ...]
    rows: tuple[GridRow, ...]
    total: int
    in_columns: int


@public_page(IndexUse.REQUIRED)
def show_grid(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Show the grid of a list. The answer is 400, 301 or 503 as for other measures."""

    def answer(chosen: GridFilter) -> HttpResponseBase:
        labels = current_labels()
        if error := _wrong_place(chosen, labels):
            return bad_value(request, [error])
        grid = make_grid(chosen, answers, labels, MOST_COLUMNS)
        heading = chosen.heading()
        context = {
            **shared_context(chosen),
            "grid": grid,
            "plural": FACETS[chosen.kind].plural,
            "inside": _inside(chosen, labels),
            "kinds": [
                ListLink(
                    name,
                    label,
                    chosen.here(rows=name, within_place=""),
                    is_current=name == chosen.own()["rows"] and not chosen.inside,
                )
                for name, label in (
                    ("", "Provinces"),
                    ("organisation", "Organisations"),
                    ("person", "People"),
                )
            ],
            "units": [
                ListLink(unit, f"{unit.capitalize()}s", chosen.here(by=unit), grid.unit is unit)
                for unit in (Unit.MONTH, Unit.YEAR)
            ],
            "asked_months": chosen.own()["by"] == Unit.MONTH and grid.unit is not Unit.MONTH,
            "most": MOST_COLUMNS,
            "provinces": [
                (label.name, chosen.here(rows="", within_place=label.slug))
                for label in _provinces(labels)
                if chosen.kind == "place"
            ],
        }
        head = Head(
            title=f"Grid: {heading}",
            description="Places, organisations or people of these articles by month or year.",
            path=chosen.here(),
            section="articles",
        )
        return render_page(request, "grid.html", head, context)

    return answer_measure(request, GridFilter(request.GET), answer)


@public_page(IndexUse.REQUIRED)
def export_grid(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Return all cells as CSV, one in each row, without a limit of columns."""

    def answer(chosen: GridFilter) -> HttpResponseBase:
        labels, origin = current_labels(), origin_of(request)
        if error := _wrong_place(chosen, labels):
            return bad_value(request, [error])
        grid = make_grid(chosen, answers, labels, most=10**6)

        def rows() -> Iterator[list[Value]]:
            for row in grid.rows:
                for column, cell in zip(grid.columns, row.cells, strict=True):
                    yield [
                        row.slug,
                        row.name,
                        column.period.text if column.period else "",
                        cell.count,
                        cell.of,
                        round(cell.count / cell.of, 6) if cell.of else None,
                        f"{origin}{cell.url}" if cell.url else "",
                    ]

        number = len(grid.rows) * len(grid.columns)
        return send_csv(request, MEASURE_COLUMNS["grid"], rows(), "grid", number)

    return answer_measure(request, GridFilter(request.GET), answer)


def make_grid(chosen: GridFilter, answers: Answers, labels: Labels, most: int) -> Grid:
    """Return the grid; years are the columns if there are more than `most` months."""
    entities = _entities(chosen, answers, labels)
    found = answers.note(
        count_periods(chosen.search_query, chosen.kind, [one.pk for one in entities], FIELDS)
    )
    choices = chosen.choices("date")
    maker = PeriodMaker(PeriodCounts(found.all, found.all), chosen.address, choices)
    asked = Unit(by) if (by := chosen.own()["by"]) else Unit.MONTH
    span = maker.span(asked)
    unit = asked
    if span and unit is Unit.MONTH and unit.number(*span) > most:
        unit, span = Unit.YEAR, maker.span(Unit.YEAR)
    columns = tuple(maker.rows(unit, *span)) if span else ()
    names = chosen.names({chosen.kind: [one.slug for one in entities]})
    cells = _Cells(columns, unit, [dates_within(choices, c.period) for c in columns if c.period])
    most_share = cells.highest(found)
    rows = []
    for label, counts, total in zip(entities, found.rows, found.totals, strict=True):
        address = names.address((chosen.kind, label.slug))
        rows.append(
            GridRow(
                name=label.name,
                slug=label.slug,
                url=entity_url(chosen.kind, label.slug),
                cells=tuple(cells.of(label.name, counts, address, most_share)),
                total=total,
                list_url=address.url() if address else "",
            )
        )
    return Grid(unit, columns, tuple(rows), found.total, sum(column.count for column in columns))


class _Cells:
    """Makes the cells of the rows of a grid; `dates` are the dates of each column in addresses."""

    def __init__(
        self, columns: Sequence[PeriodRow], unit: Unit, dates: Sequence[list[str]]
    ) -> None:
        self._columns = columns
        self._unit = unit
        self._dates = dates

    def of(
        self,
        name: str,
        counts: Mapping[str, Mapping[int, int]],
        address: Address | None,
        most: float,
    ) -> Iterator[GridCell]:
        numbers = by_period(self._unit, counts)
        links = address.links("date") if address else None
        for column, dates in zip(self._columns, self._dates, strict=True):
            assert column.period
            number = numbers.get(column.period.first, 0)
            share = number / column.count if column.count else 0.0
            yield GridCell(
                count=number,
                of=column.count,
                level=min(LEVELS, ceil(LEVELS * share / most)) if number else 0,
                share=f"{100 * share:.0f} %" if number else "",
                url=links.having(dates) if number and links else "",
                title=(f"{name}, {column.label}: {number} of {count_of(column.count, 'article')}"),
            )

    def highest(self, found: CountedPeriods) -> float:
        """Return the highest share of all cells."""
        firsts: dict[date, int] = {
            column.period.first: column.count for column in self._columns if column.period
        }
        shares = [
            number / firsts[first]
            for counts in found.rows
            for first, number in by_period(self._unit, counts).items()
            if firsts.get(first)
        ]
        return max(shares, default=0.0) or 1.0


def _provinces(labels: Labels) -> list[Label]:
    return sorted(
        (label for label in labels.places.values() if label.is_division),
        key=lambda label: label.name,
    )


def _inside(chosen: GridFilter, labels: Labels) -> Label | None:
    return next((one for one in labels.places.values() if one.slug == chosen.inside), None)


def _wrong_place(chosen: GridFilter, labels: Labels) -> FilterError | None:
    if not chosen.inside or _inside(chosen, labels):
        return None
    sentence = f"There is no place “{chosen.inside[:60]}” in this archive."
    return FilterError(sentence, chosen.here(within_place=""))


def _entities(chosen: GridFilter, answers: Answers, labels: Labels) -> list[Label]:
    """Return the entities of the rows: provinces, places in a place, or the most frequent names."""
    if chosen.kind == "place":
        if inside := _inside(chosen, labels):
            below = [labels.places[pk] for pk in labels.right_below(inside.pk)]
            return sorted(below, key=lambda label: label.name)
        return _provinces(labels)
    left_out = chosen.chosen_entities()[chosen.kind] | places_saying_nothing((), labels)
    found = answers.note(find_named(chosen.search_query, chosen.kind, left_out))
    most = sorted(found.named, key=lambda one: (-one.here, one.pk))[:ROWS]
    by_id = labels.entities([one.pk for one in most])
    return [by_id[one.pk] for one in most if one.pk in by_id]
