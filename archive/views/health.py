"""Pages for machines: `/healthz` and `/robots.txt`."""

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from archive import search
from archive.database.storage import is_read_only_disk, write_problem
from archive.models import ArchiveVersion
from archive.views.public_page import METHODS, method_not_allowed


@csrf_exempt
def show_health(request: HttpRequest) -> HttpResponse:
    """Return the state of database, storage and index in plain text: 200 if all are well, else 503.

    The index is also well while it catches up with the database. Read-only storage is well if the
    index has all changes, because then Dateline does not need to write to the storage.
    """
    if request.method not in METHODS:
        return method_not_allowed(request)
    try:
        ArchiveVersion.current()
    except Error as error:
        return _report(
            503, "database: not reachable", f"reason: {type(error).__name__}", "index: not asked"
        )
    index = search.status()
    problem = write_problem(settings.STATE_DIR)
    is_read_only = bool(problem) and is_read_only_disk(settings.STATE_DIR)
    lines = [
        "database: ok",
        f"storage: {'read-only' if is_read_only else problem or 'ok'}",
        f"index: {index.state}",
        f"archive version: {index.version.number}",
        f"index reached: {index.reached}",
        f"index generation: {index.generation}",
        f"documents: {index.document_count}",
    ]
    if index.message:
        lines.append(f"reason: {index.message}")
    is_well = index.is_healthy and (not problem or is_read_only)
    return _report(200 if is_well else 503, *lines)


def _report(status: int, *lines: str) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(
        "\n".join(lines) + "\n",
        content_type="text/plain; charset=utf-8",
        status=status,
        headers=headers,
    )
