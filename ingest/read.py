"""From a file on disk to its text. Saved HTML becomes text here, once, by `ingest.html`.

Encodings: UTF-8 with or without BOM, UTF-16 with BOM or unmistakable without, cp949 (which contains
EUC-KR), cp1252. `SavedFile.text` differs from the decoded bytes in three ways only, so that spans
stay meaningful everywhere: the BOM is removed, CRLF and CR are LF, and each NUL is one U+FFFD.
"""

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import Rejection
from ingest.html import EXTRACTOR, extract_text, is_html
from ingest.values import SavedFile

MAX_SIZE = 10_000_000  # bytes; of a larger file only hash and size are kept
_CHUNK = 1 << 20
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BINARY = (
    *(
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"%PDF-",
        b"PK\x03\x04",
        b"\x1f\x8b",
        b"\x7fELF",
        b"SQLite format 3\x00",
    ),
    *(b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"\xfd7zXZ"),
)
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b\x00"))
_MOST_CONTROLS = 0.02  # share of control bytes above which a file is not text
_HIGH = bytes(range(0x80, 0x100))
_SAMPLE = 4096  # bytes that show whether it is UTF-16
# How many broken letters a UTF-8 text may have for each whole letter of several bytes.
_MOST_DAMAGE, _MOST_DAMAGE_DECLARED = 0.5, 1
# So few damaged letters never matter, in any declared or possible encoding.
_ANY_DAMAGE = 0.01
_HANGUL = re.compile("[가-힣]")
_EAST_ASIAN = (
    ("cp949", _HANGUL),
    ("gb2312", re.compile("[一-鿿]")),  # not all of gb18030: in that, any bytes are letters
    *((codec, re.compile("[ぁ-ヿ一-鿿]")) for codec in ("euc-jp", "shift_jis")),
)
# Text in those encodings, read as UTF-8, is never only quotes with Latin letters or with Hangul.
_NO_CHANCE = re.compile(r"[\x00-ÿ\u2010-\u2026]*|[\x00-\x7f\u2010-\u2026가-힣]*")
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE
)
# Names under which pages declare what browsers read as another encoding (WHATWG Encoding, "Names
# and labels").
_DECLARED = {
    **dict.fromkeys(
        ("euc-kr", "ks_c_5601-1987", "ksc5601", "ks_c_5601-1989", "windows-949", "korean"), "cp949"
    ),
    **dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "ascii", "windows-1252"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "x-sjis"), "cp932"),
    **{
        name: name
        for name in (
            "cp949",
            "gb18030",
            "big5",
            "euc-jp",
            "iso-8859-2",
            "iso-8859-15",
            "windows-1251",
        )
    },
}


@dataclass(frozen=True, slots=True)
class FileBytes:
    """The SHA-256 and size of a file, and its bytes unless they are more than `MAX_SIZE`."""

    sha256: str
    size: int
    data: bytes | None

    @classmethod
    def of(cls, data: bytes) -> "FileBytes":
        return cls(
            hashlib.sha256(data).hexdigest(), len(data), data if len(data) <= MAX_SIZE else None
        )


def read_bytes(path: Path) -> FileBytes:
    """Read and hash a file in bounded memory. Raises Rejection (unreadable, not-a-file)."""
    digest, size, chunks = hashlib.sha256(), 0, []
    try:
        _require_regular(path.stat())  # first, because opening a device can have effects
        descriptor = os.open(
            path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
        )  # opening a FIFO must not block
        with os.fdopen(descriptor, "rb") as file:
            _require_regular(os.fstat(file.fileno()))
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                if size <= MAX_SIZE:
                    chunks.append(chunk)
                else:
                    chunks.clear()
    except OSError as error:
        raise Rejection(
            "unreadable", f"The file cannot be read: {error.strerror or error}."
        ) from error
    return FileBytes(digest.hexdigest(), size, b"".join(chunks) if size <= MAX_SIZE else None)


def _require_regular(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = next(
            (name for is_kind, name in _KINDS if is_kind(status.st_mode)), "not a regular file"
        )
        raise Rejection("not-a-file", f"This is {kind}; a regular file was expected.")


def read_file(path: Path) -> SavedFile:
    """Return a file with its text and encoding.

    Raises Rejection (unreadable, not-a-file, too-large, empty, binary).
    """
    return decode(read_bytes(path), path)


def decode(file_bytes: FileBytes, path: Path) -> SavedFile:
    """Return the file's text, from its bytes. Raises Rejection (too-large, empty, binary)."""
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")
    if file_bytes.data is None:
        message = (
            f"The file has {file_bytes.size:,} bytes; the limit is {MAX_SIZE:,}. Only its hash is"
            " kept."
        )
        raise Rejection("too-large", message)
    encoding = guess_encoding(file_bytes.data)
    if encoding is None:
        raise Rejection(
            "binary",
            "The bytes are not text in any known encoding. Only their hash is kept.",
        )
    text = (
        file_bytes.data.decode(encoding, "replace")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\x00", "\ufffd")
    )
    extractor = ""
    if is_html(shown, text):
        text, extractor = extract_text(text), EXTRACTOR
    if not text.strip():
        raise Rejection("empty", "The file contains no text.")
    return SavedFile(
        shown, file_bytes.sha256, file_bytes.size, file_bytes.data, encoding, text, extractor
    )


def damaged_bytes(file: SavedFile) -> int:
    """Return how many bytes of a file are not text in its encoding: damaged or cut off."""
    if "\ufffd" not in file.text:
        return 0
    kept = file.data.decode(file.encoding, "ignore").encode(file.encoding, "ignore")
    return max(len(file.data) - len(kept), 0)


def guess_encoding(data: bytes) -> str | None:
    """Return the Python codec for these bytes; None when they are not text.

    A BOM decides first, then valid UTF-8, then the encoding that the page declares, then the
    letters. cp949 and cp1252 can both decode most bytes: Korean is chosen only where most of the
    decoded text is Hangul of two high bytes each (a cp1252 quotation mark and the letter after it
    are a Hangul syllable with one).
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return codec
    if data.startswith(_BINARY):
        return None
    wide = _wide_encoding(data[:_SAMPLE])
    if wide:
        return wide
    if len(data) - len(data.translate(None, _CONTROLS)) > len(data) * _MOST_CONTROLS:
        return None
    if data.count(0) > len(data) // 10:
        return None
    if _is_utf8(data):
        return "utf-8"
    return _declared_encoding(data) or _single_byte_encoding(data)


def _is_utf8(data: bytes) -> bool:
    """Tell whether the bytes are UTF-8, apart from a last letter cut off or a few damaged ones.

    Bytes of another encoding hardly ever form a whole letter of UTF-8, except those with two bytes
    a letter. So damage is accepted only where the page declares no other encoding that fits, and no
    encoding of two bytes fits.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end >= len(data) - 3 and error.reason == "unexpected end of data":
            return True
    else:
        return True
    lenient = data.decode("utf-8", "ignore")
    whole = sum(letter > "\x7f" for letter in lenient)
    broken = sum(letter > "\x7f" for letter in data.decode("utf-8", "replace")) - whole
    if broken < _ANY_DAMAGE * whole:
        return True
    declared = _CHARSET.search(data[:_SAMPLE])
    is_declared = declared is not None and declared[1].lower() in (b"utf-8", b"utf8")
    if broken > whole * (_MOST_DAMAGE_DECLARED if is_declared else _MOST_DAMAGE):
        return False
    return is_declared or not (_declared_encoding(data) or _is_east_asian(data, lenient))


def _is_east_asian(data: bytes, lenient: str) -> bool:
    """Tell whether bytes that can be damaged UTF-8 are all letters of an encoding of two bytes.

    `lenient` is the text of the undamaged letters of UTF-8 in these bytes. If they are only Latin
    letters or syllables of everyday Korean (which EUC-KR has), the bytes are UTF-8.
    """
    hangul = "".join(_HANGUL.findall(lenient))
    if _NO_CHANCE.fullmatch(lenient) and len(hangul.encode("euc-kr")) == 2 * len(
        hangul
    ):  # a rare syllable has eight bytes
        return False
    return any(_is_mostly(letters, data, codec) for codec, letters in _EAST_ASIAN)


def _is_mostly(letters: re.Pattern[str], data: bytes, codec: str) -> bool:
    """Tell whether the bytes are valid in an encoding and most high bytes form these letters."""
    try:
        count = len(letters.findall(data.decode(codec)))
    except UnicodeDecodeError:
        return False
    high = len(data) - len(data.translate(None, _HIGH))
    return high * 0.3 < count < high * 0.6


def _declared_encoding(data: bytes) -> str | None:
    """Return the codec that an HTML page declares; None if it is unknown or does not fit."""
    match = _CHARSET.search(data[:_SAMPLE])
    codec = _DECLARED.get(match[1].decode("ascii").casefold()) if match else None
    try:
        if codec:
            data.decode(codec)
    except UnicodeDecodeError:
        return None
    return codec


def _wide_encoding(sample: bytes) -> str | None:
    """Return the codec of UTF-16 text without BOM; None for any other bytes.

    The zero bytes of its spaces and line breaks, or of Latin letters, must all be every second
    byte, and the decoded text must be words in the letters of our languages.
    """
    sample = sample[: len(sample) // 2 * 2]
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    for side, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(sample) >= 16 and zeros[side] > 3 * zeros[1 - side]:
            text = sample.decode(codec, "replace")
            if sum(_is_ours(letter) for letter in text) > 0.95 * len(text):
                return codec
    return None


def _is_ours(letter: str) -> bool:
    return (
        " " <= letter <= "~"
        or "À" <= letter <= "ÿ"
        or "가" <= letter <= "힣"
        or "一" <= letter <= "鿿"
        or "\u3000" <= letter <= "ヿ"
        or "\u2010" <= letter <= "\u2026"
        or letter in "\n\r\t\u00a0"
    )


def _single_byte_encoding(data: bytes) -> str:
    return "cp949" if _is_mostly(_HANGUL, data, "cp949") else "cp1252"
