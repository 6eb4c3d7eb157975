"""Which entity is meant by what a person typed: its label, its address, or a name that only one
has."""

from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from archive.models import Entity, EntityName
from archive.models.entity import name_key, name_words

LIMIT = 20
"""How many entities that could be meant are looked at."""

LOOKED_AT = 2_000
"""Of how many found names the spelling is compared with one; it takes about 20 microseconds
each."""


def label_of(entity: Entity) -> str:
    """A name as lists of entities offer it: "Unsan County (North Phyongan)", "Kim Tok Hun"."""
    division = entity.division
    return (
        f"{entity.title} ({division.name})"
        if division and division.pk != entity.pk
        else entity.title
    )


def listed_labels(kind: str = "") -> tuple[str, ...]:
    """The labels of all listed entities, or those of a kind, by name: what a field offers while one
    types."""
    listed = standing(kind).filter(Q(is_listed=True)).order_by("name", "slug")
    return tuple(dict.fromkeys(label_of(each) for each in listed))


def labels_like(entity: Entity) -> tuple[str, ...]:
    """The labels of found entities of its kind whose names begin as its name does and are spelled
    most like it, the likeliest first: listed ones are offered anyway, and found ones can be very
    many."""
    start = name_words(entity.name)[0]
    found = (
        standing(entity.kind)
        .filter(is_listed=False, name__istartswith=start)
        .exclude(pk=entity.pk)
        .order_by("pk")
    )
    labels = [label_of(each) for each in found[:LOOKED_AT]]
    return tuple(dict.fromkeys(get_close_matches(label_of(entity), labels, n=LIMIT)))


def find_entities(words: str, kind: str = "") -> list[Entity]:
    """The entities that these words can mean: the one with this label or address, or else all that
    bear the name; what was merged leads to the one that stands for it."""
    words = " ".join(words.split())
    name = words.partition(" (")[0]
    # A title ends with the type of a place: "Unsan County".
    names = {name, name.rpartition(" ")[0]} - {""}
    keys = [name_key(each) for each in names]
    spelled = (
        EntityName.objects.filter(key__in=keys)
        .exclude(kind=EntityName.Kind.BANNED)
        .select_related("entity")
    )
    ids = {each.entity.meant_id for each in spelled[: 5 * LIMIT]}
    ids |= {each.meant_id for each in Entity.objects.filter(slug=words.casefold())}
    ids |= set(standing(kind).filter(name__in=names).values_list("pk", flat=True)[:LIMIT])
    found = list(standing(kind).filter(pk__in=ids).order_by("name", "slug"))
    wanted = words.casefold()
    exact = [each for each in found if wanted in {label_of(each).casefold(), each.slug}]
    if len(exact) == 1:
        return exact
    return [
        each
        for each in found
        if wanted in {each.slug, each.title.casefold()} or _is_spelled(each, words)
    ][:LIMIT]


def the_entity(words: str, kind: str = "") -> Entity | None:
    """The one entity that these words mean, None for no words. Raises ValidationError for none and
    for several."""
    words = " ".join(words.replace("\0", "").split())
    if not words:
        return None
    found = find_entities(words, kind)
    if len(found) == 1:
        return found[0]
    if not found:
        what = kind or "place, organisation or person"
        raise ValidationError(
            f"There is no {what} “{words}”. Type its name, or the last part of its page's address."
        )
    labels = "; ".join(f"{label_of(each)}, {each.kind}: {each.slug}" for each in found)
    raise ValidationError(f"“{words}” can be several. Type one of these addresses: {labels}.")


def standing(kind: str = "") -> QuerySet[Entity]:
    """The entities, or those of a kind, that were not merged into others."""
    entities = Entity.objects.filter(merged_into__isnull=True).select_related("division")
    return entities.filter(kind=kind) if kind else entities


def _is_spelled(entity: Entity, words: str) -> bool:
    key = name_key(words)
    if name_key(entity.name) == key or name_key(entity.title) == key:
        return True
    of_family = Q(entity=entity) | Q(entity__merged_into=entity)
    return (
        EntityName.objects.filter(of_family, key=key).exclude(kind=EntityName.Kind.BANNED).exists()
    )
