"""Run a benchmark and print its figures, or rewrite the table of docs/performance.md.

python -m tests.bench [--count N] [--versions] [--keep FOLDER] [--json FILE]
python -m tests.bench table FILE…
"""

import json
import shutil
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path

from tests.bench import process_usage
from tests.bench.budget_table import rewrite
from tests.bench.printout import lines_of
from tests.bench.run import errors_in, run
from tests.conftest import ROOT

RESULTS = ROOT / "var/bench"


def main() -> int:
    """Return the exit status: 1 if `errors_in` finds an error in the run, else 0."""
    if sys.argv[1:2] == ["table"]:
        print(rewrite([Path(name) for name in sys.argv[2:]]))
        return 0
    given = _arguments()
    if not process_usage.is_available():
        print("Benchmarks read memory from /proc, which only Linux has.", file=sys.stderr)
        return 1
    RESULTS.mkdir(parents=True, exist_ok=True)
    folder = given.keep or Path(tempfile.mkdtemp(prefix="run-", dir=RESULTS))
    folder.mkdir(parents=True, exist_ok=True)
    command = f"make bench N={given.count}" + (" VERSIONS=1" if given.versions else "")
    command += " KEEP=…" if given.keep else ""
    try:
        figures = run(folder, given.count, command, with_versions=given.versions)
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)
    path = given.json or RESULTS / f"{given.count}-{time.strftime('%Y%m%d-%H%M%S')}.json"
    path.write_text(json.dumps(figures, indent=1, ensure_ascii=False))
    print("\n".join(lines_of(figures)))
    print(f"\nAll figures: {path}")
    wrong = errors_in(figures)
    for what, number in wrong.items():
        print(f"Wrong: {what} ({number})", file=sys.stderr)
    return 1 if wrong else 0


def _arguments() -> Namespace:
    parser = ArgumentParser(
        prog="python -m tests.bench", description="Measure Dateline on a generated archive."
    )
    parser.add_argument("--count", type=int, default=10_000, help="how many files (10000)")
    parser.add_argument(
        "--versions",
        action="store_true",
        help="save a tenth of the articles twice more, with other words: three versions each",
    )
    parser.add_argument(
        "--keep", type=Path, help="work in this folder and keep it; the next run uses it again"
    )
    parser.add_argument("--json", type=Path, help="where the figures go (var/bench/)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
