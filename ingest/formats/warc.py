"""A page in a record of a web archive (WARC): the answer of a server, with address and moment.

The bytes of a capture are one uncompressed record. It is a whole WARC file by itself, so it can be
read again without the file from which it came.
"""

from io import BytesIO
from typing import Any

from ingest.errors import Rejection
from ingest.formats.web_page import WebPage

_MAGIC = (b"WARC/1.", b"WARC/0.")
MOST = 10_000_000  # bytes of a page, after it was decompressed
_SNIFFED = 1_000
_HTML = ("text/html", "application/xhtml+xml")
_UNSURE = ("", "text/plain", "application/octet-stream", "unknown/unknown", "text/unknown")
_READ_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate", "br"})


def is_record(data: bytes) -> bool:
    """Return True if a file begins with a record of a web archive."""
    return data.startswith(_MAGIC)


def parse_record(data: bytes) -> Any:
    """Return the first record of these bytes as warcio reads it. Raises ValueError.

    warcio is imported here, because only web archives need it.
    """
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.recordloader import ArcWarcRecordLoader, logger
    from warcio.statusandheaders import StatusAndHeadersParserException

    logger.disabled = True  # it would print each odd address
    try:
        return ArcWarcRecordLoader().parse_record_stream(BytesIO(data), known_format="warc")
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, AttributeError) as error:
        raise ValueError(str(error) or "it is empty") from error


def kind_of(record: Any) -> str:
    """Return why a record is no page, in a few words; "" if it is the answer with an HTML page.

    The words are those of the record: "request", "revisit", "status 404", "image/png".
    """
    if record.rec_type != "response":
        return str(record.rec_type or "record without a type")
    if record.http_headers is None:
        return "response without HTTP"
    status = record.http_headers.get_statuscode()
    if status not in ("200", "203"):
        return f"status {status}"[:40]
    media = media_type(record)
    if media in _HTML:
        return ""
    if media in _UNSURE and _looks_like_html(record):
        return ""
    return media[:60] or "response without a type"


def media_type(record: Any) -> str:
    """Return the media type of an answer, in lower case: "text/html"."""
    value = record.http_headers.get_header("Content-Type") or ""
    return str(value).split(";")[0].split(",")[0].strip().casefold()


def _looks_like_html(record: Any) -> bool:
    from ingest.html import is_html

    return is_html("", _body(record, _SNIFFED).decode("latin-1"))


def _body(record: Any, most: int) -> bytes:
    """Return at most this number of bytes of the page, without the encodings of HTTP.

    Raises ValueError if the body is compressed and has no end.
    """
    headers = record.http_headers
    for name in ("Transfer-Encoding", "Content-Encoding"):  # warcio compares them in lower case
        value = (headers.get_header(name) or "").strip().casefold()
        if value:
            headers.replace_header(name, "gzip" if value == "x-gzip" else value)
    stream = record.content_stream()
    pieces: list[bytes] = []
    while most > 0 and (piece := stream.read(min(most, 1 << 16))):
        pieces.append(piece)
        most -= len(piece)
    decompressor = getattr(stream, "decompressor", None)
    if most > 0 and not getattr(decompressor, "eof", True):
        raise ValueError("its compressed body is damaged or cut off")
    return b"".join(pieces)


def read_record(data: bytes) -> WebPage:
    """Return the page in a record. Raises Rejection (not-an-article, too-large, unreadable)."""
    try:
        record = parse_record(data)
    except ValueError as error:
        message = f"The record of the web archive cannot be read: {error}."
        raise Rejection("not-an-article", message) from error
    if record.rec_type != "response" or record.http_headers is None:
        kind = kind_of(record)
        raise Rejection("not-an-article", f"The record of the web archive is no page: {kind}.")
    encoding = (record.http_headers.get_header("Content-Encoding") or "").strip().casefold()
    if encoding not in _READ_ENCODINGS or (encoding == "br" and not _has_brotli()):
        message = f"The page is compressed with “{encoding[:40]}”, which cannot be read."
        if encoding == "br":
            message += " Install the Python package brotli, and import it with --reparse."
        raise Rejection("not-an-article", message)
    try:
        body = _body(record, MOST + 1)
    except ValueError as error:
        raise Rejection(
            "unreadable", f"The page of the web archive cannot be read: {error}."
        ) from error
    if len(body) > MOST:
        message = f"The page has more than {MOST:,} bytes after it was decompressed."
        raise Rejection("too-large", message)
    facts = (
        ("saved_from", address_of(record)),
        ("saved", str(record.rec_headers.get_header("WARC-Date") or "").strip()),
        ("cut_off", _cut_off(record)),
    )
    return WebPage("warc", body, _charset(record), True, [pair for pair in facts if pair[1]])


def _cut_off(record: Any) -> str:
    """Return the words of the record which say that the page in it is not whole; "" if it is.

    The words are "length" (a limit of the program that saved it), "time" and so on, or "3 of 7
    bytes" if the server announced more bytes than there are.
    """
    reason = str(record.rec_headers.get_header("WARC-Truncated") or "").strip()
    announced = str(record.http_headers.get_header("Content-Length") or "").strip()
    is_number = announced.isascii() and announced.isdigit() and len(announced) < 12
    if not reason and is_number and 0 <= record.payload_length < int(announced):
        return f"{record.payload_length:,} of {int(announced):,} bytes"
    return " ".join(reason.split())[:60]


def address_of(record: Any) -> str:
    """Return the address of a record on one line, with at most 2,000 letters."""
    return " ".join(str(record.rec_headers.get_header("WARC-Target-URI") or "").split())[:2_000]


def _has_brotli() -> bool:
    from warcio.bufferedreaders import BufferedReader

    return "br" in BufferedReader.get_supported_decompressors()


def _charset(record: Any) -> str:
    value = str(record.http_headers.get_header("Content-Type") or "")
    for part in value.split(";")[1:]:
        name, _, charset = part.partition("=")
        if name.strip().casefold() == "charset":
            return charset.strip().strip("\"'").casefold()[:40]
    return ""
