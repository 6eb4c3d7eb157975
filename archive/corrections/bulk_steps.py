"""Applies decisions about many articles in steps, each in a short transaction.

The transaction of such a decision stores the decision with all its corrections, but does not change
articles. They are changed afterwards, so that imports and other people never wait long. Undo and
redo work in the same way. `Decision.waiting` stores the last correction that was applied. If the
process is killed, another one continues: the thread that `start_finishing` starts in each process
of the web server, the next import or decision about a list, or the button in the admin.
"""

from functools import partial
from typing import Any, NamedTuple

from django.db import transaction

from archive.corrections.article_overlay import rebuild
from archive.corrections.fields import TEXTS
from archive.corrections.problems import NAME_PROBLEMS
from archive.corrections.same_text_overlay import rebuild_values
from archive.models import ArchiveVersion, Correction, Decision
from archive.stories import follow_stories

STEP = 500
"""The number of corrections that one transaction applies, if texts stay as they are."""

STEP_WITH_TEXTS = 20
"""The number of corrections that one transaction applies, if names have to be found again."""

AFTER = "after_correction"
"""The key in `Decision.waiting` for the id of the last correction that was applied."""


_Kind = Decision.Kind
_ABOUT_LISTS = (_Kind.BULK, _Kind.WITHDRAW, _Kind.RESTORE, _Kind.SETTLE)


def begin(decision: Decision) -> None:
    """Note that no correction of a decision is applied yet; the caller saves the decision."""
    decision.waiting = {AFTER: 0}


def is_long(decision: Decision) -> bool:
    """Return True if a decision corrects so many articles that it is applied in steps."""
    if decision.kind not in _ABOUT_LISTS:
        return False
    return decision.corrections.all()[: STEP + 1].count() > STEP


def is_begun(decision: Decision) -> bool:
    """Return True if the decision is about many articles, and not applied to all of them yet."""
    return AFTER in (decision.waiting or {})


def applied_count(decision: Decision) -> int:
    """Return how many corrections of a decision are applied; all of them if it is finished."""
    rows = decision.corrections.all()
    if is_begun(decision):
        rows = rows.filter(pk__lte=_last_applied(decision))
    return rows.count()


def take_step(decision: Decision) -> int:
    """Apply the next corrections in one transaction, and return the number of articles.

    After the last step, `decision.waiting` is None.
    """
    with transaction.atomic():
        locked = Decision.objects.select_for_update().get(pk=decision.pk)
        articles: set[int] = set()
        if is_begun(locked):
            rows = _next_corrections(locked)
            articles = {row.article for row in rows}
            locked.waiting = {AFTER: rows[-1].pk} if rows else None
            if any(row.is_about_texts for row in rows):
                rebuild(articles)
            else:
                rebuild_values(articles)
            locked.save(update_fields=["waiting"])
            if articles:
                ArchiveVersion.stamp(sorted(articles))
                transaction.on_commit(partial(follow_stories, articles), robust=True)
    decision.waiting = locked.waiting
    return len(articles)


class _Step(NamedTuple):
    """The columns of a correction that a step reads."""

    pk: int
    article: int
    kind: str
    key: str
    parsed_value: Any

    @property
    def is_about_texts(self) -> bool:
        return is_about_texts(self.kind, self.key, self.parsed_value)


def _next_corrections(decision: Decision) -> list[_Step]:
    following = decision.corrections.filter(pk__gt=_last_applied(decision)).order_by("pk")
    rows = [_Step(*row) for row in following.values_list(*_Step._fields)[:STEP]]
    with_texts = next((at for at, row in enumerate(rows) if row.is_about_texts), len(rows))
    return rows[:with_texts] or rows[:STEP_WITH_TEXTS]


def _last_applied(decision: Decision) -> int:
    return int((decision.waiting or {}).get(AFTER, 0))


def is_about_texts(kind: str, key: str, parsed_value: Any) -> bool:
    """Return True if the names in an article must be found again to apply or undo a correction.

    The arguments are columns of the correction.
    """
    if kind == Correction.Kind.PROBLEM:
        return parsed_value["code"] in NAME_PROBLEMS
    return kind != Correction.Kind.WITHDRAWN and (kind != Correction.Kind.FIELD or key in TEXTS)
