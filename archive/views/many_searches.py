"""The page on which a reader makes many searches at once, with counts for each of them.

This is the only public page that also accepts a POST: a thousand names are too long for an address.
It stores nothing, sets no cookie, and its answer depends only on what was sent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.views.decorators.csrf import csrf_exempt

from archive import search
from archive.display.labels import Labels, current_labels
from archive.exports import take_slot
from archive.exports.csv_text import Value
from archive.listing.article_filter import ArticleFilter
from archive.models import Article
from archive.models.addresses import address_of
from archive.records import Column, Kind
from archive.search import IndexUnavailable, Sort
from archive.search.query import MAX_QUERY_LENGTH
from archive.views.errors import bad_value
from archive.views.parts.file_responses import busy, origin_of, send_csv
from archive.views.public_page import (
    Answers,
    Head,
    IndexUse,
    public_page,
    render_page,
    search_unavailable,
)
from ingest.partial_date import PartialDate

MOST = 1_000
"""So many searches are made at once."""
MOST_SECONDS = 20
"""After so many seconds, no further search is made; the page says which are left."""
SHOWN_SOURCES = 3
COLUMNS = (
    Column("search", Kind.TEXT, "The search as it was sent."),
    Column("articles", Kind.NUMBER, "How many articles it finds."),
    Column("first", Kind.DATE, "The date of the earliest of these articles."),
    Column("latest", Kind.DATE, "The date of the latest of these articles."),
    Column("by_year", Kind.LIST, "The articles by year: “2010: 3; 2011: 5”."),
    Column("by_source", Kind.LIST, "The articles by source: “KCNA.kp: 8”."),
    Column("url", Kind.ADDRESS, "The address of the list of exactly these articles."),
    Column("notes", Kind.TEXT, "How the search was understood, if this can be asked."),
)


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One of the searches, with what it finds.

    `typed` is the line that was sent, `url` the address of the list of its articles. `first` and
    `latest` are dates as precise as they are known. `years` and `sources` have names and counts.
    """

    typed: str
    url: str
    count: int
    first: str
    latest: str
    years: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


@csrf_exempt
def show_searches(request: HttpRequest) -> HttpResponseBase:
    """Show the form; answer a sent form with a table, or with a CSV file.

    The parameters of the address are the filters of a list of articles, which hold for all
    searches. The answer to a POST is 400 for a filter that is not valid, and 503 if other readers
    take away files or make many searches, or if the index cannot be used.
    """
    return _answer(request) if request.method == "POST" else _show_form(request)


@public_page(IndexUse.REQUIRED)
def _show_form(request: HttpRequest, _answers: Answers) -> HttpResponse:
    filters = _filters(request.GET, "")
    if not filters.is_valid():
        return bad_value(request, filters.error_list)
    return _page(request, filters, {})


def _answer(request: HttpRequest) -> HttpResponseBase:
    filters = _filters(request.GET, "")
    if not filters.is_valid():
        return bad_value(request, filters.error_list)
    status = search.status()
    if not status.is_usable:
        return search_unavailable(request, status.message)
    lines = sent_lines(request)
    given = lines[:MOST]
    is_exact = request.POST.get("exact") == "yes"
    slot = take_slot()
    if slot is None:
        return busy(request)
    try:
        rows = list(rows_for(given, request.GET, is_exact=is_exact))
    except IndexUnavailable as error:
        return search_unavailable(request, error.reason)
    finally:
        slot.free()
    is_file = request.POST.get("format") == "csv"
    if is_file and lines and len(rows) == len(lines):
        response = send_csv(
            request, COLUMNS, csv_rows(rows, origin_of(request)), "searches", len(rows)
        )
        del response.headers["Link"]  # the answer to a POST has no address of its own
    else:
        left = lines[len(rows) :]
        context = {"rows": rows, "left": left, "sent": "\n".join(left or given)}
        context |= {"is_exact": is_exact, "is_sent": True}
        response = _page(request, filters, context)
        if is_file and not lines:
            response.status_code = 400
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, filters: ArticleFilter, context: dict[str, object]) -> HttpResponse:
    head = Head(
        title="Many searches at once",
        description="Paste up to 1,000 names or searches and get the number of articles for each.",
        path=address_of("many-searches"),
    )
    address = filters.address
    context = {
        "most": MOST,
        "seconds": MOST_SECONDS,
        "columns": COLUMNS,
        "filters": filters.heading() if filters.is_filtered else "",
        "action": replace(address, path=address_of("many-searches"), q="", page=1).url(),
        **context,
    }
    return render_page(request, "many_searches.html", head, context)


def sent_lines(request: HttpRequest) -> list[str]:
    """Return the searches that were sent, one a line: those of the text, then those of files.

    Blank lines are left out. A program can send its file in the field of the text, too.
    """
    texts = [request.POST.get("searches", "")]
    for name in ("file", "searches"):
        for file in request.FILES.getlist(name):
            texts.append(file.read().decode("utf-8-sig", errors="replace"))
    lines = (" ".join(line.split()) for text in texts for line in text.splitlines())
    return [line[:MAX_QUERY_LENGTH] for line in lines if line]


def rows_for(lines: Sequence[str], filters: QueryDict, *, is_exact: bool) -> Iterator[SearchRow]:
    """Yield what each of these searches finds, until MOST_SECONDS have passed.

    If `is_exact` is true, the words of each line are searched for as a phrase. Raises
    IndexUnavailable.
    """
    labels = current_labels()
    end = monotonic() + MOST_SECONDS
    for line in lines:
        if monotonic() > end:
            return
        words = line.replace('"', " ").strip()
        yield _row(line, _filters(filters, f'"{words}"' if is_exact else line), labels)


def _filters(parameters: QueryDict, words: str) -> ArticleFilter:
    """Return the list of articles for a search with these filters."""
    data = parameters.copy()
    for name in ("q", "page", "sort", "view", "text", "format"):
        data.pop(name, None)
    if words:
        data["q"] = words
    return ArticleFilter(data, path=address_of("articles"))


def _row(line: str, found: ArticleFilter, labels: Labels) -> SearchRow:
    if not found.is_valid():  # the filters are valid, so no words can be wrong
        raise AssertionError(found.error_list)
    query = replace(
        found.search_query, page_size=1, with_snippets=False, is_inside=True, sort=Sort.NEWEST
    )
    results = search.search(query)
    first = (
        search.search(replace(query, sort=Sort.OLDEST, with_counts=False)) if results.ids else None
    )
    dates = _dates([*results.ids, *(first.ids if first else ())])
    sources = sorted(results.counts["source"].items(), key=lambda item: -item[1])
    return SearchRow(
        typed=line,
        url=replace(found.address, page=1).url(),
        count=results.total,
        first=dates.get(first.ids[0], "") if first and first.ids else "",
        latest=dates.get(results.ids[0], "") if results.ids else "",
        years=tuple(
            (str(year) if year else "unknown", count)
            for year, count in sorted(results.counts["year"].items())
            if count
        ),
        sources=tuple(
            (labels.sources[pk].name if pk in labels.sources else "Unknown source", count)
            for pk, count in sources
            if count
        ),
        notes=results.notes,
    )


def _dates(ids: Sequence[int]) -> dict[int, str]:
    rows = Article.objects.public().filter(pk__in=ids)
    return {
        pk: PartialDate.of(day, precision).iso
        for pk, day, precision in rows.values_list("pk", "published_on", "published_precision")
    }


def csv_rows(rows: Sequence[SearchRow], origin: str) -> Iterator[list[Value]]:
    """Yield the values of COLUMNS for each search; `origin` is the beginning of all addresses."""
    for row in rows:
        yield [
            *(row.typed, row.count, row.first, row.latest),
            [f"{name}: {count}" for name, count in row.years],
            [f"{name}: {count}" for name, count in row.sources],
            f"{origin}{row.url}",
            " ".join(row.notes),
        ]
