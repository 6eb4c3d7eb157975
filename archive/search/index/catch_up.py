"""Apply changes of the database to the index.

`ArchiveVersion.stamp` gives each change of articles a number. `catch_up` applies all changes with a
higher number than the one stored beside the index. Applying a change twice does no harm. So a
process can be killed at any moment, and the next one continues from the stored number.
"""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import tantivy
from django.db.models import Q

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
COMMIT_EVERY = 20_000  # articles between two commits; each commit writes a segment
WRITER_HEAP = 50_000_000  # bytes, for one thread
MERGE_FROM = 8  # tantivy merges this number of segments of similar size
MERGE_SECONDS = 0.3  # a short wait for merges
POLL_SECONDS = 0.02
WAIT_SECONDS = 1.0  # the longest wait for another process to apply our change
# Seconds between two checks for changes during merges. They are not more frequent, because each
# check that finds changes adds a segment.
APPLY_SECONDS = 0.5

logger = logging.getLogger(__name__)


def _never() -> bool:
    return False


def catch_up(
    merge_seconds: float = MERGE_SECONDS,
    *,
    is_repeated: bool = False,
    is_cancelled: Callable[[], bool] = _never,
) -> int:
    """Apply all changes that are committed now and are not in the index yet.

    Returns the archive version that the index has reached, or 0. Errors of the index are logged and
    not raised: `status` reports them, and rebuilding repairs the index.

    Changes that are committed later are not applied here, because the process that commits them
    catches up itself, and during an import this would never end. If another process is applying
    changes, we ask it to apply ours, and wait at most WAIT_SECONDS. That process checks for
    requests once more after it has released the lock.

    `merge_seconds` is the longest wait for merges of segments; `is_cancelled` can end it earlier.
    Changes that arrive during this wait are applied. With `is_repeated`, which is for a caller that
    calls this function again and again, we do not wait for another process.
    """
    try:
        target, deadline = ArchiveVersion.current(), time.monotonic() + WAIT_SECONDS
        while True:
            generation = Generation.current()
            if generation is None:
                return 0
            try:
                request = generation.last_request()
                with generation.writer_lock() as is_locked:
                    if is_locked and generation.is_current():
                        apply_all(generation, merge_seconds, is_cancelled)
                reached = generation.reached()
                # A process that sent a request meanwhile can have stopped waiting.
                is_done = is_repeated or (
                    reached >= target and not (is_locked and generation.last_request() != request)
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
                return reached
    except BrokenGeneration as error:
        logger.error("The search index is not updated: %s", error.message)
    except OSError as error:
        logger.error(
            "The search index is not updated: its folder cannot be written (%s).",
            short_message(error),
        )
    return 0


def apply_all(
    generation: Generation, merge_seconds: float, is_cancelled: Callable[[], bool] = _never
) -> None:
    """Apply changes until there are no new ones.

    The caller must have the writer lock. A merge that is still running at the end is lost, and
    tantivy starts it again after the next change. Raises BrokenGeneration.
    """
    reached = generation.reached()
    if reached >= ArchiveVersion.current():
        return
    writer = generation.open_writer(WRITER_HEAP, 1)
    try:
        with translated_errors():
            updater = _Updater(generation, writer, _highest_id(generation))
            reached = updater.apply_new(reached)
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
                    reached, applied_at = updater.apply_new(reached), time.monotonic()
                    # Otherwise the files of a finished merge would look like a running merge.
                    writer.garbage_collect_files()
                if not (generation.is_current() and generation.files.is_merging()):
                    break
            # This waits until the result of a merge that has just ended is written. That must not
            # happen after the lock is released.
            writer.garbage_collect_files()
    except IndexFilesError as error:
        raise BrokenGeneration(
            IndexState.DAMAGED, f"The index {generation.name} cannot be written ({error})."
        ) from error
    finally:
        del writer  # this releases tantivy's own lock


def _highest_id(generation: Generation) -> int:
    """Return the highest id of an article in the index; 0 if the index is empty."""
    answer = (
        generation.open()
        .searcher()
        .aggregate(tantivy.Query.all_query(), {"id": {"max": {"field": "id"}}})
    )
    return int(answer["id"]["value"] or 0)


@dataclass(slots=True)
class _Updater:
    """Applies changes with one writer.

    Articles with ids above `highest` cannot be in the index yet, so they are added without deleting
    an older document. For each deletion, tantivy searches every segment, and does it again after
    each merge. With deletions, the merges would take most of the time of an import.
    """

    generation: Generation
    writer: tantivy.IndexWriter
    highest: int

    def apply_new(self, reached: int) -> int:
        """Apply changes that are newer than the version `reached`; return the new version."""
        target = ArchiveVersion.current()
        if reached >= target:
            return reached
        uncommitted = 0
        version = reached
        for rows in _changed_rows(reached, target):
            for change in changes_of(rows):
                self._apply(change)
                version = change.version
            uncommitted += len(rows)
            if uncommitted >= COMMIT_EVERY:
                self.writer.commit()
                uncommitted = 0
                # The next chunk can have more articles with the last version of this one.
                self.generation.write_reached(version - 1)
        if uncommitted:
            self.writer.commit()
        self.generation.write_reached(target)
        return target

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
    """Yield chunks of the articles with versions above `after` and up to `until`, in order."""
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
