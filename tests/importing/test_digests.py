"""Tests that several articles in one saved file are stored as several articles."""

from pathlib import Path

import pytest

from archive.models import Article, Capture
from tests.saved_files import run_import, save

pytestmark = pytest.mark.usefixtures("archive")

DIGEST = """calendar>>May 6. 2007 Juche 96

Windmill Painted

Pyongyang, May 6 (KCNA) -- The sails of the windmill were painted blue by the smith.

Bakery Roof Mended

Pyongyang, May 6 (KCNA) -- The roof of the bakery was mended before the rain came.

Brook Dredged

Pyongyang, May 6 (KCNA) -- Forty volunteers dredged the brook between the two bridges.
"""


def test_each_article_of_a_digest_is_stored(folder: Path) -> None:
    save(folder, "day", DIGEST)
    assert run_import(folder).counts == {"created": 1}  # files, not articles
    titles = ["Bakery Roof Mended", "Brook Dredged", "Windmill Painted"]
    assert sorted(Article.objects.values_list("title", flat=True)) == titles
    assert Capture.objects.count() == 1


def test_an_article_of_a_digest_and_its_own_page_are_one_article(folder: Path) -> None:
    save(folder, "day", DIGEST)
    head, windmill, bakery = DIGEST.split("\n\n")[0], *DIGEST.split("\n\n")[1:3]
    save(folder, "single", f"{head}\n\n{windmill}\n\n{bakery}\n")
    run_import(folder)
    assert Article.objects.count() == 3
    assert Article.objects.get(title="Windmill Painted").extracts.count() == 2
