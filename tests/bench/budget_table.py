"""Makes a table of figures and their budgets: `python -m tests.bench table A.json B.json`.

The command rewrites the table in docs/performance.md, so that no figure is typed by hand.
"""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

PAGE = ROOT / "docs/performance.md"
START = "<!-- figures: written by `python -m tests.bench table` -->"
END = "<!-- end of figures -->"
_LARGE = 1_000_000
# The cost of a file at 1,000,000 files may be at most this number times the cost at 100,000.
_MOST_GROWTH = 1.5

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Budget:
    """A row of the table: a limit that Dateline promises to keep.

    `what` describes the measured value, and `unit` is its unit. `limit` returns the limit for a
    number of articles. `measured` returns the value in the figures of a run. The limit is the
    highest allowed value, or the lowest allowed value if `is_least` is true.
    """

    what: str
    limit: Callable[[int], float]
    unit: str
    measured: Callable[[Figures], float]
    is_least: bool = False

    def cells(self, figures: Figures) -> tuple[str, str]:
        """Return the budget and the measured value as text.

        The measured value is followed by "missed by" and the difference if the budget is missed.
        """
        limit, value = self.limit(figures["count"]), self.measured(figures)
        budget = self._with_unit(limit)
        if math.isnan(value):
            return budget, "not measured"
        is_met = value >= limit if self.is_least else value <= limit
        if is_met:
            return budget, self._with_unit(value)
        difference = self._with_unit(abs(value - limit)).replace("%", "points")
        return budget, f"{self._with_unit(value)} (**missed** by {difference})"

    def _with_unit(self, number: float) -> str:
        return f"{number:,.6g} {self.unit}".rstrip()


def _by_size(small: float, large: float) -> Callable[[int], float]:
    return lambda count: large if count >= _LARGE else small


def _always(limit: float) -> Callable[[int], float]:
    return lambda _count: limit


def _article(figures: Figures) -> float:
    return float(figures["server"]["pages"]["article"]["p95_ms"])


def _own_memory(figures: Figures) -> float:
    return float(figures["archive"]["import"].get("own_peak_mb", math.nan))


def _corrections(name: str) -> Callable[[Figures], float]:
    return lambda figures: float(figures["archive"].get("corrections", {}).get(name, math.nan))


def _names(name: str, times: float = 1) -> Callable[[Figures], float]:
    return lambda figures: float(figures.get("names", {}).get(name, math.nan)) * times


BUDGETS = (
    Budget(
        "list, any filter, first time, p50",
        _by_size(15, 25),
        "ms",
        lambda f: f["server"]["list_first"]["p50_ms"],
    ),
    Budget("the same, p95", _by_size(40, 80), "ms", lambda f: f["server"]["list_first"]["p95_ms"]),
    Budget(
        "the slowest deep page of a list",
        _by_size(40, 80),
        "ms",
        lambda f: f["server"]["list_by_filter"].get("deep page", {"most_ms": 0})["most_ms"],
    ),
    Budget("article page, p95", _always(15), "ms", _article),
    Budget(
        "lists that take at most 2 × tantivy alone + 10 ms",
        _always(100),
        "%",
        lambda f: f["ratios"]["within"] * 100,
        True,
    ),
    Budget(
        "counts by SQL are slower, at least",
        _always(20),
        "times",
        lambda f: min(case["times"] for case in f["sql"]["cases"] if case["share"] >= 0.1),
        is_least=True,
    ),
    Budget(
        "import, files a second",
        _always(500),
        "",
        lambda f: f["archive"]["import"]["files_a_second"],
        is_least=True,
    ),
    Budget("import, memory", _always(600), "MB", lambda f: f["archive"]["import"]["peak_mb"]),
    Budget("the same without the memory of mapped files", _always(600), "MB", _own_memory),
    Budget(
        "names found, articles a second on one core",
        _always(1_500),
        "",
        _names("articles_a_second"),
        is_least=True,
    ),
    Budget(
        "the same, share of the import's processor time",
        _always(100 / 3),
        "%",
        _names("share_of_import", 100),
    ),
    Budget(
        "a correction during an import is found, median",
        _always(1_000),
        "ms",
        _corrections("p50_ms"),
    ),
    Budget("the same, p95", _always(1_000), "ms", _corrections("p95_ms")),
    Budget(
        "list on the wire, largest, compressed",
        _always(25_000),
        "bytes",
        lambda f: f["server"]["list_first"]["most_body_bytes"],
    ),
    Budget(
        "repeat visits answered 304",
        _always(100),
        "%",
        lambda f: f["server"]["repeat_visit_unchanged"] * 100,
        True,
    ),
)


def table_of(runs: Sequence[Figures]) -> str:
    """Return a Markdown table of all budgets, with the machine and versions of each run.

    The columns are sorted by the number of files in each run.
    """
    runs = sorted(runs, key=lambda figures: figures["count"])
    head = [
        "what",
        *(
            text
            for one in runs
            for text in (f"budget at {one['count']:,}", f"measured at {one['count']:,}")
        ),
    ]
    lines = [_row(head), _row(["---"] * len(head))]
    lines += [
        _row([budget.what, *(cell for one in runs for cell in budget.cells(one))])
        for budget in BUDGETS
    ]
    lines += ["", *_costs(runs), "", *map(_measured_on, runs)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.strip() for cell in cells)} |"


def _costs(runs: Sequence[Figures]) -> list[str]:
    """Return the lines of a table that shows, for each run, the cost of importing one file.

    The cost in an archive of 1,000,000 files may be at most 1.5 times the cost in an archive of
    100,000 files.
    """
    lines = [
        _row(
            [
                "files",
                "ms a file",
                "processor ms a file",
                "second tenth",
                "last tenth",
                "requests a second",
                "server MB",
            ]
        ),
        _row(["---:"] * 7),
    ]
    for one in runs:
        done = one["archive"]["import"]
        lines.append(
            _row(
                [
                    f"{one['count']:,}",
                    f"{1_000 / done['files_a_second']:.3g}{_growth(one, runs)}",
                    _known(done["processor_ms_a_file"]),
                    *(
                        _known(done.get(name, math.nan))
                        for name in ("second_tenth_ms_a_file", "last_tenth_ms_a_file")
                    ),
                    f"{one['server']['together']['requests_a_second']:,.0f}",
                    f"{one['server']['memory_after']['total_mb']:,.0f}",
                ]
            )
        )
    return lines


def _known(value: float) -> str:
    return "not measured" if math.isnan(value) else f"{value:.3g}"


def _growth(one: Figures, runs: Sequence[Figures]) -> str:
    """Return, as text, the cost of a file in the run `one`, divided by the cost at 100,000 files.

    The result is "" unless `one` has 1,000,000 files and `runs` contains a run with 100,000 files.
    """
    small = next((each for each in runs if each["count"] * 10 == one["count"] == _LARGE), None)
    if small is None:
        return ""
    times = (
        small["archive"]["import"]["files_a_second"] / one["archive"]["import"]["files_a_second"]
    )
    missed = "" if times <= _MOST_GROWTH else f"; **missed**: at most {_MOST_GROWTH} times"
    return f" ({times:.3g} times that at {small['count']:,}{missed})"


def _measured_on(one: Figures) -> str:
    machine, versions = one["machine"], one["versions"]
    software = ", ".join(f"{name} {number}" for name, number in versions.items())
    return (
        f"- {one['count']:,} files: {one['at']}, commit {one['commit']}, {machine['processors']}"
        f" processors ({machine['processor']}), {machine['memory_gb']} GB, {software};"
        f" `{one['command']}`"
    )


def rewrite(paths: Sequence[Path], page: Path = PAGE) -> str:
    """Write a table of runs between the lines START and END of a page; return the table.

    Each file in `paths` is JSON and contains the figures of one run.
    """
    table = table_of([json.loads(path.read_text()) for path in paths])
    text = page.read_text()
    before, rest = text.split(START)
    _old, after = rest.split(END)
    page.write_text(f"{before}{START}\n\n{table}\n\n{END}{after}")
    return table
