"""Copies a whole database to a file, and replaces a database by such a file.

SQLite is copied with its backup interface, PostgreSQL with pg_dump. The classes Sqlite and Postgres
have the same methods (Engine), which `backups.py` calls.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from archive.database.snapshot import snapshot

Rows = dict[str, int]
"""A dict from the name of each table to the number of its rows."""


class BackupError(Exception):
    """An error that is raised if a backup cannot be made or restored.

    The message is a sentence for the person who started the command.
    """


class Engine(Protocol):
    """The methods that copy a database to a file, and that replace a database by such a file.

    `vendor` is Django's name for the kind of database. `file_name` is the name of the copy in the
    folder of a backup.
    """

    vendor: str
    file_name: str

    def copy_to(self, path: Path) -> Rows:
        """Copy the database to a new file at `path`; return the number of rows of each table.

        The copy shows all tables as they were at one moment.
        """
        ...

    def is_in_use(self) -> bool:
        """Return True if another process has the database open."""
        ...

    @contextmanager
    def replaced_by(self, path: Path) -> Iterator[str]:
        """Replace the database by the copy at `path`; keep the old database under another name.

        This is a context manager. It yields a sentence for people that contains the new name of the
        old database, or "" if there was no old database. If the `with` block raises an error, the
        old database gets its name back, and replaces the copy.
        """
        ...


def present_engine() -> Engine:
    """Return the Engine for the database that Django uses.

    Raises BackupError if the database is neither SQLite nor PostgreSQL.
    """
    if connection.vendor == "sqlite":
        return Sqlite(str(connection.settings_dict["NAME"]))
    if connection.vendor == "postgresql":
        return Postgres()
    raise BackupError(f"A database of the kind {connection.vendor} cannot be backed up.")


def count_rows() -> Rows:
    """Return the number of rows of every table in the database that Django uses."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        # SQLite's own tables are left out, for example its statistics in sqlite_stat1.
        return {name: _count(cursor, name) for name in names if not name.startswith("sqlite_")}


def _count(cursor: object, name: str) -> int:
    cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")  # type: ignore[attr-defined]
    return int(cursor.fetchone()[0])  # type: ignore[attr-defined]


class Sqlite:
    """An SQLite database in a file."""

    vendor = "sqlite"
    file_name = "database.sqlite3"

    def __init__(self, name: str) -> None:
        """`name` is the path of the file; if the disk is read-only, it is a URI ("file:…")."""
        self.name = name
        self.path = Path(unquote(urlsplit(name).path)) if name.startswith("file:") else Path(name)

    def connect(self, timeout: float = 20) -> sqlite3.Connection:
        """Open a new connection, which Django does not use; wait `timeout` seconds for locks."""
        return sqlite3.connect(self.name, timeout, uri=self.name.startswith("file:"))

    def copy_to(self, path: Path) -> Rows:
        """Copy the database with SQLite's backup interface, and check the copy for damage.

        Other processes can write to the database meanwhile; their changes are not in the copy.
        """
        if not self.path.exists():
            raise BackupError(f"There is no database at {self.path}.")
        try:
            with closing(self.connect()) as source, closing(_new(path)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # so that the copy is a single file
                fault = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
                if fault != "ok":
                    raise BackupError(f"The database is damaged ({fault}).")
                names = copy.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table'"
                    " AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
                )
                return {
                    name: int(copy.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0])
                    for (name,) in names.fetchall()
                }
        except sqlite3.Error as error:
            raise BackupError(f"The database cannot be copied ({error}).") from error

    def is_in_use(self) -> bool:
        """Return True if another process has the database open.

        The method tries to end the WAL mode, because SQLite allows this only if no other connection
        is open.
        """
        connections.close_all()
        if not self.path.exists():
            return False
        try:
            with closing(self.connect(timeout=1)) as own:
                own.execute("PRAGMA journal_mode=DELETE")
                own.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            return "locked" in str(error)
        except sqlite3.DatabaseError:
            return False  # The file is not a valid database. A backup can replace it.
        return False

    @contextmanager
    def replaced_by(self, path: Path) -> Iterator[str]:
        """Replace the database file by a copy of the file at `path`.

        The file is replaced in one step, so a crash leaves either the old or the new database. The
        old file gets another name in the same folder.
        """
        connections.close_all()
        new = self.path.with_name(f"{self.path.name}.restoring")
        shutil.copyfile(path, new)
        new.chmod(0o600)
        with new.open("rb") as file:
            os.fsync(file.fileno())
        old = self.path.with_name(f"{self.path.name}.before-{timezone.now():%Y%m%d-%H%M%S}")
        kept = ""
        if self.path.exists():
            os.link(self.path, old)
            kept = f"The old database is now {old}."
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        new.replace(self.path)
        try:
            yield kept
        except BaseException:
            connections.close_all()
            if kept:
                old.replace(self.path)
            else:
                self.path.unlink()
            raise


def _new(path: Path) -> sqlite3.Connection:
    """Create an SQLite file at `path` that only its owner can read, and open it."""
    path.touch(mode=0o600, exist_ok=False)
    return sqlite3.connect(path)


class Postgres:
    """A PostgreSQL database, copied with the programs pg_dump and pg_restore."""

    vendor = "postgresql"
    file_name = "database.dump"

    def copy_to(self, path: Path) -> Rows:
        """Copy the tables with pg_dump, and count their rows in the same database snapshot."""
        with snapshot(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot(), current_schema()")
            name, schema = cursor.fetchone()
            rows = count_rows()
            path.touch(mode=0o600, exist_ok=False)
            _run(
                "pg_dump",
                *("--format=custom", "--no-owner", "--no-privileges", f"--schema={schema}"),
                *(f"--snapshot={name}", f"--file={path}"),
            )
        return rows

    def is_in_use(self) -> bool:
        """Return True if another process is connected to the database."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            return bool(cursor.fetchone()[0])

    @contextmanager
    def replaced_by(self, path: Path) -> Iterator[str]:
        """Replace the tables by the tables of the dump at `path`.

        The old tables are kept in another schema, whose name contains the time.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            name = cursor.fetchone()[0]
        schema = connection.ops.quote_name(name)
        old = connection.ops.quote_name(f"before_{timezone.now():%Y%m%d_%H%M%S}")
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"ALTER SCHEMA {schema} RENAME TO {old}")
                cursor.execute(f"CREATE SCHEMA {schema}")
        except DatabaseError as error:
            reason = str(error).strip()
            raise BackupError(
                f"The tables cannot be replaced ({reason}). Dateline's user of PostgreSQL must own"
                " the database and its schema; docs/deploy.md says how to make the database."
            ) from error
        try:
            _run(
                "pg_restore",
                *("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"),
                f"--schema={name}",  # the objects in the schema, without the schema itself
                str(path),
            )
            yield f"The old tables are now in the schema {old.strip(chr(34))}."
        except BaseException:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"DROP SCHEMA {schema} CASCADE")
                cursor.execute(f"ALTER SCHEMA {old} RENAME TO {schema}")
            raise


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL, which connects to the same database as Django.

    Raises BackupError if the program is not installed or fails.
    """
    found = shutil.which(program)
    if found is None:
        raise BackupError(f"{program} is not installed (Debian: apt install postgresql-client).")
    address, password = postgres_address()
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    done = subprocess.run(
        [found, f"--dbname={address}", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()}")


def postgres_address() -> tuple[str, str]:
    """Return the connection string of the database without the password, and the password.

    The string has the options of DATABASE_URL, such as `sslmode`. Other users of the machine can
    read the arguments of a program, so they must not contain the password.
    """
    from psycopg import conninfo, pq  # installed only if the archive is in PostgreSQL

    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    values = {
        name: value
        for name, value in connection.get_connection_params().items()
        if name in known and value not in (None, "")
    }
    password = str(values.pop("password", ""))
    return conninfo.make_conninfo(**values), password


def is_readable() -> bool:
    """Return True if the database that Django uses can be read."""
    try:
        count_rows()
    except DatabaseError:
        return False
    return True
