"""Work of several threads: results in order, and errors where they are asked for."""

from collections.abc import Callable
from functools import partial

import pytest

from archive.search.counts.threads import run_parallel, start_in_thread


@pytest.mark.parametrize("article_count", [10, 1_000_000])
def test_work_in_the_background_gives_its_result_or_its_error(article_count: int) -> None:
    def fail() -> None:
        raise ValueError("Data corrupted")

    assert start_in_thread(lambda: 7, article_count)() == 7
    with pytest.raises(ValueError, match="Data corrupted"):
        start_in_thread(fail, article_count)()


@pytest.mark.parametrize("article_count", [10, 1_000_000])
def test_work_at_once_gives_its_results_in_order_or_its_error(article_count: int) -> None:
    def fail() -> int:
        raise ValueError("Data corrupted")

    many: list[Callable[[], int]] = [partial(int, number) for number in range(50)]
    assert run_parallel(many, article_count) == list(range(50))
    # More waiting for parts than there are threads for them.
    waiting = [
        start_in_thread(partial(run_parallel, many, article_count), article_count)
        for _ in range(50)
    ]
    assert [each() for each in waiting] == [list(range(50))] * 50
    assert run_parallel([], article_count) == []
    for works in ([fail, *many], [*many, fail]):
        with pytest.raises(ValueError, match="Data corrupted"):
            run_parallel(works, article_count)
