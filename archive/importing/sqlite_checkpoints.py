"""Makes SQLite checkpoints in a thread during an import.

A checkpoint copies changes from SQLite's write-ahead log to the database file. Without the thread,
SQLite makes checkpoints at the end of some transactions, which then keep the write lock longer: in
an archive of 100,000 articles, this took a tenth of the time of an import. Checkpoints of the
thread do not delay other connections. Only if the log becomes too long, the import itself makes a
checkpoint.
"""

from contextlib import AbstractContextManager, nullcontext

from django.db import connection

from archive.database.background_loop import background_loop

_SECONDS = 1.0  # from the end of a checkpoint of the thread to the next checkpoint
# Pages in the log (32 MB). With more, the import makes a checkpoint, after which the log can be
# written from its beginning again.
_PAGES = 8_000


def checkpointing() -> AbstractContextManager[None]:
    """Make checkpoints in a thread while the block runs; do nothing if this is not SQLite."""
    if connection.vendor != "sqlite":
        return nullcontext()
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA wal_autocheckpoint={_PAGES}")
    return background_loop(_checkpoint, _SECONDS, "checkpoints")


def _checkpoint() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
