"""Start nginx or Caddy on this machine, with the configuration file of docs/."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.conftest import ROOT
from tests.postgres import free_port
from tests.waiting import TIMEOUT, wait_until

HOST = "archive.example.org"  # the host name in the configuration files
SITE = f"https://{HOST}"
NGINX_MAIN = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/dateline.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Response:
    """The answer of a front server; `headers` has no header that changes with each request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@cache
def _tls_without_check() -> ssl.SSLContext:
    """Return the settings of all connections; making them anew would take longer than a request."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


@dataclass(frozen=True, slots=True)
class FrontServer:
    """A running front server, and its port for HTTPS."""

    port: int

    def connect(self, client: str = "127.0.0.1") -> http.client.HTTPSConnection:
        """Return a new connection to the port for HTTPS; the certificate is not checked.

        `client` is the address from which the connection is made, in 127.0.0.0/8.
        """
        context = _tls_without_check()
        connection = http.client.HTTPSConnection(HOST, self.port, timeout=TIMEOUT, context=context)
        # The name must be in the TLS handshake, because Caddy chooses the certificate by it.
        plain = socket.create_connection(
            ("127.0.0.1", self.port), TIMEOUT, source_address=(client, 0)
        )
        connection.sock = context.wrap_socket(plain, server_hostname=HOST)
        return connection

    def request(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        method: str = "GET",
        body: bytes | None = None,
        client: str = "127.0.0.1",
    ) -> Response:
        """Send one request on a new connection. The Host is HOST unless `headers` has another."""
        connection = self.connect(client)
        try:
            connection.request(method, path, body, {"Host": HOST, **(headers or {})})
            response = connection.getresponse()
            kept = {name: value for name, value in response.getheaders() if name not in _VARYING}
            return Response(response.status, kept, response.read())
        finally:
            connection.close()

    def is_up(self) -> bool:
        """Return True if the front server and Dateline behind it answer."""
        try:
            return self.request("/robots.txt").status == 200
        except OSError:
            return False


# How the end of an answer is told depends on when Caddy gets its first bytes.
_VARYING = {"Date", "Connection", "Keep-Alive", "Alt-Svc", "Content-Length", "Transfer-Encoding"}


def is_installed(name: str) -> bool:
    """Return True if a front server ("nginx" or "caddy") is installed."""
    return _find(name) is not None


def _find(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextmanager
def front_server(
    name: str, dateline_port: int, folder: Path, log: Path = Path(os.devnull)
) -> Iterator[FrontServer]:
    """Run "nginx" or "caddy" inside a `with` block, as the front server of Dateline.

    Dateline must answer at the port `dateline_port`. `folder` is an empty folder, in which the
    front server stores its files. What it writes to standard error is appended to the file `log`.
    """
    port = free_port()
    program = _find(name)
    assert program is not None, f"{name} is not installed"
    write = {"nginx": _write_nginx, "caddy": _write_caddy}[name]
    arguments = write(folder, port, dateline_port)
    environment = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
    with log.open("a") as file:
        process = subprocess.Popen([program, *arguments], env=environment, stderr=file)
    try:
        server = FrontServer(port)
        wait_until(server.is_up)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=TIMEOUT)


def _write_nginx(folder: Path, port: int, dateline_port: int) -> list[str]:
    """Write the files of nginx; return its arguments."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [
            *f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={HOST}".split(),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    letsencrypt = f"/etc/letsencrypt/live/{HOST}"
    text = _replaced(
        (ROOT / "docs" / "nginx.conf").read_text(),
        {
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
            f"{letsencrypt}/fullchain.pem": str(certificate),
            f"{letsencrypt}/privkey.pem": str(key),
            "127.0.0.1:8000": f"127.0.0.1:{dateline_port}",
        },
    )
    (folder / "dateline.conf").write_text(text)
    user = "user root;" if os.geteuid() == 0 else ""  # a worker of another user can't read `folder`
    (folder / "nginx.conf").write_text(NGINX_MAIN.format(folder=folder, user=user))
    return ["-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]


def _write_caddy(folder: Path, port: int, dateline_port: int) -> list[str]:
    """Write the files of Caddy; return its arguments."""
    options = (
        f"{{\n\tadmin off\n\tauto_https disable_redirects\n\tlocal_certs\n\tskip_install_trust\n"
        f"\thttps_port {port}\n\tdefault_bind 127.0.0.1\n\tservers {{"
    )
    text = _replaced(
        (ROOT / "docs" / "Caddyfile").read_text(),
        {"{\n\tservers {": options, "127.0.0.1:8000": f"127.0.0.1:{dateline_port}"},
    )
    (folder / "Caddyfile").write_text(text)
    return ["run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


def _replaced(text: str, values: Mapping[str, str]) -> str:
    """Return a text with each key of `values` replaced by its value.

    Raises AssertionError if the text does not contain one of the keys.
    """
    for old, new in values.items():
        assert old in text, f"the configuration file has no “{old.strip()}” any more"
        text = text.replace(old, new)
    return text
