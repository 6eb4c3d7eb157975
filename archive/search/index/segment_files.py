"""Check the files that tantivy writes: find missing, damaged and left-over files of an index.

This is the only module that depends on file formats that are private to tantivy: `meta.json`,
`.managed.json`, and the names and footers of segment files. The formats belong to version 0.27
of tantivy's Python binding. `pyproject.toml` pins the binding to this minor version, and
`tests/search/test_segment_files.py` fails if another version writes other formats.
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
FOOTER_END = struct.Struct("<II")  # the size of the footer in bytes, and FOOTER_MAGIC
FOOTER_MAGIC = 1337
READ_SIZE = 1 << 20  # bytes that are read at a time

# A stamp changes when its file changes.
FileStamp = tuple[str, int, int, int]  # name, time of the last change in ns, inode, size in bytes
MetaStamp = tuple[int, int, int]  # for meta.json: time of the last change, inode, size


@dataclass(frozen=True, slots=True)
class SegmentFiles:
    """The folder with tantivy's files of one index; messages call this index `index_name`."""

    folder: Path
    index_name: str

    @property
    def meta(self) -> Path:
        """Return the path of meta.json, which lists the segments and is replaced by each commit."""
        return self.folder / "meta.json"

    def meta_stamp(self) -> MetaStamp | None:
        """Return the stamp of meta.json, or None if this file is missing.

        The stamp changes with each commit.
        """
        try:
            stat = self.meta.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_ino, stat.st_size

    def segment_ids(self) -> list[str]:
        """Return the ids of the segments that meta.json lists.

        Raises BrokenGeneration if meta.json cannot be read.
        """
        return [segment_id for segment_id, _deletes in self._segments()]

    def _segments(self) -> list[tuple[str, int | None]]:
        """Return the id of each segment in meta.json, and the number in the name of its .del file.

        The .del file lists the deleted documents of a segment. The number is None if there is no
        such file.
        """
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
        """Return the names of the files that the segments in meta.json must have.

        Raises BrokenGeneration if meta.json cannot be read.
        """
        names = []
        for segment_id, deletes in self._segments():
            names += [f"{segment_id}.{part}" for part in SEGMENT_PARTS]
            if deletes is not None:
                names.append(f"{segment_id}.{deletes}.del")
        return names

    def stamps(self) -> tuple[FileStamp, ...]:
        """Return the stamps of meta.json and of all files of its segments.

        Raises BrokenGeneration if a file is missing.
        """
        folder, stamps = str(self.folder), []
        for name in (self.meta.name, *self.names()):
            try:
                stat = os.stat(f"{folder}/{name}")  # noqa: PTH116 (often called for many files: a Path is slower)
            except OSError as error:
                raise self._missing(name, error) from error
            stamps.append((name, stat.st_mtime_ns, stat.st_ino, stat.st_size))
        return tuple(stamps)

    def check(self, is_thorough: bool = False) -> None:
        """Check that each file of each segment exists and is complete.

        If `is_thorough` is true, the method also reads all files and compares their checksums.
        Raises BrokenGeneration if a file is missing or damaged.
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
        """Return True if a merge of segments is running.

        While a merge is running, .managed.json has segments that meta.json does not have.
        """
        return bool((self._managed_segments() or set()) - set(self.segment_ids()))

    def remove_strays(self) -> None:
        """Delete the files of segments that neither meta.json nor .managed.json lists.

        If a writer closes during a merge, this merge can write such files after the next writer has
        started a new .managed.json. In an archive of 840,000 articles, these files became three
        times as large as the index.
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
        """Return the ids of the segments in .managed.json, which is tantivy's list of its files.

        The list has the segments in meta.json, segments that a merge is writing, and segments that
        tantivy will delete. Returns None if the list cannot be read.
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
    """Return a description of the damage of a segment file, or "" if no damage is found.

    Each file ends with a footer, which tantivy's Python binding cannot check (see
    directory/footer.rs in tantivy). The footer is JSON with the CRC-32 of the content before the
    footer. After this JSON, there are its length and a magic number, with four bytes each. The
    CRC-32 is compared only if `is_thorough` is true. Raises OSError.
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
