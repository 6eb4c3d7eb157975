"""Tests of the CSV file of `make bench-rows` and of its figures."""

import csv
from pathlib import Path
from typing import Any

from tests.bench.import_course import ImportCourse, Moment
from tests.bench.rows import COLUMNS, missed, tenth_before, write_rows


def test_the_rows_of_a_file_are_the_same_with_any_number_of_processes(tmp_path: Path) -> None:
    size = write_rows(tmp_path / "one.csv", 2_100, 1)
    write_rows(tmp_path / "two.csv", 2_100, 2)
    data = (tmp_path / "one.csv").read_bytes()
    assert data == (tmp_path / "two.csv").read_bytes()
    assert len(data) == size
    with (tmp_path / "one.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len({row["url"] for row in rows}) == 2_100
    assert all(row[column] for row in rows for column in COLUMNS)


def course(*moments: Moment) -> ImportCourse:
    return ImportCourse(0, moments[-1].seconds, 1.0, 1.0, 9, 9, 1, moments)


def test_speed_and_memory_of_a_tenth_are_measured() -> None:
    megabyte = 1_000_000
    moments = [Moment(0.0, 0, 0, 0)]
    moments += [Moment(n, n * 10, (100 + n) * megabyte, n * megabyte) for n in range(1, 11)]
    assert tenth_before(course(*moments), 0.5) == {
        "share": 0.5,
        "rows_a_second": 10.0,
        "memory_mb": 105.0,
        "own_mb": 5.0,
    }
    assert tenth_before(course(*moments), 1.0)["own_mb"] == 10.0


def test_an_import_that_ended_at_once_has_figures() -> None:
    short = course(Moment(0.0, 0, 0, 0), Moment(0.4, 10, 5_000_000, 5_000_000))
    assert tenth_before(short, 0.1)["rows_a_second"] == 25.0
    assert tenth_before(short, 1.0)["own_mb"] == 5.0


def test_missed_limits_are_named() -> None:
    def figures(rows: float, memory: float, middle: float, end: float) -> dict[str, Any]:
        shares = [{"own_mb": size} for size in (1.0, middle, end)]
        return {"rows_a_second": rows, "own_peak_mb": memory, "shares": shares}

    assert list(missed(figures(500.0, 600.0, 480.0, 600.0))) == []
    assert len(list(missed(figures(499.0, 601.0, 400.0, 600.0)))) == 3
