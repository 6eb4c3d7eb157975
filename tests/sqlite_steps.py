"""Counts the steps of SQLite's virtual machine: few rows are enough to notice a missing index."""

from collections.abc import Callable

from django.db import connection

STEPS = 100  # between two calls of the progress handler


def steps_of(action: Callable[[], object]) -> int:
    """Return how many steps SQLite needs for the queries of `action`; 0 with another database."""
    if connection.vendor != "sqlite":
        return 0
    calls = 0

    def count() -> None:
        nonlocal calls
        calls += 1

    connection.connection.set_progress_handler(count, STEPS)
    try:
        action()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return calls * STEPS
