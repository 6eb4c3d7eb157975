"""A real web server with a separate archive, visitors that send requests, and a corrector."""

import http.client
import itertools
import os
import re
import select
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from unittest.mock import patch

from django.contrib.auth.models import User

from archive.corrections import correct
from archive.importing import Outcome, run
from archive.models import Article
from ingest.file_kinds import FolderTally
from ingest.walk import FoundFile, RejectedFile, walk
from tests.postgres import free_port
from tests.saved_files import write_pages
from tests.separate_archive import ROOT, SeparateArchive
from tests.waiting import TIMEOUT, wait_until

CORRECTED = 20  # the number of articles whose titles, and therefore addresses, are changed
NEW_FILES = 100  # files written at a time for an endless import


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    etag: str
    text: str

    @property
    def words(self) -> str:
        """Return the text of a page without its tags."""
        return " ".join(re.sub(r"<[^>]*>", "", self.text).split())


@dataclass(frozen=True, slots=True)
class Site:
    """A running server."""

    port: int

    def get(self, path: str, etag: str = "") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            return ask(connection, path, etag)
        finally:
            connection.close()

    def health(self) -> str:
        return self.get("/healthz").text

    def is_up(self) -> bool:
        try:
            return self.get("/robots.txt").status in (200, 301)  # 301 if DATELINE_HTTPS is set
        except OSError:
            return False


def ask(connection: http.client.HTTPConnection, path: str, etag: str = "") -> Answer:
    connection.request("GET", path, headers={"If-None-Match": etag} if etag else {})
    response = connection.getresponse()
    return Answer(response.status, response.headers.get("ETag", ""), response.read().decode())


@contextmanager
def serving(
    archive: SeparateArchive, static: Path, workers: int = 2, log: Path = Path(os.devnull)
) -> Iterator[Site]:
    """Serve the archive with gunicorn while the block lasts.

    What the server writes to standard error is appended to the file `log`.
    """
    static_link = Path(archive.environment["DATELINE_STATE_DIR"]) / "static"
    if not static_link.is_symlink():
        static_link.symlink_to(static)
    site = Site(free_port())
    command = [sys.executable, "-m", "gunicorn", "-c", "python:archive.gunicorn_config"]
    command += ["--bind", f"127.0.0.1:{site.port}", "--workers", str(workers), "archive.wsgi"]
    environment = archive.environment | {"DATELINE_DEBUG": "0"}
    with log.open("a") as file:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=file)
    try:
        wait_until(site.is_up)
        yield site
    finally:
        server.terminate()
        server.wait(timeout=TIMEOUT)


@dataclass
class Visitors:
    """Threads that request addresses in random order.

    Every third request of a thread sends the latest ETag that the address had.
    """

    site: Site
    paths: Sequence[str]
    answers: list[tuple[str, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def have_seen_everything(self) -> bool:
        return {path for path, _status in list(self.answers)} == set(self.paths)

    @contextmanager
    def visiting(self, count: int) -> Iterator["Visitors"]:
        stopped = threading.Event()
        threads = [
            threading.Thread(target=self._visit, args=(Random(seed), stopped))
            for seed in range(count)
        ]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            stopped.set()
            for thread in threads:
                thread.join()

    def _visit(self, chance: Random, stopped: threading.Event) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=TIMEOUT)
        etags: dict[str, str] = {}
        for number in itertools.count():
            if stopped.is_set():
                break
            path = chance.choice(self.paths)
            etag = etags.get(path, "") if number % 3 == 0 else ""
            try:
                answer = ask(connection, path, etag)
            except (OSError, http.client.HTTPException) as error:
                self.faults.append(f"{path}: {error!r}")
                connection.close()
                continue
            self.answers.append((path, answer.status))
            etags[path] = answer.etag
            if answer.status not in ({200, 304} if etag else {200}):
                self.faults.append(f"{path}: {answer.status} {answer.words[:400]}")
        connection.close()


def correct_on_request() -> None:
    """Read lines from standard input; set the title of the article with the lowest id.

    Runs in a separate process.
    """
    user, _ = User.objects.get_or_create(username="ada")
    article = Article.objects.earliest("pk")
    print("ready", flush=True)
    for line in sys.stdin:
        correct(article, {"title": line.strip()}, "why", user)
        print("corrected", flush=True)


def import_endlessly(folder: str) -> None:
    """Import new files in one import run until standard input is closed.

    Runs in a separate process, and prints the number of created articles.
    """

    def endless_files(
        paths: Sequence[str], skipped: FolderTally
    ) -> Iterator[FoundFile | RejectedFile]:
        for seed in itertools.count(1):
            yield from walk([str(write_pages(Path(folder) / str(seed), NEW_FILES, seed))], skipped)

    def should_stop() -> bool:
        return bool(select.select([sys.stdin], [], [], 0)[0])

    with patch.object(run, "walk", endless_files):
        options = run.Options(paths=(folder,), workers=2)
        summary = run.import_articles(options, lambda *_: None, should_stop)
    assert summary.is_clean, summary.bad_files
    print(summary.counts[Outcome.CREATED])


def correct_endlessly() -> None:
    """Change titles as fast as possible, until the process is killed.

    Runs in a separate process.
    """
    user, _ = User.objects.get_or_create(username="ada")
    articles = list(Article.objects.order_by("pk")[:CORRECTED])
    print("ready", flush=True)
    for number in itertools.count():
        correct(articles[number % len(articles)], {"title": f"Corrected{number}"}, "why", user)
