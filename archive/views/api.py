"""The page that explains the JSON of all pages, and its OpenAPI description."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from archive.api.description import description
from archive.api.formats import LARGEST_PAGE
from archive.models.addresses import address_of
from archive.search.values import MOST_READ
from archive.views.public_page import Answers, Head, public_page, render_page


@public_page()
def show_api(request: HttpRequest, _answers: Answers) -> HttpResponse:
    """Show how programs read the archive."""
    head = Head(
        title="For programs",
        description="Every page of the archive is also JSON: addresses, parameters and limits.",
        path=address_of("api"),
        section="about",
    )
    context = {"largest_page": LARGEST_PAGE, "most_read": MOST_READ}
    return render_page(request, "api.html", head, context)


@public_page()
def show_description(request: HttpRequest, _answers: Answers) -> HttpResponse:
    """Return the OpenAPI description of the JSON of all pages, with the address of this archive."""
    server = {"url": request.build_absolute_uri(address_of("home")).rstrip("/")}
    return JsonResponse({**description(), "servers": [server]})
