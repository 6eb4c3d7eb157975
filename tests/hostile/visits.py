"""Sends hostile requests to the site in this process, and checks each answer."""

import re
import traceback
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.db import transaction
from django.test import Client

from archive.middleware import keep_plain_content_type
from tests.hostile.hostile_request import VISITORS_HOST, HostileRequest
from tests.hostile.odd_text import live_markup
from tests.views.test_security_headers import EXPECTED

SITE = "https://archive.example.org"
"""The address of the site (DATELINE_URL), with which full addresses must begin."""

READING = {"GET", "HEAD"}
PUBLIC_STATUSES = {200, 301, 400, 404, 410}
"""The statuses of public pages: a page, another address, a wrong value, no page, withdrawn."""
STORY_STATUSES = PUBLIC_STATUSES | {302}
"""The statuses of the pages of stories: an article redirects to its story, but not for ever."""
PUBLIC_WRITE_STATUSES = {301, 400, 403, 404, 405, 413}
"""The statuses of public addresses for a method that changes something, which no page allows.

An address without its last slash is redirected before its method is looked at."""
ADMIN_STATUSES = {200, 301, 302, 400, 403, 404, 405, 409, 413, 429}
"""The statuses of the admin; the new ones are: log in, no right, changed by others, locked."""

MOST_BYTES = 200_000
MOST_BYTES_FOR_A_BYTE = 150
"""The limits for the size of an answer: MOST_BYTES, and this number for each byte of the address.

The largest page of the sample archive has a third of MOST_BYTES. The other limit is necessary
because a list repeats its search text (at most 1,000 characters) in each of its links, of which the
lists of the sample archive have about a hundred."""


class Visits:
    """Sends requests as a reader and as a corrector, and returns what is wrong with the answers."""

    def __init__(self, corrector: Client) -> None:
        self._reader = Client(enforce_csrf_checks=True)
        self._corrector = corrector
        self._cookies = corrector.cookies.output()

    def faults_of(self, request: HostileRequest) -> list[str]:
        """Send a request; return a sentence for everything that is wrong with the answer.

        What a corrector changes by the request is undone, so that each request meets the same
        archive.
        """
        try:
            with transaction.atomic():
                response = self._send(request)
                transaction.set_rollback(True)
        except Exception:  # noqa: BLE001
            return [traceback.format_exc(limit=-4)]
        finally:
            self._corrector.cookies = SimpleCookie(self._cookies.replace("Set-Cookie: ", ""))
        return list(faults_in(request, response))

    def _send(self, request: HostileRequest) -> Any:
        path, _, query = request.target.partition("?")
        environ = {"CONTENT_TYPE": request.content_type}
        keep_plain_content_type(lambda *_: ())(environ, lambda *_: None)  # as archive/wsgi.py does
        client = self._corrector if request.is_corrector else self._reader
        return client.generic(
            request.method,
            "/",
            request.body,
            environ["CONTENT_TYPE"],
            PATH_INFO=unquote_to_bytes(path).decode("latin-1"),
            QUERY_STRING=query,
            HTTP_HOST=request.host,
        )


def faults_in(request: HostileRequest, response: Any) -> Iterator[str]:
    """Yield a sentence for everything that is wrong with an answer to a hostile request."""
    status, body = response.status_code, _body_of(response)
    if status not in statuses_of(request):
        yield f"the status {status} is not documented"
    if len(body) > MOST_BYTES + MOST_BYTES_FOR_A_BYTE * len(request.target):
        yield f"the answer has {len(body):,} bytes"
    for text in live_markup(
        body.decode(errors="replace"), response.headers.get("Content-Type", "")
    ):
        yield f"the answer contains {text!r}"
    for name, value in EXPECTED.items():
        if sorted(response.headers.get(name, "").split("; ")) != sorted(value.split("; ")):
            yield f"{name} is {response.headers.get(name)!r}"
    if VISITORS_HOST in (body.decode(errors="replace") + str(response.headers)).lower():
        yield "the answer contains the host of the visitor"
    if not _is_of_site(response.headers.get("Location", "/")):
        yield f"the answer redirects to {response.headers['Location']!r}"
    if response.cookies and not is_of_admin(request):
        yield "a public page sets a cookie"
    if request.method == "HEAD" and body:
        yield "an answer to HEAD has a body"


def _body_of(response: Any) -> bytes:
    """Return the body of an answer; the body of a file is made while it is sent."""
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def statuses_of(request: HostileRequest) -> set[int]:
    """Return the documented statuses for a request."""
    if is_of_admin(request):
        return ADMIN_STATUSES
    if _is_below("/searches/", request):
        return PUBLIC_STATUSES | PUBLIC_WRITE_STATUSES
    if request.method == "OPTIONS":
        return PUBLIC_WRITE_STATUSES | {204}  # the JSON of a page may be asked for by scripts
    if request.method not in READING:
        return PUBLIC_WRITE_STATUSES
    return STORY_STATUSES if _is_below("/stories/", request) else PUBLIC_STATUSES


def is_of_admin(request: HostileRequest) -> bool:
    """Return True if the path of a request is that of the admin."""
    return _is_below("/admin/", request)


def _is_below(folder: str, request: HostileRequest) -> bool:
    return unquote_to_bytes(request.target.partition("?")[0]).startswith(folder.encode())


def _is_of_site(location: str) -> bool:
    """Return True if a browser that follows this Location stays on the site.

    A browser takes a backslash for a slash, and ignores tabs and line breaks.
    """
    if location.startswith(f"{SITE}/"):
        return True
    seen = re.sub(r"[\t\r\n]", "", location).replace("\\", "/").strip()
    parts = urlsplit(seen)
    return not parts.scheme and not parts.netloc and not seen.startswith("//")
