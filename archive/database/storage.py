"""Tests if a folder can be written, and explains errors of a full or read-only disk."""

import errno
import os
import tempfile
from pathlib import Path

from django.db import Error

TEST_BYTES = 65_536  # SQLite writes at least this much for one change and its log
_READ_ONLY = ("readonly database", "read-only transaction")
_FULL = ("disk is full", "No space left")


def write_problem(folder: Path) -> str:
    """Write a small file into a folder, and delete it; return why that failed, or "".

    The reason is short: "No space left on device".
    """
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(TEST_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return os.strerror(error.errno) if error.errno else str(error)
    return ""


def is_read_only_disk(folder: Path) -> bool:
    """Return True if a folder is on a disk that is mounted read-only."""
    return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def explain(error: BaseException) -> str:
    """Return a sentence about an error of a full or read-only disk; "" for any other error."""
    number = error.errno if isinstance(error, OSError) else None
    message = str(error) if isinstance(error, Error) else ""
    if number in {errno.ENOSPC, errno.EDQUOT} or any(words in message for words in _FULL):
        return "The disk of the archive is full, so nothing can be changed."
    if number == errno.EROFS or any(words in message for words in _READ_ONLY):
        return "The storage of the archive is read-only, so nothing can be changed."
    return ""
