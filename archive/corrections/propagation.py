"""Update the articles of an entity after a decision: their mentions, the search index, their ETags.

A hundred thousand articles may name one entity. The decision itself changes only the entity. Its
articles are updated in short transactions, so that an import or another decision never waits long.
`Decision.waiting` stores the progress: after a crash, the update continues with the next decision
or with the button in the admin.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from archive.corrections.anchoring import text_of
from archive.corrections.article_overlay import rebuild
from archive.models import ArchiveVersion, Article, Correction, Decision, EntityName, Mention
from archive.search import catch_up, counted_entities
from ingest.mentions.gazetteer import fold

BATCH = 500
"""The number of articles that one transaction updates, in about 100 ms."""

AT_ONCE = 5_000
"""The largest number of articles for which the index is updated at once.

If there are more, the background thread of the web server updates the index."""

ABOUT_SPELLINGS = (Decision.Kind.SPLIT, Decision.Kind.SPELLINGS, Decision.Kind.RENAME)
"""The kinds of decisions that can move, hide or show mentions."""


@contextmanager
def noting(decision: Decision, entities: Collection[int]) -> Iterator[None]:
    """Note in a decision which entities need an update of their articles.

    The caller changes the entities inside the `with` block.
    """
    before = _meanings(entities)
    yield
    after = _meanings(entities)
    changed = {pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk)}
    waiting = changed | set((decision.waiting or {}).get("entities", ()))
    decision.waiting = {"entities": sorted(waiting), "after": 0} if waiting else None
    decision.save(update_fields=["waiting"])


def spread(decision: Decision) -> None:
    """Update the articles of a decision, then the index."""
    if decision.waiting is None:
        return
    count = _step(decision)
    while decision.waiting is not None:
        count += _step(decision)
    if count <= AT_ONCE:
        transaction.on_commit(catch_up, robust=True)


def spread_all() -> None:
    """Finish the updates of all decisions that were interrupted."""
    for decision in Decision.objects.filter(waiting__isnull=False).order_by("pk"):
        spread(decision)


def articles_naming(entity: int, after: int, limit: int) -> list[int]:
    """Return the next articles with a mention of this entity: at most `limit` ids above `after`.

    Takes two queries, both in the order of the index.
    """
    articles: set[int] = set()
    for is_implied in (False, True):
        mentions = Mention.objects.filter(
            entity=entity, is_implied__in=[is_implied], article__gt=after
        )
        articles.update(
            mentions.order_by("article_id").values_list("article_id", flat=True).distinct()[:limit]
        )
    return sorted(articles)[:limit]


def _meanings(entities: Collection[int]) -> Mapping[int, tuple[Any, ...]]:
    """Return the entities that a mention counts for and the banned aliases, by entity.

    An entity that counts only for itself has no entry, except for those in `entities`.
    """
    meanings: dict[int, tuple[Any, ...]] = {pk: (pk,) for pk in entities}
    meanings |= {pk: counted for pk, counted in counted_entities().items() if counted != (pk,)}
    for pk, banned in _banned(entities).items():
        meanings[pk] = (meanings.get(pk, (pk,)), sorted(banned))
    return meanings


def _banned(entities: Collection[int]) -> dict[int, set[str]]:
    banned: dict[int, set[str]] = {}
    rows = EntityName.objects.filter(entity__in=entities, kind=EntityName.Kind.BANNED)
    for pk, name in rows.values_list("entity_id", "name"):
        banned.setdefault(pk, set()).add(fold(name))
    return banned


def _step(decision: Decision) -> int:
    """Update one batch of articles in a transaction and return their number.

    Afterwards `decision.waiting` is None if there are no more.
    """
    with transaction.atomic():
        locked = Decision.objects.select_for_update().get(pk=decision.pk)
        entities, after = (
            list((locked.waiting or {}).get("entities", ())),
            (locked.waiting or {}).get("after", 0),
        )
        changed: set[int] = set()
        naming: list[tuple[int, list[int]]] = []
        while entities and len(changed) < BATCH:
            wanted = BATCH - len(changed)
            articles = articles_naming(entities[0], after, wanted)
            naming.append((entities[0], articles))
            changed.update(articles)
            after = articles[-1] if len(articles) == wanted else 0
            entities = entities[0 if after else 1 :]
        # Like all code that changes articles: lock them first, by id, and stamp the version last.
        list(
            Article.objects.select_for_update()
            .filter(pk__in=changed)
            .order_by("pk")
            .values_list("pk")
        )
        if locked.kind in ABOUT_SPELLINGS:
            for entity, articles in naming:
                _follow_spellings(locked, entity, articles)
            # If a decision about a mention was undone, the article needs its automatic mentions.
            about = Mention.objects.filter(
                article__in=changed, entity__in=[entity for entity, _ in naming]
            )
            rebuild(
                set(about.filter(state=Mention.State.RETRACTED).values_list("article", flat=True))
            )
        locked.waiting = {"entities": entities, "after": after} if entities else None
        locked.save(update_fields=["waiting"])
        ArchiveVersion.stamp(changed)
    decision.waiting = locked.waiting
    return len(changed)


def _follow_spellings(decision: Decision, entity: int, articles: Collection[int]) -> None:
    """Update the automatic mentions of an entity in these articles after its aliases changed.

    Those with an alias that was split off move to its entity, those with a banned alias are
    hidden, and those with an alias that is allowed again are shown.
    """
    rows = Mention.objects.filter(entity=entity, article__in=articles, state__in=[_PARSED, _BANNED])
    mentions = list(rows.only("entity", "article", "field", "start", "end", "text", "state"))
    new = _split_off(decision)
    if new and new != entity:
        spellings = {
            fold(name)
            for name in EntityName.objects.filter(entity=new).values_list("name", flat=True)
        }
        moved = [row for row in mentions if row.state == _PARSED and fold(row.text) in spellings]
        _move(moved, new)
        mentions = [row for row in mentions if row not in moved]
    banned = _banned([entity]).get(entity, set())
    # The text may not contain the detected name: "Chongjin and Kaechon railway bureaus" gives
    # "Chongjin Railway Bureau".
    is_nameless = (
        not EntityName.objects.filter(entity=entity).exclude(kind=EntityName.Kind.BANNED).exists()
    )
    hidden = {row.pk for row in mentions if fold(row.text) in banned or (banned and is_nameless)}
    hide = [row.pk for row in mentions if row.state == _PARSED and row.pk in hidden]
    Mention.objects.filter(pk__in=hide).update(state=_BANNED)
    _show_again([row for row in mentions if row.state == _BANNED and row.pk not in hidden])


def _split_off(decision: Decision) -> int | None:
    """Return the entity that a decision split off; None if it did not, or is undone."""
    if decision.kind != Decision.Kind.SPLIT or decision.undone_at is not None:
        return None
    mergers = decision.corrections.filter(kind=Correction.Kind.FIELD, key="merged_into")
    return mergers.values_list("entity_id", flat=True).first()


def _move(mentions: Collection[Mention], entity: int) -> None:
    existing = set(
        Mention.objects.filter(
            entity=entity, article__in={row.article_id for row in mentions}
        ).values_list(*_SPAN)
    )
    twins = [row.pk for row in mentions if tuple(getattr(row, name) for name in _SPAN) in existing]
    Mention.objects.filter(pk__in=twins).delete()
    Mention.objects.filter(pk__in=[row.pk for row in mentions]).update(entity=entity)


def _show_again(mentions: Collection[Mention]) -> None:
    """Show hidden mentions again; delete those whose words are no longer in the text."""
    articles = Article.objects.only("title", "body").in_bulk({row.article_id for row in mentions})
    gone = [
        row.pk
        for row in mentions
        if text_of(articles[row.article_id], row.field)[row.start : row.end] != row.text
    ]
    Mention.objects.filter(pk__in=gone).delete()
    Mention.objects.filter(pk__in=[row.pk for row in mentions]).update(state=_PARSED)


_PARSED, _BANNED = Mention.State.PARSED, Mention.State.BANNED
_SPAN = ("article_id", "field", "start", "end")
