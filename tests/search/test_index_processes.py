"""Test that the index has no error if processes that use it are killed at random moments."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

ATTEMPTS = 2
Run = Callable[..., "subprocess.Popen[str]"]


def environment_of(folder: Path) -> dict[str, str]:
    """Return the environment of the archive in this folder, always with SQLite in a file."""
    mine = {"DATELINE_STATE_DIR": str(folder), "DATELINE_DEBUG": "0"}
    return {name: value for name, value in (os.environ | mine).items() if name != "DATABASE_URL"}


def start_steps(environment: dict[str, str], verbs: str, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.search.index_process", verbs, str(count)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a separate archive."""
    (tmp_path / "archive" / "static").mkdir(parents=True)
    return environment_of(tmp_path / "archive")


@pytest.fixture
def start(environment: dict[str, str]) -> Run:
    """Return a function that starts a process, which runs verbs of index_process one by one."""
    return lambda verbs, count=0: start_steps(environment, verbs, count)


@pytest.fixture(scope="module")
def indexed_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an archive of 60 articles with an index, which no test changes; return its folder."""
    folder = tmp_path_factory.mktemp("indexed")
    output_of(start_steps(environment_of(folder), "fill,rebuild", 60))
    return folder


@pytest.fixture
def has_index(environment: dict[str, str], indexed_archive: Path) -> None:
    """Give the separate archive 60 articles and an index."""
    shutil.copytree(indexed_archive, environment["DATELINE_STATE_DIR"], dirs_exist_ok=True)


def output_of(process: "subprocess.Popen[str]") -> list[str]:
    """Return the lines that a process printed; it must end without an error."""
    output, _errors = process.communicate(timeout=120)
    assert process.returncode == 0
    return output.splitlines()


def kill_soon(process: "subprocess.Popen[str]", within: float) -> str:
    """Kill a process at most `within` seconds after it printed its first line; return this line."""
    assert process.stdout is not None
    first = process.stdout.readline().strip()
    time.sleep(random.uniform(0, within))
    process.kill()
    process.communicate()
    return first


def test_the_old_index_is_used_after_a_killed_rebuild(start: Run, tmp_path: Path) -> None:
    output_of(start("fill", 1500))
    kill_soon(start("rebuild"), 0.1)
    assert output_of(start("state,rebuild"))[0] in {"missing", "ready"}
    for _attempt in range(ATTEMPTS):
        kill_soon(start("rebuild"), 0.6)
        assert output_of(start("verify")) == ["sound"]
    assert output_of(start("rebuild,verify"))[-1] == "sound"
    folders = [path for path in (tmp_path / "archive" / "index").iterdir() if path.is_dir()]
    assert len(folders) == 1, "the folders of killed rebuilds are removed"


@pytest.mark.usefixtures("has_index")
def test_catching_up_continues_after_being_killed(start: Run) -> None:
    for _attempt in range(ATTEMPTS):
        kill_soon(start("write", 10_000), 0.5)
        assert kill_soon(start("state,catch_up"), 0.02) in {"ready", "behind"}
        assert output_of(start("catch_up,verify"))[-1] == "sound"


@pytest.mark.usefixtures("has_index")
def test_no_change_is_lost_if_several_processes_catch_up(start: Run) -> None:
    racing = [start("follow"), start("follow"), start("write", 60), start("write", 60)]
    rebuilding = start("rebuild")
    for process in [*racing, rebuilding]:
        output_of(process)
    assert output_of(start("verify")) == ["sound"], "no further catch-up is needed"


@pytest.mark.usefixtures("has_index")
@pytest.mark.parametrize(
    "options", [[], ["--preload"]], ids=["loaded-by-each-worker", "loaded-before-the-fork"]
)
def test_web_workers_catch_up_for_a_writer_that_died(
    start: Run, environment: dict[str, str], options: list[str]
) -> None:
    command = [sys.executable, "-m", "gunicorn", "-c", "python:archive.gunicorn_config"]
    command += ["--bind", "127.0.0.1:0"]
    server = subprocess.Popen(
        [*command, *options, "archive.wsgi"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        output_of(start("die_after_commit"))
        assert output_of(start("wait_until_ready,verify")) == ["sound"]
    finally:
        server.terminate()
        server.wait(timeout=30)
