"""The index with real processes: they race, and are killed at any moment, and what is left is sound."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

Run = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An archive of its own: SQLite in a file, whatever the other tests use."""
    (tmp_path / "archive" / "static").mkdir(parents=True)
    mine = {"DATELINE_STATE_DIR": str(tmp_path / "archive"), "DATELINE_DEBUG": "0"}
    return {name: value for name, value in (os.environ | mine).items() if name != "DATABASE_URL"}


@pytest.fixture
def start(environment: dict[str, str]) -> Run:
    """Start a verb of index_process on that archive."""

    def start(verb: str, count: int = 0) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.archive.index_process", verb, str(count)]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)

    return start


def said(process: "subprocess.Popen[str]") -> str:
    output, _errors = process.communicate(timeout=120)
    assert process.returncode == 0
    return output.strip()


def kill_soon(process: "subprocess.Popen[str]", within: float) -> None:
    """SIGKILL at a random moment after it has begun."""
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(random.uniform(0, within))
    process.kill()
    process.communicate()


def test_a_rebuild_that_is_killed_leaves_the_old_index_serving(start: Run, tmp_path: Path) -> None:
    said(start("fill", 1500))
    kill_soon(start("rebuild"), 0.1)
    assert said(start("state")) in {"missing", "ready"}
    said(start("rebuild"))
    for _attempt in range(3):
        kill_soon(start("rebuild"), 0.6)
        assert said(start("verify")) == "sound"
    said(start("rebuild"))
    assert said(start("verify")) == "sound"
    folders = [path for path in (tmp_path / "archive" / "index").iterdir() if path.is_dir()]
    assert len(folders) == 1, "what the killed ones left is removed"


def test_catching_up_that_is_killed_goes_on_where_it_stopped(start: Run) -> None:
    said(start("fill", 60))
    said(start("rebuild"))
    for _attempt in range(3):
        kill_soon(start("write", 10_000), 0.5)
        assert said(start("state")) in {"ready", "behind"}
        kill_soon(start("catch_up"), 0.02)
        said(start("catch_up"))
        assert said(start("verify")) == "sound"


def test_no_change_is_lost_when_several_catch_up_at_once(start: Run) -> None:
    said(start("fill", 60))
    said(start("rebuild"))
    racing = [start("follow"), start("follow"), start("write", 60), start("write", 60)]
    rebuilding = start("rebuild")
    for process in [*racing, rebuilding]:
        said(process)
    assert said(start("verify")) == "sound", "and nobody had to look again"


@pytest.mark.parametrize("options", [[], ["--preload"]], ids=["each worker loads", "loaded before the fork"])
def test_web_workers_catch_up_for_a_writer_that_died(
    start: Run, environment: dict[str, str], options: list[str]
) -> None:
    said(start("fill", 20))
    said(start("rebuild"))
    command = [sys.executable, "-m", "gunicorn", "-c", "python:archive.gunicorn_config", "--bind", "127.0.0.1:0"]
    server = subprocess.Popen(
        [*command, *options, "archive.wsgi"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        said(start("die_after_commit"))
        deadline = time.monotonic() + 30
        while said(start("state")) != "ready" and time.monotonic() < deadline:
            time.sleep(0.1)
        assert said(start("verify")) == "sound"
    finally:
        server.terminate()
        server.wait(timeout=30)
