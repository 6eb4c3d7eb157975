"""Locks between processes, and atomic writes of small files.

The locks use flock. So if a process is killed, the kernel releases its locks.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK_POLL_SECONDS = 0.02


@contextmanager
def file_lock(path: Path, wait_seconds: float = 0) -> Iterator[bool]:
    """Lock the file `path` while the block lasts; yield True if it is locked.

    Yields False if another process still has the lock after `wait_seconds`, or if the folder of the
    file does not exist. Raises OSError.
    """
    try:
        file = path.open("ab")
    except FileNotFoundError:
        yield False
        return
    with file:
        is_locked = _acquire(file.fileno(), time.monotonic() + wait_seconds)
        try:
            yield is_locked
        finally:
            # To close the file is not enough: if this process was forked while it had the lock, the
            # child process has the file open, too, and would keep the lock.
            if is_locked:
                fcntl.flock(file.fileno(), fcntl.LOCK_UN)


def _acquire(descriptor: int, deadline: float) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(LOCK_POLL_SECONDS)
        else:
            return True


def replace_text(path: Path, text: str) -> None:
    """Write a small file atomically: readers get the old or the new text, even after a crash."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(2)}.new")
    try:
        with temporary.open("w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
