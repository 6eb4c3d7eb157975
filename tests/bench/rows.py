"""Measures the import of one CSV file with very many rows: `make bench-rows`.

    python -m tests.bench.rows [--count N] [--postgres] [--keep FOLDER] [--json FILE]

The rows are the generated articles of `generator.py`. The file is written in pieces, so it is never
in memory as a whole.
"""

import csv
import io
import json
import os
import shutil
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from tests.bench import process_usage
from tests.bench.generator import BLOCK, SAVED_PER_BLOCK, story
from tests.bench.import_course import ImportCourse, Moment, run_import
from tests.bench.run import commit, versions
from tests.bench.workspace import Workspace, database_settings
from tests.conftest import ROOT

RESULTS = ROOT / "var/bench"
COLUMNS = ("title", "date", "source", "url", "text")
SHARES = (0.1, 0.5, 1.0)
"""The shares of the rows at which memory and speed are printed."""
LEAST_ROWS_A_SECOND, MOST_MEMORY = 500, 600_000_000
_PIECE = 1_000  # rows
_MOST_GROWTH = 1.25  # of the own memory, from the middle of the import to its end


def row_of(number: int) -> tuple[str, ...]:
    """Return the values of a row, in the order of COLUMNS. They depend only on the number."""
    one = story(number // SAVED_PER_BLOCK * BLOCK + number % SAVED_PER_BLOCK)
    text = "\n\n".join((one.dateline + one.paragraphs[0], *one.paragraphs[1:]))
    address = f"http://news.example/{one.day:%Y/%m/%d}/{number}.html"
    return one.title, one.day.isoformat(), one.source, address, text


def write_rows(path: Path, count: int, processes: int = 2) -> int:
    """Write a CSV file with a head and `count` rows; return its size in bytes."""
    pieces = [(start, min(start + _PIECE, count)) for start in range(0, count, _PIECE)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(COLUMNS)
        if processes == 1 or len(pieces) == 1:
            file.writelines(map(_piece, pieces))
        else:
            with ProcessPoolExecutor(processes) as pool:
                file.writelines(pool.map(_piece, pieces))
    return path.stat().st_size


def _piece(numbers: tuple[int, int]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(map(row_of, range(*numbers)))
    return text.getvalue()


def measure(folder: Path, count: int, settings: Mapping[str, str]) -> dict[str, Any]:
    """Write and import a file with `count` rows in `folder`; return the figures."""
    workspace = Workspace(folder, settings)
    measured_on = process_usage.machine()
    path = workspace.folder / "articles.csv"
    print(f"Writing {count:,} rows …", file=sys.stderr)
    started = time.monotonic()
    size = write_rows(path, count, os.cpu_count() or 1)
    written = time.monotonic() - started
    workspace.prepare()
    print("Importing them …", file=sys.stderr)
    course = run_import(workspace, [str(path)], workspace.folder / "import.txt")
    return {
        "count": count,
        "at": time.strftime("%Y-%m-%d %H:%M"),
        "commit": commit(),
        "machine": measured_on,
        "versions": versions(),
        "database": "PostgreSQL" if "DATABASE_URL" in settings else "SQLite",
        "file_mb": round(size / 1e6, 1),
        "written_seconds": round(written, 1),
        "stored": course.moments[-1].stored,
        "seconds": round(course.seconds, 1),
        "rows_a_second": round(count / course.seconds, 1),
        "processor_ms_a_row": round(
            (course.user_seconds + course.system_seconds) / count * 1_000, 3
        ),
        "peak_mb": _megabytes(course.peak),
        "own_peak_mb": _megabytes(course.own_peak),
        "processes": course.processes,
        "shares": [tenth_before(course, share) for share in SHARES],
        "report": (workspace.folder / "import.txt").read_text().splitlines()[:7],
        "load_after": [round(load, 2) for load in os.getloadavg()],
    }


def tenth_before(course: ImportCourse, share: float) -> dict[str, Any]:
    """Return the speed and the highest memory while a tenth of the rows was stored.

    The tenth ends when `share` of all rows are stored: with 0.5, it has the rows from 40 to 50 %.
    """
    most = course.moments[-1].stored
    first = _first(course, most * (share - 0.1))
    last = max(_first(course, most * share), min(first + 1, len(course.moments) - 1))
    tenth = course.moments[first : last + 1]
    seconds = tenth[-1].seconds - tenth[0].seconds
    stored = tenth[-1].stored - tenth[0].stored
    return {
        "share": share,
        "rows_a_second": round(stored / seconds, 1) if seconds else 0.0,
        "memory_mb": _megabytes(max(moment.memory for moment in tenth)),
        "own_mb": _megabytes(max(moment.own for moment in tenth)),
    }


def _first(course: ImportCourse, stored: float) -> int:
    """Return the number of the first moment at which so many rows are stored."""
    moments: tuple[Moment, ...] = course.moments
    return next(
        (number for number, moment in enumerate(moments) if moment.stored >= stored - 0.5),
        len(moments) - 1,
    )


def _megabytes(size: float) -> float:
    return round(size / 1e6, 1)


def missed(figures: dict[str, Any]) -> Iterator[str]:
    """Yield a sentence for each limit that the figures do not keep."""
    if figures["rows_a_second"] < LEAST_ROWS_A_SECOND:
        yield f"{figures['rows_a_second']:,} rows a second; at least {LEAST_ROWS_A_SECOND} wanted."
    if figures["own_peak_mb"] > _megabytes(MOST_MEMORY):
        yield f"{figures['own_peak_mb']:,} MB; at most {_megabytes(MOST_MEMORY):,.0f} MB wanted."
    middle, end = figures["shares"][1]["own_mb"], figures["shares"][2]["own_mb"]
    if end > middle * _MOST_GROWTH:
        yield f"Memory grows: {middle:,} MB in the middle, {end:,} MB at the end."


def lines_of(figures: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of text that show the figures of `measure`."""
    machine = figures["machine"]
    yield f"Dateline {figures['commit']}, {figures['count']:,} rows of one CSV, {figures['at']}"
    yield (
        f"{figures['database']}, {machine['processors']} processors ({machine['processor']}),"
        f" {machine['memory_gb']} GB, load {machine['load_before']} before and"
        f" {figures['load_after']} after"
    )
    yield f"Written: {figures['file_mb']:,} MB in {figures['written_seconds']:,} s"
    yield (
        f"Imported: {figures['stored']:,} rows in {figures['seconds']:,} s,"
        f" {figures['rows_a_second']:,} rows a second, {figures['processor_ms_a_row']} processor ms"
        f" a row, {figures['peak_mb']:,} MB at most in {figures['processes']} processes"
        f" ({figures['own_peak_mb']:,} MB without the memory of mapped files)"
    )
    yield "until     rows a second      memory    without mapped files"
    for one in figures["shares"]:
        yield (
            f"{one['share']:>5.0%} {one['rows_a_second']:>17,} {one['memory_mb']:>8,} MB"
            f" {one['own_mb']:>20,} MB"
        )
    yield from figures["report"]


def main() -> int:
    """Return the exit status: 1 if rows are missing, else 0."""
    given = _arguments()
    if not process_usage.is_available():
        print("Benchmarks read memory from /proc, which only Linux has.", file=sys.stderr)
        return 1
    RESULTS.mkdir(parents=True, exist_ok=True)
    folder = given.keep or Path(tempfile.mkdtemp(prefix="rows-", dir=RESULTS))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with database_settings(is_postgres=given.postgres) as settings:
            figures = measure(folder, given.count, settings)
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)
    path = given.json or RESULTS / f"rows-{given.count}-{time.strftime('%Y%m%d-%H%M%S')}.json"
    path.write_text(json.dumps(figures, indent=1, ensure_ascii=False))
    print("\n".join(lines_of(figures)))
    print("\n".join(missed(figures)) or "All limits are kept.")
    print(f"\nAll figures: {path}")
    if figures["stored"] < given.count:
        print(f"Wrong: only {figures['stored']:,} rows were stored.", file=sys.stderr)
        return 1
    return 0


def _arguments() -> Namespace:
    parser = ArgumentParser(
        prog="python -m tests.bench.rows", description="Measure the import of one large CSV file."
    )
    parser.add_argument("--count", type=int, default=1_000_000, help="how many rows (1000000)")
    parser.add_argument("--postgres", action="store_true", help="use a temporary PostgreSQL")
    parser.add_argument("--keep", type=Path, help="work in this new folder and keep it")
    parser.add_argument("--json", type=Path, help="where the figures go (var/bench/)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
