"""A hostile request, and the ways to encode odd texts in its address."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from urllib.parse import quote

from tests.hostile.odd_text import odd_text

VISITORS_HOST = "visitor-zq7.example"
"""The host name that a visitor invents; it must not be in any address of a page."""

BROKEN_CODES = (
    "%",
    "%%",
    "%z",
    "%zz",
    "%f",
    "%ff",
    "%ff%fe",
    "%80",
    "%c0%af",
    "%00",
    "%0a",
    "%u0041",
)
"""Percent-encodings that are not complete, or not UTF-8, or control characters."""


@dataclass(frozen=True, slots=True)
class HostileRequest:
    """A request of a reader or, if `is_corrector` is true, of a member of staff.

    `name` is the kind of the request, the seed and the number: "addresses 7.1234". `target` is the
    path and the query as the request line has them, in ASCII. `content_type` is that of the body.
    """

    name: str
    target: str
    method: str = "GET"
    host: str = "testserver"
    is_corrector: bool = False
    body: bytes = b""
    content_type: str = ""

    @property
    def number(self) -> int:
        """Return the number of the request in the sequence of its seed."""
        return int(self.name.rpartition(".")[2])

    def __str__(self) -> str:
        parts = [f"{self.name}: {self.method} {self.target!r}", f"host {self.host!r}"]
        parts += ["as a corrector"] if self.is_corrector else []
        parts += [f"{self.content_type!r} {self.body!r}"] if self.body else []
        return ", ".join(parts)


def random_of(kind: str, seed: int, number: int) -> Random:
    """Return the Random for one request, so that it can be made without those before it."""
    return Random(f"{kind} {seed}.{number}")


def encoded(random: Random, text: str) -> str:
    """Return a text percent-encoded in one of many ways; the result is printable ASCII."""
    data = text.encode("utf-8", "surrogatepass")
    way = random.randrange(20)
    if way == 0:
        data = text.encode("latin-1", "replace")
    elif way == 1:
        data = text.encode("utf-16", "surrogatepass")
    elif way == 2:
        return "".join(f"%{byte:02x}" for byte in data)
    elif way == 3:
        return quote(quote(data, safe=""), safe="")
    elif way == 4:
        return quote(data, safe="").replace("%20", "+")
    elif way == 5:
        return quote(data, safe="/:@!$'()*,;=~?")
    plain = quote(data, safe="")
    if way == 6:
        place = random.randint(0, len(plain))
        return plain[:place] + random.choice(BROKEN_CODES) + plain[place:]
    return plain


def plainly_encoded(text: str) -> str:
    """Return a text percent-encoded as browsers do it, also if it has surrogates."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def query_of(random: Random, pairs: Iterable[tuple[str, str]]) -> str:
    """Return the query of an address, with the pairs encoded in different ways."""
    equals = ("=",) * 40 + ("", "==", "%3D")
    parts = []
    for name, value in pairs:
        encoded_name = encoded(random, name) if random.random() < 0.1 else plainly_encoded(name)
        parts.append(encoded_name + random.choice(equals) + encoded(random, value))
    return random.choice(("&",) * 40 + (";", "&&", "&amp;", "%26")).join(parts)


def odd_body(random: Random, pairs: list[tuple[str, str]]) -> tuple[bytes, str]:
    """Return a body and its Content-Type: a form with these pairs, or something else."""
    form = query_of(random, pairs).encode()
    parts = "".join(
        f'--zq7\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in pairs
    )
    multipart = f"{parts}--zq7--\r\n".encode("utf-8", "surrogatepass")
    return random.choice(
        (
            *[(form, "application/x-www-form-urlencoded")] * 6,
            (multipart, "multipart/form-data; boundary=zq7"),
            (multipart, 'multipart/form-data; boundary="zq7"; charset=utf-16'),
            (multipart, "multipart/form-data"),
            (multipart[: len(multipart) // 2], "multipart/form-data; boundary=zq7"),
            (form, "application/json"),
            (form, "application/x-www-form-urlencoded; charset=utf-7"),
            (odd_text(random).encode("utf-8", "surrogatepass"), odd_type(random)),
        )
    )


def odd_type(random: Random) -> str:
    """Return a Content-Type, often not a valid one."""
    return random.choice(
        ("", "text/plain", "a/b", ";", "multipart/form-data; boundary=", "text/html; charset=zq7")
    )
