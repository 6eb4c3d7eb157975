"""Tests that `ingest` works by itself: without Django, and without `archive`."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import copytree

import pytest

from ingest import Rejection, parse_file
from tests.conftest import ROOT, SEEDS

SEED = SEEDS / "001_c1c7bf5fe6d0adfe.txt"
NEEDED = (
    *("bs4", "soupsieve", "typing_extensions", "eldc", "markdown_it", "mdurl", "yaml"),
    "rapidfuzz",
)
"""The modules of the packages that docs/import.md names, and of what they require."""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Copy `ingest` and the packages that it needs, and nothing else, into a folder."""
    folder = tmp_path / "library"
    copytree(ROOT / "ingest", folder / "ingest")
    for name in NEEDED:
        spec = find_spec(name)
        assert spec and spec.origin
        origin = Path(spec.origin)
        if origin.name == "__init__.py":
            copytree(origin.parent, folder / name)
        else:
            (folder / origin.name).write_bytes(origin.read_bytes())
    return folder


def run_alone(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run code with the standard library and the modules in a folder, without site-packages."""
    return subprocess.run(
        [sys.executable, "-S", "-E", "-c", code],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def documented_command() -> str:
    """Return the code after `python -c` in docs/import.md."""
    lines = (ROOT / "docs/import.md").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith('python -c "')]
    return line.removeprefix('python -c "').removesuffix('"')


@pytest.mark.parametrize("name", ["django", "archive", "tantivy"])
def test_the_isolated_folder_cannot_import_other_packages(library: Path, name: str) -> None:
    done = run_alone(library, f"import {name}")
    assert f"No module named '{name}'" in done.stderr


def test_the_documented_command_prints_articles_with_evidence_and_mentions(library: Path) -> None:
    copytree(SEEDS, library / "seeds")
    done = run_alone(library, documented_command())
    assert done.returncode == 0, done.stderr
    (article,) = json.loads(done.stdout)["articles"]
    assert article["fields"]["published"]["rule"] == "date-line"
    assert {"songchon", "kusong", "hamju"} <= {mention["entity"] for mention in article["mentions"]}


def test_a_result_has_the_file_and_each_article_with_its_mentions() -> None:
    result = parse_file(SEED)
    ((article, results),) = result.articles
    assert result.file.encoding == "utf-8"
    assert result.parsed.layout == "kcnawatch"
    start, end = article.fields["title"].spans[0]
    assert result.file.text[start:end] == article.fields["title"].value
    for mention in results.mentions:
        text = article.body if mention.field == "body" else article.fields["title"].value
        assert text[mention.start : mention.end] == mention.text
    assert result.problems == [*result.parsed.problems, *article.problems, *results.problems]


def test_a_file_without_an_article_raises_a_rejection_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("404 Not Found\n")
    with pytest.raises(Rejection) as caught:
        parse_file(tmp_path / "page.txt")
    assert caught.value.reason == "not-an-article"


def test_a_missing_file_raises_a_rejection(tmp_path: Path) -> None:
    with pytest.raises(Rejection) as caught:
        parse_file(tmp_path / "missing.txt")
    assert caught.value.reason == "unreadable"


def test_a_bare_text_is_parsed_if_layout_and_source_are_set(tmp_path: Path) -> None:
    path = tmp_path / "owl.txt"
    path.write_text("Owl seen\n\nAn eagle owl was seen in Kusong City.\n")
    result = parse_file(path, layout="pyongyang_times", source="Pyongyang Times")
    assert result.parsed.articles[0].fields["source"].rule == "source-said"
    assert [mention.entity for mention in result.mentions[0].mentions] == ["kusong"]
