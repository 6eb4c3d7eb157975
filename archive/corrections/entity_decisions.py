"""What staff say about an entity: it is the same as another, a spelling means another, it is called
otherwise, a spelling never links. Each is one decision with its reason, for places, organisations
and people alike.

Mentions stay with the entity that has their spelling. A merger only says for which other they
count; a spelling that is split off gets an entity of its own, which takes its mentions along and
may be merged into another. So undoing either is exact, whatever was imported or read again
meanwhile."""

from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from archive.corrections.article_decisions import finish, new_decision
from archive.corrections.entity_overlay import (
    EntityChange,
    alias_change,
    field_change,
    record,
    references_to,
    refuse_taken_slug,
)
from archive.corrections.errors import CorrectionError, StaleForm
from archive.corrections.propagation import noting, spread, spread_all
from archive.models import Correction, Decision, Entity, EntityName, Mention, OldSlug
from ingest.mentions.gazetteer import fold

Seen = Mapping[int, str]
"""Digests of entities (`digest`) by id, as they were when the person looked at them."""

NameKind = EntityName.Kind


def merge(
    entity: Entity, target: Entity, reason: str, user: User, *, seen: Seen | None = None
) -> Decision:
    """Say that an entity is the same as another of its kind, which stands for both from now on.

    Raises CorrectionError for two kinds, for one that is merged already, and for places where what
    lies in the one would come to lie in another division, or in itself."""

    def changes() -> list[EntityChange]:
        refuse_merger(entity, target)
        return [field_change(entity.pk, "merged_into", target.pk), *references_to(entity)]

    return _decide(Decision.Kind.MERGE, changes, reason, user, seen, entity, target)


def split_off(
    entity: Entity,
    name: str,
    reason: str,
    user: User,
    *,
    target: Entity | None = None,
    seen: Seen | None = None,
) -> Decision:
    """Say that a spelling of an entity means another: one of its own, or `target`. The mentions
    found by this spelling go with it, except those of which a person said something. Raises
    CorrectionError for the entity's own name, a spelling that it does not have, and a target of
    another kind."""

    def changes() -> list[EntityChange]:
        refuse_split(entity, name, target)
        bans = _bans(entity, name)
        new = _made_of(entity, name, spelled(entity, name))
        return [field_change(new.pk, "merged_into", target.meant_id if target else None), *bans]

    return _decide(
        Decision.Kind.SPLIT, changes, reason, user, seen, entity, *filter(None, [target])
    )


def rename(
    entity: Entity, name: str, slug: str, reason: str, user: User, *, seen: Seen | None = None
) -> Decision:
    """Give an entity another name, another address (the old one leads on), or both. The old name
    stays a spelling.

    Raises CorrectionError where the address belongs to another, or the name is a banned spelling.
    """
    name = _one_line(name, "name")
    if slug != slugify(slug) or not slug or len(slug) > 120:
        raise CorrectionError(
            {"slug": "An address has small letters, digits and hyphens, 120 at most."}
        )

    def changes() -> list[EntityChange]:
        refuse_taken_slug(entity, slug)
        new_slug = [field_change(entity.pk, "slug", slug)] if slug != entity.slug else []
        if name == entity.name:
            return new_slug
        names = names_of([entity.pk])
        if any(fold(each.name) == fold(name) for each in names if each.kind == NameKind.BANNED):
            raise CorrectionError({"name": f"“{name}” is a banned spelling of it: allow it first."})
        old = {entity.name} | {each.name for each in names if each.kind == NameKind.OFFICIAL}
        return [
            *new_slug,
            field_change(entity.pk, "name", name),
            alias_change(entity.pk, name, NameKind.OFFICIAL),
            *(alias_change(entity.pk, each, NameKind.VARIANT) for each in sorted(old - {name})),
        ]

    return _decide(Decision.Kind.RENAME, changes, reason, user, seen, entity)


def describe(
    entity: Entity,
    values: Mapping[str, str | Entity | None],
    reason: str,
    user: User,
    *,
    seen: Seen | None = None,
) -> Decision:
    """Correct what is told of an entity: `korean_name`, `description`, `site` (a place, for an
    organisation)."""
    said = {
        field: value.pk if isinstance(value, Entity) else value for field, value in values.items()
    }

    def changes() -> list[EntityChange]:
        now = {
            "korean_name": entity.korean_name,
            "description": entity.description,
            "site": entity.site_id,
        }
        return [
            field_change(entity.pk, field, said[field])
            for field in now
            if field in said and said[field] != now[field]
        ]

    return _decide(Decision.Kind.DESCRIBE, changes, reason, user, seen, entity)


def ban(
    entity: Entity, name: str, reason: str, user: User, *, seen: Seen | None = None
) -> Decision:
    """Say that a spelling never means this entity. What was found by it is hidden at once, and no
    import finds it again; what a person said of single mentions stays. Raises CorrectionError for a
    spelling that it does not have."""

    def changes() -> list[EntityChange]:
        refuse_ban(entity, name)
        return _bans(entity, name)

    return _decide(Decision.Kind.SPELLINGS, changes, reason, user, seen, entity)


def add_spelling(
    entity: Entity, name: str, kind: str, reason: str, user: User, *, seen: Seen | None = None
) -> Decision:
    """Say that an entity is also spelled so; a banned spelling is allowed again. Articles that are
    held are read with it at the next `import_articles --reparse`. Raises CorrectionError for one
    that it has."""
    name = _one_line(name, "spelling")
    if kind not in {NameKind.VARIANT, NameKind.MISSPELLING, NameKind.KOREAN, NameKind.OFFICIAL}:
        raise CorrectionError({"kind": "Say what kind of spelling it is."})

    def changes() -> list[EntityChange]:
        refuse_spelling(entity, name)
        stored = [each for each in names_of(family(entity)) if fold(each.name) == fold(name)]
        allowed = [alias_change(each.entity_id, each.name, kind) for each in stored]
        return allowed or [alias_change(entity.pk, name, kind)]

    return _decide(Decision.Kind.SPELLINGS, changes, reason, user, seen, entity)


def accept(entities: Sequence[Entity], reason: str, user: User) -> Decision:
    """Say of entities that were found by the grammar of names that they are good: they are listed
    from now on."""

    def changes() -> list[EntityChange]:
        found = [each for each in entities if not each.is_listed]
        named = set(EntityName.objects.filter(entity__in=found).values_list("entity_id", "name"))
        listed = [field_change(each.pk, "is_listed", True) for each in found]
        unnamed = [each for each in found if (each.pk, each.name) not in named]
        return [
            *listed,
            *(alias_change(each.pk, each.name, NameKind.OFFICIAL) for each in unnamed),
        ]

    return _decide(Decision.Kind.ACCEPT, changes, reason, user, None, *entities)


def keep_apart(entity: Entity, other: Entity, reason: str, user: User) -> Decision:
    """Say of two entities with similar names that they are not the same: nobody is asked again."""
    first, second = sorted([entity.pk, other.pk])
    return _decide(
        Decision.Kind.ACCEPT,
        lambda: [EntityChange(first, Correction.Kind.DISTINCT, str(second), True)],
        reason,
        user,
        None,
    )


def family(entity: Entity) -> list[int]:
    """The ids of an entity and of all that were merged into it."""
    rows = Entity.objects.filter(Q(pk=entity.pk) | Q(merged_into=entity.pk))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def names_of(entities: Collection[int]) -> list[EntityName]:
    """The spellings of these entities, banned ones too."""
    return list(EntityName.objects.filter(entity__in=entities).order_by("entity", "pk"))


def spelled(entity: Entity, name: str) -> list[EntityName]:
    """The rows of one spelling that links to an entity, whatever its case: of itself and of what
    was merged into it."""
    wanted = fold(name)
    return [
        each
        for each in names_of(family(entity))
        if fold(each.name) == wanted and each.kind != NameKind.BANNED
    ]


def texts_of(entities: Collection[int], name: str) -> list[str]:
    """The words of mentions of these entities that are this spelling, whatever their case."""
    wanted = fold(name)
    rows = (
        Mention.objects.filter(entity__in=entities)
        .order_by()
        .values_list("text", flat=True)
        .distinct()
    )
    return sorted(text for text in rows if fold(text) == wanted)


def digest(entity: Entity) -> str:
    """What stands of an entity and its spellings, as a short digest: a form carries it to notice a
    change."""
    facts = [getattr(entity, field.attname) for field in Entity._meta.concrete_fields]
    names = [(each.entity_id, each.name, each.kind) for each in names_of(family(entity))]
    return sha256(repr((facts, names)).encode()).hexdigest()[:16]


def refuse_merger(entity: Entity, target: Entity) -> None:
    """Raise CorrectionError when these two cannot be merged."""
    message = ""
    if entity.pk == target.pk:
        message = "It cannot be merged into itself."
    elif entity.kind != target.kind:
        message = f"{target.title} is {_a(target.kind)}, not {_a(entity.kind)}."
    elif each := next((each for each in (entity, target) if each.merged_into_id), None):
        message = f"{each.title} is merged into {each.meant.title} already."
    elif entity.kind == Entity.Kind.PLACE and (
        entity.children.exists() or entity.division_places.exists()
    ):
        message = _refuse_places(entity, target)
    if message:
        raise CorrectionError({"target": message})


def refuse_ban(entity: Entity, name: str) -> None:
    """Raise CorrectionError when this spelling cannot be banned."""
    if not _bans(entity, name):
        raise CorrectionError(
            {"spelling": f"“{name}” is no spelling of {entity.title}, or is banned already."}
        )


def refuse_spelling(entity: Entity, name: str) -> None:
    """Raise CorrectionError when an entity has this spelling already."""
    if spelled(entity, name):
        raise CorrectionError({"spelling": f"“{name}” is a spelling of {entity.title} already."})


def refuse_split(entity: Entity, name: str, target: Entity | None) -> None:
    """Raise CorrectionError when this spelling cannot be split off."""
    if fold(name) == fold(entity.name):
        raise CorrectionError(
            {"spelling": f"“{name}” is its name. Rename it first, or merge it into the other one."}
        )
    if not spelled(entity, name) and not _with_text(family(entity), name):
        raise CorrectionError({"spelling": f"“{name}” is no spelling of {entity.title}."})
    if target is not None and target.kind != entity.kind:
        raise CorrectionError(
            {"target": f"{target.title} is {_a(target.kind)}, not {_a(entity.kind)}."}
        )
    if target is not None and target.meant_id == entity.pk:
        raise CorrectionError({"target": "It is a spelling of that already."})


def _refuse_places(entity: Entity, target: Entity) -> str:
    """Why a place that has others in it cannot be merged into another; "" when it can."""
    at: Entity | None = target
    while at is not None:
        if at.pk == entity.pk:
            return f"{target.title} lies in {entity.title}."
        at = at.parent
    is_division, are_divisions = entity.division_id == entity.pk, target.division_id == target.pk
    if is_division != are_divisions or (
        not is_division and entity.division_id != target.division_id
    ):
        return f"{entity.title} has places in it, which would come to lie in another province."
    return ""


def _decide(
    kind: Decision.Kind,
    changes: Callable[[], Sequence[EntityChange]],
    reason: str,
    user: User,
    seen: Seen | None,
    *entities: Entity,
) -> Decision:
    """Record one decision about these entities, which are read anew for it; when it is stored, its
    articles follow."""
    spread_all()
    with transaction.atomic():
        ids = {*(each.pk for each in entities), *(seen or {})}
        locked = list(Entity.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        stale = [
            each.title
            for each in locked
            if seen and seen.get(each.pk, digest(each)) != digest(each)
        ]
        if stale:
            raise StaleForm(
                {"": f"{', '.join(stale)} changed while you had the page open: look at it again."}
            )
        for each in entities:
            each.refresh_from_db()
        decision = new_decision(kind, reason, user)
        if not (wanted := changes()):
            raise CorrectionError({"": "Nothing was changed."})
        with noting(decision, {each.entity for each in wanted}):
            record(decision, wanted)
        finish([])
    spread(decision)
    return decision


def _made_of(entity: Entity, name: str, rows: Sequence[EntityName]) -> Entity:
    """A new entity for a spelling, merged until a decision says otherwise into the one that had the
    spelling: that may be one that is merged itself, and stands again once its merger is undone."""
    owners = {each.entity_id for each in rows}
    new = Entity.objects.create(
        kind=entity.kind,
        name=name,
        slug=free_slug(name),
        place_type=entity.place_type,
        parent=entity.parent,
        division=entity.division if entity.division_id != entity.pk else None,
        site=entity.site,
        implies_site=entity.implies_site,
        is_listed=entity.is_listed,
        origin=Entity.Origin.SPLIT,
        evidence=f"Split off from {entity.title} by staff.",
        merged_into_id=entity.pk if entity.pk in owners or not owners else min(owners),
    )
    EntityName.objects.bulk_create(
        EntityName(
            entity=new,
            name=each,
            kind=NameKind.OFFICIAL if each == name else NameKind.VARIANT,
            origin=EntityName.Origin.STAFF,
        )
        for each in sorted({name, *(row.name for row in rows)})
    )
    return new


def free_slug(name: str) -> str:
    """An address made of a name that leads to nothing yet: with a number where it is taken."""
    stem = slugify(name)[:110].strip("-") or "name"
    slugs = set(Entity.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slugs |= set(OldSlug.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(
        slug
        for n in range(1, len(slugs) + 2)
        if (slug := stem if n == 1 else f"{stem}-{n}") not in slugs
    )


def _bans(entity: Entity, name: str) -> list[EntityChange]:
    """Ban a spelling of an entity, whatever its case, wherever in its family it stands or was
    found."""
    owners = spelled(entity, name)
    bans = [alias_change(each.entity_id, each.name, NameKind.BANNED) for each in owners]
    rest = set(family(entity)) - {each.entity_id for each in owners}
    return bans + [alias_change(pk, name, NameKind.BANNED) for pk in _with_text(rest, name)]


def _with_text(entities: Collection[int], name: str) -> list[int]:
    """Which of these entities have mentions with this spelling that the finder found."""
    texts = texts_of(entities, name)
    found = Mention.objects.filter(entity__in=entities, text__in=texts, state=Mention.State.PARSED)
    return sorted(set(found.order_by().values_list("entity_id", flat=True)))


def _one_line(name: str, field: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 200:
        raise CorrectionError({field: "A name has 1 to 200 characters."})
    return name


def _a(kind: str) -> str:
    return f"an {kind}" if kind == Entity.Kind.ORGANISATION else f"a {kind}"
