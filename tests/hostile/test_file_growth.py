"""Test that files are read without a bug, in a time and memory proportional to their size."""

import traceback
from collections.abc import Iterator
from functools import partial
from itertools import islice

import pytest

from tests.hostile.amount import Amount, failures_in
from tests.hostile.growth import growths
from tests.hostile.recipes import Recipe, random_recipes
from tests.hostile.stages import file_times, peak_memory

SLOW = (
    (Recipe("tails of names", "Ministry of "), 200_000),
    (Recipe("tails of names on lines", "Army of the Sol\n\n"), 50_000),
    (Recipe("embassies without a name before them", "embassy "), 200_000),
    (Recipe("short names", "{name} Farm (Xx{letters}), Xx{letters}. "), 20_000),
    (Recipe("void elements that are closed", "<hr><p/>", suffix=".html"), 100_000),
    (Recipe("ends of sections", "<th>/<![endif]--></b>", suffix=".html"), 50_000),
    (Recipe("quoted values without end", '<p a=">" ', suffix=".html"), 20_000),
    (Recipe("names that are in no list, without a full stop", "{name} County and "), 20_000),
)
"""Files for which a stage was once not linear: pairs of a recipe and the small file's size."""


@pytest.mark.parametrize(("recipe", "size"), SLOW, ids=str)
def test_files_that_were_slow_are_read_in_linear_time(recipe: Recipe, size: int) -> None:
    assert not [
        str(growth) for growth in growths(partial(file_times, recipe), size) if not growth.is_linear
    ]


@pytest.mark.parametrize("recipe", list(random_recipes(1, 30)), ids=str)
def test_random_files_are_read_in_linear_time(recipe: Recipe) -> None:
    found = growths(partial(file_times, recipe), 10_000)
    assert not [str(growth) for growth in found if not growth.is_linear]


def test_no_random_file_breaks_an_import() -> None:
    """Check many files that are too small for the time of a stage to be measured."""
    amount = Amount.chosen()
    recipes = islice(random_recipes(amount.seed, amount.first + amount.count), amount.first, None)

    def faults_of(recipe: Recipe) -> Iterator[str]:
        try:
            file_times(recipe, 1_000)
        except Exception:  # noqa: BLE001
            yield traceback.format_exc()

    assert not failures_in(recipes, faults_of)


LARGE = (
    *(recipe for recipe, _ in SLOW),
    Recipe("lines of one letter", "a\n"),
    Recipe("paragraphs of one Korean letter", "가\n\n"),
    Recipe("lines of seven letters", "abcdefg\n"),
    Recipe("short paragraphs in HTML", "<p>Owl", suffix=".html"),
    Recipe("bold letters", "<b>a</b>", suffix=".html"),
    Recipe("unknown places", "{name} County and "),
    Recipe("hyphens", "WPK-"),
)


@pytest.mark.parametrize("recipe", LARGE, ids=str)
def test_a_file_needs_at_most_60_bytes_of_memory_for_each_of_its_bytes(recipe: Recipe) -> None:
    assert peak_memory(recipe, 400_000) <= 60
