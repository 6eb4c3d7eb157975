"""One benchmark from the first file to the last figure."""

import os
import platform
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Any

from tests.bench import corrections, exports, mention_speed, sql_counts, tantivy_alone
from tests.bench.addresses import (
    DEEP,
    Address,
    ArchiveValues,
    concordance_addresses,
    deep_addresses,
    list_addresses,
    list_context_addresses,
    other_addresses,
    value_addresses,
)
from tests.bench.client import (
    Answer,
    follow_redirects,
    request_again,
    request_each,
    request_together,
    unexpected_of,
)
from tests.bench.figures import group_by, percentile, slowest, spread_of
from tests.bench.process_usage import machine
from tests.bench.web_server import WORKERS, Server, serving
from tests.bench.workspace import Workspace
from tests.conftest import ROOT

LISTS_PER_FILTER = 16
"""How many lists of every kind of filter are measured. The server is warmed up
with the same number of other lists."""
REPEATS = 3
CLIENTS = 3
WARM_SECONDS = 8.0
CROWD_SECONDS = 15.0

# Each case is a query in Dateline's query language, the same query in the language of FTS5, and a
# source filter: None, or the rank of a source (0 is the source with the most articles). Words are
# in quotation marks, because tantivy and FTS5 stem other words differently.
SQL_CASES = (
    ('"people"', '"people"', None),
    ('"production"', '"production"', None),
    ('"officials" OR "construction"', '"officials" OR "construction"', None),
    ('"the"', '"the"', None),
    ('"took place in"', '"took place in"', None),
    ('"people"', '"people"', 0),
)


def run(folder: Path, count: int, command: str, *, with_versions: bool = False) -> dict[str, Any]:
    """Return all figures of an archive of `count` generated files in `folder`.

    If `with_versions` is true, a tenth of the articles has three versions, in further files.
    `command` is the command line of the benchmark, which is stored with the figures.
    """
    figures: dict[str, Any] = {
        "count": count,
        "command": command,
        "at": time.strftime("%Y-%m-%d %H:%M"),
    }
    figures |= {"machine": machine(), "versions": versions(), "commit": commit()}
    workspace = Workspace(folder, with_versions=with_versions)
    _report(f"Generating and importing {count:,} files into {folder} …")
    figures["archive"] = workspace.fill(count)
    if "was_kept" not in figures["archive"]:
        (folder / "counts.sqlite3").unlink(missing_ok=True)  # made from an earlier archive
    tantivy_alone.begin(workspace.environment)
    done = figures["archive"]["import"]
    _report("Finding names again …")
    figures["names"] = mention_speed.measure(
        workspace.database,
        figures["archive"]["stored"]["articles"],
        done["user_seconds"] + done["system_seconds"],
    )
    if "corrections" not in figures["archive"]:
        _report("Correcting during an import …")
        figures["archive"]["corrections"] = corrections.measure(workspace, count)
        workspace.note("corrections", figures["archive"]["corrections"])
    values = ArchiveValues(workspace.database)
    lists = list_addresses(values, 2, LISTS_PER_FILTER)
    totals = [
        (one.path, tantivy_alone.total_of(one.path)) for one in lists if one.filter_kind in _PAGED
    ]
    lists += deep_addresses(totals, Random(3))
    workspace.warm_disk_cache()
    with serving(workspace) as server:
        figures["server"] = _requested(server, values, lists)
        _report("Taking away whole lists …")
        figures["server"]["exports"] = exports.measure(server)
    _report("Measuring the index alone, and SQL …")
    figures["ratios"] = ratios(figures["server"].pop("first"))
    figures["sql"] = compare_with_sql(folder / "counts.sqlite3", values)
    return figures


_PAGED = {
    "no filter",
    "one facet",
    "excluding",
    "span of dates",
    "common word",
    "by relevance",
    "oldest first",
}


def _requested(server: Server, values: ArchiveValues, lists: list[Address]) -> dict[str, Any]:
    """Request lists and other pages; return the figures.

    The pages are requested one by one, several times, then with their ETags, and then by several
    clients at the same time.
    """
    warming = list_addresses(values, 1, LISTS_PER_FILTER)
    requested_already = {one.path for one in lists}
    warming = [one for one in warming if one.path not in requested_already]
    firsts = [(one.path, tantivy_alone.article_of(one.path)) for one in warming[1::8]]
    articles = list_context_addresses([(path, pk) for path, pk in firsts if pk])
    others = follow_redirects(server.port, [*other_addresses(values, 4), *articles])
    others += value_addresses(warming, Random(5)) + concordance_addresses(warming)
    memory_before = server.memory()
    _report(f"Warming up with {len(warming)} lists and {len(others)} other pages …")
    # Several requests at once, so that each worker is warmed up.
    unexpected = request_together(
        server.port, [*warming, *others], 2 * WORKERS, WARM_SECONDS
    ).unexpected
    answers = [*request_each(server.port, warming), *request_each(server.port, others)]
    _report(f"Requesting {len(lists)} lists and {len(others)} other pages, one after another …")
    read_before = server.bytes_read()
    first = request_each(server.port, lists)
    read = server.bytes_read() - read_before
    again = [one for _ in range(REPEATS) for one in request_each(server.port, lists)]
    pages = [one for _ in range(REPEATS) for one in request_each(server.port, others)]
    repeated = request_again(server.port, [*first, *pages[: len(others)]])
    unexpected += unexpected_of([*answers, *first, *again, *pages]) + unexpected_of(repeated, 304)
    shallow = [one for one in first if one.address.filter_kind != DEEP]
    _report(f"Requesting with {CLIENTS} clients at once for {CROWD_SECONDS:.0f} s …")
    crowd = request_together(server.port, [*lists, *others], CLIENTS, CROWD_SECONDS)
    unexpected += crowd.unexpected
    return {
        "workers": WORKERS,
        "addresses": len({one.path for one in (*lists, *others)}),
        "list_first": spread_of([one.seconds for one in shallow]) | _wire(shallow),
        "list_first_read_kb": round(read / len(lists) / 1_000, 1),
        "list_again": spread_of([one.seconds for one in again if one.address.filter_kind != DEEP]),
        "list_by_filter": group_by(first, "filter_kind"),
        "slowest_lists": slowest(first),
        "pages": group_by(pages, "kind"),
        "slowest_pages": slowest(pages, 4),
        "repeat_visit": spread_of([one.seconds for one in repeated]) | _wire(repeated),
        "repeat_visit_unchanged": round(
            sum(one.status == 304 for one in repeated) / max(1, len(repeated)), 4
        ),
        "together": spread_of(crowd.latencies)
        | {"clients": crowd.clients, "requests_a_second": round(crowd.requests / crowd.seconds, 1)},
        "load_after": [round(load, 2) for load in os.getloadavg()],
        "memory_before": memory_before,
        "memory_after": server.memory(),
        "unexpected": dict(unexpected),
        "first": first,
    }


def _wire(answers: list[Answer]) -> dict[str, int]:
    bodies = [one.body_bytes for one in answers]
    return {
        "body_bytes": round(sum(bodies) / max(1, len(bodies))),
        "p95_body_bytes": round(percentile(bodies, 0.95)),
        "most_body_bytes": max(bodies, default=0),
        "head_bytes": round(sum(one.head_bytes for one in answers) / max(1, len(answers))),
    }


def ratios(first: list[Answer]) -> dict[str, Any]:
    """Return the times of the pages of lists, and the times of tantivy alone for these lists.

    `first` contains the answer to the first request of each list. The goal is that a page takes at
    most 10 ms longer than twice the time of tantivy.
    """
    both = [
        (one, tantivy_alone.raw_seconds(one.address.path)) for one in first if one.status == 200
    ]
    over = [(one.seconds - (2 * raw + 0.010), one, raw) for one, raw in both]
    slow = sorted((each for each in over if each[0] > 0), key=lambda each: -each[0])
    return {
        "raw": spread_of([raw for _one, raw in both]),
        "page": spread_of([one.seconds for one, _raw in both]),
        "within": round(1 - len(slow) / max(1, len(both)), 4),
        "count": len(both),
        "beyond": [
            {
                "path": one.address.path,
                "sort": one.address.filter_kind,
                "page_ms": round(one.seconds * 1_000, 2),
                "raw_ms": round(raw * 1_000, 2),
                "beyond_ms": round(excess * 1_000, 2),
            }
            for excess, one, raw in slow[:10]
        ],
    }


def compare_with_sql(path: Path, values: ArchiveValues) -> dict[str, Any]:
    """Compare the counts of Dateline with those of SQL for each query of SQL_CASES.

    The result says for each query if the counts are equal, and how many times faster Dateline
    counts.
    """
    from archive.models import Source

    built = sql_counts.build(path)
    cases = []
    for ours, theirs, source in SQL_CASES:
        slug = values.sources[source] if source is not None else ""
        pk = Source.objects.get(slug=slug).pk if slug else None
        address = f"/articles/?q={_quoted(ours)}" + (f"&source={slug}" if slug else "")
        counts, seconds = tantivy_alone.counts_of(address)
        expected, total, sql_seconds = min(
            (sql_counts.count(path, theirs, pk) for _ in range(2)), key=lambda one: one[2]
        )
        cases.append(
            {
                "query": ours + (f" from {slug}" if slug else ""),
                "share": round(total / max(1, values.articles[1]), 3),
                "are_equal": all(
                    sql_counts.agree(counts[name], wanted) for name, wanted in expected.items()
                ),
                "ours_ms": round(seconds * 1_000, 3),
                "sql_ms": round(sql_seconds * 1_000, 2),
                "times": round(sql_seconds / seconds, 1),
            }
        )
    return {"built_seconds": round(built, 1), "cases": cases}


def _quoted(words: str) -> str:
    from urllib.parse import quote_plus

    return quote_plus(words)


def versions() -> dict[str, str]:
    """Return a dict: name of a program that influences the speed -> version of the program."""
    return {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in ("django", "tantivy", "gunicorn")},
    }


def commit() -> str:
    """Return the hash of the measured commit, with a + if files differ from it."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"], cwd=ROOT, capture_output=True, text=True
    )
    return done.stdout.strip()


def errors_in(figures: dict[str, Any]) -> Counter[str]:
    """Return how often each error occurred in a run.

    Errors are unexpected answers, corrections that were never found, and counts that differ from
    those of SQL.
    """
    errors: Counter[str] = Counter(figures["server"]["unexpected"])
    if lost := figures["archive"].get("corrections", {}).get("lost"):
        errors["corrections were not seen"] = lost
    for case in figures["sql"]["cases"]:
        if not case["are_equal"]:
            errors[f"counts differ from SQL's: {case['query']}"] += 1
    return errors


def _report(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
