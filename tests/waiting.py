"""Wait until a condition is true."""

import time
from collections.abc import Callable

TIMEOUT = 60  # seconds that a test waits for a condition


def wait_until(is_so: Callable[[], bool]) -> float:
    """Wait until the function `is_so` returns True; return how many seconds this took.

    Raises AssertionError after TIMEOUT seconds.
    """
    started = time.monotonic()
    while not is_so():
        assert time.monotonic() < started + TIMEOUT, "the condition did not become true"
        time.sleep(0.01)
    return time.monotonic() - started
