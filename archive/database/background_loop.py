"""Repeat a task in a thread with its own database connection."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import Error, connection

logger = logging.getLogger(__name__)


@contextmanager
def background_loop(task: Callable[[], object], seconds: float, name: str) -> Iterator[None]:
    """Run the task every `seconds` in a thread of this name, while the block lasts.

    Inside a transaction, the task does not run at all, because its connection would not see the
    changes.
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


def log_errors(task: Callable[[], object]) -> None:
    """Run the task; log an error instead of raising it.

    A thread that repeats a task must survive every error, because nobody would notice if it ended.
    After an error of the database, the next run uses a new connection.
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
