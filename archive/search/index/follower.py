"""The follower: a thread of each web worker that updates the index if nobody else does.

A process that changes articles catches up itself. This thread is for a process that died between
its commit and the update of the index. It checks twice a second, and ignores a lag that another
process is working on: indexing here would take processor time from pages.

It starts when the web server loads the application, and again in every child of a fork, because
threads do not survive a fork. So it works with gunicorn's workers whether or not the application is
preloaded. It has its own database connection and holds no lock between two checks.
"""

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
from archive.search.index.catch_up import catch_up
from archive.search.index.errors import BrokenGeneration
from archive.search.index.generations import Generation
from archive.search.values import IndexUnavailable

CHECK_SECONDS = 0.5
MAX_STANDSTILL_SECONDS = 2.0  # the index may make no progress for so long
# Nobody waits for this thread, so it can wait for long merges: of a million articles, minutes.
MERGE_SECONDS = 900.0

_following_process = 0  # the id of the process that has the thread


def start_following() -> None:
    """Start the thread in this process and in every process forked from it.

    Further calls do nothing.
    """
    global _following_process
    if _following_process == os.getpid():
        return
    if not _following_process:
        os.register_at_fork(after_in_child=start_following)
    _following_process = os.getpid()
    threading.Thread(target=_follow, name="index-follower", daemon=True).start()


@contextmanager
def following(seconds: float, is_cancelled: Callable[[], bool]) -> Iterator[None]:
    """Catch up every `seconds` in a thread while the block lasts.

    This is for a process that changes many articles: it does not wait for the index, and merges of
    segments are not interrupted. At the end of the block the remaining changes are applied, and
    running merges are waited for, unless `is_cancelled`. A block that raises waits for nothing.
    """
    failed = threading.Event()
    task = partial(
        catch_up,
        MERGE_SECONDS,
        is_repeated=True,
        is_cancelled=lambda: failed.is_set() or is_cancelled(),
    )
    with background_loop(task, seconds, "index-following"):
        try:
            yield
        except BaseException:
            failed.set()
            raise
    catch_up(MERGE_SECONDS, is_cancelled=is_cancelled)


@dataclass(slots=True)
class Lag:
    """The version at which the index was seen behind the archive, and since when."""

    reached: int | None = None
    since: float = 0.0

    def is_unattended(self, reached: int) -> bool:
        """Tell whether the index has made no progress for longer than a working process needs."""
        now = time.monotonic()
        if reached != self.reached:
            self.reached, self.since = reached, now
        return now - self.since >= MAX_STANDSTILL_SECONDS


def catch_up_if_behind(lag: Lag | None = None) -> bool:
    """Catch up if the index is behind; return whether it was.

    With `lag`, only if no other process seems to be working on it. If the index is up to date, this
    costs one single-row query and reading two small files.
    """
    try:
        generation = Generation.current()
        if generation is None:
            return False
        reached = generation.reached()
        is_behind = reached < ArchiveVersion.current() and (
            lag is None or lag.is_unattended(reached)
        )
    except BrokenGeneration:
        return False  # `status` reports it; only rebuilding helps
    if is_behind:
        catch_up(MERGE_SECONDS, is_repeated=True)
    warm_up()
    return is_behind


def warm_up() -> None:
    """Count the whole archive once for each state of the index, so that no reader waits for it."""
    with suppress(IndexUnavailable):  # the pages that need the index report it
        count_archive()


def _follow() -> None:
    task = partial(catch_up_if_behind, Lag())
    while True:
        time.sleep(CHECK_SECONDS)
        log_errors(task)
