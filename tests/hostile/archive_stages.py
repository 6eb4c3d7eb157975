"""Stores hostile files in an archive, and measures the time of storing, indexing and showing them.

The functions need an archive with the gazetteer and an index. They add articles to it.
"""

from collections.abc import Iterator
from itertools import count

from django.contrib.auth.models import User
from django.test import Client

from archive import search
from archive.importing import Planner, SourceResolver, Writer, load_gazetteer_rows, open_run
from archive.models import Article
from ingest.pipeline import ImportOverrides, process_file
from ingest.read import FileBytes
from tests.hostile.recipes import Recipe
from tests.hostile.stages import Times, timed

SEARCH = "kite flies china farm"
"""The words that the measured lists and pages search for; each hostile text has some of them."""


class Importer:
    """Imports files one after another, like the import command, but only in this process."""

    def __init__(self) -> None:
        sources = SourceResolver()
        self.gazetteer = load_gazetteer_rows()
        self.planner = Planner(sources)
        self.writer = Writer(open_run("hostile", {}), sources, self.gazetteer)
        self._numbers = count()

    def store(self, data: bytes, times: Times, stage: str, suffix: str = ".txt") -> str:
        """Import one file, and add the times to the stages "plan …" and "store …".

        Return the code of the rejection, or "" if the file has an article. Raises AssertionError if
        the file fails because of a bug.
        """
        path = f"/hostile/{next(self._numbers)}{suffix}"
        result = process_file(path, FileBytes.of(data), ImportOverrides(), self.gazetteer)
        assert result.error is None or not result.error.traceback, result.error
        with timed(times, f"plan{stage}"):
            plans = self.planner.plan([result])
        with timed(times, f"store{stage}"):
            self.writer.write(plans)
        self.planner.settle()
        return result.error.reason if result.error else ""


def archive_times(importer: Importer, recipe: Recipe, size: int) -> Times:
    """Return the time of each stage from planning to the pages of one file.

    The file is stored twice, the second time with a few more words, so that the article is updated.
    The result is empty if the file is rejected.
    """
    times: Times = {}
    # The title and day are those of no other file, so that the first time is that of a new article.
    data = recipe.data(size).replace(
        b"Title: Kite\nDate: 2024", b"Title: Kite %d\nDate: 2023" % size
    )
    if importer.store(data, times, "", recipe.suffix):
        return {}
    importer.store(data + b"\n\nOnce more, a kite.\n", times, " again", recipe.suffix)
    article = Article.objects.select_related("shown_extract__capture").latest("pk")
    with timed(times, "index"):
        search.catch_up()
    for name, address in _addresses(article):
        client = _staff_client() if address.startswith("/admin/") else Client()
        with timed(times, name):
            response = client.get(address)
            assert response.status_code == 200, (address, response.status_code)
    return times


def _addresses(article: Article) -> Iterator[tuple[str, str]]:
    assert article.shown_extract
    page, capture = article.get_absolute_url(), article.shown_extract.capture
    yield "article", page
    yield "article with search", f"{page}?q={SEARCH.replace(' ', '+OR+')}"
    yield "list with search", f"/articles/?q={SEARCH.replace(' ', '+OR+')}"
    yield "concordance", f"/articles/?q={SEARCH.replace(' ', '+OR+')}&view=concordance"
    yield "evidence", f"/articles/{article.pk}/evidence/"
    yield "similar", f"/articles/{article.pk}/similar/"
    yield "saved file", capture.get_absolute_url()
    yield "admin: article", f"/admin/archive/article/{article.pk}/change/"
    yield "admin: saved file", f"/admin/archive/capture/{capture.pk}/change/"


def _staff_client() -> Client:
    user, _is_new = User.objects.get_or_create(
        username="hostile", defaults={"is_staff": True, "is_superuser": True}
    )
    client = Client()
    client.force_login(user)
    return client
