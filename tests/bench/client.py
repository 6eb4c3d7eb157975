"""Requests addresses: one after another on one connection, or from several processes."""

import http.client
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from random import Random

from tests.bench.addresses import Address

_TIMEOUT = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the server: the seconds to its last byte, its status and its size."""

    address: Address
    seconds: float
    status: int
    head_bytes: int
    body_bytes: int
    etag: str = ""
    location: str = ""


class Client:
    """A client with one connection, which stays open as in a browser, and is reopened if needed."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)

    def get(self, address: Address, etag: str = "") -> Answer:
        """Return the answer to one address; its status is 0 if the server did not answer.

        If `etag` is given, it is sent in If-None-Match.
        """
        headers = {"Accept-Encoding": "gzip"} | ({"If-None-Match": etag} if etag else {})
        started = time.perf_counter()
        try:
            self._connection.request("GET", address.path, headers=headers)
            response = self._connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return Answer(address, time.perf_counter() - started, 0, 0, 0)
        seconds = time.perf_counter() - started
        head = sum(len(name) + len(value) + 4 for name, value in response.getheaders()) + 17
        etag, location = response.headers.get("ETag", ""), response.headers.get("Location", "")
        return Answer(address, seconds, response.status, head, len(body), etag, location)

    def close(self) -> None:
        self._connection.close()


def request_each(port: int, addresses: Iterable[Address]) -> list[Answer]:
    """Request addresses one after another on one connection; return the answers in this order."""
    client = Client(port)
    try:
        return [client.get(address) for address in addresses]
    finally:
        client.close()


def request_again(port: int, answers: Iterable[Answer]) -> list[Answer]:
    """Request the addresses of earlier answers again, with the ETags of these answers."""
    client = Client(port)
    try:
        return [
            client.get(replace(one.address, kind="repeat visit"), one.etag)
            for one in answers
            if one.etag
        ]
    finally:
        client.close()


def follow_redirects(port: int, addresses: Sequence[Address]) -> list[Address]:
    """Return the addresses, but replace each address that redirects by the target address.

    Example: `/articles/7/` redirects to the article's full address, which contains the title.
    """
    answers = request_each(port, addresses)
    return [
        replace(one.address, path=one.location)
        if one.status == 301 and one.location
        else one.address
        for one in answers
    ]


@dataclass(frozen=True, slots=True)
class Crowd:
    """The figures of several clients that sent requests at the same time.

    `seconds` is the longest time that a client was sending requests, `requests` the number of
    answers. `latencies` has the seconds of each answer. `unexpected` counts the unexpected answers
    (see `unexpected_of`).
    """

    clients: int
    seconds: float
    requests: int
    latencies: list[float]
    unexpected: Counter[str]


def request_together(
    port: int, addresses: Sequence[Address], clients: int, seconds: float
) -> Crowd:
    """Request the addresses in several processes, each in a random order, for some seconds.

    `clients` is the number of processes. Return the number and times of all answers.
    """
    with ProcessPoolExecutor(clients) as pool:
        done = list(
            pool.map(
                _request_until,
                *zip(*((port, addresses, seed, seconds) for seed in range(clients)), strict=True),
            )
        )
    latencies = [seconds for received, _unexpected, _duration in done for seconds in received]
    unexpected: Counter[str] = Counter()
    for _received, statuses, _duration in done:
        unexpected.update(statuses)
    return Crowd(
        clients,
        max(duration for _received, _unexpected, duration in done),
        len(latencies),
        latencies,
        unexpected,
    )


def _request_until(
    port: int, addresses: Sequence[Address], seed: int, seconds: float
) -> tuple[list[float], Counter[str], float]:
    chance = Random(seed)
    client = Client(port)
    latencies: list[float] = []
    unexpected: Counter[str] = Counter()
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        answer = client.get(addresses[int(chance.random() * len(addresses))])
        latencies.append(answer.seconds)
        if answer.status != 200:
            unexpected[f"{answer.status} {answer.address.path}"] += 1
    client.close()
    return latencies, unexpected, time.monotonic() - started


def unexpected_of(answers: Iterable[Answer], status: int = 200) -> Counter[str]:
    """Return how often each answer with another status than `status` occurred.

    The keys of the counter are texts of the form "404 /articles/".
    """
    return Counter(f"{one.status} {one.address.path}" for one in answers if one.status != status)
