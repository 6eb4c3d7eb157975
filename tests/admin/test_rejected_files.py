"""Test rejected and failed files in the review queue: try them again, or put them aside."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.admin.review_rows import files_url
from archive.importing.lock import only_importer
from archive.models import Article, Capture, FileReport, ImportRun
from archive.search import rebuild
from tests.saved_files import run_import

pytestmark = pytest.mark.django_db

BARE = "Mill wheel oiled\n\nThe mill wheel was oiled on May 6. It turns without a sound now.\n"


@pytest.fixture
def rejected(archive: None, folder: Path) -> FileReport:
    """Import a bare text, which is rejected, beside a row and a file that have no bytes."""
    rebuild()
    (folder / "bare.txt").write_text(BARE)
    (folder / "picture.txt").write_bytes(bytes(range(256)) * 4)
    assert run_import(folder).counts == {"rejected": 2}
    return FileReport.objects.get(reason="layout-none")


def again(report: FileReport) -> str:
    return reverse("admin:archive_filereport_again", args=[report.pk])


def read(client: Client, address: str) -> str:
    return unescape(" ".join(client.get(address).content.decode().split()))


def waiting(client: Client) -> list[str]:
    """Return the names of the files that wait in the review queue."""
    page = read(client, files_url())
    return re.findall(r'<th scope="row"><a href="[^"]*/again/">[^<]*/([^/<]+)</a>', page)


def test_a_rejected_file_is_tried_again_and_shown_before_it_is_stored(
    corrector: Client, rejected: FileReport, settings: object
) -> None:
    assert waiting(corrector) == ["picture.txt", "bare.txt"]
    saved = read(corrector, reverse("admin:archive_capture_change", args=[rejected.capture_id]))
    assert f'<a href="{again(rejected)}">Try again as…</a>' in saved
    assert "No article." in read(corrector, f"{again(rejected)}?layout=rodong&source=")
    page = read(corrector, f"{again(rejected)}?layout=bare&source=KCNA.kp")
    assert "Mill wheel oiled" in page and "KCNA.kp" in page
    assert "Date unknown" in page
    assert (Article.objects.count(), ImportRun.objects.count()) == (0, 1)
    choice = {"layout": "bare", "source": "KCNA.kp", "do": "store"}
    with only_importer(Path(settings.STATE_DIR)):  # type: ignore[attr-defined]
        response = corrector.post(again(rejected), choice)
    assert response.status_code == 409 and "Another import is running" in response.content.decode()
    response = corrector.post(again(rejected), choice)
    assert response.headers["Location"] == files_url()
    article = Article.objects.get()
    assert article.title == "Mill wheel oiled" and str(article.source) == "KCNA.kp"
    assert waiting(corrector) == ["picture.txt"]
    assert ImportRun.objects.latest("pk").options["tried again by"] == "grace"
    # A later import and a reparse keep the choice.
    run_import(Path(rejected.path))
    assert Capture.objects.get(rejection="").overrides == {"layout": "bare", "source": "KCNA.kp"}
    assert waiting(corrector) == ["picture.txt"]


def test_a_file_without_stored_bytes_names_the_path_and_the_command(
    corrector: Client, rejected: FileReport
) -> None:
    binary = FileReport.objects.get(reason="binary")
    page = read(corrector, f"{again(binary)}?layout=bare&source=Mill's News")
    assert "The archive did not keep the bytes of this file" in page
    assert f"import_articles {binary.path} --layout bare --source 'Mill'\"'\"'s News'" in page
    assert corrector.post(again(binary), {"do": "store", "layout": "bare"}).status_code == 400


def test_a_file_that_is_put_aside_does_not_come_back(
    corrector: Client, rejected: FileReport, folder: Path
) -> None:
    assert corrector.post(again(rejected), {"do": "aside", "aside-reason": ""}).status_code == 400
    corrector.post(again(rejected), {"do": "aside", "aside-reason": "a note of mine"})
    assert waiting(corrector) == ["picture.txt"]
    assert "Put aside by grace: a note of mine" in read(corrector, again(rejected))
    run_import(folder)
    assert waiting(corrector) == ["picture.txt"]  # only its latest report
    assert FileReport.objects.count() == 4
    other, picture = FileReport.objects.order_by("-pk")[:2]
    FileReport.objects.update(reason="layout-none", is_waiting=True)
    sent = {"do": "aside", "aside-reason": "old files", "aside-all_alike": "on"}
    corrector.post(again(picture), sent)
    assert sorted(waiting(corrector)) == ["bare.txt", "picture.txt"]  # those of the first import
    assert FileReport.objects.filter(put_aside_reason="old files", run=other.run).count() == 2
    (folder / "bare.txt").write_text("")
    run_import(folder)
    assert sorted(waiting(corrector)) == ["bare.txt", "picture.txt"]  # for another reason


def test_only_correctors_try_files_again(client: Client, rejected: FileReport) -> None:
    reader = User.objects.create_user("reader", is_staff=True)
    client.force_login(reader)
    assert client.get(again(rejected)).status_code == 403
    assert client.post(again(rejected), {"do": "store", "layout": "bare"}).status_code == 403
    assert not Article.objects.exists()
