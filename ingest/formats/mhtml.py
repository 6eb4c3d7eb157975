"""Pages saved as MHTML (.mht, .mhtml): a message with the page and its pictures as parts.

Chrome, Edge, Opera and the old Internet Explorer save such files. The headers of the message have
the address of the page and the moment of saving. An e-mail (.eml) has the same form; it can have a
text instead of a page. Then its subject is the title, and the day of sending is a day of saving.
"""

import email
import re
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message

from ingest.errors import Rejection
from ingest.formats.web_page import WebPage

_HEADERS = 65_536  # bytes; the headers of a message are in this part of the file
_BLANK_LINE = re.compile(rb"\r?\n\r?\n|\r\r")
_IS_MESSAGE = (
    re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE),
    re.compile(rb"^content-type:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE),
)
# An e-mail with only a text can lack the headers of _IS_MESSAGE.
_IS_MAIL = (
    re.compile(rb"^from:[^\r\n]{0,200}@", re.IGNORECASE | re.MULTILINE),
    re.compile(rb"^subject:", re.IGNORECASE | re.MULTILINE),
    re.compile(rb"^(?:to|date|message-id|received|delivered-to):", re.IGNORECASE | re.MULTILINE),
)
# Before the subject: answers, and the name of a mailing list or the mark of a mail server. A kind
# of article is none: "[Editorial]".
_BEFORE_SUBJECT = re.compile(
    r"\A(?:(?i:re|fwd?|aw|wg|tr|rv)\s?:\s{0,3}"
    r"|\[(?i:ext(?:ernal)?(?: (?:sender|e-?mail))?|spam\??|bulk|suspected spam)\]\s{0,3}"
    r"|\[(?!(?i:editorial|commentary|statement|photos?|report|interview|feature|news|urgent)\])"
    r"(?:[a-z][\w.-]{0,39}|[A-Z\d_.-]{2,20}|\w+[-_][\w-]{1,39})\]\s{0,3})+"
)
# Below such a line, a mail has only a signature. In a forwarded mail, headers come first.
_SIGNATURE = re.compile(rb"^-- ?\r?$", re.MULTILINE)
_LONGEST_SIGNATURE = 600  # bytes; more below such a line is a part of the text
_FORWARDED = re.compile(
    rb"\A\s*(?:(?:-{2,} ?)?(?:begin )?(?:forwarded|original) message:?(?: ?-{2,})?\s*)"
    rb"(?:(?:from|to|cc|date|sent|subject|reply-to):[^\r\n]*\s*)+",
    re.IGNORECASE,
)
_FIRST_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,40}:|From ")
# The time in which a message is read grows with the square of both, so each has a limit.
_NESTED = re.compile(rb"content-type:\s*(?:multipart|message)/", re.IGNORECASE)
_MOST_NESTED = 20
_LONG_HEADER = re.compile(
    rb"^content-[a-z-]{2,30}:(?:[^\r\n]|[\r\n]{1,2}[ \t]){4000}", re.IGNORECASE | re.MULTILINE
)
_FRAMESET = re.compile(rb"<frameset\b", re.IGNORECASE)
_LONGEST_VALUE = 2_000
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def is_mhtml(data: bytes) -> bool:
    """Return True if a file is a message with a page or a mail, by its first headers."""
    start = data[:_HEADERS].lstrip(b"\xef\xbb\xbf\r\n\t ")
    if not _FIRST_HEADER.match(start):
        return False
    end = _BLANK_LINE.search(start)
    headers = start[: end.start()] if end else start
    return any(
        all(pattern.search(headers) for pattern in patterns) for patterns in (_IS_MESSAGE, _IS_MAIL)
    )


def read_mhtml(data: bytes) -> WebPage:
    """Return the page in a message. Raises Rejection (not-an-article) if there is none."""
    data = data.lstrip(b"\xef\xbb\xbf\r\n\t ")
    if len(_NESTED.findall(data)) > _MOST_NESTED or _LONG_HEADER.search(data):
        raise Rejection(
            "not-an-article", "The file is a message with too many nested parts to be a saved page."
        )
    try:
        message = email.message_from_bytes(data)
        parts = [part for part in message.walk() if not part.is_multipart()]
        pages = [part for part in parts if part.get_content_type() == "text/html"]
        texts = [part for part in parts if part.get_content_type() == "text/plain"]
        if not pages and not texts:
            raise Rejection("not-an-article", "The file is a message without a page or a text.")
        part = _main(message, pages) if pages else texts[0]
        body = part.get_payload(decode=True)
        charset = part.get_content_charset() or ""
    except (MessageError, RecursionError, ValueError, LookupError) as error:
        raise Rejection(
            "not-an-article", f"The file is a message that cannot be read: {error}."
        ) from error
    assert isinstance(body, bytes)
    if not pages:
        signature = _SIGNATURE.search(body, max(0, len(body) - _LONGEST_SIGNATURE))
        above = body[: signature.start()] if signature else b""
        body = _FORWARDED.sub(b"", above if above.strip() else body)
    return WebPage("mhtml", body, charset, bool(pages), _facts(message, part))


def _main(message: Message, pages: list[Message]) -> Message:
    """Return the part with the page. A page of frames has its text in the longest frame."""
    start = message.get_param("start")
    address = message.get("Snapshot-Content-Location")
    first = next(
        (
            page
            for page in pages
            if (start and page.get("Content-ID") == start)
            or (address and page.get("Content-Location") == address)
        ),
        pages[0],
    )
    body = first.get_payload(decode=True)
    if len(pages) > 1 and isinstance(body, bytes) and _FRAMESET.search(body):
        frames = [page for page in pages if page is not first]
        return max(frames, key=lambda frame: len(str(frame.get_payload())))
    return first


def _facts(message: Message, part: Message) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for header, source in (
        ("Snapshot-Content-Location", message),
        ("Content-Location", part),
        ("Content-Location", message),
    ):
        address = _value(source, header).replace(" ", "")
        if _ADDRESS.fullmatch(address) and ("saved_from", address) not in pairs:
            pairs.append(("saved_from", address))
    pairs.append(("saved", _value(message, "Date")))
    pairs.append(("head_title", _BEFORE_SUBJECT.sub("", _value(message, "Subject"))))
    return [(name, value) for name, value in pairs if value]


def _value(message: Message, header: str) -> str:
    """Return the decoded value of a header on one line; "" if it cannot be decoded."""
    raw = next(
        (str(raw) for name, raw in message.raw_items() if name.lower() == header.lower()), ""
    )
    raw = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if len(raw) > _LONGEST_VALUE:
        return ""
    try:
        value = str(make_header(decode_header(raw)))
    except (MessageError, ValueError, LookupError):
        return ""
    return " ".join(value.split())
