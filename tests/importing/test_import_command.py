"""Tests of the command `import_articles`: outcomes, options, odd files, exit status."""

import fcntl
import os
import signal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from pytest_django import Settings

from archive import search
from archive.importing.batch_writer import Writer
from archive.models import (
    ArchiveVersion,
    Article,
    Capture,
    CaptureContent,
    FileReport,
    ImportRun,
    SeenPath,
    Source,
)
from ingest.sources import cut_name
from tests.conftest import CORPUS, SEEDS
from tests.saved_files import dump, plain, run_import, sentences, write_pages

pytestmark = pytest.mark.usefixtures("archive")


def test_new_files_are_created_and_the_same_files_again_change_nothing(folder: Path) -> None:
    write_pages(folder, 12)
    (folder / "odd.txt").write_text("No layout has this.\n")
    first = run_import(folder)
    assert first.counts == {"created": 12, "rejected": 1}
    before, version = dump(with_ids=True), ArchiveVersion.current().number
    again = run_import(folder)
    assert again.counts == {"unchanged": 12, "rejected": 1}
    assert again.status == 1
    assert dump(with_ids=True) == before
    assert ArchiveVersion.current().number == version


def test_a_clean_run_ends_with_0_and_a_rejected_file_with_1(folder: Path) -> None:
    (folder / "good.txt").write_text(plain())
    run_report = run_import(folder)
    assert run_report.status == 0
    assert ": 1 file in " in run_report.text
    (folder / "bad.txt").write_text("What is this?\n")
    run_report = run_import(folder)
    assert run_report.status == 1
    assert f"{folder}/bad.txt\n    layout-none: " in run_report.text
    assert "import_articles --reparse tries them again." in run_report.text
    report = FileReport.objects.get()
    assert (report.outcome, report.reason, report.capture) == (
        "rejected",
        "layout-none",
        Capture.objects.get(rejection="layout-none"),
    )


def test_a_file_is_stored_with_its_bytes_text_and_evidence(folder: Path) -> None:
    (folder / "a.txt").write_text(plain("Bridge Opened", url="http://www.kcna.kp/en/article/17"))
    run_import(folder)
    capture = Capture.objects.get()
    assert capture.content.data == (folder / "a.txt").read_bytes()
    assert (capture.size, capture.layout, capture.paths.get().path) == (
        (folder / "a.txt").stat().st_size,
        "plain",
        str(folder / "a.txt"),
    )
    article = Article.objects.get()
    extract = article.shown_extract
    assert extract and extract.capture == capture
    assert (article.title, str(article.published_on), article.published_precision) == (
        "Bridge Opened",
        "2024-03-05",
        "day",
    )
    assert article.source == Source.objects.get(slug="kcna-kp")
    assert article.original_url == "http://www.kcna.kp/en/article/17"
    assert article.word_count == len(article.body.split())
    start, end = extract.fields["title"]["spans"][0]
    assert capture.text[start:end] == "Bridge Opened"
    spans = extract.fields["body"]["spans"]
    assert sum(extract.fields["body"]["paragraphs"]) == len(spans)
    assert capture.text[spans[0][0] : spans[0][1]] == article.body.split("\n\n")[0]
    assert "header" in extract.witnesses


def test_a_dry_run_reports_the_same_and_writes_nothing(folder: Path, state_dir: Path) -> None:
    write_pages(folder, 6)
    for number in range(40):  # so that two batches have files of the same article
        (folder / f"same{number:02}.txt").write_text(
            plain("Same", sentences(5) + " " * number + ".")
        )
    (folder / "twin.txt").write_bytes((folder / "00000.txt").read_bytes())
    (folder / "bad.txt").write_text("What is this?\n")
    search.rebuild()
    before = dump(with_ids=True)
    files = sorted(state_dir.rglob("*"))
    dry = run_import("--dry-run", folder)
    assert dump(with_ids=True) == before
    assert not ImportRun.objects.exists()
    assert sorted(state_dir.rglob("*")) == files
    real = run_import(folder)
    assert dry.counts == real.counts == {"created": 7, "updated": 39, "unchanged": 1, "rejected": 1}
    assert dry.status == real.status == 1
    real_text = real.text.replace(", or the page of this run in the admin", "")
    assert dry.text.splitlines()[1:] == real_text.splitlines()[1:]


def test_fail_fast_stops_at_the_first_bad_file(folder: Path) -> None:
    for name, text in (
        ("a", plain("A", sentences(1))),
        ("b", "What?"),
        ("c", plain("C", sentences(3))),
    ):
        (folder / f"{name}.txt").write_text(text)
    run_report = run_import("--fail-fast", folder)
    assert (run_report.counts, run_report.status) == ({"created": 1, "rejected": 1}, 1)
    assert run_import(folder).counts == {"created": 1, "unchanged": 1, "rejected": 1}


def test_a_bare_text_is_read_once_its_layout_and_source_are_set(folder: Path) -> None:
    (folder / "bare.txt").write_text("Bridge Opened\n\n" + sentences(4) + "\n")
    assert run_import(folder).counts == {"rejected": 1}
    overrides = run_import("--layout", "pyongyang_times", "--source", "KCNA.kp", folder)
    assert overrides.counts == {"created": 1}
    capture = Capture.objects.get()
    assert capture.overrides == {"layout": "pyongyang_times", "source": "KCNA.kp"}
    assert capture.rejection == ""
    source = Article.objects.get().source
    assert source and source.slug == "kcna-kp"
    assert run_import("--reparse").counts == {"unchanged": 1}
    assert run_import(folder).counts == {"unchanged": 1}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["/no/such/place"], "There is no file or folder “/no/such/place”. Nothing was imported."),
        ([], "Give the files or folders to import"),
        (["--reparse", "--source", "KCNA.kp"], "need PATHs"),
        (["--reparse", "/no/such/place"], "No stored file was imported from /no/such/place."),
    ],
)
def test_wrong_arguments_are_explained_in_a_sentence(arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("import_articles", *arguments)
    assert not ImportRun.objects.exists()


def test_without_sources_the_import_says_what_to_do_first(folder: Path) -> None:
    Source.objects.all().delete()
    (folder / "a.txt").write_text(plain())
    with pytest.raises(CommandError, match="load_gazetteer"):
        call_command("import_articles", str(folder))
    assert not ImportRun.objects.exists()


def test_a_second_import_waits_for_the_first(folder: Path, state_dir: Path) -> None:
    (folder / "a.txt").write_text(plain())
    with (state_dir / "import.lock").open("w") as existing:
        existing.write("4711\n")
        existing.flush()
        fcntl.flock(existing, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match=r"Another import is running \(process 4711\)"):
            call_command("import_articles", str(folder))
        assert run_import("--dry-run", folder).counts == {"created": 1}
    assert run_import(folder).counts == {"created": 1}


def test_each_odd_file_has_a_clear_outcome(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text(plain("Outside"))
    (folder / "deep").mkdir()
    (folder / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "deep" / "loop").symlink_to(folder)
    (folder / "empty.txt").write_bytes(b"")
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    (folder / "link-out.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "nul.txt").write_bytes(plain("Nul", sentences(8)).encode() + b"The\x00 end.\n")
    os.mkfifo(folder / "pipe.txt")
    (folder / "picture.jpg").write_bytes(b"x")
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text(plain("Odd Name", sentences(9)))
    (folder / "zz.txt").write_text(plain("Last", sentences(10)))
    run_report = run_import(folder)
    assert run_report.counts == {"created": 3, "rejected": 6}
    reasons = dict(FileReport.objects.values_list("path", "reason"))
    assert {Path(path).name: reason for path, reason in reasons.items()} == {
        "binary.txt": "binary",
        "loop": "directory-loop",
        "empty.txt": "empty",
        "huge.txt": "too-large",
        "link-out.txt": "outside-folder",
        "pipe.txt": "not-a-file",
    }
    assert ".jpg 1 passed over: a picture has no text" in " ".join(run_report.text.split())
    assert SeenPath.objects.filter(path__endswith="caf\\xe9.txt").exists()
    kept = set(CaptureContent.objects.values_list("capture__paths__path", flat=True))
    assert not kept & {str(folder / "huge.txt"), str(folder / "binary.txt")}
    assert Capture.objects.get(rejection="too-large").size == 50_000_000
    assert "\ufffd" in Capture.objects.get(paths__path=str(folder / "nul.txt")).text


def test_a_file_that_vanishes_or_cannot_be_read_is_rejected(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_text(plain("A", sentences(1)))
    (folder / "b.txt").write_text(plain("B", sentences(2)))
    really_open = os.open

    def deny_access(path: object, *arguments: int) -> int:
        if str(path).endswith("a.txt"):
            raise PermissionError(13, "Permission denied")
        return really_open(path, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("ingest.read.os.open", deny_access)
    assert run_import(folder).counts == {"created": 1, "rejected": 1}
    assert FileReport.objects.get().reason == "unreadable"


def test_our_bug_costs_one_file_and_keeps_the_traceback(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest import pipeline

    parse = pipeline.parse

    def raise_bug(saved: object, **overrides: object) -> object:
        if "Second" in saved.text:  # type: ignore[attr-defined]
            raise ZeroDivisionError("a bug of ours")
        return parse(saved, **overrides)  # type: ignore[arg-type]

    for number, title in enumerate(("First", "Second", "Third")):
        (folder / f"{number}.txt").write_text(plain(title, sentences(number)))
    monkeypatch.setattr(pipeline, "parse", raise_bug)
    run_report = run_import(folder)
    assert run_report.counts == {"created": 2, "failed": 1}
    assert "ZeroDivisionError: a bug of ours" in run_report.text
    report = FileReport.objects.get()
    assert (report.outcome, report.path) == ("failed", str(folder / "1.txt"))
    assert "raise_bug" in report.traceback
    monkeypatch.undo()
    assert run_import(folder).counts == {"created": 1, "unchanged": 2}


def test_our_bug_while_storing_costs_one_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Writer._write_extracts

    def raise_bug(self: Writer, plans: object, captures: object) -> object:
        if any(plan.extracts and "Second" in plan.result.text for plan in plans):  # type: ignore[attr-defined]
            raise ZeroDivisionError("a bug of ours")
        return write(self, plans, captures)  # type: ignore[arg-type]

    for number, title in enumerate(("First", "Second", "Third")):
        (folder / f"{number}.txt").write_text(
            plain(title, sentences(number), source="New Outlet (En)")
        )
    monkeypatch.setattr(Writer, "_write_extracts", raise_bug)
    assert run_import(folder).counts == {"created": 2, "failed": 1}
    assert Capture.objects.count() == 2
    assert Source.objects.filter(is_listed=False).count() == 1


def test_a_database_failure_stops_the_run_with_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(*arguments: object) -> float:
        raise OperationalError("disk I/O error")

    (folder / "a.txt").write_text(plain())
    monkeypatch.setattr(Writer, "write", give_up)
    with pytest.raises(CommandError, match="disk I/O error"):
        call_command("import_articles", str(folder))


def test_a_second_ctrl_c_ends_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: object) -> float:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        return 0.0

    (folder / "a.txt").write_text(plain())
    monkeypatch.setattr(Writer, "write", interrupt)
    with pytest.raises(CommandError, match="Stopped at once") as ended:
        call_command("import_articles", str(folder))
    assert ended.value.returncode == 130


def test_the_same_bytes_at_two_paths_are_one_capture(folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(plain())
    assert run_import(folder).counts == {"created": 1, "unchanged": 1}
    assert {path.file_name for path in Capture.objects.get().paths.all()} == {"a.txt", "b.txt"}


def test_a_new_path_of_known_bytes_stamps_the_pages_that_name_the_file(folder: Path) -> None:
    (folder / "a.txt").write_text(plain())
    run_import(folder)
    version = ArchiveVersion.current().number
    (folder / "b.txt").write_text(plain())
    assert run_import(folder).counts == {"unchanged": 2}
    assert ArchiveVersion.current().number == version + 1


def test_the_run_is_recorded_with_its_options_and_counts(folder: Path) -> None:
    (folder / "a.txt").write_text(plain())
    (folder / "b.txt").write_text("What?")
    run_import(folder)
    run = ImportRun.objects.get()
    assert (run.created_count, run.rejected_count, run.failed_count) == (1, 1, 0)
    assert run.finished_at is not None
    assert run.options["paths"] == [str(folder)]


def test_sources_that_are_not_listed_are_named(folder: Path) -> None:
    for number in range(3):
        (folder / f"{number}.txt").write_text(
            plain(f"T{number}", sentences(number), source="Sunrise Daily (En)")
        )
    assert "Sources that are not listed: Sunrise Daily (3)." in run_import(folder).text
    source = Source.objects.get(name="Sunrise Daily")
    assert (source.slug, source.is_listed, source.articles.count()) == ("sunrise-daily", False, 3)
    assert set(source.names.values_list("key", flat=True)) == {
        "sunrise daily",
        "sunrise daily (en)",
    }


@pytest.mark.parametrize("length", [196, 199, 205, 400])
def test_a_source_name_that_is_too_long_is_cut(folder: Path, length: int) -> None:
    name = ("bakers and millers " * 30)[:length].strip()
    for number, source in enumerate((f"{name} (En)", name, f"{name}s")):
        (folder / f"{number}.txt").write_text(plain(f"T{number}", sentences(number), source=source))
    assert run_import(folder).counts == {"created": 3}
    assert run_import("--reparse").counts == {"unchanged": 3}
    kept = set(Source.objects.filter(is_listed=False).values_list("name", flat=True))
    assert kept == {cut_name(name), cut_name(f"{name}s")}


SEED_ARTICLES = {
    # title: date, source, saved on this day or later, known items, places, first-level divisions
    "Medical Oxygen Factory": (
        "2025-09-14",
        "KCNA.kp",
        "2025-09-14",
        8,
        "mt-taesong pyongyang",
        "pyongyang",
    ),
    "Normalized production and quality improvement promoted": (
        *("2025-03-14", "Voice of Korea", "2026-03-02", 12),
        "hamju ichon jaeryong kujang kumya kusong kyongsong orang songchon tongsin",
        "jagang kangwon north-hamgyong north-phyongan south-hamgyong south-hwanghae south-phyongan",
    ),
    "Mass Movement Launched in North Phyongan Province of DPRK": (
        *("2025-04-17", "KCNA.kp", "2025-11-25", 16),
        "kujang kusong north-phyongan unsan-north-phyongan",
        "north-phyongan",
    ),
    "Efforts made to boost iron and steel production": (
        *("2025-01-15", "Pyongyang Times", "None", 0, ""),
        "nampho north-hamgyong north-hwanghae",
    ),
}


def test_the_seeds_are_imported_exactly() -> None:
    call_command("load_gazetteer", verbosity=0)
    assert run_import(SEEDS).counts == {"created": 4}
    results = {}
    for article in Article.objects.all():
        assert article.source and article.shown_extract
        capture = article.shown_extract.capture
        places = article.mentions.filter(entity__kind="place")
        named = set(places.filter(is_implied=False).values_list("entity__slug", flat=True))
        divisions = set(places.values_list("entity__division__slug", flat=True)) - {None}
        results[article.title] = (
            str(article.published_on),
            article.source.name,
            str(capture.saved_not_before),
            capture.sightings.count(),
            " ".join(sorted(named)),
            " ".join(sorted(divisions)),
        )
    assert results == SEED_ARTICLES


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not beside the project")
def test_the_whole_corpus_is_imported_without_a_failure(settings: Settings) -> None:
    run_report = run_import(CORPUS)
    assert run_report.count("created") + run_report.count("updated") == 525
    assert run_report.status == 0
    assert not Article.objects.filter(published_on=None).exists()
    assert not Article.objects.filter(source=None).exists()
    assert not Article.objects.filter(title="").exists()
