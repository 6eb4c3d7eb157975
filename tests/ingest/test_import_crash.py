"""An import that is killed or asked to stop, at any moment, and then started again: real processes, a real database."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections

from archive.models import Capture
from tests.conftest import ROOT
from tests.ingest.saved_files import write_pages

FILES = 200


@dataclass(frozen=True, slots=True)
class OwnArchive:
    """A database and a state folder that other processes can be given."""

    alias: str
    environment: dict[str, str]

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "manage.py", "import_articles", "--skip-checks", *arguments]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def held(self) -> int:
        """How many files are stored at this moment."""
        return Capture.objects.using(self.alias).count()

    def signal_when(self, process: "subprocess.Popen[str]", count: int, number: int) -> None:
        """Send a signal once so many files are stored (or the process is done)."""
        while process.poll() is None and self.held() < count:
            time.sleep(0.001)
        process.send_signal(number)

    def contents(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.run("-m", "tests.ingest.print_dump"))
        return read


def _create_database(folder: Path, name: str) -> tuple[dict[str, Any], str]:
    """A new database of the kind that the tests use: its settings and its URL."""
    test = connections["default"].settings_dict
    if "sqlite" in test["ENGINE"]:
        path = folder / "own.sqlite3"
        return {**test, "NAME": str(path)}, f"sqlite:///{path}"
    with connections["default"].cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    login = quote(test["USER"]) + (f":{quote(test['PASSWORD'])}" if test["PASSWORD"] else "")
    return {**test, "NAME": name}, f"postgres://{login}@{test['HOST']}:{test['PORT']}/{name}"


@pytest.fixture
def make_archive(tmp_path: Path, django_db_blocker: Any, django_db_setup: None) -> Iterator[Callable[[], OwnArchive]]:
    """Makes migrated archives with outlets, places and an index; takes them away at the end."""
    made: list[str] = []

    def make() -> OwnArchive:
        alias = f"own_{uuid4().hex[:8]}"
        folder = tmp_path / alias
        folder.mkdir()
        connections.settings[alias], url = _create_database(folder, alias)
        made.append(alias)
        environment = os.environ | {"DATABASE_URL": url, "DATELINE_STATE_DIR": str(folder), "PYTHONPATH": str(ROOT)}
        environment["DJANGO_SETTINGS_MODULE"] = "archive.settings"
        archive = OwnArchive(alias, environment)
        archive.run("manage.py", "migrate", "--verbosity", "0")
        archive.run("-m", "tests.ingest.fill_outlets")
        archive.run("manage.py", "rebuild_index")
        return archive

    with django_db_blocker.unblock():
        yield make
        for alias in made:
            connections[alias].close()
            del connections.settings[alias]
            if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
                with connections["default"].cursor() as cursor:
                    cursor.execute(f"DROP DATABASE {alias} WITH (FORCE)")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pages(tmp_path_factory.mktemp("pages"), FILES)


def test_kill_9_at_any_moment_loses_nothing(make_archive: Callable[[], OwnArchive], pages: Path) -> None:
    whole = make_archive()
    assert whole.start(str(pages)).wait() == 0
    killed = make_archive()
    random = Random(9)
    ends = []
    for count in (0, 1, 40, 90, 140):
        process = killed.start(str(pages))
        killed.signal_when(process, count, 0)
        time.sleep(random.random() * 0.05)
        process.kill()
        ends.append(process.wait())
        assert killed.held() <= FILES
    assert ends.count(-signal.SIGKILL) >= 3, "the runs were over before they could be killed"
    last = killed.start(str(pages))
    assert last.wait() == 0
    expected, found = whole.contents(), killed.contents()
    assert found["rows"] == expected["rows"]
    state, _, total = found["index"]
    assert (state, total) == ("ready", FILES)
    assert sum(created for _, created in found["runs"]) == FILES
    assert found["runs"][-1][0] is True


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_run_that_is_asked_to_stop_finishes_its_batch_and_reports(
    make_archive: Callable[[], OwnArchive], pages: Path, number: int, status: int
) -> None:
    archive = make_archive()
    process = archive.start(str(pages))
    archive.signal_when(process, 1, number)
    told, _ = process.communicate()
    held = archive.held()
    assert process.returncode == status
    assert 0 < held < FILES
    assert f"  created   {held:>9}" in told
    assert "Stopped before the end" in told
    before = archive.contents()
    assert before["runs"] == [[True, held]]
    assert before["index"][2] == held
    assert archive.start(str(pages)).wait() == 0
    assert archive.held() == FILES


def children(process: "subprocess.Popen[str]") -> list[int]:
    """The processes that a process has started."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in listed.read_text().split()] if listed.exists() else []


def is_worker(pid: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def wait_until_gone(pids: list[int]) -> None:
    """Until none of these processes runs; a minute at most."""
    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids):
        assert time.monotonic() < deadline, "a process outlived the importer"
        time.sleep(0.01)


def test_workers_end_with_the_importer_and_the_importer_survives_them(
    make_archive: Callable[[], OwnArchive], pages: Path
) -> None:
    archive = make_archive()

    process = archive.start("--workers", "2", str(pages))
    archive.signal_when(process, 1, 0)
    started = children(process)
    process.kill()
    process.communicate()
    assert len(list(filter(is_worker, started))) <= 2 <= len(started)
    wait_until_gone(started)
    held = archive.held()
    assert held < FILES

    process = archive.start("--workers", "2", str(pages))
    archive.signal_when(process, held + 1, 0)
    started = children(process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does at Ctrl-C
    told, errors = process.communicate()
    assert process.returncode == 130
    assert "Stopped before the end" in told
    assert "Traceback" not in errors
    wait_until_gone(started)
    assert held < archive.held() < FILES

    process = archive.start("--workers", "2", str(pages))
    while not (found := list(filter(is_worker, children(process)))):
        assert process.poll() is None
        time.sleep(0.001)
    os.kill(found[0], signal.SIGKILL)
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    assert archive.held() == FILES
    assert archive.contents()["index"][0::2] == ["ready", FILES]
