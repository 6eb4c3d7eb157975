"""A new index, built beside the one that serves and swapped in whole."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from archive.models import ArchiveVersion, Article
from archive.search.index.catching_up import CHUNK, apply_all, catch_up
from archive.search.index.documents import COLUMNS, changes_of, entities_counted
from archive.search.index.generations import (
    BrokenGeneration,
    Generation,
    other_generations,
    rebuild_lock,
)

REBUILD_HEAP = 200_000_000  # bytes, for all threads together
SWAP_WAIT_SECONDS = 10.0

Progress = Callable[[int, int], None]


class RebuildRunning(Exception):
    """Another process is building an index already."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild made."""

    generation: str
    document_count: int
    reached: int
    seconds: float


def rebuild(progress: Progress | None = None) -> Rebuilt:
    """Build a new index beside the one that serves, swap it in whole, remove the old ones.

    `progress` is told how many articles are done, and of how many. Raises RebuildRunning, and
    OSError where the folder cannot be written."""
    with rebuild_lock() as is_held:
        if not is_held:
            raise RebuildRunning
        started = time.monotonic()
        generation = Generation.create()
        count = _fill(generation, progress)
        _swap_in(generation)
    reached = catch_up()
    return Rebuilt(generation.name, count, reached, time.monotonic() - started)


def _fill(generation: Generation, progress: Progress | None) -> int:
    """Put every public article into a new generation; return how many. What changes meanwhile is
    caught up later."""
    version = ArchiveVersion.current()
    rows = (
        Article.objects.public().filter(version__lte=version).order_by("pk").values_list(*COLUMNS)
    )
    total = rows.count()
    writer = generation.open_writer(REBUILD_HEAP, min(os.cpu_count() or 1, 4))
    counted = entities_counted()
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
    """Catch up, let the new generation serve, remove the others.

    The old one's writer lock is held meanwhile, so that no change is visible in it and not in the
    new one. A writer that does not let go in time keeps its folder until the next rebuild."""
    try:
        old = Generation.current()
    except BrokenGeneration:
        old = None  # whichever it was, it goes with the others
    if old is None:
        _serve(generation)
    else:
        with old.writer_lock(SWAP_WAIT_SECONDS) as is_held:
            _serve(generation)
            if is_held:
                old.remove()
    for other in other_generations(than=generation):
        with other.writer_lock() as is_held:
            if is_held:
                other.remove()


def _serve(generation: Generation) -> None:
    apply_all(generation, 0)
    generation.make_current()
