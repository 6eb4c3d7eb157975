"""Our middleware: it changes each request before its view, or each response after the view."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from archive.models.addresses import address_of

Handler = Callable[[HttpRequest], HttpResponse]


def use_site_url(get_response: Handler) -> Handler:
    """Return middleware that gives every request the scheme and the host of DATELINE_URL.

    Canonical addresses, feeds, redirects and citations are made from the host of the request. A
    client can choose it among the allowed hosts, and add a port. Answers with such an address
    could reach other readers through a cache. Without DATELINE_URL the request is not changed.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if settings.SITE_URL:
            request.get_host()  # raises DisallowedHost, which Django answers with 400
            scheme, _, host = settings.SITE_URL.partition("://")
            request.META |= {"wsgi.url_scheme": scheme, "HTTP_HOST": host}
        return get_response(request)

    return handle


def ignore_cookies_of_readers(get_response: Handler) -> Handler:
    """Return middleware that removes the cookies from requests outside the admin.

    No public page reads cookies, but Django's own middleware does. If a cookie is malformed or
    outdated, Django sets a new cookie in the response, and a cache could then send this cookie to
    other readers.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if not (settings.ADMIN_ENABLED and request.path.startswith(address_of("admin:index"))):
            request.COOKIES = {}
        return get_response(request)

    return handle


def send_no_body_to_head(get_response: Handler) -> Handler:
    """Return middleware that removes the body from responses to HEAD requests.

    The headers stay the same; Content-Length is still the length of the page. Django would leave
    the body to the server, and gunicorn would log a warning for each such response.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""
        return response

    return handle
