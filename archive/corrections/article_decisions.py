"""Functions that store decisions about articles, and that undo and redo any decision.

Staff can correct, withdraw and restore articles, and settle problems of articles.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from math import inf
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from archive.corrections.article_overlay import (
    fingerprint,
    parsed_values,
    rebuild,
    shown_values,
)
from archive.corrections.bulk_steps import begin, is_long
from archive.corrections.entity_overlay import apply, keep_bases, subjects_of
from archive.corrections.errors import CorrectionError, StaleForm
from archive.corrections.fields import FIELDS
from archive.corrections.problems import problem_key
from archive.corrections.propagation import noting, spread
from archive.corrections.same_text_overlay import rebuild_values
from archive.corrections.separations import place, refuse_empty, separated_keys
from archive.models import ArchiveVersion, Article, Correction, Decision
from archive.search import catch_up
from archive.stories import follow_stories


class NewValue(NamedTuple):
    """A new value that a decision sets in articles.

    `kind`, `key` and `value` are the `kind`, `key` and `corrected_value` of the Correction.
    """

    kind: str
    key: str
    value: str


def correct(
    article: Article,
    changes: Mapping[str, str],
    reason: str,
    user: User,
    *,
    seen: Mapping[str, str] | None = None,
) -> Decision:
    """Correct fields of one article and return the decision.

    `changes` maps names of FIELDS to new values. A new value that is equal to the shown value is
    stored too, because it confirms the shown value: a confirmed date is not doubtful any more.
    `seen` contains the `fingerprints` of the article at the time when the form was opened. If
    `seen` is None, StaleForm is never raised.

    Raises CorrectionError if a new value is not valid, and StaleForm if a value of the article has
    changed since the form was opened. In both cases, nothing is stored.
    """
    return correct_all([article], changes, reason, user, kind=Decision.Kind.CORRECT, seen=seen)


def correct_all(
    articles: Sequence[Article],
    changes: Mapping[str, str],
    reason: str,
    user: User,
    *,
    kind: Decision.Kind = Decision.Kind.BULK,
    seen: Mapping[str, str] | None = None,
) -> Decision:
    """Set the same new values in several articles, in one decision; return the decision.

    If staff undo the decision, it is undone in all these articles. For the arguments and errors see
    `correct`.
    """
    values = clean(changes)
    if not values:
        raise CorrectionError({"": "Nothing was changed."})
    new = [NewValue(Correction.Kind.FIELD, name, value) for name, value in values.items()]
    return _decide([article.pk for article in articles], new, kind, reason, user, seen=seen)


def withdraw(articles: Sequence[Article] | Article, reason: str, user: User) -> Decision:
    """Hide articles from readers: the page of each article shows the reason, with HTTP status 410.

    Raises CorrectionError if one of the articles is withdrawn already.
    """
    ids = [article.pk for article in _several(articles)]
    hidden = NewValue(Correction.Kind.WITHDRAWN, "", _reason(reason))
    return _decide(ids, [hidden], Decision.Kind.WITHDRAW, reason, user)


def restore(articles: Sequence[Article] | Article, reason: str, user: User) -> Decision:
    """Show withdrawn articles again.

    Raises CorrectionError if one of the articles is not withdrawn.
    """
    ids = [article.pk for article in _several(articles)]
    shown = NewValue(Correction.Kind.WITHDRAWN, "", "")
    return _decide(ids, [shown], Decision.Kind.RESTORE, reason, user)


def settle(article: Article, keys: Collection[str], reason: str, user: User) -> Decision:
    """Mark problems of an article as settled; `keys` are their problem keys (`problem_key`).

    Imports do not open these problems again. The problems are open again if the decision is undone.
    Raises CorrectionError if `keys` is empty, and StaleForm if one of the problems is not open any
    more.
    """
    with transaction.atomic():
        locked = Article.objects.select_for_update().get(pk=article.pk)
        refuse_empty(locked)
        open_now = {problem_key(problem): problem for problem in locked.problems}
        if not keys:
            raise CorrectionError({"": "No problem was chosen."})
        if not set(keys) <= set(open_now):
            raise StaleForm({"": "The problems changed while you had the page open."})
        decision = new_decision(Decision.Kind.SETTLE, reason, user)
        Correction.objects.bulk_create(
            Correction(
                decision=decision,
                article=locked,
                kind=Correction.Kind.PROBLEM,
                key=key,
                parsed_value=open_now[key],
                corrected_value="",
            )
            for key in dict.fromkeys(keys)
        )
        finish([locked.pk])
    return decision


def undo(decision: Decision, user: User, seconds: float = inf) -> Decision:
    """Undo a decision and return it.

    Each value that `decision` set is replaced. If other decisions that are not undone changed the
    same field, mention or alias, the value from the last of these decisions is shown again;
    otherwise, the uncorrected value is shown. If `decision` is undone already, nothing changes.
    `seconds` is the longest time for which articles are updated here (`propagation.spread`).

    Raises CorrectionError if two entities would be merged into each other, if an entity would get
    an address that now belongs to another entity, or if an extract cannot go to another article
    (`archive.corrections.separations.place`).
    """
    return _turn(decision, user, seconds, is_undone=True)


def redo(decision: Decision, user: User, seconds: float = inf) -> Decision:
    """Apply an undone decision again and return it.

    If a later decision that is not undone changed the same field, mention or alias, the value from
    the later decision is still shown. Raises the same errors as `undo`.
    """
    return _turn(decision, user, seconds, is_undone=False)


def clean(changes: Mapping[str, str]) -> dict[str, str]:
    """Return the new values in the form in which they are stored: a dict from field name to value.

    `changes` maps names of FIELDS to the values that staff entered. Raises CorrectionError with a
    sentence for each name that is not in FIELDS, and for each value that is not valid.
    """
    values: dict[str, str] = {}
    messages: dict[str, str] = {}
    for name, value in changes.items():
        if name not in FIELDS:
            messages[name] = (
                f"“{name}” is not one of the fields that can be corrected: {', '.join(FIELDS)}."
            )
            continue
        try:
            values[name] = FIELDS[name].clean(value)
        except ValueError as error:
            messages[name] = str(error)
    if messages:
        raise CorrectionError(messages)
    return values


def new_decision(kind: Decision.Kind, reason: str, user: User) -> Decision:
    """Store a new decision without corrections, and return it.

    Raises CorrectionError if the reason is empty.
    """
    return Decision.objects.create(kind=kind, reason=_reason(reason), made_by=user)


def finish(article_ids: Collection[int], same_texts: Collection[int] = ()) -> None:
    """Compute articles (by id) again, and store a new archive version in them.

    `article_ids` are computed with `rebuild`, and other articles in `same_texts` with
    `rebuild_values`.

    Their stories are found again after the commit.

    Call this function at the end of the transaction that stores a decision. The search index is
    updated only after the commit, so that the decision is kept even if updating the index raises an
    error.
    """
    others = set(same_texts).difference(article_ids)
    rebuild(article_ids)
    rebuild_values(others)
    changed = {*article_ids, *others}
    ArchiveVersion.stamp(sorted(changed))
    transaction.on_commit(partial(follow_stories, changed), robust=True)
    transaction.on_commit(catch_up, robust=True)


def _decide(
    article_ids: Collection[int],
    values: Sequence[NewValue],
    kind: Decision.Kind,
    reason: str,
    user: User,
    *,
    seen: Mapping[str, str] | None = None,
) -> Decision:
    with transaction.atomic():
        locked = Article.objects.select_for_update().filter(pk__in=article_ids).order_by("pk")
        articles = list(locked.prefetch_related("shown_extract", "source"))
        _refuse(articles, values, seen or {})
        decision = new_decision(kind, reason, user)
        Correction.objects.bulk_create(
            Correction(
                decision=decision,
                article=article,
                kind=new.kind,
                key=new.key,
                parsed_value=parsed.get(new.key, ""),
                corrected_value=new.value,
            )
            for article in articles
            for parsed in [parsed_values(article.shown_extract)]
            for new in values
        )
        finish([article.pk for article in articles])
    return decision


def _refuse(
    articles: Sequence[Article], values: Sequence[NewValue], seen: Mapping[str, str]
) -> None:
    """Raise CorrectionError or StaleForm if these values cannot be set in these articles.

    `seen` maps field names to the `fingerprint` of the value that staff saw.
    """
    if not articles:
        raise CorrectionError({"": "No article was chosen."})
    for article in articles:
        if article.shown_extract is None:
            raise CorrectionError(
                {"": f"“{article}” has no parsed text. Import its file again first."}
            )
        refuse_empty(article)
        shown = shown_values(article)
        changed = {
            name: f"This changed while you had the page open. It is now: “{shown[name][:300]}”."
            for name, digest in seen.items()
            if name in shown and fingerprint(shown[name]) != digest
        }
        if changed:
            raise StaleForm(changed)
        is_withdrawn = article.withdrawn_at is not None
        for new in values:
            if new.kind == Correction.Kind.WITHDRAWN and is_withdrawn == bool(new.value):
                state = "already withdrawn" if is_withdrawn else "not withdrawn"
                raise CorrectionError({"": f"“{article}” is {state}."})


def _turn(decision: Decision, user: User, seconds: float, *, is_undone: bool) -> Decision:
    with transaction.atomic():
        locked = Decision.objects.select_for_update().get(pk=decision.pk)
        if (locked.undone_at is not None) == is_undone:
            return locked
        moment = timezone.now()
        if is_undone:
            locked.undone_by, locked.undone_at = user, moment
        else:
            locked.undone_by = locked.undone_at = None
            locked.redone_by, locked.redone_at = user, moment
        subjects = subjects_of(locked)
        if not is_undone:
            keep_bases(subjects)
        locked.save(update_fields=["undone_by", "undone_at", "redone_by", "redone_at"])
        if subjects:
            with noting(locked, {subject.entity for subject in subjects}):
                apply(subjects)
        placed = place(separated_keys(locked))
        if is_long(locked):
            begin(locked)
            locked.save(update_fields=["waiting"])
        else:
            finish(sorted(placed.union(articles_of(locked))))
    spread(locked, seconds)
    return locked


def articles_of(decision: Decision) -> list[int]:
    """Return the sorted ids of the articles that a decision corrects.

    These are the articles whose fields, problems or mentions have a correction of the decision. For
    a decision about entities, the list is empty, although articles name these entities.
    """
    rows = decision.corrections.filter(Q(article__isnull=False) | Q(mention__isnull=False))
    pairs = rows.order_by().values_list("article_id", "mention__article_id")
    return sorted({article_id or mentioned for article_id, mentioned in pairs})


def article_count(decision: Decision) -> int:
    """Return how many articles a decision about articles corrects."""
    rows = decision.corrections.filter(article__isnull=False)
    return rows.order_by().values("article").distinct().count()


def _several(articles: Sequence[Article] | Article) -> Sequence[Article]:
    return [articles] if isinstance(articles, Article) else articles


def _reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise CorrectionError({"reason": "Give a reason. It is kept with the correction."})
    return reason
