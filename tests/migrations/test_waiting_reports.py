"""Test which reports of earlier versions wait for review after the migration."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from archive.models import Capture, FileReport, ImportRun, SeenPath

migration = import_module("archive.migrations.0007_waiting_reports")


@pytest.mark.django_db
def test_only_the_last_report_of_a_file_waits_until_the_file_is_read() -> None:
    runs = [
        ImportRun.objects.create(program_version="1", parser_version="1", options={})
        for _ in range(2)
    ]

    def capture(digit: str, run: int, rejection: str = "") -> Capture:
        return Capture.objects.create(sha256=digit * 64, size=1, run=runs[run], rejection=rejection)

    def report(path: str, run: int, stored: Capture | None = None) -> None:
        FileReport.objects.create(
            run=runs[run], path=path, outcome="rejected", reason="x", capture=stored
        )

    bad = capture("a", 0, "layout-none")
    for run in (0, 1):
        report("/twice", run, bad)
    report("/read-by-a-newer-parser", 0, capture("b", 0))
    report("/failed", 0)
    SeenPath.objects.create(capture=bad, path="/failed")  # of the same run
    report("/a.csv, row 3 (articles)", 0)
    report("/failed-and-read-later", 0)
    SeenPath.objects.create(capture=capture("c", 1), path="/failed-and-read-later")
    migration.find_waiting(apps, SimpleNamespace(connection=connection))
    waiting = FileReport.objects.filter(is_waiting=True).values_list("path", "run")
    row = FileReport.objects.get(path__contains="row 3")
    assert (row.file_path, row.place) == ("/a.csv", "row 3 (articles)")
    assert set(waiting) == {
        ("/twice", runs[1].pk),
        ("/failed", runs[0].pk),
        (row.path, runs[0].pk),
    }
