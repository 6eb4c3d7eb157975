"""What readers see of an index that cannot be used, whatever is wrong with it; and one command that
mends it."""

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
from archive.search import engine
from archive.search.analysis.schema import FORMAT
from archive.search.index import status
from archive.search.index.generations import Generation
from tests.sample_pages import Exhibits


def serving() -> Generation:
    generation = Generation.current()
    assert generation is not None
    return generation


def lose_everything() -> None:
    shutil.rmtree(project.INDEX_DIR)


def lose_the_folder() -> None:
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


def garble_the_list_of_segments() -> None:
    serving().files.meta.write_bytes(b'{"segments": [\0')


def garble_the_pointer() -> None:
    (project.INDEX_DIR / "current").write_bytes(b"\xff../../etc\0")


def say_an_older_format() -> None:
    (serving().folder / "state.json").write_text(json.dumps({"format": FORMAT - 1, "reached": 1}))


def lose_the_state() -> None:
    (serving().folder / "state.json").unlink()


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lose_everything, "has not been built yet"),
        (lose_the_folder, "state of the index"),
        (cut_a_file_short, "is cut short"),
        (flip_the_end_of_a_file, "is cut short"),
        (garble_the_list_of_segments, "has no readable meta.json"),
        (garble_the_pointer, "cannot be read"),
        (say_an_older_format, f"has format {FORMAT - 1}; {FORMAT} is expected"),
        (lose_the_state, "state of the index"),
    ],
)
def test_search_says_what_is_wrong_articles_are_readable_and_one_command_mends_it(
    client: Client,
    exhibits: Exhibits,
    harm: Callable[[], None],
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(status, "CHECK_SECONDS", 0)
    assert client.get("/articles/").status_code == 200
    harm()
    for url in ("/", "/articles/", "/articles/?q=works"):
        response = client.get(url)
        assert response.status_code == 503, url
        assert reason in response.content.decode(), url
        assert response.headers["Cache-Control"] == "no-store", url
    assert client.get(exhibits.usual.get_absolute_url()).status_code == 200
    health = client.get("/healthz")
    assert health.status_code == 503
    assert reason in health.content.decode()
    call_command("rebuild_index", "--if-needed", stdout=StringIO(), stderr=StringIO())
    mended = client.get("/articles/?q=works")
    assert (mended.status_code, mended.context["total"] > 0) == (200, True)
    assert client.get("/healthz").status_code == 200
    assert [path for path in project.INDEX_DIR.iterdir() if path.is_dir()] == [serving().folder]


def test_what_breaks_while_it_is_counted_is_told(
    client: Client, exhibits: Exhibits, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("Data corrupted")

    monkeypatch.setattr(engine._Search, "counts", fail)
    for url in ("/", "/articles/?q=works", "/articles/place/", "/sources/", "/places/kujang/"):
        response = client.get(url)
        assert response.status_code == 503, url
        assert "Data corrupted" in response.content.decode(), url


def test_names_are_those_of_now_while_there_is_no_index(client: Client, exhibits: Exhibits) -> None:
    lose_the_state()
    url = exhibits.usual.get_absolute_url() + "?q=works"
    assert "Kusong City" in client.get(url).content.decode()
    with transaction.atomic():
        Entity.objects.filter(slug="kusong").update(name="Newtown")
        ArchiveVersion.stamp()
    html = client.get(url).content.decode()
    assert "Newtown City" in html
