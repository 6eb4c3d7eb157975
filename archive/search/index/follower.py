"""The follower: a thread in each web worker that updates the index if no other process does.

A process that changes articles updates the index itself. The follower helps if such a process died
between its commit and the update. It checks twice a second. If another process is already updating
the index, the follower does nothing, because indexing would take processor time from pages.

The thread starts when the web server loads the application, and again in every child of a fork,
because threads do not survive a fork. So it works with gunicorn's workers, with or without
preloading. It uses its own database connection, and has no lock between two checks.
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
from archive.search.facets import FACETS
from archive.search.index.catch_up import catch_up
from archive.search.index.errors import BrokenGeneration, IndexFilesError, translated_errors
from archive.search.index.generations import Generation
from archive.search.index.reader import current_index
from archive.search.values import IndexUnavailable

CHECK_SECONDS = 0.5
MAX_STANDSTILL_SECONDS = 2.0  # longest time without progress before the follower helps
# Long merges, of a million articles, take minutes. This thread can wait, as nothing waits for it.
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

    This is for a process that changes many articles: the block does not wait for the index, and
    merges of segments are not interrupted. At the end of the block, the remaining changes are
    applied, and we wait for running merges unless `is_cancelled`. If the block raises an error,
    there is no such wait.
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
    """The version of an index that is behind the archive, and the time since when it is."""

    reached: int | None = None
    since: float = 0.0

    def is_unattended(self, reached: int) -> bool:
        """Tell whether the index made no progress for so long that no process can be at work."""
        now = time.monotonic()
        if reached != self.reached:
            self.reached, self.since = reached, now
        return now - self.since >= MAX_STANDSTILL_SECONDS


def catch_up_if_behind(lag: Lag | None = None) -> bool:
    """Catch up if the index is behind; return whether it was.

    With `lag`, this is done only if no other process seems to update the index. If the index is up
    to date, this takes one query for one row, and reads two small files.
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
    """Count every facet of the whole archive, unless these counts are cached.

    This happens after each change of the index, so that no reader has to wait for these counts.
    """
    # Errors are ignored, because each page that needs the index reports them.
    with suppress(IndexUnavailable, IndexFilesError):
        counts = current_index().counts
        with translated_errors():
            for facet in FACETS.values():
                counts.of_field(facet.field)


def _follow() -> None:
    task = partial(catch_up_if_behind, Lag())
    while True:
        time.sleep(CHECK_SECONDS)
        log_errors(task)
