"""Tests that a run shows its progress: as a bar on a terminal, as plain lines in a log."""

import io

from archive.importing.progress import Progress


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
    for _ in range(8):
        clock.now += 4
        progress.advance([None] * 50)
    progress.close()
    assert log.getvalue().splitlines() == [
        "150 of 1,000 files, 12 a second, 68 s left",
        "300 of 1,000 files, 12 a second, 56 s left",
    ]


def test_a_terminal_gets_a_bar_that_goes_away() -> None:
    terminal = Terminal()
    progress = Progress(10, terminal)
    progress.advance([None] * 5)
    progress.close()
    assert "files" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r")


def test_more_files_than_counted_give_no_negative_time() -> None:
    clock = Clock()
    progress = Progress(1, io.StringIO(), clock)
    clock.now += 1
    progress.advance([None] * 5)
    assert progress.line() == "5 of 1 files, 5 a second, 0 s left"
