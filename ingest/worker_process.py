"""A worker process: it runs functions for the process that started it, one after another.

A worker ignores Ctrl-C and SIGTERM, because the process that started it first finishes what it is
doing and then ends its workers. If that process dies, the worker ends, too. A worker has a lower
priority than the site, so that the site stays fast, and also a lower priority than the process that
waits for it.
"""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")

_NICENESS = 5
OBJECTS = 50_000
"""How many objects an import makes before Python searches them for cycles.

With the usual 700, the search takes up to a tenth of the time, because a batch has so many objects.
"""
_BLOCKED_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class WorkerProcess:
    """One worker process, which calls `prepare(*arguments)` before anything else.

    The functions, their arguments and their results are pickled.
    """

    def __init__(self, prepare: Callable[..., object], *arguments: Any) -> None:
        self._executor = ProcessPoolExecutor(
            1, multiprocessing.get_context("spawn"), initializer=_begin
        )
        # Not in the initializer: the caller would have to wait until the process has started,
        # because it reads large arguments only then.
        self.submit(prepare, *arguments)

    def submit(
        self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> "Future[T] | None":
        """Call a function in the process, after all that was submitted before.

        Returns None if the process is dead. If it dies later, the Future has a BrokenExecutor.
        """
        with _signals_blocked():  # a new process inherits them
            try:
                return self._executor.submit(function, *args, **kwargs)
            except BrokenExecutor:
                return None

    def end(self) -> None:
        """End the process after the function that is running, and wait until it has ended."""
        self._executor.shutdown(cancel_futures=True)


def end_all(processes: Iterable[WorkerProcess]) -> None:
    """End several processes at the same time, and wait until all of them have ended."""
    threads = [threading.Thread(target=process.end) for process in processes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def usable_cores() -> int:
    """Return the number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _signals_blocked() -> Iterator[None]:
    """Block Ctrl-C and SIGTERM inside a `with` block, and in processes started in this block."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _BLOCKED_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Lower the priority of a new worker, and make it end with the process that started it."""
    os.nice(_NICENESS)
    gc.set_threshold(OBJECTS)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os._exit(1)
