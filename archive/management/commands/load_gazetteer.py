"""manage.py load_gazetteer: lay the data files over the archive's sources, places, organisations
and persons."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from typing import Any

from django.core.management.base import BaseCommand
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
)
from archive.search import catch_up
from ingest.mentions.listed_names import ListedName, read_listed
from ingest.mentions.listed_places import ListedPlace, read_places
from ingest.sources import ListedSource, read_sources, source_key

LISTED = EntityName.Origin.LISTED

KINDS = ("sources", "source names", "places", "organisations", "persons", "spellings")
OUTCOMES = ("created", "updated", "removed", "kept", "unchanged")

# These stand in the search document of every article that mentions the place, or a place within it.
_SEARCHED = frozenset({"name", "place_type", "parent_id", "division_id"})

Tally = Counter[tuple[str, str]]


class Command(BaseCommand):
    help = (
        "Load the listed sources, places, organisations and persons. Running it again changes"
        " nothing, and it never overwrites what staff said: corrected fields, spellings of their"
        " own, banned spellings."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        tally: Tally = Counter()
        with transaction.atomic():
            load_sources(list(read_sources()), tally)
            moved = load_entities([*read_places(), *read_listed()], tally)
            if any(
                count and outcome in {"created", "updated", "removed"}
                for (_, outcome), count in tally.items()
            ):
                ArchiveVersion.stamp(_articles_of(moved))
                transaction.on_commit(catch_up, robust=True)
        for kind in KINDS:
            counts = ", ".join(
                f"{tally[kind, outcome]} {outcome}" for outcome in OUTCOMES if tally[kind, outcome]
            )
            self.stdout.write(f"{kind}: {counts or 'none'}")


def load_sources(listed: Sequence[ListedSource], tally: Tally) -> None:
    """Lay the listed outlets over Source and SourceName, inside the caller's transaction.

    An outlet that was met before it was listed becomes listed. A spelling that belongs to another
    outlet stays with it, and is counted as kept."""
    sources = list(Source.objects.all())
    renamed = OldSlug.objects.filter(kind="source").values_list("slug", "source_id")
    by_pk = {source.pk: source for source in sources}
    known = {source.name: source for source in sources} | {
        slug: by_pk[pk] for slug, pk in renamed if pk
    }
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
        for spelling, language in item.names:
            row = names.get(source_key(spelling)) or SourceName(
                source=source, key=source_key(spelling)
            )
            if row.source_id != source.pk:
                tally["source names", "kept"] += 1
            else:
                tally[
                    "source names", _save_if_changed(row, {"name": spelling, "language": language})
                ] += 1


def load_entities(listed: Sequence[ListedPlace | ListedName], tally: Tally) -> set[int]:
    """Lay the listed places, organisations and persons over Entity and EntityName, inside the
    caller's transaction. Gives the ids of those that now read or lie otherwise than before."""
    entities = _entities(listed)
    new = [each for each in listed if each.slug not in entities]
    made = Entity.objects.bulk_create(Entity(kind=each.kind, slug=each.slug) for each in new)
    entities |= {entity.slug: entity for entity in made}
    said = standing_subjects()
    made_ids = {entity.pk for entity in made}
    moved: set[int] = set()
    changed = []
    for each in listed:
        entity, kind = entities[each.slug], f"{each.kind}s"
        fields = _lay(
            entity,
            {f: v for f, v in _values(each, entities).items() if not _is_said(entity, f, said)},
        )
        if fields:
            changed.append(entity)
        if entity.pk in made_ids:
            tally[kind, "created"] += 1
        else:
            tally[kind, "updated" if fields else "unchanged"] += 1
            moved |= {entity.pk} if fields & _SEARCHED else set()
    # All are stored. That each insert meets its own row and updates it takes a tenth of the time of
    # `bulk_update`.
    Entity.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=sorted({*_PLACE_COLUMNS, *_NAME_COLUMNS}),
    )
    _load_names({entities[each.slug].pk: dict(each.names) for each in listed}, said, tally)
    return moved


def _entities(listed: Sequence[ListedPlace | ListedName]) -> dict[str, Entity]:
    """The stored entities by the slugs that the data files give them, also those whose slug was
    changed since."""
    slugs = [each.slug for each in listed]
    kinds = {each.slug: each.kind for each in listed}
    stored = {
        each.slug: each
        for each in Entity.objects.filter(slug__in=slugs)
        if each.kind == kinds[each.slug]
    }
    renamed = OldSlug.objects.filter(slug__in=slugs, entity__isnull=False).select_related("entity")
    return {
        old.slug: old.entity for old in renamed if old.entity and old.kind == kinds[old.slug]
    } | stored


_PLACE_COLUMNS = (
    *("name", "place_type", "parent_id", "division_id", "latitude", "longitude"),
    *("korean_name", "authority_ids", "evidence", "is_listed"),
)
_NAME_COLUMNS = (
    "name",
    "site_id",
    "implies_site",
    "korean_name",
    "description",
    "evidence",
    "is_listed",
)


def _values(each: ListedPlace | ListedName, entities: Mapping[str, Entity]) -> dict[str, Any]:
    if isinstance(each, ListedName):
        site = entities[each.site].meant_id if each.site else None
        said = (each.korean_name, each.description, each.evidence)
        values: tuple[Any, ...] = (each.name, site, each.implies_site, *said, True)
        return dict(zip(_NAME_COLUMNS, values, strict=True))
    parent = entities[each.parent].meant_id if each.parent else None
    division = entities[each.division].meant_id if each.division else None
    values = (
        *(each.name, each.place_type, parent, division, each.latitude, each.longitude),
        *(each.korean_name, each.authority_ids, each.evidence, True),
    )
    return dict(zip(_PLACE_COLUMNS, values, strict=True))


def _is_said(entity: Entity, field: str, said: Set[Subject]) -> bool:
    return Subject(entity.pk, Correction.Kind.FIELD, field.removesuffix("_id")) in said


def _load_names(listed: Mapping[int, Mapping[str, str]], said: Set[Subject], tally: Tally) -> None:
    """Lay the listed spellings (their sorts by spelling, by entity id) over EntityName."""
    stored = {
        (row.entity_id, row.name): row
        for row in EntityName.objects.filter(entity_id__in=list(listed))
    }
    missing = []
    for pk, names in listed.items():
        for name, kind in names.items():
            row = stored.pop((pk, name), None)
            if row is None:
                missing.append(EntityName(entity_id=pk, name=name, kind=kind, origin=LISTED))
            elif row.kind == kind:
                tally["spellings", "unchanged"] += 1
            elif _is_said_by_staff(row, said):
                tally["spellings", "kept"] += 1
            else:
                tally["spellings", _save_if_changed(row, {"kind": kind})] += 1
    dropped = [row.pk for row in stored.values() if not _is_said_by_staff(row, said)]
    tally["spellings", "removed"] += EntityName.objects.filter(pk__in=dropped).delete()[0]
    tally["spellings", "kept"] += len(stored) - len(dropped)
    tally["spellings", "created"] += len(EntityName.objects.bulk_create(missing))


def _is_said_by_staff(row: EntityName, said: Set[Subject]) -> bool:
    is_said = Subject(row.entity_id, Correction.Kind.ALIAS, row.name) in said
    return is_said or row.origin != LISTED or row.kind == EntityName.Kind.BANNED


def _articles_of(places: set[int]) -> set[int]:
    """The articles that mention one of these entities, something that lies in one, or what was
    merged into any of them."""
    if not places:
        return set()
    within = Q(pk__in=places) | Q(parent__in=places) | Q(division__in=places)
    meant = set(Entity.objects.filter(within).values_list("pk", flat=True))
    meant |= set(Entity.objects.filter(merged_into__in=meant).values_list("pk", flat=True))
    return set(
        Mention.objects.filter(entity__in=meant).order_by().values_list("article_id", flat=True)
    )


def _lay(row: models.Model, values: Mapping[str, Any]) -> set[str]:
    """Put values on an unsaved or stored row; gives the names of the fields that they changed."""
    fields = {name for name, value in values.items() if getattr(row, name) != value}
    for name in fields:
        setattr(row, name, values[name])
    return fields


def _save_if_changed(row: models.Model, values: Mapping[str, Any]) -> str:
    """Put values on a row and save it if it is new or changed; gives the outcome."""
    is_new = row.pk is None
    if not _lay(row, values) and not is_new:
        return "unchanged"
    row.save()
    return "created" if is_new else "updated"
