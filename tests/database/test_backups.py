"""Test that a restored backup has the same rows, and that nothing is overwritten by mistake."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from archive.database.backup_engines import (
    BackupError,
    Postgres,
    count_rows,
    postgres_address,
)
from archive.database.backups import DESCRIPTION
from tests.saved_files import write_pages
from tests.separate_archive import SeparateArchive, separate_archives
from tests.server import serving
from tests.waiting import wait_until

FILES = 30
pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True, slots=True)
class Original:
    """An archive with some articles, its contents and its backup. No test may change them.

    `printed` is what the command `backup` printed.
    """

    archive: SeparateArchive
    contents: dict[str, Any]
    backup: Path
    printed: str


@pytest.fixture(scope="module")
def original(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
    empty_archive: SeparateArchive,
) -> Iterator[Original]:
    folder = tmp_path_factory.mktemp("original")
    with django_db_blocker.unblock(), separate_archives(folder, empty_archive) as make:
        archive, backup = make(), folder / "backup"
        add_articles(archive, folder / "first", 1)
        printed = archive.run("manage.py", "backup", str(backup))
        yield Original(archive, archive.contents(), backup, printed)


@pytest.fixture
def archive(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker, original: Original
) -> Iterator[SeparateArchive]:
    """Return a copy of the original archive, which the test can change."""
    with django_db_blocker.unblock(), separate_archives(tmp_path, original.archive) as make:
        yield make()


def add_articles(archive: SeparateArchive, folder: Path, seed: int) -> None:
    archive.run("manage.py", "import_articles", str(write_pages(folder, FILES, seed)))


def refusal(archive: SeparateArchive, *command: str) -> str:
    """Run a command that must fail with a message, and return the message."""
    connections[archive.alias].close()
    process = archive.start_python("manage.py", *command)
    _output, errors = process.communicate(timeout=120)
    assert process.returncode == 1, errors
    assert errors.startswith("CommandError: ")
    assert errors.count("\n") == 1
    return errors.removeprefix("CommandError: ").strip()


def database_of(archive: SeparateArchive) -> Path:
    return Path(connections.settings[archive.alias]["NAME"])


def test_a_backup_is_restored_into_a_new_archive(
    original: Original, make_archive: Callable[[], SeparateArchive], tmp_path: Path
) -> None:
    backup, other = original.backup, make_archive()
    counts = f"{FILES} articles, {FILES} saved files, 0 decisions"
    assert f"Backed up into {backup}: {counts}" in original.printed
    checked = original.archive.run("manage.py", "restore", "--check", str(backup))
    assert "is intact" in checked
    restored = other.run("manage.py", "restore", str(backup))
    assert f": {counts}." in restored
    contents = other.contents()
    assert contents == original.contents
    assert contents["index"][0] == "ready"
    add_articles(other, tmp_path / "second", 2)
    assert other.contents()["index"][2] == 2 * FILES


def test_after_a_restored_backup_and_new_changes_every_list_is_complete(
    original: Original, archive: SeparateArchive, tmp_path: Path
) -> None:
    add_articles(archive, tmp_path / "lost", 2)
    restored = archive.run("manage.py", "restore", "--replace", str(original.backup))
    assert "The old " in restored
    assert archive.contents() == original.contents
    add_articles(archive, tmp_path / "new", 3)
    assert archive.contents()["index"][2] == 2 * FILES


def test_a_backup_during_an_import_is_consistent(
    archive: SeparateArchive, make_archive: Callable[[], SeparateArchive], tmp_path: Path
) -> None:
    importing = archive.start_call(f"tests.server.import_endlessly({str(tmp_path / 'endless')!r})")
    wait_until(lambda: archive.stored_count() > 2 * FILES)
    archive.run("manage.py", "backup", str(tmp_path / "backup"))
    importing.communicate(timeout=120)
    other = make_archive()
    other.run("manage.py", "restore", str(tmp_path / "backup"))
    rows = json.loads((tmp_path / "backup" / DESCRIPTION).read_text())["rows"]
    assert FILES < rows["archive_article"] == other.contents()["index"][2]


def test_only_the_owner_can_read_a_backup(original: Original) -> None:
    for path in (original.backup, *original.backup.iterdir()):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_database_in_use_is_not_replaced(
    original: Original, archive: SeparateArchive, collected_static_folder: Path
) -> None:
    backup = original.backup
    with serving(archive, collected_static_folder) as site:
        assert site.get("/articles/").status == 200
        message = refusal(archive, "restore", "--replace", str(backup))
        assert site.get("/articles/").status == 200
        assert "index: ready" in site.health()
    assert message.startswith("The database is in use. Stop the site")
    assert message.endswith("Nothing was changed.")
    assert archive.contents() == original.contents
    archive.run("manage.py", "restore", "--replace", str(backup))


def test_nothing_is_overwritten_unless_it_is_asked_for(original: Original) -> None:
    backup = str(original.backup)
    assert "exists already" in refusal(original.archive, "backup", backup)
    assert "is not empty" in refusal(original.archive, "restore", backup)


def change_a_byte(backup: Path) -> None:
    copy = next(path for path in backup.iterdir() if path.name != DESCRIPTION)
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)


def cut_the_copy(backup: Path) -> None:
    copy = next(path for path in backup.iterdir() if path.name != DESCRIPTION)
    copy.write_bytes(copy.read_bytes()[:-1])


def remove_the_copy(backup: Path) -> None:
    next(path for path in backup.iterdir() if path.name != DESCRIPTION).unlink()


def remove_the_description(backup: Path) -> None:
    (backup / DESCRIPTION).unlink()


def describe(**values: Any) -> Callable[[Path], None]:
    def change(backup: Path) -> None:
        path = backup / DESCRIPTION
        path.write_text(json.dumps(json.loads(path.read_text()) | values))

    return change


def spoil_the_description(backup: Path) -> None:
    (backup / DESCRIPTION).write_text("[]")


SPOILT: list[tuple[Callable[[Path], None], str]] = [
    (change_a_byte, "has changed since the backup was made"),
    (cut_the_copy, "has changed since the backup was made"),
    (remove_the_copy, "is not a complete backup"),
    (remove_the_description, "is not a complete backup"),
    (spoil_the_description, "is not a complete backup"),
    (describe(format=2), "was made by another version of Dateline"),
    (describe(vendor="oracle"), "The backup is of another kind of database"),
    (describe(migrations=["archive.0999_later"]), "by a later version of Dateline"),
    (describe(rows={"archive_article": 1}), "do not have the rows of the backup"),
]


def test_a_spoilt_backup_is_refused_and_the_database_stays(
    original: Original, archive: SeparateArchive, tmp_path: Path
) -> None:
    for number, (spoil, _message) in enumerate(SPOILT):
        spoil(shutil.copytree(original.backup, tmp_path / f"spoilt-{number}"))
    connections[archive.alias].close()
    process = archive.start_call(f"tests.database.test_backups.restore_each({str(tmp_path)!r})")
    output, errors = process.communicate(timeout=120)
    messages = output.splitlines()
    assert len(messages) == len(SPOILT), errors
    for printed, (_spoil, message) in zip(messages, SPOILT, strict=True):
        assert message in printed
    assert archive.contents() == original.contents


def restore_each(folder: str) -> None:
    """Try to restore each spoilt backup in a folder; print the messages of the errors.

    Runs in a separate process.
    """
    for number in range(len(SPOILT)):
        try:
            call_command("restore", "--replace", f"{folder}/spoilt-{number}")
        except CommandError as error:
            print(error)


def test_a_damaged_database_is_replaced(
    original: Original, archive: SeparateArchive, tmp_path: Path
) -> None:
    if connection.vendor != "sqlite":
        return  # the test cannot damage the files of PostgreSQL
    database_of(archive).write_bytes(b"no database " * 1000)
    assert "cannot be" in refusal(archive, "backup", str(tmp_path / "other"))
    assert not (tmp_path / "other").exists()
    archive.run("manage.py", "restore", "--replace", str(original.backup))
    assert archive.contents() == original.contents


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_restore_leaves_a_whole_database(
    original: Original, archive: SeparateArchive, tmp_path: Path, seed: int
) -> None:
    if connection.vendor != "sqlite":
        return  # PostgreSQL keeps the old tables in another schema
    add_articles(archive, tmp_path / "more", 2)
    connections[archive.alias].close()
    process = archive.start_python("manage.py", "restore", "--replace", str(original.backup))
    try:
        process.wait(timeout=Random(seed).uniform(0.3, 1.2))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    with closing(sqlite3.connect(database_of(archive))) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (count,) = database.execute("SELECT COUNT(*) FROM archive_article").fetchone()
    assert count in {FILES, 2 * FILES}
    assert archive.start_call("tests.database.test_backups.repair()").wait() == 0
    assert archive.contents()["index"][0] == "ready"


def repair() -> None:
    """Migrate the database and rebuild the index. Runs in a separate process."""
    call_command("migrate", verbosity=0)
    call_command("rebuild_index", "--if-needed")


def test_a_database_of_another_owner_is_not_replaced(tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        return  # an SQLite database has no owner other than that of its file
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE visitor")
        cursor.execute("SET ROLE visitor")
    try:
        expected = r"The tables cannot be replaced \(must be owner of schema public\)\. Dateline's"
        with pytest.raises(BackupError, match=expected), Postgres().replaced_by(tmp_path):
            pass
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute("DROP ROLE visitor")
    assert count_rows()


def test_the_programs_of_postgresql_get_the_options_of_the_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if connection.vendor != "postgresql":
        return  # SQLite is copied without a program
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "so secret")
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"sslmode": "verify-full"})
    address, password = postgres_address()
    assert "sslmode=verify-full" in address
    assert f"dbname={connection.settings_dict['NAME']}" in address
    assert password == "so secret"
    assert "secret" not in address
