"""Tests of an import that is killed or stopped at any moment and then started again.

The tests use real processes, and a database in a file or on a server.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.saved_files import write_pages
from tests.separate_archive import SeparateArchive

FILES = 400


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pages(tmp_path_factory.mktemp("pages"), FILES)


def test_kill_9_at_any_moment_loses_nothing(
    make_archive: Callable[[], SeparateArchive], pages: Path
) -> None:
    whole = make_archive()
    assert whole.start(str(pages)).wait() == 0
    killed = make_archive()
    random = Random(9)
    ends = []
    for count in (0, 1, 80, 180, 280):
        process = killed.start(str(pages))
        killed.signal_when(process, count, 0)
        time.sleep(random.random() * 0.05)
        process.kill()
        ends.append(process.wait())
        assert killed.stored_count() <= FILES
    assert ends.count(-signal.SIGKILL) >= 3, "the runs were over before they could be killed"
    last = killed.start(str(pages))
    assert last.wait() == 0
    expected, results = whole.contents(), killed.contents()
    assert results["rows"] == expected["rows"]
    state, _, total = results["index"]
    assert (state, total) == ("ready", FILES)
    assert sum(created for _, created in results["runs"]) == FILES
    assert results["runs"][-1][0] is True


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_stopped_run_finishes_its_batch_and_reports(
    make_archive: Callable[[], SeparateArchive], pages: Path, number: int, status: int
) -> None:
    archive = make_archive()
    process = archive.start(str(pages))
    archive.signal_when(process, 1, number)
    output, _ = process.communicate()
    existing = archive.stored_count()
    assert process.returncode == status
    assert 0 < existing < FILES
    assert f"  created   {existing:>9}" in output
    assert "Stopped as requested" in output
    before = archive.contents()
    assert before["runs"] == [[True, existing]]
    assert before["index"][2] == existing
    assert archive.start(str(pages)).wait() == 0
    assert archive.stored_count() == FILES


def children(process: "subprocess.Popen[str]") -> list[int]:
    """Return the ids of the processes that a process has started."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in listed.read_text().split()] if listed.exists() else []


def is_worker(pid: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def wait_until_gone(pids: list[int]) -> None:
    """Wait, at most a minute, until none of the processes with these ids is running."""
    deadline = time.monotonic() + 60
    while any(
        Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes()
        for pid in pids
    ):
        assert time.monotonic() < deadline, "a process outlived the importer"
        time.sleep(0.01)


def test_workers_end_with_the_importer_and_it_survives_their_death(
    make_archive: Callable[[], SeparateArchive], pages: Path
) -> None:
    archive = make_archive()

    process = archive.start("--workers", "2", str(pages))
    archive.signal_when(process, 1, 0)
    started = children(process)
    process.kill()
    process.communicate()
    assert len(list(filter(is_worker, started))) <= 2 <= len(started)
    wait_until_gone(started)
    existing = archive.stored_count()
    assert existing < FILES

    process = archive.start("--workers", "2", str(pages))
    archive.signal_when(process, existing + 1, 0)
    started = children(process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does at Ctrl-C
    output, errors = process.communicate()
    assert process.returncode == 130
    assert "Stopped as requested" in output
    assert "Traceback" not in errors
    wait_until_gone(started)
    assert existing < archive.stored_count() < FILES

    process = archive.start("--workers", "2", str(pages))
    while not (results := list(filter(is_worker, children(process)))):
        assert process.poll() is None
        time.sleep(0.001)
    os.kill(results[0], signal.SIGKILL)
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    assert archive.stored_count() == FILES
    assert archive.contents()["index"][0::2] == ["ready", FILES]
