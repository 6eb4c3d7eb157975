"""Count in threads while the page is made.

The threads can use other processor cores, because tantivy releases the GIL while it counts.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

Result = TypeVar("Result")

# In an archive with fewer articles, counting takes less time than starting a thread.
MIN_ARTICLES = 50_000

_pools: dict[tuple[int, str], ThreadPoolExecutor] = {}


def start_in_thread(task: Callable[[], Result], article_count: int) -> Callable[[], Result]:
    """Start a task in a thread; return a function that waits for the result of the task.

    The task must not use the database. In an archive with fewer than MIN_ARTICLES articles, the
    task runs without a thread, at the first call of the returned function. If the task raises an
    error, the returned function raises this error.
    """
    if article_count < MIN_ARTICLES:
        return cache(task)
    return _threads("count").submit(task).result


def run_parallel(tasks: Sequence[Callable[[], Result]], article_count: int) -> list[Result]:
    """Run all tasks at the same time; return their results in the order of the tasks.

    A task must not use the database, and must not call this function. In an archive with fewer than
    MIN_ARTICLES articles, the tasks run one after another. If several tasks raise errors, the error
    of the task that comes first in `tasks` is raised. Other tasks may still be running when an
    error is raised.
    """
    if article_count < MIN_ARTICLES or len(tasks) < 2:
        return [task() for task in tasks]
    futures = [_threads("part").submit(task) for task in tasks[1:]]
    return [tasks[0](), *(future.result() for future in futures)]


def _threads(name: str) -> ThreadPoolExecutor:
    """Return the thread pool of this process for one kind of task: "count" or "part".

    Each process has its own pools, because a forked process does not have the threads of its
    parent. A "count" task waits for its "part" tasks. The two kinds use different pools, because
    in a single pool, waiting tasks could occupy all threads forever.
    """
    key = os.getpid(), name
    if key not in _pools:
        _pools.setdefault(key, ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix=name))
    return _pools[key]
