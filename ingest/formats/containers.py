"""Files with many articles in them: what a file is by its content, and the entries in it.

A file is one document (a page, a text), or a container: a table, JSON, a ZIP file, a tar file, or
any of these compressed with gzip. Each entry of a container is read like a file of its own. The
entries are found one after another, in bounded memory.
"""

import gzip
import hashlib
import io
import os
import tarfile
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, cast

from ingest.errors import Rejection
from ingest.file_kinds import READ, ending_of, is_known, parts_folders
from ingest.formats import mhtml
from ingest.formats.data_sets import can_be_data_set, in_data_set, text_form
from ingest.formats.entry import (
    Entry,
    Found,
    Names,
    PassedOver,
    Source,
    entry_of_bytes,
    rejected_entry,
    shown_name,
)
from ingest.formats.warc_records import warc_records
from ingest.html import is_html
from ingest.read import MAX_SIZE, FileBytes, open_regular, read_bytes

_SAMPLE = 1 << 18  # bytes at the beginning of a file by which its kind is recognised
_CHUNK = 1 << 20
_DEEPEST = 4  # containers in each other
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_EMPTY_ZIP = b"PK\x05\x06"
_WARC = (b"WARC/1.", b"WARC/0.")
_TAR_MARK = slice(257, 262)
# Names in a ZIP file that show that it is the file of an office program or an e-book.
_OFFICE = frozenset({"[Content_Types].xml", "mimetype", "content.xml"})
_DAMAGED = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile),
    UnicodeDecodeError,  # the name of a part
)


def entries(
    path: str, said: Names = None, opened: Callable[[IO[bytes]], None] | None = None
) -> Iterator[Found]:
    """Yield the entries of a file: one for a page or a text, many for a container.

    `said` has the names of columns that the archivist set. An entry that cannot be read has a
    Rejection as its content; the entries after it are read. `opened` is called with the file each
    time it is opened, so that the caller can see how far it was read.
    """

    def open_file() -> IO[bytes]:
        file = open_regular(Path(path))
        if opened:
            opened(file)
        return file

    source = Source(path, "", open_file, path)
    try:
        start = _start(source)
    except (OSError, Rejection):
        yield Entry(path, _whole(path))
        return
    if not _is_container(start, path, said):
        yield Entry(path, FileBytes.of(start) if len(start) < _SAMPLE else _whole(path))
        return
    container = _hash(source)
    number = 0
    for found in _in_source(source, start, said):
        number += not (isinstance(found, PassedOver) and found.columns)
        yield replace(found, container=container) if isinstance(found, Entry) else found
    if not number:
        yield Entry(path, Rejection("empty", "The file is a data set without any article in it."))


def _whole(path: str) -> FileBytes | Rejection:
    try:
        return read_bytes(Path(path))
    except Rejection as rejection:
        return rejection


def _start(source: Source) -> bytes:
    with source.open() as stream:
        return stream.read(_SAMPLE)


def _hash(source: Source) -> str:
    digest = hashlib.sha256()
    with source.open() as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _is_container(start: bytes, name: str, said: Names) -> bool:
    if start.startswith((_ZIP, _EMPTY_ZIP, _GZIP, *_WARC)) or start[_TAR_MARK] == b"ustar":
        return True
    return can_be_data_set(start, name) and bool(text_form(start, name, said))


def _in_source(source: Source, start: bytes, said: Names) -> Iterator[Found]:
    """Yield the entries of a container, of which `start` are the first bytes."""
    if source.depth > _DEEPEST:
        yield rejected_entry(source, "unreadable", "There are too many archives in each other.")
        return
    try:
        if start.startswith((_ZIP, _EMPTY_ZIP)):
            yield from _in_zip(source, said)
        elif _unzipped_start(start).startswith(_WARC):
            yield from _in_warc(source)
        elif start.startswith(_GZIP):
            yield from _in_part(_unzipped(source), said)
        elif start[_TAR_MARK] == b"ustar":
            yield from _in_tar(source, said)
        else:
            yield from in_data_set(source, start, said)
    except _DAMAGED as error:
        yield rejected_entry(
            source, "unreadable", f"The archive is damaged or cut off here ({error})."
        )
    except (RuntimeError, NotImplementedError) as error:  # an encrypted ZIP file, a rare method
        yield rejected_entry(source, "unreadable", f"The archive cannot be read ({error}).")
    except OSError as error:
        yield rejected_entry(source, "unreadable", f"The file cannot be read ({error}).")


def _in_part(source: Source, said: Names) -> Iterator[Found]:
    """Yield the entries of a part of a container: one for a document, many for a container."""
    start = _start(source)
    if _is_container(start, source.name, said):
        yield from _in_source(source, start, said)
    else:
        with source.open() as stream:
            yield Entry(source.path, _bytes(stream), source.place)


def _bytes(stream: IO[bytes]) -> FileBytes | Rejection:
    data = stream.read(MAX_SIZE + 1)
    if len(data) > MAX_SIZE:
        return Rejection(
            "too-large", f"The document has more than {MAX_SIZE:,} bytes. It was not stored."
        )
    return FileBytes.of(data)


def _unzipped(source: Source) -> Source:
    name = source.name[:-3] if source.name.casefold().endswith(".gz") else source.name
    return source.part(name, lambda: cast(IO[bytes], gzip.open(source.open())), place="")


def _unzipped_start(start: bytes) -> bytes:
    """Return the first bytes of a file, decompressed if they are compressed with gzip."""
    if not start.startswith(_GZIP):
        return start
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(start[:_CHUNK], len(_WARC[0]))
    except zlib.error:
        return b""


def _in_warc(source: Source) -> Iterator[Found]:
    """Yield the pages of a web archive. A damaged record is rejected, and the next one is read."""
    with source.open() as stream:
        for record in warc_records(stream):
            place = f"record {record.number}"
            if record.address:
                place += f", {record.address}"
            if record.error:
                reason = "too-large" if record.is_large else "unreadable"
                yield rejected_entry(source, reason, record.error, place)
            elif record.kind:
                joined = ", ".join(filter(None, (source.place, place)))
                yield PassedOver(source.path, joined, f"record: {record.kind}")
            else:
                yield entry_of_bytes(source, record.data, place)


def _in_zip(source: Source, said: Names) -> Iterator[Found]:
    with source.open() as stream, zipfile.ZipFile(stream) as archive:
        names = {info.filename for info in archive.infolist()}
        if names & _OFFICE:
            yield rejected_entry(
                source,
                "binary",
                "This is the file of an office program or an e-book. Save its text as a text file"
                " or as HTML, and import that.",
            )
            return
        parts = _parts_folders(names)
        is_wacz = "datapackage.json" in names and any(name.startswith("archive/") for name in names)
        for info in archive.infolist():
            if info.is_dir():
                continue
            shown = shown_name(info.filename)
            if is_wacz and not info.filename.startswith("archive/"):
                yield PassedOver(source.path, shown, "index of a web archive")
                continue
            if info.flag_bits & 1:
                message = "This part of the ZIP file has a password."
                yield rejected_entry(source, "unreadable", message, shown)
                continue
            part = source.part(shown, lambda info=info: archive.open(info))  # type: ignore[misc]
            yield from _in_member(part, info.filename, parts, said)


def _in_tar(source: Source, said: Names) -> Iterator[Found]:
    with source.open() as stream, tarfile.open(fileobj=stream, mode="r:") as archive:
        for member in archive:
            if not member.isfile():
                continue
            shown = shown_name(member.name)

            def opened(member: tarfile.TarInfo = member) -> IO[bytes]:
                return archive.extractfile(member) or io.BytesIO()

            yield from _in_member(source.part(shown, opened), member.name, set(), said)


def _in_member(source: Source, name: str, parts: set[str], said: Names) -> Iterator[Found]:
    """Yield the entries of a file in a ZIP or tar file, if it would be read in a folder.

    `name` is its name in the archive, and `parts` are the folders with the parts of saved pages.
    """
    *folders, last = name.split("/")
    is_part = any("/".join(folders[: number + 1]) in parts for number in range(len(folders)))
    ending = ending_of(last.encode("utf-8", "surrogateescape"))
    kind = shown_name(ending.decode("utf-8", "replace")) or "without an ending"
    if last.startswith(".") or folders[:1] == ["__MACOSX"]:
        kind = "hidden"
    elif is_part:
        kind = "folder of a saved page"
    elif ending in READ or (not is_known(ending) and is_readable(_start(source), name)):
        kind = ""
    if kind:
        yield PassedOver(source.path, source.place, kind)
        return
    try:
        yield from _in_part(source, said)
    except _DAMAGED as error:
        yield rejected_entry(
            source, "unreadable", f"This part of the archive is damaged ({error})."
        )


def is_readable(start: bytes, name: str) -> bool:
    """Return True if a file that begins with these bytes has a form that is read in folders.

    A plain text is not such a form: it is read only if the ending of its name says so.
    """
    if start.startswith((_ZIP, _GZIP, *_WARC)) or mhtml.is_mhtml(start):
        return True
    codec = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1"
    if is_html("", start.removeprefix(b"\xef\xbb\xbf").decode(codec, "ignore")):
        return True
    return text_form(start, name) not in ("", "unknown-columns")


def _parts_folders(names: Iterable[str]) -> set[str]:
    """Return the folders in an archive that contain the parts of saved pages."""
    files: dict[str, list[str]] = defaultdict(list)
    folders: dict[str, set[str]] = defaultdict(set)
    for name in names:
        above, _, last = name.rpartition("/")
        files[above].append(last)
        while above:
            outer, _, inner = above.rpartition("/")
            if inner in folders[outer]:
                break
            folders[outer].add(inner)
            above = outer
    return {
        f"{above}/{os.fsdecode(part)}".lstrip("/")
        for above, inner in folders.items()
        for part in parts_folders(
            [os.fsencode(name) for name in inner], [os.fsencode(name) for name in files[above]]
        )
    }
