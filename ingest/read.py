"""Stage 1: from a file on disk to its text. Saved HTML becomes text here, once, by `ingest.html`.

Encodings: UTF-8 with or without BOM, UTF-16 with BOM or recognisable without, cp949 (which holds EUC-KR), cp1252.
`SavedFile.text` differs from the decoded bytes in three ways only, so that spans stay meaningful everywhere: the BOM is
gone, CRLF and CR are LF, and each NUL is one U+FFFD.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from ingest.documents import SavedFile
from ingest.errors import Rejection
from ingest.html import EXTRACTOR, extract_text, is_html

MAX_SIZE = 10_000_000  # bytes; of a larger file only hash and size are kept
_CHUNK = 1 << 20
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BINARY = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"SQLite format 3"),
    *(b"RIFF", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"Rar!", b"ID3", b"OggS", b"BZh", b"\xfd7zXZ", b"MZ"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b\x00"))
_MOST_CONTROLS = 0.02  # share of control bytes above which no text encoding is believed
_HIGH = bytes(range(0x80, 0x100))


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A file's SHA-256 and size in bytes, and its bytes unless they are more than `MAX_SIZE`."""

    sha256: str
    size: int
    data: bytes | None

    @classmethod
    def of(cls, data: bytes) -> "Fingerprint":
        return cls(hashlib.sha256(data).hexdigest(), len(data), data if len(data) <= MAX_SIZE else None)


def fingerprint(path: Path) -> Fingerprint:
    """Read and hash a file in bounded memory. Raises Rejection (unreadable, not-a-file)."""
    digest, size, chunks = hashlib.sha256(), 0, []
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a FIFO must not make us wait
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Rejection("not-a-file", "This is no regular file but a pipe, socket, device or folder.")
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                if size <= MAX_SIZE:
                    chunks.append(chunk)
                else:
                    chunks.clear()
    except OSError as error:
        raise Rejection("unreadable", f"The file cannot be read: {error.strerror or error}.") from error
    return Fingerprint(digest.hexdigest(), size, b"".join(chunks) if size <= MAX_SIZE else None)


def read_file(path: Path) -> SavedFile:
    """A file's text. Raises Rejection (unreadable, not-a-file, too-large, empty, binary)."""
    return decode(fingerprint(path), path)


def decode(mark: Fingerprint, path: Path) -> SavedFile:
    """The text of bytes already read. Raises Rejection (too-large, empty, binary)."""
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")
    if mark.data is None:
        message = f"The file has {mark.size:,} bytes; an article has at most {MAX_SIZE:,}. Only its hash was kept."
        raise Rejection("too-large", message)
    if not mark.data.strip():
        raise Rejection("empty", "The file is empty.")
    encoding = guess_encoding(mark.data)
    if encoding is None:
        raise Rejection("binary", "The bytes are no text in any encoding that is known. Only their hash was kept.")
    text = mark.data.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    extractor = ""
    if is_html(shown, text):
        text, extractor = extract_text(text), EXTRACTOR
    return SavedFile(shown, mark.sha256, mark.size, mark.data, encoding, text, extractor)


def guess_encoding(data: bytes) -> str | None:
    """The Python codec for the bytes; None when they are no text.

    cp949 and cp1252 can both decode most bytes: Korean is taken only where what it decodes to is mostly Hangul.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return codec
    if data.startswith(_BINARY):
        return None
    wide = _wide_encoding(data[:4096])
    if wide:
        return wide
    if len(data) - len(data.translate(None, _CONTROLS)) > len(data) * _MOST_CONTROLS:
        return None
    if data.count(0) > len(data) // 10:
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end >= len(data) - 3 and error.reason == "unexpected end of data":
            return "utf-8"  # cut in the middle of its last letter
        return _single_byte_encoding(data)
    return "utf-8"


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without BOM, known by Latin text having a zero in every second byte."""
    pairs = len(sample) // 2
    if pairs < 8:
        return None
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    for side, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        if zeros[side] > pairs * 0.7 and zeros[1 - side] < pairs * 0.1:
            return codec
    return None


def _single_byte_encoding(data: bytes) -> str:
    try:
        korean = data.decode("cp949")
    except UnicodeDecodeError:
        return "cp1252"
    hangul = sum("가" <= letter <= "힣" for letter in korean)
    high = len(data) - len(data.translate(None, _HIGH))
    return "cp949" if hangul * 2 > high * 0.6 else "cp1252"
