"""What was decided about an entity reaches its articles: their mentions, the index, the addresses'
tags.

A hundred thousand articles may name one entity. The decision itself writes the entity alone; the
articles follow in short transactions, so that an import or another corrector waits for a moment
only. `Decision.waiting` says how far this has come: after a crash it goes on where it stopped, with
the next decision or the button in the admin."""

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
"""How many articles follow in one transaction: about 100 ms."""

AT_ONCE = 5_000
"""For how many articles the person waits until the index has followed, too. Beyond that the
followers of the web server bring the index up to date."""

ABOUT_SPELLINGS = (Decision.Kind.SPLIT, Decision.Kind.SPELLINGS, Decision.Kind.RENAME)
"""The kinds of decision after which mentions can go over to another entity, be hidden, or be
back."""


@contextmanager
def noting(decision: Decision, entities: Collection[int]) -> Iterator[None]:
    """Inside, the entities are altered; afterwards those whose articles read otherwise now wait in
    the decision."""
    before = _reading(entities)
    yield
    after = _reading(entities)
    changed = {pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk)}
    waiting = changed | set((decision.waiting or {}).get("entities", ()))
    decision.waiting = {"entities": sorted(waiting), "after": 0} if waiting else None
    decision.save(update_fields=["waiting"])


def spread(decision: Decision) -> None:
    """Update the articles after a decision, then the index."""
    if decision.waiting is None:
        return
    count = _step(decision)
    while decision.waiting is not None:
        count += _step(decision)
    if count <= AT_ONCE:
        transaction.on_commit(catch_up, robust=True)


def spread_all() -> None:
    """Let the articles follow every decision that was interrupted."""
    for decision in Decision.objects.filter(waiting__isnull=False).order_by("pk"):
        spread(decision)


def articles_naming(entity: int, after: int, limit: int) -> list[int]:
    """The next articles, by id, that have a mention of this entity. Two queries, each in the order
    of its index."""
    found: set[int] = set()
    for is_implied in (False, True):
        mentions = Mention.objects.filter(
            entity=entity, is_implied__in=[is_implied], article__gt=after
        )
        found.update(
            mentions.order_by("article_id").values_list("article_id", flat=True).distinct()[:limit]
        )
    return sorted(found)[:limit]


def _reading(entities: Collection[int]) -> Mapping[int, tuple[Any, ...]]:
    """What a mention of an entity counts for, and which spellings of it are banned. Nothing for
    what is only itself."""
    reading: dict[int, tuple[Any, ...]] = {pk: (pk,) for pk in entities}
    reading |= {pk: counted for pk, counted in counted_entities().items() if counted != (pk,)}
    for pk, banned in _banned(entities).items():
        reading[pk] = (reading.get(pk, (pk,)), sorted(banned))
    return reading


def _banned(entities: Collection[int]) -> dict[int, set[str]]:
    banned: dict[int, set[str]] = {}
    rows = EntityName.objects.filter(entity__in=entities, kind=EntityName.Kind.BANNED)
    for pk, name in rows.values_list("entity_id", "name"):
        banned.setdefault(pk, set()).add(fold(name))
    return banned


def _step(decision: Decision) -> int:
    """One batch in one transaction; gives how many articles followed. `decision.waiting` tells
    whether there are more."""
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
            found = articles_naming(entities[0], after, wanted)
            naming.append((entities[0], found))
            changed.update(found)
            after = found[-1] if len(found) == wanted else 0
            entities = entities[0 if after else 1 :]
        # As everybody does who changes articles: these first, in their order, and the archive's
        # version last.
        list(
            Article.objects.select_for_update()
            .filter(pk__in=changed)
            .order_by("pk")
            .values_list("pk")
        )
        if locked.kind in ABOUT_SPELLINGS:
            for entity, found in naming:
                _follow_spellings(locked, entity, found)
            # Where something was said and taken back, no mention may be left that could be shown
            # again.
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
    """In these articles: what was found by a spelling that another entity has now goes over to that
    one, what was found by a banned spelling is hidden, and what was hidden by one that is allowed
    again is back."""
    rows = Mention.objects.filter(entity=entity, article__in=articles, state__in=[_PARSED, _BANNED])
    mentions = list(rows.only("entity", "article", "field", "start", "end", "text", "state"))
    new = _split_off(decision)
    if new and new != entity:
        spellings = {
            fold(name)
            for name in EntityName.objects.filter(entity=new).values_list("name", flat=True)
        }
        moved = [
            each for each in mentions if each.state == _PARSED and fold(each.text) in spellings
        ]
        _move(moved, new)
        mentions = [each for each in mentions if each not in moved]
    banned = _banned([entity]).get(entity, set())
    # A name that the grammar made ("Chongjin Railway Bureau", of a list of them) is not the words
    # that stand there.
    is_nameless = (
        not EntityName.objects.filter(entity=entity).exclude(kind=EntityName.Kind.BANNED).exists()
    )
    hidden = {each.pk for each in mentions if fold(each.text) in banned or (banned and is_nameless)}
    hide = [each.pk for each in mentions if each.state == _PARSED and each.pk in hidden]
    Mention.objects.filter(pk__in=hide).update(state=_BANNED)
    _wake([each for each in mentions if each.state == _BANNED and each.pk not in hidden])


def _split_off(decision: Decision) -> int | None:
    """The entity to which mentions go over, where the decision split one off and stands."""
    if decision.kind != Decision.Kind.SPLIT or decision.undone_at is not None:
        return None
    mergers = decision.corrections.filter(kind=Correction.Kind.FIELD, key="merged_into")
    return mergers.values_list("entity_id", flat=True).first()


def _move(mentions: Collection[Mention], entity: int) -> None:
    there = set(
        Mention.objects.filter(
            entity=entity, article__in={each.article_id for each in mentions}
        ).values_list(*_PLACE)
    )
    twins = [each.pk for each in mentions if tuple(getattr(each, name) for name in _PLACE) in there]
    Mention.objects.filter(pk__in=twins).delete()
    Mention.objects.filter(pk__in=[each.pk for each in mentions]).update(entity=entity)


def _wake(mentions: Collection[Mention]) -> None:
    """Show hidden mentions again; those whose words are no longer in the text are gone."""
    articles = Article.objects.only("title", "body").in_bulk({each.article_id for each in mentions})
    gone = [
        each.pk
        for each in mentions
        if text_of(articles[each.article_id], each.field)[each.start : each.end] != each.text
    ]
    Mention.objects.filter(pk__in=gone).delete()
    Mention.objects.filter(pk__in=[each.pk for each in mentions]).update(state=_PARSED)


_PARSED, _BANNED = Mention.State.PARSED, Mention.State.BANNED
_PLACE = ("article_id", "field", "start", "end")
