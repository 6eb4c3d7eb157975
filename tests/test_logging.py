"""Test that only faults of Dateline, not of requests, are written to standard error.

This matters because gunicorn and journald store everything that is written to standard error.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import setup_test_environment

from archive import urls
from archive.models import ArchiveVersion, Version
from tests.conftest import ROOT
from tests.separate_archive import SeparateArchive
from tests.server import serving


def visit() -> None:
    """Make four requests: to a page that fails, to a missing page, and two that are rejected.

    One rejected request has a form without a CSRF token, the other rejected request has a wrong
    host. This function runs in a separate process.
    """
    setup_test_environment()
    # The page that answers a form without a token links style sheets, which are not collected here.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}

    def fail() -> Version:
        raise RuntimeError("a fault")

    def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
        return HttpResponse("our own page needs a database", status=404)

    ArchiveVersion.current = fail  # type: ignore[method-assign]
    urls.handler404 = not_found  # type: ignore[assignment]
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    answers = [
        client.get("/robots.txt", {"q": "asked-for"}),
        client.get("/not-a-page"),
        client.post("/admin/login/", {"password": "sent-with-it"}),
        client.get("/robots.txt", headers={"Host": "evil.example"}),
    ]
    print([answer.status_code for answer in answers])


def output_of(call: Callable[[], None]) -> tuple[str, str]:
    """Call a function in a new process; return what it writes to standard output and to error."""
    command = (
        f"import django; django.setup(); from {call.__module__} import {call.__name__} as call;"
        " call()"
    )
    environment = os.environ | {
        "DATELINE_DEBUG": "0",
        "DATELINE_ENV_FILE": "",
        "DATABASE_URL": "sqlite://:memory:",
    }
    done = subprocess.run(
        [sys.executable, "-c", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout, done.stderr


def test_a_fault_is_recorded_with_its_traceback_and_nothing_else_is() -> None:
    out, errors = output_of(visit)
    assert out == "[500, 404, 403, 400]\n", errors
    assert "ERROR django.request: Internal Server Error: /robots.txt\nTraceback" in errors
    assert errors.count("Traceback") == 1
    assert errors.rstrip().endswith("RuntimeError: a fault")
    for word in ("not-a-page", "evil.example", "/admin/login", "asked-for", "sent-with-it"):
        assert word not in errors


def test_malformed_requests_are_not_logged(
    make_archive: Callable[[], SeparateArchive], collected_static_folder: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with serving(make_archive(), collected_static_folder, log=log) as site:
        for request in (
            b"GET / secret-1 HTTP/9.9\r\n\r\n",
            b"\x16\x03\x01secret-2\r\n\r\n",
            b"GET / HTTP/1.1\r\nsecret-3 header\r\n\r\n",
            b"GET / HTTP/1.1\r\nTransfer-Encoding: secret-4\r\n\r\n",
        ):
            with socket.create_connection(("127.0.0.1", site.port), timeout=30) as client:
                client.sendall(request)
                assert client.recv(1_000).startswith((b"HTTP/1.1 4", b"HTTP/1.1 5"))
        assert site.is_up()
    assert "Listening at" in log.read_text()
    assert "secret" not in log.read_text()
