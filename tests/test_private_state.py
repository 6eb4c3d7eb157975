"""Test that only the user who runs Dateline can read its files, whatever the umask of the shell."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from archive.checks import state_is_private
from tests.conftest import ROOT, SEEDS
from tests.postgres import free_port
from tests.server import Site
from tests.waiting import TIMEOUT, wait_until

COMMANDS = [
    "migrate",
    "load_gazetteer",
    "rebuild_index",
    "collectstatic --noinput",
    f"import_articles {SEEDS}",
    "make_admin grace",
    "backup {folder}/backup",
    "export_corrections {folder}/corrections.jsonl",
    "restore --replace {folder}/backup",
    "check",
]
SQLITE = {"ENGINE": "django.db.backends.sqlite3"}


@pytest.fixture
def umask() -> Iterator[None]:
    """Let the processes that a test starts write files that everybody can read and change."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make an empty folder, in which processes write everything."""
    made = tmp_path / "all"
    made.mkdir()
    return made


@pytest.fixture
def environment(folder: Path) -> dict[str, str]:
    """Return the environment of an archive whose state folder does not exist yet."""
    # DJANGO_ALLOW_ASYNC_UNSAFE is set if tests with a browser ran in this process before.
    own = {"DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    inherited = {name: value for name, value in os.environ.items() if name not in own}
    return inherited | {
        "DATELINE_STATE_DIR": str(folder / "parent" / "state"),
        "DATELINE_ENV_FILE": "",
        "DATELINE_ADMIN_PASSWORD": "a-long-way-to-nowhere",
    }


def manage(environment: dict[str, str], *command: str) -> str:
    """Run manage.py; return what it writes to standard error."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def readable_by_others(folder: Path) -> dict[str, str]:
    """Return the paths in a folder that other users can read or change, with their permissions.

    Static files are left out, because every visitor of the site can read them.
    """
    paths = [path for path in folder.rglob("*") if "static" not in path.relative_to(folder).parts]
    found = {str(path.relative_to(folder)): path.stat().st_mode for path in paths}
    return {path: oct(mode & 0o777) for path, mode in found.items() if mode & 0o077}


def test_commands_and_the_server_write_private_files(
    folder: Path, umask: None, environment: dict[str, str]
) -> None:
    for command in COMMANDS:
        manage(environment, *command.format(folder=folder).split())
        assert readable_by_others(folder) == {}, command
    site = Site(free_port())
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "-c", "python:archive.gunicorn_config"),
            *("--bind", f"127.0.0.1:{site.port}", "archive.wsgi"),
        ],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(site.is_up)
        assert site.get("/articles/").status == 200
        state = Path(environment["DATELINE_STATE_DIR"])
        assert {"dateline.sqlite3-wal", "dateline.sqlite3-shm"} <= {
            path.name for path in state.iterdir()
        }
        assert readable_by_others(folder) == {}
        assert [umask_of(worker) for worker in workers_of(server.pid)] == ["0077"] * 2
    finally:
        server.terminate()
        server.wait(timeout=TIMEOUT)


def workers_of(pid: int) -> list[int]:
    """Return the ids of the child processes of a process."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def umask_of(pid: int) -> str:
    """Return the umask of a process, in octal digits."""
    found = re.search(r"^Umask:\s*(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    assert found is not None
    return found[1]


def test_an_archive_that_others_can_read_is_reported(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, other = tmp_path / "a state", tmp_path / "other.sqlite3"
    for path in (state, state / "index"):
        path.mkdir(0o700)
    for path in (other, state / "dateline.sqlite3", state / "dateline.sqlite3-wal"):
        path.touch(0o600)
    (state / "static").mkdir(0o755)
    settings.STATE_DIR, settings.ENV_FILE = state, str(tmp_path / ".env")
    monkeypatch.setitem(settings.DATABASES, "default", SQLITE | {"NAME": str(other)})
    Path(settings.ENV_FILE).touch(0o600)
    assert state_is_private() == []
    for path, mode in [
        (state, 0o750),
        (state / "index", 0o701),
        (state / "dateline.sqlite3", 0o640),
        (state / "dateline.sqlite3-wal", 0o602),
        (other, 0o604),
        (tmp_path / ".env", 0o644),
    ]:
        before = path.stat().st_mode
        path.chmod(mode)
        [warning] = state_is_private()
        assert warning.msg == f"Other users of this machine can read or change {path}."
        assert warning.id == "archive.W005"
        assert warning.hint is not None
        subprocess.run(warning.hint.partition(": ")[2], shell=True, check=True)
        assert state_is_private() == []
        path.chmod(before)


def test_an_empty_state_folder_is_made_private_and_another_is_not_changed(
    umask: None, environment: dict[str, str]
) -> None:
    state = Path(environment["DATELINE_STATE_DIR"])
    state.mkdir(parents=True)
    manage(environment, "check")
    assert state.stat().st_mode & 0o777 == 0o700
    (state / "notes.txt").touch()
    state.chmod(0o750)
    manage(environment, "check")
    assert state.stat().st_mode & 0o777 == 0o750


def test_the_commands_print_the_report(environment: dict[str, str]) -> None:
    state = Path(environment["DATELINE_STATE_DIR"])
    manage(environment, "migrate")
    (state / "dateline.sqlite3").chmod(0o644)
    state.chmod(0o755)
    for command in (["check"], ["check", "--deploy"]):
        report = manage(environment, *command)
        assert f"(archive.W005) Other users of this machine can read or change {state}.\n" in report
    state.chmod(0o700)
    (state / "dateline.sqlite3").chmod(0o600)
    assert "archive.W005" not in manage(environment, "check", "--deploy")
