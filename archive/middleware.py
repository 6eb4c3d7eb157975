"""What happens to every request, before any view."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from archive.models.addresses import address_of

Handler = Callable[[HttpRequest], HttpResponse]


def ignore_cookies_of_readers(get_response: Handler) -> Handler:
    """Middleware: outside the admin a request has no cookies.

    No public page looks at them, but Django would: one that is malformed or out of date makes it
    set another, and a cache between us and the reader would keep that."""

    def handle(request: HttpRequest) -> HttpResponse:
        if not (settings.ADMIN_ENABLED and request.path.startswith(address_of("admin:index"))):
            request.COOKIES = {}
        return get_response(request)

    return handle


def send_no_body_to_head(get_response: Handler) -> Handler:
    """Middleware: an answer to HEAD has the headers of the page, its length too, and no body.

    Django leaves that to the server, and gunicorn complains in its log each time.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""
        return response

    return handle
