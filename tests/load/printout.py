"""The figures of a load test as text."""

from collections.abc import Iterator
from typing import Any

from tests.load.run import MOST_RATIO

_PERCENTILES = ("p50_ms", "p95_ms", "p99_ms", "most_ms")


def lines_of(figures: dict[str, Any]) -> Iterator[str]:
    """Return the lines of text that show the figures of a load test."""
    machine, plan = figures["machine"], figures["plan"]
    yield f"Dateline {figures['commit']}, {plan['count']:,} files, {figures['at']}"
    yield (
        f"{machine['processors']} processors ({machine['processor']}), {machine['memory_gb']} GB,"
        f" load {machine['load_before']} before"
    )
    yield ""
    yield f"{plan['readers']} readers, {plan['pause']} s between requests; milliseconds"
    yield f"{'':<24}{'count':>7}{'p50':>9}{'p95':>9}{'p99':>9}{'most':>9}{'a second':>10}"
    for name, title in (("alone", "alone"), ("beside", "beside everything else")):
        spread = figures[name]
        yield _row(title, spread) + f"{spread['requests_a_second']:>10,.1f}"
    yield _row("corrections", figures["corrections"])
    yield f"The p95 beside is {figures['ratio']} times the p95 alone (at most {MOST_RATIO})"
    yield ""
    seconds = ", ".join(str(one["seconds"]) for one in figures["imports"])
    yield f"Imports of {plan['files']:,} files took {seconds} s"
    for name in ("slow", "broken"):
        outcomes = ", ".join(f"{what} ({n:,})" for what, n in figures[name].items())
        yield f"{plan[name]} {name} clients: {outcomes}"
    yield "Slowest beside:"
    yield from (f"  {one['ms']:>8,} {one['path']}" for one in figures["beside"]["slowest"])


def _row(name: str, spread: dict[str, Any]) -> str:
    times = "".join(f"{spread[key]:>9,.1f}" for key in _PERCENTILES)
    return f"{name:<24}{spread['count']:>7,}{times}"
