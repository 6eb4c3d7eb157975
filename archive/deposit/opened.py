"""Checks a deposit, and opens its SQLite file so that nothing in the file is executed.

A deposit can come from anybody. So the file is opened read-only, its tables, indexes and views must
be exactly those that this version of Dateline writes, and SQLite may only read columns of tables:
it runs no functions, views or triggers of the file.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote as quote_url

from django.db.migrations.loader import MigrationLoader

from archive.deposit import schema
from archive.deposit.bag import PAYLOAD, check_bag
from archive.deposit.columns import tables
from archive.deposit.errors import DepositError
from archive.deposit.exported import DATA_FILE, Rows

_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}


@contextmanager
def opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """Check the checksums and the tables of a deposit, and yield its open SQLite file.

    Raises DepositError if a check fails, or if the file cannot be read in the `with` block.
    """
    check_bag(folder)
    path = folder / PAYLOAD / DATA_FILE
    if not path.is_file():
        raise DepositError(f"The deposit has no file {PAYLOAD}/{DATA_FILE}.")
    address = f"file:{quote_url(str(path.resolve()))}?mode=ro&immutable=1"
    try:
        file = sqlite3.connect(address, uri=True, isolation_level=None)
        try:
            for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON"):
                file.execute(f"PRAGMA {pragma}")
            application_id, version = _numbers(file)
            file.set_authorizer(_allow_reading)
            _check_schema(file, application_id, version)
            yield file
        finally:
            file.close()
    except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
        raise DepositError(f"The file {DATA_FILE} cannot be read ({error}).") from error


def _numbers(file: sqlite3.Connection) -> tuple[int, int]:
    """Return the application id and the version of the format that the file has in its header."""
    return (
        file.execute("PRAGMA application_id").fetchone()[0],
        file.execute("PRAGMA user_version").fetchone()[0],
    )


def _allow_reading(
    action: int, first: str | None, second: str | None, database: str | None, source: str | None
) -> int:
    """Allow SQLite only to read tables directly; `source` is the view or trigger that asks."""
    return sqlite3.SQLITE_OK if action in _READING and not source else sqlite3.SQLITE_DENY


def _check_schema(file: sqlite3.Connection, application_id: int, version: int) -> None:
    if application_id != schema.APPLICATION_ID:
        raise DepositError(f"The file {DATA_FILE} was not written by Dateline.")
    if version != schema.FORMAT:
        raise DepositError(
            f"The deposit has the format {version}; this version of Dateline reads the format"
            f" {schema.FORMAT}."
        )
    present, expected = schema.objects_in(file), schema.expected_objects()
    if present.get("about") != expected["about"]:
        raise DepositError(f"The file {DATA_FILE} does not have the table about.")
    _check_migration(dict(file.execute("SELECT name, value FROM about")))
    for name in sorted({*present, *expected}):
        if present.get(name) != expected.get(name):
            kind = (present.get(name) or expected[name])[0]
            raise DepositError(
                f"The {kind} {name} of the file {DATA_FILE} is not one that Dateline writes."
                if name in present
                else f"The {kind} {name} is missing in the file {DATA_FILE}."
            )


def _check_migration(about: dict[str, str]) -> None:
    """Raise DepositError unless the tables of the file are those of this version of Dateline."""
    written = about.get("migration", "")
    present = latest_migration()
    if written != present:
        raise DepositError(
            f"The deposit has the tables of {written or 'an unknown migration'}"
            f" ({about.get('program', 'unknown program')}); this version of Dateline has those of"
            f" {present}. Read it with the version that wrote it, and then update Dateline."
        )


def latest_migration() -> str:
    """Return the last migration that this version of Dateline has: "archive.0011_plain_letters"."""
    names = MigrationLoader(None).disk_migrations
    return max(f"{app}.{name}" for app, name in names if app == "archive")


def check_deposit(folder: Path) -> Rows:
    """Check everything in a deposit, and return the number of rows of each table.

    Raises DepositError; the message says what is wrong.
    """
    with opened(folder) as file:
        return check_rows(file)


def check_rows(file: sqlite3.Connection) -> Rows:
    """Check the number of rows of each table and the bytes of each saved file; return the numbers.

    `file` is the open file of a deposit. Raises DepositError.
    """
    rows = {
        str(name): int(count) for name, count in file.execute("SELECT name, rows FROM contents")
    }
    for table in tables():
        count = sum(1 for _ in file.execute(f"SELECT {schema.quote(table.key)} FROM {table.name}"))
        if rows.get(table.name) != count:
            raise DepositError(
                f"The table {table.name} has {count:,} rows, but the table contents says"
                f" {rows.get(table.name, 0):,}."
            )
    saved = file.execute(
        "SELECT f.id, f.sha256, f.size, c.compressed FROM archive_capture f"
        " JOIN archive_capturecontent c ON c.capture_id = f.id"
    )
    for pk, sha256, size, compressed in saved:
        if not _is_file(compressed, size, sha256):
            raise DepositError(
                f"The bytes of the saved file {pk} do not have its size and SHA-256."
            )
    return rows


def _is_file(compressed: object, size: object, sha256: object) -> bool:
    """Return True if compressed bytes are the saved file with this size and SHA-256.

    Not more than the size is decompressed, because few bytes can be those of a very large file.
    """
    if not isinstance(compressed, bytes) or not isinstance(size, int) or not 0 <= size < 2**31:
        return False
    decompressor = zlib.decompressobj()
    try:
        data = decompressor.decompress(compressed, size + 1)
    except zlib.error:
        return False
    return len(data) == size and hashlib.sha256(data).hexdigest() == sha256
