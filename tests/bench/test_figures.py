"""Test the figures of a benchmark: percentiles, and the table of docs/performance.md."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.search import MIN_TOP_VALUES
from tests.bench import sql_counts
from tests.bench.budget_table import BUDGETS, END, START, rewrite, table_of
from tests.bench.figures import percentile, spread_of
from tests.bench.process_usage import is_available, memory_of, process_tree
from tests.bench.workspace import early_and_late


def figures(count: int, p50: float) -> dict[str, Any]:
    """Return the figures of a run that the table in docs/performance.md shows."""
    times = {"p50_ms": p50, "p95_ms": 39.0, "most_body_bytes": 9_000}
    return {
        "count": count,
        "at": "2026-01-02 03:04",
        "command": "make bench",
        "commit": "abc",
        "machine": {"processors": 2, "processor": "Abacus", "memory_gb": 8},
        "versions": {"python": "3.11"},
        "archive": {
            "import": {"files_a_second": 800.0, "processor_ms_a_file": 2.0, "peak_mb": 500}
        },
        "server": {
            "list_first": times,
            "list_by_filter": {"deep page": {"most_ms": 30.0}},
            "pages": {"article": {"p95_ms": 9.0}},
            "repeat_visit_unchanged": 1.0,
            "together": {"requests_a_second": 90.0},
            "memory_after": {"total_mb": 300.0},
        },
        "ratios": {"within": 1.0},
        "sql": {"cases": [{"share": 0.01, "times": 3.0}, {"share": 0.2, "times": 25.0}]},
    }


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 5), (0.95, 10), (0.1, 1), (0.0, 1), (1.0, 10)]
)
def test_a_percentile_is_a_value_that_was_measured(share: float, expected: float) -> None:
    assert percentile([10, 3, 2, 1, 4, 5, 6, 7, 8, 9], share) == expected


def test_percentiles_of_no_measurements_are_zero() -> None:
    assert spread_of([])["p95_ms"] == 0.0


def test_the_cost_of_a_file_is_measured_early_and_late() -> None:
    course = [(0.0, 0), (1.0, 100), (3.0, 200), (4.0, 900), (8.0, 1_000)]
    assert early_and_late(course) == {"second_tenth_ms_a_file": 20.0, "last_tenth_ms_a_file": 40.0}


def test_the_table_says_which_budgets_are_missed() -> None:
    table = table_of([figures(100_000, 16.5), figures(1_000_000, 16.5)])
    row = next(line for line in table.splitlines() if "p50" in line)
    assert "| 15 ms | 16.5 ms (**missed** by 1.5 ms) | 25 ms | 16.5 ms |" in row
    assert table.count("missed") == 1
    assert all(budget.what in table for budget in BUDGETS)


def test_the_table_shows_no_figure_that_was_not_measured() -> None:
    run = figures(100_000, 16.5)
    run["archive"]["import"]["processor_ms_a_file"] = float("nan")
    row = next(line for line in table_of([run]).splitlines() if line.startswith("| 100,000"))
    assert row.count("not measured") == 3  # the whole import, its second tenth, its last tenth


@pytest.mark.parametrize(
    ("rate", "words"), [(800.0, "(1 times"), (400.0, "**missed**: at most 1.5 times")]
)
def test_the_table_says_how_the_cost_of_a_file_grows(rate: float, words: str) -> None:
    large = figures(1_000_000, 16.5)
    large["archive"]["import"]["files_a_second"] = rate
    table = table_of([figures(10_000, 16.5), figures(100_000, 16.5), large])
    assert table.count(" times that at 100,000") == 1
    assert words in table


def test_only_the_marked_part_of_the_page_is_rewritten(tmp_path: Path) -> None:
    page, results = tmp_path / "page.md", tmp_path / "one.json"
    page.write_text(f"before\n{START}\nold\n{END}\nafter\n")
    results.write_text(__import__("json").dumps(figures(3_000, 1.0)))
    table = rewrite([results], page)
    assert page.read_text() == f"before\n{START}\n\n{table}\n\n{END}\nafter\n"


@pytest.mark.skipif(not is_available(), reason="reads /proc")
def test_a_process_uses_memory_and_belongs_to_its_parent() -> None:
    import os

    memory, own = memory_of(os.getpid())
    assert memory > own > 1_000_000
    assert os.getpid() in process_tree(os.getppid())


def test_counts_agree_with_sql_except_for_the_rarest_of_very_many_values() -> None:
    counted = {number: 2 * MIN_TOP_VALUES - number for number in range(1, MIN_TOP_VALUES + 9)}
    most = {number: counted[number] for number in range(1, MIN_TOP_VALUES + 1)}
    assert sql_counts.agree(counted, counted)
    assert sql_counts.agree(most, counted)
    assert not sql_counts.agree({**most, 7: 1}, counted)
    assert sql_counts.agree({**most, 0: 1}, {**counted, 0: 1})  # key 0: articles without a value
    assert not sql_counts.agree({number: counted[number] for number in range(1, 9)}, counted)
    assert not sql_counts.agree(
        {number: counted[number] for number in range(2, MIN_TOP_VALUES + 2)}, counted
    )
    assert not sql_counts.agree({**counted, 999_999: 1}, counted)


def test_the_tables_of_the_sql_counts_can_be_made_and_searched() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(sql_counts.TABLES)
        database.execute("INSERT INTO words (rowid, title, body) VALUES (7, 'Héros', '')")
        found = database.execute("SELECT rowid FROM words WHERE words MATCH 'heros'").fetchall()
    assert found == [(7,)]
