"""Test that tasks in threads return results in the order of the tasks, and raise errors."""

from collections.abc import Callable
from functools import partial

import pytest

from archive.search.counts.threads import run_parallel, start_in_thread


@pytest.mark.parametrize("article_count", [10, 1_000_000])
def test_a_task_in_a_thread_returns_its_result_or_raises_its_error(article_count: int) -> None:
    def fail() -> None:
        raise ValueError("Data corrupted")

    assert start_in_thread(lambda: 7, article_count)() == 7
    with pytest.raises(ValueError, match="Data corrupted"):
        start_in_thread(fail, article_count)()


@pytest.mark.parametrize("article_count", [10, 1_000_000])
def test_parallel_tasks_return_results_in_order_or_raise_an_error(article_count: int) -> None:
    def fail() -> int:
        raise ValueError("Data corrupted")

    many: list[Callable[[], int]] = [partial(int, number) for number in range(50)]
    assert run_parallel(many, article_count) == list(range(50))
    # More tasks wait for other tasks than there are threads. This must not be a deadlock.
    wait_functions = [
        start_in_thread(partial(run_parallel, many, article_count), article_count)
        for _ in range(50)
    ]
    assert [wait() for wait in wait_functions] == [list(range(50))] * 50
    assert run_parallel([], article_count) == []
    for works in ([fail, *many], [*many, fail]):
        with pytest.raises(ValueError, match="Data corrupted"):
            run_parallel(works, article_count)
