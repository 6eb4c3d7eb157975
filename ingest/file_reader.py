"""Reads the files of an import, and the rows of data sets: here, or in a process of its own.

To divide a data set into rows takes about as long as to store them. With worker processes, this is
done while the import stores other rows. If the process that reads dies, another one goes on.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from itertools import islice
from typing import IO, NamedTuple

from ingest.formats.entry import Entry, PassedOver
from ingest.pipeline import ImportOverrides, found_entries
from ingest.read import FileBytes
from ingest.walk import FoundFile, RejectedFile
from ingest.worker_process import WorkerProcess
from ingest.workers import WorkersLost

# A chunk is what the process sends at once; it works on the next ones meanwhile.
_CHUNK_ENTRIES, _CHUNK_BYTES = 100, 1_000_000
_CHUNKS_AHEAD = 2
_FILES_AHEAD = 200  # files that the process may know and not have begun
_MOST_DEATHS = 3  # of processes that read nothing new

AnyFile = FoundFile | RejectedFile
"""A file of a walk: one to read, or one that cannot be opened."""


class Read(NamedTuple):
    """What was found in a file: an entry, a part that is passed over, or why it was not opened.

    `position` is the number of bytes of all files that were read until then.
    """

    path: str
    found: Entry | PassedOver | RejectedFile
    position: int


class ReadPosition:
    """How many bytes of all files were read; a file is read from `begin` to the next `begin`."""

    def __init__(self, before: int = 0) -> None:
        self._before, self._size = before, 0
        self._stream: IO[bytes] | None = None

    def begin(self, size: int) -> None:
        """Note that all files before are read, and that the next one has `size` bytes."""
        self._before += self._size
        self._size, self._stream = size, None

    def follow(self, stream: IO[bytes]) -> None:
        """Note that the file was opened. If it is opened several times, the last time counts."""
        self._stream = stream

    def bytes_read(self) -> int:
        """Return the number of bytes that were read up to now; a closed file was read."""
        is_open = self._stream is not None and not self._stream.closed
        here = self._stream.tell() if is_open and self._stream else self._size
        return self._before + min(here, self._size)


class FileReader:
    """Reads files one after another; `before` is the number of bytes that others have read."""

    def __init__(self, overrides: ImportOverrides, before: int = 0) -> None:
        self._overrides = overrides
        self._position = ReadPosition(before)

    def read(self, file: AnyFile) -> Iterator[Read]:
        """Yield what is in a file: one entry for a page, many for a data set or a ZIP file."""
        if isinstance(file, RejectedFile):
            yield Read(file.path, file, self._position.bytes_read())
            return
        self._position.begin(file.size)
        for found in found_entries(file.path, self._overrides, self._position.follow):
            yield Read(file.path, found, self._position.bytes_read())


def read_files(
    files: Iterator[AnyFile], overrides: ImportOverrides, *, in_process: bool
) -> Iterator[Read]:
    """Yield what is in the files, in their order; with `in_process`, another process reads them.

    Raises WorkersLost if several such processes die.
    """
    if in_process:
        yield from _OtherProcess(files, overrides).read()
        return
    reader = FileReader(overrides)
    for file in files:
        yield from reader.read(file)


class _OtherProcess:
    """Lets other processes read the files; `left` are those that are not read to their end."""

    def __init__(self, files: Iterator[AnyFile], overrides: ImportOverrides) -> None:
        self._files = files
        self._overrides = overrides
        self._left: deque[AnyFile] = deque()
        self._read_bytes = 0  # of the files that are read to their end
        self._yielded = 0  # of the first file that is left

    def read(self) -> Iterator[Read]:
        deaths = 0
        while True:
            process = WorkerProcess(_begin, self._overrides, self._read_bytes)
            try:
                for read in self._read_by(process):
                    deaths = 0
                    yield read
            except BrokenExecutor:
                deaths += 1
            else:
                return
            finally:
                process.end()
            if deaths > _MOST_DEATHS:
                raise WorkersLost(
                    "The process that reads the files ended several times, perhaps for lack of"
                    " memory. Use --workers 1 to import without it."
                )

    def _read_by(self, process: WorkerProcess) -> Iterator[Read]:
        known = self._yielded  # what another process sent before it died
        is_first = True
        for read in self._sent_by(process):
            if read is not None:
                if known:
                    known -= 1
                    continue
                self._yielded += 1
                yield read
            elif is_first:
                is_first = False
            else:
                self._end_first()
        if not is_first:
            self._end_first()

    def _end_first(self) -> None:
        file = self._left.popleft()
        self._read_bytes += file.size if isinstance(file, FoundFile) else 0
        self._yielded = 0

    def _sent_by(self, process: WorkerProcess) -> Iterator[Read | None]:
        """Yield what the process reads, and None before each file."""
        waiting: deque[Future[_Chunk] | None] = deque()
        again = list(self._left)
        ahead, is_over = 0, False
        while True:
            while len(waiting) < _CHUNKS_AHEAD:
                new = again or list(islice(self._files, max(_FILES_AHEAD - ahead, 0)))
                self._left += [] if again else new
                again = []
                ahead += len(new)
                is_over = is_over or not ahead
                waiting.append(process.submit(_next_chunk, new))
            future = waiting.popleft()
            if future is None:
                raise BrokenExecutor
            chunk = future.result()
            ahead -= chunk.count(None)
            yield from chunk
            if is_over and not chunk:
                return


_Chunk = list[Read | None]


class _Queue:
    """The files that the process has to read."""

    def __init__(self, reader: FileReader) -> None:
        self._reader = reader
        self._files: deque[AnyFile] = deque()
        self._reading: Iterator[Read] = iter(())

    def next_chunk(self, new: Iterable[AnyFile]) -> _Chunk:
        self._files.extend(new)
        chunk: _Chunk = []
        size = 0
        while len(chunk) < _CHUNK_ENTRIES and size < _CHUNK_BYTES:
            if read := next(self._reading, None):
                chunk.append(read)
                size += _size(read)
            elif self._files:
                self._reading = self._reader.read(self._files.popleft())
                chunk.append(None)
            else:
                break
        return chunk


def _size(read: Read) -> int:
    content = read.found.content if isinstance(read.found, Entry) else None
    return len(content.data or b"") if isinstance(content, FileBytes) else 0


_queue: _Queue | None = None  # set in the process only


def _begin(overrides: ImportOverrides, before: int) -> None:
    global _queue
    _queue = _Queue(FileReader(overrides, before))


def _next_chunk(new: list[AnyFile]) -> _Chunk:
    assert _queue
    return _queue.next_chunk(new)
