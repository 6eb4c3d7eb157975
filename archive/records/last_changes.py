"""When articles last changed: added, corrected, or found in another version."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from django.db.models import Max, Q

from archive.models import Article, Correction, Extract

_Where = Callable[[str], Q]


def last_changes_of(ids: Collection[int]) -> dict[int, datetime]:
    """Return when each of these articles last changed, by its id. Takes four database queries."""
    return _last_changes(lambda field: Q(**{f"{field}__in": ids}))


def last_changes_between(first: int, last: int) -> dict[int, datetime]:
    """Return when each article with an id from `first` to `last` last changed, by its id."""
    return _last_changes(lambda field: Q(**{f"{field}__range": (first, last)}))


def _last_changes(where: _Where) -> dict[int, datetime]:
    """Return the latest of these moments: it was added, a decision changed it, a version arrived.

    A decision changes an article when it is made, undone and redone. A decision about a name that
    is not only in this article is left out.
    """
    changes = dict(Article.objects.filter(where("pk")).values_list("pk", "created_at"))
    moments = [f"decision__{name}" for name in ("made_at", "undone_at", "redone_at")]
    for article in ("article", "mention__article"):
        rows = (
            Correction.objects.filter(where(article))
            .order_by()
            .values_list(article)
            .annotate(*map(Max, moments))
        )
        _take_latest(changes, rows)
    arrived = (
        Extract.objects.filter(where("article"), version_copy__isnull=False)
        .order_by()
        .values_list("article")
        .annotate(Max("capture__run__started_at"))
    )
    _take_latest(changes, arrived)
    return changes


def _take_latest(changes: dict[int, datetime], rows: Iterable[tuple[object, ...]]) -> None:
    for pk, *moments in rows:
        if isinstance(pk, int) and pk in changes:
            known = [moment for moment in moments if isinstance(moment, datetime)]
            changes[pk] = max(changes[pk], *known) if known else changes[pk]
