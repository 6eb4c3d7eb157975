"""The 400, 404 and 413 pages, and the 503 page about a full or read-only disk.

The 405 and 410 pages, and the 503 page about the search index, are in public_page.py. The 500 page
is a static template.
"""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from archive.api.formats import json_response, vary_on_accept, wants_json, with_json_headers
from archive.listing.read_parameters import FilterError
from archive.views.as_json.errors import bad_request as bad_request_as_json
from archive.views.parts.page_links import BeyondLast, NotInArchive
from archive.views.parts.pasted_addresses import existing_path
from archive.views.public_page import Head, render_page, with_cache_headers


def bad_value(request: HttpRequest, errors: Sequence[FilterError]) -> HttpResponse:
    """Return the 400 page about parameters that are not valid.

    For each error there is a link to the address without the values that caused it.
    """
    head = Head(title="Some values in this address are not valid", section="articles")
    return render_page(request, "400_value.html", head, {"errors": errors}, status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the 404 page; if `exception` is a NotInArchive, the page shows its message.

    The message of any other Http404 is not shown, because Django wrote it for programmers. If the
    path is that of a page with marks after it, such as ")." in "/articles/12/).", the answer
    redirects to the page.
    """
    path, query = existing_path(request.path), request.META.get("QUERY_STRING", "")
    if path.rstrip("/") != request.path.rstrip("/") and path:  # Django adds a missing slash
        address = f"{path}?{query}" if query else path
        return with_cache_headers(redirect(address, permanent=True), "")
    is_for_readers = isinstance(exception, NotInArchive)
    context = {
        "message": str(exception) if is_for_readers else "There is no page at this address.",
        "last_url": exception.last_url if isinstance(exception, BeyondLast) else "",
    }
    response = render_page(request, "404.html", Head(title="Not found"), context, status=404)
    vary_on_accept(response)
    if wants_json(request):
        with_json_headers(request, response)
    return with_cache_headers(response, "")


def too_large(request: HttpRequest, limit: int) -> HttpResponse:
    """Return the 413 page for a request with a body of more than `limit` bytes."""
    context = {"limit": f"{limit / 1_000_000:g}"}
    return render_page(request, "413.html", Head(title="Too much was sent"), context, status=413)


def storage_failed(request: HttpRequest, reason: str) -> HttpResponse:
    """Return the 503 page for a change that a full or read-only disk made impossible."""
    head = Head(title="Nothing can be changed", has_search=False)
    response = render_page(request, "503_storage.html", head, {"reason": reason}, status=503)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the 400 page for a request that Django rejects, such as one with an unknown host.

    The page is static, because nothing in the request can be trusted.
    """
    if wants_json(request):
        return with_json_headers(request, json_response(bad_request_as_json(), 400))
    return render(request, "400.html", status=400)
