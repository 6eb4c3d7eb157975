"""Readers: each has one connection, which stays open, and follows links, searches, looks again."""

import http.client
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlsplit

from tests.front_servers.servers import HOST, FrontServer
from tests.load.answers import Answer, fault_of, links_of, style_sheets_of
from tests.load.processes import Crowd, IsOver, crowd

_SEARCHES = 0.3  # the share of requests that are a list from the search box or a filter
_AGAIN = 0.1  # the share of requests for an earlier page, with its ETag
_REMEMBERED = 50  # pages whose ETags a reader remembers


@dataclass(frozen=True, slots=True)
class Visit:
    """One answer: when its request began, the seconds to its last byte, its status and its path.

    `begun` is a value of time.monotonic, which is the same in all processes of a machine.
    """

    begun: float
    seconds: float
    status: int
    path: str


@dataclass(slots=True)
class Reading:
    """What one or several readers got: all answers, and the faults, each with its path."""

    visits: list[Visit] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Reading") -> None:
        self.visits += other.visits
        self.faults += other.faults


@contextmanager
def reading(
    front: FrontServer, searches: Sequence[str], count: int, pause: float, seed: int
) -> Iterator[Crowd]:
    """Let `count` readers read while the block lasts, each in a process of its own.

    `searches` are paths of lists. After each answer a reader waits for `pause` seconds on average.
    Readers with another `seed` choose other pages.
    """
    given = [(front, searches, pause, seed, number) for number in range(1, count + 1)]
    with crowd(_read, given) as readers:
        yield readers


def _read(
    front: FrontServer,
    searches: Sequence[str],
    pause: float,
    seed: int,
    number: int,
    is_over: IsOver,
) -> Reading:
    """Read until `is_over` returns True. `number` is the last number of the reader's address."""
    chance = Random(f"{seed} {number}")
    reader = _Reader(front, searches, chance, f"127.0.1.{number}")
    time.sleep(chance.random() * pause)
    while not is_over():
        reader.visit_next()
        time.sleep(2 * pause * chance.random())
    reader.close()
    return reader.done


class _Reader:
    """One reader, with the links of the last page, and the ETags of earlier pages."""

    def __init__(
        self, front: FrontServer, searches: Sequence[str], chance: Random, client: str
    ) -> None:
        self.done = Reading()
        self._front = front
        self._searches = searches
        self._chance = chance
        self._client = client
        self._connection: http.client.HTTPSConnection | None = None
        self._links: list[str] = []
        self._etags: dict[str, str] = {}
        self._waiting = ["/"]  # paths to request next: a redirect's target, style sheets

    def visit_next(self) -> None:
        """Choose an address, request it, check the answer, and remember its links."""
        path, etag = self._choose()
        begun = time.monotonic()
        try:
            answer = self._ask(path, etag)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            self.done.faults.append(f"{error!r} {path}")
            return
        self.done.visits.append(Visit(begun, time.monotonic() - begun, answer.status, path))
        if fault := fault_of(answer):
            self.done.faults.append(f"{fault} {path}")
        elif answer.status == 301:
            target = urlsplit(answer.headers["Location"])
            self._waiting.append(f"{target.path}?{target.query}".removesuffix("?"))
        elif answer.status == 200 and not path.endswith(".css"):
            self._look_at(answer)

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _choose(self) -> tuple[str, str]:
        """Return the next path, and the ETag to send with it, or ""."""
        if self._waiting:
            return self._waiting.pop(), ""
        draw = self._chance.random()
        if draw < _AGAIN and self._etags:
            path = self._chance.choice(list(self._etags))
            return path, self._etags[path]
        if draw < _AGAIN + _SEARCHES or not self._links:
            return self._chance.choice(self._searches), ""
        return self._chance.choice(self._links), ""

    def _ask(self, path: str, etag: str) -> Answer:
        # nginx closes a connection after some time or 1,000 requests, and says so before.
        if self._connection is None or self._connection.sock is None:
            self._connection = self._front.connect(self._client)
        headers = {"Host": HOST, "Accept-Encoding": "gzip"}
        headers |= {"If-None-Match": etag} if etag else {}
        self._connection.request("GET", path, headers=headers)
        response = self._connection.getresponse()
        return Answer(path, etag, response.status, dict(response.getheaders()), response.read())

    def _look_at(self, answer: Answer) -> None:
        text = answer.text
        if not self._etags:  # the first page; a browser keeps its style sheets
            self._waiting += style_sheets_of(text)
        self._links = links_of(text) or self._links
        if etag := answer.headers.get("ETag"):
            self._etags[answer.path] = etag
            if len(self._etags) > _REMEMBERED:
                del self._etags[next(iter(self._etags))]
