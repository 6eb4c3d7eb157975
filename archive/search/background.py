"""Work beside the work: tantivy leaves Python's lock alone, so two cores can count and list at the same time."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")

# Below so many articles everything takes less time than handing it over.
WORTH_IT = 50_000

_pool: tuple[int, ThreadPoolExecutor] | None = None


def in_background(work: Callable[[], Result], article_count: int) -> Callable[[], Result]:
    """Begin `work`, which must not use the database; the function that is returned waits for its result.

    In a small archive it is done when the result is asked for. What it raises is raised there.
    """
    if article_count < WORTH_IT:
        return work
    return _threads().submit(work).result


def _threads() -> ThreadPoolExecutor:
    """The threads of this process: a fork has none of its parent's."""
    global _pool
    if _pool is None or _pool[0] != os.getpid():
        _pool = os.getpid(), ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="count")
    return _pool[1]
