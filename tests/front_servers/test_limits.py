"""Test the limits of nginx for one address, and the time for which connections stay open."""

import http.client
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive import gunicorn_config
from tests.conftest import ROOT
from tests.front_servers.servers import HOST, FrontServer, front_server, is_installed
from tests.separate_archive import SeparateArchive
from tests.server import serving

GREEDY, OTHER = "127.0.5.1", "127.0.5.2"
MOST = 32  # requests of one address at the same time


@pytest.fixture
def nginx(
    archive: SeparateArchive, collected_static_folder: Path, tmp_path: Path
) -> Iterator[FrontServer]:
    if not is_installed("nginx"):
        pytest.skip("nginx is not installed")
    with (
        serving(archive, collected_static_folder, workers=1) as site,
        front_server("nginx", site.port, tmp_path) as front,
    ):
        yield front


def begin_form(server: FrontServer, stack: ExitStack) -> http.client.HTTPSConnection:
    """Begin to send a form from GREEDY, and do not send its end; close the connection later."""
    connection = server.connect(GREEDY)
    stack.callback(connection.close)
    connection.putrequest("POST", "/articles/", skip_host=True)
    connection.putheader("Host", HOST)
    connection.putheader("Content-Length", "100")
    connection.endheaders(b"half of the form")
    return connection


def test_one_address_has_a_limited_number_of_requests_at_the_same_time(nginx: FrontServer) -> None:
    with ExitStack() as stack:
        begun = [begin_form(nginx, stack) for _ in range(MOST)]
        refused = begin_form(nginx, stack).getresponse()
        assert refused.status == 429
        assert nginx.request("/articles/", client=GREEDY).status == 429
        assert nginx.request("/articles/", client=OTHER).status == 200
        begun[0].send(b"a" * 100)  # the first form is complete; Dateline does not accept it here
        assert begun[0].getresponse().status == 405
        assert nginx.request("/articles/", client=GREEDY).status == 200


@pytest.mark.parametrize(
    ("name", "setting"),
    [("nginx.conf", r"keepalive_timeout (\d+)s;"), ("Caddyfile", r"keepalive (\d+)s")],
)
def test_the_front_server_closes_idle_connections_before_gunicorn(name: str, setting: str) -> None:
    """Otherwise it could send a form on a connection that gunicorn is just closing."""
    text = (ROOT / "docs" / name).read_text()
    block = re.search(r"(upstream dateline|reverse_proxy) .*?\n\t?}", text, re.DOTALL)
    assert block is not None
    seconds = re.search(setting, block[0])
    assert seconds is not None
    assert int(seconds[1]) < gunicorn_config.keepalive
