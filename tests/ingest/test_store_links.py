"""What an equal original link says of two files, and when it says nothing."""

from pathlib import Path

import pytest

from archive.models import Article
from tests.ingest.saved_files import codes, plain, run_import, save, sentences

pytestmark = pytest.mark.usefixtures("archive")

SHARED = "http://www.kcna.kp/en"


@pytest.mark.parametrize(
    ("day", "outcome"), [("2024-08-02", "updated"), ("2024-08-03", "created"), ("2025-03-09", "created")]
)
def test_a_title_that_recurs_at_a_shared_link_is_another_article_on_another_day(
    folder: Path, day: str, outcome: str
) -> None:
    run_import(save(folder, "a", plain("Press Review", sentences(1), on="2024-08-01", url=SHARED)))
    later = save(folder, "b", plain("Press Review", sentences(2), on=day, url=SHARED))
    assert run_import(later).counts == {outcome: 1}
    problems = [codes(article) for article in Article.objects.order_by("pk")]
    assert problems == ([[], ["link-shared"]] if outcome == "created" else [[]])
