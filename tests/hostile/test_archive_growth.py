"""Test that the time to store and show an article is proportional to the size of its file."""

from functools import partial

import pytest
from django.core.management import call_command

from archive.search import rebuild
from tests.hostile.archive_stages import Importer, archive_times
from tests.hostile.growth import growths
from tests.hostile.recipes import Recipe

RECIPES = (
    Recipe("many mentions of one name", "China and "),
    Recipe("many names", "{name} Farm, "),
    Recipe("many names that are in no list", "{name} County and "),
    Recipe("many marked paragraphs", "A kite.\n\n"),
    Recipe("many marked paragraphs with other letters", "É kite.\n\n"),
    Recipe("many leftovers of pages", "The (KCNA) - kite.\n\n"),
    Recipe("one long word", "kite"),
)


@pytest.mark.django_db
def test_hostile_files_are_stored_and_shown_in_linear_time() -> None:
    call_command("load_gazetteer", verbosity=0)
    rebuild()
    importer = Importer()
    nonlinear = [
        f"{recipe}: {growth}"
        for recipe in RECIPES
        for growth in growths(partial(archive_times, importer, recipe), 6_000)
        if not growth.is_linear
    ]
    assert not nonlinear
