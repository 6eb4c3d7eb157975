"""Test that no request header changes an address on a page, or the pages of later visitors."""

import pytest

from tests.front_servers.servers import HOST, SITE, FrontServer, Response

# Headers from which some server, proxy or framework reads addresses, and names of variables of CGI,
# WSGI and uwsgi.
HEADERS = [
    ("SCRIPT_NAME", "/articles"),
    ("SCRIPT_NAME", "/evil"),
    ("Script-Name", "/evil"),
    ("X-Script-Name", "/evil"),
    ("X_SCRIPT_NAME", "/evil"),
    ("HTTP_SCRIPT_NAME", "/evil"),
    ("PATH_INFO", "/sources/"),
    ("Path-Info", "/sources/"),
    ("QUERY_STRING", "q=evil"),
    ("REQUEST_METHOD", "POST"),
    ("REQUEST_URI", "/sources/"),
    ("SERVER_NAME", "evil.example"),
    ("SERVER_PORT", "99"),
    ("HTTP_HOST", "evil.example"),
    ("HTTPS", "off"),
    ("wsgi.url_scheme", "http"),
    ("REMOTE_ADDR", "10.9.9.9"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Server", "evil.example"),
    ("X-Forwarded-Port", "99"),
    ("X-Forwarded-Proto", "http"),
    ("X_FORWARDED_PROTO", "http"),
    ("X-Forwarded-Protocol", "http"),
    ("X-Forwarded-Scheme", "http"),
    ("X-Forwarded-Ssl", "off"),
    ("X-Forwarded-Prefix", "/evil"),
    ("X-Forwarded-Path", "/evil"),
    ("X-Forwarded-Uri", "/evil"),
    ("X-Forwarded-For", "10.9.9.9"),
    ("Forwarded", "for=10.9.9.9;host=evil.example;proto=http"),
    ("Front-End-Https", "off"),
    ("X-Url-Scheme", "http"),
    ("X-Real-IP", "10.9.9.9"),
    ("X-Host", "evil.example"),
    ("X-Original-Host", "evil.example"),
    ("X-Original-URL", "/evil"),
    ("X-Rewrite-URL", "/evil"),
    ("X-Accel-Redirect", "/evil"),
    ("X-Sendfile", "/etc/passwd"),
    ("X-HTTP-Method-Override", "POST"),
    ("X-Requested-With", "XMLHttpRequest"),
    ("Accept-Language", "ko"),
    ("Content-Type", "text/plain; charset=utf-16"),
    ("Content-Type", "text/plain; charset=hex"),
    ("Content-Type", "text/plain; charset*=no-such-encoding'en'x"),
    ("Cookie", "csrftoken=x; sessionid=y; django_language=ko; messages=z"),
    ("Authorization", "Basic eDp5"),
    ("Referer", "https://evil.example/"),
    ("Origin", "https://evil.example"),
    ("Host", f"{HOST}:99"),
    ("Host", HOST.upper()),
    ("Host", f"{HOST}."),
]
PATHS = [
    "/articles/",
    "/articles/?q=factory&place=kujang",
    "/articles/?q=%EA%B5%AC%EC%9E%A5",
    "/articles/feed/",
    "/articles/1/",
    "/articles/1/another-title/",
    "/articles",
    "/sources/",
    "/no-such-page/",
    "/static/no-such-file.css",
]

STATUSES = [200, 200, 200, 200, 301, 301, 301, 200, 404, 404]
AFTERWARDS = ["/articles/", "/articles/1/another-title/"]  # a page with many links, and a redirect


@pytest.fixture(scope="module")
def expected(server: FrontServer) -> dict[str, Response]:
    """Return a dict: path -> the answer to a request without unusual headers."""
    return {path: server.request(path) for path in PATHS}


def test_pages_are_shown_and_redirected(expected: dict[str, Response]) -> None:
    assert [answer.status for answer in expected.values()] == STATUSES
    assert f'href="{SITE}/articles/"'.encode() in expected["/articles/"].body


@pytest.mark.parametrize(("name", "value"), HEADERS)
def test_no_header_changes_a_page(
    server: FrontServer, expected: dict[str, Response], name: str, value: str
) -> None:
    for path in PATHS:
        answer = server.request(path, {name: value})
        assert answer == expected[path] or is_refused(name, answer), path
    for path in AFTERWARDS:
        assert server.request(path) == expected[path], path


def is_refused(name: str, answer: Response) -> bool:
    """Return True if the front server itself refused a host: Caddy answers with an empty page."""
    return name == "Host" and not answer.body and "Content-Security-Policy" not in answer.headers
