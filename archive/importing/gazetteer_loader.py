"""Loads the listed sources, places, organisations and people into the database.

The lists are the CSV files in `ingest/data/`. Loading the same files again changes nothing.
Decisions of staff are never overwritten: corrected fields, and aliases that staff added or banned.
"""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from archive.corrections.entity_overlay import Subject, standing_subjects
from archive.models import (
    ArchiveVersion,
    Correction,
    Entity,
    EntityName,
    Mention,
    OldSlug,
    Source,
    SourceName,
    VersionName,
)
from archive.search import catch_up
from ingest.mentions.names_csv import ListedName, read_listed
from ingest.mentions.places_csv import ListedPlace, read_places
from ingest.sources import ListedSource, read_sources, source_key

KINDS = ("sources", "source names", "places", "organisations", "persons", "aliases")
OUTCOMES = ("created", "updated", "removed", "kept", "unchanged")
_CHANGES = frozenset({"created", "updated", "removed"})

# If one of these columns of a place changes, the search index must be updated for all articles that
# mention this place or a place inside it, because the documents of these articles contain values of
# the columns.
_INDEXED = frozenset({"name", "place_type", "parent_id", "division_id"})

Tally = Counter[tuple[str, str]]
"""The number of rows with each outcome. A key is a pair (one of KINDS, one of OUTCOMES), such as
("places", "updated")."""


def load_listed() -> Tally:
    """Load all lists in one transaction, then update the search index if anything changed.

    Return the number of rows of each kind with each outcome.
    """
    tally: Tally = Counter()
    with transaction.atomic():
        load_sources(list(read_sources()), tally)
        changed = load_entities([*read_places(), *read_listed()], tally)
        if any(count and outcome in _CHANGES for (_, outcome), count in tally.items()):
            ArchiveVersion.stamp(_articles_of(changed))
            transaction.on_commit(catch_up, robust=True)
    return tally


def load_sources(listed: Sequence[ListedSource], tally: Tally) -> None:
    """Store the listed sources and their names, inside the caller's transaction.

    If an import created the source already, the stored source becomes a listed source. If a listed
    name belongs to another stored source, the name stays with that source, and is counted as
    "kept". Outcomes are counted in `tally`.
    """
    sources = list(Source.objects.all())
    by_pk = {source.pk: source for source in sources}
    renamed = OldSlug.objects.filter(kind="source").values_list("slug", "source_id")
    known = {source.name: source for source in sources}
    known |= {slug: by_pk[pk] for slug, pk in renamed if pk}
    known |= {source.slug: source for source in sources}
    names = {name.key: name for name in SourceName.objects.all()}
    for item in listed:
        source = known.get(item.slug) or known.get(item.name) or Source(slug=item.slug)
        values = {
            "name": item.name,
            "home_page": item.home_page,
            "description": item.description,
            "is_listed": True,
        }
        tally["sources", _save_if_changed(source, values)] += 1
        for name, language in item.names:
            key = source_key(name)
            row = names.get(key) or SourceName(source=source, key=key)
            if row.source_id != source.pk:
                tally["source names", "kept"] += 1
            else:
                outcome = _save_if_changed(row, {"name": name, "language": language})
                tally["source names", outcome] += 1


def load_entities(listed: Sequence[ListedPlace | ListedName], tally: Tally) -> set[int]:
    """Store the listed places, organisations and people, inside the caller's transaction.

    Outcomes are counted in `tally`. Return the ids of the existing entities whose articles must be
    indexed again, because a column that the index stores has changed.
    """
    entities = _stored_entities(listed)
    new = [item for item in listed if item.slug not in entities]
    created = Entity.objects.bulk_create(Entity(kind=item.kind, slug=item.slug) for item in new)
    entities |= {entity.slug: entity for entity in created}
    created_ids = {entity.pk for entity in created}
    corrected = standing_subjects()
    changed: list[Entity] = []
    reindexed: set[int] = set()
    for item in listed:
        entity, kind = entities[item.slug], f"{item.kind}s"
        values = {
            field: value
            for field, value in _values(item, entities).items()
            if not _is_corrected(entity, field, corrected)
        }
        fields = _set_values(entity, values)
        if fields:
            changed.append(entity)
        if entity.pk in created_ids:
            tally[kind, "created"] += 1
        else:
            tally[kind, "updated" if fields else "unchanged"] += 1
            reindexed |= {entity.pk} if fields & _INDEXED else set()
    # This INSERT also updates existing rows. It takes a tenth of the time of `bulk_update`.
    Entity.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=sorted({*_PLACE_COLUMNS, *_NAME_COLUMNS}),
    )
    _load_aliases({entities[item.slug].pk: dict(item.names) for item in listed}, corrected, tally)
    return reindexed


def _stored_entities(listed: Sequence[ListedPlace | ListedName]) -> dict[str, Entity]:
    """Return a dict from the slug of each listed entity to the stored entity, if there is one.

    If staff changed the slug of an entity, the entity is found by its old slug.
    """
    kinds = {item.slug: item.kind for item in listed}
    stored = {
        entity.slug: entity
        for entity in Entity.objects.filter(slug__in=list(kinds))
        if entity.kind == kinds[entity.slug]
    }
    renamed = OldSlug.objects.filter(slug__in=list(kinds), entity__isnull=False)
    return {
        old.slug: old.entity
        for old in renamed.select_related("entity")
        if old.entity and old.kind == kinds[old.slug]
    } | stored


_PLACE_COLUMNS = (
    *("name", "place_type", "parent_id", "division_id", "latitude", "longitude"),
    *("korean_name", "authority_ids", "evidence", "is_listed"),
)
_NAME_COLUMNS = (
    *("name", "site_id", "implies_site", "korean_name", "description", "evidence", "is_listed"),
)


def _values(item: ListedPlace | ListedName, entities: Mapping[str, Entity]) -> dict[str, Any]:
    if isinstance(item, ListedName):
        site = entities[item.site].meant_id if item.site else None
        values: tuple[Any, ...] = (
            *(item.name, site, item.implies_site),
            *(item.korean_name, item.description, item.evidence, True),
        )
        return dict(zip(_NAME_COLUMNS, values, strict=True))
    parent = entities[item.parent].meant_id if item.parent else None
    division = entities[item.division].meant_id if item.division else None
    values = (
        *(item.name, item.place_type, parent, division, item.latitude, item.longitude),
        *(item.korean_name, item.authority_ids, item.evidence, True),
    )
    return dict(zip(_PLACE_COLUMNS, values, strict=True))


def _is_corrected(entity: Entity, field: str, corrected: Set[Subject]) -> bool:
    return Subject(entity.pk, Correction.Kind.FIELD, field.removesuffix("_id")) in corrected


def _load_aliases(
    listed: Mapping[int, Mapping[str, str]], corrected: Set[Subject], tally: Tally
) -> None:
    """Store the listed aliases, and delete stored aliases that are not listed any more.

    `listed` maps the id of an entity to a dict from alias to its kind. `corrected` has each Subject
    (fact about an entity) that staff corrected. Aliases that staff added, changed or banned are
    neither changed nor deleted; they are counted as "kept".
    """
    stored = {
        (row.entity_id, row.name): row
        for row in EntityName.objects.filter(entity_id__in=list(listed))
    }
    missing = []
    for pk, aliases in listed.items():
        for alias, kind in aliases.items():
            row = stored.pop((pk, alias), None)
            if row is None:
                origin = EntityName.Origin.LISTED
                missing.append(EntityName(entity_id=pk, name=alias, kind=kind, origin=origin))
            elif row.kind == kind:
                tally["aliases", "unchanged"] += 1
            elif _is_set_by_staff(row, corrected):
                tally["aliases", "kept"] += 1
            else:
                tally["aliases", _save_if_changed(row, {"kind": kind})] += 1
    dropped = [row.pk for row in stored.values() if not _is_set_by_staff(row, corrected)]
    tally["aliases", "removed"] += EntityName.objects.filter(pk__in=dropped).delete()[0]
    tally["aliases", "kept"] += len(stored) - len(dropped)
    tally["aliases", "created"] += len(EntityName.objects.bulk_create(missing))


def _is_set_by_staff(row: EntityName, corrected: Set[Subject]) -> bool:
    is_corrected = Subject(row.entity_id, Correction.Kind.ALIAS, row.name) in corrected
    is_listed = row.origin == EntityName.Origin.LISTED
    return is_corrected or not is_listed or row.kind == EntityName.Kind.BANNED


def _articles_of(entities: set[int]) -> set[int]:
    """Return the ids of the articles whose documents in the index contain one of these entities.

    `entities` are ids. An article is in the result if one of its versions names one of these
    entities or a place inside one of them. It is also in the result if one names an entity that is
    merged into such an entity or place.
    """
    if not entities:
        return set()
    within = Q(pk__in=entities) | Q(parent__in=entities) | Q(division__in=entities)
    mentioned = set(Entity.objects.filter(within).values_list("pk", flat=True))
    merged = Entity.objects.filter(merged_into__in=mentioned)
    mentioned |= set(merged.values_list("pk", flat=True))
    mentions = Mention.objects.filter(entity__in=mentioned).order_by()
    names = VersionName.objects.filter(entity__in=mentioned).order_by()
    return {
        *mentions.values_list("article_id", flat=True),
        *names.values_list("version__article_id", flat=True),
    }


def _set_values(row: models.Model, values: Mapping[str, Any]) -> set[str]:
    """Set values of a row without saving the row; return the names of the fields that changed."""
    fields = {name for name, value in values.items() if getattr(row, name) != value}
    for name in fields:
        setattr(row, name, values[name])
    return fields


def _save_if_changed(row: models.Model, values: Mapping[str, Any]) -> str:
    """Set values of a row, save the row if it is new or changed, and return the outcome.

    The outcome is "created", "updated" or "unchanged".
    """
    is_new = row.pk is None
    if not _set_values(row, values) and not is_new:
        return "unchanged"
    row.save()
    return "created" if is_new else "updated"
