"""When articles last changed, and when names were last found in an article that was added."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from django.db.models import Max, Q

from archive.database.bulk import in_slices
from archive.display.labels import Labels
from archive.models import Article, Correction, Extract, Mention

_Where = Callable[[str], Q]


def last_changes_of(ids: Collection[int]) -> dict[int, datetime]:
    """Return when each of these articles last changed, by its id. Takes four database queries."""
    return _last_changes(lambda field: Q(**{f"{field}__in": ids}))


def last_changes_between(first: int, last: int) -> dict[int, datetime]:
    """Return when each article with an id from `first` to `last` last changed, by its id."""
    return _last_changes(_between(first, last))


def last_mentions(first: int, last: int, labels: Labels) -> dict[int, datetime]:
    """Return when the last article was added that mentions an entity, by the id of the entity.

    The ids are from `first` to `last`. An entity without articles is left out. Places in a place,
    and entities that were merged into an entity, count for it. `labels` has all places.
    """
    above = {
        pk: [pk, *labels.above(pk)]
        for place in labels.places
        if first <= place <= last
        for pk in labels.inside(place)
    }
    latest: dict[int, int] = {}
    are_between = _between(first, last)
    inside = are_between("entity") | are_between("entity__merged_into")
    rows = Mention.objects.shown().order_by().values_list("entity", "entity__merged_into")
    found = list(rows.filter(inside).annotate(Max("article")))
    for part in in_slices([pk for pk in above if not first <= pk <= last]):
        found += rows.filter(entity__in=part).annotate(Max("article"))
    for pk, merged_into, article in found:
        entity = merged_into or pk
        for counted in above.get(entity, [entity]):
            latest[counted] = max(latest.get(counted, 0), article)
    moments: dict[int, datetime] = {}
    for part in in_slices(set(latest.values())):
        moments.update(Article.objects.filter(pk__in=part).values_list("pk", "created_at"))
    return {
        pk: moments[article]
        for pk, article in latest.items()
        if first <= pk <= last and article in moments
    }


def _between(first: int, last: int) -> _Where:
    return lambda field: Q(**{f"{field}__gte": first, f"{field}__lte": last})


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
