"""Finds out what a change would do in each article of a list, before the decision is made."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from archive.corrections.bulk_changes import BulkChange, Input
from archive.corrections.fields import FIELDS
from archive.corrections.problems import problem_key
from archive.corrections.separations import ELSEWHERE
from archive.database.bulk import in_slices
from archive.models import ArchiveVersion, Article, Correction, Decision, Extract

EXAMPLES = 10
_ROWS = 2_000  # articles read at a time

_COLUMNS = {"published": ("published_on", "published_precision")}


class PlannedChange(NamedTuple):
    """The change of one article (by id): the values before and after it.

    For a problem that is settled, `after` is "", and `problems` has the stored problems, by key.
    """

    article: int
    before: str
    after: str
    problems: Mapping[str, dict[str, Any]] = {}


@dataclass(slots=True)
class BulkPlan:
    """What a change would do in the articles of a list; nothing of it is stored.

    `total` is the number of articles in the list, and `changes` are the articles that would change,
    in the order of the list. `same_count` articles have the new value already. `corrected_count`
    articles have a correction of this value by a person; they are in `changes` only if
    `with_corrected` is true. `impossible` maps the sentences that say why an article cannot be
    changed to numbers of articles. `version` is the number of the archive version that was read.
    """

    change: BulkChange
    value: str
    with_corrected: bool
    total: int
    version: int
    changes: list[PlannedChange] = field(default_factory=list)
    same_count: int = 0
    corrected_count: int = 0
    impossible: Counter[str] = field(default_factory=Counter)

    @property
    def digest(self) -> str:
        """Return 16 hex digits that are equal only if the plan does the same in the same list."""
        numbers = (self.total, self.same_count, self.corrected_count, sorted(self.impossible))
        does = [(each.article, each.before, each.after, *each.problems) for each in self.changes]
        head = (self.change.name, self.value, self.with_corrected)
        return sha256(repr((head, numbers, sorted(does))).encode()).hexdigest()[:16]

    @property
    def examples(self) -> list[PlannedChange]:
        """Return at most EXAMPLES changes, spread over the whole list, with its first and last."""
        last = len(self.changes) - 1
        wanted = min(EXAMPLES, last + 1)
        return [self.changes[round(index * last / max(1, wanted - 1))] for index in range(wanted)]


def plan_change(
    articles: Sequence[int], change: BulkChange, value: str, *, with_corrected: bool = False
) -> BulkPlan:
    """Return what `change` with this value would do in these articles (ids, in order of the list).

    `value` is the result of `change.clean`. Values that a person corrected are left as they are,
    unless `with_corrected` is true.
    """
    version = ArchiveVersion.current().number
    plan = BulkPlan(change, value, with_corrected, len(articles), version)
    add = _ADDERS[change.kind]
    for part in in_slices(articles, _ROWS):
        rows = (
            Article.objects.filter(pk__in=part).only(*_columns(change)).prefetch_related("source")
        )
        found = {article.pk: article for article in rows}
        corrected = _corrected(part, change)
        witnesses = _witnesses(part, value) if change.input == Input.WITNESS else {}
        for pk in part:
            if pk in found:
                add(plan, found[pk], pk in corrected, witnesses.get(pk, ""))
    return plan


def _columns(change: BulkChange) -> list[str]:
    names = ["shown_extract", "withdrawn_at", "withdrawn_reason", "source"]
    names += _COLUMNS.get(change.field, (change.field,)) if change.field else ()
    return [*names, "problems"] if change.kind == Decision.Kind.SETTLE else names


def _corrected(articles: Collection[int], change: BulkChange) -> set[int]:
    """Return which of these articles (ids) have a correction by a person that `change` replaces."""
    kind = Correction.Kind.FIELD if change.field else Correction.Kind.WITHDRAWN
    if change.kind not in (Decision.Kind.BULK, Decision.Kind.WITHDRAW):
        return set()
    rows = Correction.objects.standing().filter(kind=kind, key=change.field, article__in=articles)
    return {pk for pk in rows.order_by().values_list("article", flat=True) if pk is not None}


def _witnesses(articles: Collection[int], name: str) -> dict[int, str]:
    """Return a dict from the id of an article to the date that its saved file gives in this way."""
    shown = Article.objects.filter(pk__in=articles).order_by().values("shown_extract")
    rows = Extract.objects.filter(pk__in=shown).values_list("article", "witnesses")
    return {pk: str(known[name].get("value") or "") for pk, known in rows if name in known}


def _add_field(plan: BulkPlan, article: Article, is_corrected: bool, witness: str) -> None:
    change = plan.change
    before = FIELDS[change.field].read(article)
    shown = {change.field: before, "witness": witness}
    try:
        after = change.value_for(shown, plan.value)
    except ValueError as error:
        plan.impossible[str(error)] += 1
        return
    if after == before and not (change.confirms and not is_corrected):
        plan.same_count += 1
        return
    _add(plan, PlannedChange(article.pk, before, after), article, is_corrected)


def _add_withdrawal(plan: BulkPlan, article: Article, is_corrected: bool, _witness: str) -> None:
    before, after = (
        "withdrawn" if is_so else "public"
        for is_so in (article.withdrawn_at is not None, plan.change.kind == Decision.Kind.WITHDRAW)
    )
    if before == after:
        plan.same_count += 1
    else:
        _add(plan, PlannedChange(article.pk, before, after), article, is_corrected)


def _add_problems(plan: BulkPlan, article: Article, is_corrected: bool, _witness: str) -> None:
    problems = {
        problem_key(problem): problem
        for problem in article.problems
        if problem["code"] == plan.value
    }
    if not problems:
        plan.same_count += 1
        return
    message = next(iter(problems.values()))["message"]
    _add(plan, PlannedChange(article.pk, message, "", problems), article, is_corrected)


def _add(plan: BulkPlan, planned: PlannedChange, article: Article, is_corrected: bool) -> None:
    if article.shown_extract_id is None:
        plan.impossible[
            "The archive has no text of it from a file. Import its file again first."
        ] += 1
    elif article.withdrawn_reason == ELSEWHERE:
        plan.impossible[ELSEWHERE] += 1
    else:
        plan.corrected_count += is_corrected
        if plan.with_corrected or not is_corrected:
            plan.changes.append(planned)


_ADDERS: Mapping[str, Callable[[BulkPlan, Article, bool, str], None]] = {
    Decision.Kind.BULK: _add_field,
    Decision.Kind.WITHDRAW: _add_withdrawal,
    Decision.Kind.RESTORE: _add_withdrawal,
    Decision.Kind.SETTLE: _add_problems,
}
