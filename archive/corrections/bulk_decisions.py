"""Stores decisions about a whole list of articles, after staff saw what would change (a plan)."""

import json
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from archive.corrections.article_decisions import new_decision
from archive.corrections.article_overlay import parsed_values_of
from archive.corrections.bulk_plans import BulkPlan, PlannedChange
from archive.corrections.bulk_steps import begin
from archive.corrections.errors import CorrectionError, StaleForm
from archive.corrections.propagation import spread
from archive.database.bulk import in_slices, insert_rows
from archive.models import Article, Correction, Decision

_COLUMNS = ("decision", "article", "kind", "key", "parsed_value", "corrected_value")


def decide_about_list(
    plan: BulkPlan, reason: str, user: User, summary: str, seconds: float = inf
) -> Decision:
    """Make the changes of a plan in one decision, and return the decision.

    `summary` says in words what changes, and in which list. The decision and all its corrections
    are stored in one transaction; then the articles are updated in short steps, at most for
    `seconds` (`archive.corrections.bulk_steps`).

    Raises CorrectionError if nothing would change or the reason is empty, and StaleForm if one of
    the articles changed after the plan was made. In both cases, nothing is stored.
    """
    if not plan.changes:
        raise CorrectionError({"": "Nothing would change in these articles."})
    changes = sorted(plan.changes, key=lambda planned: planned.article)
    ids = [planned.article for planned in changes]
    parsed = parsed_values_of(ids, plan.change.field) if plan.change.field else {}
    with transaction.atomic():
        _lock(ids, plan.version)
        decision = new_decision(plan.change.kind, reason, user)
        decision.summary = summary
        begin(decision)
        decision.save(update_fields=["summary", "waiting"])
        insert_rows(Correction, _COLUMNS, _rows(decision, plan, changes, parsed))
    spread(decision, seconds)
    return decision


def _lock(articles: Sequence[int], version: int) -> None:
    """Lock articles (by id); raise StaleForm if one of them changed after `version`."""
    for part in in_slices(articles):
        rows = Article.objects.select_for_update().filter(pk__in=part).order_by("pk")
        list(rows.values_list("pk"))
    changed = Article.objects.filter(version__gt=version).order_by()
    is_changed = not set(articles).isdisjoint(changed.values_list("pk", flat=True))
    if is_changed or Decision.objects.filter(waiting__isnull=False).exists():
        raise StaleForm({"": "Articles of this list changed at the same moment. Look at it again."})


def _rows(
    decision: Decision, plan: BulkPlan, changes: Iterable[PlannedChange], parsed: dict[int, str]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the corrections, in the order of the articles."""
    values: list[tuple[str, Any, str]]
    for planned in changes:
        if plan.change.kind == Decision.Kind.SETTLE:
            kind = Correction.Kind.PROBLEM
            values = [(key, problem, "") for key, problem in planned.problems.items()]
        elif plan.change.field:
            kind = Correction.Kind.FIELD
            values = [(plan.change.field, parsed.get(planned.article, ""), planned.after)]
        else:
            kind = Correction.Kind.WITHDRAWN
            is_withdrawn = plan.change.kind == Decision.Kind.WITHDRAW
            values = [("", "", decision.reason if is_withdrawn else "")]
        for key, before, after in values:
            texts = (json.dumps(value) for value in (before, after))
            yield (decision.pk, planned.article, kind.value, key, *texts)
