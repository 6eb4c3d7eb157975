"""Makes the plans for stored captures that were parsed again; writes nothing.

Captures are parsed again with a newer parser or with other overrides. The result is called the new
parse. The new parse of a capture is compared with its stored extracts:

- An extract at the same position in the file stays with its article, even if its values differ.
- An extract at a new position is stored, and its article is chosen as for a new file.
- An extract that the parser does not find again is kept, and gets the problem `part-vanished`.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from archive.corrections.detected_entities import DetectedName, known_ids
from archive.corrections.mention_updates import FoundColumns, found_columns
from archive.corrections.problems import IDENTITY_PROBLEMS, identity_problems
from archive.corrections.versions import words_of_name
from archive.importing.capture_columns import capture_columns
from archive.importing.existing_rows import ExistingCapture, StoredCapture
from archive.importing.plan import ExtractPlan, FilePlan, Outcome, Planner
from archive.matching.known_item_writer import KnownItemWriter
from archive.models import Article, Capture, Correction, Extract, Mention, TextVersion
from ingest.pipeline import FileError, FileResult
from ingest.problem_codes import codes_about
from ingest.values import FoundMentions, MentionSpan, Problem

_NOT_OF_ONE_FILE = IDENTITY_PROBLEMS | codes_about("version")
"""The codes of problems that depend on other files, too; the parse of one file cannot find them."""


@dataclass(slots=True)
class _Stored:
    """The stored rows of a batch of captures.

    - `captures` maps the id of each capture to its row.
    - `extracts` maps the id of each capture to a dict from position to extract.
    - `mentions` maps the id of each article to its automatic mentions, as (entity id,
      *FoundColumns).
    - `version_names` maps the id of each extract that stands for a version that is not shown to the
      names of the version, as (entity id, words).
    - `corrected` has the ids of the articles with a decision that is not undone.
    - `ids` is the result of `known_ids` for all mentions in the new parse: the ids of their
      entities.
    """

    captures: dict[int, Capture]
    extracts: dict[int, dict[int, Extract]]
    mentions: dict[int, set[tuple[Any, ...]]]
    version_names: dict[int, set[tuple[int, str]]]
    corrected: set[int]
    ids: dict[str | DetectedName, int | None] = field(default_factory=dict)


def _load(ids: Collection[int]) -> _Stored:
    captures = Capture.objects.in_bulk(ids)
    stored = _Stored(captures, defaultdict(dict), defaultdict(set), defaultdict(set), set())
    shown = set()
    for extract in Extract.objects.filter(capture__in=ids).select_related("article"):
        stored.extracts[extract.capture_id][extract.position] = extract
        shown.add(extract.article_id)
        if extract.article.is_corrected:
            stored.corrected.add(extract.article_id)
    settled = Correction.objects.standing().order_by().filter(article__in=shown)
    stored.corrected.update(
        pk for pk in settled.values_list("article_id", flat=True) if pk is not None
    )
    fields = ("article", "entity", *FoundColumns._fields)
    for article, *rest in Mention.objects.filter(
        article__in=shown, state=Mention.State.PARSED
    ).values_list(*fields):
        stored.mentions[article].add(tuple(rest))
    versions = TextVersion.objects.filter(extract__capture__in=ids, is_shown=False)
    for pk, entity, words in versions.values_list("extract_id", "names__entity", "names__words"):
        stored.version_names[pk].update([(entity, words)] if entity else [])
    return stored


def plan_reparse(
    planner: Planner,
    item_writer: KnownItemWriter,
    captures: Sequence[StoredCapture],
    results: Sequence[FileResult],
) -> list[FilePlan]:
    """Return a plan for each capture; `results` has its new parse, in the order of `captures`."""
    stored = _load([capture.pk for capture in captures])
    today = datetime.now(UTC).date()
    drafts = [
        planner.draft(result, stored.captures[capture.pk].saved_not_after or today)
        for capture, result in zip(captures, results, strict=True)
    ]
    stored.ids = known_ids(
        span for extracts in drafts for draft in extracts for span in draft.mentions.mentions
    )
    planner.candidates.load(draft.lookup for extracts in drafts for draft in extracts)
    plans = []
    for capture, result, extracts in zip(captures, results, drafts, strict=True):
        existing = ExistingCapture(
            capture.pk,
            capture.rejection,
            capture.message,
            tuple(sorted(capture.overrides.items())),
            stored.captures[capture.pk].saved_not_after,
        )
        plan = FilePlan(result, Outcome.UNCHANGED, existing)
        if result.error:
            _plan_error(plan, result.error, capture, stored)
        else:
            _plan_result(plan, planner, item_writer, stored, extracts)
        plans.append(plan)
    return plans


def _plan_error(plan: FilePlan, error: FileError, capture: StoredCapture, stored: _Stored) -> None:
    """Complete the plan of a capture for which the new parse is an error.

    If an earlier parser read articles in the capture, these articles are kept.
    """
    plan.error = error
    plan.outcome = Outcome.FAILED if error.traceback else Outcome.REJECTED
    if stored.extracts[capture.pk] and not error.traceback:
        note = "An earlier version of the parser read it; its articles are unchanged."
        plan.error = replace(error, message=f"{error.message} {note}")
    elif not error.traceback:
        plan.is_read_again = capture.data is not None and _differs(
            plan, stored.captures[capture.pk]
        )


def _plan_result(
    plan: FilePlan,
    planner: Planner,
    item_writer: KnownItemWriter,
    stored: _Stored,
    extracts: Sequence[ExtractPlan],
) -> None:
    assert plan.existing and plan.existing.pk is not None and plan.result.parsed
    capture = stored.captures[plan.existing.pk]
    existing = stored.extracts[capture.pk]
    is_new = False
    for extract in extracts:
        extract.stored = existing.get(extract.position)
        if extract.stored is None:
            is_new |= planner.choose_article(plan.result.sha256, extract)
            plan.extracts.append(extract)
        else:
            _keep_filed(extract)
            plan.reparsed.append(extract)
    read = {extract.position for extract in extracts}
    plan.vanished = [
        extract
        for position, extract in existing.items()
        if position not in read and not _is_marked_vanished(extract)
    ]
    plan.is_listing_changed = item_writer.differs(capture.pk, plan.result.parsed.items)
    plan.is_read_again = _differs(plan, capture) or plan.is_listing_changed
    changed = [extract for extract in plan.reparsed if _is_changed(extract, stored)]
    # Articles with decisions are included even if their extracts did not change, because the name
    # finder must search their corrected texts again.
    plan.reparsed = [
        extract
        for extract in plan.reparsed
        if extract in changed or _article_of(extract).pk in stored.corrected
    ]
    if is_new:
        plan.outcome = Outcome.CREATED
    elif plan.is_read_again or plan.vanished or plan.extracts or changed:
        plan.outcome = Outcome.UPDATED


def _keep_filed(plan: ExtractPlan) -> None:
    """Complete the plan of a stored extract, which stays with its article.

    If the new parse gives the extract another key, the old key is stored as `filed_key`, and the
    problem `key-changed` is added.
    """
    assert plan.stored
    filed = plan.stored.filed_key or plan.stored.key
    kept = [
        problem
        for problem in identity_problems(plan.stored)
        if problem["code"] not in ("key-changed", "part-vanished")
    ]
    plan.columns["filed_key"] = "" if filed == plan.columns["key"] else filed
    if filed != plan.columns["key"]:
        kept.append(_key_changed(plan).as_json())
    plan.columns["problems"] = plan.columns["problems"] + kept


def _key_changed(plan: ExtractPlan) -> Problem:
    """Return the problem `key-changed`: title, source or date differ from the first parse.

    The words of the problem are the new values. So if staff settle the problem and a later parser
    reads other values, there is a new problem that is open.
    """
    assert plan.stored
    before, now = _identity(plan.stored.fields), _identity(plan.columns["fields"])
    if plan.stored.filed_key:  # compare with the first parse, not with the previous parse
        earlier = [problem for problem in plan.stored.problems if problem["code"] == "key-changed"]
        before = tuple(earlier[0]["candidates"]) if earlier else ("", "", "")
    message = (
        f"The parser now reads {_named(now)}; the file was stored as"
        f" {_named(before)}. It stays with its article: check whether it belongs there."
    )
    return Problem("key-changed", message, words="\n".join(now), candidates=before)


def _identity(fields: dict[str, Any]) -> tuple[str, ...]:
    """Return the title, source and date of an extract; "" for a value that was not found."""
    names = ("title", "source", "published")
    return tuple(str((fields.get(name) or {}).get("value") or "") for name in names)


def _named(identity: tuple[str, ...]) -> str:
    title, source, published = (value or "unknown" for value in identity)
    return f"“{title}” ({source}, {published})"


def _is_marked_vanished(extract: Extract) -> bool:
    return any(problem["code"] == "part-vanished" for problem in extract.problems)


def _article_of(plan: ExtractPlan) -> Article:
    assert plan.stored
    return plan.stored.article


def _is_changed(plan: ExtractPlan, stored: _Stored) -> bool:
    """Return True if the new parse of an extract (`plan`) differs from the stored rows.

    Stored rows are the extract, and the mentions and problems of its article. Mentions and problems
    are compared only if the article shows this extract and has no decisions. If the extract stands
    for a version that the article does not show, the names of the version are compared. The parser
    version is not compared.
    """
    if any(getattr(plan.stored, name) != value for name, value in plan.columns.items()):
        return True
    article = _article_of(plan)
    if plan.stored and plan.stored.pk in stored.version_names:
        return stored.version_names[plan.stored.pk] != _version_names(plan.mentions, stored)
    if (
        plan.stored is None
        or article.shown_extract_id != plan.stored.pk
        or article.pk in stored.corrected
    ):
        return False
    return stored.mentions[article.pk] != _mention_set(
        plan.mentions, stored
    ) or not _has_problems_of(article, plan)


def _mention_set(found_mentions: FoundMentions, stored: _Stored) -> set[tuple[Any, ...]]:
    """Return mentions as tuples (entity id, *FoundColumns), as in `_Stored.mentions`.

    In this form, they can be compared with the stored mentions. The entity id is 0 if the entity
    does not exist yet. Mentions of banned names are left out.
    """
    return {(entity, *found_columns(mention)) for entity, mention in _meant(found_mentions, stored)}


def _version_names(found_mentions: FoundMentions, stored: _Stored) -> set[tuple[int, str]]:
    """Return the names of a version, as in `_Stored.version_names`; ids as in `_mention_set`."""
    return {(entity, words_of_name(mention)) for entity, mention in _meant(found_mentions, stored)}


def _meant(found_mentions: FoundMentions, stored: _Stored) -> Iterator[tuple[int, MentionSpan]]:
    for mention in found_mentions.mentions:
        name = DetectedName.of(mention) if mention.name else mention.entity
        entity = stored.ids.get(name, 0)
        if entity is not None:
            yield entity, mention


def _has_problems_of(article: Article, plan: ExtractPlan) -> bool:
    wanted = [*plan.columns["problems"], *(problem.as_json() for problem in plan.mentions.problems)]
    read, stored = set(map(_as_text, wanted)), set(map(_as_text, article.problems))
    return read <= stored and all(
        problem["code"] in _NOT_OF_ONE_FILE or _as_text(problem) in read
        for problem in article.problems
    )


def _as_text(problem: dict[str, Any]) -> str:
    """Return a problem as JSON text, which is the same for equal problems."""
    return json.dumps(problem, sort_keys=True)


def _differs(plan: FilePlan, capture: Capture) -> bool:
    """Return True if the new parse changes a column of the capture except the parser version."""
    columns = capture_columns(plan.result, plan.error, capture.saved_not_after)
    return any(
        getattr(capture, name) != value
        for name, value in columns.items()
        if name != "parser_version"
    )
