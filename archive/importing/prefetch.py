"""Parses files in advance, in their order, while earlier files are being stored."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.importing import ExistingCapture, StoredCapture, existing_captures
from ingest.pipeline import FileError, FileResult, ImportOverrides
from ingest.read import FileBytes
from ingest.walk import shown_path
from ingest.workers import Task, Workers, WorkUnit

# The limits of a unit. A unit is the files that one worker process gets in one message.
_UNIT_FILES, _UNIT_BYTES = 50, 1_000_000
# The limits for all files that are read and not stored yet. These limits are needed because the
# parsed values of a file take several times as much memory as its bytes.
_AHEAD_FILES, _AHEAD_BYTES = 800, 16_000_000


@dataclass(frozen=True, slots=True)
class Item:
    """A file, an entry of a file, or a stored capture, that the import must process.

    `file_bytes` has the bytes, or an error if the bytes could not be read. `stored` is the stored
    capture; it is None for a file. `position` says how much was read with it, for the progress. The
    other values are those of an Entry (`ingest.formats.entry`).
    """

    path: str
    file_bytes: FileBytes | FileError
    stored: StoredCapture | None = None
    place: str = ""
    form: str = ""
    encoding: str = ""
    container: str = ""
    position: int = 0

    @property
    def size(self) -> int:
        """Return the number of bytes that the item keeps in memory."""
        return len(self.file_bytes.data or b"") if isinstance(self.file_bytes, FileBytes) else 0


@dataclass(frozen=True, slots=True)
class _Handed:
    """A list of items, and the unit of work that was handed to a worker process for them.

    `part` is this unit, with the items that must be parsed. An item is not in the unit if its bytes
    could not be read, or if the item is a file that is not parsed (see `read_ahead`). For each item
    that is not in the unit, `known` maps the index of the item in `items` to the result.
    """

    items: Sequence[Item]
    known: Mapping[int, FileResult]
    part: WorkUnit


def read_ahead(
    items: Iterator[Item], overrides: ImportOverrides, workers: Workers, is_over: Callable[[], bool]
) -> Iterator[tuple[Item, FileResult]]:
    """Yield each item with the result of parsing it, in the order of the items.

    A file is not parsed if the archive has its bytes, unless the file was rejected before with
    other overrides (`ExistingCapture.is_worth_reading`). The result for a file that is not parsed
    has no parsed values. Stored captures are always parsed again. After `is_over` has returned
    True, no more files are handed to `workers`.
    """
    waiting: deque[_Handed] = deque()
    files = size = 0
    parts = _work_units(items)
    while True:
        while not waiting or (
            workers.are_processes and files < _AHEAD_FILES and size < _AHEAD_BYTES
        ):
            part = [] if is_over() else next(parts, [])
            if not part:
                break
            waiting.append(_hand_out(part, overrides, workers))
            files += len(part)
            size += sum(item.size for item in part)
        if not waiting:
            return
        handed = waiting.popleft()
        results = workers.collect(handed.part)
        for index, item in enumerate(handed.items):
            yield item, handed.known.get(index) or next(results)
        files -= len(handed.items)
        size -= sum(item.size for item in handed.items)


def _work_units(items: Iterator[Item]) -> Iterator[list[Item]]:
    part: list[Item] = []
    size = 0
    for item in items:
        part.append(item)
        size += item.size
        if len(part) == _UNIT_FILES or size >= _UNIT_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part


def _hand_out(items: Sequence[Item], overrides: ImportOverrides, workers: Workers) -> _Handed:
    hashes = [
        item.file_bytes.sha256
        for item in items
        if isinstance(item.file_bytes, FileBytes) and not item.stored
    ]
    existing = existing_captures(hashes)
    known: dict[int, FileResult] = {}
    tasks: list[Task] = []
    for index, item in enumerate(items):
        work = _result_or_task(item, overrides, existing)
        if isinstance(work, Task):
            tasks.append(work)
        else:
            known[index] = work
    return _Handed(items, known, workers.hand_out(tasks))


def _result_or_task(
    item: Item, overrides: ImportOverrides, existing: Mapping[str, ExistingCapture]
) -> FileResult | Task:
    path = shown_path(item.path)
    if item.stored:
        overrides = overrides if overrides.as_json() else ImportOverrides(**item.stored.overrides)
        path = item.path
    if isinstance(item.file_bytes, FileError):
        sha256, size = (item.stored.sha256, item.stored.size) if item.stored else ("", 0)
        return FileResult(
            path,
            overrides,
            sha256,
            size,
            error=item.file_bytes,
            place=item.place,
            container=item.container,
        )
    capture = existing.get(item.file_bytes.sha256)
    if capture and not capture.is_worth_reading(overrides.as_json()):
        return FileResult(
            path,
            overrides,
            item.file_bytes.sha256,
            item.file_bytes.size,
            place=item.place,
            container=item.container,
        )
    return Task(
        item.path,
        item.file_bytes,
        overrides,
        is_stored=item.stored is not None,
        place=item.place,
        form=item.form,
        encoding=item.encoding,
        container=item.container,
    )
