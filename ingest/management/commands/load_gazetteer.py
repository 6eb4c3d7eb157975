"""manage.py load_gazetteer: lay the data files over the archive's sources and places."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.management.base import BaseCommand
from django.db import models, transaction
from django.db.models import Q

from archive.models import ArchiveVersion, Correction, Entity, EntityName, Mention, OldSlug, Source, SourceName
from ingest.mentions.places import ListedPlace, read_places
from ingest.sources import ListedSource, read_sources, source_key

LISTED = "places.csv"
"""The evidence of a spelling that the data file gave. Every other row is somebody's own."""

KINDS = ("sources", "source names", "places", "place names")
OUTCOMES = ("created", "updated", "removed", "kept", "unchanged")

# These stand in the search document of every article that mentions the place, or a place within it.
_SEARCHED = frozenset({"name", "place_type", "parent_id", "division_id"})

Tally = Counter[tuple[str, str]]


class Command(BaseCommand):
    help = (
        "Load the listed sources and places. Running it again changes nothing, and it never overwrites what staff "
        "said: corrected fields, spellings of their own, banned spellings."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        tally: Tally = Counter()
        with transaction.atomic():
            load_sources(list(read_sources()), tally)
            moved = load_places(list(read_places()), tally)
            if any(count and outcome in {"created", "updated", "removed"} for (_, outcome), count in tally.items()):
                ArchiveVersion.stamp(_articles_of(moved))
        for kind in KINDS:
            counts = ", ".join(f"{tally[kind, outcome]} {outcome}" for outcome in OUTCOMES if tally[kind, outcome])
            self.stdout.write(f"{kind}: {counts or 'none'}")


def load_sources(listed: Sequence[ListedSource], tally: Tally) -> None:
    """Lay the listed outlets over Source and SourceName, inside the caller's transaction.

    An outlet that was met before it was listed becomes listed. A spelling that belongs to another outlet stays with
    it, and is counted as kept.
    """
    sources = list(Source.objects.all())
    renamed = OldSlug.objects.filter(kind="source").values_list("slug", "source_id")
    by_pk = {source.pk: source for source in sources}
    known = {source.name: source for source in sources} | {slug: by_pk[pk] for slug, pk in renamed if pk}
    known |= {source.slug: source for source in sources}
    names = {name.key: name for name in SourceName.objects.all()}
    for item in listed:
        source = known.get(item.slug) or known.get(item.name) or Source(slug=item.slug)
        values = {"name": item.name, "home_page": item.home_page, "description": item.description, "is_listed": True}
        tally["sources", _save_if_changed(source, values)] += 1
        for spelling, language in item.names:
            row = names.get(source_key(spelling)) or SourceName(source=source, key=source_key(spelling))
            if row.source_id != source.pk:
                tally["source names", "kept"] += 1
            else:
                tally["source names", _save_if_changed(row, {"name": spelling, "language": language})] += 1


def load_places(listed: Sequence[ListedPlace], tally: Tally) -> set[int]:
    """Lay the listed places over Entity and EntityName, inside the caller's transaction. Gives the ids of the places
    that now read or lie otherwise than before."""
    entities = _entities(listed)
    new = [place for place in listed if place.slug not in entities]
    made = Entity.objects.bulk_create(Entity(kind=Entity.Kind.PLACE, slug=place.slug) for place in new)
    entities |= {entity.slug: entity for entity in made}
    said: set[tuple[int | None, str]] = set(
        Correction.objects.standing().filter(entity__isnull=False).values_list("entity_id", "field")
    )
    made_ids = {entity.pk for entity in made}
    moved: set[int] = set()
    changed = []
    for place in listed:
        entity = entities[place.slug]
        fields = _lay(entity, {f: v for f, v in _values(place, entities).items() if not _is_said(entity, f, said)})
        if fields:
            changed.append(entity)
        if entity.pk in made_ids:
            tally["places", "created"] += 1
        else:
            tally["places", "updated" if fields else "unchanged"] += 1
            moved |= {entity.pk} if fields & _SEARCHED else set()
    Entity.objects.bulk_update(changed, list(_values(listed[0], entities)), batch_size=50)
    _load_names({entities[place.slug].pk: dict(place.names) for place in listed}, tally)
    return moved


def _entities(listed: Sequence[ListedPlace]) -> dict[str, Entity]:
    """The stored places by the slugs that the data file gives them, also those whose slug was changed since."""
    slugs = [place.slug for place in listed]
    stored = {entity.slug: entity for entity in Entity.objects.filter(kind=Entity.Kind.PLACE, slug__in=slugs)}
    renamed = OldSlug.objects.filter(kind="place", slug__in=slugs, entity__isnull=False).select_related("entity")
    return {old.slug: old.entity for old in renamed if old.entity} | stored


def _values(place: ListedPlace, entities: Mapping[str, Entity]) -> dict[str, Any]:
    return {
        "name": place.name,
        "place_type": place.place_type,
        "parent_id": entities[place.parent].pk if place.parent else None,
        "division_id": entities[place.division].pk if place.division else None,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "korean_name": place.korean_name,
        "authority_ids": place.authority_ids,
        "evidence": place.evidence,
        "is_listed": True,
    }


def _is_said(entity: Entity, field: str, said: set[tuple[int | None, str]]) -> bool:
    return (entity.pk, field.removesuffix("_id")) in said


def _load_names(listed: Mapping[int, Mapping[str, str]], tally: Tally) -> None:
    """Lay the listed spellings (their sorts by spelling, by entity id) over EntityName."""
    stored = {(row.entity_id, row.name): row for row in EntityName.objects.filter(entity_id__in=list(listed))}
    missing = []
    for pk, names in listed.items():
        for name, sort in names.items():
            row = stored.pop((pk, name), None)
            if row is None:
                missing.append(EntityName(entity_id=pk, name=name, sort=sort, evidence=LISTED))
            elif row.sort == sort:
                tally["place names", "unchanged"] += 1
            elif _is_said_by_staff(row):
                tally["place names", "kept"] += 1
            else:
                tally["place names", _save_if_changed(row, {"sort": sort})] += 1
    dropped = [row.pk for row in stored.values() if not _is_said_by_staff(row)]
    tally["place names", "removed"] += EntityName.objects.filter(pk__in=dropped).delete()[0]
    tally["place names", "kept"] += len(stored) - len(dropped)
    tally["place names", "created"] += len(EntityName.objects.bulk_create(missing))


def _is_said_by_staff(row: EntityName) -> bool:
    return row.evidence != LISTED or row.sort == EntityName.Sort.BANNED


def _articles_of(places: set[int]) -> set[int]:
    """The articles that mention one of these places or something that lies in one."""
    within = Q(entity__in=places) | Q(entity__parent__in=places) | Q(entity__division__in=places)
    return set(Mention.objects.filter(within).values_list("article_id", flat=True)) if places else set()


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
