"""What happens to every request, before any view."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from archive.models.addresses import address_of

Handler = Callable[[HttpRequest], HttpResponse]


def ignore_cookies_of_readers(get_response: Handler) -> Handler:
    """Remove the cookies from requests outside the admin.

    No public page reads them, but Django does: for a malformed or outdated cookie it sets another
    one, and a cache between us and the reader would store that.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if not (settings.ADMIN_ENABLED and request.path.startswith(address_of("admin:index"))):
            request.COOKIES = {}
        return get_response(request)

    return handle


def send_no_body_to_head(get_response: Handler) -> Handler:
    """Answer HEAD with the headers of the page, including its length, and without a body.

    Django leaves this to the server, and gunicorn then complains in its log each time.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""
        return response

    return handle
