"""Makes SQLite checkpoints in a thread beside the import: from its log to the database file.

SQLite alone does that at the end of some transaction, which then keeps the write lock longer:
on an archive of 100,000 articles this took a tenth of an import. A thread does it without delaying
anybody; only what is still left is done by the importer.
"""

from contextlib import AbstractContextManager, nullcontext

from django.db import connection

from archive.database.background_loop import background_loop

_SECONDS = 1.0  # between two checkpoints of the thread
# Of the log (32 MB), from which on the importer makes one itself, so that the log starts anew
_PAGES = 8_000


def checkpointing() -> AbstractContextManager[None]:
    """Let a thread make checkpoints while the block lasts. Other databases need none of this."""
    if connection.vendor != "sqlite":
        return nullcontext()
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA wal_autocheckpoint={_PAGES}")
    return background_loop(_checkpoint, _SECONDS, "checkpoints")


def _checkpoint() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
