"""One importer at a time: a lock on a file, which the system lets go when the process ends, however
it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AnotherImport(Exception):
    """An import runs already."""


@contextmanager
def only_importer(folder: Path) -> Iterator[None]:
    """Hold `import.lock` in this folder. Raises AnotherImport, with the other's process id, when it
    is held."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "import.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise AnotherImport(
                f"Another import runs (process {holder}). Wait until it is done; nothing was"
                " imported."
            ) from None
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
