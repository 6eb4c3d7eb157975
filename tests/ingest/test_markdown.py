"""Tests of Markdown: no mark stays, and no word is lost."""

import gzip
import zipfile
from pathlib import Path

import pytest

from ingest import Rejection, parse_rows
from ingest.formats.markdown import heading_and_text, markdown_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Mill *oiled*\n\nThe **wheel** turns.", "Mill oiled\n\nThe wheel turns."),
        ("<Lamp Daily> and <Ferry> wrote.", "<Lamp Daily> and <Ferry> wrote."),
        ("<Ferry>\nwrote.", "<Ferry> wrote."),
        ("<Time> says <b>so</b><br>now.", "<Time> says so\nnow."),
        ("2024. The year began.\n\n6. Mai war es.", "2024. The year began.\n\n6. Mai war es."),
        ("1. One\n2. Two", "1. One\n\n2. Two"),
        ("- One\n- Two", "One\n\nTwo"),
        ("[Note]: important", "[Note]: important"),
        ("[1]: https://example.org/a\n\nSee [1].", "See 1."),
        ("[The smith](sic) is [here](https://example.org/a).", "[The smith](sic) is here."),
        ("[Mill](Mill%20Notes.md) and ![wheel](img/wheel.png)", "Mill and"),
        ("[사진](련합)", "[사진](련합)"),
    ],
)
def test_markdown_becomes_text(text: str, expected: str) -> None:
    assert markdown_text(text).strip() == expected


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        *(("# Mill Oiled\n\nThe wheel turns.", "Mill Oiled"), ("Mill\n====\nIt turns.", "Mill")),
        *(("It turns.\n\n# Mill", ""), ("# Mill", "")),
    ],
)
def test_the_heading_at_the_top_is_found(text: str, heading: str) -> None:
    found, below = heading_and_text(text)
    assert found == heading
    assert "turns." in below or not heading


def test_the_ending_counts_in_an_archive_too(tmp_path: Path) -> None:
    text = "# Ferry Painted\n\nDate: 2024-05-06\nSource: Lamp Daily\n\nThe **ferry** was painted.\n"
    with zipfile.ZipFile(tmp_path / "notes.zip", "w") as archive:
        archive.writestr("notes/ferry.md", text)
        archive.writestr("notes/ferry.txt", text)
    (tmp_path / "ferry.md.gz").write_bytes(gzip.compress(text.encode()))
    read = []
    for name in ("notes.zip", "ferry.md.gz"):
        for _, result in parse_rows(tmp_path / name):
            assert not isinstance(result, Rejection)
            (article,) = result.parsed.articles
            read.append((article.fields["title"].value, article.body))
    marked = ("# Ferry Painted", "The **ferry** was painted.")
    plain = ("Ferry Painted", "The ferry was painted.")
    assert read == [plain, marked, plain]
