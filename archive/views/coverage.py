"""Coverage: the days from which the archive has articles, and the days without any."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from archive.display.labels import current_labels
from archive.display.safe_text import thousands
from archive.exports import COVERAGE_COLUMNS, GAP_COLUMNS
from archive.exports.csv_text import Value
from archive.listing.address import UNKNOWN_VALUE, list_url
from archive.listing.known_item_counts import total_of
from archive.listing.known_item_filter import (
    InvalidFilter,
    KnownItemFilter,
    MovedSource,
    read_filter,
)
from archive.measures.coverage import Coverage, Gap, coverage_of, sum_between
from archive.search import UNKNOWN, SearchQuery
from archive.views.errors import bad_value
from archive.views.parts.calendars import limits, months_of, years_of
from archive.views.parts.downloads import Download
from archive.views.parts.file_responses import origin_of, send_csv
from archive.views.parts.held_days import HeldDays, held_days, wanted_days
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page

GAPS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class SourceRow:
    """The coverage of one source, with the addresses of its coverage and of its articles.

    `wanted` is the number of its known items that are not in the archive, with their list.
    """

    name: str
    url: str
    list_url: str
    total: int
    coverage: Coverage | None
    wanted: int
    wanted_url: str


@dataclass(frozen=True, slots=True)
class GapRow:
    """A gap, and the number of articles that are known of its days, but not in the archive."""

    gap: Gap
    wanted: int


@public_page(IndexUse.REQUIRED)
def show_coverage(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Show the days from which the archive has articles: of one source, or of all.

    The parameters are `source`, and `date` with the year of the calendar; without it, the calendar
    is that of the latest year. The answer is 400 for a value that is not valid, and 301 for the old
    slug of a source.
    """
    chosen = _read(request)
    if isinstance(chosen, HttpResponse):
        return chosen
    days = held_days(answers, chosen.source_id)
    wanted = wanted_days(chosen.source_id)
    coverage = coverage_of(days.days)
    year = _year(chosen, coverage)
    head = Head(
        title=f"Coverage: {chosen.source_name}" if chosen.source else "Coverage",
        description="The days from which the archive has articles, and the days without any.",
        path=chosen.url("coverage"),
        section="sources",
    )
    context = {
        "chosen": chosen,
        "days": days,
        "coverage": coverage,
        "list_url": _list_url(chosen)(""),
        "undated_url": _list_url(chosen)(UNKNOWN_VALUE),
        "wanted": total_of(answers.version, _wanted(chosen.source_id, chosen.source)),
        "wanted_url": _wanted(chosen.source_id, chosen.source).url(),
        "source_rows": [] if chosen.source else source_rows(answers),
        "files": [
            Download("days (CSV)", chosen.url("coverage-file", date="")),
            Download("gaps (CSV)", chosen.url("coverage-gaps", date="")),
        ],
    }
    if coverage:
        context |= _of_days(chosen, days, wanted, coverage, year)
    return render_page(request, "coverage.html", head, context)


def _of_days(
    chosen: KnownItemFilter,
    days: HeldDays,
    wanted: Mapping[date, int],
    coverage: Coverage,
    year: int,
) -> dict[str, object]:
    """Return the context of the calendar, of the table of all months, and of the gaps."""
    span = (coverage.first, coverage.last)
    url_of = _list_url(chosen)

    def calendar_of(of_year: int) -> str:
        return chosen.url("coverage", date=f"{of_year:04}")

    gaps = sorted(coverage.gaps, key=lambda gap: (-gap.days, gap.first))
    steps = limits([count for day, count in days.days.items() if day.year == year])
    ends = [*(step - 1 for step in steps[1:]), 0]
    return {
        "year": year,
        "earlier": calendar_of(year - 1) if year > coverage.first.year else "",
        "later": calendar_of(year + 1) if year < coverage.last.year else "",
        "months": months_of(year, days.days, wanted, span, steps, url_of),
        "legend": [
            (level, _range(step, end))
            for level, (step, end) in enumerate(zip(steps, ends, strict=True), 1)
        ],
        "years": years_of(days.days, days.months, days.years, span, url_of, calendar_of),
        "gaps": [
            GapRow(gap, sum_between(wanted, gap.first, gap.last)) for gap in gaps[:GAPS_SHOWN]
        ],
        "gap_count": len(gaps),
        "has_wanted_days": bool(wanted),
    }


def _wanted(source_id: int | None, slug: str) -> KnownItemFilter:
    """Return the list of the wanted items of a source; None and "" mean all sources."""
    return KnownItemFilter(source=slug, source_id=source_id)


def _range(first: int, last: int) -> str:
    if not last:
        return f"{thousands(first)} or more"
    return thousands(first) if last <= first else f"{thousands(first)}–{thousands(last)}"


def _year(chosen: KnownItemFilter, coverage: Coverage | None) -> int:
    """Return the year of the calendar: the one that was chosen, but inside the coverage."""
    if not coverage:
        return 0
    year = int(chosen.date[:4]) if chosen.date[:4].isdigit() else coverage.last.year
    return min(max(year, coverage.first.year), coverage.last.year)


def _list_url(chosen: KnownItemFilter) -> Callable[[str], str]:
    """Return a function that makes the address of the articles of a period."""
    source = {"source": chosen.source} if chosen.source else {}
    return lambda period: list_url(**source, **({"date": period} if period else {}))


def source_rows(answers: Answers) -> list[SourceRow]:
    """Return the coverage of each source that has articles, most articles first."""
    counts = answers.ask(SearchQuery(page_size=1, with_snippets=False)).counts["source"]
    labels = current_labels().sources
    rows = []
    for pk in sorted(counts, key=lambda pk: (-counts[pk], pk)):
        label = labels.get(pk)
        slug = label.slug if label else UNKNOWN_VALUE
        if not counts[pk] or (label is None and pk != UNKNOWN):
            continue
        rows.append(
            SourceRow(
                name=label.name if label else "Unknown source",
                url=KnownItemFilter(source=slug).url("coverage"),
                list_url=list_url(source=slug),
                total=counts[pk],
                coverage=coverage_of(held_days(answers, pk).days),
                wanted=total_of(answers.version, _wanted(pk, slug)),
                wanted_url=_wanted(pk, slug).url(),
            )
        )
    return rows


@public_page(IndexUse.REQUIRED)
def export_days(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Return all days from the first to the last with articles, as CSV; `source` as on the page."""
    chosen = _read(request)
    if isinstance(chosen, HttpResponse):
        return chosen
    days, wanted = held_days(answers, chosen.source_id), wanted_days(chosen.source_id)
    coverage = coverage_of(days.days)
    url_of, origin = _list_url(chosen), origin_of(request)

    def rows() -> Iterator[list[Value]]:
        for number in range(coverage.span if coverage else 0):
            assert coverage
            day = coverage.first + timedelta(days=number)
            count = days.days.get(day, 0)
            url = f"{origin}{url_of(day.isoformat())}" if count else None
            yield [day.isoformat(), count, wanted.get(day, 0), url]

    return send_csv(request, COVERAGE_COLUMNS, rows(), "days", coverage.span if coverage else 0)


@public_page(IndexUse.REQUIRED)
def export_gaps(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Return all gaps by date, as CSV; the parameter `source` is that of the page."""
    chosen = _read(request)
    if isinstance(chosen, HttpResponse):
        return chosen
    coverage = coverage_of(held_days(answers, chosen.source_id).days)
    wanted = wanted_days(chosen.source_id)
    rows: list[list[Value]] = [
        [
            gap.first.isoformat(),
            gap.last.isoformat(),
            gap.days,
            sum_between(wanted, gap.first, gap.last),
        ]
        for gap in (coverage.gaps if coverage else ())
    ]
    return send_csv(request, GAP_COLUMNS, rows, "gaps", len(rows))


def _read(request: HttpRequest) -> KnownItemFilter | HttpResponse:
    """Return the filter in the address, or the answer 400 or 301."""
    try:
        return read_filter(request.GET, "coverage")
    except MovedSource as moved:
        return redirect(moved.url, permanent=True)
    except InvalidFilter as invalid:
        return bad_value(request, invalid.errors)
