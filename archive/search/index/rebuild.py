"""Build a new index generation while the old one is in use, then put the new one into use."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from archive.database.storage import write_problem
from archive.models import ArchiveVersion, Article
from archive.search.index.catch_up import CHUNK, apply_all, catch_up
from archive.search.index.documents import COLUMNS, changes_of, counted_entities
from archive.search.index.errors import BrokenGeneration, IndexFilesError, translated_errors
from archive.search.index.generations import (
    Generation,
    index_dir,
    other_generations,
    rebuild_lock,
)

WRITER_HEAP = 200_000_000  # bytes, for all threads together
SWAP_WAIT_SECONDS = 10.0  # the longest wait for a process that is writing to the old generation

# called with the number of indexed articles, and the number of all articles
Progress = Callable[[int, int], None]


class RebuildRunning(Exception):
    """The error that is raised if another process is already building an index."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The result of a rebuild.

    `generation` is the name of the new generation. `reached` is the archive version that this
    generation has reached. `seconds` is the time that the rebuild took.
    """

    generation: str
    document_count: int
    reached: int
    seconds: float


def rebuild(progress: Progress | None = None) -> Rebuilt:
    """Build a new generation, put it into use, and remove all other generations.

    Until the new generation is complete, searches use the old generation. `progress` is called
    after each chunk of articles. If the new generation cannot be completed, its folder is removed.
    Raises RebuildRunning, or OSError, IndexFilesError or BrokenGeneration if a file cannot be
    written.
    """
    with rebuild_lock() as is_locked:
        if not is_locked:
            raise RebuildRunning
        started = time.monotonic()
        generation = None
        try:
            with translated_errors():
                generation = Generation.create()
                count = _fill(generation, progress)
                _swap_in(generation)
        except BaseException as error:
            if generation is not None and not _is_in_use(generation):
                generation.remove()
            if isinstance(error, IndexFilesError):
                raise IndexFilesError(write_problem(index_dir()) or str(error)) from error
            raise
    reached = catch_up()
    return Rebuilt(generation.name, count, reached, time.monotonic() - started)


def _is_in_use(generation: Generation) -> bool:
    try:
        return generation.is_current()
    except BrokenGeneration:
        return False


def _fill(generation: Generation, progress: Progress | None) -> int:
    """Add every public article to a new generation; return the number of articles.

    Changes that are committed meanwhile are not added. They are applied before the generation is
    put into use.
    """
    version = ArchiveVersion.current()
    rows = (
        Article.objects.public()
        .filter(version__lte=version.number)
        .order_by("pk")
        .values_list(*COLUMNS)
    )
    total = rows.count()
    writer = generation.open_writer(WRITER_HEAP, min(os.cpu_count() or 1, 4))
    counted = counted_entities()
    done = last_pk = 0
    while chunk := list(rows.filter(pk__gt=last_pk)[:CHUNK]):
        for change in changes_of(chunk, counted):
            if change.document is not None:
                writer.add_document(change.document)
        last_pk = chunk[-1][0]
        done += len(chunk)
        if progress is not None:
            progress(done, max(total, done))
    writer.commit()
    writer.wait_merging_threads()
    generation.write_reached(version)
    return done


def _swap_in(generation: Generation) -> None:
    """Apply the latest changes to a generation, put it into use, and remove the others.

    The old generation is locked meanwhile. Otherwise another process could apply a change to the
    old generation only, and the new generation would lack this change. If another process still has
    the lock of an old generation, the next rebuild removes this generation.
    """
    try:
        old = Generation.current()
    except BrokenGeneration:
        old = None  # it is removed below, with all other generations
    if old is None:
        _put_into_use(generation)
    else:
        with old.writer_lock(SWAP_WAIT_SECONDS) as is_locked:
            _put_into_use(generation)
            if is_locked:
                old.remove()
    _remove_others(generation)


def remove_unused() -> None:
    """Remove the generations that are not in use, such as those of killed rebuilds.

    Does nothing if another process is building an index. Raises OSError.
    """
    with rebuild_lock() as is_locked:
        current = Generation.current()
        if is_locked and current is not None:
            _remove_others(current)


def _remove_others(than: Generation) -> None:
    for other in other_generations(than):
        with other.writer_lock() as is_locked:
            if is_locked:
                other.remove()


def _put_into_use(generation: Generation) -> None:
    apply_all(generation, 0)
    generation.make_current()
