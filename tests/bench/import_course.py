"""Runs the real import command, and measures its memory and its progress until it ends."""

import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.process_usage import Watch
from tests.conftest import ROOT

if TYPE_CHECKING:
    from tests.bench.workspace import Workspace

_CAPTURES = "SELECT coalesce(max(id), 0) FROM archive_capture"


@dataclass(frozen=True, slots=True)
class Moment:
    """The state of an import after some seconds.

    `stored` is the number of files and rows that are stored. `memory` is what all processes of the
    import use together, in bytes, `own` the same without pages of mapped files.
    """

    seconds: float
    stored: int
    memory: int
    own: int


@dataclass(frozen=True, slots=True)
class ImportCourse:
    """One run of the import command. All times are in seconds, all memory is in bytes.

    `peak` and `own_peak` are the highest values of `Moment.memory` and `Moment.own`. The database
    server is not a process of the import, so its memory is not counted.
    """

    status: int
    seconds: float
    user_seconds: float
    system_seconds: float
    peak: int
    own_peak: int
    processes: int
    moments: tuple[Moment, ...]


def run_import(
    workspace: "Workspace", arguments: Sequence[str], report: Path, every: float = 0.5
) -> ImportCourse:
    """Run `import_articles` with `arguments`; `report` gets what it prints.

    The progress is read every `every` seconds. Exits with a message if the import fails; rejected
    files are no failure.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    moments = [Moment(0.0, 0, 0, 0)]
    with report.open("w") as output, _stored_count(workspace) as stored:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "import_articles", *arguments],
            cwd=ROOT,
            env=workspace.environment,
            stdout=output,
            stderr=subprocess.DEVNULL,
        )
        try:
            with Watch(process.pid) as watch:
                while _is_running(process, every):
                    seconds = time.monotonic() - started
                    moments.append(Moment(seconds, stored(), watch.memory, watch.own_memory))
        finally:
            process.terminate()
            process.wait()
        seconds = time.monotonic() - started
        moments.append(Moment(seconds, stored(), watch.memory, watch.own_memory))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in (0, 1):  # status 1: some files are rejected
        sys.exit(f"The import failed with status {process.returncode}; see {report}.")
    return ImportCourse(
        process.returncode,
        seconds,
        after.ru_utime - before.ru_utime,
        after.ru_stime - before.ru_stime,
        watch.peak,
        watch.own_peak,
        watch.most_processes,
        tuple(moments),
    )


def _is_running(process: subprocess.Popen[bytes], wait: float) -> bool:
    try:
        process.wait(wait)
    except subprocess.TimeoutExpired:
        return True
    return False


@contextmanager
def _stored_count(workspace: "Workspace") -> Iterator[Callable[[], int]]:
    """Yield a function that returns the number of files and rows stored until now."""
    address = workspace.environment.get("DATABASE_URL")
    if address:
        import psycopg

        with psycopg.connect(address, autocommit=True) as connection:
            yield lambda: _number(connection.execute(_CAPTURES).fetchone())
        return

    def stored() -> int:
        try:
            path = f"file:{workspace.database}?mode=ro"
            with closing(sqlite3.connect(path, uri=True, timeout=1)) as database:
                return _number(database.execute(_CAPTURES).fetchone())
        except sqlite3.OperationalError:
            return 0

    yield stored


def _number(row: tuple[Any, ...] | None) -> int:
    return int(row[0]) if row else 0
