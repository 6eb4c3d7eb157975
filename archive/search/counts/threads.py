"""Work beside the work: tantivy leaves Python's lock alone, so two cores can count and list at the
same time."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

Result = TypeVar("Result")

# Below so many articles everything takes less time than handing it over.
MIN_ARTICLES = 50_000

_pools: dict[tuple[int, str], ThreadPoolExecutor] = {}


def start_in_thread(work: Callable[[], Result], article_count: int) -> Callable[[], Result]:
    """Begin `work`, which must not use the database; the function that is returned waits for its
    result.

    In a small archive it is done when the result is first asked for. What it raises is raised
    there."""
    if article_count < MIN_ARTICLES:
        return cache(work)
    return _threads("count").submit(work).result


def run_parallel(works: Sequence[Callable[[], Result]], article_count: int) -> list[Result]:
    """The results of all of `works`, which must not use the database nor be given work here. In a
    small archive they are done one after another. The first error is raised; the others may still
    be at work then."""
    if article_count < MIN_ARTICLES or len(works) < 2:
        return [work() for work in works]
    begun = [_threads("part").submit(work) for work in works[1:]]
    return [works[0](), *(each.result() for each in begun)]


def _threads(name: str) -> ThreadPoolExecutor:
    """The threads of this process for one sort of work: a fork has none of its parent's. Parts have
    their own and never wait for one another, so those who wait for them always go on."""
    key = os.getpid(), name
    if key not in _pools:
        _pools.setdefault(key, ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix=name))
    return _pools[key]
