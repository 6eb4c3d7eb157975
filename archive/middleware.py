"""Our middleware: changes to every request before its view, or to the response after it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from archive.models.addresses import address_of

Handler = Callable[[HttpRequest], HttpResponse]


def ignore_cookies_of_readers(get_response: Handler) -> Handler:
    """Return middleware that removes the cookies from requests outside the admin.

    No public page reads cookies, but Django does: for a malformed or outdated cookie it sets a new
    cookie, and a cache between us and the reader would store that.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if not (settings.ADMIN_ENABLED and request.path.startswith(address_of("admin:index"))):
            request.COOKIES = {}
        return get_response(request)

    return handle


def send_no_body_to_head(get_response: Handler) -> Handler:
    """Return middleware that answers HEAD without a body, with all headers of the page.

    The headers include the length of the page. Django leaves this to the server, and gunicorn then
    logs a complaint each time.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""
        return response

    return handle
