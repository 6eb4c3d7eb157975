"""What the pages share that measure the articles of a list: answers, columns, and their limit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any, TypeVar

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.shortcuts import render

from archive.exports import csvw_metadata
from archive.listing.measure_filter import MeasureFilter
from archive.models.addresses import address_of
from archive.records import Column, Kind
from archive.views.errors import bad_value
from archive.views.parts.file_responses import RETRY_AFTER
from archive.views.public_page import Answers, Head, layout_context, public_page

MOST_AT_ONCE = 2
_WAIT = 1  # second; a thread that waits answers nobody else
_free = BoundedSemaphore(MOST_AT_ONCE)
Filter = TypeVar("Filter", bound=MeasureFilter)

_WORD = Column("word", Kind.TEXT, "The word in its most frequent form; all forms are counted.")
_URL = Column("url", Kind.ADDRESS, "The address of the list of exactly these articles.")
_LIKELIHOOD = Column("log_likelihood", Kind.DECIMAL, "How sure the difference is (G²).")
MEASURE_COLUMNS = {
    "keywords": (
        _WORD,
        Column("articles", Kind.NUMBER, "How many articles of the list have the word."),
        Column("of", Kind.NUMBER, "How many articles the list has."),
        Column("elsewhere", Kind.NUMBER, "How many of the other articles have the word."),
        Column(
            "of_elsewhere",
            Kind.NUMBER,
            "How many other articles there are: in the archive, or in the list in “with”.",
        ),
        _LIKELIHOOD,
        Column("log_ratio", Kind.DECIMAL, "How large the difference is: 1 is twice as frequent."),
        _URL,
    ),
    "collocates": (
        _WORD,
        Column("before", Kind.NUMBER, "How often it is before a match, in the articles read."),
        Column("after", Kind.NUMBER, "How often it is after a match, in the articles read."),
        Column("times", Kind.NUMBER, "How often it is near a match, in the articles read."),
        Column("frequency", Kind.NUMBER, "How often it is anywhere in the articles read."),
        Column("log_dice", Kind.DECIMAL, "How strongly both belong together; at most about 14."),
        _LIKELIHOOD,
        Column("articles", Kind.NUMBER, "How many articles of the list have it near a match."),
        _URL,
        Column("articles_read", Kind.NUMBER, "How many articles were read."),
        Column("articles_of_list", Kind.NUMBER, "How many articles the list has."),
    ),
    "together": (
        Column("value", Kind.TEXT, "The name as in addresses."),
        Column("name", Kind.TEXT, "The name."),
        Column("articles", Kind.NUMBER, "How many articles of the list name it."),
        Column("of", Kind.NUMBER, "How many articles the list has."),
        Column("everywhere", Kind.NUMBER, "How many articles of the whole archive name it."),
        Column("of_everywhere", Kind.NUMBER, "How many articles the archive has."),
        _LIKELIHOOD,
        Column("log_ratio", Kind.DECIMAL, "How large the difference is: 1 is twice as frequent."),
        Column("is_more", Kind.YES_NO, "True if it is more frequent here than elsewhere."),
        _URL,
    ),
    "grid": (
        Column("value", Kind.TEXT, "The name of the row as in addresses."),
        Column("name", Kind.TEXT, "The name of the row."),
        Column("period", Kind.TEXT, "The month or year, as in addresses."),
        Column("articles", Kind.NUMBER, "How many articles of the list name it in the period."),
        Column("of", Kind.NUMBER, "How many articles the list has in the period."),
        Column("share", Kind.DECIMAL, "articles / of; empty if the list has none."),
        _URL,
    ),
    "network": (
        Column("one", Kind.TEXT, "One name."),
        Column("other", Kind.TEXT, "The other name."),
        Column("articles", Kind.NUMBER, "How many articles of the list name both."),
        Column("articles_one", Kind.NUMBER, "How many articles of the list name the one."),
        Column("articles_other", Kind.NUMBER, "How many articles of the list name the other."),
        Column("of", Kind.NUMBER, "How many articles the list has."),
        _LIKELIHOOD,
        Column("is_more", Kind.YES_NO, "True if they are together more often than by chance."),
        _URL,
    ),
    "formulae": (
        Column("formula", Kind.TEXT, "The words, without the marks between them."),
        Column("words", Kind.NUMBER, "How many words it has."),
        Column("articles", Kind.NUMBER, "How many articles of the list have it."),
        Column("sources", Kind.NUMBER, "In how many sources."),
        Column("dp", Kind.DECIMAL, "How unevenly it is spread over months (or days): 0 to 1."),
        Column("first_date", Kind.DATE, "The date of the earliest article with it."),
        Column("first_source", Kind.TEXT, "The source of this article, as in addresses."),
        Column("first_url", Kind.ADDRESS, "The address of this article."),
        Column("latest_date", Kind.DATE, "The date of the latest article with it."),
        Column("latest_source", Kind.TEXT, "The source of this article, as in addresses."),
        Column("latest_url", Kind.ADDRESS, "The address of this article."),
        _URL,
        Column("articles_read", Kind.NUMBER, "How many articles were read to find formulae."),
        Column("articles_of_list", Kind.NUMBER, "How many articles the list has."),
    ),
}
"""The columns of the CSV files, by the name of the page."""


def answer_measure(
    request: HttpRequest, chosen: Filter, answer: Callable[[Filter], HttpResponseBase]
) -> HttpResponseBase:
    """Return the answer for a filter: that of `answer`, or 400, 301 or 503.

    The answer is 400 for a value that is not valid, and 301 if a source or entity has another slug
    now. It is 503 if MOST_AT_ONCE such pages are being made.
    """
    if not chosen.is_valid():
        return bad_value(request, chosen.error_list)
    is_page = request.path == address_of(chosen.page_name)
    if not is_page and (unknown := chosen.unknown_errors()):
        return bad_value(request, unknown)
    if chosen.is_moved:
        name = str(request.resolver_match.url_name) if request.resolver_match else ""
        return HttpResponsePermanentRedirect(chosen.here() if is_page else chosen.file_url(name))
    with _turn() as is_free:
        return answer(chosen) if is_free else _busy(request)


@contextmanager
def _turn() -> Iterator[bool]:
    """Wait a little until few such pages are being made; yield False if there are still many."""
    is_free = _free.acquire(timeout=_WAIT)
    try:
        yield is_free
    finally:
        if is_free:
            _free.release()


def _busy(request: HttpRequest) -> HttpResponse:
    head = Head(title="Too many readers at the moment")
    response = render(request, "503_measures.html", layout_context(request, head), status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def shared_context(chosen: MeasureFilter) -> dict[str, Any]:
    """Return the values that the templates of all these pages need."""
    return {
        "heading": chosen.heading(),
        "list_url": chosen.address.url(),
        "asks_for_stories": chosen.asks_for_stories,
        "file_url": chosen.file_url(),
        "notes": chosen.unknown_notes(),
    }


@public_page()
def describe_measure(request: HttpRequest, _answers: Answers, name: str) -> JsonResponse:
    """Return the metadata of the CSV file of one of these pages (CSV on the Web)."""
    url = request.build_absolute_uri().replace("-metadata.json", "", 1)
    return JsonResponse(
        csvw_metadata(url, f"Dateline: {name}", MEASURE_COLUMNS[name]),
        content_type="application/csvm+json",
    )
