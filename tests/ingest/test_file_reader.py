"""Test that files are read the same in another process, also if this process is killed."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest import file_reader
from ingest.file_reader import read_files
from ingest.pipeline import ImportOverrides
from ingest.walk import walk
from ingest.worker_process import WorkerProcess
from ingest.workers import WorkersLost
from tests.saved_files import plain, save


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write pages, tables of different length, an empty table, and a link that leads nowhere."""
    for number in range(12):
        save(tmp_path, f"{number:02}-page.txt", plain(f"Page {number}", "The mill turns."))
        rows = "".join(f"Row {row},2024-05-01,The wheel turns.\n" for row in range(number * 20))
        save(tmp_path, f"{number:02}-table.csv", f"title,date,text,note\n{rows}")
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere.txt")
    return tmp_path


def read(folder: Path, *, in_process: bool) -> list[tuple[str, str, int]]:
    found = read_files(walk([str(folder)]), ImportOverrides(), in_process=in_process)
    return [(one.path, repr(one.found), one.position) for one in found]


def killing(when: Callable[[int], bool]) -> Iterator[None]:
    """Let the process that reads kill itself before the calls for which `when` is true."""
    submit: Callable[..., Any] = WorkerProcess.submit
    calls = 0

    def deadly(process: WorkerProcess, function: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if when(calls):
            submit(process, die)
        return submit(process, function, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WorkerProcess, "submit", deadly)
        yield
    assert any(when(call) for call in range(calls + 1))


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_another_process_reads_the_same(folder: Path) -> None:
    here = read(folder, in_process=False)
    assert len(here) > 1_300
    assert read(folder, in_process=True) == here


@pytest.mark.parametrize("calls", [{1}, {4}, {9, 11}, {5, 10, 15}])
def test_nothing_is_lost_if_the_process_dies(folder: Path, calls: set[int]) -> None:
    here = read(folder, in_process=False)
    for _ in killing(calls.__contains__):
        assert read(folder, in_process=True) == here


def test_a_process_that_always_dies_ends_the_import(folder: Path) -> None:
    for _ in killing(lambda call: True):
        with pytest.raises(WorkersLost):
            read(folder, in_process=True)


def test_few_files_are_known_in_advance(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that an import of millions of files does not keep all their names in memory."""
    monkeypatch.setattr(file_reader, "_FILES_AHEAD", 3)
    taken = 0

    def files() -> Iterator[Any]:
        nonlocal taken
        for file in walk([str(folder)]):
            taken += 1
            yield file

    begun = set[str]()
    for one in read_files(files(), ImportOverrides(), in_process=True):
        begun.add(one.path)
        # Those that are begun in chunks that did not arrive yet are small pages and tables.
        assert taken <= len(begun) + 3 + 2 * file_reader._CHUNKS_AHEAD * 4
    assert taken == 25
