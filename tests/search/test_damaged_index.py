"""Test that readers see a message while the index is damaged, and that a rebuild repairs it."""

import json
import shutil
from collections.abc import Callable
from io import StringIO

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from archive.models import ArchiveVersion, Entity
from archive.search import one_search
from archive.search.analysis.schema import FORMAT
from archive.search.index import status
from archive.search.index.generations import Generation
from tests.sample_pages import SamplePages


def serving() -> Generation:
    generation = Generation.current()
    assert generation is not None
    return generation


def remove_everything() -> None:
    shutil.rmtree(project.INDEX_DIR)


def remove_the_folder() -> None:
    shutil.rmtree(serving().folder)


def cut_a_file_short() -> None:
    generation = serving()
    path = generation.files.folder / generation.files.names()[0]
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:-3])


def flip_the_end_of_a_file() -> None:
    generation = serving()
    path = generation.files.folder / generation.files.names()[-1]
    content = bytearray(path.read_bytes())
    content[-1] ^= 0xFF
    path.unlink()
    path.write_bytes(content)


def corrupt_the_list_of_segments() -> None:
    serving().files.meta.write_bytes(b'{"segments": [\0')


def corrupt_the_pointer() -> None:
    (project.INDEX_DIR / "current").write_bytes(b"\xff../../etc\0")


def write_an_older_format() -> None:
    (serving().folder / "state.json").write_text(json.dumps({"format": FORMAT - 1, "reached": 1}))


def remove_the_state() -> None:
    (serving().folder / "state.json").unlink()


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (remove_everything, "has not been built yet"),
        (remove_the_folder, "state of the index"),
        (cut_a_file_short, "is cut short"),
        (flip_the_end_of_a_file, "is cut short"),
        (corrupt_the_list_of_segments, "has no readable meta.json"),
        (corrupt_the_pointer, "cannot be read"),
        (write_an_older_format, f"has format {FORMAT - 1}; {FORMAT} is expected"),
        (remove_the_state, "state of the index"),
    ],
)
def test_search_reports_the_damage_articles_stay_readable_and_a_rebuild_repairs_it(
    client: Client,
    sample_pages: SamplePages,
    damage: Callable[[], None],
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(status, "CHECK_SECONDS", 0)
    assert client.get("/articles/").status_code == 200
    damage()
    for url in ("/", "/articles/", "/articles/?q=works"):
        response = client.get(url)
        assert response.status_code == 503, url
        assert reason in response.content.decode(), url
        assert response.headers["Cache-Control"] == "no-store", url
    assert client.get(sample_pages.usual.get_absolute_url()).status_code == 200
    health = client.get("/healthz")
    assert health.status_code == 503
    assert reason in health.content.decode()
    call_command("rebuild_index", "--if-needed", stdout=StringIO(), stderr=StringIO())
    mended = client.get("/articles/?q=works")
    assert (mended.status_code, mended.context["total"] > 0) == (200, True)
    assert client.get("/healthz").status_code == 200
    assert [path for path in project.INDEX_DIR.iterdir() if path.is_dir()] == [serving().folder]


def test_an_error_during_counting_is_reported(
    client: Client, sample_pages: SamplePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("Data corrupted")

    monkeypatch.setattr(one_search.OneSearch, "counts", fail)
    for url in ("/", "/articles/?q=works", "/articles/place/", "/sources/", "/places/kujang/"):
        response = client.get(url)
        assert response.status_code == 503, url
        assert "Data corrupted" in response.content.decode(), url


def test_names_are_current_without_an_index(client: Client, sample_pages: SamplePages) -> None:
    remove_the_state()
    url = sample_pages.usual.get_absolute_url() + "?q=works"
    assert "Kusong City" in client.get(url).content.decode()
    with transaction.atomic():
        Entity.objects.filter(slug="kusong").update(name="Newtown")
        ArchiveVersion.stamp()
    html = client.get(url).content.decode()
    assert "Newtown City" in html
