"""Tests of imports whose files are parsed in worker processes.

The archive must be the same for any number of workers, and no file is lost if a worker dies.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import transaction

from archive.importing.run import Options, import_articles
from archive.models import Article, Capture, Extract, FileReport, ImportRun, KnownItem, Sighting
from ingest.mentions import Gazetteer
from ingest.pipeline import FileResult, ImportOverrides
from ingest.read import FileBytes, read_bytes
from ingest.workers import Task, Workers
from tests.importing.deadly_file import Deadly
from tests.saved_files import dump, plain, run_import, save, sentences, write_pages


def task(folder: Path, name: str, kind: type[Task] = Task, **more: Any) -> Task:
    path = save(folder, name, plain(f"Title {name}", sentences(len(name))))
    file_bytes = read_bytes(path)
    assert isinstance(file_bytes, FileBytes)
    return kind(str(path), file_bytes, ImportOverrides(), **more)


def collected(parts: Sequence[Sequence[Task]]) -> list[FileResult]:
    """Let two workers read files; return the results.

    Each of `parts` is a sequence of files that is handed to one worker.
    """
    with Workers(Gazetteer.from_rows([]), 2) as workers:
        handed = [workers.hand_out(part) for part in parts]
        return [result for part in handed for result in workers.collect(part)]


def write_odd_folder(folder: Path) -> None:
    """Write pages that list one another, copies, an article twice, and files without an article."""
    write_pages(folder, 40)
    first = (folder / "00001.txt").read_bytes()
    (folder / "copy.txt").write_bytes(first)
    (folder / "00001-saved-again.txt").write_bytes(
        first.replace(b"-0-", b"And a last sentence of it. -0-")
    )
    (folder / "00003-none.txt").write_bytes(b"")
    (folder / "00010-binary.txt").write_bytes(b"\x89PNG\r\n" + bytes(range(256)))
    (folder / "00020-nothing.txt").write_text("just a note, no article")
    (folder / "00030-nowhere.txt").symlink_to(folder / "not-there.txt")


def in_order_of_ids() -> dict[str, list[object]]:
    """Return a dict from table to rows. The rows are sorted by id, but do not contain the id.

    For any number of workers, an import into an empty database gives these rows the same ids. Here
    only the order of the ids is compared, because the test imports several times into the same
    database, and rolls each import back. PostgreSQL does not use ids again after a rollback.
    """
    return {
        "captures": list(Capture.objects.order_by("pk").values_list("sha256", flat=True)),
        "extracts": list(Extract.objects.order_by("pk").values_list("capture__sha256", "position")),
        "articles": list(
            Article.objects.order_by("pk").values_list("title", "shown_extract__capture__sha256")
        ),
        "known": list(
            KnownItem.objects.order_by("pk").values_list("key", "title", "article__title")
        ),
        "sightings": list(
            Sighting.objects.order_by("pk").values_list("capture__sha256", "position")
        ),
        "reports": list(
            FileReport.objects.order_by("pk").values_list("path", "outcome", "reason", "message")
        ),
    }


@pytest.mark.usefixtures("archive")
def test_any_number_of_workers_gives_the_same_archive(folder: Path) -> None:
    write_odd_folder(folder)
    imports = []
    for count in (1, 2, 3):
        with transaction.atomic():
            run_report = run_import("--workers", count, folder)
            assert ImportRun.objects.get().options["workers"] == count
            imports.append((run_report.counts, dump(), in_order_of_ids()))
            transaction.set_rollback(True)
    assert imports[0][0] == {"created": 40, "updated": 1, "unchanged": 1, "rejected": 4}
    assert imports[1] == imports[0]
    assert imports[2] == imports[0]


@pytest.mark.usefixtures("archive")
def test_workers_do_not_change_a_dry_run_or_a_reparse(folder: Path) -> None:
    write_odd_folder(folder)
    would = run_import("--dry-run", "--workers", 2, folder)
    run_import(folder)
    before = dump(with_ids=True)
    assert would.counts == {"created": 40, "updated": 1, "unchanged": 1, "rejected": 4}
    assert run_import("--reparse", "--workers", 2).counts == run_import("--reparse").counts
    assert dump(with_ids=True) == before


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("number", ["0", "-1", "two", "65", "²"])
def test_a_wrong_number_of_workers_is_rejected(folder: Path, number: str) -> None:
    with pytest.raises(CommandError, match="not a number from 1 to 64"):
        run_import(f"--workers={number}", folder)


@pytest.mark.usefixtures("archive")
def test_a_run_with_workers_can_be_stopped_between_files(folder: Path) -> None:
    write_pages(folder, 40)
    outcomes: list[object] = []
    summary = import_articles(
        Options((str(folder),), workers=2),
        lambda new, _position: outcomes.extend(new),
        lambda: len(outcomes) > 0,
    )
    assert summary.is_stopped
    assert 0 < len(outcomes) == Article.objects.count() < 40


def test_results_come_in_the_order_of_their_files(folder: Path) -> None:
    tasks = [task(folder, f"{number:02}") for number in range(20)]
    results = collected([tasks[start : start + 3] for start in range(0, 20, 3)])
    assert [result.path for result in results] == [item.path for item in tasks]
    assert results == [item.read(Gazetteer.from_rows([])) for item in tasks]


def test_a_file_whose_worker_was_killed_is_read_again(folder: Path, tmp_path: Path) -> None:
    tasks = [task(folder, name) for name in "abcdef"]
    tasks[2] = task(folder, "c", Deadly, remains=tmp_path / "killed")
    results = collected([tasks[:3], tasks[3:]])
    assert [result.path for result in results] == [item.path for item in tasks]
    assert all(result.parsed for result in results)


def test_a_file_that_kills_its_worker_again_is_reported_and_the_others_are_read(
    folder: Path,
) -> None:
    tasks = [task(folder, name, Deadly if name in "bf" else Task) for name in "abcdefg"]
    results = collected([tasks[:4], tasks[4:5], tasks[5:6], tasks[6:]])
    assert [result.path for result in results] == [item.path for item in tasks]
    troubles = [result.error.reason if result.error else "" for result in results]
    assert troubles == ["", "worker-died", "", "", "", "worker-died", ""]
