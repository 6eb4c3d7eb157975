"""A database and a state folder for tests that run real processes."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.db import connections

from archive.models import Capture

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class SeparateArchive:
    """A database and a state folder that other processes can use."""

    alias: str
    environment: dict[str, str]

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start an import in another process."""
        return self.start_python("manage.py", "import_articles", "--skip-checks", *arguments)

    def start_call(self, call: str) -> "subprocess.Popen[str]":
        """Start a call of a function in another process: "tests.module.function(arguments)"."""
        module = call.partition("(")[0].rpartition(".")[0]
        return self.start_python(
            "manage.py", "shell", "--no-imports", "--command", f"import {module}; {call}"
        )

    def start_python(self, *command: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stored_count(self) -> int:
        """Return how many files are stored in this archive at this moment."""
        return Capture.objects.using(self.alias).count()

    def signal_when(self, process: "subprocess.Popen[str]", count: int, number: int) -> None:
        """Send the signal `number` to the process as soon as `count` files are stored.

        If the process ends earlier, the signal has no effect.
        """
        while process.poll() is None and self.stored_count() < count:
            time.sleep(0.001)
        process.send_signal(number)

    def contents(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.run("-m", "tests.importing.print_dump"))
        return read


def _is_sqlite() -> bool:
    return "sqlite" in connections["default"].settings_dict["ENGINE"]


def _create_database(
    folder: Path, name: str, like: SeparateArchive | None
) -> tuple[dict[str, Any], str]:
    """Create a database and return its settings and its URL.

    If `like` is given, the database is a copy of the database of `like`.
    """
    test = connections["default"].settings_dict
    if _is_sqlite():
        path = folder / "own.sqlite3"
        return {**test, "NAME": str(path)}, f"sqlite:///{path}"
    with connections["default"].cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {like.alias}" if like else ""))
    login = quote(test["USER"]) + (f":{quote(test['PASSWORD'])}" if test["PASSWORD"] else "")
    return {**test, "NAME": name}, f"postgres://{login}@{test['HOST']}:{test['PORT']}/{name}"


def fill_archive(archive: SeparateArchive) -> None:
    """Migrate a new archive; add sources, places and an index."""
    archive.run("manage.py", "migrate", "--verbosity", "0")
    archive.run("-m", "tests.importing.fill_archive")
    archive.run("manage.py", "rebuild_index")


@contextmanager
def separate_archives(
    parent: Path, like: SeparateArchive | None = None
) -> Iterator[Callable[[], SeparateArchive]]:
    """Yield a function that makes archives, and remove these archives at the end.

    The function makes copies of the archive `like`, or empty archives if `like` is None. No other
    process may use `like` while it is copied.
    """
    made: list[str] = []

    def make() -> SeparateArchive:
        alias = f"own_{uuid4().hex[:8]}"
        folder = parent / alias
        if like:
            shutil.copytree(like.environment["DATELINE_STATE_DIR"], folder)
        else:
            folder.mkdir()
        connections.settings[alias], url = _create_database(folder, alias, like)
        made.append(alias)
        environment = os.environ | {
            "DATABASE_URL": url,
            "DATELINE_STATE_DIR": str(folder),
            "PYTHONPATH": str(ROOT),
        }
        environment["DJANGO_SETTINGS_MODULE"] = "archive.settings"
        return SeparateArchive(alias, environment)

    yield make
    for alias in made:
        connections[alias].close()
        del connections.settings[alias]
        if not _is_sqlite():
            with connections["default"].cursor() as cursor:
                cursor.execute(f"DROP DATABASE {alias} WITH (FORCE)")
