"""Tests of --layout and --source: how they are stored, used and removed."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.importing import run
from archive.models import ArchiveVersion, Article, Capture, ImportRun
from ingest import pipeline
from tests.saved_files import dump, plain, run_import, save, sentences

pytestmark = pytest.mark.usefixtures("archive")


def test_a_wrong_layout_is_removed_by_an_import_without_it(folder: Path) -> None:
    path = save(folder, "a", plain("Bridge Opened"))
    run_report = run_import("--layout", "voice_of_korea", "--source", "KCNA.kp", path)
    assert run_report.counts == {"rejected": 1}
    assert "An import without --layout removes a layout that a file contradicts" in run_report.text
    assert run_import(path).counts == {"created": 1}
    capture = Capture.objects.get()
    assert (capture.overrides, capture.rejection, Article.objects.get().title) == (
        {},
        "",
        "Bridge Opened",
    )


def test_a_file_rejected_also_without_overrides_is_read_only_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(folder, "a", "Title: Bridge Opened\nSource: KCNA.kp (En)\nDate: 2024-03-05\n")
    run_import("--layout", "rodong", path)
    assert Capture.objects.get().rejection == "layout-contradicted"
    run_report = run_import(path)
    assert run_report.counts == {"rejected": 1}
    assert Capture.objects.values_list("overrides", "rejection").get() == ({}, "not-an-article")
    assert "import_articles --reparse tries them again." in run_report.text
    before, version = dump(with_ids=True), ArchiveVersion.current().number
    monkeypatch.setattr(pipeline, "parse", None)
    assert run_import(path).counts == {"rejected": 1}
    assert (dump(with_ids=True), ArchiveVersion.current().number) == (before, version)


@pytest.mark.parametrize(
    ("layout", "text", "rejection"),
    [
        ("pyongyang_times", "404 Not Found\n\nThe page is not there.", "not-an-article"),
        ("rodong", "Bridge Opened", "not-an-article"),
    ],
)
def test_an_import_without_overrides_keeps_those_that_fit_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, layout: str, text: str, rejection: str
) -> None:
    overrides = ("--layout", layout, "--source", "Pyongyang Times")
    path = save(folder, "a", text)
    run_import(*overrides, path)
    columns = Capture.objects.values_list("rejection", "overrides")
    assert columns.get() == (rejection, {"layout": layout, "source": "Pyongyang Times"})
    before, version = (dump(with_ids=True), columns.get()), ArchiveVersion.current().number
    monkeypatch.setattr(pipeline, "parse", None)
    for words in ((), overrides, ()):
        assert run_import(*words, folder).counts == {"rejected": 1}
    assert ((dump(with_ids=True), columns.get()), ArchiveVersion.current().number) == (
        before,
        version,
    )


def test_the_same_overrides_again_do_not_read_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(folder, "a", "What is this?")
    run_import("--layout", "plain", path)
    before, version = dump(with_ids=True), ArchiveVersion.current().number
    monkeypatch.setattr(pipeline, "parse", None)
    assert run_import("--layout", "plain", path).counts == {"rejected": 1}
    assert (dump(with_ids=True), ArchiveVersion.current().number) == (before, version)


def test_an_unknown_layout_is_rejected_before_anything_is_read(folder: Path) -> None:
    path = save(folder, "a", plain("Bridge Opened", sentences(1)))
    with pytest.raises(
        CommandError,
        match=r"no layout “plian”\. Use one of: kcnawatch, .*, bare\. Nothing was read\.",
    ):
        call_command("import_articles", "--layout", "plian", str(path))
    assert not Capture.objects.exists()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("size", [1, 16])
def test_a_rejected_text_at_two_paths_is_read_once_with_overrides(
    folder: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(run, "_FIRST_BATCH", size)
    monkeypatch.setattr(run, "_LARGEST_BATCH", size)
    monkeypatch.setattr(run._ImportRunner, "_store_singly", None)
    first, _ = (save(folder, name, "Bridge Opened\n\n" + sentences(4) + "\n") for name in "ab")
    assert run_import(first).counts == {"rejected": 1}
    overrides = ("--layout", "pyongyang_times", "--source", "KCNA.kp", folder)
    dry, run_report = run_import("--dry-run", *overrides), run_import(*overrides)
    assert dry.counts == run_report.counts == {"created": 1, "unchanged": 1}
    capture = Capture.objects.get()
    assert (capture.extracts.count(), capture.paths.count()) == (1, 2)
