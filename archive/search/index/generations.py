"""Generations: each whole index is a folder of its own; the file `current` names the one that
serves.

    index/
      current                 the name of the generation that serves; replaced atomically
      rebuild.lock            held by the one process that builds a new generation
      20250417-091500-1a2b/   a generation
        segments/             tantivy's files
        state.json            {"format": 1, "reached": 4711}; replaced atomically, after tantivy's
        commit
        writer.lock           held by the one process that applies changes

Locks are the kernel's (flock): those of a process that was killed are gone with it.
"""

import fcntl
import json
import os
import re
import secrets
import shutil
import struct
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy
from django.conf import settings
from django.utils import timezone

from archive.search.analysis.schema import FORMAT, register_analyzers, schema
from archive.search.values import IndexState

SEGMENT_PARTS = ("fieldnorm", "pos", "term", "store", "fast", "idx")
SEGMENT_ID = re.compile(r"[0-9a-f]{32}")
NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-f]{4}")
FOOTER_END = struct.Struct("<II")  # size of the footer, magic number
FOOTER_MAGIC = 1337
READ_SIZE = 1 << 20  # bytes
LOCK_POLL_SECONDS = 0.02
_NO_ARTICLE = 0  # ids begin at 1

FileStamp = tuple[str, int, int, int]  # name, nanosecond of its last change, inode, size


class BrokenGeneration(Exception):
    """A generation cannot be read: how, and a sentence that says what was found."""

    def __init__(self, state: IndexState, message: str) -> None:
        super().__init__(message)
        self.state = state
        self.message = message


class IndexFilesError(Exception):
    """What tantivy or the system said of files that it cannot read or write, in short."""


@contextmanager
def telling_faults() -> Iterator[None]:
    """Inside, whatever tantivy and the system raise because of the index's files is Unreadable.

    On some damage tantivy panics. That arrives as a BaseException of no public class, which would
    end a web worker."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexFilesError(told(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexFilesError(told(error)) from error


@dataclass(frozen=True, slots=True)
class Generation:
    """One index folder."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def segments(self) -> Path:
        return self.folder / "segments"

    @property
    def meta(self) -> Path:
        """tantivy replaces this file at each commit."""
        return self.segments / "meta.json"

    @classmethod
    def create(cls) -> "Generation":
        """A new empty folder, which does not serve yet."""
        generation = cls(_index_dir() / f"{timezone.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}")
        generation.segments.mkdir(parents=True)
        index = tantivy.Index(schema(), path=str(generation.segments), reuse=False)
        register_analyzers(index)
        generation.write_reached(0)
        return generation

    @classmethod
    def current(cls) -> "Generation | None":
        """The generation that serves; None where none was ever built. Raises BrokenGeneration."""
        try:
            name = (_index_dir() / "current").read_text().strip()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise BrokenGeneration(
                IndexState.DAMAGED, f"The file that names the index cannot be read ({told(error)})."
            ) from error
        if not NAME.fullmatch(name):
            raise BrokenGeneration(
                IndexState.DAMAGED, "The file that names the index does not hold a name."
            )
        return cls.named(name)

    @classmethod
    def named(cls, name: str) -> "Generation":
        return cls(_index_dir() / name)

    def is_writable(self) -> bool:
        """Whether this process may write to the folders, as far as permissions tell."""
        return all(os.access(folder, os.W_OK | os.X_OK) for folder in (self.folder, self.segments))

    def is_current(self) -> bool:
        """Whether it serves. Raises BrokenGeneration when nothing can tell."""
        return Generation.current() == self

    def make_current(self) -> None:
        """Let this generation serve from now on."""
        _replace(_index_dir() / "current", self.name)

    def reached(self) -> int:
        """The archive version that this index holds. Raises BrokenGeneration."""
        try:
            state = json.loads((self.folder / "state.json").read_text())
            format_number, reached = state["format"], int(state["reached"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BrokenGeneration(
                IndexState.DAMAGED,
                f"The index {self.name} does not say what it holds ({told(error)}).",
            ) from error
        if format_number != FORMAT:
            raise BrokenGeneration(
                IndexState.OLD_FORMAT,
                f"The index {self.name} has format {format_number}; {FORMAT} is expected.",
            )
        return reached

    def write_reached(self, number: int) -> None:
        """Call after tantivy's commit: too low a number is harmless, too high a one would lose
        changes."""
        _replace(self.folder / "state.json", json.dumps({"format": FORMAT, "reached": number}))

    def open(self) -> tantivy.Index:
        """The index, ready to search and to write. Raises BrokenGeneration."""
        try:
            with telling_faults():
                index = tantivy.Index.open(str(self.segments))
                register_analyzers(index)
                # Reloaded by hand when meta.json has changed: tantivy's own watcher is a thread
                # that a fork loses.
                index.config_reader("manual")
                index.reload()
        except IndexFilesError as error:
            raise BrokenGeneration(
                IndexState.DAMAGED, f"The index {self.name} cannot be opened ({error})."
            ) from error
        return index

    def open_writer(self, heap_bytes: int, threads: int) -> tantivy.IndexWriter:
        """tantivy's writer. The caller holds the writer's lock, or is the only one to know the
        folder."""
        try:
            with telling_faults():
                self._remove_strays()
                writer = self.open().writer(heap_bytes, threads)
                # What a killed writer left: its next commit would want to write a file of the same
                # name, and fail.
                writer.garbage_collect_files()
                _use_up_number(writer)
                return writer
        except IndexFilesError as error:
            raise BrokenGeneration(
                IndexState.DAMAGED, f"The index {self.name} cannot be written ({error})."
            ) from error

    def _remove_strays(self) -> None:
        """Delete the files of segments that neither meta.json nor tantivy's own list of files
        knows.

        A writer that is let go while segments merge leaves them: its merge ends a moment later,
        when the next writer has begun a list of its own. Of 840,000 articles they came to three
        times the size of the index."""
        known = self.listed_segments()
        if known is None:
            return
        known |= set(self.segment_ids())
        for path in self.segments.iterdir():
            segment = path.name.partition(".")[0]
            if SEGMENT_ID.fullmatch(segment) and segment not in known:
                path.unlink(missing_ok=True)

    def listed_segments(self) -> set[str] | None:
        """The segments of which tantivy's list of its files has any: those of meta.json, those that
        merge, and those that are left to delete. None where there is no such list."""
        try:
            names = json.loads((self.segments / ".managed.json").read_text())
        except (OSError, ValueError):
            return None
        return {
            segment
            for name in names
            if SEGMENT_ID.fullmatch(segment := str(name).partition(".")[0])
        }

    def meta_stamp(self) -> tuple[int, int, int] | None:
        """Another one after each commit; None where there is no meta.json."""
        try:
            found = self.meta.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size

    def segment_ids(self) -> list[str]:
        """The segments that meta.json names. Raises BrokenGeneration."""
        return [segment_id for segment_id, _deletes in self._segments()]

    def _segments(self) -> list[tuple[str, int | None]]:
        """The id of each segment that meta.json names, and the number of its file of deletions, if
        it has one."""
        try:
            meta = json.loads(self.meta.read_text())
            return [
                (segment["segment_id"].replace("-", ""), (segment["deletes"] or {}).get("opstamp"))
                for segment in meta["segments"]
            ]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BrokenGeneration(
                IndexState.DAMAGED,
                f"The index {self.name} has no readable meta.json ({told(error)}).",
            ) from error

    def segment_files(self) -> list[str]:
        """The names of the files of the segments that meta.json names. Raises BrokenGeneration."""
        names = []
        for segment_id, deletes in self._segments():
            names += [f"{segment_id}.{part}" for part in SEGMENT_PARTS]
            if deletes is not None:
                names.append(f"{segment_id}.{deletes}.del")
        return names

    def file_stamps(self) -> tuple[FileStamp, ...]:
        """What changes when meta.json or a file that it names changes. Raises BrokenGeneration when
        one is missing."""
        folder, stamps = str(self.segments), []
        for name in (self.meta.name, *self.segment_files()):
            try:
                found = os.stat(f"{folder}/{name}")  # noqa: PTH116 (at every request, for every file: a Path costs more)
            except OSError as error:
                raise self._lacking(name, error) from error
            stamps.append((name, found.st_mtime_ns, found.st_ino, found.st_size))
        return tuple(stamps)

    def check_files(self, is_thorough: bool = False) -> None:
        """Each file of each segment is there and has its end; thorough: and has its checksum, which
        reads them whole.

        Raises BrokenGeneration.
        """
        for name in self.segment_files():
            try:
                fault = _fault(self.segments / name, is_thorough)
            except OSError as error:
                raise self._lacking(name, error) from error
            if fault:
                raise BrokenGeneration(
                    IndexState.DAMAGED, f"In the index {self.name}, {name} {fault}."
                )

    def _lacking(self, name: str, error: OSError) -> BrokenGeneration:
        return BrokenGeneration(
            IndexState.DAMAGED, f"The index {self.name} lacks {name} ({error.strerror})."
        )

    @contextmanager
    def writer_lock(self, wait_seconds: float = 0) -> Iterator[bool]:
        """Whether this process may write to the generation, while the block lasts. Raises
        OSError."""
        with _lock(self.folder / "writer.lock", wait_seconds) as is_held:
            yield is_held

    def request_catch_up(self) -> None:
        """Ask whoever writes to apply what was committed by now. Raises OSError."""
        (self.folder / "request_catch_up").touch()

    def knocked(self) -> int:
        """Another number after each knock."""
        try:
            return (self.folder / "request_catch_up").stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def remove(self) -> None:
        """Delete the folder. Whoever has it open keeps reading."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _use_up_number(writer: tantivy.IndexWriter) -> None:
    """Delete what is never there, as the first thing that a writer does.

    tantivy gives a writer's first act the number of the commit before it. A merge that starts
    meanwhile takes that act for done in each segment from which that commit deleted something: an
    article changed first would stay in its old form beside the new one."""
    writer.delete_documents_by_query(tantivy.Query.term_query(schema(), "id", _NO_ARTICLE))


def other_generations(than: Generation) -> list[Generation]:
    """The folders of generations that do not serve: old ones, and those whose building was cut
    off."""
    return [
        Generation(path)
        for path in sorted(_index_dir().iterdir())
        if path.is_dir() and NAME.fullmatch(path.name) and path != than.folder
    ]


@contextmanager
def rebuild_lock() -> Iterator[bool]:
    """Whether this process may build a new generation, while the block lasts."""
    _index_dir().mkdir(parents=True, exist_ok=True)
    with _lock(_index_dir() / "rebuild.lock", 0) as is_held:
        yield is_held


@contextmanager
def _lock(path: Path, wait_seconds: float) -> Iterator[bool]:
    """Yields False when another holds it, or when its folder is gone."""
    try:
        file = path.open("ab")
    except FileNotFoundError:
        yield False
        return
    with file:
        is_held = _acquire(file.fileno(), time.monotonic() + wait_seconds)
        try:
            yield is_held
        finally:
            if is_held:  # closing would not do: a process forked meanwhile has the file open, too
                fcntl.flock(file.fileno(), fcntl.LOCK_UN)


def _acquire(descriptor: int, deadline: float) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(LOCK_POLL_SECONDS)
        else:
            return True


def _replace(path: Path, text: str) -> None:
    """Write a small file so that a reader, or a crash, sees the old text or the new one."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(2)}.new")
    with fresh.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _fault(path: Path, is_thorough: bool) -> str:
    """What is wrong with a segment file, or an empty text. Raises OSError.

    Each ends in a footer: JSON with the CRC-32 of what is before it, its length, a magic number
    (tantivy's directory/footer.rs; its binding offers no check)."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if size < FOOTER_END.size:
            return "is cut short"
        file.seek(size - FOOTER_END.size)
        footer_size, magic = FOOTER_END.unpack(file.read())
        content_size = size - FOOTER_END.size - footer_size
        if magic != FOOTER_MAGIC or content_size < 0:
            return "is cut short"
        if not is_thorough:
            return ""
        file.seek(content_size)
        footer = file.read(footer_size)
        file.seek(0)
        checksum = 0
        for start in range(0, content_size, READ_SIZE):
            checksum = zlib.crc32(file.read(min(READ_SIZE, content_size - start)), checksum)
    try:
        is_sound = json.loads(footer)["crc"] == checksum
    except (ValueError, KeyError, TypeError):
        is_sound = False
    return "" if is_sound else "is not what was written (its checksum differs)"


def _index_dir() -> Path:
    return Path(settings.INDEX_DIR)


def told(error: BaseException) -> str:
    """What an exception of tantivy or the system says, short, and without where on this machine the
    index lies."""
    return str(error).partition("\n")[0].replace(f"{_index_dir()}/", "")[:200]
