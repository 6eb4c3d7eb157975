"""Apply to the index what changed in the database.

The database is the record. `ArchiveVersion.stamp` gives each change of articles a number, and
`catch_up` applies what is newer than the number stored beside the index. Applying a change twice is
harmless, so a process may be killed at any moment: the next one continues from the stored number.
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
MERGE_FROM = 8  # so many segments of similar size start a merge in tantivy
MERGE_SECONDS = 0.3  # a short wait for merges
POLL_SECONDS = 0.02
WAIT_SECONDS = 1.0  # the longest wait for another process to apply our change
# Between two searches for changes during merges: each that finds some adds a segment.
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
    """Apply every change that is committed now and not in the index yet.

    Returns the archive version that the index has reached, or 0. It never raises because of the
    index: `status` says what is wrong, and rebuilding repairs it.

    What is committed later is left to the process that commits it: during an import there is always
    more. If another process is applying changes, it is asked to apply ours, and we wait no longer
    than WAIT_SECONDS: that process checks for requests again after it has released the lock.

    `merge_seconds` is the longest wait for merges of segments, unless `is_cancelled`; changes that
    arrive during this wait are applied. A caller that calls again and again (`is_repeated`) waits
    for no other process.
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
                # A process that sent a request meanwhile may have stopped waiting.
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
    """Apply changes until there is no new one. Raises BrokenGeneration.

    The caller holds the writer lock. A merge that is still running at the end is lost; tantivy
    starts it again after the next change.
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
                    # Without this, the files of a finished merge look like a running one.
                    writer.garbage_collect_files()
                if not (generation.is_current() and generation.files.is_merging()):
                    break
            # This waits until a merge that has just ended is written. It must not be written after
            # the lock is released.
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

    Articles with ids up to `highest` may be in the index, others are not. tantivy searches every
    segment for each deletion, and again whenever segments were merged meanwhile. So a new article
    is only added: otherwise the merges of an import take longer than the rest of it.
    """

    generation: Generation
    writer: tantivy.IndexWriter
    highest: int

    def apply_new(self, reached: int) -> int:
        """Apply what is newer than the version `reached`; return the version reached then."""
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
                # The next chunk can have more articles of the last version.
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
    """Yield chunks of the articles with a version above `after`, up to `until`, in this order."""
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
