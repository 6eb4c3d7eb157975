"""Check the state of the index: for example ready, behind the database, missing or damaged."""

import time
from dataclasses import dataclass, replace

from archive.models import NEW_ARCHIVE, ArchiveVersion
from archive.search.index.catch_up import last_problem
from archive.search.index.errors import BrokenGeneration
from archive.search.index.generations import Generation
from archive.search.index.open_index import MAX_ATTEMPTS
from archive.search.index.segment_files import FileStamp, MetaStamp
from archive.search.values import IndexState, IndexStatus

_REBUILD = "Run manage.py rebuild_index."
CHECK_SECONDS = 0.5  # the shortest time between two checks of the files after the same commit


@dataclass(frozen=True, slots=True)
class CheckedFiles:
    """The stamps of the files of a generation that has been checked and opened without errors.

    A stamp has the size, the inode and the time of the last change of a file. `files` has the
    stamps of all files, and `meta` is the stamp of meta.json. `checked_at` is the time of the last
    check, as time.monotonic() returns it.
    """

    generation: Generation
    files: tuple[FileStamp, ...]
    meta: MetaStamp | None
    document_count: int
    checked_at: float


_checked_files: CheckedFiles | None = None


def status(is_thorough: bool = False) -> IndexStatus:
    """Return the state of the index.

    This reads a few small files, one row of the database and, if files of the index have changed,
    the ends of all segment files. If `is_thorough` is true, the whole index is read, and checksums
    are compared.
    """
    of_files = file_status(is_thorough)
    if not of_files.is_usable:
        return of_files
    generation = Generation.named(of_files.generation)
    try:
        reached, current = generation.reached_and_current()
    except BrokenGeneration as error:
        message = f"{error.message} {_REBUILD}"
        version = ArchiveVersion.current()
        return replace(of_files, state=error.state, message=message, version=version)
    state, message = IndexState.READY, ""
    progress = f"The index has version {reached.number} of {current.number}"
    if reached != current and (problem := last_problem(generation)):
        state = IndexState.STUCK
        message = f"{progress}, and cannot be updated: {problem}"
    elif reached != current:
        state = IndexState.BEHIND
        message = f"{progress}; it is catching up."
    return IndexStatus(
        state, message, of_files.generation, reached.number, current, of_files.document_count
    )


def file_status(is_thorough: bool = False) -> IndexStatus:
    """Return the state of the index according to its files, without a query to the database.

    The result is never BEHIND, STUCK, AHEAD or OTHER_HISTORY, because these states depend on the
    database.
    """
    name = ""
    try:
        for _attempt in range(MAX_ATTEMPTS):
            generation = Generation.current()
            if generation is None:
                message = "The search index has not been built yet. Run manage.py rebuild_index."
                return IndexStatus(IndexState.MISSING, message)
            name, meta = generation.name, generation.files.meta_stamp()
            try:
                return _status_of(generation, is_thorough)
            except BrokenGeneration:
                # A commit after a merge deletes files. This can happen after we have read the names
                # of these files, but before we have read the files. Then we try again.
                if generation.is_current() and generation.files.meta_stamp() == meta:
                    raise
    except BrokenGeneration as error:
        return IndexStatus(error.state, f"{error.message} {_REBUILD}", name)
    return IndexStatus(IndexState.MISSING, "The search index is being replaced.", name)


def _status_of(generation: Generation, is_thorough: bool) -> IndexStatus:
    """Check the files of a generation; return its state if they are complete.

    Because this runs at each request, we compare the stamps of the files only after a commit or
    after CHECK_SECONDS, and read the files only if a stamp has changed. Raises BrokenGeneration if
    a file is missing or damaged.
    """
    global _checked_files
    reached, meta = generation.reached().number, generation.files.meta_stamp()
    now = time.monotonic()
    known = _checked_files
    if known is not None and (known.generation, known.meta) != (generation, meta):
        known = None
    if is_thorough or known is None or now - known.checked_at > CHECK_SECONDS:
        files = generation.files.stamps()
        if is_thorough or known is None or known.files != files:
            generation.files.check(is_thorough)
            document_count = generation.open().searcher().num_docs
            known = CheckedFiles(generation, files, meta, document_count, now)
        else:
            known = replace(known, checked_at=now)
        _checked_files = known
    return IndexStatus(
        IndexState.READY, "", generation.name, reached, NEW_ARCHIVE, known.document_count
    )
