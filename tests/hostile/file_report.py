"""Prints which stages are not linear for random hostile files, and the slowest stages."""

from functools import partial
from itertools import islice

from tests.hostile.amount import Amount
from tests.hostile.growth import STEP, growths
from tests.hostile.recipes import random_recipes
from tests.hostile.stages import file_times

_SHOWN = 20  # of the slowest stages


def report_files(amount: Amount, size: int) -> bool:
    """Print the report; return True if all stages were linear.

    `size` is the size of the small file of each pair, in code points.
    """
    speeds: list[tuple[float, str, str]] = []
    is_linear = True
    recipes = random_recipes(amount.seed, amount.first + amount.count)
    for recipe in islice(recipes, amount.first, None):
        for growth in growths(partial(file_times, recipe), size):
            speeds.append((growth.large / (STEP * size) * 1e6, growth.stage, str(recipe)))
            if not growth.is_linear:
                is_linear = False
                print(f"Not linear: {growth}; {recipe}", flush=True)
    print(f"{amount.count:,} files. The slowest stages, in seconds a megabyte:")
    for seconds, stage, name in sorted(speeds, reverse=True)[:_SHOWN]:
        print(f"{seconds:7.2f}  {stage:8} {name}")
    return is_linear
