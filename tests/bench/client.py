"""Asking the server: one request after another on one connection, or from several processes at
once."""

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
    """One answer: how long it took to the last byte, its status, what came over the wire."""

    address: Address
    seconds: float
    status: int
    head_bytes: int
    body_bytes: int
    etag: str = ""
    location: str = ""


class Client:
    """One connection that is kept open, as a browser does; opened again when the server ends it."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)

    def ask(self, address: Address, etag: str = "") -> Answer:
        """The answer to one address. Status 0: there was none."""
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


def ask_each(port: int, addresses: Iterable[Address]) -> list[Answer]:
    """One answer to each address, in order, on one connection."""
    client = Client(port)
    try:
        return [client.ask(address) for address in addresses]
    finally:
        client.close()


def ask_again(port: int, answers: Iterable[Answer]) -> list[Answer]:
    """The addresses of earlier answers, asked as a browser asks that has them: only whether they
    changed."""
    client = Client(port)
    try:
        return [
            client.ask(replace(one.address, kind="repeat visit"), one.etag)
            for one in answers
            if one.etag
        ]
    finally:
        client.close()


def settled(port: int, addresses: Sequence[Address]) -> list[Address]:
    """The addresses with those that moved replaced by where they are now (an article's has its
    title in it)."""
    answers = ask_each(port, addresses)
    return [
        replace(one.address, path=one.location)
        if one.status == 301 and one.location
        else one.address
        for one in answers
    ]


@dataclass(frozen=True, slots=True)
class Crowd:
    """What several clients got together within a time."""

    clients: int
    seconds: float
    requests: int
    latencies: list[float]
    unexpected: Counter[str]


def ask_together(port: int, addresses: Sequence[Address], clients: int, seconds: float) -> Crowd:
    """Several processes ask the addresses in orders of their own until the time is over."""
    with ProcessPoolExecutor(clients) as pool:
        done = list(
            pool.map(
                _ask_until,
                *zip(*((port, addresses, seed, seconds) for seed in range(clients)), strict=True),
            )
        )
    latencies = [each for got, _unexpected, _seconds in done for each in got]
    unexpected: Counter[str] = Counter()
    for _got, found, _seconds in done:
        unexpected.update(found)
    return Crowd(clients, max(took for _g, _u, took in done), len(latencies), latencies, unexpected)


def _ask_until(
    port: int, addresses: Sequence[Address], seed: int, seconds: float
) -> tuple[list[float], Counter[str], float]:
    chance = Random(seed)
    client = Client(port)
    latencies: list[float] = []
    unexpected: Counter[str] = Counter()
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        answer = client.ask(addresses[int(chance.random() * len(addresses))])
        latencies.append(answer.seconds)
        if answer.status != 200:
            unexpected[f"{answer.status} {answer.address.path}"] += 1
    client.close()
    return latencies, unexpected, time.monotonic() - started


def unexpected_of(answers: Iterable[Answer], status: int = 200) -> Counter[str]:
    """The answers with another status than the one that has to come."""
    return Counter(f"{one.status} {one.address.path}" for one in answers if one.status != status)
