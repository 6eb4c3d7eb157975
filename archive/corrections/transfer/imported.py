"""Imports a file of decisions: stores and applies each decision, in the order of the file.

After a header, each line is one decision as JSON, in the form in which `exported.py` writes it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from archive.corrections.article_decisions import finish
from archive.corrections.article_overlay import parsed_values, rebuild
from archive.corrections.bulk_steps import is_about_texts
from archive.corrections.entity_overlay import (
    REFERENCES,
    EntityChange,
    apply,
    keep_address,
    keep_bases,
    record,
    references_to,
    store,
    subjects_of,
)
from archive.corrections.errors import CorrectionError
from archive.corrections.problems import problem_key
from archive.corrections.propagation import noting, spread
from archive.corrections.separations import place, separated_keys
from archive.corrections.transfer.entity_references import EntityFinder, NotFoundError
from archive.corrections.transfer.exported import FORMAT
from archive.corrections.transfer.separated_texts import Separation
from archive.corrections.transfer.targets import (
    MentionMatcher,
    check_correction,
    find_article,
    find_extract,
    find_problem,
    find_user,
    find_value,
    identity_of,
)
from archive.models import Article, Correction, Decision, Entity

Kind = Correction.Kind

_DAMAGED = (
    *(AttributeError, LookupError, TypeError, ValueError, OverflowError, StopIteration),
    *(ValidationError, DatabaseError),
)
"""The errors that can be raised for a line that is not a decision."""


class TransferError(Exception):
    """An error that is raised if a file is not a file of decisions; nothing was changed.

    The message contains the number of the wrong line, unless the file is empty.
    """


@dataclass(slots=True)
class ImportReport:
    """The result of an import of decisions.

    - `applied` is the number of decisions that are new, or that have new corrections.
    - `already_there` is the number of decisions that were stored before and did not change.
    - `turned` is the number of decisions that were stored before and are now undone or redone, as
      in the file.
    - `not_applicable` has a sentence with the reason for each decision or correction that could not
      be applied.
    """

    applied: int = 0
    already_there: int = 0
    turned: int = 0
    not_applicable: list[str] = field(default_factory=list)


def import_lines(lines: Iterable[str], *, is_dry_run: bool = False) -> ImportReport:
    """Store and apply the decisions of a file in one transaction, and return a report.

    `lines` are the lines of the file. If a decision with the same `uid` is stored already, only its
    new corrections are applied. For example, a correction can be new because its article was
    missing at the first import of the file. If the decision in the file was undone or redone later
    than the stored decision, the stored decision is undone or redone too.

    If `is_dry_run` is True, the transaction is rolled back. Raises TransferError if a line is not a
    decision.
    """
    report = ImportReport()
    with transaction.atomic():
        importer = _Importer(report)
        for number, line in _parse(lines):
            try:
                importer.add(line)
            except _DAMAGED:
                raise TransferError(f"Line {number} is not a decision.") from None
        importer.finish()
        if is_dry_run:
            transaction.set_rollback(True)
    return report


def _parse(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    number = 0
    for number, text in enumerate(lines, start=1):
        try:
            line = json.loads(text)
        except (ValueError, RecursionError):
            raise TransferError(f"Line {number} is not JSON.") from None
        if number == 1:
            if line != FORMAT:
                raise TransferError("Line 1 does not say that this is a file of corrections.")
        else:
            yield number, line
    if not number:
        raise TransferError("The file is empty.")


class _Importer:
    """One import of decisions: `add` applies one decision, `finish` then rebuilds the articles."""

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        self.entities = EntityFinder()
        self.mentions = MentionMatcher()
        self.articles: set[int] = set()
        self.same_texts: set[int] = set()  # articles of corrections that do not change texts
        self.waiting: list[Decision] = []

    def add(self, line: Mapping[str, Any]) -> None:
        """Store and apply one decision (`line`), or report why this is not possible."""
        stored = Decision.objects.filter(uid=line["uid"]).first()
        missing, mentions = len(self.report.not_applicable), len(self.mentions)
        try:
            with transaction.atomic():
                is_changed = self._store(line, stored)
                is_turned = stored is not None and self._turn(stored, line)
                if not (is_changed or is_turned):
                    # Remove the entities that were created for this decision: nothing uses them.
                    transaction.set_rollback(True)
        except (CorrectionError, NotFoundError) as error:
            del self.report.not_applicable[missing:]
            # The old EntityFinder has ids of entities whose creation was rolled back.
            self.entities = EntityFinder()
            self.mentions.forget(mentions)
            self._miss(line, str(error))
            return
        if self.entities.has_made and not (is_changed or is_turned):
            self.entities = EntityFinder()
        self.report.turned += is_turned
        self.report.applied += is_changed
        self.report.already_there += stored is not None and not is_changed and not is_turned

    def finish(self) -> None:
        """Update the articles that the decisions changed, then the search index."""
        for decision in self.waiting:
            decision.refresh_from_db()
            spread(decision)
        if self.articles or self.same_texts or self.waiting:
            finish(sorted(self.articles), self.same_texts)

    def _store(self, line: Mapping[str, Any], stored: Decision | None) -> bool:
        """Store the new corrections of a decision; return True if there is at least one.

        `line` is the decision in the file, and `stored` the decision with the same `uid` in this
        archive, or None. A correction that is not possible in this archive is left out and
        reported.

        There is one exception: if a correction of an entity is not possible, NotFoundError is
        raised, and the caller leaves out the whole decision. This does not concern decisions that
        accept entities, because each entity can be accepted alone.
        """
        if not line["corrections"]:
            raise NotFoundError("it has no corrections")
        ids = self.entities.ids(line["entities"])
        decision = stored or _new_decision(line)
        if decision.kind == Decision.Kind.SEPARATE:
            return self._separate(decision, line["corrections"], line)
        known = {identity_of(row) for row in decision.corrections.all()}
        changes: list[EntityChange] = []
        is_new = False
        for item in line["corrections"]:
            try:
                check_correction(item)
                if "entity" in item:
                    changes.append(_entity_change(item, ids))
                    continue
                row = self._row(decision, item, ids)
            except NotFoundError as error:
                if "entity" in item and line["kind"] != Decision.Kind.ACCEPT:
                    raise  # because half of a merger or split would be another decision
                self._miss(line, str(error))
                continue
            if identity_of(row) not in known:
                row.save()
                is_new = True
                self._note(row)
                if row.kind == Kind.FIELD and row.key == "body" and decision.undone_at is None:
                    _pin(row, item)
        new = [
            change
            for change in _with_references(line, changes)
            if (None, change.entity, None, change.kind, change.key) not in known
        ]
        if not new and not is_new:
            return False
        self._record(decision, new)
        return True

    def _separate(
        self, decision: Decision, items: Sequence[Mapping[str, Any]], line: Mapping[str, Any]
    ) -> bool:
        """Store the new corrections of a decision that separates extracts, and apply them.

        `items` are the corrections in the file, and `line` is the decision. Return True if at least
        one correction is new.
        """
        separation = Separation(decision, items)
        for reason in separation.store():
            self._miss(line, reason)
        if separation.is_changed:
            self.articles |= separation.articles
            self._place(separated_keys(decision))
            rebuild(separation.articles)
        return separation.is_changed

    def _place(self, keys: Sequence[str]) -> None:
        """Give separated extracts to their articles; later decisions may be about these articles.

        `keys` are those of the corrections.
        """
        changed = place(keys)
        rebuild(changed)
        self.articles |= changed

    def _record(self, decision: Decision, changes: Sequence[EntityChange]) -> None:
        """Store changes of entities as corrections; apply them unless the decision is undone."""
        if not changes:
            return
        if decision.undone_at is not None:
            store(decision, changes)
            for change in changes:
                if change.kind == Kind.FIELD and change.key == "slug":
                    keep_address(Entity.objects.get(pk=change.entity), change.value)
            return
        with noting(decision, {change.entity for change in changes}):
            record(decision, changes)
        self.waiting.append(decision)

    def _row(
        self, decision: Decision, item: Mapping[str, Any], ids: Sequence[int | NotFoundError]
    ) -> Correction:
        """Return the unsaved correction of an article or a mention.

        `item` is the correction in the file. `ids` are the results of `EntityFinder.ids`.
        """
        row = Correction(decision=decision, kind=item["kind"], key=item["key"])
        row.corrected_value = item["value"]
        if "mention" in item:
            named = item["mention"]
            article = find_article(named)
            row.mention = self.mentions.find(article, _id(named["entity"], ids), named)
            row.parsed_value = item["parsed"]
        else:
            _set_article(row, item)
        return row

    def _turn(self, decision: Decision, line: Mapping[str, Any]) -> bool:
        """Undo or redo a stored decision, as in the file, if the undo or redo in the file is newer.

        `line` is the decision in the file. Return True if the stored decision was undone or redone.
        """
        latest = max(filter(None, (decision.undone_at, decision.redone_at)), default=None)
        moments = [_moment(line["undone_at"]), _moment(line["redone_at"])]
        latest_of_file = max(filter(None, moments), default=None)
        is_undone = line["undone_at"] is not None
        if (
            latest_of_file is None
            or (latest is not None and latest >= latest_of_file)
            or (decision.undone_at is not None) == is_undone
        ):
            return False
        _set_state(decision, line)
        subjects = subjects_of(decision)
        if not is_undone:
            keep_bases(subjects)
        decision.save()
        if subjects:
            with noting(decision, {subject.entity for subject in subjects}):
                apply(subjects)
            self.waiting.append(decision)
        self._place(separated_keys(decision))
        for row in decision.corrections.filter(entity__isnull=True).select_related("mention"):
            self._note(row)
        return True

    def _note(self, row: Correction) -> None:
        """Note that the article of a correction must be computed again."""
        if is_about_texts(row.kind, row.key, row.parsed_value):
            self.articles.add(row.mention.article_id if row.mention else row.article_id or 0)
        else:
            self.same_texts.add(row.article_id or 0)

    def _miss(self, line: Mapping[str, Any], reason: str) -> None:
        self.report.not_applicable.append(
            f"{line['kind']} by {line['made_by']} at {line['made_at']}: {reason.rstrip('.')}"
        )


def _set_article(row: Correction, item: Mapping[str, Any]) -> None:
    row.article = article = find_article(item)
    if row.kind == Kind.PROBLEM:
        row.article, row.parsed_value = find_problem(article, item["problem"])
        row.key = problem_key(row.parsed_value)
        return
    row.parsed_value = parsed_values(article.shown_extract).get(row.key, "")
    if row.kind == Kind.FIELD:
        row.corrected_value = find_value(item)


def _pin(row: Correction, item: Mapping[str, Any]) -> None:
    """Make an article show the extract whose text staff corrected.

    `row` is the stored correction, and `item` the correction in the file. The article shows this
    extract in the archive from which the decisions were exported.
    """
    extract = find_extract(item["article"])
    Article.objects.filter(corrections=row).update(shown_extract=extract)


def _new_decision(line: Mapping[str, Any]) -> Decision:
    if not line["reason"].strip():
        raise ValueError
    decision = Decision(
        uid=line["uid"],
        kind=line["kind"],
        reason=line["reason"],
        summary=str(line.get("summary", "")),  # older files do not have it
        made_by=find_user(line["made_by"]),
        made_at=_parse_moment(line["made_at"]),
    )
    if decision.kind not in Decision.Kind.values:
        raise NotFoundError(f"“{decision.kind}” is not a kind of decision")
    _set_state(decision, line)
    decision.save()
    return decision


def _set_state(decision: Decision, line: Mapping[str, Any]) -> None:
    decision.undone_at, decision.redone_at = _moment(line["undone_at"]), _moment(line["redone_at"])
    decision.undone_by = find_user(line["undone_by"]) if line["undone_by"] else None
    decision.redone_by = find_user(line["redone_by"]) if line["redone_by"] else None


def _moment(text: str | None) -> datetime | None:
    return _parse_moment(text) if text else None


def _parse_moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment


def _entity_change(item: Mapping[str, Any], ids: Sequence[int | NotFoundError]) -> EntityChange:
    entity, kind, key, value = _id(item["entity"], ids), item["kind"], item["key"], item["value"]
    if kind == Kind.DISTINCT:
        first, second = sorted([entity, _id(key, ids)])
        return EntityChange(first, kind, str(second), value)
    if kind == Kind.FIELD and key in REFERENCES and value is not None:
        value = _id(value, ids)
    return EntityChange(entity, kind, key, value)


def _id(position: int, ids: Sequence[int | NotFoundError]) -> int:
    known = ids[position]
    if isinstance(known, NotFoundError):
        raise known
    return known


def _with_references(
    line: Mapping[str, Any], changes: Sequence[EntityChange]
) -> list[EntityChange]:
    """Return the changes of a decision, with additional changes if it is a merger.

    `line` is the decision in the file, and `changes` are its changes. A merger of an entity into a
    target also changes all fields (such as `parent`) of other entities that refer to the entity:
    they then refer to the target. The decision in the file has only the fields that referred to the
    entity in the archive that exported the decision. So the fields that refer to the entity only in
    this archive are added.
    """
    if line["kind"] != Decision.Kind.MERGE:
        return list(changes)
    subjects = {change.subject for change in changes}
    merged = [change.entity for change in changes if change.key == "merged_into"]
    own = [
        change
        for entity in Entity.objects.filter(pk__in=merged)
        for change in references_to(entity)
        if change.subject not in subjects
    ]
    return [*changes, *own]
