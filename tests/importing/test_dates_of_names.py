"""Tests that a date in the name of a file stays the same when the stored file is read again."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from archive.models import Article, Extract
from tests.saved_files import run_import

pytestmark = pytest.mark.usefixtures("archive")

TEXT = "Lamps Lit\n\nThe lamps of the port were lit in the evening. They are bright.\n"
SAID = ("--layout", "bare", "--source", "Pyongyang Times")


def test_the_name_of_a_file_in_a_zip_gives_the_date_and_is_kept(folder: Path) -> None:
    path = folder / "copies of 2026-11-01.zip"
    with ZipFile(path, "w") as file:
        file.writestr("lamps/2024-05-06_lamps.txt", TEXT)
    assert run_import(*SAID, str(path)).counts == {"created": 1}
    article = Article.objects.get()
    assert str(article.published_on) == "2024-05-06"
    evidence = Extract.objects.get().fields["published"]
    assert evidence["rule"] == "file-name"
    assert evidence["file_name"] == "2024-05-06_lamps.txt"
    assert run_import("--reparse").counts == {"unchanged": 1}


def test_the_name_of_a_file_gives_the_date(folder: Path) -> None:
    path = folder / "20240506 lamps.txt"
    path.write_text(TEXT)
    assert run_import(*SAID, str(path)).counts == {"created": 1}
    assert str(Article.objects.get().published_on) == "2024-05-06"
    assert run_import("--reparse").counts == {"unchanged": 1}
