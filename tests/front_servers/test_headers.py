"""Test that no request header changes an address on a page, or the pages of later visitors."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.front_servers.servers import HOST, FrontServer, Response, front_server, is_installed
from tests.separate_archive import SeparateArchive, separate_archives
from tests.server import serving

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
SITE = f"https://{HOST}"


@pytest.fixture(scope="module")
def archive(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
    empty_archive: SeparateArchive,
) -> Iterator[SeparateArchive]:
    folder = tmp_path_factory.mktemp("headers")
    with django_db_blocker.unblock(), separate_archives(folder, empty_archive) as make:
        made = make()
        made.run("manage.py", "import_articles", "--skip-checks", "seeds")
        made.environment.update(
            DATELINE_URL=SITE,
            DATELINE_HTTPS="1",
            DATELINE_ALLOWED_HOSTS=f"{HOST},127.0.0.1",
            PYTHONHASHSEED="0",  # if gunicorn restarts the worker, its headers stay in this order
        )
        yield made


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def server(
    request: pytest.FixtureRequest,
    archive: SeparateArchive,
    collected_static_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[FrontServer]:
    """Run a front server before a Dateline with one worker, so that caches would be met again."""
    if not is_installed(request.param):
        pytest.skip(f"{request.param} is not installed")
    with (
        serving(archive, collected_static_folder, workers=1) as site,
        front_server(request.param, site.port, tmp_path_factory.mktemp(request.param)) as front,
    ):
        yield front


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
AFTERWARDS = ["/articles/", "/articles/1/another-title/"]  # with a hundred links, and a redirect


@pytest.fixture(scope="module")
def expected(server: FrontServer) -> dict[str, Response]:
    """Return the answers to requests without unusual headers."""
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
    """Tell whether the front server itself refused a host: Caddy answers with an empty page."""
    return name == "Host" and not answer.body and "Content-Security-Policy" not in answer.headers
