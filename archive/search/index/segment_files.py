"""Check the files that tantivy writes: find missing, damaged and left-over files of an index.

This is the only module that depends on tantivy's private file formats: `meta.json`,
`.managed.json`, the names of segment files and their footers, as version 0.27 of its Python binding
writes them. `pyproject.toml` pins the binding to this minor version, and
`tests/search/test_segment_files.py` checks these assumptions.
"""

import json
import os
import re
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from archive.search.index.errors import BrokenGeneration, short_message
from archive.search.values import IndexState

SEGMENT_PARTS = ("fieldnorm", "pos", "term", "store", "fast", "idx")
SEGMENT_ID = re.compile(r"[0-9a-f]{32}")
FOOTER_END = struct.Struct("<II")  # size of the footer, magic number
FOOTER_MAGIC = 1337
READ_SIZE = 1 << 20  # bytes

FileStamp = tuple[str, int, int, int]  # name, time of the last change in nanoseconds, inode, size
MetaStamp = tuple[int, int, int]  # the same values for meta.json, without the name


@dataclass(frozen=True, slots=True)
class SegmentFiles:
    """The folder into which tantivy writes one index; `index_name` is for messages."""

    folder: Path
    index_name: str

    @property
    def meta(self) -> Path:
        """Return the path of meta.json, which lists the segments; each commit replaces it."""
        return self.folder / "meta.json"

    def meta_stamp(self) -> MetaStamp | None:
        """Return a value that changes with each commit; None if there is no meta.json."""
        try:
            stat = self.meta.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_ino, stat.st_size

    def segment_ids(self) -> list[str]:
        """Return the ids of the segments in meta.json.

        Raises BrokenGeneration.
        """
        return [segment_id for segment_id, _deletes in self._segments()]

    def _segments(self) -> list[tuple[str, int | None]]:
        """Return the id of each segment in meta.json, and the number of its deletions file."""
        try:
            meta = json.loads(self.meta.read_text())
            return [
                (segment["segment_id"].replace("-", ""), (segment["deletes"] or {}).get("opstamp"))
                for segment in meta["segments"]
            ]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BrokenGeneration(
                IndexState.DAMAGED,
                f"The index {self.index_name} has no readable meta.json ({short_message(error)}).",
            ) from error

    def names(self) -> list[str]:
        """Return the names of the files of all segments in meta.json.

        Raises BrokenGeneration.
        """
        names = []
        for segment_id, deletes in self._segments():
            names += [f"{segment_id}.{part}" for part in SEGMENT_PARTS]
            if deletes is not None:
                names.append(f"{segment_id}.{deletes}.del")
        return names

    def stamps(self) -> tuple[FileStamp, ...]:
        """Return a value that changes if meta.json or a file of a segment changes.

        Raises BrokenGeneration if a file is missing.
        """
        folder, stamps = str(self.folder), []
        for name in (self.meta.name, *self.names()):
            try:
                stat = os.stat(f"{folder}/{name}")  # noqa: PTH116 (for each file at each request: a Path costs more)
            except OSError as error:
                raise self._missing(name, error) from error
            stamps.append((name, stat.st_mtime_ns, stat.st_ino, stat.st_size))
        return tuple(stamps)

    def check(self, is_thorough: bool = False) -> None:
        """Check that each file of each segment exists and is complete.

        The thorough check reads all files and compares their checksums. Raises BrokenGeneration.
        """
        for name in self.names():
            try:
                damage = _damage(self.folder / name, is_thorough)
            except OSError as error:
                raise self._missing(name, error) from error
            if damage:
                raise BrokenGeneration(
                    IndexState.DAMAGED, f"In the index {self.index_name}, {name} {damage}."
                )

    def _missing(self, name: str, error: OSError) -> BrokenGeneration:
        return BrokenGeneration(
            IndexState.DAMAGED, f"The index {self.index_name} lacks {name} ({error.strerror})."
        )

    def is_merging(self) -> bool:
        """Tell whether a merge is running: tantivy then lists segments not in meta.json."""
        return bool((self._managed_segments() or set()) - set(self.segment_ids()))

    def remove_strays(self) -> None:
        """Delete the files of segments that are neither in meta.json nor in tantivy's list.

        A writer that closes during a merge leaves such files, because its merge ends only after the
        next writer has started a new list. In an archive of 840,000 articles, these files became
        three times as large as the index.
        """
        known = self._managed_segments()
        if known is None:
            return
        known |= set(self.segment_ids())
        for path in self.folder.iterdir():
            segment = path.name.partition(".")[0]
            if SEGMENT_ID.fullmatch(segment) and segment not in known:
                path.unlink(missing_ok=True)

    def _managed_segments(self) -> set[str] | None:
        """Return the segments with files in .managed.json, tantivy's list of all its files.

        The list has the segments in meta.json, those that a merge is writing, and those that will
        be deleted. Returns None if there is no such list.
        """
        try:
            names = json.loads((self.folder / ".managed.json").read_text())
        except (OSError, ValueError):
            return None
        return {
            segment
            for name in names
            if SEGMENT_ID.fullmatch(segment := str(name).partition(".")[0])
        }


def _damage(path: Path, is_thorough: bool) -> str:
    """Return a description of the damage of a segment file, or "" if the file is complete.

    Each file ends with a footer: JSON with the CRC-32 of the content before it, the length of this
    JSON, and a magic number (see directory/footer.rs in tantivy). The binding cannot check it.
    Raises OSError.
    """
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
    return "" if is_sound else "is damaged (its checksum is wrong)"
