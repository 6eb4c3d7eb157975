"""Clients that send or read slowly, and connections without a request.

nginx must keep them away from gunicorn, which has few threads.
"""

import asyncio
from collections import Counter
from random import Random

from tests.front_servers.servers import HOST, FrontServer
from tests.load.connections import Try, Wire, keep_trying, outcome_of, wire
from tests.load.processes import IsOver

_LARGE = ("/articles/", "/articles/feed/", "/articles/place/", "/articles/organisation/")
_STEP_SECONDS = 0.5  # between two steps of a slow client
_STEP_BYTES = 1_000  # bytes that a slow reader reads at each step
_PAUSE = 0.5  # seconds


async def _send_headers(front: FrontServer, client: str, chance: Random) -> str:
    """Send one more header at each step, and never the end of the headers."""
    async with wire(front, client) as opened:
        await opened.send(f"GET /articles/ HTTP/1.1\r\nHost: {HOST}\r\n".encode())
        return await _drip(opened, b"X-Slow: 1\r\n")


async def _send_body(front: FrontServer, client: str, chance: Random) -> str:
    """Send a few bytes of a form at each step."""
    path = chance.choice(("/articles/", "/admin/login/"))
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 200000\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\nusername="
    )
    async with wire(front, client) as opened:
        await opened.send(head.encode())
        return await _drip(opened, b"aaaaaaaa")


async def _drip(opened: Wire, data: bytes) -> str:
    """Send the same bytes at each step until the server answers or closes."""
    while True:
        await opened.send(data)
        received = await opened.read(1_000, _STEP_SECONDS)
        if received is not None:
            return outcome_of(received)


async def _read_slowly(front: FrontServer, client: str, chance: Random) -> str:
    """Read a large answer, which is not compressed, in small pieces."""
    head = f"GET {chance.choice(_LARGE)} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n"
    async with wire(front, client) as opened:
        await opened.send(head.encode())
        outcome = outcome_of(await opened.read(_STEP_BYTES))
        while await opened.read(_STEP_BYTES) != b"":
            await asyncio.sleep(_STEP_SECONDS)
        return outcome


async def _stay_idle(front: FrontServer, client: str, chance: Random) -> str:
    """Send nothing: not even TLS, or no request, or no second request."""
    kind = chance.randrange(3)
    async with wire(front, client, is_plain=kind == 0) as opened:
        if kind == 2:
            await opened.send(f"GET /robots.txt HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            await opened.read(10_000)
        while await opened.read(1_000) is None:
            pass
        return "closed"


_TRIES: dict[str, Try] = {
    "headers": _send_headers,
    "body": _send_body,
    "reading": _read_slowly,
    "idle": _stay_idle,
}


def be_slow(front: FrontServer, count: int, is_over: IsOver) -> Counter[str]:
    """Run `count` slow clients until `is_over` returns True; return their outcomes.

    There are as many of each kind, and four clients have the same address.
    """
    kinds = list(_TRIES)
    clients = [(kinds[n % len(kinds)], f"127.0.2.{n // 4 + 1}") for n in range(count)]
    return keep_trying(front, _TRIES, clients, _PAUSE, is_over)
