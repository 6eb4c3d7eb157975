"""Stores a record of each run, and reads it: ImportRun, FileReport, JoinedExtract."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from archive.database.bulk import in_slices, insert_rows
from archive.database.seen_paths import first_paths
from archive.importing.article_writer import NewExtract
from archive.importing.plan import FilePlan, Outcome
from archive.models import Entity, FileReport, ImportRun, JoinedExtract
from ingest.mentions import Gazetteer
from ingest.parse import PARSER_VERSION

_COPIES_PER_QUERY = 500


def open_run(program_version: str, options: dict[str, Any]) -> ImportRun:
    """Create the ImportRun of a run that begins now, and return it."""
    return ImportRun.objects.create(
        program_version=program_version, parser_version=PARSER_VERSION, options=options
    )


def close_run(run: ImportRun) -> None:
    """Store the end time of a run that finished, or that was stopped on request."""
    ImportRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())


def count(run: ImportRun, outcomes: Iterable[Outcome], joined: int = 0) -> None:
    """Add the outcomes of a batch to the counts of a run, and the number of joined extracts.

    The caller must call this function in the transaction in which it stores the batch. So the
    counts are right even if the process is killed.
    """
    counts = Counter(outcomes)
    if counts:
        added = {
            f"{outcome}_count": F(f"{outcome}_count") + number for outcome, number in counts.items()
        }
        if joined:
            added["joined_count"] = F("joined_count") + joined
        ImportRun.objects.filter(pk=run.pk).update(**added)


def report(run: ImportRun, plans: Sequence[FilePlan], captures: Mapping[str, int]) -> None:
    """Store a FileReport for each rejected or failed file.

    Earlier reports of these files do not wait any more, nor do those of files in which an article
    was read. If a person put a report aside, a report with the same reason does not wait either.
    `captures` maps the SHA-256 of a file to the id of its capture.
    """
    aside = _answer_earlier(plans, captures)
    FileReport.objects.bulk_create(
        FileReport(
            run=run,
            path=plan.result.where,
            place=plan.result.place,
            is_waiting=(plan.result.where, plan.error.reason[:60]) not in aside,
            outcome=plan.outcome.value,
            reason=plan.error.reason[:60],
            message=plan.error.message,
            traceback=plan.error.traceback,
            capture_id=captures.get(plan.result.sha256),
        )
        for plan in plans
        if plan.error
    )


def _answer_earlier(plans: Sequence[FilePlan], captures: Mapping[str, int]) -> set[tuple[str, str]]:
    """Mark the earlier reports of these files as not waiting; return those that were put aside.

    A report that was put aside is returned as (path, reason).
    The file of a capture in which an article is read now can have been reported with other paths.
    """
    aside: set[tuple[str, str]] = set()
    waiting: list[int] = []
    of_interest = Q(is_waiting=True) | Q(put_aside_by__isnull=False)
    for paths in in_slices({plan.result.where for plan in plans}):
        rows = FileReport.objects.filter(of_interest, path__in=paths)
        for pk, path, reason, is_waiting in rows.values_list("pk", "path", "reason", "is_waiting"):
            if is_waiting:
                waiting.append(pk)
            else:
                aside.add((path, reason))
    read = {
        captures[plan.result.sha256]
        for plan in plans
        if plan.result.parsed and plan.existing and plan.result.sha256 in captures
    }
    for files in in_slices(read):
        same = FileReport.objects.filter(is_waiting=True, capture__in=files)
        waiting += same.values_list("pk", flat=True)
    for reports in in_slices(waiting):
        FileReport.objects.filter(pk__in=reports).update(is_waiting=False)
    return aside


def record_joined(run: ImportRun, new_extracts: Iterable[NewExtract]) -> int:
    """Store a JoinedExtract for each stored extract that is a further copy; return their number."""
    rows = [
        (run.pk, extract.row.pk, extract.row.article_id, joined.how, joined.share)
        for extract in new_extracts
        if (joined := extract.plan.joined)
    ]
    insert_rows(JoinedExtract, ("run", "extract", "article", "how", "share"), rows)
    return len(rows)


@dataclass(frozen=True, slots=True)
class JoinedCopy:
    """A text that an import took for a further copy of an article, for the list of such texts.

    `path` is the path of the saved file, and `position` the index of the text in the file.
    `article` is the id of the article (None in a dry run if the import would create the article),
    and `title` its title. `how` and `share` are columns of JoinedExtract.
    """

    path: str
    position: int
    article: int | None
    title: str
    how: str
    share: float


def count_joined(run: int) -> tuple[int, int]:
    """Return how many texts a run (by id) joined to articles, and to how many articles."""
    joined = JoinedExtract.objects.filter(run=run).order_by()
    return joined.count(), joined.values("article").distinct().count()


def joined_copies(run: int) -> Iterator[JoinedCopy]:
    """Yield the texts that a run (by id) joined to articles, in the order of the import."""
    after = 0
    while True:
        rows = JoinedExtract.objects.filter(run=run, pk__gt=after).order_by("pk")
        part = list(
            rows.values_list(
                *("pk", "extract__capture", "extract__position", "article", "article__title"),
                *("how", "share"),
            )[:_COPIES_PER_QUERY]
        )
        if not part:
            return
        paths = first_paths([capture for _pk, capture, *_rest in part])
        for _pk, capture, *rest in part:
            yield JoinedCopy(paths.get(capture, ""), *rest)
        after = part[-1][0]


def load_gazetteer_rows() -> Gazetteer:
    """Return the gazetteer for the name finder, made from the listed entities in the database."""
    return Gazetteer.from_rows(Entity.objects.as_rows(), Entity.objects.as_name_rows())
