"""Generations: each whole index is a folder of its own; the file `current` names the one that serves.

    index/
      current                 the name of the generation that serves; replaced atomically
      rebuild.lock            held by the one process that builds a new generation
      20250417-091500-1a2b/   a generation
        segments/             tantivy's files
        state.json            {"format": 1, "reached": 4711}; replaced atomically, after tantivy's commit
        writer.lock           held by the one process that applies changes

Locks are the kernel's (flock): those of a process that was killed are gone with it.
"""

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy
from django.conf import settings
from django.utils import timezone

from archive.search.schema import FORMAT, register_analyzers, schema
from archive.search.values import IndexState

SEGMENT_PARTS = ("fieldnorm", "pos", "term", "store", "fast", "idx")
FOOTER_MAGIC = (1337).to_bytes(4, "little")
LOCK_POLL_SECONDS = 0.02


class BrokenGeneration(Exception):
    """A generation cannot be read: how, and a sentence that says what was found."""

    def __init__(self, state: IndexState, message: str) -> None:
        super().__init__(message)
        self.state = state
        self.message = message


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
        """The generation that serves; None where none was ever built."""
        try:
            name = (_index_dir() / "current").read_text().strip()
        except FileNotFoundError:
            return None
        return cls(_index_dir() / Path(name).name)

    def is_current(self) -> bool:
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
                IndexState.DAMAGED, f"The index {self.name} does not say what it holds ({error})."
            ) from error
        if format_number != FORMAT:
            raise BrokenGeneration(
                IndexState.OLD_FORMAT, f"The index {self.name} has format {format_number}; {FORMAT} is expected."
            )
        return reached

    def write_reached(self, number: int) -> None:
        """Call after tantivy's commit: too low a number is harmless, too high a one would lose changes."""
        _replace(self.folder / "state.json", json.dumps({"format": FORMAT, "reached": number}))

    def open(self) -> tantivy.Index:
        """The index, ready to search and to write. Raises BrokenGeneration."""
        try:
            index = tantivy.Index.open(str(self.segments))
            register_analyzers(index)
            # Reloaded by hand when meta.json has changed: tantivy's own watcher would be a thread that a fork loses.
            index.config_reader("manual")
            index.reload()
        except (ValueError, OSError) as error:
            raise BrokenGeneration(
                IndexState.DAMAGED, f"The index {self.name} cannot be opened ({_first_line(error)})."
            ) from error
        return index

    def open_writer(self, heap_bytes: int, threads: int) -> tantivy.IndexWriter:
        """tantivy's writer. The caller holds the writer's lock, or is the only one to know the folder."""
        try:
            writer = self.open().writer(heap_bytes, threads)
            # What a killed writer left: its next commit would want to write a file of the same name, and fail.
            writer.garbage_collect_files()
            return writer
        except ValueError as error:
            raise BrokenGeneration(
                IndexState.DAMAGED, f"The index {self.name} cannot be written ({_first_line(error)})."
            ) from error

    def segment_ids(self) -> list[str]:
        """The segments that meta.json names. Raises BrokenGeneration."""
        try:
            meta = json.loads(self.meta.read_text())
            return [segment["segment_id"].replace("-", "") for segment in meta["segments"]]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BrokenGeneration(
                IndexState.DAMAGED, f"The index {self.name} has no readable meta.json ({error})."
            ) from error

    def check_files(self) -> None:
        """Each file of each segment is there and has its end. Cheap. Raises BrokenGeneration."""
        for segment_id in self.segment_ids():
            for part in SEGMENT_PARTS:
                path = self.segments / f"{segment_id}.{part}"
                try:
                    with path.open("rb") as file:
                        file.seek(-len(FOOTER_MAGIC), os.SEEK_END)
                        is_whole = file.read() == FOOTER_MAGIC
                except OSError as error:
                    raise BrokenGeneration(
                        IndexState.DAMAGED, f"The index {self.name} lacks {path.name} ({error.strerror})."
                    ) from error
                if not is_whole:
                    raise BrokenGeneration(IndexState.DAMAGED, f"In the index {self.name}, {path.name} is cut short.")

    @contextmanager
    def writer_lock(self, wait_seconds: float = 0) -> Iterator[bool]:
        """Whether this process may write to the generation, while the block lasts."""
        with _lock(self.folder / "writer.lock", wait_seconds) as is_held:
            yield is_held

    def remove(self) -> None:
        """Delete the folder. Whoever has it open keeps reading."""
        shutil.rmtree(self.folder, ignore_errors=True)


def other_generations(than: Generation) -> list[Generation]:
    """The folders of generations that do not serve: old ones, and those whose building was cut off."""
    return [Generation(path) for path in sorted(_index_dir().iterdir()) if path.is_dir() and path != than.folder]


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
        yield _acquire(file.fileno(), time.monotonic() + wait_seconds)


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


def _index_dir() -> Path:
    return Path(settings.INDEX_DIR)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]
