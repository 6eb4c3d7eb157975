"""Stores one batch of planned files in the database, in one transaction."""

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.db import transaction

from archive.corrections.choose_extract import SavedFile
from archive.corrections.versions import update_versions
from archive.database.bulk import insert_objects, insert_rows, unsaved
from archive.importing.article_writer import ArticleWriter, NewExtract, new_extract
from archive.importing.capture_columns import capture_columns, saved_not_after, saved_not_before
from archive.importing.plan import ExtractPlan, FilePlan, Outcome
from archive.importing.run_records import count, record_joined, report
from archive.matching.known_item_writer import KnownItemWriter
from archive.matching.lookup_keys import LookupKeys
from archive.matching.source_resolver import SourceResolver
from archive.models import (
    ArchiveVersion,
    Article,
    Capture,
    CaptureContent,
    Extract,
    ImportRun,
    SeenPath,
)
from ingest.mentions import Gazetteer
from ingest.parse import PARSER_VERSION
from ingest.values import Problem

_VANISHED = Problem(
    "part-vanished",
    "A newer parser no longer finds this article in the file. What was read before is kept: check"
    " whether it is an article.",
).as_json()


class Writer:
    """Stores the batches of one import run, each in one transaction."""

    def __init__(self, run: ImportRun, sources: SourceResolver, gazetteer: Gazetteer) -> None:
        self.run = run
        self.sources = sources
        self.article_writer = ArticleWriter(sources, gazetteer)
        self.item_writer = KnownItemWriter(sources)

    def write(self, plans: Sequence[FilePlan]) -> float:
        """Store a batch of plans; return for how many seconds the database was locked.

        If an error is raised, the transaction is rolled back, so nothing of the batch is stored.
        """
        if all(_is_nothing_new(plan) for plan in plans):
            count(self.run, (plan.outcome for plan in plans))
            return 0.0
        try:
            return self._write(plans)
        except BaseException:
            self.item_writer.forget()
            self.article_writer.detected_entities.forget()
            raise

    def _write(self, plans: Sequence[FilePlan]) -> float:
        with transaction.atomic():
            started = time.monotonic()
            captures = self._write_captures(plans)
            self.sources.write_new(
                extract.lookup.source
                for plan in plans
                for extract in (*plan.extracts, *plan.reparsed)
            )
            changed = self._write_reparsed(plans)
            created_or_changed, joined = self._write_extracts(plans, captures)
            changed |= created_or_changed | self._find_missing_versions(plans)
            is_linked = self.item_writer.relink_listed(_read_again(plans))
            is_shown = _mark_parser(plans) or is_linked or any(_is_shown(plan) for plan in plans)
            report(self.run, plans, captures)
            count(self.run, (plan.outcome for plan in plans), joined)
            version = ArchiveVersion.stamp(changed) if changed or is_shown else None
        if version is not None:
            self.article_writer.detected_entities.committed(version)
        return time.monotonic() - started

    def _write_captures(self, plans: Sequence[FilePlan]) -> dict[str, int]:
        """Store the captures of a batch with their bytes and paths.

        Return a dict from the SHA-256 of each file to the id of its capture. The dict also has the
        captures that were stored by earlier imports.
        """
        new = {
            plan.result.sha256: plan for plan in plans if _is_written(plan) and not plan.existing
        }
        today = datetime.now(UTC).date()
        rows = [
            unsaved(
                Capture,
                sha256=sha256,
                run_id=self.run.pk,
                **capture_columns(plan.result, plan.error, today),
            )
            for sha256, plan in new.items()
        ]
        insert_objects(rows)
        captures = {capture.sha256: capture.pk for capture in rows}
        for plan in plans:
            if plan.existing and plan.existing.pk is not None:
                captures[plan.result.sha256] = plan.existing.pk
                if plan.is_read_again:
                    columns = capture_columns(plan.result, plan.error, plan.existing.imported_on)
                    Capture.objects.filter(pk=plan.existing.pk).update(**columns)
        contents = [
            (captures[sha256], plan.result.content)
            for sha256, plan in new.items()
            if plan.result.content is not None
        ]
        insert_rows(CaptureContent, ("capture", "compressed"), contents)
        paths = [
            (
                captures[plan.result.sha256],
                plan.result.path,
                plan.result.place,
                plan.result.container,
            )
            for plan in plans
            if plan.is_new_path and plan.result.sha256 in captures
        ]
        insert_rows(SeenPath, ("capture", "path", "place", "container_sha256"), paths)
        return captures

    def _write_extracts(
        self, plans: Sequence[FilePlan], captures: Mapping[str, int]
    ) -> tuple[set[int], int]:
        """Store new extracts with their articles, then the known items that new files list.

        `captures` maps the SHA-256 of each file to the id of its capture. Return the ids of the
        articles that were created or changed, and the number of extracts that became a further copy
        of an article.
        """
        new_extracts = [
            NewExtract(
                extract,
                new_extract(extract, captures[plan.result.sha256]),
                _saved(plan),
            )
            for plan in plans
            for extract in plan.extracts
        ]
        changed = self.article_writer.store_extracts(new_extracts)
        listings = {
            captures[plan.result.sha256]: plan.result.parsed.items
            for plan in plans
            if plan.is_listing_new and plan.result.parsed
        }
        self.item_writer.record(listings, [extract.plan.lookup for extract in new_extracts])
        return changed, record_joined(self.run, new_extracts)

    def _write_reparsed(self, plans: Sequence[FilePlan]) -> set[int]:
        """Store the new values of extracts that were parsed again.

        An extract that the parser did not find again is kept, with the problem `part-vanished`.
        Return the ids of the articles that changed.
        """
        read = [extract for plan in plans for extract in plan.reparsed]
        # An item that meant the article by its old title or date may mean another one now.
        before = [LookupKeys.of_extract(row.stored, self.sources) for row in read if row.stored]
        rows = [_with_new_columns(extract) for extract in read]
        for extract in (extract for plan in plans for extract in plan.vanished):
            extract.problems = [*extract.problems, _VANISHED]
            rows.append(extract)
        for row in rows:
            row.save()
        for plan in plans:
            if (
                plan.is_listing_changed
                and plan.existing
                and plan.existing.pk is not None
                and plan.result.parsed
            ):
                self.item_writer.replace(plan.existing.pk, plan.result.parsed.items)
        if not rows:
            return set()
        self.item_writer.relink(
            [*before, *(extract.lookup for extract in read)], {row.article_id for row in rows}
        )
        found_mentions = {extract.stored.pk: extract.mentions for extract in read if extract.stored}
        return self.article_writer.refresh({row.article_id for row in rows}, found_mentions)

    def _find_missing_versions(self, plans: Sequence[FilePlan]) -> set[int]:
        """Store the versions of the articles in files that were parsed again; return those changed.

        An archive that was made by an older Dateline has articles whose versions were never stored.
        """
        again = _read_again(plans)
        if not again:
            return set()
        articles = Article.objects.filter(extracts__capture__in=again)
        shown = dict(articles.values_list("pk", "shown_extract"))
        changed = update_versions(shown, again=True, gazetteer=self.article_writer.gazetteer)
        self.article_writer.refresh(changed, {})
        return changed


def _read_again(plans: Sequence[FilePlan]) -> list[int]:
    """Return the ids of the captures that were parsed again."""
    return [
        plan.existing.pk
        for plan in plans
        if plan.existing and plan.existing.pk is not None and plan.result.parsed
    ]


def _saved(plan: FilePlan) -> SavedFile:
    """Return when the file of a plan was saved."""
    first = plan.existing.imported_on if plan.existing else None
    imported = first or datetime.now(UTC).date()
    last = saved_not_after(plan.result, imported)
    return SavedFile(saved_not_before(plan.result), last, plan.result.sha256)


def _is_written(plan: FilePlan) -> bool:
    """Return True if the columns of the file's capture must be written.

    They must be written if the archive does not have the bytes of the file, or if these bytes were
    parsed again. The result is False for a failed file, because such a file gets no capture.
    """
    has_bytes = bool(plan.result.sha256) and plan.outcome is not Outcome.FAILED
    return has_bytes and (plan.existing is None or plan.is_read_again)


def _is_shown(plan: FilePlan) -> bool:
    """Return True if at least one page changes because of this file.

    A page can change although no article changes, because pages also show the paths of a file, its
    text with the evidence, and the known items that the file lists.
    """
    is_changed = plan.outcome in (Outcome.CREATED, Outcome.UPDATED)
    return is_changed or _is_written(plan) or (plan.is_new_path and plan.existing is not None)


def _is_nothing_new(plan: FilePlan) -> bool:
    return plan.outcome is Outcome.UNCHANGED and not plan.is_new_path and not plan.result.parsed


def _mark_parser(plans: Sequence[FilePlan]) -> bool:
    """Store the parser version in captures that were parsed again without changed values.

    The parser version is also stored in the extracts of these captures. Return True if at least one
    of these captures and extracts had another version.
    """
    same = [plan for plan in plans if plan.result.parsed and plan.outcome is Outcome.UNCHANGED]
    read = [plan.existing.pk for plan in same if plan.existing and plan.existing.pk is not None]
    if not read:
        return False
    captures, extracts = (
        Capture.objects.filter(pk__in=read),
        Extract.objects.filter(capture__in=read),
    )
    older = [rows.exclude(parser_version=PARSER_VERSION) for rows in (captures, extracts)]
    return sum(rows.update(parser_version=PARSER_VERSION) for rows in older) > 0


def _with_new_columns(plan: ExtractPlan) -> Extract:
    assert plan.stored
    for name, value in {**plan.columns, "parser_version": PARSER_VERSION}.items():
        setattr(plan.stored, name, value)
    return plan.stored
