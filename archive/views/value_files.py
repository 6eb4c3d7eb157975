"""Counts as CSV: the values of a facet, and the lists of names and sources."""

from collections.abc import Iterator
from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect

from archive.display.labels import current_labels
from archive.exports import (
    COVERAGE_COLUMNS,
    GAP_COLUMNS,
    NAME_COLUMNS,
    PERIOD_COLUMNS,
    SOURCE_COLUMNS,
    TREND_COLUMNS,
    VALUE_COLUMNS,
    csvw_metadata,
    value_rows,
)
from archive.exports.csv_text import Value
from archive.listing.counted_list import CountedList
from archive.listing.value_filter import ValueFilter
from archive.models import Source
from archive.models.addresses import address_of
from archive.search import FACETS, SearchQuery
from archive.views.entity_lists import NameListQuery, matching_ids, name_rows, read_query
from archive.views.errors import bad_value
from archive.views.parts.file_responses import origin_of, send_csv
from archive.views.parts.known_item_csv import ITEM_COLUMNS
from archive.views.public_page import Answers, IndexUse, public_page

_ROWS = 300  # names that are read at a time
COLUMNS = {
    **dict.fromkeys(("places", "organisations", "people"), NAME_COLUMNS),
    "sources": SOURCE_COLUMNS,
    "coverage": COVERAGE_COLUMNS,
    "coverage/gaps": GAP_COLUMNS,
    "wanted": ITEM_COLUMNS,
}
"""The columns of the files of names, by the name of the list."""

OVER_TIME = {"over-time": PERIOD_COLUMNS, "trends": TREND_COLUMNS}
"""The columns of the files of numbers over time, by the name of the page."""


@public_page(IndexUse.REQUIRED)
def export_values(request: HttpRequest, answers: Answers, name: str) -> HttpResponseBase:
    """Return all values of the facet `name` with their counts in a list of articles.

    The parameters are those of the page of the facet, except `page`. The answer is 400 or 301 in
    the same cases.
    """
    value_filter = ValueFilter(request.GET, name, path=address_of("articles"))
    if not value_filter.is_valid():
        return bad_value(request, value_filter.error_list)
    if value_filter.is_moved:
        here = replace(value_filter.address, path=request.path, page=1)
        return redirect(here.url(), permanent=True)
    results = answers.note(value_filter.results)
    counted = CountedList(value_filter.address, results, value_filter.labels)
    cleaned = value_filter.form.cleaned_data
    rows = value_rows(name, counted, cleaned["find"], cleaned["by"], origin_of(request))
    return send_csv(request, VALUE_COLUMNS, rows, FACETS[name].plural.replace(" ", "-"))


@public_page(IndexUse.REQUIRED)
def export_names(request: HttpRequest, answers: Answers, kind: str) -> HttpResponseBase:
    """Return the whole list of places, organisations or people, with their numbers of articles.

    The parameters are those of the page of the list, except `page`.
    """
    query = read_query(request.GET, kind)
    if not isinstance(query, NameListQuery):
        return bad_value(request, query)
    counts = answers.ask(SearchQuery(complete=kind, page_size=1, with_snippets=False)).counts[kind]
    labels = current_labels()
    ids = matching_ids(query, counts, labels)
    origin = origin_of(request)

    def rows() -> Iterator[list[Value]]:
        for start in range(0, len(ids), _ROWS):
            for row in name_rows(ids[start : start + _ROWS], counts, labels):
                slug = row.url.rstrip("/").rpartition("/")[2]
                yield [slug, f"{origin}{row.url}", row.name, row.count, row.where, row.is_listed]

    return send_csv(request, NAME_COLUMNS, rows(), FACETS[kind].plural, len(ids))


@public_page(IndexUse.REQUIRED)
def export_sources(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Return all sources with their numbers of articles, most articles first."""
    counts = answers.ask(SearchQuery(page_size=1, with_snippets=False)).counts["source"]
    sources = sorted(Source.objects.by_name(), key=lambda source: -counts.get(source.pk, 0))
    origin = origin_of(request)
    rows: list[list[Value]] = [
        [one.slug, f"{origin}{one.get_absolute_url()}", one.name, counts.get(one.pk, 0)]
        for one in sources
    ]
    return send_csv(request, SOURCE_COLUMNS, rows, "sources", len(rows))


@public_page()
def describe_values(request: HttpRequest, answers: Answers, name: str) -> JsonResponse:
    """Return the metadata of a CSV file with counts (CSV on the Web).

    `name` is the name of a facet, or of a list of names in COLUMNS.
    """
    columns = (COLUMNS | OVER_TIME).get(name, VALUE_COLUMNS)
    url = request.build_absolute_uri().replace("-metadata.json", "", 1)
    return JsonResponse(
        csvw_metadata(url, f"Counts of Dateline: {name}", columns),
        content_type="application/csvm+json",
    )
