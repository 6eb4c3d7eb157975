"""What happens to every request, before any view."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

Handler = Callable[[HttpRequest], HttpResponse]


def ignore_cookies_of_readers(get_response: Handler) -> Handler:
    """Middleware: outside the admin a request has no cookies.

    No public page looks at them, but Django would: one that is malformed or out of date makes it set another, and a
    cache between us and the reader would keep that.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if not (settings.ADMIN_ENABLED and request.path.startswith(reverse("admin:index"))):
            request.COOKIES = {}
        return get_response(request)

    return handle
