"""Pages that say what is wrong and what to do next: 400, 404, 410 (405 and 503 are in page.py, 500
is static)."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.listing.filters import FilterError
from archive.views.page_links import BeyondLast
from archive.views.public_page import Head, fresh, render_page


def bad_value(request: HttpRequest, errors: Sequence[FilterError]) -> HttpResponse:
    """400: a parameter's value means nothing. Each error links to the list without it."""
    head = Head(title="This address asks for something that does not exist", section="articles")
    return render_page(request, "400_value.html", head, {"errors": errors}, status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404. What a view said itself (a sentence) is shown; what the URL resolver says is not."""
    said = exception.args[0] if exception and exception.args else ""
    message = (
        said
        if isinstance(said, str) and said.endswith(".")
        else "There is nothing at this address."
    )
    context = {
        "message": message,
        "last_url": exception.last_url if isinstance(exception, BeyondLast) else "",
    }
    response = render_page(request, "404.html", Head(title="Not found"), context, status=404)
    return fresh(response, "")


def gone(request: HttpRequest, title: str, reason: str) -> HttpResponse:
    """410: it was here, and was withdrawn for this reason."""
    return render_page(
        request, "410.html", Head(title=title), {"title": title, "reason": reason}, status=410
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 for a request that Django itself refuses, such as an unknown host name. Static: it is not
    trusted."""
    return render(request, "400.html", status=400)
