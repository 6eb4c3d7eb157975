"""Prepares the database connection of an import: SQLite's checkpoints, PostgreSQL's compression.

A checkpoint copies changes from SQLite's write-ahead log to the database file. If there were no
thread, SQLite would make checkpoints at the end of some transactions, and these transactions would
keep the write lock longer. In an archive of 100,000 articles, such checkpoints took a tenth of the
time of an import. Checkpoints that the thread makes do not delay other connections. The import
itself makes a checkpoint only if the log becomes too long.

PostgreSQL compresses long texts. LZ4 takes a third less time for this than the default method.
"""

from contextlib import AbstractContextManager, nullcontext

from django.db import connection

from archive.database.background_loop import background_loop

_SECONDS = 1.0  # the time between two checkpoints of the thread
# The number of pages in the log (32 MB) at which the import itself makes a checkpoint. After such a
# checkpoint, SQLite overwrites the log from the beginning, so the log does not become longer.
_PAGES = 8_000
_SETTING = "default_toast_compression"


def import_session() -> AbstractContextManager[None]:
    """Prepare the connection; for SQLite, make checkpoints while the `with` block runs."""
    if connection.vendor != "sqlite":
        _compress_quickly()
        return nullcontext()
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA wal_autocheckpoint={_PAGES}")
    return background_loop(_checkpoint, _SECONDS, "checkpoints")


def _checkpoint() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _compress_quickly() -> None:
    """Let PostgreSQL compress new texts with LZ4, if this server can."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, 'lz4', false) FROM pg_settings"
            " WHERE name = %s AND 'lz4' = ANY(enumvals)",
            [_SETTING],
        )
