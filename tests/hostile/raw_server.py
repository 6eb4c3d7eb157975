"""Sends hostile headers to a real server, and checks its answers and the answers to others."""

import errno
import gzip
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.hostile.header_values import HOST, PATHS
from tests.hostile.headers import RawRequest, plain_request
from tests.hostile.hostile_request import VISITORS_HOST
from tests.hostile.odd_text import live_markup

SECONDS = 30
"""The time after which a server that does not answer is reported. Every request ends, because the
connection is then closed on the side of the client; so the server never has a reason to wait."""

NOT_IMPLEMENTED = 501
"""The only status of 500 or more that is right: gunicorn's answer to an unknown Transfer-Encoding,
which RFC 9112 (6.1) demands."""

# The errors of a connection that the server has closed before it had read the whole request.
_CLOSED = {errno.ECONNRESET, errno.EPIPE, errno.ENOTCONN}
_CHANGING = re.compile(rb"(?im)^(date|connection|keep-alive): .*\r\n")
_STATUS = re.compile(rb"HTTP/1\.\d (\d{3}) ")


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """An answer: its status, its headers without those that change, and its body."""

    status: int
    head: bytes
    body: bytes

    @property
    def location(self) -> bytes:
        """Return the address of a redirect, or b""."""
        return self.header(b"location")

    def header(self, name: bytes) -> bytes:
        """Return the value of a header (`name` in lower case), or b""."""
        found = re.search(rb"(?im)^" + name + rb": (.*?)\r?$", self.head)
        return found[1] if found else b""

    @property
    def is_of_dateline(self) -> bool:
        """Return True if Dateline made the answer; errors of gunicorn have no security headers."""
        return bool(self.header(b"content-security-policy"))

    @property
    def page(self) -> bytes:
        """Return the body, decompressed."""
        return gzip.decompress(self.body) if self.header(b"content-encoding") else self.body


class RawServer:
    """A server at a port of this machine, and its pages as everybody should see them."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages = {path: self._plain(path) for path in PATHS}

    def faults_of(self, request: RawRequest) -> Iterator[str]:
        """Send a request, then the plain request for the same page; yield what is wrong."""
        try:
            answers = answers_in(self._exchange(request.data))
        except TimeoutError:
            yield f"no answer within {SECONDS} seconds"
            answers = []
        expected = self.pages[request.path]
        for number, answer in enumerate(answers):
            yield from faults_in(answer)
            if request.is_reading and not number and answer.is_of_dateline:
                yield from differences_in(answer, expected, request.path)
        try:
            after = self._plain(request.path)
        except (OSError, AssertionError) as error:
            yield f"the server does not answer a plain request any more: {error!r}"
            return
        if after != expected:
            yield f"the page differs for others afterwards: {after.head!r}, was {expected.head!r}"

    def _plain(self, path: str) -> RawAnswer:
        answers = answers_in(self._exchange(plain_request(path)))
        assert len(answers) == 1, answers
        return answers[0]

    def _exchange(self, data: bytes) -> bytes:
        """Send bytes on a new connection, end it on our side, and return all that comes back."""
        received = b""
        with socket.create_connection(("127.0.0.1", self.port), SECONDS) as connection:
            try:
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                while part := connection.recv(65_536):
                    received += part
            except OSError as error:
                if error.errno not in _CLOSED:
                    raise
        return received


def answers_in(data: bytes) -> list[RawAnswer]:
    """Return the answers in the bytes that a server sent; there are several if it saw several.

    Raises AssertionError if the bytes are not answers.
    """
    answers = []
    while data:
        head, _, rest = data.partition(b"\r\n\r\n")
        status = _STATUS.match(head)
        assert status is not None, data[:200]
        without_body = RawAnswer(int(status[1]), _CHANGING.sub(b"", head + b"\r\n"), b"")
        body, data = _body_of(without_body, rest)
        if without_body.status != 100:
            answers.append(replace(without_body, body=body))
    return answers


def _body_of(answer: RawAnswer, rest: bytes) -> tuple[bytes, bytes]:
    """Return the body of an answer, and what follows it.

    `rest` is all that follows the headers. The answer to HEAD has headers about a body, but none.
    """
    if answer.status in {100, 204, 304} or _STATUS.match(rest):
        return b"", rest
    if answer.header(b"transfer-encoding") == b"chunked":
        body = b""
        while rest:
            size, _, rest = rest.partition(b"\r\n")
            length = int(size, 16)
            body, rest = body + rest[:length], rest[length + 2 :]
            if not length:
                break
        return body, rest
    length = int(answer.header(b"content-length") or len(rest))
    return rest[:length], rest[length:]


def faults_in(answer: RawAnswer) -> Iterator[str]:
    """Yield a sentence for everything that is wrong with an answer to a hostile request."""
    if answer.status >= 500 and answer.status != NOT_IMPLEMENTED:
        yield f"the status is {answer.status}"
    if not answer.is_of_dateline:
        if answer.status not in {400, 403, 414, 417, 431, NOT_IMPLEMENTED}:
            yield f"no security headers: {answer.head!r}"
        found = live_markup(answer.body.decode("latin-1"), "text/html")
        yield from (f"the answer contains {text!r}" for text in found)
        return
    if VISITORS_HOST.encode() in answer.head + answer.page.lower():
        yield f"the answer contains the host of the visitor: {answer.head!r}"
    if b"evil-zq7" in answer.head + answer.page:
        yield f"the answer contains the prefix of the visitor: {answer.head!r}"
    if b"set-cookie" in answer.head.lower():
        yield f"the answer sets a cookie: {answer.head!r}"


def differences_in(answer: RawAnswer, expected: RawAnswer, path: str) -> Iterator[str]:
    """Yield what makes a page another page than the expected one.

    A request can be refused, and a request that was not sent over HTTPS is redirected.
    """
    over_https = f"https://{HOST}{path}".encode()
    is_refused = answer.status in {400, 412, 413}
    is_moved = answer.status == 301 and answer.location in {expected.location, over_https}
    if is_refused or is_moved:
        return
    if answer.status in {304, 416}:
        if answer.body and answer.status == 304:
            yield "the answer 304 has a body"
    elif answer.status == 206 and expected.header(b"accept-ranges"):
        if answer.body not in expected.page:
            yield "the answer is not a part of the file"
    elif (answer.status, answer.location, answer.page) != (
        expected.status,
        expected.location,
        expected.page,
    ):
        yield f"another page: {answer.status}, {len(answer.page)} bytes, {answer.head!r}"
