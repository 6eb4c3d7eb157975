"""The chart of articles over time: above lists, and on the pages of entities and sources."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.display.charts import Chart, Charted, make_chart
from archive.listing.address import Address
from archive.listing.over_time_filter import COUNT
from archive.listing.periods_counted import OverTime, PeriodRow, Unit, over_time
from archive.listing.sentence import FacetChoice
from archive.models.addresses import address_of
from archive.search import SearchResults

MOST_SMALL = 60
"""The most bars of a chart above a list; there must be room for them on a phone."""


@dataclass(frozen=True, slots=True)
class TimeChart:
    """A chart, and the addresses of the page with its numbers, and of the same page with counts.

    `count_url` is "" if the chart itself has counts. `left_out` is the number of articles whose
    dates are not precise enough for the chart.
    """

    chart: Chart
    page_url: str
    count_url: str
    left_out: int


def time_chart(
    results: SearchResults, address: Address, dates: Sequence[FacetChoice], most: int = MOST_SMALL
) -> TimeChart | None:
    """Return the chart of a list; None if there is too little to draw, or stories are counted.

    The search query of the results must have `periods`. `dates` are the dates of the list.
    """
    if results.periods is None or not results.total:
        return None
    counted = over_time(results.periods, address, dates, most=most)
    if counted is None or counted.earlier:
        return None
    chart = chart_of(counted, is_of_shares=not counted.is_whole)
    if chart is None:
        return None
    placed = sum(row.count for row in counted.rows)
    counts = page_address(address, show=COUNT) if chart.is_of_shares else ""
    return TimeChart(chart, page_address(address), counts, results.total - placed)


def chart_of(counted: OverTime, *, is_of_shares: bool) -> Chart | None:
    """Return the chart of a list over time; None if there are fewer than two periods."""
    rows = [charted(row) for row in counted.rows]
    return make_chart(counted.unit, rows, is_of_shares=is_of_shares)


def charted(row: PeriodRow) -> Charted:
    """Return the numbers of a row for a chart."""
    assert row.period
    return Charted(row.period.text, row.label, row.count, row.held, row.url, row.bounds)


def page_address(address: Address, unit: Unit | None = None, show: str = "") -> str:
    """Return the address of the page that shows a list over time."""
    here = replace(address, path=address_of("over-time"), view="", sort="", page=1)
    return here.url_with({"by": unit or "", "show": show if show == COUNT else ""})
