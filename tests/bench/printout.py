"""The figures of one run as text."""

from collections.abc import Iterator
from typing import Any

from tests.bench.budget_table import BUDGETS


def lines_of(figures: dict[str, Any]) -> Iterator[str]:
    """Return the lines of text that show the figures of a run."""
    machine = figures["machine"]
    yield f"Dateline {figures['commit']}, {figures['count']:,} files, {figures['at']}"
    processors = (
        f"{machine['processors']} processors ({machine['processor']}), {machine['memory_gb']} GB"
    )
    yield (
        f"{processors}, load {machine['load_before']} before and {figures['server']['load_after']}"
        " after"
    )
    yield ", ".join(f"{name} {number}" for name, number in figures["versions"].items())
    yield from _archive(figures["archive"])
    yield from _server(figures["server"])
    yield from _beside(figures)
    yield ""
    yield f"{'Budgets':<52}{'budget':>16}  measured"
    for budget in BUDGETS:
        limit, measured = budget.cells(figures)
        yield f"{budget.what:<52}{limit:>16}  {measured}"
    for what, number in figures["server"]["unexpected"].items():
        yield f"UNEXPECTED {what} ({number})"


def _archive(done: dict[str, Any]) -> Iterator[str]:
    figures = done["import"]
    yield ""
    yield f"Generated {done['files_mb']:,} MB, {done['generated_a_second']:,} files a second" + (
        " (kept from an earlier run)" if done.get("was_kept") else ""
    )
    yield (
        f"Imported in {figures['seconds']:,} s: {figures['files_a_second']:,} files a second, "
        f"{figures['processor_ms_a_file']} processor ms a file "
        f"({figures['user_seconds']:,} s user, {figures['system_seconds']:,} s system), "
        f"{figures['peak_mb']:,} MB at most in {figures['processes']} processes"
        + (
            f" ({figures['own_peak_mb']:,} MB without the memory of mapped files)"
            if "own_peak_mb" in figures
            else ""
        )
    )
    if "last_tenth_ms_a_file" in figures:
        second, last = figures["second_tenth_ms_a_file"], figures["last_tenth_ms_a_file"]
        yield f"ms a file: {second} in the second tenth, {last} in the last"
    if "corrections" in done:
        yield _row("corrections meanwhile", done["corrections"])
    yield ", ".join(
        f"{number:,} {name.replace('_', ' ')}" for name, number in done["stored"].items()
    )
    yield f"Database {done['database_mb']:,} MB, index {done['index_mb']:,} MB"


def _server(server: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield f"{server['workers']} workers, {server['addresses']} addresses; milliseconds"
    yield f"{'':<24}{'count':>7}{'p50':>9}{'p95':>9}{'p99':>9}{'most':>9}{'bytes':>9}{'head':>6}"
    yield _row("LISTS, first time", server["list_first"])
    if "list_first_read_kb" in server:
        yield f"  each reads {server['list_first_read_kb']:,} kB from the disk"
    yield _row("lists, again", server["list_again"])
    for name, spread in server["list_by_filter"].items():
        yield _row(f"  {name}", spread)
    for name, spread in server["pages"].items():
        yield _row(name, spread)
    yield _row("repeat visits", server["repeat_visit"])
    yield _row(f"{server['together']['clients']} clients at once", server["together"])
    yield f"{server['together']['requests_a_second']:,} requests a second"
    yield f"{server['repeat_visit_unchanged']:.1%} of repeat visits answered 304"
    for name in ("memory_before", "memory_after"):
        memory = server[name]
        yield (
            f"{name.replace('_', ' ')}: {memory['total_mb']:,} MB, a worker"
            f" {memory['worker_mb']:,} MB"
        )
    for file in server.get("exports", ()):
        yield (
            f"{file['path']:<24}{file['rows']:>9,} rows in {file['seconds']:,} s:"
            f" {file['rows_a_second']:,} rows a second, {file['bytes'] / 1e6:,.1f} MB; memory"
            f" {file['memory_before']:,}, at most {file['memory_most']:,} MB"
        )
    yield "Slowest:"
    yield from (
        f"  {row['ms']:>8} {row['path']}"
        for row in (*server["slowest_lists"], *server["slowest_pages"])
    )


def _row(name: str, spread: dict[str, Any]) -> str:
    times = "".join(f"{spread[key]:>9,.1f}" for key in ("p50_ms", "p95_ms", "p99_ms", "most_ms"))
    size = f"{spread['body_bytes']:>9,}{spread['head_bytes']:>6,}" if "body_bytes" in spread else ""
    return f"{name:<24}{spread['count']:>7,}{times}{size}"


def _beside(figures: dict[str, Any]) -> Iterator[str]:
    both, by_sql = figures["ratios"], figures["sql"]
    yield ""
    yield _row("tantivy alone", both["raw"])
    yield (
        f"{both['within']:.1%} of {both['count']} lists take at most 2 × tantivy alone + 10 ms; the"
        " worst others:"
    )
    yield from (
        f"  {row['page_ms']:>8} page {row['raw_ms']:>8} alone {row['path']}"
        for row in both["beyond"][:5]
    )
    yield f"Counts of all facets, ours and by SQL (its tables made in {by_sql['built_seconds']} s)"
    for case in by_sql["cases"]:
        equal = "equal" if case["are_equal"] else "DIFFERENT"
        yield (
            f"  {case['ours_ms']:>8} ms {case['sql_ms']:>9} ms {case['times']:>7} times "
            f" {case['share']:>6.1%} of all  {equal}  {case['query']}"
        )
