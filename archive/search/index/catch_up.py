"""Apply changes of the database to the index.

`ArchiveVersion.stamp` gives each change of articles a number and a random mark. The number and mark
of the last change that was applied are stored beside the index. `catch_up` applies all changes with
higher numbers, if the database still has this mark for this number. If the mark differs, the index
belongs to another history: it was made from other changes than the database has, for example
because a backup of the database was restored. To apply a change twice does no harm. So a process
can be killed at any moment, and the next process continues from the stored number.
"""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import tantivy
from django.db.models import Q

from archive.database.storage import write_problem
from archive.models import ArchiveVersion, Article
from archive.search.analysis.schema import schema
from archive.search.index.documents import COLUMNS, ArticleChange, changes_of
from archive.search.index.errors import (
    BrokenGeneration,
    IndexFilesError,
    short_message,
    translated_errors,
)
from archive.search.index.generations import Generation
from archive.search.values import IndexState

CHUNK = 1_000  # articles read at a time
COMMIT_EVERY = 20_000  # articles between two commits; each commit writes a new segment
WRITER_HEAP = 50_000_000  # bytes, for one thread
MERGE_FROM = 8  # tantivy merges segments of similar size when there are this many of them
MERGE_SECONDS = 0.3  # the usual longest wait for merges
POLL_SECONDS = 0.02  # between two checks while we wait
WAIT_SECONDS = 1.0  # the longest wait for another process to apply our change
# Seconds between two checks for new changes while we wait for merges. We do not check more often,
# because each check that finds changes adds a segment.
APPLY_SECONDS = 0.5
REPEAT_SECONDS = 600.0  # before the same problem is logged again

logger = logging.getLogger(__name__)


def _never() -> bool:
    return False


def catch_up(
    merge_seconds: float = MERGE_SECONDS,
    *,
    is_repeated: bool = False,
    is_cancelled: Callable[[], bool] = _never,
) -> int:
    """Apply to the index all changes that the database has now and the index does not have.

    Returns the number of the archive version that the index has reached, or 0 if there is no index
    or it cannot be updated. Errors of the index are logged and not raised, because `status` reports
    them, and only a rebuild repairs the index.

    We do not wait for changes that are committed later, because the process that commits them
    catches up itself. During an import, such a wait would never end. Only one process at a time
    applies changes. If it is not this one, we ask it to apply our changes as well, and wait at
    most WAIT_SECONDS. It looks for such requests once more after it has released the lock.

    `merge_seconds` is the longest wait for merges of segments. The wait ends earlier when
    `is_cancelled` returns true. Changes that are committed during this wait are applied. If
    `is_repeated` is true, we do not wait for another process, because the caller calls `catch_up`
    again and again.
    """
    try:
        target, deadline = ArchiveVersion.current(), time.monotonic() + WAIT_SECONDS
        is_first = True
        while True:
            generation = Generation.current()
            if generation is None:
                return 0
            try:
                if is_first and generation.reached() == target:
                    end_problem()
                    return target.number
                is_first = False
                request = generation.last_request()
                with generation.writer_lock() as is_locked:
                    if is_locked and generation.is_current():
                        apply_all(generation, merge_seconds, is_cancelled)
                reached = generation.reached().number
                # If there was a new request meanwhile, we apply changes again, because the process
                # that sent the request can have stopped waiting.
                is_done = is_repeated or (
                    reached >= target.number
                    and not (is_locked and generation.last_request() != request)
                )
                if not (is_locked or is_done):
                    generation.request_catch_up()
                    time.sleep(POLL_SECONDS)
            except BrokenGeneration:
                if generation.is_current():
                    raise
                continue
            if (
                is_done or (not is_locked and time.monotonic() >= deadline)
            ) and generation.is_current():
                if is_locked:
                    end_problem()
                return reached
    except BrokenGeneration as error:
        _problem.report(error.message)
    except OSError as error:
        _problem.report(f"its folder cannot be written ({short_message(error)}).")
    return 0


def end_problem() -> None:
    """Forget the problem of earlier updates, because the index has all changes now."""
    _problem.end()


def has_problem() -> bool:
    """Return True if the last attempt of this process to update the index failed."""
    return bool(_problem.reason)


def last_problem(generation: Generation) -> str:
    """Return why this process cannot update the index, as the end of a sentence.

    Returns "" if the last attempt succeeded, and the index can be written.
    """
    if _problem.reason:
        return _problem.reason
    return "" if generation.is_writable() else "its folder cannot be written."


class _Problem:
    """The reason why this process could not update the index; "" if the last update succeeded.

    The follower tries to update the index again and again. So the same reason is logged at most
    once in REPEAT_SECONDS. A new reason is logged at once.
    """

    def __init__(self) -> None:
        self.reason = ""
        self._logged_at = 0.0

    def report(self, reason: str) -> None:
        """Store why the index cannot be updated; log a new reason, or one logged long ago."""
        now = time.monotonic()
        if reason != self.reason or now - self._logged_at > REPEAT_SECONDS:
            self.reason, self._logged_at = reason, now
            logger.error("The search index is not updated: %s", reason)

    def end(self) -> None:
        """Forget the reason, because the index was updated; log this."""
        if self.reason:
            self.reason = ""
            logger.warning("The search index is updated again.")


_problem = _Problem()


def apply_all(
    generation: Generation, merge_seconds: float, is_cancelled: Callable[[], bool] = _never
) -> None:
    """Apply all changes, and wait at most `merge_seconds` for merges of segments.

    Changes that are committed during this wait are applied, too. The caller must have the writer
    lock. A merge that is still running at the end is lost, and tantivy starts it again after the
    next change. Raises BrokenGeneration.
    """
    reached, current = generation.reached_and_current()
    if reached == current:
        return
    updater = _Updater(generation, generation.open_writer(WRITER_HEAP, 1))
    try:
        with translated_errors():
            updater.highest = _highest_id(generation)
            updater.apply_new()
            applied_at = time.monotonic()
            deadline = applied_at + merge_seconds
            request = generation.last_request()
            while (
                len(generation.files.segment_ids()) >= MERGE_FROM
                and time.monotonic() < deadline
                and not is_cancelled()
            ):
                time.sleep(POLL_SECONDS)
                if (
                    time.monotonic() >= applied_at + APPLY_SECONDS
                    or generation.last_request() != request
                ):
                    request = generation.last_request()
                    updater.apply_new()
                    applied_at = time.monotonic()
                    # This deletes the files of finished merges. Otherwise `is_merging` would be
                    # true although no merge is running.
                    updater.writer.garbage_collect_files()
                if not (generation.is_current() and generation.files.is_merging()):
                    break
            # If a merge has just ended, this call waits until tantivy has written the result of the
            # merge. The result must be written before we release the lock.
            updater.writer.garbage_collect_files()
    except IndexFilesError as error:
        # tantivy reports a full disk as "An index writer was killed".
        reason = write_problem(generation.folder) or str(error)
        raise BrokenGeneration(
            IndexState.DAMAGED, f"the index {generation.name} cannot be written ({reason})."
        ) from error
    finally:
        # This releases tantivy's own lock. That `updater` goes out of use is not enough: exceptions
        # that Django keeps refer to the functions that were running, and these to their variables.
        del updater.writer


def _highest_id(generation: Generation) -> int:
    """Return the highest article id in the index, or 0 if the index is empty."""
    answer = (
        generation.open()
        .searcher()
        .aggregate(tantivy.Query.all_query(), {"id": {"max": {"field": "id"}}})
    )
    return int(answer["id"]["value"] or 0)


@dataclass(slots=True)
class _Updater:
    """A writer with the functions that apply changes to the index.

    `highest` is the highest article id in the index. An article with a higher id is not in the
    index yet, so we add it without deleting an older document. This saves much time in an import,
    because tantivy searches every segment for each deletion, and again after each merge.
    """

    generation: Generation
    writer: tantivy.IndexWriter
    highest: int = 0

    def apply_new(self) -> None:
        """Apply all changes that the database has now and the index does not have.

        Raises BrokenGeneration if the index belongs to another history.
        """
        reached, target = self.generation.reached_and_current()
        if reached == target:
            return
        uncommitted = 0
        number = reached.number
        for rows in _changed_rows(reached.number, target.number):
            for change in changes_of(rows):
                self._apply(change)
                number = change.version
            uncommitted += len(rows)
            if uncommitted >= COMMIT_EVERY:
                self.writer.commit()
                uncommitted = 0
                # The changes with `number` are not complete, because the next chunk can begin with
                # more articles that have this number.
                self.generation.write_reached(ArchiveVersion.numbered(number - 1))
        if uncommitted:
            self.writer.commit()
        self.generation.write_reached(target)

    def _apply(self, change: ArticleChange) -> None:
        if change.article_id <= self.highest:
            # delete_documents_by_term deletes nothing for an unsigned field (tantivy 0.27).
            self.writer.delete_documents_by_query(
                tantivy.Query.term_query(schema(), "id", change.article_id)
            )
        if change.document is not None:
            self.writer.add_document(change.document)
            self.highest = max(self.highest, change.article_id)


def _changed_rows(after: int, until: int) -> Iterator[list[tuple[Any, ...]]]:
    """Yield lists of at most CHUNK rows: articles with versions above `after` and up to `until`.

    A row has the values of COLUMNS. The rows are in order of version; rows of one version are in
    order of id.
    """
    rows = (
        Article.objects.filter(version__gt=after, version__lte=until)
        .order_by("version", "pk")
        .values_list(*COLUMNS)
    )
    chunk = list(rows[:CHUNK])
    while chunk:
        yield chunk
        last_pk, last_version = chunk[-1][:2]
        rest = Q(version__gt=last_version) | Q(version=last_version, pk__gt=last_pk)
        chunk = list(rows.filter(rest)[:CHUNK])
