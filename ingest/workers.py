"""Worker processes: with them, an import reads several files at the same time.

The import gives groups of files (units) to the workers and collects the results in the same order.
So the number of workers changes only the duration of the import. A worker has no connection to the
database: it receives bytes and returns FileResults. If a worker dies, the files that it was reading
are read again one by one.
"""

import pickle
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field

from ingest.mentions import Gazetteer
from ingest.pipeline import FileError, FileResult, ImportOverrides, process_file
from ingest.read import FileBytes
from ingest.walk import shown_path
from ingest.worker_process import WorkerProcess, end_all

# If more workers than this die one after another and no file was read in between, the files are
# not the cause.
_MOST_DEATHS = 20
# A file is given up if two workers died while they read it. The second worker read only this file.
_GIVEN_UP_AFTER = 2

_gazetteer: Gazetteer | None = None  # set in worker processes only


class WorkersLost(Exception):
    """The error that is raised if too many workers died before they read a file.

    The message tells the archivist what to do.
    """


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read: its path, its bytes and the overrides that the archivist set.

    `is_stored` is true if the archive has these bytes already. The other values are those of an
    Entry (`ingest.formats.entry`).
    """

    path: str
    file_bytes: FileBytes
    overrides: ImportOverrides
    is_stored: bool = False
    place: str = ""
    form: str = ""
    encoding: str = ""
    container: str = ""

    def read(self, gazetteer: Gazetteer) -> FileResult:
        return process_file(
            self.path,
            self.file_bytes,
            self.overrides,
            gazetteer,
            is_stored=self.is_stored,
            place=self.place,
            form=self.form,
            encoding=self.encoding,
            container=self.container,
        )


@dataclass(eq=False, slots=True)
class WorkUnit:
    """Files that one worker reads together. `Workers.collect` must be called once for each unit.

    `worker` is None if the import process reads the files itself. `future` is the Future of the
    pickled results; it is None if there is no worker, or if the worker was already dead when it got
    the unit. `deaths` is the number of workers that died while they read these files. After the
    death of a worker, the files are read again: `singles` has a unit for each of them. But if two
    workers died while they read the only file of the unit, `given_up` is the error of this file.
    """

    tasks: Sequence[Task]
    future: "Future[bytes] | None" = None
    worker: "_Worker | None" = None
    singles: "list[WorkUnit]" = field(default_factory=list)
    given_up: FileResult | None = None
    deaths: int = 0

    def is_read(self) -> bool:
        """Wait until the worker has read these files or is dead; return True if it read them."""
        try:
            return self.future is not None and self.future.exception() is None
        except CancelledError:
            return False


class Workers:
    """Several worker processes; if their number is 1, the import process reads the files itself.

    This is a context manager, which ends the worker processes.
    """

    def __init__(self, gazetteer: Gazetteer, count: int) -> None:
        self._gazetteer = gazetteer
        self._workers = [_Worker(gazetteer) for _ in range(count)] if count > 1 else []
        self._deaths = 0

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        end_all(worker.process for worker in self._workers)

    @property
    def are_processes(self) -> bool:
        return bool(self._workers)

    def hand_out(self, tasks: Sequence[Task]) -> WorkUnit:
        """Give files to the worker that has the fewest units to read; return these files as a unit.

        If there are no worker processes, the files are read later, in `collect`.
        """
        unit = WorkUnit(tasks)
        if self._workers and tasks:
            min(self._workers, key=lambda worker: len(worker.units)).take(unit)
        return unit

    def collect(self, unit: WorkUnit) -> Iterator[FileResult]:
        """Yield the results of a unit, in the order of its files. Raises WorkersLost."""
        if unit.worker is None:
            yield from (task.read(self._gazetteer) for task in unit.tasks)
            return
        while not unit.singles and unit.given_up is None:
            if not unit.is_read():
                self._restart(unit.worker)
                continue
            assert unit.future
            results: list[FileResult] = pickle.loads(unit.future.result())
            self._deaths = 0
            unit.worker.units.remove(unit)
            yield from results
            return
        for single in unit.singles:
            yield from self.collect(single)
        if unit.given_up:
            yield unit.given_up

    def _restart(self, worker: "_Worker") -> None:
        """Replace a dead worker. The files that this worker was reading are read again one by one.

        Units that the dead worker had not begun are given to the new process unchanged. Raises
        WorkersLost.
        """
        self._deaths += 1
        if self._deaths > _MOST_DEATHS:
            raise WorkersLost(
                "The worker processes end before they read a file, perhaps for lack of memory."
                " Use --workers 1 to import without them."
            )
        waiting = list(worker.units)
        worker.end()
        worker.begin()
        current = next((unit for unit in waiting if not unit.is_read()), None)
        for unit in waiting:
            if unit.is_read():
                worker.units.append(unit)
            elif unit is current and unit.future:
                self._read_singly(unit, worker)
            else:
                worker.take(unit)

    def _read_singly(self, unit: WorkUnit, worker: "_Worker") -> None:
        deaths = unit.deaths + 1
        if len(unit.tasks) == 1 and deaths == _GIVEN_UP_AFTER:
            unit.given_up = _died(unit.tasks[0])
            return
        unit.singles = [WorkUnit([task], deaths=deaths) for task in unit.tasks]
        for single in unit.singles:
            worker.take(single)


class _Worker:
    """One worker process.

    `units` are the units that were given to the process and not yet collected, the oldest first.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.units: deque[WorkUnit] = deque()
        self.begin()

    def begin(self) -> None:
        self.units.clear()
        self.process = WorkerProcess(_begin, self._gazetteer)

    def take(self, unit: WorkUnit) -> None:
        unit.worker = self
        self.units.append(unit)
        unit.future = self.process.submit(_read_all, unit.tasks)

    def end(self) -> None:
        self.process.end()


def _died(task: Task) -> FileResult:
    message = (
        "The process that read this file ended twice without an error: killed by the system"
        " (perhaps for lack of memory) or by a bug. Nothing of the file was stored."
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
        place=task.place,
        container=task.container,
    )


def _begin(gazetteer: Gazetteer) -> None:
    """Prepare a new worker process for reading files: store its gazetteer."""
    global _gazetteer
    _gazetteer = gazetteer


def _read_all(tasks: Sequence[Task]) -> bytes:
    """Read files in a worker process; return their results, pickled.

    The results are pickled to bytes, because the process pool would unpickle other values as soon
    as they arrive in the import process. In this way, the import process can unpickle the results
    later, when it collects them.
    """
    assert _gazetteer
    return pickle.dumps([task.read(_gazetteer) for task in tasks], pickle.HIGHEST_PROTOCOL)
