"""Our middleware: it changes each request before its view, or each response after the view."""

import logging
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.security import SecurityMiddleware
from django.utils.http import escape_leading_slashes

from archive.database.storage import explain
from archive.models.addresses import address_of
from archive.views.errors import storage_failed, too_large

logger = logging.getLogger(__name__)

_ESCAPED = re.compile("&(?:amp;)+")

Handler = Callable[[HttpRequest], HttpResponse]
Application = Callable[..., Iterable[bytes]]

# The URL pattern of the admin page on which staff correct an article. The form on this page sends
# the whole text of the article.
_LARGE_FORM = "admin:archive_article_change"

# The boundary that separates the fields of a form with files ("multipart/form-data"). Django can
# parse such a form only if the Content-Type contains the boundary.
_BOUNDARY = re.compile(r"""; *boundary=("[^"]*"|[^;"\s]+)""", re.IGNORECASE)


def keep_plain_content_type(application: Application) -> Application:
    """Return a WSGI application that ignores the encoding in a request's Content-Type.

    Django decodes the parameters of the URL in this encoding. So a client could make us return
    another page for a URL, and a cache would send this page to other readers. For an unknown
    encoding, Django raises an error before any middleware runs. Nothing is lost, because all our
    pages are in UTF-8, so browsers send no other encoding.
    """

    def handle(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        full = environ.get("CONTENT_TYPE", "")
        boundary = _BOUNDARY.search(full)
        environ["CONTENT_TYPE"] = full.partition(";")[0] + (boundary[0] if boundary else "")
        return application(environ, start_response)

    return handle


class SecurityHeaders(SecurityMiddleware):
    """Middleware that adds the headers of Django's SecurityMiddleware, and never redirects.

    SecurityMiddleware itself runs after `use_site_url`, because the redirect to HTTPS needs the
    host that `use_site_url` sets. So SecurityMiddleware adds no headers to two answers: the answer
    with which `use_site_url` rejects a host, and the answer with which SecurityMiddleware itself
    rejects a host. This class runs earlier and adds the headers to these answers too.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Do nothing: the inherited method would redirect the request from HTTP to HTTPS."""


def use_site_url(get_response: Handler) -> Handler:
    """Return middleware that gives every request the scheme and the host of DATELINE_URL.

    Canonical addresses, feeds, redirects and citations are made from the host of the request. A
    client can choose this host among the allowed hosts, and add a port. A cache could then send
    pages with the chosen addresses to other readers. If DATELINE_URL is not set, the request is not
    changed.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if settings.SITE_URL:
            request.get_host()  # raises DisallowedHost, which Django answers with 400
            scheme, _, host = settings.SITE_URL.partition("://")
            request.META |= {"wsgi.url_scheme": scheme, "HTTP_HOST": host}
        return get_response(request)

    return handle


def read_escaped_ampersands(get_response: Handler) -> Handler:
    """Return middleware that redirects an address with "&amp;" to the one with "&".

    Such an address was copied from the source text of a page. An "&amp;" that is part of a value is
    "%26amp%3B" in an address, so it is not changed.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if request.method in {"GET", "HEAD"} and "&amp;" in query:
            plain = _ESCAPED.sub("&", query)
            return HttpResponsePermanentRedirect(
                f"{escape_leading_slashes(request.get_full_path_info().partition('?')[0])}?{plain}"
            )
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

    The headers stay the same; Content-Length is still the length of the page. Django itself does
    not remove the body, and gunicorn would log a warning for each such response.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""
        return response

    return handle


class LimitBodies:
    """Middleware that answers 413 to a request with a large body, before the body is read.

    Reading a form takes up to a hundred times the size of the form in memory, so a few large bodies
    would stop the site for everybody. A body is large if it has more than settings.MAX_BODY_BYTES.
    There is one exception: logged-in staff can send the form that corrects an article with up to
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE bytes.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Handler, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Return the 413 page if the body is too large, else None.

        This method runs before the CSRF check, which reads the form. It is enough to check the
        Content-Length, because Django never reads more bytes than this header says. From a chunked
        request, which has no Content-Length, Django reads nothing.
        """
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        limit = settings.MAX_BODY_BYTES
        if length <= limit:
            return None
        match = request.resolver_match
        if match and match.view_name == _LARGE_FORM and request.user.is_staff:
            limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        return None if length <= limit else too_large(request, limit)


class ExplainStorage:
    """Middleware that answers with a 503 page if the disk is full or read-only during a change.

    If this middleware were missing, a login or a correction would be answered with 500. The error
    is logged.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the 503 page for an error of a full or read-only disk, else None."""
        reason = explain(error)
        if not reason:
            return None
        logger.error("%s (%s)", reason, error)
        return storage_failed(request, reason)
