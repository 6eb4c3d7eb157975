"""Divides a web archive (WARC, plain or compressed with gzip) into its records, in bounded memory.

A damaged record is reported, and the next whole record is searched for: in a compressed archive the
beginning of the next gzip member, in a plain one the next line with "WARC/". warcio, which parses
the single records, ends at the first damage.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from ingest.formats import warc

_CHUNK = 1 << 16
_MOST_KEPT = 12_000_000  # bytes of a record, or of a gzip member, that are kept in memory
_LONGEST_HEADERS = 65_536
_GZIP = b"\x1f\x8b"
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_NEXT_RECORD = re.compile(rb"\nWARC/[01]\.\d")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_MAGIC = b"WARC/"
# To search for the record after a damaged one takes time, so after this number the rest is left.
_MOST_DAMAGED = 200
_GIVEN_UP = "The archive has too much damage; the rest was not read"
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """A record of a web archive.

    `number` is its number in the file, from 1. `address` is its address, and `kind` says why it is
    no page ("request", "revisit", "status 404", "image/png"); it is "" for a page. `data` are the
    bytes of a page. If `error` is not "", the record is damaged or too large to be kept; `is_large`
    tells which.
    """

    number: int
    address: str = ""
    kind: str = ""
    data: bytes = b""
    error: str = ""
    is_large: bool = False


class _Damaged(Exception):
    """The error for a record, or for compressed bytes, that are damaged or end too early."""


class _DamagedInput(_Damaged):
    """The error for bytes that cannot be decompressed."""


class _Plain:
    """The bytes of an archive that is not compressed."""

    members = 0
    is_given_up = False

    def __init__(self, stream: IO[bytes], start: bytes) -> None:
        self._stream = stream
        self._start = start

    def read(self) -> bytes:
        """Return the next bytes; b"" at the end."""
        start, self._start = self._start, b""
        return start or self._stream.read(_CHUNK)

    def skip_damage(self) -> None:
        """Go on behind damaged bytes: nothing has to be done."""


class _Zipped:
    """The bytes of a compressed archive, in which usually each record is a gzip member.

    `members` is the number of members that were begun. `is_given_up` is true if the rest is not
    read, because the next member was searched for too often.
    """

    def __init__(self, stream: IO[bytes], start: bytes) -> None:
        self.members = 0
        self.is_given_up = False
        self._skips = 0
        self._stream = stream
        self._waiting = start  # compressed bytes that were read and not yet decompressed
        self._member = bytearray()  # the compressed bytes of the present member, so far
        self._decompressor: zlib._Decompress | None = None

    def read(self) -> bytes:
        """Return the next decompressed bytes; b"" at the end. Raises _DamagedInput."""
        while True:
            if not self._waiting and not self.is_given_up:
                self._waiting = self._stream.read(_CHUNK)
            if not self._waiting:
                if self._decompressor:
                    self._decompressor = None
                    raise _DamagedInput("the archive is cut off")
                return b""
            if self._decompressor is None:
                self._waiting = self._waiting.lstrip(b"\x00")  # padding between members
                if not self._waiting:
                    continue
                self._decompressor = zlib.decompressobj(16 + zlib.MAX_WBITS)
                self._member.clear()
                self.members += 1
            if piece := self._decompressed(self._decompressor):
                return piece

    def _decompressed(self, decompressor: "zlib._Decompress") -> bytes:
        given = self._waiting
        try:
            piece = decompressor.decompress(given, _CHUNK)
        except zlib.error as error:
            self._member += given
            self._waiting = b""
            raise _DamagedInput(f"the compressed bytes are damaged ({error})") from error
        self._waiting = decompressor.unconsumed_tail or decompressor.unused_data
        used = len(given) - len(self._waiting)
        if len(self._member) < _MOST_KEPT:
            self._member += given[:used]
        if decompressor.eof:
            self._decompressor = None
        return piece

    def skip_damage(self) -> None:
        """Go on with the next member, which begins somewhere behind the beginning of this one."""
        self._decompressor = None
        self._skips += 1
        self.is_given_up = self._skips > _MOST_DAMAGED
        behind, start = bytes(self._member) + self._waiting, 1
        self._member.clear()
        while not self.is_given_up:
            found = _MEMBER.search(behind, start)
            if found:
                self._waiting = behind[found.start() :]
                return
            more = self._stream.read(_CHUNK)
            if not more:
                break
            behind, start = behind[-3:] + more, 0
        self._waiting = b""


class _Reader:
    """Reads the bytes of an archive; `at` is the place in the buffer up to which they were read.

    `_late` is damage that was found while a whole record was being read: it belongs to the next.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        start = stream.read(_CHUNK)
        self._input = _Zipped(stream, start) if start.startswith(_GZIP) else _Plain(stream, start)
        self._buffer = b""
        self._at = 0
        self._late: _DamagedInput | None = None

    @property
    def is_given_up(self) -> bool:
        return self._input.is_given_up

    def _fill(self) -> bool:
        """Read more bytes into the buffer; return False at the end. Raises _DamagedInput."""
        if self._late:
            raise self._late
        more = self._input.read()
        self._buffer = self._buffer[self._at :] + more
        self._at = 0
        return bool(more)

    def _skip_newlines(self) -> bool:
        """Skip line breaks; return False at the end. Raises _DamagedInput."""
        while True:
            while self._buffer[self._at : self._at + 1] in (b"\r", b"\n"):
                self._at += 1
            if self._at < len(self._buffer):
                return True
            if not self._fill():
                return False

    def headers(self) -> bytes:
        """Return the lines up to the next blank line, with it; b"" at the end. Raises _Damaged."""
        if not self._skip_newlines():
            return b""
        searched = 0
        while True:
            match = _BLANK_LINE.search(self._buffer, self._at + max(searched - 4, 0))
            if match:
                headers = self._buffer[self._at : match.end()]
                self._at = match.end()
                return headers
            searched = len(self._buffer) - self._at
            if searched > _LONGEST_HEADERS or not self._fill():
                raise _Damaged("its headers have no end")

    def take(self, length: int) -> bytes:
        """Return the next `length` bytes; of more than _MOST_KEPT, only the first ones.

        Raises _Damaged if there are fewer; the bytes that were read are then given back.
        """
        kept = bytearray()
        left = length
        while left:
            try:
                is_more = self._at < len(self._buffer) or self._fill()
            except _DamagedInput:
                self.give_back(bytes(kept))
                raise
            if not is_more:
                self.give_back(bytes(kept))
                raise _Damaged("the archive is cut off, or the length of the record is wrong")
            piece = self._buffer[self._at : self._at + left]
            self._at += len(piece)
            left -= len(piece)
            kept += piece[: max(_MOST_KEPT - len(kept), 0)]
        return bytes(kept)

    def is_at_record(self) -> bool:
        """Return True if the next bytes, except line breaks, begin a record, or at the end.

        Raises _DamagedInput if the present gzip member is damaged behind the record: its checksum
        can be wrong. Damage of the next member belongs to the next record.
        """
        member = self._input.members
        try:
            while self._skip_newlines() and len(self._buffer) - self._at < len(_MAGIC):
                if not self._fill():
                    break
        except _DamagedInput as error:
            if self._input.members == member:
                raise
            self._late = error
        rest = self._buffer[self._at : self._at + len(_MAGIC)].lstrip(b"\r\n")
        return _MAGIC.startswith(rest)  # at the end, it can be cut

    def give_back(self, data: bytes) -> None:
        self._buffer = data + self._buffer[self._at :]
        self._at = 0

    def skip_damage(self, error: _Damaged) -> None:
        """Forget bytes until the next record begins."""
        if isinstance(error, _DamagedInput):
            self._skip_input()
        while True:
            if match := _NEXT_RECORD.search(self._buffer, self._at):
                self._at = match.start() + 1
                return
            self._at = max(len(self._buffer) - len("\nWARC/1.0"), self._at)
            try:
                if not self._fill():
                    self._at = len(self._buffer)
                    return
            except _DamagedInput:
                self._skip_input()

    def _skip_input(self) -> None:
        self._late = None
        self._input.skip_damage()
        # The next member begins with a record, so it needs a line break before it.
        self._buffer = self._buffer[self._at :] + b"\n"
        self._at = 0


def warc_records(stream: IO[bytes]) -> Iterator[WarcRecord]:
    """Yield the records of a web archive, in their order; of damaged ones, an error."""
    reader = _Reader(stream)
    number = damaged = 0
    while True:
        number += 1
        try:
            headers = reader.headers()
            if not headers:
                if reader.is_given_up:
                    yield WarcRecord(number, error=f"{_GIVEN_UP}, from record {number} on.")
                return
            yield _read(reader, number, headers)
        except _Damaged as error:
            damaged += 1
            message = f"Record {number} is damaged: {error}."
            if damaged == _MOST_DAMAGED:
                message += f" {_GIVEN_UP}."
            yield WarcRecord(number, error=message)
            if damaged == _MOST_DAMAGED:
                return
            reader.skip_damage(error)


def _read(reader: _Reader, number: int, headers: bytes) -> WarcRecord:
    """Return the record with these headers. Raises _Damaged."""
    if not warc.is_record(headers):
        reader.give_back(headers)
        raise _Damaged("it does not begin with “WARC/”")
    length = _LENGTH.search(headers)
    if not length:
        raise _Damaged("its length is missing")
    size = int(length[1])
    block = reader.take(size)
    if not reader.is_at_record():
        reader.give_back(block)
        raise _Damaged("its length is wrong")
    try:
        record = warc.parse_record(headers + block[:_LONGEST_HEADERS])
        kind, address = warc.kind_of(record), warc.address_of(record)
    except ValueError as error:
        return WarcRecord(number, error=f"Record {number} cannot be read: {error}.")
    if kind:
        return WarcRecord(number, address, kind)
    data = headers + block + b"\r\n\r\n"
    if size > len(block) or len(data) > warc.MOST:
        message = f"The page has {size:,} bytes; the limit is {warc.MOST:,}. It was not stored."
        return WarcRecord(number, address, error=message, is_large=True)
    return WarcRecord(number, address, data=data)
