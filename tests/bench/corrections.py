"""Measures how long it takes, during an import, until readers find a corrected title."""

import subprocess
import sys
import time
from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.request import urlopen

from tests.bench.figures import spread_of
from tests.bench.files import FOLDER, write_files
from tests.bench.web_server import serving
from tests.bench.workspace import Workspace
from tests.conftest import ROOT

IMPORTED = (
    4_000  # files that are imported during the measurement; none of them is in the archive yet
)
PATIENCE = 20.0  # seconds; if search does not find a correction by then, it is counted as lost
_POLL_SECONDS = 0.02


def measure(workspace: Workspace, count: int) -> dict[str, Any]:
    """Correct titles during an import; return percentiles of the time until search finds them.

    Django must be set up with the archive of `workspace`. The import adds IMPORTED files.
    """
    folder = workspace.folder / "later"
    write_files(folder, IMPORTED, first=-(-count // FOLDER) * FOLDER)
    with serving(workspace) as server:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "import_articles", str(folder)],
            cwd=ROOT,
            env=workspace.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            seconds = list(_corrections(server.port, process, count))
        finally:
            process.wait()
    return spread_of(seconds) | {"lost": sum(duration >= PATIENCE for duration in seconds)}


def _corrections(port: int, process: "subprocess.Popen[bytes]", count: int) -> Iterator[float]:
    from django.contrib.auth.models import User

    from archive.corrections import correct
    from archive.models import Article

    user, _is_new = User.objects.get_or_create(username="bench")
    chance = Random(count)
    ids = list(Article.objects.public().values_list("pk", flat=True)[: 10 * IMPORTED])
    number = 0
    while process.poll() is None and number < len(ids):
        number += 1
        article = Article.objects.get(pk=chance.choice(ids))
        word = f"corrected{count}x{number}"
        started = time.monotonic()
        correct(article, {"title": f"{article.title} {word}"}, "measured", user)
        while not _is_found(port, word) and time.monotonic() - started < PATIENCE:
            time.sleep(_POLL_SECONDS)
        yield time.monotonic() - started


def _is_found(port: int, word: str) -> bool:
    with urlopen(f"http://127.0.0.1:{port}/articles/?q=title%3A{word}") as answer:
        return b'<li class="row">' in answer.read()
