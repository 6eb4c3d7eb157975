"""The follower: a thread in each web worker that updates the index if no other process does.

A process that changes articles updates the index itself. The follower is needed if such a process
dies between its commit and the update. Twice a second, the follower checks whether the index is
behind the database. If another process is already updating the index, the follower does nothing,
because indexing would take processor time from pages.

The thread starts when the web server loads the application. It also starts in every forked process,
because a forked process does not have the threads of its parent. So the follower works with
gunicorn's workers, with or without preloading. The thread has its own database connection, and has
no lock between two checks.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from archive.database.background_loop import background_loop, log_errors, run_in_each_process
from archive.search.facets import FACETS
from archive.search.index.catch_up import catch_up, end_problem, has_problem
from archive.search.index.errors import BrokenGeneration, IndexFilesError, translated_errors
from archive.search.index.generations import Generation
from archive.search.index.open_index import current_index
from archive.search.values import IndexUnavailable

CHECK_SECONDS = 0.5  # between two checks
RETRY_SECONDS = 5.0  # after a failed update, because each attempt opens the index for writing
# The time without progress of the index after which the follower updates it. An import that runs
# updates the index more often.
MAX_STANDSTILL_SECONDS = 10.0
# The longest wait for merges. A merge of a million articles takes minutes, and no page waits for
# the follower.
MERGE_SECONDS = 900.0


def start_following() -> None:
    """Start the follower in this process and in every process that is forked from it.

    If the follower is already running in this process, the function does nothing.
    """
    run_in_each_process(_follow, "index-follower")


@contextmanager
def following(seconds: float, is_cancelled: Callable[[], bool]) -> Iterator[None]:
    """Update the index every `seconds` in a thread while the block lasts.

    This is for a process that changes many articles. The block does not wait for the index, and
    merges of segments are not interrupted. After the block, the remaining changes are applied, and
    we wait until running merges end, but at most MERGE_SECONDS, and only until `is_cancelled`
    returns true. If the block raises an error, this last update does not happen.
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
    """The progress of an index that is behind the database.

    `reached` is the archive version that the index had reached at the last check. `since` is the
    time of the first check that found this version, as time.monotonic() returns it.
    """

    reached: int | None = None
    since: float = 0.0

    def is_unattended(self, reached: int) -> bool:
        """Return True if the index made no progress for MAX_STANDSTILL_SECONDS.

        If the result is True, no process is updating the index. `reached` is the version that the
        index has now.
        """
        now = time.monotonic()
        if reached != self.reached:
            self.reached, self.since = reached, now
        return now - self.since >= MAX_STANDSTILL_SECONDS


def catch_up_if_behind(lag: Lag | None = None) -> bool:
    """Update the index if it is behind the database; return True if an update was tried.

    If `lag` is given, this process updates the index only if no other process seems to update it.
    If the index is up to date, the function takes one database query for one row, and reads two
    small files.
    """
    try:
        generation = Generation.current()
        if generation is None:
            return False
        reached, current = generation.reached_and_current()
        if reached == current:
            end_problem()
        is_behind = reached != current and (lag is None or lag.is_unattended(reached.number))
    except BrokenGeneration:
        return False  # `status` reports this error, and only a rebuild repairs the index
    if is_behind:
        catch_up(MERGE_SECONDS, is_repeated=True)
    warm_up()
    return is_behind


def warm_up() -> None:
    """Count every facet of the whole archive, unless these counts are cached.

    The follower does this after each change of the index, so that no reader waits for the counts.
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
        time.sleep(RETRY_SECONDS if has_problem() else CHECK_SECONDS)
        log_errors(task)
