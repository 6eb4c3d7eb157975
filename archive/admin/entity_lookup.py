"""Finds the entity that a person means by a typed name, label, or last part of an address."""

from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from archive.models import Entity, EntityName
from archive.models.entity import name_words
from ingest.mentions.spelling import name_key, plain_letters

LIMIT = 20
"""The largest number of entities that are offered for one name."""

MOST_COMPARED = 2_000
"""The largest number of names that `labels_like` compares; one comparison takes about 20 µs."""


def label_of(entity: Entity) -> str:
    """Return the label of an entity: "Unsan County (North Phyongan)", "Kim Tok Hun".

    The label of a place contains its province or municipality, because places in different
    provinces can have the same name.
    """
    division = entity.division
    return (
        f"{entity.title} ({division.name})"
        if division and division.pk != entity.pk
        else entity.title
    )


def listed_labels(kind: str = "") -> tuple[str, ...]:
    """Return the labels of all listed entities, or only of one kind (`kind`), sorted by name.

    Form fields offer these labels while a person types.
    """
    listed = unmerged(kind).filter(Q(is_listed=True)).order_by("name", "slug")
    return tuple(dict.fromkeys(label_of(entity) for entity in listed))


def labels_like(entity: Entity) -> tuple[str, ...]:
    """Return the labels of the detected entities that are most similar to the label of an entity.

    The most similar label comes first. Only entities of the same kind are compared, and only if
    their names begin with the first word of the name of `entity`. Listed entities are left out,
    because form fields offer all listed entities anyway.
    """
    start = name_words(entity.name)[0]
    spelled = EntityName.objects.filter(key__startswith=name_key(start)).values("entity")
    detected = (
        unmerged(entity.kind)
        .filter(Q(name__istartswith=start) | Q(pk__in=spelled), is_listed=False)
        .exclude(pk=entity.pk)
        .order_by("pk")
    )
    labels = [label_of(other) for other in detected[:MOST_COMPARED]]
    return tuple(dict.fromkeys(get_close_matches(label_of(entity), labels, n=LIMIT)))


def find_entities(words: str, kind: str = "") -> list[Entity]:
    """Return the entities of a kind ("" for all kinds) that these words can mean.

    If exactly one entity has the words as its label or slug, only this entity is returned.
    Otherwise all entities that have the words as name, alias or slug are returned, at most LIMIT.
    For a merged entity, the entity into which it was merged is returned.
    """
    typed = " ".join(words.split())
    words = plain_letters(typed)
    keys = {name_key(name) for name in _names_in(words)} - {""}
    aliases = (
        EntityName.objects.filter(key__in=keys)
        .exclude(kind=EntityName.Kind.BANNED)
        .select_related("entity")
    )
    ids = {alias.entity.meant_id for alias in aliases[: 5 * LIMIT]}
    ids |= {entity.meant_id for entity in Entity.objects.filter(slug=words)}
    ids |= set(
        unmerged(kind).filter(name__in=_names_in(typed)).values_list("pk", flat=True)[:LIMIT]
    )
    candidates = list(unmerged(kind).filter(pk__in=ids).order_by("name", "slug"))
    exact = [one for one in candidates if words in {plain_letters(label_of(one)), one.slug}]
    if len(exact) == 1:
        return exact
    return [one for one in candidates if words == one.slug or _has_spelling(one, words)][:LIMIT]


def find_entity(words: str, kind: str = "") -> Entity | None:
    """Return the entity that these words mean; None if there are no words.

    `kind` is the kind that the entity must have; "" allows all kinds. Raises ValidationError if no
    entity is found by the words, or if several are found.
    """
    words = " ".join(words.replace("\0", "").split())
    if not words:
        return None
    entities = find_entities(words, kind)
    if len(entities) == 1:
        return entities[0]
    if not entities:
        what = kind or "place, organisation or person"
        raise ValidationError(
            f"There is no {what} “{words}”. Type a name, or the last part of the address of its"
            " page."
        )
    labels = "; ".join(f"{label_of(one)}, {one.kind}: {one.slug}" for one in entities)
    raise ValidationError(f"“{words}” can mean several. Type one of these addresses: {labels}.")


def unmerged(kind: str = "") -> QuerySet[Entity]:
    """Return the entities of a kind ("" for all kinds) that were not merged into others."""
    entities = Entity.objects.filter(merged_into__isnull=True).select_related("division")
    return entities.filter(kind=kind) if kind else entities


def _names_in(label: str) -> set[str]:
    """Return the names that a label can mean: "Unsan County (North Phyongan)" -> Unsan, too.

    The title of a place ends with the type of the place, which is not part of its name.
    """
    name = label.partition(" (")[0]
    return {name, name.rpartition(" ")[0]} - {""}


def _has_spelling(entity: Entity, words: str) -> bool:
    key = name_key(words)
    if name_key(entity.name) == key or name_key(entity.title) == key:
        return True
    of_family = Q(entity=entity) | Q(entity__merged_into=entity)
    return (
        EntityName.objects.filter(of_family, key=key).exclude(kind=EntityName.Kind.BANNED).exists()
    )
