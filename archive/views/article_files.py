"""The list of articles, or its concordance, as a file: `/articles.csv?source=kcna`."""

from collections.abc import Iterator
from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect

from archive.exports import (
    CSV_WITH_TEXT,
    FORMATS,
    LINE_COLUMNS,
    USUAL_COLUMNS,
    concordance_rows,
    csv_pieces,
    csvw_metadata,
)
from archive.listing.article_filter import ArticleFilter
from archive.listing.read_parameters import FilterError
from archive.models.addresses import address_of
from archive.records import COLUMNS
from archive.search import EveryId, every_id, match_finder
from archive.views.errors import bad_value
from archive.views.parts.file_responses import described, file_name, origin_of, send_file
from archive.views.public_page import Answers, IndexUse, public_page

TEXT = "text"
_YES = "yes"


@public_page(IndexUse.REQUIRED)
def export_articles(request: HttpRequest, answers: Answers, ending: str) -> HttpResponseBase:
    """Return all articles of a list in the format with this ending.

    The parameters are those of the list, except `page`. `text=yes` adds the texts to a CSV file. If
    the list is shown as a concordance, the CSV file has a row for each of its lines. The answer is
    400 or 301 in the same cases as for the list.
    """
    article_filter = ArticleFilter(request.GET, path=address_of("articles"))
    if not article_filter.is_valid():
        return bad_value(request, article_filter.error_list)
    address = article_filter.address
    if unknown := article_filter.unknown_errors(TEXT):
        return bad_value(request, unknown)
    if article_filter.is_moved:
        return redirect(replace(address, path=request.path, page=1).url(), permanent=True)
    if address.view and ending != "csv":
        sentence = "A concordance can be taken away only as CSV."
        return bad_value(request, [FilterError(sentence, replace(address, view="").url())])
    listed = every_id(article_filter.search_query)
    answers.note(listed)
    origin = origin_of(request)
    if address.view:
        rows = _lines(article_filter, listed, origin)
        name = file_name("concordance", ending)
        return described(send_file(request, rows, FORMATS[ending].content_type, name), request)
    chosen = FORMATS[ending]
    if ending == "csv" and request.GET.get(TEXT) == _YES:
        chosen = CSV_WITH_TEXT
    pieces = chosen.file(listed.ids, listed.total, origin)
    name = file_name(address.noun, ending, listed.total)
    response = send_file(request, pieces, chosen.content_type, name, listed.total)
    return described(response, request) if ending == "csv" else response


def _lines(article_filter: ArticleFilter, listed: EveryId, origin: str) -> Iterator[bytes]:
    finder = match_finder(article_filter.address.q)
    ids = iter(()) if finder.is_empty else listed.ids
    sources = article_filter.labels.sources
    query = replace(article_filter.address, path="", view="", sort="", page=1).url()
    rows = concordance_rows(ids, finder, sources, origin, query)
    return csv_pieces([column.name for column in LINE_COLUMNS], rows)


@public_page()
def describe_articles(request: HttpRequest, answers: Answers) -> JsonResponse:
    """Return the metadata of the CSV file with the same parameters (CSV on the Web)."""
    query = request.META.get("QUERY_STRING", "")
    url = request.build_absolute_uri(address_of("articles-file", "csv"))
    columns = USUAL_COLUMNS
    if request.GET.get("view"):
        columns = LINE_COLUMNS
    elif request.GET.get(TEXT) == _YES:
        columns = COLUMNS
    metadata = csvw_metadata(f"{url}?{query}" if query else url, "Articles of Dateline", columns)
    return JsonResponse(metadata, content_type="application/csvm+json")
