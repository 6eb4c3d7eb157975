"""Functions that read the spellings of an entity and of the entities merged into it."""

from collections.abc import Collection
from hashlib import sha256

from django.db.models import Q
from django.utils.text import slugify

from archive.models import Entity, EntityName, Mention, OldSlug
from ingest.mentions.gazetteer import fold


def family(entity: Entity) -> list[int]:
    """Return the ids of an entity and of all entities merged into it."""
    rows = Entity.objects.filter(Q(pk=entity.pk) | Q(merged_into=entity.pk))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def names_of(entities: Collection[int]) -> list[EntityName]:
    """Return all spellings of these entities (by id), including banned spellings.

    A banned spelling never means the entity, because staff decided so.
    """
    return list(EntityName.objects.filter(entity__in=entities).order_by("entity", "pk"))


def spelled(entity: Entity, name: str) -> list[EntityName]:
    """Return the rows with the spelling `name` of an entity and of the entities merged into it.

    Upper and lower case are not distinguished. Rows with a banned spelling are left out.
    """
    wanted = fold(name)
    return [
        row
        for row in names_of(family(entity))
        if fold(row.name) == wanted and row.kind != EntityName.Kind.BANNED
    ]


def texts_of(entities: Collection[int], name: str) -> list[str]:
    """Return the words of those mentions that have the spelling `name`, each variant once.

    Only mentions of `entities` (ids) are searched. Upper and lower case are not distinguished:
    "Kujang" -> ["KUJANG", "Kujang"].
    """
    wanted = fold(name)
    rows = (
        Mention.objects.filter(entity__in=entities)
        .order_by()
        .values_list("text", flat=True)
        .distinct()
    )
    return sorted(text for text in rows if fold(text) == wanted)


def digest(entity: Entity) -> str:
    """Return a short digest of an entity and its spellings.

    A form contains the digest. When the form is saved, a different digest shows that somebody else
    changed the entity after the form was opened.
    """
    facts = [getattr(entity, field.attname) for field in Entity._meta.concrete_fields]
    names = [(row.entity_id, row.name, row.kind) for row in names_of(family(entity))]
    return sha256(repr((facts, names)).encode()).hexdigest()[:16]


def entities_with_text(entities: Collection[int], name: str) -> list[int]:
    """Return the `entities` (ids) that have automatic mentions with the spelling `name`.

    Mentions that are hidden because an alias is banned are ignored.
    """
    texts = texts_of(entities, name)
    rows = Mention.objects.filter(entity__in=entities, text__in=texts, state=Mention.State.PARSED)
    return sorted(set(rows.order_by().values_list("entity_id", flat=True)))


def free_slug(name: str) -> str:
    """Return a slug for a new entity: a slug that no other entity has or had.

    The slug is made of the name: "Undok Farm" -> "undok-farm". If this slug is taken, a number is
    added: "undok-farm-2".
    """
    stem = slugify(name)[:110].strip("-") or "name"
    slugs = set(Entity.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slugs |= set(OldSlug.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(
        slug
        for n in range(1, len(slugs) + 2)
        if (slug := stem if n == 1 else f"{stem}-{n}") not in slugs
    )
