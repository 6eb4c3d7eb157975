"""The index as a follower of the database: applying changes, building anew, saying how it is.

The database is the record. Each change of articles carries the number of `ArchiveVersion.stamp`;
`catch_up` applies what is newer than the number written beside the index. Applying twice is
harmless, so a process may be killed at any moment: the next one goes on from the number that was
written last."""

import logging
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import tantivy
from django.db.models import Q

from archive.models import ArchiveVersion, Article
from archive.search.analysis.schema import schema
from archive.search.counts.totals_cache import ArchiveTotals, Earlier
from archive.search.index.documents import COLUMNS, ArticleChange, changes_of
from archive.search.index.generations import (
    BrokenGeneration,
    FileStamp,
    Generation,
    IndexFilesError,
    telling_faults,
    told,
)
from archive.search.values import IndexState, IndexStatus, IndexUnavailable

CHUNK = 1_000  # articles read at a time
COMMIT_EVERY = 20_000  # articles between two commits, each of which writes a segment
FOLLOWER_HEAP = 50_000_000  # bytes, one thread
MERGE_FROM = 8  # tantivy merges segments of like size from this number on
SETTLE_SECONDS = 0.3
SETTLE_POLL_SECONDS = 0.02
WAIT_SECONDS = 1.0  # how long who changed something waits for another process to apply it
APPLY_SECONDS = (
    0.5  # between looks for changes while merges go on: each look that finds some makes a segment
)
LOOK_SECONDS = 0.5  # how long damage to a file may go unnoticed
MOST_CHANGED = (
    0.02  # of the articles, since the archive was counted; where more have, it is counted anew
)
SWAPS_SEEN = (
    10  # how often a reader looks again when the index was changed or replaced under its hands
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """A searcher over one commit of one generation, with what was counted of all of it. `reached`
    is the archive version that this commit holds at least."""

    generation: Generation
    index: tantivy.Index
    searcher: tantivy.Searcher
    counts: ArchiveTotals
    reached: int
    stamp: tuple[int, int, int]
    process: int


@dataclass(frozen=True, slots=True)
class SoundFiles:
    """The files of a generation as they were when it could be opened. `looked` is when they were
    last seen so, on time.monotonic's clock, and `meta` the stamp of meta.json then."""

    generation: Generation
    files: tuple[FileStamp, ...]
    meta: tuple[int, int, int] | None
    document_count: int
    looked: float


_open: OpenIndex | None = None
_sound_files: SoundFiles | None = None


def current_index() -> OpenIndex:
    """The index that serves, as of its latest commit. Two file stats when nothing changed. Raises
    IndexUnavailable."""
    global _open
    try:
        for _attempt in range(SWAPS_SEEN):
            generation = Generation.current()
            if generation is None:
                raise IndexUnavailable("The search index has not been built yet.")
            try:
                _open = _reopen(generation, _open)
            except BrokenGeneration:
                if generation.is_current():
                    raise
            else:
                return _open
    except BrokenGeneration as error:
        raise IndexUnavailable(error.message) from error
    raise IndexUnavailable("The search index is being replaced.")


def _reopen(generation: Generation, known: OpenIndex | None) -> OpenIndex:
    # Read first: what was committed before this number was written shows in meta.json now, and the
    # index that is read after both can only be newer. It grows without a commit, too, when a change
    # alters no document.
    reached = generation.reached()
    stamp = generation.meta_stamp()
    if stamp is None:
        raise BrokenGeneration(IndexState.DAMAGED, f"The index {generation.name} has no meta.json.")
    is_same = known is not None and known.generation == generation and known.process == os.getpid()
    if known is not None and is_same and known.stamp == stamp:
        return known if known.reached == reached else replace(known, reached=reached)
    index = known.index if known is not None and is_same else generation.open()
    try:
        with telling_faults():
            index.reload()
            searcher = index.searcher()
    except IndexFilesError as error:
        raise BrokenGeneration(
            IndexState.DAMAGED, f"The index {generation.name} cannot be read ({error})."
        ) from error
    counts = ArchiveTotals(
        searcher, reached, _earlier(known) if known is not None and is_same else None
    )
    return OpenIndex(generation, index, searcher, counts, reached, stamp, os.getpid())


def _earlier(known: OpenIndex) -> Earlier | None:
    """What was counted of an earlier commit, unless too much has changed since."""
    kept = known.counts.kept
    if kept is None:
        return None
    changed = (
        Article.objects.filter(version__gt=kept.reached)
        .order_by("version")
        .values_list("pk", flat=True)
    )
    most = int(MOST_CHANGED * kept.searcher.num_docs)
    article_ids = list(changed[: most + 1])
    return Earlier(kept, article_ids) if len(article_ids) <= most else None


def _never() -> bool:
    return False


def catch_up(
    settle_seconds: float = SETTLE_SECONDS,
    *,
    is_repeated: bool = False,
    is_over: Callable[[], bool] = _never,
) -> int:
    """Apply every change committed by now that the index lacks; return the archive version it has
    reached, or 0.

    What is committed later is left to whoever committed it: during an import there is always more.
    When another process is applying changes, it is asked to apply ours, and waited for no longer
    than WAIT_SECONDS: it looks again after it has let go, or when it comes again. It never raises
    because of the index: `status` tells what is wrong with it, and rebuilding mends it.
    `settle_seconds` is how long it may stay for merges of segments, unless `is_over`; changes that
    arrive meanwhile are applied. Who calls it again and again (`is_repeated`) waits for nobody."""
    try:
        wanted, deadline = ArchiveVersion.current(), time.monotonic() + WAIT_SECONDS
        while True:
            generation = Generation.current()
            if generation is None:
                return 0
            try:
                knocked = generation.knocked()
                with generation.writer_lock() as is_held:
                    if is_held and generation.is_current():
                        apply_all(generation, settle_seconds, is_over)
                reached = generation.reached()
                # Who knocked meanwhile may have given up waiting.
                is_done = is_repeated or (
                    reached >= wanted and not (is_held and generation.knocked() != knocked)
                )
                if not (is_held or is_done):
                    generation.request_catch_up()
                    time.sleep(SETTLE_POLL_SECONDS)
            except BrokenGeneration:
                if generation.is_current():
                    raise
                continue
            if (
                is_done or (not is_held and time.monotonic() >= deadline)
            ) and generation.is_current():
                return reached
    except BrokenGeneration as error:
        logger.error("The search index is not followed: %s", error.message)
    except OSError as error:
        logger.error(
            "The search index is not followed: its folder cannot be written (%s).", told(error)
        )
    return 0


def apply_all(
    generation: Generation, settle_seconds: float, is_over: Callable[[], bool] = _never
) -> None:
    """Apply until nothing is new. The caller holds the writer's lock. Raises BrokenGeneration.

    A merge that is left before it has ended is lost, and begins anew with the next change.
    """
    reached = generation.reached()
    if reached >= ArchiveVersion.current():
        return
    writer = generation.open_writer(FOLLOWER_HEAP, 1)
    try:
        with telling_faults():
            applying = _Applying(generation, writer, _highest_id(generation))
            reached = applying.apply_new(reached)
            looked = time.monotonic()
            deadline = looked + settle_seconds
            knocked = generation.knocked()
            while (
                len(generation.segment_ids()) >= MERGE_FROM
                and time.monotonic() < deadline
                and not is_over()
            ):
                time.sleep(SETTLE_POLL_SECONDS)
                if time.monotonic() >= looked + APPLY_SECONDS or generation.knocked() != knocked:
                    knocked = generation.knocked()
                    reached, looked = applying.apply_new(reached), time.monotonic()
                    # Else what an earlier merge left would look like one that goes on
                    writer.garbage_collect_files()
                if not generation.is_current() or not _is_merging(generation):
                    break
            # Waits until a merge that has just ended is written: it must not be written after the
            # lock is let go.
            writer.garbage_collect_files()
    except IndexFilesError as error:
        raise BrokenGeneration(
            IndexState.DAMAGED, f"The index {generation.name} cannot be written ({error})."
        ) from error
    finally:
        del writer  # tantivy's own lock goes with it


def _highest_id(generation: Generation) -> int:
    """The highest id of an article in the index; 0 in an empty one."""
    found = (
        generation.open()
        .searcher()
        .aggregate(tantivy.Query.all_query(), {"id": {"max": {"field": "id"}}})
    )
    return int(found["id"]["value"] or 0)


@dataclass(slots=True)
class _Applying:
    """Applies changes with one writer. Articles up to `highest` may be in the index, those above
    are not.

    Each deletion is looked for in every segment, and again whenever segments were merged meanwhile.
    So an article that comes for the first time is only added: else an import's merges take longer
    than all the rest of it."""

    generation: Generation
    writer: tantivy.IndexWriter
    highest: int

    def apply_new(self, reached: int) -> int:
        """Apply what is newer than `reached` now; the number reached then."""
        target = ArchiveVersion.current()
        if reached >= target:
            return reached
        waiting = 0
        version = reached
        for rows in _changed_rows(reached, target):
            for change in changes_of(rows):
                self._apply(change)
                version = change.version
            waiting += len(rows)
            if waiting >= COMMIT_EVERY:
                self.writer.commit()
                waiting = 0
                # Other articles of the last version may still be to come.
                self.generation.write_reached(version - 1)
        if waiting:
            self.writer.commit()
        self.generation.write_reached(target)
        return target

    def _apply(self, change: ArticleChange) -> None:
        if change.article_id <= self.highest:
            # Not delete_documents_by_term: for an unsigned field it deletes nothing (tantivy 0.27).
            self.writer.delete_documents_by_query(
                tantivy.Query.term_query(schema(), "id", change.article_id)
            )
        if change.document is not None:
            self.writer.add_document(change.document)
            self.highest = max(self.highest, change.article_id)


def _changed_rows(after: int, until: int) -> Iterator[list[tuple[Any, ...]]]:
    """The articles stamped with a version above `after`, up to `until`, in order of version, in
    chunks."""
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


def _is_merging(generation: Generation) -> bool:
    """Segments that tantivy lists, and meta.json does not name yet, are those of a merge that is
    running."""
    return bool((generation.listed_segments() or set()) - set(generation.segment_ids()))


def status(is_thorough: bool = False) -> IndexStatus:
    """How the index is. Reads a few small files, the ends of segment files that changed, and one
    row of the database.

    Thorough: reads the whole index, to compare checksums.
    """
    found = file_status(is_thorough)
    if not found.is_usable:
        return found
    version = ArchiveVersion.current()
    state, message = IndexState.READY, ""
    if found.reached < version and Generation.named(found.generation).is_writable():
        state = IndexState.BEHIND
        message = f"The index holds version {found.reached} of {version}; it is catching up."
    elif found.reached < version:
        state = IndexState.DAMAGED
        message = (
            f"The index holds version {found.reached} of {version} and cannot catch up, because its"
            " folder cannot be written. Let the server's user write to it; manage.py rebuild_index"
            " then mends it."
        )
    elif found.reached > version:
        state = IndexState.AHEAD
        message = (
            f"The index holds version {found.reached}, the database only {version}: it belongs to"
            " another or a later database. Run manage.py rebuild_index."
        )
    return IndexStatus(
        state, message, found.generation, found.reached, version, found.document_count
    )


def file_status(is_thorough: bool = False) -> IndexStatus:
    """How the index is, as far as its files tell. No query."""
    name = ""
    try:
        for _attempt in range(SWAPS_SEEN):
            generation = Generation.current()
            if generation is None:
                message = "The search index has not been built yet. Run manage.py rebuild_index."
                return IndexStatus(IndexState.MISSING, message)
            name, meta = generation.name, generation.meta_stamp()
            try:
                return _sound(generation, is_thorough)
            except BrokenGeneration:
                # A commit removes the files of segments that were merged, between our reading their
                # names and them.
                if generation.is_current() and generation.meta_stamp() == meta:
                    raise
    except BrokenGeneration as error:
        return IndexStatus(error.state, f"{error.message} Run manage.py rebuild_index.", name)
    return IndexStatus(IndexState.MISSING, "The search index is being replaced.", name)


def _sound(generation: Generation, is_thorough: bool) -> IndexStatus:
    """The status of a generation whose files are in order. Raises BrokenGeneration.

    Each request asks. Files are looked at once in LOOK_SECONDS or after a commit, and looked into
    when they changed."""
    global _sound_files
    reached, meta, now = generation.reached(), generation.meta_stamp(), time.monotonic()
    known = _sound_files
    if known is not None and (known.generation, known.meta) != (generation, meta):
        known = None
    if is_thorough or known is None or now - known.looked > LOOK_SECONDS:
        files = generation.file_stamps()
        if is_thorough or known is None or known.files != files:
            generation.check_files(is_thorough)
            known = SoundFiles(generation, files, meta, generation.open().searcher().num_docs, now)
        else:
            known = replace(known, looked=now)
        _sound_files = known
    return IndexStatus(IndexState.READY, "", generation.name, reached, 0, known.document_count)
