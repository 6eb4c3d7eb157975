"""The folder of a benchmark: generated files, an archive, and the commands that run with it.

Commands run with the settings of production.
"""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests import postgres
from tests.bench.files import write_files
from tests.bench.import_course import run_import
from tests.conftest import ROOT

_KEY = "only-for-benchmarks-and-long-enough-to-please-the-deployment-checks"


@contextmanager
def database_settings(*, is_postgres: bool) -> Iterator[dict[str, str]]:
    """Yield settings for a workspace: for SQLite, or for a PostgreSQL that runs until the end."""
    if not is_postgres:
        yield {}
        return
    with postgres.server() as url:
        yield {"DATABASE_URL": url}


class Workspace:
    """A folder with generated files in `files/` and the archive in `state/`.

    The caller keeps or removes the folder. `settings` are environment variables in addition to
    those that every benchmark sets. If `with_versions` is true, a tenth of the articles has three
    versions.
    """

    def __init__(
        self,
        folder: Path,
        settings: Mapping[str, str] = MappingProxyType({}),
        *,
        with_versions: bool = False,
    ) -> None:
        self._settings = settings
        self.with_versions = with_versions
        self.folder = folder.resolve()
        self.files = self.folder / "files"
        self.state = self.folder / "state"
        self.database = self.state / "dateline.sqlite3"
        self._written = self.folder / "files.json"
        self._done = self.folder / "imported.json"

    @property
    def environment(self) -> dict[str, str]:
        """Return environment variables with the settings of production, and this state folder.

        Because of these variables, commands use no .env file and no other database.
        """
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")
        }
        environment.pop("DATABASE_URL", None)
        return environment | {
            "DJANGO_SETTINGS_MODULE": "archive.settings",
            "DATELINE_ENV_FILE": "",
            "DATELINE_SECRET_KEY": _KEY,
            "DATELINE_ALLOWED_HOSTS": "127.0.0.1",
            "DATELINE_DEBUG": "0",
            "DATELINE_STATE_DIR": str(self.state),
            **self._settings,
        }

    def manage(self, *arguments: str) -> None:
        """Run a command of manage.py to its end. Raises CalledProcessError if it fails."""
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=sys.stderr,
        )

    def prepare(self) -> None:
        """Make an empty archive with sources and names, ready for an import."""
        self.state.mkdir(parents=True, exist_ok=True)
        self.manage("migrate", "--verbosity", "0")
        self.manage("rebuild_index", "--if-needed")
        self.manage("load_gazetteer")

    def fill(self, count: int) -> dict[str, Any]:
        """Generate, import and index `count` files; return a dict of the time of each step.

        A kept workspace with this number of files is used without changes. Exits with a message if
        it has another number of files, or if its import was not finished.
        """
        if self._done.exists():
            figures: dict[str, Any] = json.loads(self._done.read_text())
            if figures["count"] != count:
                sys.exit(
                    f"{self.folder} holds {figures['count']:,} files, not {count:,}: name another"
                    " folder."
                )
            if figures.get("with_versions", False) != self.with_versions:
                sys.exit(f"{self.folder} has an archive made with the other value of --versions.")
            return figures | {"was_kept": True}
        if self.state.exists():
            sys.exit(
                f"{self.folder} holds an import that was not finished: remove it, or name another"
                " folder."
            )
        written = self._write_files(count)
        self.prepare()
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        figures = {
            "count": count,
            "files_mb": round(written["bytes"] / 1e6, 1),
            "generate_seconds": written["seconds"],
            "generated_a_second": round(count / written["seconds"]),
            "with_versions": self.with_versions,
            "import": self._import(written.get("files", count)),
            **self._sizes(),
        }
        self._done.write_text(json.dumps(figures, indent=1))
        return figures

    def warm_disk_cache(self) -> None:
        """Read the database and the index once, so that the system caches as much as possible.

        On a server that has been running for a while, the system has cached these files, too.
        """
        for path in (self.database, *(self.state / "index").rglob("*")):
            if path.is_file():
                with path.open("rb", buffering=0) as file:
                    while file.read(1 << 20):
                        pass

    def note(self, name: str, figures: dict[str, Any]) -> None:
        """Store `figures` under `name` with the figures of the import.

        This lets `fill` return `figures` for a kept workspace, where they cannot be measured again.
        """
        kept = json.loads(self._done.read_text())
        self._done.write_text(json.dumps(kept | {name: figures}, indent=1))

    def _write_files(self, count: int) -> dict[str, Any]:
        """Generate the files, unless an earlier run did; return their number, bytes and seconds."""
        if self._written.exists():
            written: dict[str, Any] = json.loads(self._written.read_text())
            if written["count"] == count:
                return written
        started = time.monotonic()
        files, size = write_files(
            self.files, count, os.cpu_count() or 1, with_versions=self.with_versions
        )
        written = {
            "count": count,
            "files": files,
            "bytes": size,
            "seconds": round(time.monotonic() - started, 2),
        }
        self._written.write_text(json.dumps(written))
        return written

    def _import(self, count: int) -> dict[str, Any]:
        """Import with the real command; return its time, memory, and result of `early_and_late`."""
        course = run_import(self, [str(self.files)], self.folder / "import.txt")
        user, system = course.user_seconds, course.system_seconds
        return {
            "seconds": round(course.seconds, 2),
            "files_a_second": round(count / course.seconds, 1),
            "user_seconds": round(user, 2),
            "system_seconds": round(system, 2),
            "processor_ms_a_file": round((user + system) / count * 1_000, 3),
            "peak_mb": round(course.peak / 1e6, 1),
            "own_peak_mb": round(course.own_peak / 1e6, 1),
            "processes": course.processes,
            **early_and_late([(one.seconds, one.stored) for one in course.moments]),
        }

    def _sizes(self) -> dict[str, Any]:
        index = [
            path.stat().st_size for path in (self.state / "index").rglob("*") if path.is_file()
        ]
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            counted = {
                name: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for name, table in (
                    ("articles", "archive_article"),
                    ("captures", "archive_capture"),
                    ("mentions", "archive_mention"),
                    ("known_items", "archive_knownitem"),
                )
            }
        return {
            "stored": counted,
            "database_mb": round(self.database.stat().st_size / 1e6, 1),
            "index_mb": round(sum(index) / 1e6, 1),
        }


def early_and_late(course: list[tuple[float, int]]) -> dict[str, Any]:
    """Return a dict of the milliseconds for a file in the second and in the last tenth of a run.

    The first tenth is not used, because it contains the start of Python. `course` has pairs:
    seconds since the start, and the number of files stored until then.
    """
    most = course[-1][1]

    def moment(share: float) -> float:
        wanted = most * share
        for (early, few), (late, many) in pairwise(course):
            if many >= wanted and many > few:
                return early + (late - early) * (wanted - few) / (many - few)
        return course[-1][0]

    if most < 10:
        return {}
    tenth = most / 10
    return {
        "second_tenth_ms_a_file": round((moment(0.2) - moment(0.1)) / tenth * 1_000, 3),
        "last_tenth_ms_a_file": round((moment(1.0) - moment(0.9)) / tenth * 1_000, 3),
    }
