"""Count in threads while the page is made, on other cores, as tantivy releases the GIL."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

Result = TypeVar("Result")

# In smaller archives, counting takes less time than starting a thread.
MIN_ARTICLES = 50_000

_pools: dict[tuple[int, str], ThreadPoolExecutor] = {}


def start_in_thread(task: Callable[[], Result], article_count: int) -> Callable[[], Result]:
    """Start a task in a thread; return a function that waits for its result.

    The task must not use the database. In a small archive, the task runs at the first call of the
    returned function. An error of the task is raised by the returned function.
    """
    if article_count < MIN_ARTICLES:
        return cache(task)
    return _threads("count").submit(task).result


def run_parallel(tasks: Sequence[Callable[[], Result]], article_count: int) -> list[Result]:
    """Run all tasks at the same time; return their results in order.

    The tasks must not use the database, nor call this function. In a small archive they run one
    after another. The first error is raised; other tasks may still be running then.
    """
    if article_count < MIN_ARTICLES or len(tasks) < 2:
        return [task() for task in tasks]
    futures = [_threads("part").submit(task) for task in tasks[1:]]
    return [tasks[0](), *(future.result() for future in futures)]


def _threads(name: str) -> ThreadPoolExecutor:
    """Return the threads of this process for one kind of task.

    The threads belong to a process, because a forked process does not have those of its parent.
    Tasks that wait for other tasks have other threads than these, so that none waits forever.
    """
    key = os.getpid(), name
    if key not in _pools:
        _pools.setdefault(key, ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix=name))
    return _pools[key]
