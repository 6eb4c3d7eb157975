"""Tests of a full and of a read-only disk: reading works, and every message names the cause."""

import http.client
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.saved_files import write_pages
from tests.separate_archive import SeparateArchive, separate_archives
from tests.server import Site, serving
from tests.small_disk import SmallDisk, small_disk
from tests.waiting import wait_until

LAGS = "The latest changes of the archive are missing in lists and counts"
FULL = "No space left on device"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", 40) as disk:
        if disk is None:
            pytest.skip("this machine does not let tests mount a small disk")
        yield disk


@pytest.fixture
def archive(
    disk: SmallDisk,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
    empty_archive: SeparateArchive,
) -> Iterator[SeparateArchive]:
    """Return an archive with articles; all files of the archive are on the small disk."""
    with django_db_blocker.unblock(), separate_archives(disk.folder, empty_archive) as make:
        archive = make()
        archive.run("manage.py", "import_articles", str(write_pages(tmp_path / "first", 30, 1)))
        yield archive


def failure(archive: SeparateArchive, *command: str) -> str:
    """Run a command that must fail with one line, and return what it printed."""
    process = archive.start_python("manage.py", *command)
    _output, errors = process.communicate(timeout=120)
    assert process.returncode == 1, errors
    assert "Traceback" not in errors
    return errors


def test_on_a_full_disk_pages_work_and_the_cause_is_named(
    archive: SeparateArchive, disk: SmallDisk, collected_static_folder: Path, tmp_path: Path
) -> None:
    with serving(archive, collected_static_folder) as site:
        disk.fill()
        health = site.get("/healthz")
        assert (health.status, f"storage: {FULL}" in health.text) == (503, True)
        assert site.get("/articles/").status == 200
        assert log_in(site) in {200, 503}
        folders = set((Path(archive.environment["DATELINE_STATE_DIR"]) / "index").iterdir())
        assert FULL in failure(archive, "rebuild_index")
        assert folders == set((Path(archive.environment["DATELINE_STATE_DIR"]) / "index").iterdir())
        assert "(archive.W004)" in archive_check(archive)
        pages = str(write_pages(tmp_path / "more", 300, 2))
        if connection.vendor == "sqlite":
            assert "The disk of the archive is full" in failure(archive, "import_articles", pages)
        disk.free()
        assert archive.run("manage.py", "import_articles", pages)
        wait_until(lambda: site.get("/healthz").status == 200)
    assert archive.contents()["index"][0] == "ready"


def test_lists_that_lag_say_so_and_the_log_says_it_once(
    archive: SeparateArchive,
    disk: SmallDisk,
    collected_static_folder: Path,
    tmp_path: Path,
) -> None:
    if connection.vendor == "sqlite":
        move_the_database(archive, tmp_path)
    log = tmp_path / "log"
    with serving(archive, collected_static_folder, log=log) as site:
        before = site.get("/articles/")
        disk.fill()
        archive.run("manage.py", "import_articles", str(write_pages(tmp_path / "more", 30, 2)))
        wait_until(lambda: "index: stuck" in site.health())
        wait_until(lambda: LAGS in site.get("/articles/").text)
        page = site.get("/articles/")
        assert page.status == 200
        assert site.get("/articles/", before.etag).status == 200
        assert site.get("/healthz").status == 503
        disk.free()
        wait_until(lambda: "index: ready" in site.health())
        wait_until(lambda: LAGS not in site.get("/articles/").text)
    lines = [line for line in log.read_text().splitlines() if "is not updated" in line]
    assert 1 <= len(lines) <= 2, lines  # one line of each worker
    assert all(FULL in line for line in lines)


def test_a_read_only_archive_is_served(
    archive: SeparateArchive, disk: SmallDisk, collected_static_folder: Path, tmp_path: Path
) -> None:
    with serving(archive, collected_static_folder):
        pass
    disk.set_read_only()
    with serving(archive, collected_static_folder) as site:
        health = site.get("/healthz")
        assert health.status == 200, health.text
        assert "storage: read-only" in health.text
        assert "index: ready" in health.text
        assert site.get("/articles/?q=factory").status == 200
        if connection.vendor == "sqlite":
            assert log_in(site) == 503
    assert "(archive.W004)" in archive_check(archive)
    message = failure(archive, "import_articles", str(write_pages(tmp_path / "more", 3, 2)))
    assert "The storage of the archive is read-only" in message


def archive_check(archive: SeparateArchive) -> str:
    """Return the warnings of `manage.py check`."""
    process = archive.start_python("manage.py", "check")
    return process.communicate(timeout=60)[1]


def log_in(site: Site) -> int:
    """Send the login form with an unknown name; return the status of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    connection.request("GET", "/admin/login/")
    answer = connection.getresponse()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]*)"', answer.read().decode())
    cookie = re.search(r"csrftoken=[^;]*", answer.headers["Set-Cookie"])
    assert token and cookie
    body = f"csrfmiddlewaretoken={token[1]}&username=nobody&password=nothing"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie[0]}
    connection.request("POST", "/admin/login/", body, headers)
    return connection.getresponse().status


def move_the_database(archive: SeparateArchive, folder: Path) -> None:
    """Move the SQLite file away from the small disk."""
    old = Path(archive.environment["DATABASE_URL"].removeprefix("sqlite:///"))
    archive.environment["DATABASE_URL"] = f"sqlite:///{folder / 'moved.sqlite3'}"
    shutil.move(old, folder / "moved.sqlite3")
