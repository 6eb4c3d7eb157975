"""Lets only one import run at a time, with a lock on a file.

The operating system releases the lock when the process ends, even if the process crashed.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AnotherImport(Exception):
    """An error that is raised if another import is running; the message has its process id."""


@contextmanager
def only_importer(folder: Path) -> Iterator[None]:
    """Lock the file `import.lock` in this folder while the `with` block runs.

    Raises AnotherImport if another process has locked the file.
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
