"""Reads a file: its bytes and its text.

`ingest.encoding_of_bytes` finds the encoding. The text differs from the decoded bytes in only four
ways: the BOM is removed, CRLF and CR become LF, each NUL becomes one U+FFFD, and a letter that is
written in parts (Hangul syllables from macOS, a letter and its accent) becomes one letter. If the
file is saved HTML, `ingest.html` then extracts its text. A record of a web archive or a message
(MHTML) contains a page: the encoding and the text are those of this page.
"""

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ingest.combining_marks import has_many_marks
from ingest.encoding_of_bytes import guess_encoding
from ingest.encodings import is_garbled
from ingest.errors import Rejection
from ingest.formats import (
    extractors,
    front_matter,
    markdown,
    markdown_parts,
    mhtml,
    rows,
    text_browsers,
    warc,
)
from ingest.formats.field_names import field_of
from ingest.formats.missing_values import is_missing
from ingest.formats.unread_data import reject_unread_data
from ingest.formats.web_page import WebPage
from ingest.html import EXTRACTOR, is_html, read_page
from ingest.text_lines import squeeze
from ingest.values import Fact, SavedFile, Span

MAX_SIZE = 10_000_000  # bytes; a larger file is rejected, and only its hash and size are kept
_CHUNK = 1 << 20
_FRAMES = re.compile(r"<i?frame(?:set)?\b", re.IGNORECASE)
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_WITH_ENDING = re.compile(r"\.[A-Za-z]{2,8}(?:\.gz)?$")
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
    place: str = "",
) -> SavedFile:
    """Return a file with its text and encoding, from its bytes.

    `path` is stored in the result. Its ending, or that of `place` in an archive, can show that the
    file is HTML or Markdown (`is_html`, `is_markdown`). `form` is
    the form of a row of a data set (`ingest.formats.entry.Entry.form`), "" for any other file.
    `encoding` is the codec of the bytes, if it is known already. `columns` has the names of columns
    that the archivist set. Raises Rejection (too-large, empty, binary, encoding-unknown,
    row-unreadable, layout-known-unsupported).
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
    name = (place if _WITH_ENDING.search(place) else shown).removesuffix(".gz")
    extracted = _extract(name, text, form, columns) if page is None else _of_page(page, text)
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
        place,
    )


def _normalised(text: str) -> str:
    """Return decoded text with LF as line end, U+FFFD for NUL, and letters that are not in parts.

    macOS writes names, and some programs texts, with each Hangul syllable in two or three parts.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    if not has_many_marks(text) and unicodedata.is_normalized("NFC", text):
        return text
    return _IN_PARTS.sub(lambda match: _in_one_part(match.group()), text)


def _in_one_part(parts: str) -> str:
    return parts if has_many_marks(parts) else unicodedata.normalize("NFC", parts)


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
        return _Extracted(row.text, extractors.of_row(form), row.facts, row.text_start, True)
    is_page = is_html(path, text)
    reject_unread_data(path, text, is_html=is_page)
    if is_page:
        html = read_page(text)
        return _with_facts(html.head, html.text, EXTRACTOR, html.marks)
    documents = front_matter.documents(text)
    if not documents and markdown.is_markdown(path):
        documents = markdown_parts.parts(text)
    if len(documents) > 1:
        return _Extracted(_with_headers(documents), extractors.MARKDOWN)
    if documents:
        row = _with_front_matter(*documents[0])
        return _Extracted(row.text, extractors.MARKDOWN, row.facts, row.text_start, True)
    if markdown.is_markdown(path):
        return _Extracted(markdown.markdown_text(text), extractors.MARKDOWN)
    if (shown := text_browsers.page_text(text)) is not None:
        return _Extracted(shown, extractors.TEXT_BROWSER)
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
    html = read_page(text)
    # The subject of a message comes after the titles that the page itself gives.
    subject = [pair for pair in page.facts if pair[0] == "head_title"]
    own = [pair for pair in page.facts if pair not in subject]
    pairs = list(dict.fromkeys([*own, *html.head, *subject]))
    return _with_facts(pairs, html.text, f"{page.form}, {EXTRACTOR}", html.marks)


def _with_facts(
    pairs: list[tuple[str, str]],
    text: str,
    extractor: str,
    marks: Sequence[tuple[str, Span]] = (),
) -> _Extracted:
    """Return a text that begins with a line `name: value` for each fact, and a blank line.

    `marks` are the marks of lines in the text; they become facts, too.
    """
    facts: list[Fact] = []
    lines = ""
    for name, value in pairs:
        start = len(lines) + len(name) + 2
        facts.append(Fact(name, (start, start + len(value))))
        lines += f"{name}: {value}\n"
    lines += "\n" if lines else ""
    shift = len(lines)
    facts += [Fact(name, (start + shift, end + shift)) for name, (start, end) in marks]
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
