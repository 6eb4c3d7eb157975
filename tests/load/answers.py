"""Checks each answer that a reader gets, and finds the links of a page."""

import gzip
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from tests.front_servers.servers import SITE

# The content type of an answer, and the words with which its body ends.
_PAGE = ("text/html; charset=utf-8", "</html>")
_FEED = ("application/atom+xml; charset=utf-8", "</feed>")
_STYLE_SHEET = ('text/css; charset="utf-8"', "")

_LINK = re.compile(r'href="(/[^"#]*)')
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')
_NOT_READ = ("/admin/", "/static/", "/unapi/")  # links that readers do not follow


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, as it was received. `etag` is what the reader sent in If-None-Match, or ""."""

    path: str
    etag: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Return the body as text.

        Raises OSError, EOFError or zlib.error if it cannot be decompressed, and UnicodeDecodeError
        if it is not UTF-8.
        """
        is_compressed = self.headers.get("Content-Encoding") == "gzip"
        return (gzip.decompress(self.body) if is_compressed else self.body).decode()


def fault_of(answer: Answer) -> str:
    """Return what is wrong with an answer, or "".

    A page, feed or style sheet must be complete and of the right type, and a page must be the page
    of this address. 304 is right only if the reader sent an ETag, and a redirect only within the
    site.
    """
    if answer.status == 304:
        return "" if answer.etag and not answer.body else "304 without an ETag, or with a body"
    if answer.status == 301:
        location = answer.headers.get("Location", "")
        return "" if location.startswith(f"{SITE}/") else f"301 to “{location}”"
    if answer.status != 200:
        return f"status {answer.status}"
    content_type, end = _form_of(answer.path)
    if answer.headers.get("Content-Type") != content_type:
        return f"content type “{answer.headers.get('Content-Type')}”"
    try:
        text = answer.text
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        return f"unreadable body: {error!r}"
    if not text.strip() or not text.rstrip().endswith(end):
        return f"incomplete body of {len(text)} characters"
    if (content_type, end) == _PAGE and not _is_page_of(answer.path, text):
        return "the page of another address"
    return ""


def links_of(text: str) -> list[str]:
    """Return the paths of a page's links that readers follow, with their parameters."""
    paths = dict.fromkeys(map(unescape, _LINK.findall(text)))
    return [path for path in paths if not (path.startswith(_NOT_READ) or _is_file(path))]


def _is_file(path: str) -> bool:
    """Return True if a path leads to data for programs: "/articles.csv?q=iron"."""
    return "." in urlsplit(path).path.rpartition("/")[2]


def style_sheets_of(text: str) -> list[str]:
    return [path for path in _LINK.findall(text) if path.endswith(".css")]


def _form_of(path: str) -> tuple[str, str]:
    only_path = urlsplit(path).path
    if only_path.endswith(".css"):
        return _STYLE_SHEET
    return _FEED if only_path.endswith("/feed/") else _PAGE


def _is_page_of(path: str, text: str) -> bool:
    """Return True if the canonical address in a page is that of its path, without parameters."""
    canonical = _CANONICAL.search(text)
    return canonical is not None and (urlsplit(unescape(canonical[1])).path == urlsplit(path).path)
