"""Try random hostile files, addresses, headers and searches, and print what went wrong.

python -m tests.hostile [--kind KIND] [--count N] [--seed S] [--first NUMBER] [--size BYTES]

The exit status is 1 if something went wrong. The requests are sent by the tests of this folder.
"""

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from random import randrange

from tests.conftest import ROOT
from tests.hostile.amount import Amount
from tests.hostile.file_report import report_files

FILES = "files"
REQUESTS = ("addresses", "headers", "searches")
"""The kinds of requests; a test module is named after each of them."""


def main() -> int:
    given = _arguments()
    amount = Amount(given.count, given.seed, given.first)
    print(f"{amount.count:,} of each kind, from number {amount.first} of seed {amount.seed}.")
    is_well = True
    for kind in [given.kind] if given.kind else [FILES, *REQUESTS]:
        print(f"\n{kind.capitalize()}:", flush=True)
        is_well &= report_files(amount, given.size) if kind == FILES else _test(kind, amount)
    return 0 if is_well else 1


def _test(kind: str, amount: Amount) -> bool:
    """Run the test of one kind of requests; return True if it has passed."""
    module = str(Path(__file__).parent / f"test_{kind}.py")
    options = ["--capture=no", "--durations=1", "--tb=no", "--disable-warnings"]
    environment = os.environ | amount.environment
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, module], cwd=ROOT, env=environment, check=False
    )
    return done.returncode == 0


def _arguments() -> Namespace:
    parser = ArgumentParser(
        prog="python -m tests.hostile",
        description="Try hostile files, addresses, headers and searches.",
    )
    parser.add_argument("--kind", choices=[FILES, *REQUESTS], help="only this kind (all kinds)")
    parser.add_argument("--count", type=int, default=1000, help="how many of each kind (1000)")
    parser.add_argument(
        "--seed", type=int, default=randrange(10**6), help="makes the same ones again"
    )
    parser.add_argument("--first", type=int, default=0, help="number of the first one (0)")
    parser.add_argument(
        "--size", type=int, default=25_000, help="size of the small file of each pair (25000)"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
