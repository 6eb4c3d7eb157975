"""Limits how many files a process of the server makes at the same time.

A long file occupies a thread of the server for minutes. Without a limit, a few readers with long
files could stop the site for everybody.
"""

from threading import BoundedSemaphore

MOST_AT_ONCE = 2
"""So many files are made at the same time by one process; it has four threads."""

_free = BoundedSemaphore(MOST_AT_ONCE)


class Slot:
    """The right to make a file. `free` gives it back; later calls do nothing."""

    def __init__(self) -> None:
        self._is_taken = True

    def free(self) -> None:
        if self._is_taken:
            self._is_taken = False
            _free.release()


def take_slot() -> Slot | None:
    """Return a Slot, or None if MOST_AT_ONCE files are being made."""
    return Slot() if _free.acquire(blocking=False) else None
