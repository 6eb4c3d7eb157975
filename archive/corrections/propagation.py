"""Updates the articles that name an entity, after a decision about the entity.

An update changes the mentions of the articles, the documents of the articles in the search index,
and the ETags of their pages. A hundred thousand articles can name one entity. So the transaction of
the decision changes only the entity, and the articles are updated afterwards in short transactions.
An import or another decision then never waits long.

`Decision.waiting` stores the progress of the update. If the process crashes, the update continues
when somebody makes the next decision about an entity, or presses “Finish applying it” in the admin.
"""

import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from math import inf
from typing import Any

from django.db import connection, transaction

from archive.corrections.article_overlay import rebuild
from archive.corrections.bulk_steps import is_begun, take_step
from archive.corrections.mention_updates import text_of
from archive.models import (
    ArchiveVersion,
    Article,
    Correction,
    Decision,
    EntityName,
    Mention,
    VersionName,
)
from archive.search import catch_up, counted_entities
from ingest.mentions.gazetteer import fold

BATCH = 500
"""The number of articles that one transaction updates, in about 100 ms."""

AT_ONCE = 5_000
"""The largest number of articles for which `spread` updates the search index itself.

If there are more articles, the background thread of the web server updates the index."""

ABOUT_SPELLINGS = (Decision.Kind.SPLIT, Decision.Kind.SPELLINGS, Decision.Kind.RENAME)
"""The kinds of decisions that can move, hide or show mentions."""


@contextmanager
def noting(decision: Decision, entities: Collection[int]) -> Iterator[None]:
    """Store in `decision.waiting` the entities whose articles must be updated.

    `entities` has the ids of the entities that the caller changes in the database inside the `with`
    block. The articles of an entity must be updated in two cases:

    - The entities for which its mentions are counted change inside the block. This can also be true
      for an entity that is not in `entities`: if a province is merged into another, the mentions of
      its counties are counted for the other province.
    - Its banned aliases change (aliases that never mean the entity, by a decision of staff), so
      that mentions must be hidden or shown.
    """
    before = _meanings(entities)
    yield
    after = _meanings(entities)
    changed = {pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk)}
    waiting = changed | set((decision.waiting or {}).get("entities", ()))
    decision.waiting = {"entities": sorted(waiting), "after": 0} if waiting else None
    decision.save(update_fields=["waiting"])


# SQLite lets one process write at a time, and those that wait look only every tenth of a second. So
# after some steps there is a pause, in which they can write.
_WORK_SECONDS, _REST_SECONDS = 0.5, 0.12


def spread(decision: Decision, seconds: float = inf) -> None:
    """Update the articles that wait for `decision` (`Decision.waiting`), then the search index.

    These are the articles that name the entities of the decision, or the articles of a decision
    about a whole list. After `seconds`, the rest is left to another process
    (`archive.corrections.unfinished`).
    """
    end, count, rested = time.monotonic() + seconds, 0, time.monotonic()
    while decision.waiting is not None and time.monotonic() < end:
        count += take_step(decision) if is_begun(decision) else _step(decision)
        is_waited_for = connection.vendor == "sqlite" and decision.waiting is not None
        if is_waited_for and time.monotonic() - rested > _WORK_SECONDS:
            time.sleep(_REST_SECONDS)
            rested = time.monotonic()
    if 0 < count <= AT_ONCE:
        transaction.on_commit(catch_up, robust=True)


def spread_all(seconds: float = inf) -> None:
    """Finish all updates that were interrupted, beginning with the oldest decision.

    After `seconds`, the rest is left to another process.
    """
    end = time.monotonic() + seconds
    for decision in Decision.objects.filter(waiting__isnull=False).order_by("pk"):
        spread(decision, end - time.monotonic())


def articles_naming(entity: int, after: int, limit: int) -> list[int]:
    """Return the ids of the next `limit` articles that name this entity (by id) in any version.

    The result has the lowest ids that are higher than `after`, in ascending order. Takes three
    database queries: one for implied mentions and one for other mentions, because each of these two
    can read the ids from a database index, which is sorted by id; and one for the names in versions
    that are not shown.
    """
    articles: set[int] = set()
    for is_implied in (False, True):
        mentions = Mention.objects.filter(
            entity=entity, is_implied__in=[is_implied], article__gt=after
        )
        articles.update(
            mentions.order_by("article_id").values_list("article_id", flat=True).distinct()[:limit]
        )
    article = "version__article_id"
    names = VersionName.objects.filter(entity=entity, version__article__gt=after)
    articles.update(names.order_by(article).values_list(article, flat=True).distinct()[:limit])
    return sorted(articles)[:limit]


def _meanings(entities: Collection[int]) -> Mapping[int, tuple[Any, ...]]:
    """Return a dict from entity id to the values that decide how articles count the entity.

    If these values change, the articles that name the entity must be updated. The values are the
    ids of all entities for which the mentions of the entity are counted, and for `entities` (ids)
    also the banned aliases. An entity whose mentions are counted only for itself is left out,
    unless it is in `entities`.
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
    """Update the next batch of articles in one transaction, and return the number of articles.

    After the last batch, `decision.waiting` is None.
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
        # All code that changes articles locks them first, in the order of their ids, and stamps the
        # version last. This prevents deadlocks.
        list(
            Article.objects.select_for_update()
            .filter(pk__in=changed)
            .order_by("pk")
            .values_list("pk")
        )
        if locked.kind in ABOUT_SPELLINGS:
            for entity, articles in naming:
                _follow_spellings(locked, entity, articles)
            # If a decision about a mention in an article was undone, the article is rebuilt,
            # because an automatic mention can be missing in this article.
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
    """Update the mentions of an entity in these articles (by id) after its aliases changed.

    - If the decision splits off an alias, mentions with this alias move to the new entity, and so
      do names in versions that are not shown. Banned aliases in these versions need no update,
      because they are left out whenever the names are counted.
    - If an alias is banned, mentions with this alias are hidden.
    - If a banned alias is allowed again, mentions with this alias are shown again.
    - Mentions about which staff decided do not change.
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
        _move_in_versions(entity, new, articles, spellings)
        mentions = [row for row in mentions if row not in moved]
    banned = _banned([entity]).get(entity, set())
    # If all spellings of the entity are banned, all its mentions are hidden. Comparing the words of
    # mentions is not enough, because they can differ from the detected name: "Chongjin Railway
    # Bureau" is detected in "Chongjin and Kaechon railway bureaus".
    is_nameless = (
        not EntityName.objects.filter(entity=entity).exclude(kind=EntityName.Kind.BANNED).exists()
    )
    hidden = {row.pk for row in mentions if fold(row.text) in banned or (banned and is_nameless)}
    hide = [row.pk for row in mentions if row.state == _PARSED and row.pk in hidden]
    Mention.objects.filter(pk__in=hide).update(state=_BANNED)
    _show_again([row for row in mentions if row.state == _BANNED and row.pk not in hidden])


def _split_off(decision: Decision) -> int | None:
    """Return the id of the entity that was created when this decision split off an alias.

    Returns None if the decision is of another kind, or if it is undone.
    """
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


def _move_in_versions(
    entity: int, new: int, articles: Collection[int], spellings: Collection[str]
) -> None:
    """Give the names with these spellings in versions of these articles (ids) to another entity."""
    names = VersionName.objects.filter(
        entity=entity, version__article__in=articles, words__in=spellings
    )
    VersionName.objects.bulk_create(
        (
            VersionName(version_id=version, entity_id=new, words=words)
            for version, words in names.values_list("version", "words")
        ),
        ignore_conflicts=True,
    )
    names.delete()


def _show_again(mentions: Collection[Mention]) -> None:
    """Show hidden mentions again, but delete mentions whose span now contains other words."""
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
