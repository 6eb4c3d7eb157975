"""Run a load test and print its figures.

python -m tests.load [--count N] [--seconds S] [--json FILE] …

The exit status is 1 if something went wrong, or if the readers beside everything else waited more
than MOST_RATIO times as long (p95) as alone.
"""

import json
import shutil
import signal
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from dataclasses import fields
from pathlib import Path

from tests.conftest import ROOT
from tests.front_servers.servers import is_installed
from tests.load.printout import lines_of
from tests.load.run import MOST_RATIO, Plan, run

RESULTS = ROOT / "var/load"
_MOST_FAULTS = 20  # printed


def main() -> int:
    """Return the exit status."""
    given = _arguments()
    if not is_installed("nginx"):
        print("nginx is not installed. On Debian and Ubuntu: apt install nginx", file=sys.stderr)
        return 1
    # Like Ctrl-C, this ends everything that was started.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    plan = Plan(**{field.name: getattr(given, field.name) for field in fields(Plan)})
    RESULTS.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=RESULTS))
    try:
        figures = run(folder, plan)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    path = given.json or RESULTS / f"{plan.count}-{time.strftime('%Y%m%d-%H%M%S')}.json"
    path.write_text(json.dumps(figures, indent=1, ensure_ascii=False))
    print("\n".join(lines_of(figures)))
    print(f"\nAll figures: {path}")
    faults = figures["faults"]
    for fault in faults[:_MOST_FAULTS]:
        print(f"Wrong: {fault}", file=sys.stderr)
    if len(faults) > _MOST_FAULTS:
        print(f"… and {len(faults) - _MOST_FAULTS} more", file=sys.stderr)
    if figures["ratio"] > MOST_RATIO and not given.any_ratio:
        print(f"Too slow: {figures['ratio']} times as long as alone", file=sys.stderr)
        return 1
    return 1 if faults else 0


def _arguments() -> Namespace:
    parser = ArgumentParser(
        prog="python -m tests.load",
        description="Let readers use the site alone, then beside everything that can slow it down.",
    )
    for name, what in (
        ("count", "files in the archive"),
        ("files", "new files in each import"),
        ("seconds", "how long each of the two parts takes"),
        ("readers", "how many readers"),
        ("pause", "seconds between two requests of a reader, on average"),
        ("slow", "how many slow clients"),
        ("broken", "how many broken clients"),
    ):
        default = getattr(Plan(), name)
        parser.add_argument(
            f"--{name}", type=type(default), default=default, help=f"{what} ({default})"
        )
    parser.add_argument("--json", type=Path, help="where the figures go (var/load/)")
    parser.add_argument(
        "--any-ratio", action="store_true", help="do not compare the times of the two parts"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
