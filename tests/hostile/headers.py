"""Makes requests with hostile headers, as the bytes that go to the server."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.hostile.header_values import (
    PATHS,
    PLAIN,
    TARGETS,
    VALUES,
    VERSIONS,
)
from tests.hostile.hostile_request import VISITORS_HOST, random_of
from tests.hostile.odd_text import SYNTAX, odd_number, odd_text


@dataclass(frozen=True, slots=True)
class RawRequest:
    """A request as bytes, and the path whose page it asks for.

    `name` is the kind of the request, the seed and the number: "headers 7.1234". `is_reading` is
    true if only the headers of the request are odd, so that the answer is the page or an error.
    """

    name: str
    path: str
    data: bytes
    is_reading: bool

    def __str__(self) -> str:
        return f"{self.name}: {self.data!r}"


def plain_request(path: str) -> bytes:
    """Return the request for a page that a front server sends."""
    return _request(f"GET {path} HTTP/1.1", [*PLAIN, ("Connection", "close")])


def hostile_headers(seed: int, count: int, first: int = 0) -> Iterator[RawRequest]:
    """Yield `count` requests with hostile headers, from number `first` on."""
    for number in range(first, first + count):
        random = random_of("headers", seed, number)
        yield _hostile(f"headers {seed}.{number}", random)


def _hostile(name: str, random: Random) -> RawRequest:
    path = random.choice(PATHS)
    headers = [*PLAIN]
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        header = _header(random)
        if random.random() < 0.3:  # it replaces the header of the front server
            headers = [(key, value) for key, value in headers if key.lower() != header[0].lower()]
        headers.insert(random.randint(0, len(headers)), header)
    headers = _many(headers, random)
    line, is_reading = f"GET {path} HTTP/1.1", True
    if random.random() < 0.12:
        method = random.choice(
            ("HEAD", "POST", "OPTIONS", "TRACE", "CONNECT", "Q", "get", "G\0T", "")
        )
        line, is_reading = f"{method} {path} HTTP/1.1", False
    elif random.random() < 0.08:
        target = random.choice(TARGETS)
        version = random.choice(("HTTP/1.1", *VERSIONS))
        line = f"GET {random.choice((target, target + path))} {version}"
        is_reading = False
    elif random.random() < 0.05:
        line = f"GET {path} {random.choice(VERSIONS)}"
    data = _request(line, headers)
    if random.random() < 0.1:
        data = _bent(data, random)
        is_reading = False
    if random.random() < 0.15:
        data += _body(random)
    return RawRequest(name, path, data, is_reading)


def _header(random: Random) -> tuple[str, str]:
    name = random.choice(_NAMES)
    value = random.choice(VALUES[name])
    if random.random() < 0.25:
        value = random.choice(
            (
                odd_text(random).replace("\n", ""),
                odd_number(random),
                random.choice(SYNTAX),
                value + random.choice(("\0", "\x7f", "\t", "\xff", ",", ";", " ", "\x0b", "\r")),
                value * 20,
                "a" * random.choice((4_000, 8_180, 8_200, 70_000)),
                "\xc3\xa9" * 50,
            )
        )
    if random.random() < 0.2:
        name = random.choice(
            (
                name.replace("-", "_"),
                name.replace("_", "-"),
                name.upper(),
                name.lower(),
                f"HTTP_{name}",
                f"{name} ",
                f" {name}",
                f"{name}\t",
                f"X-{name}",
                f"{name}_",
                f"{name}\xe9",
                name.replace("s", "\u017f"),
                f"{name}:",
                f"{name}\0",
                "",
                "_",
                "X",
            )
        )
    return name, value


_NAMES = tuple(VALUES)


def _many(headers: list[tuple[str, str]], random: Random) -> list[tuple[str, str]]:
    way = random.random()
    if way < 0.06:
        return headers + [random.choice(headers)] * random.choice((1, 2, 50, 200))
    if way < 0.09:
        count = random.choice((20, 90, 96, 97, 98, 150, 1_000))
        return headers + [(f"X-Zq7-{number}", "a") for number in range(count)]
    return headers


def _request(line: str, headers: list[tuple[str, str]]) -> bytes:
    lines = [line, *(f"{name}: {value}" for name, value in headers)]
    text = "\r\n".join(lines) + "\r\n\r\n"
    return b"".join(
        letter.encode("latin-1") if ord(letter) < 256 else letter.encode("utf-8", "surrogatepass")
        for letter in text
    )


def _bent(data: bytes, random: Random) -> bytes:
    """Return the request with other line ends, folded lines, or bytes before or inside it."""
    place = random.randint(0, len(data))
    byte = bytes([random.randrange(256)])
    return random.choice(
        (
            data.replace(b"\r\n", b"\n"),
            data.replace(b"\r\n", b"\r"),
            data.replace(b": ", b":"),
            data.replace(b": ", b"\r\n "),
            data.replace(b"\r\n", b"\r\n\t", 2),
            data.replace(b"\r\n", b"\r\n: a\r\n", 1),
            data.replace(b"\r\n", b"\r\nzq7\r\n", 1),
            b"\r\n" * random.choice((1, 2, 9)) + data,
            b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n" + data,
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + data,
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + data,
            data[:place],
            data[:place] + byte + data[place:],
            data[:place] + byte * 3_000 + data[place:],
        )
    )


def _body(random: Random) -> bytes:
    """Return bytes after the headers, among them bodies in chunks and a second request."""
    hidden = b"GET /admin/ HTTP/1.1\r\nHost: " + VISITORS_HOST.encode() + b"\r\n\r\n"
    return random.choice(
        (
            b"a=b",
            b"0\r\n\r\n",
            b"5\r\nabcde\r\n0\r\n\r\n",
            b"5\r\nabcde\r\n0\r\nHost: " + VISITORS_HOST.encode() + b"\r\n\r\n",
            b"zz\r\n",
            b"-1\r\na\r\n",
            b"ffffffffffffffffff\r\na",
            b"5;" + b"a" * 9_000 + b"\r\nabcde\r\n0\r\n\r\n",
            b"0\r\n\r\n" + hidden,
            hidden,
            bytes(random.randrange(256) for _ in range(200)),
        )
    )
