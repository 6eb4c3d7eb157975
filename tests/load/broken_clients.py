"""Clients that send malformed requests or too much, or close the connection too early."""

from collections import Counter
from random import Random

from tests.front_servers.servers import HOST, FrontServer
from tests.load.connections import Try, keep_trying, outcome_of, wire
from tests.load.processes import IsOver

_PAUSE = 0.5  # seconds between two requests of a client, on average
_ADDRESSES = 4
_HOST = f"Host: {HOST}\r\n".encode()
_GET = b"GET /articles/ HTTP/1.1\r\n" + _HOST
_POST = b"POST /articles/ HTTP/1.1\r\n" + _HOST

_MALFORMED = (
    b"\x16\x03\x01\x02\x00rubbish\x00\xff\r\n\r\n",
    b"GET\r\n\r\n",
    b"get /articles/ HTTP/1.1\r\n" + _HOST + b"\r\n",
    b"GET /articles/ HTTP/9.9\r\n" + _HOST + b"\r\n",
    b"GET /articles/ HTTP/1.1\r\n\r\n",
    b"GET /articles/\x00 HTTP/1.1\r\n" + _HOST + b"\r\n",
    b"GET http://\r\n/ HTTP/1.1\r\n" + _HOST + b"\r\n",
    _GET + _HOST + b"\r\n",
    _GET + b"no colon\r\n\r\n",
    _GET + b"X-Zero: a\x00b\r\n\r\n",
    _GET + b"X-Long: " + b"a" * 150_000 + b"\r\n\r\n",
    b"GET /articles/?q=" + b"a" * 150_000 + b" HTTP/1.1\r\n" + _HOST + b"\r\n",
    _POST + b"Content-Length: many\r\n\r\n",
    _POST + b"Content-Length: -1\r\n\r\n",
    _POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    _POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    _POST + b"Transfer-Encoding: rubbish\r\n\r\n",
    _POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
)
# nginx lets these pass, so Dateline must answer them.
_ODD = (
    b"GET /articles/?q=%ff%00&page=-1 HTTP/1.1\r\n" + _HOST + b"\r\n",
    b"GET /%00%ff/../..%2f HTTP/1.1\r\n" + _HOST + b"\r\n",
    b"GET /articles/?q=(((( HTTP/1.1\r\n" + _HOST + b"\r\n",
    b"BREW /articles/ HTTP/1.1\r\n" + _HOST + b"\r\n",
    b"GET /articles/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"GET /articles/ HTTP/1.0\r\n" + _HOST + b"\r\n",
    _POST + b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 7\r\n\r\nrubbish",
)


async def _send_malformed(front: FrontServer, client: str, chance: Random) -> str:
    async with wire(front, client) as opened:
        await opened.send(chance.choice(_MALFORMED))
        return outcome_of(await opened.read(1_000))


async def _send_odd(front: FrontServer, client: str, chance: Random) -> str:
    async with wire(front, client) as opened:
        await opened.send(chance.choice(_ODD))
        return outcome_of(await opened.read(1_000))


async def _send_without_tls(front: FrontServer, client: str, chance: Random) -> str:
    async with wire(front, client, is_plain=True) as opened:
        await opened.send(chance.choice((_GET + b"\r\n", *_MALFORMED)))
        return outcome_of(await opened.read(1_000))


async def _send_too_much(front: FrontServer, client: str, chance: Random) -> str:
    """Announce a body of 50 MB, or send a chunked one of 4 MB."""
    async with wire(front, client) as opened:
        if chance.random() < 0.5:
            await opened.send(_POST + b"Content-Length: 50000000\r\n\r\n" + b"a" * 50_000)
        else:
            await opened.send(_POST + b"Transfer-Encoding: chunked\r\n\r\n")
            for _ in range(40):
                await opened.send(b"186a0\r\n" + b"a" * 100_000 + b"\r\n")
        return outcome_of(await opened.read(1_000))


async def _send_pipelined(front: FrontServer, client: str, chance: Random) -> str:
    """Send a request, and in the same packet rubbish, or many more requests."""
    more = chance.choice((b"\x00rubbish\r\n\r\n", b"GET", (_GET + b"\r\n") * 10))
    async with wire(front, client) as opened:
        await opened.send(b"GET /robots.txt HTTP/1.1\r\n" + _HOST + b"\r\n" + more)
        return outcome_of(await opened.read(1_000))


async def _hang_up(front: FrontServer, client: str, chance: Random) -> str:
    """Close the connection in the headers, in the body, before the answer, or in the answer."""
    start = chance.choice(
        (
            _GET + b"X-Half: a",
            _POST + b"Content-Length: 1000\r\n\r\nabc",
            _GET + b"\r\n",
            _GET + b"\r\n",
        )
    )
    async with wire(front, client) as opened:
        await opened.send(start)
        if chance.random() < 0.5:
            await opened.read(100, 0.1)
        opened.reset()
    return "hung up"


_TRIES: dict[str, Try] = {
    "malformed": _send_malformed,
    "odd": _send_odd,
    "without TLS": _send_without_tls,
    "too much": _send_too_much,
    "pipelined": _send_pipelined,
    "hang up": _hang_up,
}


def be_broken(front: FrontServer, count: int, is_over: IsOver) -> Counter[str]:
    """Run `count` broken clients until `is_over` returns True; return their outcomes."""
    clients = [("", f"127.0.3.{number % _ADDRESSES + 1}") for number in range(count)]
    return keep_trying(front, _TRIES, clients, _PAUSE, is_over)
