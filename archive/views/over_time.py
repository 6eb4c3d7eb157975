"""A list of articles over time, as shares of what the archive has; also as CSV."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import redirect

from archive.display.charts import percent
from archive.exports import PERIOD_COLUMNS
from archive.exports.csv_text import Value
from archive.listing.address import Address
from archive.listing.list_links import ListLink
from archive.listing.over_time_filter import COUNT, SHARE, OverTimeFilter
from archive.listing.periods_counted import (
    MOST_PERIODS,
    OverTime,
    PeriodRow,
    Unit,
    every_row,
    over_time,
)
from archive.listing.sentence import describe
from archive.models.addresses import address_of
from archive.search import FACETS, HELD_FACETS
from archive.views.errors import bad_value
from archive.views.parts.downloads import PICTURES, Download, chart_download
from archive.views.parts.file_responses import origin_of, send_csv
from archive.views.parts.time_charts import chart_of, page_address
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page

SHOWN = {SHARE: "Shares", COUNT: "Numbers"}


@public_page(IndexUse.REQUIRED)
def show_over_time(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Show the articles that match the parameters by day, week, month or year.

    The answer is 400 for a value that is not valid, and 301 if a source or entity has another slug
    now.
    """
    counted_filter = OverTimeFilter(request.GET, path=address_of("articles"))
    if not counted_filter.is_valid():
        return bad_value(request, counted_filter.error_list)
    address = replace(counted_filter.address, view="", sort="", page=1)
    asked, shown = counted_filter.unit, counted_filter.form.cleaned_data["show"]
    if counted_filter.is_moved:
        return HttpResponsePermanentRedirect(page_address(address, asked, shown))
    results = answers.note(counted_filter.results)
    counted = None
    if results.periods:
        counted = over_time(results.periods, address, counted_filter.choices("date"), asked)
    is_of_shares = bool(counted and not counted.is_whole and shown != COUNT)
    heading = counted_filter.heading()
    context = {
        "heading": heading,
        "notes": counted_filter.unknown_notes(),
        "list_url": address.url(),
        "total": results.total,
        "noun": address.noun,
        "as_articles": page_address(replace(address, count=""), asked, shown),
        "counted": counted,
        "rows": [shown_row(row) for row in counted.rows] if counted else [],
        "imprecise": [shown_row(row) for row in counted.imprecise] if counted else [],
        "earlier": shown_row(counted.earlier) if counted and counted.earlier else None,
        "too_many": bool(counted and asked and counted.unit is not asked),
        "most": MOST_PERIODS,
        "chart": chart_of(counted, is_of_shares=is_of_shares) if counted else None,
        "units": unit_links(counted, address, shown),
        "shows": show_links(counted, address, shown),
        "holding": holding(counted_filter),
        "downloads": downloads(address, counted, shown),
        "downloads_label": "all periods or the chart",
    }
    head = Head(
        title=f"Over time: {heading}",
        description=f"{heading} over time, as shares of the articles that the archive has.",
        path=page_address(address, asked, shown),
        section="articles",
    )
    return render_page(request, "over_time.html", head, context)


@public_page(IndexUse.REQUIRED)
def export_over_time(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Return all periods of a list as CSV; the parameters are those of the page.

    The answer is 400 or 301 in the same cases, and 400 if stories are counted.
    """
    counted_filter = OverTimeFilter(request.GET, path=address_of("articles"))
    if not counted_filter.is_valid():
        return bad_value(request, counted_filter.error_list)
    if unknown := counted_filter.unknown_errors():
        return bad_value(request, unknown)
    address = replace(counted_filter.address, view="", sort="", page=1)
    if counted_filter.is_moved:
        return redirect(file_address(address, counted_filter.unit), permanent=True)
    results = answers.note(counted_filter.results)
    if results.periods is None:
        return bad_value(request, counted_filter.without_stories())
    dates = counted_filter.choices("date")
    usual = over_time(results.periods, address, dates)
    unit = counted_filter.unit or (usual.unit if usual else Unit.YEAR)
    rows = every_row(results.periods, address, dates, unit)
    origin = origin_of(request)
    values = (row_values(row, origin) for row in rows)
    return send_csv(request, PERIOD_COLUMNS, values, f"articles-by-{unit}")


def row_values(row: PeriodRow, origin: str) -> list[Value]:
    """Return the PERIOD_COLUMNS of a row; `origin` is the beginning of all addresses."""
    low, high = row.bounds or (None, None)
    return [
        row.period.text if row.period else "unknown",
        row.period.first.isoformat() if row.period else None,
        row.period.last.isoformat() if row.period else None,
        row.is_placed,
        row.count,
        row.held,
        *(None if number is None else round(number, 6) for number in (row.share, low, high)),
        f"{origin}{row.url}" if row.url else None,
        f"{origin}{row.held_url}" if row.held_url else None,
    ]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A PeriodRow in words: its share and the bounds of the share, or "" without a share."""

    row: PeriodRow
    share: str
    low: str
    high: str


def shown_row(row: PeriodRow) -> ShownRow:
    """Return a row in words."""
    if row.share is None or row.bounds is None:
        return ShownRow(row, "", "", "")
    low, high = map(percent, row.bounds)
    return ShownRow(row, percent(row.share), low, high)


def unit_links(counted: OverTime | None, address: Address, shown: str) -> list[ListLink]:
    """Return the links to the page with each unit."""
    return [
        ListLink(unit, f"{unit.capitalize()}s", page_address(address, unit, shown), is_current)
        for unit in Unit
        for is_current in [bool(counted and counted.unit is unit)]
    ]


def show_links(counted: OverTime | None, address: Address, shown: str) -> list[ListLink]:
    """Return the links to shares and to numbers; none if every share is 100 %."""
    if not counted or counted.is_whole:
        return []
    return [
        ListLink(name, label, page_address(address, counted.asked, name), name == (shown or SHARE))
        for name, label in SHOWN.items()
    ]


def file_address(address: Address, unit: Unit | None) -> str:
    """Return the address of the CSV file."""
    here = replace(address, path=address_of("over-time-file"))
    return here.url_with({"by": unit or ""})


def downloads(address: Address, counted: OverTime | None, shown: str) -> list[Download]:
    """Return the links to the numbers as CSV, and to the chart as SVG and PNG."""
    unit = (counted.asked or counted.unit) if counted else None
    query = page_address(address, unit, shown).removeprefix(address_of("over-time"))
    charts = [chart_download(address_of(f"over-time-{one}") + query, one) for one in PICTURES]
    return [Download("CSV", file_address(address, unit)), *charts]


def holding(counted_filter: OverTimeFilter) -> str:
    """Return the sentence that says of which articles the shares are: "Articles from KCNA"."""
    choices = {
        name: counted_filter.choices(name) if name in HELD_FACETS and name != "date" else ()
        for name in FACETS
    }
    return describe("", choices)
