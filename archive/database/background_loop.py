"""Runs and repeats tasks in threads that have their own database connections."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import Error, connection

logger = logging.getLogger(__name__)


@contextmanager
def background_loop(task: Callable[[], object], seconds: float, name: str) -> Iterator[None]:
    """Run the task again and again in a thread, until the `with` block ends.

    `seconds` is the pause before each run, and `name` the name of the thread. If the caller is in a
    transaction (which is true in most tests), the task never runs, because the connection of the
    thread would not see the changes of the transaction.
    """
    if connection.in_atomic_block:
        yield
        return
    is_over = threading.Event()

    def repeat() -> None:
        while not is_over.wait(seconds):
            log_errors(task)
        connection.close()

    thread = threading.Thread(target=repeat, name=name)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


_processes: dict[str, int] = {}  # name of a thread -> id of the process that has this thread


def run_in_each_process(loop: Callable[[], object], name: str) -> None:
    """Run `loop` in a thread of this process and of every process that is forked from it.

    A forked process does not have the threads of its parent. `name` is the name of the thread. If
    this process has the thread already, the function does nothing.
    """
    if _processes.get(name) == os.getpid():
        return
    if name not in _processes:
        os.register_at_fork(after_in_child=partial(run_in_each_process, loop, name))
    _processes[name] = os.getpid()
    threading.Thread(target=loop, name=name, daemon=True).start()


def log_errors(task: Callable[[], object]) -> None:
    """Run the task; if it raises an error, log the error instead of raising it.

    A thread that repeats a task must continue after every error, because nobody would notice that
    the thread ended. After a database error, the connection is closed, so that the next run of the
    task opens a new connection.
    """
    try:
        task()
    except Error as error:
        logger.warning(
            "%s could not query the database: %s", threading.current_thread().name, error
        )
        connection.close()
    except Exception:
        logger.exception("%s failed.", threading.current_thread().name)
