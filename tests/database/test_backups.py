"""Test that a restored backup has the same rows, and that nothing is overwritten by mistake."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection, connections

from archive.database.backup_engines import (
    BackupError,
    Postgres,
    count_rows,
    postgres_address,
)
from archive.database.backups import DESCRIPTION
from tests.saved_files import write_pages
from tests.separate_archive import SeparateArchive
from tests.server import serving
from tests.waiting import wait_until

FILES = 30
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def archive(make_archive: Callable[[], SeparateArchive], tmp_path: Path) -> SeparateArchive:
    """Return an archive with some articles."""
    archive = make_archive()
    add_articles(archive, tmp_path / "first", 1)
    return archive


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
    archive: SeparateArchive, make_archive: Callable[[], SeparateArchive], tmp_path: Path
) -> None:
    backup, other = tmp_path / "backup", make_archive()
    made = archive.run("manage.py", "backup", str(backup))
    assert f"Backed up into {backup}: {FILES} articles, {FILES} saved files, 0 decisions" in made
    checked = archive.run("manage.py", "restore", "--check", str(backup))
    assert "is intact" in checked
    restored = other.run("manage.py", "restore", str(backup))
    assert f": {FILES} articles, {FILES} saved files, 0 decisions." in restored
    assert other.contents() == archive.contents()
    assert other.contents()["index"][0] == "ready"
    add_articles(other, tmp_path / "second", 2)
    assert other.contents()["index"][2] == 2 * FILES


def test_after_a_restored_backup_and_new_changes_every_list_is_complete(
    archive: SeparateArchive, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    archive.run("manage.py", "backup", str(backup))
    before = archive.contents()
    add_articles(archive, tmp_path / "lost", 2)
    restored = archive.run("manage.py", "restore", "--replace", str(backup))
    assert "The old " in restored
    assert archive.contents() == before
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


def test_only_the_owner_can_read_a_backup(archive: SeparateArchive, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    archive.run("manage.py", "backup", str(backup))
    for path in (backup, *backup.iterdir()):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_database_in_use_is_not_replaced(
    archive: SeparateArchive, collected_static_folder: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    archive.run("manage.py", "backup", str(backup))
    before = archive.contents()
    with serving(archive, collected_static_folder) as site:
        assert site.get("/articles/").status == 200
        message = refusal(archive, "restore", "--replace", str(backup))
        assert site.get("/articles/").status == 200
        assert "index: ready" in site.health()
    assert message.startswith("The database is in use. Stop the site")
    assert message.endswith("Nothing was changed.")
    assert archive.contents() == before
    archive.run("manage.py", "restore", "--replace", str(backup))


def test_nothing_is_overwritten_unless_it_is_asked_for(
    archive: SeparateArchive, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    archive.run("manage.py", "backup", str(backup))
    assert "exists already" in refusal(archive, "backup", str(backup))
    assert "is not empty" in refusal(archive, "restore", str(backup))


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
    archive: SeparateArchive, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    archive.run("manage.py", "backup", str(backup))
    before = archive.contents()
    for number, (spoil, message) in enumerate(SPOILT):
        spoilt = shutil.copytree(backup, tmp_path / f"spoilt-{number}")
        spoil(spoilt)
        assert message in refusal(archive, "restore", "--replace", str(spoilt))
    assert archive.contents() == before


def test_a_damaged_database_is_replaced(archive: SeparateArchive, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        return  # the test cannot damage the files of PostgreSQL
    backup = tmp_path / "backup"
    archive.run("manage.py", "backup", str(backup))
    before, database = archive.contents(), database_of(archive)
    database.write_bytes(b"no database " * 1000)
    assert "cannot be" in refusal(archive, "backup", str(tmp_path / "other"))
    assert not (tmp_path / "other").exists()
    archive.run("manage.py", "restore", "--replace", str(backup))
    assert archive.contents() == before


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_restore_leaves_a_whole_database(
    archive: SeparateArchive, tmp_path: Path, seed: int
) -> None:
    if connection.vendor != "sqlite":
        return  # PostgreSQL keeps the old tables in another schema
    backup = tmp_path / "backup"
    archive.run("manage.py", "backup", str(backup))
    add_articles(archive, tmp_path / "more", 2)
    connections[archive.alias].close()
    process = archive.start_python("manage.py", "restore", "--replace", str(backup))
    try:
        process.wait(timeout=Random(seed).uniform(0.3, 1.2))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    with closing(sqlite3.connect(database_of(archive))) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (count,) = database.execute("SELECT COUNT(*) FROM archive_article").fetchone()
    assert count in {FILES, 2 * FILES}
    archive.run("manage.py", "migrate", "--verbosity", "0")
    archive.run("manage.py", "rebuild_index", "--if-needed")
    assert archive.contents()["index"][0] == "ready"


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
