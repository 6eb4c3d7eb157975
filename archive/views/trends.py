"""Up to six lists over time on one chart, as page and as CSV."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from archive.display.charts import Charted, percent
from archive.display.line_charts import (
    LineChart,
    LineNumbers,
    highest_of_lines,
    make_line_chart,
)
from archive.exports import TREND_COLUMNS, take_slot
from archive.exports.csv_text import Value
from archive.listing.list_links import ListLink
from archive.listing.over_time_filter import COUNT
from archive.listing.periods_counted import MOST_PERIODS, PeriodRow, Unit
from archive.listing.trend_counts import ComparedLists, LineCounts, compare_over_time
from archive.listing.trend_lines import BY_SOURCE, MOST_LINES, OTHER_YEARS, TrendLine, Trends
from archive.models import Source
from archive.models.addresses import address_of
from archive.search import SearchQuery
from archive.views.errors import bad_value
from archive.views.over_time import row_values
from archive.views.parts.downloads import PICTURES, Download, chart_download
from archive.views.parts.file_responses import busy, origin_of, send_csv
from archive.views.parts.time_charts import charted
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page

MOST_SOURCES = 12


@dataclass(frozen=True, slots=True)
class Panel:
    """The chart of one source, or of all: the lists over time, and the chart or None."""

    name: str
    source_url: str
    compared: ComparedLists
    chart: LineChart | None


@public_page(IndexUse.REQUIRED)
def show_trends(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Show up to six lists over time on one chart.

    The answer is 400 for a list or choice that is not valid. It redirects to the address with one
    parameter `line` for each list.
    """
    trends = Trends(request.GET)
    if trends.errors:
        return bad_value(request, trends.errors)
    if not trends.is_canonical:
        return redirect(trends.url(), permanent=True)
    sources = sources_by_articles(answers) if trends.choices["split"] else []
    compared = compared_lists(trends, answers)
    panels = make_panels(trends, answers, compared, sources)
    context = {
        "lines": [(line, trends.url_without(line)) for line in trends.lines],
        "compared": compared,
        "chart": chart_of(trends, compared) if compared else None,
        "panels": panels,
        "is_split": bool(trends.choices["split"]),
        "left_out": max(len(sources) - MOST_SOURCES, 0),
        "table": list(table_rows(compared)) if compared else [],
        "imprecise": [(one.line, one.imprecise) for one in compared.lines] if compared else [],
        "is_of_shares": trends.is_of_shares,
        "has_usual": has_usual(trends, compared),
        "has_years": bool(trends.choices["baseline"] and compared and compared.unit is Unit.YEAR),
        "too_many": bool(compared and compared.asked and compared.unit is not compared.asked),
        "most": MOST_PERIODS,
        "is_full": len(trends.lines) == MOST_LINES,
        "most_lines": MOST_LINES,
        "kept": trends.kept(),
        "date_form": trends.date_form() if trends.lines else None,
        "choices": choice_links(trends, compared),
        "downloads": downloads(trends),
        "downloads_label": "all periods or the chart",
    }
    names = "; ".join(line.heading for line in trends.lines)
    head = Head(
        title=f"Trends: {names}"[:120] if names else "Trends",
        description="Lists of articles over time, as shares of what the archive has.",
        path=trends.url(),
        section="articles",
    )
    return render_page(request, "trends.html", head, context)


@public_page(IndexUse.REQUIRED)
def export_trends(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Return all periods of the lines as CSV; the parameters are those of the page."""
    trends = Trends(request.GET)
    if trends.errors:
        return bad_value(request, trends.errors)
    # To count many days of many lists takes seconds, so it counts as making a file.
    slot = take_slot()
    if slot is None:
        return busy(request)
    try:
        every = list(everything(trends, answers))
    finally:
        slot.free()
    return send_csv(request, TREND_COLUMNS, file_rows(every, origin_of(request)), "trends")


def everything(trends: Trends, answers: Answers) -> Iterator[tuple[str, ComparedLists]]:
    """Yield all periods of the lines with "", then those of each source with its slug."""
    compared = compared_lists(trends, answers, most=None)
    if compared is None:
        return
    yield "", compared
    for source in sources_by_articles(answers) if trends.choices["split"] else ():
        if one := of_source(trends, answers, compared, source, most=None):
            yield source.slug, one


def compared_lists(
    trends: Trends, answers: Answers, most: int | None = MOST_PERIODS
) -> ComparedLists | None:
    """Return the numbers of all lines; None without lines."""
    if not trends.lines:
        return None
    return compare_over_time(
        trends.lines,
        answers.ask,
        trends.unit,
        with_usual=trends.choices["baseline"] == OTHER_YEARS,
        most=most,
    )


def sources_by_articles(answers: Answers) -> list[Source]:
    """Return the sources with articles, most articles first."""
    counts = answers.ask(SearchQuery(page_size=1, with_snippets=False)).counts["source"]
    sources = [source for source in Source.objects.by_name() if counts.get(source.pk)]
    return sorted(sources, key=lambda source: -counts[source.pk])


def of_source(
    trends: Trends,
    answers: Answers,
    compared: ComparedLists | None,
    source: Source,
    most: int | None = MOST_PERIODS,
) -> ComparedLists | None:
    """Return the lines for the articles of one source, for the same periods; None without any."""
    if compared is None:
        return None
    lines = [line.of_source(source.pk, source.slug) for line in trends.lines]
    one = compare_over_time(
        lines, answers.ask, compared.unit, with_usual=False, most=most, like=compared
    )
    return one if one and any(line.total for line in one.lines) else None


def make_panels(
    trends: Trends, answers: Answers, compared: ComparedLists | None, sources: Sequence[Source]
) -> list[Panel]:
    """Return a panel for each of the largest sources, all with the same value at the top."""
    if compared is None:
        return []
    found = [
        (source, one)
        for source in sources[:MOST_SOURCES]
        if (one := of_source(trends, answers, compared, source))
    ]
    numbers = [numbers_of(line) for _source, one in found for line in one.lines]
    top = highest_of_lines(numbers, is_of_shares=trends.is_of_shares)
    return [
        Panel(source.name, source.get_absolute_url(), one, chart_of(trends, one, top))
        for source, one in found
    ]


def chart_of(trends: Trends, compared: ComparedLists, top: float = 0) -> LineChart | None:
    """Return the chart of lists over time; `top` is the value at its top, or 0."""
    return make_line_chart(
        compared.unit,
        [numbers_of(line) for line in compared.lines],
        is_of_shares=trends.is_of_shares,
        top=top,
        is_small=bool(top),
    )


def numbers_of(line: LineCounts) -> LineNumbers:
    """Return the numbers of a line for a chart."""
    rows: list[Charted] = [charted(row) for row in line.rows]
    usual = [share[0] if share else None for share in line.usual]
    return LineNumbers(line.line.letter, line.line.heading, rows, usual)


@dataclass(frozen=True, slots=True)
class Cell:
    """The numbers of one line in one period, in words; `usual` is the mean of `years` years."""

    line: TrendLine
    row: PeriodRow
    share: str
    usual: str
    years: int


def table_rows(compared: ComparedLists) -> Iterator[tuple[str, list[Cell]]]:
    """Yield the label of each period, and a cell for each line."""
    for index, first in enumerate(compared.lines[0].rows):
        cells = []
        for one in compared.lines:
            row, usual = one.rows[index], one.usual[index]
            share = percent(row.share) if row.share is not None else ""
            mean, years = (percent(usual[0]), usual[1]) if usual else ("", 0)
            cells.append(Cell(one.line, row, share, mean, years))
        yield first.label, cells


def has_usual(trends: Trends, compared: ComparedLists | None) -> bool:
    """Return True if the page shows what is usual on the same dates of other years."""
    return bool(
        trends.choices["baseline"]
        and trends.is_of_shares
        and compared
        and compared.unit is not Unit.YEAR
    )


def choice_links(
    trends: Trends, compared: ComparedLists | None
) -> list[tuple[str, list[ListLink]]]:
    """Return the links to the page with other choices, by what is chosen."""
    unit = compared.unit if compared else None
    rows: list[tuple[str, list[tuple[str, str, dict[str, str], bool]]]] = [
        (
            "What the lines show",
            [
                ("share", "Shares", {"show": ""}, trends.is_of_shares),
                ("count", "Numbers", {"show": COUNT}, not trends.is_of_shares),
            ],
        ),
        ("Unit", [(one, f"{one.capitalize()}s", {"by": one}, one is unit) for one in Unit]),
        (
            "Same dates of other years",
            [
                ("none", "These dates only", {"baseline": ""}, not trends.choices["baseline"]),
                (
                    OTHER_YEARS,
                    "With other years",
                    {"baseline": OTHER_YEARS},
                    bool(trends.choices["baseline"]),
                ),
            ],
        ),
        (
            "Sources",
            [
                ("all", "All together", {"split": ""}, not trends.choices["split"]),
                (BY_SOURCE, "By source", {"split": BY_SOURCE}, bool(trends.choices["split"])),
            ],
        ),
    ]
    return [
        (
            label,
            [
                ListLink(value, words, trends.url(**changes), is_current)
                for value, words, changes, is_current in links
            ],
        )
        for label, links in rows
    ]


def downloads(trends: Trends) -> list[Download]:
    """Return the links to files with the numbers."""
    if not trends.lines:
        return []
    csv = Download("CSV", trends.url(address_of("trends-file")))
    return [
        csv,
        *(chart_download(trends.url(address_of(f"trends-{one}")), one) for one in PICTURES),
    ]


def file_rows(every: Sequence[tuple[str, ComparedLists]], origin: str) -> Iterator[list[Value]]:
    """Yield TREND_COLUMNS of each row; each element of `every` has the slug of a source, or ""."""
    for slug, compared in every:
        for one in compared.lines:
            usual: list[Any] = [*one.usual, *([None] * len(one.imprecise))]
            for row, other in zip((*one.rows, *one.imprecise), usual, strict=True):
                mean, years = other or (None, None)
                yield [
                    one.line.letter,
                    one.line.heading,
                    slug,
                    *row_values(row, origin),
                    None if mean is None else round(mean, 6),
                    years,
                ]
