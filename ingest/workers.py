"""Stages 1 to 4 in several processes: files are handed out in parts and collected in the order in
which they were handed out, so that the number of workers changes nothing but the time.

A worker is given bytes and gives Readings; it has no connection to the database. Signals from the
keyboard or a service manager do not reach it: the importer finishes its batch and then ends its
workers. When the importer is gone, however it ended, the worker ends too. When a worker is gone,
what it had in hand is read again, file by file."""

import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from ingest.mentions import Gazetteer
from ingest.pipeline import FileError, FileResult, ImportOverrides, process_file
from ingest.read import FileBytes
from ingest.walk import shown_path

_MOST_DEATHS = (
    20  # of workers in a row, without a file read between: then it is not the files' fault
)
_GIVEN_UP_AFTER = 2  # deaths of workers that had a file in hand, the second time alone
_YIELDING = (
    5  # of its niceness: the importer, which all wait for, goes first, and so do the site's pages
)
_OURS = (signal.SIGINT, signal.SIGTERM)

_gazetteer: Gazetteer | None = None  # of a worker process


class WorkersLost(Exception):
    """Workers end before they read anything; the message says what can be done."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read: its bytes, and what was said of it. `is_stored`: the bytes come from the
    archive."""

    path: str
    file_bytes: FileBytes
    overrides: ImportOverrides
    is_stored: bool = False

    def read(self, gazetteer: Gazetteer) -> FileResult:
        return process_file(
            self.path, self.file_bytes, self.overrides, gazetteer, is_stored=self.is_stored
        )


@dataclass(eq=False, slots=True)
class WorkUnit:
    """Files handed out together. Collected once. `future` is None when the worker was dead
    already."""

    tasks: Sequence[Task]
    future: "Future[bytes] | None" = None
    worker: "_Worker | None" = None
    pieces: "list[WorkUnit]" = field(default_factory=list)
    given_up: FileResult | None = None
    deaths: int = 0

    def is_read(self) -> bool:
        """Wait until it is read, or the worker is dead: whether it was read."""
        try:
            return self.future is not None and self.future.exception() is None
        except CancelledError:
            return False


class Workers:
    """So many worker processes; with a count of 1 none at all: then files are read in this process,
    when collected.

    A context manager: at its end no worker is left.
    """

    def __init__(self, gazetteer: Gazetteer, count: int) -> None:
        self._gazetteer = gazetteer
        self._workers = [_Worker(gazetteer) for _ in range(count)] if count > 1 else []
        self._deaths = 0

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    @property
    def are_processes(self) -> bool:
        return bool(self._workers)

    def hand_out(self, tasks: Sequence[Task]) -> WorkUnit:
        """Give files to the worker that has the fewest in hand."""
        part = WorkUnit(tasks)
        if self._workers and tasks:
            min(self._workers, key=lambda worker: len(worker.parts)).take(part)
        return part

    def collect(self, part: WorkUnit) -> Iterator[FileResult]:
        """The Readings of a part, in the order of its files. Raises WorkersLost."""
        if part.worker is None:
            yield from (task.read(self._gazetteer) for task in part.tasks)
            return
        while not part.pieces and part.given_up is None:
            if not part.is_read():
                self._bury(part.worker)
                continue
            assert part.future
            results: list[FileResult] = pickle.loads(part.future.result())
            self._deaths = 0
            part.worker.parts.remove(part)
            yield from results
            return
        for piece in part.pieces:
            yield from self.collect(piece)
        if part.given_up:
            yield part.given_up

    def _bury(self, worker: "_Worker") -> None:
        """Start a worker anew. What it had in hand when it died is read again file by file."""
        self._deaths += 1
        if self._deaths > _MOST_DEATHS:
            raise WorkersLost(
                "The worker processes end before they read a file. Is there memory for them?"
                " --workers 1 needs none."
            )
        waiting = list(worker.parts)
        worker.end()
        worker.begin()
        in_hand = next((part for part in waiting if not part.is_read()), None)
        for part in waiting:
            if part.is_read():
                worker.parts.append(part)
            elif part is in_hand and part.future:
                self._read_singly(part, worker)
            else:
                worker.take(part)

    def _read_singly(self, part: WorkUnit, worker: "_Worker") -> None:
        deaths = part.deaths + 1
        if len(part.tasks) == 1 and deaths == _GIVEN_UP_AFTER:
            part.given_up = _killed(part.tasks[0])
            return
        part.pieces = [WorkUnit([task], deaths=deaths) for task in part.tasks]
        for piece in part.pieces:
            worker.take(piece)


class _Worker:
    """One process, and what it was handed and has not been collected, oldest first."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.parts: deque[WorkUnit] = deque()
        self.begin()

    def begin(self) -> None:
        self.parts.clear()
        self._executor = ProcessPoolExecutor(
            1, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(self._gazetteer,)
        )

    def take(self, part: WorkUnit) -> None:
        part.worker = self
        self.parts.append(part)
        with _signals_held():  # the first one starts the process, which inherits what is blocked
            try:
                part.future = self._executor.submit(_read_all, part.tasks)
            except BrokenExecutor:
                part.future = None

    def end(self) -> None:
        self._executor.shutdown(cancel_futures=True)


def _killed(task: Task) -> FileResult:
    message = (
        "The process that read this file ended without a word, twice: killed by the system (for"
        " want of memory?) or by a bug. Nothing of it was stored."
    )
    error = FileError(
        "worker-died", message, traceback="The worker process ended; there is no traceback."
    )
    return FileResult(
        shown_path(task.path),
        task.overrides,
        task.file_bytes.sha256,
        task.file_bytes.size,
        error=error,
    )


@contextmanager
def _signals_held() -> Iterator[None]:
    """Ctrl-C and SIGTERM wait until the end of this block, and never come to a process that is
    started in it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _OURS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(gazetteer: Gazetteer) -> None:
    """The start of a worker process."""
    global _gazetteer
    _gazetteer = gazetteer
    os.nice(_YIELDING)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os._exit(1)


def _read_all(tasks: Sequence[Task]) -> bytes:
    """What a worker does. It pickles, so that the importer unpickles when it needs the Readings,
    not when they come."""
    assert _gazetteer
    return pickle.dumps([task.read(_gazetteer) for task in tasks], pickle.HIGHEST_PROTOCOL)
