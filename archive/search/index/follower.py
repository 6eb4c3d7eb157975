"""The follower: a thread of each web worker that looks twice a second whether the index lags behind
the archive.

Whoever changes articles catches up at once; this thread is for the writer that died between its
commit and that. So it lets a lag pass that others work at: indexing here would take the processor
from pages. It starts where the web server loads the application, and again in every child of a fork
(threads do not survive one), so it works with gunicorn's workers whether or not the application is
preloaded. It has a database connection of its own and holds no lock between two looks."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from archive.database.background_loop import background_loop, log_errors
from archive.models import ArchiveVersion
from archive.search.engine import count_archive
from archive.search.index.catching_up import catch_up
from archive.search.index.generations import BrokenGeneration, Generation
from archive.search.values import IndexUnavailable

LOOK_SECONDS = 0.5
PATIENCE_SECONDS = 2.0  # so long the index may stand still behind the archive
# Nobody waits for this thread, so it can stay until long merges of segments are done: of a million
# articles, minutes.
SETTLE_SECONDS = 900.0

_followed_by = 0  # the process that has the thread


def start() -> None:
    """Follow in this process, and in every process forked from it. Calling it again does
    nothing."""
    global _followed_by
    if _followed_by == os.getpid():
        return
    if not _followed_by:
        os.register_at_fork(after_in_child=start)
    _followed_by = os.getpid()
    threading.Thread(target=_follow, name="index-follower", daemon=True).start()


@contextmanager
def following(seconds: float, is_over: Callable[[], bool]) -> Iterator[None]:
    """Catch up every so many seconds in a thread, while the block lasts: for whoever changes much
    and should not wait for the index, nor let merges of its segments be given up and begun again.

    At the end of the block the rest is applied, and merges that go on are waited for, unless
    `is_over`. A block that raises waits for nothing."""
    failed = threading.Event()
    decision = partial(
        catch_up, SETTLE_SECONDS, is_repeated=True, is_over=lambda: failed.is_set() or is_over()
    )
    with background_loop(decision, seconds, "index-following"):
        try:
            yield
        except BaseException:
            failed.set()
            raise
    catch_up(SETTLE_SECONDS, is_over=is_over)


@dataclass(slots=True)
class Lag:
    """Where the index was seen to stand behind the archive, and since when."""

    reached: int | None = None
    since: float = 0.0

    def lasts(self, reached: int) -> bool:
        """Whether it has stood there for longer than somebody needs who works at it."""
        now = time.monotonic()
        if reached != self.reached:
            self.reached, self.since = reached, now
        return now - self.since >= PATIENCE_SECONDS


def look(lag: Lag | None = None) -> bool:
    """Catch up if the index lags, with `lag` only if that lasts; return whether it did. One
    single-row query and two tiny files, otherwise."""
    try:
        generation = Generation.current()
        if generation is None:
            return False
        reached = generation.reached()
        lags = reached < ArchiveVersion.current() and (lag is None or lag.lasts(reached))
    except BrokenGeneration:
        return False  # `status` says so; only rebuilding helps
    if lags:
        catch_up(SETTLE_SECONDS, is_repeated=True)
    warm_up()
    return lags


def warm_up() -> None:
    """Count the whole archive once for each state of the index, so that no reader has to wait for
    that."""
    with suppress(IndexUnavailable):  # the pages that need it say so
        count_archive()


def _follow() -> None:
    decision = partial(look, Lag())
    while True:
        time.sleep(LOOK_SECONDS)
        log_errors(decision)
