"""Tests that a run shows its progress: as a bar on a terminal, as plain lines in a log."""

import io
from pathlib import Path

from archive.importing.progress import Progress
from ingest.file_reader import ReadPosition
from ingest.pipeline import ImportOverrides, found_entries
from tests.saved_files import plain, save


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that shows the time which a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_log_gets_a_plain_line_every_ten_seconds() -> None:
    log, clock = io.StringIO(), Clock()
    progress = Progress(1000, log, clock)
    for number in range(1, 9):
        clock.now += 4
        progress.advance([None] * 50, number * 100)
    progress.close()
    assert log.getvalue().splitlines() == [
        "150 files and rows, 12 a second, 30% read, 28 s left",
        "300 files and rows, 12 a second, 60% read, 16 s left",
    ]


def test_a_terminal_gets_a_bar_that_goes_away() -> None:
    terminal = Terminal()
    progress = Progress(10, terminal)
    progress.advance([None] * 5, 5)
    progress.close()
    assert "5 files and rows" in terminal.getvalue()
    assert " 50%|" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r")


def test_a_file_that_grew_gives_no_negative_time() -> None:
    clock = Clock()
    progress = Progress(100, io.StringIO(), clock)
    clock.now += 1
    progress.advance([None] * 5, 500)
    assert progress.line() == "5 files and rows, 5 a second, 100% read, 0 s left"
    empty = Progress(0, io.StringIO(), clock)
    assert empty.line() == "0 files and rows, 0 a second, 100% read, 0 s left"


def test_the_position_in_a_data_set_grows_with_its_rows(folder: Path) -> None:
    rows = "".join(
        f"Row {n} of the table,2024-05-01,{'The mill turns. ' * 20}\n" for n in range(5_000)
    )
    table = save(folder, "a.csv", f"title,date,text\n{rows}")
    save(folder, "b.txt", plain("A Page", "The mill turns."))
    position, seen = ReadPosition(), []
    for path in sorted(folder.iterdir()):
        position.begin(path.stat().st_size)
        for _ in found_entries(str(path), ImportOverrides(), position.follow):
            seen.append(position.bytes_read())
    size = table.stat().st_size
    assert seen == sorted(seen)
    assert 0 < seen[1_000] < size / 2 < seen[4_000] <= size
    assert seen[-1] == sum(path.stat().st_size for path in folder.iterdir())
