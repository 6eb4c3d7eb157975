"""Try random hostile files, and print the stages that are not linear and the slowest stages.

python -m tests.hostile [--count N] [--size BYTES] [--seed S]

The exit status is 1 if a stage was not linear for a file.
"""

import sys
from argparse import ArgumentParser, Namespace
from functools import partial
from random import randrange

from tests.hostile.growth import STEP, growths
from tests.hostile.recipes import random_recipes
from tests.hostile.stages import file_times

_SHOWN = 20  # of the slowest stages


def main() -> int:
    given = _arguments()
    speeds: list[tuple[float, str, str]] = []
    is_linear = True
    for recipe in random_recipes(given.seed, given.count):
        for growth in growths(partial(file_times, recipe), given.size):
            speeds.append((growth.large / (STEP * given.size) * 1e6, growth.stage, str(recipe)))
            if not growth.is_linear:
                is_linear = False
                print(f"Not linear: {growth}; {recipe}", flush=True)
    print(f"{given.count:,} files (seed {given.seed}). The slowest stages, in seconds a megabyte:")
    for seconds, stage, name in sorted(speeds, reverse=True)[:_SHOWN]:
        print(f"{seconds:7.2f}  {stage:8} {name}")
    return 0 if is_linear else 1


def _arguments() -> Namespace:
    parser = ArgumentParser(
        prog="python -m tests.hostile",
        description="Look for files for which a stage takes more than linear time.",
    )
    parser.add_argument("--count", type=int, default=1000, help="how many files (1000)")
    parser.add_argument(
        "--size", type=int, default=25_000, help="size of the small file of each pair (25000)"
    )
    parser.add_argument(
        "--seed", type=int, default=randrange(10**6), help="makes the same files again"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
