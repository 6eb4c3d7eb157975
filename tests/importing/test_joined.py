"""Tests that an import says which texts it took for a further copy of which article."""

import io
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count

from archive.importing.batch_writer import Writer
from archive.importing.plan import FilePlan
from archive.models import Article, ImportRun, JoinedExtract
from ingest import pipeline
from ingest.read import SavedFile
from ingest.values import ParsedFile
from tests.importing.test_copies import set_batch_size
from tests.saved_files import plain, reparse_with, run_import, save, sentences
from tests.separate_archive import SeparateArchive

LINK = "http://www.kcna.kp/en/article/17"
MILL = sentences(1, 8)


def detailed(*arguments: object) -> list[str]:
    """Import with --verbosity 2; return the lines from “Joined” on."""
    out = io.StringIO()
    call_command("import_articles", *map(str, arguments), stdout=out, verbosity=2, skip_checks=True)
    lines = out.getvalue().splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("Joined"))
    end = next(n for n, line in enumerate([*lines[start + 1 :], ""]) if not line.startswith("  "))
    return lines[start : start + 1 + end]


def write_copies(folder: Path) -> None:
    """Write an article, and copies of it that are recognised by text, by title and by link."""
    save(folder, "1", plain("Mill Opened", MILL, url=LINK))
    save(folder, "2", plain("Mill Opened", f"{MILL}\n\nVisitors came."))
    save(folder, "3", plain("New Mill Begins Work", MILL, url=LINK.replace("http:", "https:")))
    save(folder, "4", plain("Potters Meet", sentences(2)))


@pytest.mark.usefixtures("archive")
def test_the_summary_says_how_many_texts_are_copies_of_how_many_articles(folder: Path) -> None:
    write_copies(folder)
    report = run_import(folder)
    assert report.counts == {"created": 2, "updated": 2}
    where = "(list: --verbosity 2, or the page of this run in the admin)"
    assert f"\nJoined: 2 texts are copies of 1 article {where}.\n" in report.text
    assert ImportRun.objects.get().joined_count == 2
    again = run_import(folder)
    assert "\nJoined: no text is a copy of an article that was there before.\n" in again.text
    assert ImportRun.objects.latest("pk").joined_count == 0
    save(folder, "5", plain("Potters Meet", sentences(2) + "\n\nOne more line."))
    assert "\nJoined: 1 text is a copy of 1 article (list" in run_import(folder).text


@pytest.mark.usefixtures("archive")
def test_each_copy_is_stored_with_its_article_and_how_it_was_recognised(folder: Path) -> None:
    write_copies(folder)
    run_import(folder)
    mill = Article.objects.get(extracts__capture__paths__path=str(folder / "1.txt"))
    rows = JoinedExtract.objects.order_by("pk").values_list(
        "extract__capture__paths__path", "extract__article", "article", "how", "share"
    )
    assert list(rows) == [
        (str(folder / "2.txt"), mill.pk, mill.pk, "title", 1.0),
        (str(folder / "3.txt"), mill.pk, mill.pk, "link", 1.0),
    ]


@pytest.mark.usefixtures("archive")
def test_verbosity_2_lists_each_copy(folder: Path) -> None:
    write_copies(folder)
    lines = detailed(folder)
    mill = Article.objects.get(extracts__capture__paths__path=str(folder / "1.txt"))
    assert lines == [
        "Joined: 2 texts are copies of 1 article:",
        f"  {folder}/2.txt",
        (
            f"    copy of article {mill.pk}, “{mill.title}”: same source and title, near dates,"
            " 100% of the shorter text is also in the longer text"
        ),
        f"  {folder}/3.txt",
        (
            f"    copy of article {mill.pk}, “{mill.title}”: same original link, 100% of the"
            " shorter text is also in the longer text"
        ),
    ]


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("size", [1, 2, 100])
def test_a_dry_run_lists_the_same_copies(
    folder: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    set_batch_size(monkeypatch, size)
    write_copies(folder)
    dry = detailed("--dry-run", folder)
    assert JoinedExtract.objects.count() == 0
    assert dry[0] == "Joined: 2 texts are copies of 1 article:"
    assert "copy of an article of this import, “Mill Opened”: " in dry[2]
    assert "(list: --verbosity 2)." in run_import("--dry-run", folder).text
    run_import(folder / "1.txt")
    dry = detailed("--dry-run", folder)
    assert dry == detailed(folder)
    assert f"copy of article {Article.objects.earliest('pk').pk}, “Mill Opened”: " in dry[2]


@pytest.mark.usefixtures("archive")
def test_the_place_in_the_file_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a parser find the article of a file a second time, as an article of its own."""
    save(folder, "1", plain("Mill Opened", MILL))
    parse = pipeline.parse

    def parse_twice(saved: SavedFile, **overrides: str) -> ParsedFile:
        parsed = parse(saved, **overrides)
        again = replace(parsed.articles[0], position=1)
        return replace(parsed, articles=(*parsed.articles, again))

    monkeypatch.setattr(pipeline, "parse", parse_twice)
    lines = detailed(folder)
    assert lines[0] == "Joined: 1 text is a copy of 1 article:"
    assert lines[1] == f"  {folder}/1.txt (article 2 of the file)"


@pytest.mark.usefixtures("archive")
def test_a_batch_that_is_stored_file_by_file_is_counted_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let storing more than one file at a time fail, after the copies were recorded."""
    write_copies(folder)
    write = Writer._write

    def fail_late(self: Writer, plans: Sequence[FilePlan]) -> float:
        with transaction.atomic():
            seconds = write(self, plans)
            if len(plans) > 1:
                raise ValueError("a bug")
        return seconds

    monkeypatch.setattr(Writer, "_write", fail_late)
    assert run_import(folder).counts == {"created": 2, "updated": 2}
    assert ImportRun.objects.get().joined_count == JoinedExtract.objects.count() == 2


@pytest.mark.usefixtures("archive")
def test_a_reparse_counts_only_what_it_joins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_copies(folder)
    run_import(folder)
    report = reparse_with(monkeypatch, lambda parsed: parsed)
    assert "Joined: no text is a copy" in report.text
    assert list(ImportRun.objects.order_by("pk").values_list("joined_count", flat=True)) == [2, 0]


def test_the_number_equals_the_list_after_kill_9(
    make_archive: Callable[[], SeparateArchive], folder: Path
) -> None:
    for number in range(200):
        copy = f"{sentences(number // 2, 8)}\n\n" + "A line more." * (number % 2)
        save(folder, f"{number:03}", plain(f"Mill {number // 2}", copy))
    archive, random = make_archive(), Random(16)
    for count in (1, 40, 90, 140):
        process = archive.start(str(folder))
        archive.signal_when(process, count, 0)
        time.sleep(random.random() * 0.05)
        process.kill()
        process.wait()
    assert archive.start(str(folder)).wait() == 0
    runs = ImportRun.objects.using(archive.alias)
    listed = runs.annotate(number=Count("joined")).values_list("joined_count", "number")
    assert all(counted == number for counted, number in listed)
    assert sum(counted or 0 for counted, _ in listed) == 100
