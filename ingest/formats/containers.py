"""Files with many articles in them: what a file is by its content, and the entries in it.

A file is one document (a page, a text), or a container: a table, JSON, a ZIP file, a tar file, or
any of these compressed with gzip. Each entry of a container is read like a file of its own. The
entries are found one after another, in bounded memory.
"""

import gzip
import hashlib
import io
import os
import re
import tarfile
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, cast

from ingest.errors import Rejection
from ingest.file_kinds import READ, ending_of, is_known, parts_folders
from ingest.formats import front_matter, json_objects, json_rows, mhtml, tables
from ingest.formats.field_names import date_part_of, field_of, is_numbered_text
from ingest.formats.warc_records import warc_records
from ingest.html import is_html
from ingest.read import MAX_SIZE, FileBytes, guess_encoding, open_regular, read_bytes

_SAMPLE = 1 << 18  # bytes at the beginning of a file by which its kind is recognised
_CHUNK = 1 << 20
_DEEPEST = 4  # containers in each other
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_EMPTY_ZIP = b"PK\x05\x06"
_WARC = (b"WARC/1.", b"WARC/0.")
_TAR_MARK = slice(257, 262)
# Names in a ZIP file that show that it is the file of an office program or an e-book.
_OFFICE = frozenset({"[Content_Types].xml", "mimetype", "content.xml"})
_JSON_LINES_LOOKED_AT = 5
_ROWS_LOOKED_AT = 20  # rows of JSON whose names are looked at
_DATA_SET_ENDINGS = (".csv", ".tsv", ".json", ".jsonl", ".ndjson")
_CONTAINER_ENDINGS = (
    *_DATA_SET_ENDINGS,
    *(".gz", ".tgz", ".zip", ".tar", ".warc", ".wacz"),
)
_DAMAGED = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile),
    UnicodeDecodeError,  # the name of a part
)
_Names = Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document: a whole file, or an entry of a container.

    - `place` says where the entry is in its file: "row 3", "1997/page.txt", "data.csv, row 3". It
      is "" for a whole file.
    - `content` has the bytes, or the reason why they cannot be read.
    - `form` is the form of a row: a key of `tables.DELIMITERS`, or "json". It is "" for every other
      document, whose bytes show how they are read.
    - `encoding` is the encoding of a row; "" if it is not known.
    - `container` is the SHA-256 of the file, if the entry is not the whole file.
    """

    path: str
    content: FileBytes | Rejection
    place: str = ""
    form: str = ""
    encoding: str = ""
    container: str = ""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A part of a container that is not read, such as a picture in a ZIP file.

    If columns of a data set are not used, because their names mean no field, `columns` has their
    names, and `reason` is "".
    """

    path: str
    place: str
    reason: str = ""
    columns: tuple[str, ...] = ()


Found = Entry | PassedOver


@dataclass(frozen=True, slots=True)
class _Source:
    """A file, or a part of one, that can be opened several times."""

    path: str
    place: str
    open: Callable[[], IO[bytes]]
    name: str
    depth: int = 0

    def part(
        self, name: str, opener: Callable[[], IO[bytes]], place: str | None = None
    ) -> "_Source":
        """Return a part of this file as a file of its own."""
        inner = name if place is None else place
        joined = f"{self.place}, {inner}" if self.place and inner else self.place or inner
        return _Source(self.path, joined, opener, name, self.depth + 1)


def entries(path: str, said: _Names = None) -> Iterator[Found]:
    """Yield the entries of a file: one for a page or a text, many for a container.

    `said` has the names of columns that the archivist set. An entry that cannot be read has a
    Rejection as its content; the entries after it are read.
    """
    source = _Source(path, "", partial(open_regular, Path(path)), path)
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


def count_entries(path: str, said: _Names = None) -> int:
    """Return the number of entries of a file. A file that is no container is not opened."""
    if not path.casefold().endswith(_CONTAINER_ENDINGS):
        return 1
    return sum(isinstance(found, Entry) for found in entries(path, said))


def _whole(path: str) -> FileBytes | Rejection:
    try:
        return read_bytes(Path(path))
    except Rejection as rejection:
        return rejection


def _start(source: _Source) -> bytes:
    with source.open() as stream:
        return stream.read(_SAMPLE)


def _hash(source: _Source) -> str:
    digest = hashlib.sha256()
    with source.open() as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _is_container(start: bytes, name: str, said: _Names) -> bool:
    if start.startswith((_ZIP, _EMPTY_ZIP, _GZIP, *_WARC)) or start[_TAR_MARK] == b"ustar":
        return True
    return _can_be_data_set(start, name) and bool(text_form(start, name, said))


def _can_be_data_set(start: bytes, name: str) -> bool:
    """Return False for most pages and texts, by a test that is much quicker than `text_form`."""
    if b"\0" in start[:4] or name.casefold().endswith(_DATA_SET_ENDINGS):
        return True
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    line = text[: text.find(b"\n") if b"\n" in text else len(text)]
    return line[:1] in b"{[" or any(
        delimiter.encode() in line for delimiter in tables.DELIMITERS.values()
    )


def text_form(start: bytes, name: str, said: _Names = None) -> str:
    """Return the form of a data set that begins with these bytes; "" for any other file.

    The forms are the keys of `tables.DELIMITERS`, "json", "json-lines", and "unknown-columns" for a
    table (by the ending of its name) in which no column is known to mean the text.
    """
    encoding = guess_encoding(start)
    if encoding is None:
        return ""
    text = start.decode(encoding, "ignore").lstrip("\ufeff")
    text = text if "\n" in text else text.replace("\r", "\n")
    inner = text.lstrip()
    if front_matter.is_markdown(name) and front_matter.divide(text):
        return ""
    if inner.startswith(("{", "[")):
        return _json_form(inner, name)
    form = tables.table_form(text, said)
    is_named_table = name.casefold().removesuffix(".gz").endswith((".csv", ".tsv"))
    return form or ("unknown-columns" if is_named_table and text.strip() else "")


def _json_form(text: str, name: str) -> str:
    """Return "json-lines" if several of the first lines begin an object, and one of them ends one.

    A text such as "[Korea] A mill …" begins with a bracket and is not JSON: the bracket must be
    followed by what can follow in JSON.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()][:_JSON_LINES_LOOKED_AT]
    if text.startswith("{") and len(lines) > 1 and lines[1][0] in '"}':
        return "json"  # an object in several lines
    if text.startswith("{") and len(lines) > 1:
        begun = [line for line in lines if line.startswith("{")]
        if len(begun) > 1 and any(line.endswith("}") for line in begun):
            return "json-lines"
    second = text[1:].lstrip()[:1]
    is_json = second in ('"', "}") if text.startswith("{") else second in ("{", "[", "]", "n")
    if text.startswith("{") and name.casefold().endswith((".jsonl", ".ndjson")):
        return "json-lines"
    return "json" if is_json else ""


def _in_source(source: _Source, start: bytes, said: _Names) -> Iterator[Found]:
    """Yield the entries of a container, of which `start` are the first bytes."""
    if source.depth > _DEEPEST:
        yield _rejected(source, "unreadable", "There are too many archives in each other.")
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
            yield from _in_data_set(source, start, said)
    except _DAMAGED as error:
        yield _rejected(source, "unreadable", f"The archive is damaged or cut off here ({error}).")
    except (RuntimeError, NotImplementedError) as error:  # an encrypted ZIP file, a rare method
        yield _rejected(source, "unreadable", f"The archive cannot be read ({error}).")
    except OSError as error:
        yield _rejected(source, "unreadable", f"The file cannot be read ({error}).")


def _rejected(source: _Source, reason: str, message: str, place: str = "") -> Entry:
    joined = ", ".join(filter(None, (source.place, _shown_name(place))))
    return Entry(source.path, Rejection(reason, message), joined)


def _in_part(source: _Source, said: _Names) -> Iterator[Found]:
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


def _unzipped(source: _Source) -> _Source:
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


def _in_warc(source: _Source) -> Iterator[Found]:
    """Yield the pages of a web archive. A damaged record is rejected, and the next one is read."""
    with source.open() as stream:
        for record in warc_records(stream):
            place = f"record {record.number}"
            if record.address:
                place += f", {record.address}"
            if record.error:
                reason = "too-large" if record.is_large else "unreadable"
                yield _rejected(source, reason, record.error, place)
            elif record.kind:
                joined = ", ".join(filter(None, (source.place, place)))
                yield PassedOver(source.path, joined, f"record: {record.kind}")
            else:
                yield _row(source, record.data, place, "", "")


def _in_zip(source: _Source, said: _Names) -> Iterator[Found]:
    with source.open() as stream, zipfile.ZipFile(stream) as archive:
        names = {info.filename for info in archive.infolist()}
        if names & _OFFICE:
            yield _rejected(
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
            shown = _shown_name(info.filename)
            if is_wacz and not info.filename.startswith("archive/"):
                yield PassedOver(source.path, shown, "index of a web archive")
                continue
            if info.flag_bits & 1:
                message = "This part of the ZIP file has a password."
                yield _rejected(source, "unreadable", message, shown)
                continue
            part = source.part(shown, lambda info=info: archive.open(info))  # type: ignore[misc]
            yield from _in_member(part, info.filename, parts, said)


def _in_tar(source: _Source, said: _Names) -> Iterator[Found]:
    with source.open() as stream, tarfile.open(fileobj=stream, mode="r:") as archive:
        for member in archive:
            if not member.isfile():
                continue
            shown = _shown_name(member.name)

            def opened(member: tarfile.TarInfo = member) -> IO[bytes]:
                return archive.extractfile(member) or io.BytesIO()

            yield from _in_member(source.part(shown, opened), member.name, set(), said)


def _shown_name(name: str) -> str:
    """Return the name of a part without control characters and lone surrogates."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)


def _in_member(source: _Source, name: str, parts: set[str], said: _Names) -> Iterator[Found]:
    """Yield the entries of a file in a ZIP or tar file, if it would be read in a folder.

    `name` is its name in the archive, and `parts` are the folders with the parts of saved pages.
    """
    *folders, last = name.split("/")
    is_part = any("/".join(folders[: number + 1]) in parts for number in range(len(folders)))
    ending = ending_of(last.encode("utf-8", "surrogateescape"))
    kind = _shown_name(ending.decode("utf-8", "replace")) or "without an ending"
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
        yield _rejected(source, "unreadable", f"This part of the archive is damaged ({error}).")


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


def _in_data_set(source: _Source, start: bytes, said: _Names) -> Iterator[Found]:
    """Yield the rows of a table or of JSON."""
    form = text_form(start, source.name, said)
    encoding = guess_encoding(start) or "utf-8"
    has_only_returns = b"\r" in start and b"\n" not in start  # as old Macintosh programs write
    if encoding.startswith("utf-16") or has_only_returns:
        own, newline = encoding, None if has_only_returns else ""
        source = replace(source, open=lambda inner=source.open: _recoded(inner(), own, newline))  # type: ignore[misc]
        encoding = "utf-8"
    encoding = "utf-8" if encoding == "utf-8-sig" else encoding
    # The encoding of a row in UTF-8 is not fixed, because a row can be in another encoding.
    known = "" if encoding == "utf-8" else encoding
    if form == "unknown-columns":
        yield _unknown_columns(source, start.decode(encoding, "ignore"))
    elif form in tables.DELIMITERS:
        yield from _unused(source, tables.column_names(start.decode(encoding, "ignore")), said)
        with source.open() as stream:
            for row in tables.table_rows(stream, encoding, form):
                place = f"row {row.number}"
                if row.error:
                    message = f"Row {row.number} (line {row.line}) cannot be read. {row.error}"
                    yield _rejected(source, "row-unreadable", message, place)
                else:
                    yield _row(source, row.data, place, form, known)
    else:
        yield from _json_entries(source, encoding, form, said)


def _json_entries(source: _Source, encoding: str, form: str, said: _Names) -> Iterator[Found]:
    if form == "json-lines":
        with source.open() as stream:
            yield from _json_found(source, json_rows.json_lines(stream, encoding, said), said)
    else:
        rows = json_rows.json_rows(source.open, encoding, said)
        yield from _json_found(source, rows, said)


def _json_found(
    source: _Source, rows: Iterator[json_rows.JsonRow], said: _Names
) -> Iterator[Found]:
    names: dict[str, None] = {}  # of the first rows, in their order
    looked_at = 0
    for row in rows:
        place = f"row {row.number}" + (f" ({row.key[:80]})" if row.key else "")
        if row.error:
            yield _rejected(
                source, "row-unreadable", f"Row {row.number} cannot be read. {row.error}", place
            )
            continue
        if looked_at < _ROWS_LOOKED_AT:
            looked_at += 1
            own, _ = json_objects.row_pairs(row.data.decode("utf-8", "replace"), said)
            names |= dict.fromkeys(name for name, value in own if value.strip())
        yield _row(source, row.data, place, "json", "")
    yield from _unused(source, names, said)


def _unused(source: _Source, names: Iterable[str], said: _Names) -> Iterator[PassedOver]:
    """Yield the columns of a data set whose names mean no field, if there are any."""
    unused = tuple(
        dict.fromkeys(" ".join(name.split()) for name in names if not _is_used(name, said))
    )
    if unused:
        yield PassedOver(source.path, source.place, columns=unused)


def _is_used(name: str, said: _Names) -> bool:
    return not name.strip() or bool(
        field_of(name, said) or date_part_of(name) or is_numbered_text(name)
    )


def _row(source: _Source, data: bytes, place: str, form: str, encoding: str) -> Entry:
    joined = ", ".join(filter(None, (source.place, _shown_name(place))))
    return Entry(source.path, FileBytes.of(data), joined, form, encoding)


def _unknown_columns(source: _Source, text: str) -> Entry:
    names = [name.strip() for name in tables.column_names(text)]
    if not any(names):
        line = next(filter(None, (line.strip(' \t\r"') for line in text.split("\n"))), "")
        if field_of(line) == "text":
            why = f"The only column is {line}. Add a second column to the file, such as a date or"
            why += " a title; its values can be empty."
        else:
            why = "The first line does not name the columns of a table. Write a line such as"
            why += " date,title,text above the rows."
        return _rejected(source, "columns-unknown", why)
    listed = ", ".join(names)[:300]
    return _rejected(
        source,
        "columns-unknown",
        f"The columns are {listed}. None of them is known to mean the text of an article. Name it"
        f" with --map, for example --map {_likely_map(text, names)}",
    )


def _likely_map(text: str, names: list[str]) -> str:
    """Return the option --map with the columns that most probably are text and title.

    A column can have a word of its name in common with a field: "text_ko". Otherwise the column
    with the longest value is taken.
    """
    texts = [name for name in names if _has_word_of(name, "text")]
    if not texts:
        texts = [tables.widest_column(text) or names[-1]]
    said = f"text={texts[0]}"
    titles = [name for name in names if _has_word_of(name, "title") and name not in texts]
    if titles and not any(field_of(name) == "title" for name in names):
        ending = re.split(r"[\s_.\-]+", texts[0])[-1]
        said += f",title={next((name for name in titles if name.endswith(ending)), titles[0])}"
    if len(texts) > 1:
        said += f" (or text={', text='.join(texts[1:4])})"
    return said


def _has_word_of(name: str, field: str) -> bool:
    return any(field_of(word) == field for word in re.split(r"[\s_.\-]+", name) if word)


class _Recoder(io.RawIOBase):
    """A stream in UTF-8, made from a stream in another encoding."""

    def __init__(self, stream: IO[bytes], encoding: str, newline: str | None) -> None:
        self._text = io.TextIOWrapper(stream, encoding, "replace", newline=newline)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` with the next bytes; return how many there were."""
        if not self._rest:
            self._rest = self._text.read(len(buffer) // 4 or 1).encode("utf-8", "replace")
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def _recoded(stream: IO[bytes], encoding: str, newline: str | None = "") -> IO[bytes]:
    return io.BufferedReader(_Recoder(stream, encoding, newline))
