"""Answers with files that readers take away, sent piece by piece."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils import timezone

from archive.exports import FORMATS, MOST_AT_ONCE, Slot, csv_pieces, take_slot
from archive.exports.csv_text import Value
from archive.records import Column
from archive.views.public_page import Head, layout_context

RETRY_AFTER = 30  # seconds


def file_name(what: str, ending: str, total: int | None = None) -> str:
    """Return the name of a file: "dateline-412-articles-2026-11-30.csv".

    `what` is "articles", and `total` their number.
    """
    number = "" if total is None else f"{total}-"
    return f"dateline-{number}{what}-{timezone.now():%Y-%m-%d}.{ending}"


def send_file(
    request: HttpRequest,
    pieces: Iterator[bytes],
    content_type: str,
    name: str,
    total: int | None = None,
) -> HttpResponseBase:
    """Return the answer with a file. `total`, the number of its rows, becomes a header.

    If too many files are being made, the answer is 503. An answer in HTTP/1.0 has no sign that it
    is complete other than its length, so such a file is made before it is sent.
    """
    slot = None if request.method == "HEAD" else take_slot()
    if request.method != "HEAD" and slot is None:
        return busy(request)
    response: HttpResponseBase
    if slot is None:
        response = HttpResponse(content_type=content_type)
    elif request.META.get("SERVER_PROTOCOL") == "HTTP/1.0":
        response = _measured(_Pieces(pieces, slot), content_type)
    else:
        response = StreamingHttpResponse(_Pieces(pieces, slot), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    # Programs on other sites may read everything that readers can read.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "X-Total-Count, Link, Retry-After"
    if total is not None:
        response.headers["X-Total-Count"] = str(total)
    return response


def send_csv(
    request: HttpRequest,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    what: str,
    total: int | None = None,
) -> HttpResponseBase:
    """Return the answer with a CSV file. `what` and `total` are those of `file_name`."""
    pieces = csv_pieces([column.name for column in columns], rows)
    content_type = FORMATS["csv"].content_type
    response = send_file(request, pieces, content_type, file_name(what, "csv", total), total)
    return described(response, request)


def described(response: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    """Add the address of the description of its columns to an answer with a CSV file."""
    if response.status_code == 200:
        query = request.META.get("QUERY_STRING", "")
        metadata = f"{request.path}-metadata.json{f'?{query}' if query else ''}"
        link = f'<{metadata}>; rel="describedby"; type="application/csvm+json"'
        response.headers["Link"] = link
    return response


def origin_of(request: HttpRequest) -> str:
    """Return the beginning of all addresses of the site: "https://archive.example.org"."""
    return request.build_absolute_uri("/").removesuffix("/")


def busy(request: HttpRequest) -> HttpResponse:
    """Return the 503 page that says that other readers are taking away files at the moment."""
    head = Head(title="Too many files at the moment")
    context = {**layout_context(request, head), "most": MOST_AT_ONCE}
    response = render(request, "503_files.html", context, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


class _Pieces:
    """The pieces of a file; the Slot is given back at their end, or when the reader is gone."""

    def __init__(self, pieces: Iterator[bytes], slot: Slot) -> None:
        self._pieces = pieces
        self._slot = slot

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._pieces
        finally:
            self._slot.free()

    def close(self) -> None:
        self._slot.free()


def _measured(pieces: _Pieces, content_type: str) -> FileResponse:
    """Return an answer with the length of the file, which is made in a temporary file first."""
    made = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it
    for piece in pieces:
        made.write(piece)
    made.seek(0)
    return FileResponse(made, content_type=content_type)
