"""Reads a file: its bytes, its encoding and its text.

Encodings: UTF-8, UTF-16, the encoding that an HTML page declares, the encoding that the letters
show (`ingest.encodings`), cp949 (which contains EUC-KR) and cp1252. `guess_encoding` explains the
order. The text differs from the decoded bytes in only four ways: the BOM is removed, CRLF and CR
become LF, each NUL becomes one U+FFFD, and a letter that is written in parts (Hangul syllables from
macOS, a letter and its accent) becomes one letter. If the file is saved HTML, `ingest.html` then
extracts its text. A record of a web archive or a message (MHTML) contains a page: the encoding and
the text are those of this page.
"""

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ingest.encodings import is_garbled, likely_encoding
from ingest.errors import Rejection
from ingest.formats import front_matter, markdown, mhtml, rows, warc
from ingest.formats.field_names import field_of
from ingest.formats.missing_values import is_missing
from ingest.formats.web_page import WebPage
from ingest.html import EXTRACTOR, is_html, read_page
from ingest.text_lines import squeeze
from ingest.values import Fact, SavedFile

MAX_SIZE = 10_000_000  # bytes; a larger file is rejected, and only its hash and size are kept
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
_FRAMES = re.compile(r"<i?frame(?:set)?\b", re.IGNORECASE)
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
# UTF-16 and a declared encoding are recognised in this number of bytes at the beginning.
_SAMPLE = 4096
# The most damaged letters that a UTF-8 text may have for each whole letter of several bytes. The
# second limit is for a page that declares UTF-8.
_MOST_DAMAGE, _MOST_DAMAGE_DECLARED = 0.5, 1
# Below this share of damaged letters a text is UTF-8, even if it declares or fits another encoding.
_ANY_DAMAGE = 0.01
_HANGUL = re.compile("[가-힣]")
_EAST_ASIAN = (
    ("cp949", _HANGUL),
    ("gb2312", re.compile("[一-鿿]")),  # not gb18030, because almost all bytes are valid in it
    *((codec, re.compile("[ぁ-ヿ一-鿿]")) for codec in ("euc-jp", "shift_jis")),
)
# If bytes in an encoding of _EAST_ASIAN are decoded as UTF-8, the result never consists only of
# quotation marks, dashes and Latin letters, or only of these marks, ASCII and Hangul.
_NO_CHANCE = re.compile(r"[\x00-ÿ\u2010-\u2026]*|[\x00-\x7f\u2010-\u2026가-힣]*")
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE
)
# The Python codec for each name of an encoding in a page. As browsers do, some names are read as a
# larger encoding, such as "iso-8859-1" as cp1252 (WHATWG Encoding Standard, "Names and labels").
_NAMES = {
    "cp949": (
        *("euc-kr", "euckr", "cseuckr", "x-euc-kr", "ks_c_5601-1987", "ks_c_5601-1989", "ksc5601"),
        *("ksc_5601", "windows-949", "x-windows-949", "ms949", "uhc", "korean", "cp949"),
    ),
    "cp1252": (
        *("iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "us-ascii", "ascii"),
        *("windows-1252", "cp1252", "x-cp1252"),
    ),
    "gb18030": (
        "gb2312",
        "gb_2312-80",
        "gbk",
        "x-gbk",
        "cp936",
        "windows-936",
        "euc-cn",
        "gb18030",
    ),
    "cp932": (
        *("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j", "csshiftjis"),
        *("ms932", "cp932"),
    ),
    "euc-jp": ("euc-jp", "eucjp", "x-euc-jp", "x-euc"),
    "iso2022_jp_ext": ("iso-2022-jp", "csiso2022jp"),
    "big5": ("big5", "big-5", "cn-big5", "x-x-big5"),
    "big5hkscs": ("big5-hkscs",),
    "windows-1251": ("windows-1251", "cp1251", "x-cp1251", "win-1251", "win1251", "windows1251"),
    "koi8-r": ("koi8-r", "koi8r", "koi8", "koi", "cskoi8r", "x-koi8-r"),
    "koi8-u": ("koi8-u", "koi8-ru"),
    "cp866": ("cp866", "ibm866", "866", "dos-866", "csibm866"),
    "iso-8859-5": ("iso-8859-5", "iso8859-5", "iso_8859-5", "cyrillic"),
    "mac-cyrillic": ("x-mac-cyrillic", "x-mac-ukrainian"),
    "mac-roman": ("macintosh", "mac", "x-mac-roman", "macroman"),
    "iso-8859-6": ("iso-8859-6", "iso8859-6", "iso_8859-6", "arabic"),
    "cp874": ("windows-874", "tis-620", "iso-8859-11"),
    "cp1254": ("windows-1254", "cp1254", "iso-8859-9", "latin5"),
    **{
        f"cp{number}": (f"windows-{number}", f"cp{number}", f"x-cp{number}")
        for number in (1250, 1253, 1255, 1256, 1257, 1258)
    },
    **{
        f"iso-8859-{part}": (f"iso-8859-{part}", f"iso8859-{part}", f"iso_8859-{part}")
        for part in (2, 3, 4, 7, 8, 10, 13, 14, 15, 16)
    },
}
_DECLARED = {name: codec for codec, names in _NAMES.items() for name in names}
# The marks at which text in ISO 2022 begins; otherwise it has only ASCII letters.
_ISO_2022 = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$B", "iso2022_jp_ext"), (b"\x1b$@", "iso2022_jp"))
# A letter and its accent, or the parts of a syllable, that Unicode has as one letter, too.
_IN_PARTS = re.compile(
    "[^\\W\\d_][\u0300-\u036f\u3099\u309a]+|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
)


@dataclass(frozen=True, slots=True)
class FileBytes:
    """The SHA-256, size and bytes of a file; `data` is None if the size is above MAX_SIZE."""

    sha256: str
    size: int
    data: bytes | None

    @classmethod
    def of(cls, data: bytes) -> "FileBytes":
        return cls(
            hashlib.sha256(data).hexdigest(), len(data), data if len(data) <= MAX_SIZE else None
        )


def read_bytes(path: Path) -> FileBytes:
    """Read and hash a file of any size in bounded memory.

    Raises Rejection (unreadable, not-a-file).
    """
    digest, size, chunks = hashlib.sha256(), 0, []
    try:
        with open_regular(path) as file:
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


def open_regular(path: Path) -> IO[bytes]:
    """Open a regular file. Raises OSError, and Rejection (not-a-file) for anything else."""
    # The path is tested before it is opened, because opening a device can have effects.
    _require_regular(path.stat())
    # O_NONBLOCK, because the path may have become a pipe, and opening a pipe would wait.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    file = os.fdopen(descriptor, "rb")
    try:
        _require_regular(os.fstat(file.fileno()))
    except Rejection:
        file.close()
        raise
    return file


def _require_regular(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = next(
            (name for is_kind, name in _KINDS if is_kind(status.st_mode)), "not a regular file"
        )
        raise Rejection("not-a-file", f"This is {kind}; a regular file was expected.")


def read_file(path: Path) -> SavedFile:
    """Return a file with its text and encoding.

    Raises Rejection (unreadable, not-a-file, too-large, empty, binary, encoding-unknown).
    """
    return decode(read_bytes(path), path)


def decode(
    file_bytes: FileBytes,
    path: Path,
    *,
    form: str = "",
    encoding: str = "",
    columns: Mapping[str, str] | None = None,
) -> SavedFile:
    """Return a file with its text and encoding, from its bytes.

    `path` is stored in the result. Its ending can show that the file is HTML (`is_html`). `form` is
    the form of a row of a data set (`ingest.formats.entry.Entry.form`), "" for any other file.
    `encoding` is the codec of the bytes, if it is known already. `columns` has the names of columns
    that the archivist set. Raises Rejection (too-large, empty, binary, encoding-unknown,
    row-unreadable).
    """
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")
    if file_bytes.data is None:
        message = (
            f"The file has {file_bytes.size:,} bytes; the limit is {MAX_SIZE:,}. Only its"
            " SHA-256 and its size are kept."
        )
        raise Rejection("too-large", message)
    page = None if form else web_page(file_bytes.data)
    data = page.body if page else file_bytes.data
    encoding = encoding or guess_encoding(data, page.charset if page else "") or ""
    if not encoding:
        raise Rejection(
            "binary",
            "The bytes are not text in any known encoding. Only the SHA-256 and the size of the"
            " file are kept.",
        )
    if encoding == "cp1252" and is_garbled(data):
        raise Rejection(
            "encoding-unknown",
            "The encoding of the file is not known: it is not UTF-8, it declares no encoding that"
            " fits, and its letters do not show it. Save the file as UTF-8, and import it again.",
        )
    text = _normalised(data.decode(encoding, "replace"))
    extracted = _extract(shown, text, form, columns) if page is None else _of_page(page, text)
    start = 0 if extracted.is_row else extracted.text_start
    if not extracted.text[start:].strip():
        message = "The file contains no text."
        if _FRAMES.search(text):
            message = (
                "The page has only frames, and no text of its own. Import the file of the frame"
                " that has the text; a browser saves it in the folder beside the page."
            )
        raise Rejection("empty", message)
    return SavedFile(
        shown,
        file_bytes.sha256,
        file_bytes.size,
        file_bytes.data,
        encoding,
        extracted.text,
        extracted.extractor,
        extracted.facts,
        extracted.text_start,
        extracted.is_row,
    )


def _normalised(text: str) -> str:
    """Return decoded text with LF as line end, U+FFFD for NUL, and letters that are not in parts.

    macOS writes names, and some programs texts, with each Hangul syllable in two or three parts.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    if unicodedata.is_normalized("NFC", text):
        return text
    return _IN_PARTS.sub(lambda match: unicodedata.normalize("NFC", match.group()), text)


@dataclass(frozen=True, slots=True)
class _Extracted:
    """The text that was made from a decoded file; the values are those of a SavedFile."""

    text: str
    extractor: str = ""
    facts: tuple[Fact, ...] = ()
    text_start: int = 0
    is_row: bool = False


def _extract(path: str, text: str, form: str, columns: Mapping[str, str] | None) -> _Extracted:
    if form:
        row = rows.read_row(text, form, columns)
        return _Extracted(row.text, rows.extractor_of(form), row.facts, row.text_start, True)
    if is_html(path, text):
        text, head = read_page(text)
        return _with_facts(head, text, EXTRACTOR)
    documents = front_matter.documents(text)
    if len(documents) > 1:
        return _Extracted(_with_headers(documents), markdown.EXTRACTOR)
    if documents:
        row = _with_front_matter(*documents[0])
        return _Extracted(row.text, markdown.EXTRACTOR, row.facts, row.text_start, True)
    if markdown.is_markdown(path):
        return _Extracted(markdown.markdown_text(text), markdown.EXTRACTOR)
    return _Extracted(text)


def _with_front_matter(pairs: list[tuple[str, str]], text: str) -> rows.RowText:
    """Return a text below front matter as a row.

    If the front matter has no title, the heading with which the text begins is the title.
    """
    heading, below = "", ""
    if not any(
        field_of(name) == "title" and not is_missing(value, "title") for name, value in pairs
    ):
        heading, below = markdown.heading_and_text(text)
    if heading:
        return rows.row_text([*pairs, ("title", heading), (rows.TEXT, below)])
    return rows.row_text([*pairs, (rows.TEXT, markdown.markdown_text(text))])


def _with_headers(documents: list[tuple[list[tuple[str, str]], str]]) -> str:
    """Return texts below front matter as one text with header lines, which a layout divides."""
    texts = []
    for pairs, text in documents:
        known = ((name, squeeze(value)) for name, value in pairs if field_of(name))
        lines = [f"{name}: {value}" for name, value in known if value]
        texts.append("\n".join([*lines, "", markdown.markdown_text(text)]))
    return "\n".join(texts)


def _of_page(page: WebPage, text: str) -> _Extracted:
    """Return the text of a page in a message or a web archive; `text` is its decoded mark-up."""
    if not page.is_html:
        return _with_facts(page.facts, text, page.form)
    text, head = read_page(text)
    # The subject of a message comes after the titles that the page itself gives.
    subject = [pair for pair in page.facts if pair[0] == "head_title"]
    own = [pair for pair in page.facts if pair not in subject]
    pairs = list(dict.fromkeys([*own, *head, *subject]))
    return _with_facts(pairs, text, f"{page.form}, {EXTRACTOR}")


def _with_facts(pairs: list[tuple[str, str]], text: str, extractor: str) -> _Extracted:
    """Return a text that begins with a line `name: value` for each fact, and a blank line."""
    facts: list[Fact] = []
    lines = ""
    for name, value in pairs:
        start = len(lines) + len(name) + 2
        facts.append(Fact(name, (start, start + len(value))))
        lines += f"{name}: {value}\n"
    lines += "\n" if lines else ""
    return _Extracted(lines + text, extractor, tuple(facts), len(lines))


def web_page(data: bytes) -> WebPage | None:
    """Return the page in a record of a web archive or in a message; None for any other file.

    Raises Rejection if there is no page in it.
    """
    if warc.is_record(data):
        return warc.read_record(data)
    return mhtml.read_mhtml(data) if mhtml.is_mhtml(data) else None


def damaged_bytes(file: SavedFile) -> int:
    """Return how many bytes of a file are not valid in its encoding: damaged or cut off."""
    if "\ufffd" not in file.text:
        return 0
    page = web_page(file.data)
    data = page.body if page else file.data
    kept = data.decode(file.encoding, "ignore").encode(file.encoding, "ignore")
    return max(len(data) - len(kept), 0)


def guess_encoding(data: bytes, charset: str = "") -> str | None:
    """Return the name of the Python codec for these bytes; None if they are not text.

    `charset` is the encoding that a server or a message declares for the bytes, "" if unknown;
    it comes before the encoding that the page itself declares. The first encoding in this list
    that fits is chosen: the encoding of a BOM, UTF-16 without a BOM, ISO 2022, UTF-8, the encoding
    that the page declares (ISO-8859-1 only after the next), the one that the letters surely show
    (`likely_encoding`), cp949, cp1252. Most bytes are valid in both cp949 and cp1252. So cp949 is
    chosen only if most bytes above 0x7F form Hangul syllables in pairs. A quotation mark in
    cp1252 and the letter after it look like a syllable, too, but only one of their two bytes is
    above 0x7F.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return codec
    if data.startswith(_BINARY):
        return None
    wide = _wide_encoding(data[:_SAMPLE])
    if wide:
        return wide
    if iso_2022 := _iso_2022(data):
        return iso_2022
    if len(data) - len(data.translate(None, _CONTROLS)) > len(data) * _MOST_CONTROLS:
        return None
    if data.count(0) > len(data) // 10:
        return None
    if _is_utf8(data, charset):
        return "utf-8"
    declared = _declared_encoding(data, charset)
    if declared and declared != "cp1252":
        return declared
    # Many programs that write pages declare ISO-8859-1 for each of them.
    return likely_encoding(data) or declared or _single_byte_encoding(data)


def _is_utf8(data: bytes, charset: str) -> bool:
    """Return True if the bytes are UTF-8; the last letter may be cut off, a few may be damaged.

    Bytes in another encoding hardly ever form whole letters of UTF-8, unless this encoding has two
    bytes for a letter. So a text is not UTF-8 if too many letters are damaged (_MOST_DAMAGE). If a
    page does not declare UTF-8, and at least 1 % of the letters are damaged (_ANY_DAMAGE), there is
    another condition: the bytes must fit neither the encoding that the page declares nor an
    encoding of _EAST_ASIAN.
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
    is_declared = any(name in ("utf-8", "utf8") for name in _declared(data, charset)[:1])
    if broken > whole * (_MOST_DAMAGE_DECLARED if is_declared else _MOST_DAMAGE):
        return False
    return is_declared or not (_declared_encoding(data, charset) or _is_east_asian(data, lenient))


def _is_east_asian(data: bytes, lenient: str) -> bool:
    """Return True if bytes that may be damaged UTF-8 are text in an encoding of _EAST_ASIAN.

    `lenient` is the text that remains if the bytes are decoded as UTF-8 without damaged letters. If
    it contains only Latin letters or common Hangul syllables, the bytes are UTF-8.
    """
    hangul = "".join(_HANGUL.findall(lenient))
    # Python's euc-kr codec writes a common syllable as two bytes, a rare one as eight.
    if _NO_CHANCE.fullmatch(lenient) and len(hangul.encode("euc-kr")) == 2 * len(hangul):
        return False
    return any(_is_mostly(letters, data, codec) for codec, letters in _EAST_ASIAN)


def _is_mostly(letters: re.Pattern[str], data: bytes, codec: str) -> bool:
    """Return True if the bytes are valid in `codec`, and most bytes above 0x7F form `letters`."""
    try:
        count = len(letters.findall(data.decode(codec)))
    except UnicodeDecodeError:
        return False
    high = len(data) - len(data.translate(None, _HIGH))
    return high * 0.3 < count < high * 0.6


def _declared(data: bytes, charset: str) -> list[str]:
    """Return the names of encodings that a server or message, and then the page, declare.

    Many servers declare ISO-8859-1 for all pages, so this declaration says nothing.
    """
    match = _CHARSET.search(data[:_SAMPLE])
    charset = "" if _DECLARED.get(charset.casefold()) == "cp1252" else charset
    names = [charset, match[1].decode("ascii") if match else ""]
    return [name.casefold() for name in names if name]


def _declared_encoding(data: bytes, charset: str = "") -> str | None:
    """Return the codec that is declared for an HTML page.

    Returns None if none is declared, if the declared names are not in _DECLARED, or if the bytes
    are not valid in the codec.
    """
    for name in _declared(data, charset):
        codec = _DECLARED.get(name)
        try:
            if codec:
                data.decode(codec)
                return codec
        except UnicodeDecodeError:
            continue
    return None


def _wide_encoding(sample: bytes) -> str | None:
    """Return the codec of UTF-16 text without a BOM; None for any other bytes.

    Spaces, line breaks and Latin letters contain a zero byte in UTF-16. So most zero bytes must be
    at odd positions (little-endian) or at even positions (big-endian). And more than 95 % of the
    decoded letters must be letters or marks of our sites' languages (`_is_ours`).
    """
    sample = sample[: len(sample) // 2 * 2]
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    for side, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(sample) >= 16 and zeros[side] > 3 * zeros[1 - side]:
            text = sample.decode(codec, "replace")
            if sum(_is_ours(letter) for letter in text) > 0.95 * len(text):
                return codec
    return None


def _iso_2022(data: bytes) -> str | None:
    """Return the codec of Japanese or Korean text in ISO 2022; None for any other bytes."""
    for mark, codec in _ISO_2022:
        if mark in data and data.isascii():
            try:
                data.decode(codec)
            except UnicodeDecodeError:
                continue
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
