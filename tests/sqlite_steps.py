"""How much SQLite works for something: what a missing index shows in, however few rows a test
has."""

from collections.abc import Callable

from django.db import connection

STEPS = 100  # of SQLite's machine between two calls


def steps_of(decision: Callable[[], object]) -> int:
    """How much SQLite works for this; 0 where another database does, which does not tell."""
    if connection.vendor != "sqlite":
        return 0
    calls = 0

    def count() -> None:
        nonlocal calls
        calls += 1

    connection.connection.set_progress_handler(count, STEPS)
    try:
        decision()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return calls * STEPS
