"""Manage index generations: each has its own folder, and the file `current` names the one in use.

index/
  current                 the name of the generation in use; replaced atomically
  rebuild.lock            locked by the process that builds a new generation
  20250417-091500-1a2b/   a generation; the name has the time when it was created (UTC)
    segments/             tantivy's files
    state.json            {"format": 5, "reached": 4711, "mark": "0a1b…"}: the number and mark of
                          the version that the index has reached; replaced after each commit
    writer.lock           locked by the process that applies changes
    request_catch_up      touched by another process, to ask that its changes are applied
"""

import json
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy
from django.conf import settings
from django.utils import timezone

from archive.database.storage import write_problem
from archive.models import NEW_ARCHIVE, ArchiveVersion, Version
from archive.search.analysis.schema import FORMAT, register_analyzers, schema
from archive.search.index.errors import (
    BrokenGeneration,
    IndexFilesError,
    short_message,
    translated_errors,
)
from archive.search.index.files import file_lock, replace_text
from archive.search.index.segment_files import SegmentFiles
from archive.search.values import IndexState

NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-f]{4}")
# The temporary folders of indexes that this process cannot write, by the name of the generation.
_LINKS: "dict[str, tempfile.TemporaryDirectory[str]]" = {}
_NO_ARTICLE = 0  # an id that no article has, because ids start at 1


@dataclass(frozen=True, slots=True)
class Generation:
    """An index generation: one complete build of the index, in its folder."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def files(self) -> SegmentFiles:
        return SegmentFiles(self.folder / "segments", self.name)

    @classmethod
    def create(cls) -> "Generation":
        """Create a new generation with an empty index, which is not in use yet."""
        generation = cls(index_dir() / f"{timezone.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}")
        try:
            segments = generation.files.folder
            segments.mkdir(parents=True)
            index = tantivy.Index(schema(), path=str(segments), reuse=False)
            register_analyzers(index)
            generation.write_reached(NEW_ARCHIVE)
        except BaseException:
            generation.remove()
            raise
        return generation

    @classmethod
    def current(cls) -> "Generation | None":
        """Return the generation in use, or None if no generation was ever put into use.

        Raises BrokenGeneration if the file `current` is damaged.
        """
        try:
            name = (index_dir() / "current").read_text().strip()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise BrokenGeneration(
                IndexState.DAMAGED,
                f"The file that names the index cannot be read ({short_message(error)}).",
            ) from error
        if not NAME.fullmatch(name):
            raise BrokenGeneration(
                IndexState.DAMAGED, "The file that names the index does not contain a valid name."
            )
        return cls.named(name)

    @classmethod
    def named(cls, name: str) -> "Generation":
        return cls(index_dir() / name)

    def is_writable(self) -> bool:
        """Return True if the permissions of the folders allow this process to write to them."""
        folders = (self.folder, self.files.folder)
        return all(os.access(folder, os.W_OK | os.X_OK) for folder in folders)

    def is_current(self) -> bool:
        """Return True if this generation is in use.

        Raises BrokenGeneration if the file `current` cannot be read.
        """
        return Generation.current() == self

    def make_current(self) -> None:
        """Put this generation into use."""
        replace_text(index_dir() / "current", self.name)

    def reached(self) -> Version:
        """Return the archive version that this index has reached.

        Raises BrokenGeneration if state.json is damaged, or if the index has another format.
        """
        try:
            state = json.loads((self.folder / "state.json").read_text())
            format_number = state["format"]
            reached = Version(int(state["reached"]), str(state.get("mark", "")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BrokenGeneration(
                IndexState.DAMAGED,
                f"The state of the index {self.name} cannot be read ({short_message(error)}).",
            ) from error
        if format_number != FORMAT:
            raise BrokenGeneration(
                IndexState.OLD_FORMAT,
                f"The index {self.name} has format {format_number}; {FORMAT} is expected.",
            )
        return reached

    def reached_and_current(self) -> tuple[Version, Version]:
        """Return the version that this index has reached, and the version of the database.

        Takes one database query. Raises BrokenGeneration in the same cases as `reached`, and if the
        index does not belong to this database: the version of the index is higher than that of the
        database, or the database has another mark (`VersionMark`) for this version. Both can happen
        after a backup was restored.
        """
        reached = self.reached()
        current, mark = ArchiveVersion.current_and_mark_of(reached.number)
        if reached.number > current.number:
            raise BrokenGeneration(
                IndexState.AHEAD,
                f"The index has version {reached.number}, but the database only {current.number}:"
                " the index belongs to another or a later database.",
            )
        if reached.number and reached.mark != mark:
            raise BrokenGeneration(
                IndexState.OTHER_HISTORY,
                f"The index has version {reached.number} of another history of the archive."
                " Probably a backup was restored, and the archive was changed after that.",
            )
        return reached, current

    def write_reached(self, version: Version) -> None:
        """Store the archive version that this index has reached.

        Call this after tantivy's commit, never before. If the stored version is too low, changes
        are applied twice, which does no harm. If it were too high, changes would be lost.
        """
        state = {"format": FORMAT, "reached": version.number, "mark": version.mark}
        replace_text(self.folder / "state.json", json.dumps(state))

    def open(self) -> tantivy.Index:
        """Open the index for searches and for writing.

        Raises BrokenGeneration.
        """
        try:
            with translated_errors():
                index = tantivy.Index.open(str(self._openable_folder()))
                register_analyzers(index)
                # We reload the index ourselves when meta.json has changed. Otherwise tantivy would
                # reload it in a thread, which a forked process does not have.
                index.config_reader("manual")
                index.reload()
        except IndexFilesError as error:
            raise BrokenGeneration(
                IndexState.DAMAGED, f"The index {self.name} cannot be opened ({error})."
            ) from error
        return index

    def _openable_folder(self) -> Path:
        """Return a folder with the index files in which tantivy can create its lock.

        tantivy creates a lock file even to read an index. If the folder of the index cannot be
        written, this is a temporary folder with links to the index files that exist now. Raises
        OSError.
        """
        if self.is_writable():
            return self.files.folder
        links = tempfile.TemporaryDirectory(prefix="dateline-index-")
        for path in self.files.folder.iterdir():
            if not path.name.endswith(".lock"):
                (Path(links.name) / path.name).symlink_to(path)
        _LINKS[self.name] = links  # this removes the folder with older links, if there is one
        return Path(links.name)

    def open_writer(self, heap_bytes: int, threads: int) -> tantivy.IndexWriter:
        """Open tantivy's writer.

        The caller must have the writer lock, or be the only process that uses this folder. Raises
        BrokenGeneration.
        """
        try:
            with translated_errors():
                self.files.remove_strays()
                writer = self.open().writer(heap_bytes, threads)
                # A writer that was killed can leave a file whose name the next commit needs. The
                # commit would fail if this file still existed.
                writer.garbage_collect_files()
                _skip_first_opstamp(writer)
                return writer
        except IndexFilesError as error:
            reason = write_problem(self.folder) or str(error)
            raise BrokenGeneration(
                IndexState.DAMAGED, f"The index {self.name} cannot be written ({reason})."
            ) from error

    @contextmanager
    def writer_lock(self, wait_seconds: float = 0) -> Iterator[bool]:
        """Lock the generation for writing while the block lasts; yield True if it is locked.

        Yields False if another process still has the lock after `wait_seconds`. Raises OSError.
        """
        with file_lock(self.folder / "writer.lock", wait_seconds) as is_locked:
            yield is_locked

    def request_catch_up(self) -> None:
        """Ask the process that applies changes to apply all changes that are committed now.

        Raises OSError.
        """
        (self.folder / "request_catch_up").touch()

    def last_request(self) -> int:
        """Return a number that changes with each call of `request_catch_up` by any process."""
        try:
            return (self.folder / "request_catch_up").stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def remove(self) -> None:
        """Delete the folder; a process that has opened the files can still read them."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _skip_first_opstamp(writer: tantivy.IndexWriter) -> None:
    """Delete an article that never exists, as the first operation of a writer.

    tantivy gives the first operation of a writer the same number (opstamp) as the previous commit.
    If a merge starts before the next commit, tantivy ignores the first operation in each segment
    from which the previous commit deleted something. If the first operation were a real deletion,
    it would be lost in these segments. Then the index would have both the old and the new document
    of an article.
    """
    writer.delete_documents_by_query(tantivy.Query.term_query(schema(), "id", _NO_ARTICLE))


def other_generations(than: Generation) -> list[Generation]:
    """Return all generations except `than`: old generations, and unfinished ones of rebuilds."""
    return [
        Generation(path)
        for path in sorted(index_dir().iterdir())
        if path.is_dir() and NAME.fullmatch(path.name) and path != than.folder
    ]


@contextmanager
def rebuild_lock() -> Iterator[bool]:
    """Lock the building of new generations while the block lasts; yield True if we got the lock.

    Yields False if another process has the lock. Raises OSError if the folder or the file of the
    lock cannot be written.
    """
    index_dir().mkdir(parents=True, exist_ok=True)
    with file_lock(index_dir() / "rebuild.lock") as is_locked:
        yield is_locked


def index_dir() -> Path:
    """Return the folder that contains all generations."""
    return Path(settings.INDEX_DIR)
