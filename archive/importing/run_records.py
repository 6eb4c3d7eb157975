"""Stores a record of each run: an ImportRun, and a FileReport for each rejected or failed file."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F
from django.utils import timezone

from archive.importing.plan import FilePlan, Outcome
from archive.models import Entity, FileReport, ImportRun
from ingest.mentions import Gazetteer
from ingest.parse import PARSER_VERSION


def open_run(program_version: str, options: dict[str, Any]) -> ImportRun:
    """Create the ImportRun of a run that begins now, and return it."""
    return ImportRun.objects.create(
        program_version=program_version, parser_version=PARSER_VERSION, options=options
    )


def close_run(run: ImportRun) -> None:
    """Store the end time of a run that finished, or that was stopped on request."""
    ImportRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())


def count(run: ImportRun, outcomes: Iterable[Outcome]) -> None:
    """Add the outcomes of a batch to the counts of a run.

    The caller must call this function in the transaction in which it stores the batch. So the
    counts are right even if the process is killed.
    """
    counts = Counter(outcomes)
    if counts:
        added = {
            f"{outcome}_count": F(f"{outcome}_count") + number for outcome, number in counts.items()
        }
        ImportRun.objects.filter(pk=run.pk).update(**added)


def report(run: ImportRun, plans: Iterable[FilePlan], captures: Mapping[str, int]) -> None:
    """Store a FileReport for each rejected or failed file.

    `captures` maps the SHA-256 of a file to the id of its capture.
    """
    FileReport.objects.bulk_create(
        FileReport(
            run=run,
            path=plan.result.path,
            outcome=plan.outcome.value,
            reason=plan.error.reason[:60],
            message=plan.error.message,
            traceback=plan.error.traceback,
            capture_id=captures.get(plan.result.sha256),
        )
        for plan in plans
        if plan.error
    )


def load_gazetteer_rows() -> Gazetteer:
    """Return the gazetteer for the name finder, made from the listed entities in the database."""
    return Gazetteer.from_rows(Entity.objects.as_rows(), Entity.objects.as_name_rows())
