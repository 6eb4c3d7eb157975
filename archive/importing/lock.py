"""Allows one importer at a time, by a lock on a file.

The system releases the lock when the process ends in any way.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AnotherImport(Exception):
    """An import is running already."""


@contextmanager
def only_importer(folder: Path) -> Iterator[None]:
    """Lock `import.lock` in this folder.

    Raises AnotherImport, with the id of the other process, when it is locked.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "import.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise AnotherImport(
                f"Another import is running (process {holder}). Wait until it ends. Nothing was"
                " imported."
            ) from None
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
