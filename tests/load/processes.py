"""Runs functions in processes of their own, side by side, until they are told to end."""

import multiprocessing
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

_FORK = multiprocessing.get_context("fork")
_PATIENCE = 90.0  # seconds in which a process must end, after it was told to

IsOver = Callable[[], bool]


class Crowd:
    """Processes that run the same function, each with its own arguments.

    The function gets one more argument, a function that returns True when it must end. Its result
    must be picklable.
    """

    def __init__(self, work: Callable[..., Any], given: Sequence[tuple[Any, ...]]) -> None:
        self._end = _FORK.Event()
        self._members: list[tuple[multiprocessing.process.BaseProcess, Connection]] = []
        for arguments in given:
            ours, theirs = _FORK.Pipe(duplex=False)
            process = _FORK.Process(
                target=_work, args=(work, arguments, self._end.is_set, theirs), daemon=True
            )
            process.start()
            theirs.close()
            self._members.append((process, ours))

    def end(self) -> list[Any]:
        """Tell all processes to end, and return their results in the order of the arguments.

        Raises RuntimeError if a process ended without a result.
        """
        self._end.set()
        results = []
        for process, connection in self._members:
            try:
                if not connection.poll(_PATIENCE):
                    raise RuntimeError(f"process {process.pid} does not end")
                results.append(connection.recv())
            except EOFError:
                raise RuntimeError(f"process {process.pid} ended without a result") from None
        return results

    def kill(self) -> None:
        """End the processes that are still running, at once."""
        for process, connection in self._members:
            connection.close()
            process.kill()
            process.join()


@contextmanager
def crowd(work: Callable[..., Any], given: Sequence[tuple[Any, ...]]) -> Iterator[Crowd]:
    """Run a `Crowd` inside a `with` block; at the end of the block, kill what is still running."""
    made = Crowd(work, given)
    try:
        yield made
    finally:
        made.kill()


def _work(
    work: Callable[..., Any], arguments: tuple[Any, ...], is_told: IsOver, connection: Connection
) -> None:
    # Ctrl-C reaches every process of the terminal, but only the parent ends the crowd.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = os.getppid()
    # If the parent was killed, this process has another parent.
    connection.send(work(*arguments, lambda: is_told() or os.getppid() != parent))


@contextmanager
def running(command: Sequence[str], **options: Any) -> Iterator["subprocess.Popen[str]"]:
    """Run a program inside a `with` block; at the end of the block, end it if it still runs.

    `options` are those of subprocess.Popen.
    """
    process = subprocess.Popen(command, text=True, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
