"""The record of each run: ImportRun, and a FileReport for every rejected or failed file."""

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
    """Create the record of a run."""
    return ImportRun.objects.create(
        program_version=program_version, parser_version=PARSER_VERSION, options=options
    )


def close_run(run: ImportRun) -> None:
    """Complete the record of a run that ended, or stopped as requested."""
    ImportRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())


def count(run: ImportRun, outcomes: Iterable[Outcome]) -> None:
    """Add a batch to the counts of the run, inside the transaction of the batch.

    So they are right even after a kill -9.
    """
    counts = Counter(outcomes)
    if counts:
        added = {
            f"{outcome}_count": F(f"{outcome}_count") + number for outcome, number in counts.items()
        }
        ImportRun.objects.filter(pk=run.pk).update(**added)


def report(run: ImportRun, plans: Iterable[FilePlan], captures: Mapping[str, int]) -> None:
    """Store the reason of each rejected or failed file."""
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
    """Load the gazetteer of the name finder from the database."""
    return Gazetteer.from_rows(Entity.objects.as_rows(), Entity.objects.as_name_rows())
