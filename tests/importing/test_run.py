"""Tests of how a run is divided into batches, stopped, counted and reported."""

import pickle
import signal
from collections import Counter
from itertools import count, takewhile
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.importing import Outcome, import_session, load_gazetteer_rows, run
from archive.importing.batch_writer import Writer
from archive.importing.run import LOCK_SECONDS, Options, Summary, import_articles, next_size
from archive.models import ArchiveVersion, Article, FileReport
from ingest.pipeline import ImportOverrides, process_file
from ingest.read import FileBytes, read_bytes
from tests.saved_files import codes, plain, run_import, save, sentences, write_pages


@pytest.mark.parametrize(
    ("size", "seconds", "in_sqlite", "in_postgres"),
    [
        *[(16, 0.01, 32, 32), (100, 0.2, 70, 200), (100, 2.0, 7, 50), (100, 0.0, 200, 200)],
        *[(400, 0.001, 400, 400), (3, 9.0, 1, 1), (1, 0.1, 1, 2)],
    ],
)
def test_the_size_of_a_batch_depends_on_the_time_of_the_last_one(
    monkeypatch: pytest.MonkeyPatch, size: int, seconds: float, in_sqlite: int, in_postgres: int
) -> None:
    """Check that PostgreSQL, which locks only some rows, gets larger batches."""
    for vendor, following in (("sqlite", in_sqlite), ("postgresql", in_postgres)):
        monkeypatch.setattr(run, "connection", SimpleNamespace(vendor=vendor))
        assert next_size(size, seconds) == following


def test_batch_sizes_settle_below_the_lock_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "connection", SimpleNamespace(vendor="sqlite"))
    for seconds_a_file in (0.0005, 0.002, 0.02):
        size = 16
        for _ in range(20):
            size = next_size(size, size * seconds_a_file)
        assert size * seconds_a_file <= LOCK_SECONDS


@pytest.mark.usefixtures("archive")
def test_reading_needs_no_database_and_can_be_sent_to_another_process(folder: Path) -> None:
    path = save(folder, "a", plain())
    gazetteer = load_gazetteer_rows()
    file_bytes = read_bytes(path)
    assert isinstance(file_bytes, FileBytes)
    with CaptureQueriesContext(connection) as queries:
        result = process_file(
            str(path), file_bytes, ImportOverrides(), pickle.loads(pickle.dumps(gazetteer))
        )
    assert not queries
    assert pickle.loads(pickle.dumps(result)) == result
    assert result.parsed and result.parsed.articles[0].title == "Bridge Opened"


@pytest.mark.usefixtures("archive")
def test_a_stop_is_noticed_between_files_and_read_files_are_stored(folder: Path) -> None:
    write_pages(folder, 10)
    asked = Counter[str]()

    def stop_later() -> bool:
        asked["times"] += 1
        return asked["times"] > 6

    reported: list[Outcome] = []
    summary = import_articles(
        Options((str(folder),)), lambda new, _position: reported.extend(new), stop_later
    )
    assert summary.is_stopped
    assert 0 < Article.objects.count() == len(reported) == summary.counts[Outcome.CREATED] < 10
    assert run_import(folder).counts == {"created": 10 - len(reported), "unchanged": len(reported)}


@pytest.mark.usefixtures("archive")
def test_a_stopped_run_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_FIRST_BATCH", 2)
    write_pages(folder, 10)

    def import_until(question: int) -> Summary:
        questions = count()
        return import_articles(
            Options((str(folder),), is_dry_run=True),
            lambda *_: None,
            lambda: next(questions) >= question,
        )

    stopped = list(
        takewhile(lambda summary: summary.counts.total() < 10, map(import_until, count()))
    )
    assert len(stopped) >= 10
    assert all(summary.is_stopped for summary in stopped)


@pytest.mark.usefixtures("archive")
def test_signal_handlers_are_restored(folder: Path) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    run_import(save(folder, "a", plain()))
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


@pytest.mark.usefixtures("archive")
def test_large_files_make_small_batches(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_BATCH_BYTES", 3000)
    sizes: list[int] = []
    write = Writer.write

    def note(self: Writer, plans: list[object]) -> float:
        sizes.append(len(plans))
        return write(self, plans)  # type: ignore[arg-type]

    monkeypatch.setattr(Writer, "write", note)
    for number in range(9):
        save(folder, str(number), plain(f"T{number}", sentences(number, 12)))
    assert run_import(folder).counts == {"created": 9}
    assert len(sizes) >= 3


@pytest.mark.usefixtures("archive")
def test_fail_fast_works_when_a_batch_is_stored_file_by_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Writer._write_extracts

    def raise_bug(self: Writer, plans: list[object], captures: object) -> object:
        if any(plan.extracts and "Second" in plan.result.text for plan in plans):  # type: ignore[attr-defined]
            raise ZeroDivisionError("a bug of ours")
        return write(self, plans, captures)  # type: ignore[arg-type]

    monkeypatch.setattr(Writer, "_write_extracts", raise_bug)
    for number, title in enumerate(("First", "Second", "Third")):
        save(folder, str(number), plain(title, sentences(number)))
    assert run_import("--fail-fast", folder).counts == {"created": 1, "failed": 1}
    assert FileReport.objects.get().reason == "ZeroDivisionError"


@pytest.mark.usefixtures("archive")
def test_a_batch_is_stamped_once_with_its_articles(folder: Path) -> None:
    write_pages(folder, 5)
    run_import(folder)
    assert ArchiveVersion.current().number == 1
    assert set(Article.objects.values_list("version", flat=True)) == {1}


@pytest.mark.usefixtures("archive")
def test_the_order_of_files_does_not_change_their_articles(folder: Path, tmp_path: Path) -> None:
    text, other = sentences(1, 8), sentences(2, 8)
    half = text[: len(text) // 2] + other[len(other) // 2 :]
    for name, body in (("c", text), ("a", text + "."), ("b", half)):
        save(folder, name, plain("Ceramic Vase", body))
    run_import(*(folder / f"{name}.txt" for name in "cab"))
    assert sorted(
        (article.extracts.count(), tuple(codes(article))) for article in Article.objects.all()
    ) == [
        (1, ("possible-duplicate",)),
        (2, ()),
    ]


@pytest.mark.usefixtures("archive")
def test_another_importer_on_the_same_database_corrupts_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Check that the constraints of the database prevent duplicates.

    The constraints are needed because the lock file prevents a second import only on the same
    machine.
    """
    write_pages(folder, 6)
    write = Writer.write
    raced = Counter[str]()

    def be_overtaken(self: Writer, plans: list[object]) -> float:
        raced["times"] += 1
        if raced["times"] == 1:
            import_articles(Options((str(folder / "00002.txt"),)), lambda *_: None, lambda: False)
        return write(self, plans)  # type: ignore[arg-type]

    monkeypatch.setattr(Writer, "write", be_overtaken)
    assert run_import(folder).counts == {"created": 5, "unchanged": 1}
    assert Article.objects.count() == 6
    assert ArchiveVersion.current().number == 6


@pytest.mark.django_db(transaction=True)
def test_an_import_has_its_own_settings_of_postgresql() -> None:
    if connection.vendor != "postgresql":
        return  # SQLite has no such settings

    def setting(name: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute(f"SHOW {name}")
            return str(cursor.fetchone()[0])

    with import_session():
        assert setting("default_toast_compression") == "lz4"
        assert setting("enable_seqscan") == setting("jit") == "off"
        connection.close()  # as after an error: the next connection has them, too
        assert setting("enable_seqscan") == "off"
    assert setting("enable_seqscan") == setting("jit") == "on"
    connection.close()
    assert setting("enable_seqscan") == "on"
