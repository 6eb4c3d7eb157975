"""The charts over time as files for a report: SVG and PNG."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils import timezone

from archive.display.chart_files import as_png, chart_svg
from archive.display.charts import Chart
from archive.display.line_charts import LineChart
from archive.listing.over_time_filter import COUNT, OverTimeFilter
from archive.listing.periods_counted import OverTime, over_time
from archive.listing.trend_lines import Trends
from archive.models.addresses import address_of
from archive.views.errors import bad_value
from archive.views.over_time import holding
from archive.views.parts.file_responses import file_name, origin_of, send_file
from archive.views.parts.page_links import NotInArchive
from archive.views.parts.time_charts import chart_of, page_address
from archive.views.public_page import Answers, IndexUse, public_page
from archive.views.trends import chart_of as trends_chart
from archive.views.trends import compared_lists
from ingest.partial_date import long_date

TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@public_page(IndexUse.REQUIRED)
def send_over_time(request: HttpRequest, answers: Answers, ending: str) -> HttpResponseBase:
    """Return the chart of the page of a list over time, with the same parameters.

    The answer is 400 for a value that is not valid, and 404 if there is no chart.
    """
    counted_filter = OverTimeFilter(request.GET, path=address_of("articles"))
    if not counted_filter.is_valid():
        return bad_value(request, counted_filter.error_list)
    results = counted_filter.results
    if results.periods is None:
        return bad_value(request, counted_filter.without_stories())
    address, unit = counted_filter.address, counted_filter.unit
    shown = counted_filter.form.cleaned_data["show"]
    counted = over_time(results.periods, address, counted_filter.choices("date"), unit)
    is_of_shares = bool(counted and not counted.is_whole and shown != COUNT)
    chart = chart_of(counted, is_of_shares=is_of_shares) if counted else None
    if counted is None or chart is None:
        raise NotInArchive("These articles are too few for a chart.")
    cited = f"{origin_of(request)}{page_address(address, unit, shown)}"
    notes = list(bar_notes(counted, chart, holding(counted_filter)))
    return send_chart(
        request, ending, chart, counted_filter.heading(), notes, cited, results.version
    )


@public_page(IndexUse.REQUIRED)
def send_trends(request: HttpRequest, answers: Answers, ending: str) -> HttpResponseBase:
    """Return the chart of the page of trends, with the same parameters.

    The answer is 400 for a list or choice that is not valid, and 404 if there is no chart.
    """
    trends = Trends(request.GET)
    if trends.errors:
        return bad_value(request, trends.errors)
    here = address_of(f"trends-{ending}")
    if not trends.is_canonical:
        return HttpResponsePermanentRedirect(trends.url(here))
    compared = compared_lists(trends, answers)
    chart = trends_chart(trends, compared) if compared else None
    if compared is None or chart is None:
        raise NotInArchive("These articles are too few for a chart.")
    notes = [f"{line.letter}: {line.label}" for line in chart.lines]
    notes.append("Where a line is interrupted, the archive has nothing.")
    if any(line.usual for line in chart.lines):
        notes.append("Dotted: the mean share of the same dates in the other years.")
    cited = f"{origin_of(request)}{trends.url()}"
    return send_chart(request, ending, chart, "Articles over time", notes, cited, compared.version)


def bar_notes(counted: OverTime, chart: Chart, of_what: str) -> Iterator[str]:
    """Yield the sentences below a chart of bars."""
    if chart.is_of_shares:
        yield f"Shares of all articles that the archive has of each {counted.unit} ({of_what})."
    if chart.strip:
        yield f"Below the bars: what the archive has{' (hatched: nothing)' * chart.has_gaps}."
    if chart.has_bounds:
        yield "Thin lines: 95 % bounds of shares of few articles (Wilson)."
    if chart.cut:
        yield f"Cut at the top: {', '.join(chart.cut)}."


def send_chart(
    request: HttpRequest,
    ending: str,
    chart: Chart | LineChart,
    heading: str,
    notes: list[str],
    cited: str,
    version: int,
) -> HttpResponseBase:
    """Return the answer with a chart as file. It has no ETag, because it names the day."""
    today = long_date(timezone.now().date())
    citation = (
        f"Dateline, archive of saved news articles. Numbers of {today} (UTC), version {version} of"
        f" the archive. {cited}"
    )

    def pieces() -> Iterator[bytes]:
        svg = chart_svg(chart, heading, notes, citation)
        yield svg.encode() if ending == "svg" else as_png(svg)

    return send_file(request, pieces(), TYPES[ending], file_name("articles-over-time", ending))
