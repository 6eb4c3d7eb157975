"""Prepares the database connections of an import: SQLite's checkpoints, PostgreSQL's settings.

A checkpoint copies changes from SQLite's write-ahead log to the database file. If there were no
thread, SQLite would make checkpoints at the end of some transactions, and these transactions would
keep the write lock longer. In an archive of 100,000 articles, such checkpoints took a tenth of the
time of an import. Checkpoints that the thread makes do not delay other connections. The import
itself makes a checkpoint only if the log becomes too long.

PostgreSQL compresses long texts. LZ4 takes a third less time for this than the default method.

In a growing archive, PostgreSQL has old statistics of the tables, or none. For a few hundred rows,
it would then read whole tables instead of an index, which took a fifth of the server's time for
37,000 articles, and more in a larger archive. So an import asks it to use indexes where there are
some. Without its compiler for slow queries (JIT), because it would take all others for slow.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

from django.db import Error, connection
from django.db.backends.signals import connection_created

from archive.database.background_loop import background_loop

_SECONDS = 1.0  # the time between two checkpoints of the thread
# The number of pages in the log (32 MB) at which the import itself makes a checkpoint. After such a
# checkpoint, SQLite overwrites the log from the beginning, so the log does not become longer.
_PAGES = 8_000
_COMPRESSION = "default_toast_compression"
_PLANS = ("enable_seqscan", "jit")  # settings of PostgreSQL that are off during an import


def import_session() -> AbstractContextManager[None]:
    """Prepare the connections of this process for the time of the `with` block."""
    if connection.vendor != "sqlite":
        _compress_quickly()
        return _using_indexes()
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
            [_COMPRESSION],
        )


@contextmanager
def _using_indexes() -> Iterator[None]:
    """Let PostgreSQL use indexes, also in the connections that other threads open meanwhile."""
    connection_created.connect(_use_indexes)
    _use_indexes()
    try:
        yield
    finally:
        connection_created.disconnect(_use_indexes)
        with suppress(Error), connection.cursor() as cursor:  # the connection can be lost
            cursor.execute("; ".join(f"RESET {name}" for name in _PLANS))


def _use_indexes(**_: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET {name} = off" for name in _PLANS))
