"""Work that a thread does again and again beside other work, with a database connection of its
own."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import Error, connection

logger = logging.getLogger(__name__)


@contextmanager
def background_loop(decision: Callable[[], object], seconds: float, name: str) -> Iterator[None]:
    """Do it every so many seconds in a thread of this name, while the block lasts.

    Nothing is done inside a transaction, whose changes no other connection sees.
    """
    if connection.in_atomic_block:
        yield
        return
    is_over = threading.Event()

    def repeat() -> None:
        while not is_over.wait(seconds):
            log_errors(decision)
        connection.close()

    thread = threading.Thread(target=repeat, name=name)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def log_errors(decision: Callable[[], object]) -> None:
    """Do it; what fails is told to the log and tried again next time, a database through a new
    connection.

    Nothing but its own end ends a thread that repeats: nobody would notice.
    """
    try:
        decision()
    except Error as error:
        logger.warning("%s could not ask the database: %s", threading.current_thread().name, error)
        connection.close()
    except Exception:
        logger.exception("%s failed.", threading.current_thread().name)
