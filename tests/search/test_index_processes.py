"""The index with real processes: they race, and are killed at any moment, and what is left is
sound."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

ATTEMPTS = 2
Run = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An archive of its own: SQLite in a file, whatever the other tests use."""
    (tmp_path / "archive" / "static").mkdir(parents=True)
    mine = {"DATELINE_STATE_DIR": str(tmp_path / "archive"), "DATELINE_DEBUG": "0"}
    return {name: value for name, value in (os.environ | mine).items() if name != "DATABASE_URL"}


@pytest.fixture
def start(environment: dict[str, str]) -> Run:
    """Start verbs of index_process on that archive: one process does them one after the other."""

    def start(verbs: str, count: int = 0) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.search.index_process", verbs, str(count)]
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )

    return start


def said(process: "subprocess.Popen[str]") -> list[str]:
    """The lines that a process printed until it ended well."""
    output, _errors = process.communicate(timeout=120)
    assert process.returncode == 0
    return output.splitlines()


def kill_soon(process: "subprocess.Popen[str]", within: float) -> str:
    """SIGKILL at a random moment after it has said its first line, which is given."""
    assert process.stdout is not None
    first = process.stdout.readline().strip()
    time.sleep(random.uniform(0, within))
    process.kill()
    process.communicate()
    return first


def test_a_rebuild_that_is_killed_leaves_the_old_index_serving(start: Run, tmp_path: Path) -> None:
    said(start("fill", 1500))
    kill_soon(start("rebuild"), 0.1)
    assert said(start("state,rebuild"))[0] in {"missing", "ready"}
    for _attempt in range(ATTEMPTS):
        kill_soon(start("rebuild"), 0.6)
        assert said(start("verify")) == ["sound"]
    assert said(start("rebuild,verify"))[-1] == "sound"
    folders = [path for path in (tmp_path / "archive" / "index").iterdir() if path.is_dir()]
    assert len(folders) == 1, "what the killed ones left is removed"


def test_catching_up_that_is_killed_goes_on_where_it_stopped(start: Run) -> None:
    said(start("fill,rebuild", 60))
    for _attempt in range(ATTEMPTS):
        kill_soon(start("write", 10_000), 0.5)
        assert kill_soon(start("state,catch_up"), 0.02) in {"ready", "behind"}
        assert said(start("catch_up,verify"))[-1] == "sound"


def test_no_change_is_lost_when_several_catch_up_at_once(start: Run) -> None:
    said(start("fill,rebuild", 60))
    racing = [start("follow"), start("follow"), start("write", 60), start("write", 60)]
    rebuilding = start("rebuild")
    for process in [*racing, rebuilding]:
        said(process)
    assert said(start("verify")) == ["sound"], "and nobody had to look again"


@pytest.mark.parametrize(
    "options", [[], ["--preload"]], ids=["each worker loads", "loaded before the fork"]
)
def test_web_workers_catch_up_for_a_writer_that_died(
    start: Run, environment: dict[str, str], options: list[str]
) -> None:
    said(start("fill,rebuild", 20))
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "python:archive.gunicorn_config",
        "--bind",
        "127.0.0.1:0",
    ]
    server = subprocess.Popen(
        [*command, *options, "archive.wsgi"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        said(start("die_after_commit"))
        deadline = time.monotonic() + 30
        while said(start("state")) != ["ready"] and time.monotonic() < deadline:
            time.sleep(0.1)
        assert said(start("verify")) == ["sound"]
    finally:
        server.terminate()
        server.wait(timeout=30)
