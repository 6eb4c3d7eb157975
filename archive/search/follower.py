"""The follower: a thread of each web worker that looks twice a second whether the index lags behind the archive.

Whoever changes articles catches up at once; this thread is for the writer that died between its commit and that.
It starts where the web server loads the application, and again in every child of a fork (threads do not survive one),
so it works with gunicorn's workers whether or not the application is preloaded. It has a database connection of its
own and holds no lock between two looks.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

from django.db import Error, connection

from archive.models import ArchiveVersion
from archive.search.engine import count_archive
from archive.search.generations import BrokenGeneration, Generation
from archive.search.index import catch_up
from archive.search.values import IndexUnavailable

LOOK_SECONDS = 0.5
# Nobody waits for this thread, so it can stay until long merges of segments are done.
SETTLE_SECONDS = 30.0

logger = logging.getLogger(__name__)
_followed_by = 0  # the process that has the thread


def start() -> None:
    """Follow in this process, and in every process forked from it. Calling it again does nothing."""
    global _followed_by
    if _followed_by == os.getpid():
        return
    if not _followed_by:
        os.register_at_fork(after_in_child=start)
    _followed_by = os.getpid()
    threading.Thread(target=_follow, name="index-follower", daemon=True).start()


@contextmanager
def following(seconds: float) -> Iterator[None]:
    """Catch up every so many seconds in a thread, while the block lasts: for whoever changes much and should not wait
    for the index, nor let merges of its segments be given up and begun again.

    Nothing is done inside a transaction, whose changes no other connection sees.
    """
    if connection.in_atomic_block:
        yield
        return
    is_over = threading.Event()

    def follow() -> None:
        while not is_over.wait(seconds):
            undaunted(partial(catch_up, SETTLE_SECONDS))
        connection.close()

    thread = threading.Thread(target=follow, name="index-following")
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def look() -> bool:
    """Catch up if the index lags; return whether it did. One single-row query and two tiny files, otherwise."""
    try:
        generation = Generation.current()
        if generation is None:
            return False
        lags = generation.reached() < ArchiveVersion.current()
    except BrokenGeneration:
        return False  # `status` says so; only rebuilding helps
    if lags:
        catch_up(SETTLE_SECONDS)
    warm_up()
    return lags


def warm_up() -> None:
    """Count the whole archive once for each state of the index, so that no reader has to wait for that."""
    with suppress(IndexUnavailable):  # the pages that need it say so
        count_archive()


def undaunted(act: Callable[[], object]) -> None:
    """Do it; what fails is told to the log and tried again next time, a database through a new connection.

    Nothing but its own end ends a thread that follows: nobody would notice, and the index would lag behind for good.
    """
    try:
        act()
    except Error as error:
        logger.warning("The index cannot be compared with the archive: %s", error)
        connection.close()
    except Exception:
        logger.exception("The index was not followed.")


def _follow() -> None:
    while True:
        time.sleep(LOOK_SECONDS)
        undaunted(look)
