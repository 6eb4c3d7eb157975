"""Functions that store decisions about entities: merge, split off, rename, describe, ban, accept.

The same decisions are possible for places, organisations and people.

A mention always belongs to the entity that has the spelling of the mention. If staff merge an
entity into a target, the mentions of the entity still belong to the entity, but pages and counts
show them at the target. If staff split off an alias, a new entity gets the mentions with this
alias; the new entity can then be merged into another entity. Because no other mentions change, a
merger or a split can be undone exactly, even after an import or a reparse.

An automatic mention is one that the name finder found and about which staff did not decide.

The argument `seen` of these functions has the digests that the entities had when the form was
opened. If an entity has another digest now, the functions raise StaleForm.
"""

from collections.abc import Callable, Mapping, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify

from archive.corrections.article_decisions import finish, new_decision
from archive.corrections.entity_checks import (
    ban_changes,
    refuse_ban,
    refuse_merger,
    refuse_spelling,
    refuse_split,
)
from archive.corrections.entity_overlay import (
    EntityChange,
    alias_change,
    field_change,
    record,
    references_to,
    refuse_taken_slug,
)
from archive.corrections.entity_spellings import digest, family, free_slug, names_of, spelled
from archive.corrections.errors import CorrectionError, StaleForm
from archive.corrections.propagation import noting, spread, spread_all
from archive.models import Correction, Decision, Entity, EntityName
from ingest.mentions.gazetteer import fold

Seen = Mapping[int, str]
"""The `digest` of each entity at the time when a form was opened, by the id of the entity."""

NameKind = EntityName.Kind


def merge(
    entity: Entity, target: Entity, reason: str, user: User, *, seen: Seen | None = None
) -> Decision:
    """Merge an entity into a target: pages then show the target instead of the entity.

    Raises CorrectionError in one of these cases:

    - The kinds of the entity and the target differ, or one of them is merged already.
    - The entity is a place that contains other places, and the target is inside this place or in
      another division (province). This is not allowed, because the merger would move the contained
      places to the target.
    """

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
    """Create an entity from an alias of `entity`; `name` is the alias.

    If `target` is given, the new entity is merged into `target`. Automatic mentions with this alias
    move to the new entity, and the alias is banned for `entity`. Mentions about which staff decided
    stay with `entity`.

    Raises CorrectionError if `name` is the name of the entity or is not one of its aliases, or if
    `target` is of another kind or is the entity itself.
    """

    def changes() -> list[EntityChange]:
        refuse_split(entity, name, target)
        bans = ban_changes(entity, name)
        new = _made_of(entity, name, spelled(entity, name))
        return [field_change(new.pk, "merged_into", target.meant_id if target else None), *bans]

    return _decide(
        Decision.Kind.SPLIT, changes, reason, user, seen, entity, *filter(None, [target])
    )


def rename(
    entity: Entity, name: str, slug: str, reason: str, user: User, *, seen: Seen | None = None
) -> Decision:
    """Change the name of an entity, its address (which ends with the slug), or both.

    To change only the name, pass the present slug; to change only the address, the present name.

    The old name becomes an alias. The old address redirects to the new address. Raises
    CorrectionError if another entity has or had the address, or if the name is a banned alias of
    the entity.
    """
    name = _one_line(name, "name")
    if slug != slugify(slug) or not slug or len(slug) > 120:
        raise CorrectionError(
            {"slug": "An address can have small letters, digits and hyphens, 120 at most."}
        )

    def changes() -> list[EntityChange]:
        refuse_taken_slug(entity, slug)
        new_slug = [field_change(entity.pk, "slug", slug)] if slug != entity.slug else []
        if name == entity.name:
            return new_slug
        names = names_of([entity.pk])
        if any(fold(row.name) == fold(name) for row in names if row.kind == NameKind.BANNED):
            raise CorrectionError(
                {"name": f"“{name}” is a banned alias of it. Allow the alias first."}
            )
        old = {entity.name} | {row.name for row in names if row.kind == NameKind.OFFICIAL}
        return [
            *new_slug,
            field_change(entity.pk, "name", name),
            alias_change(entity.pk, name, NameKind.OFFICIAL),
            *(alias_change(entity.pk, item, NameKind.VARIANT) for item in sorted(old - {name})),
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
    """Change the `korean_name`, the `description` or the `site` of an entity.

    `values` maps the names of these fields to the new values. The value of `site` is the place
    where the organisation is, or None. The other values are text.
    """
    wanted = {
        field: value.pk if isinstance(value, Entity) else value for field, value in values.items()
    }

    def changes() -> list[EntityChange]:
        now = {
            "korean_name": entity.korean_name,
            "description": entity.description,
            "site": entity.site_id,
        }
        return [
            field_change(entity.pk, field, wanted[field])
            for field in now
            if field in wanted and wanted[field] != now[field]
        ]

    return _decide(Decision.Kind.DESCRIBE, changes, reason, user, seen, entity)


def ban(
    entity: Entity, name: str, reason: str, user: User, *, seen: Seen | None = None
) -> Decision:
    """Ban an alias, so that it never means this entity.

    Automatic mentions with this alias are hidden at once, and no import shows them again. Mentions
    about which staff decided do not change. Raises CorrectionError if the entity does not have the
    alias.
    """

    def changes() -> list[EntityChange]:
        refuse_ban(entity, name)
        return ban_changes(entity, name)

    return _decide(Decision.Kind.SPELLINGS, changes, reason, user, seen, entity)


def add_spelling(
    entity: Entity, name: str, kind: str, reason: str, user: User, *, seen: Seen | None = None
) -> Decision:
    """Add an alias to an entity, or allow a banned alias again.

    `kind` is the kind of the alias (`EntityName.Kind`). Mentions that were hidden because the alias
    was banned are shown at once. To find a new alias in articles that the archive already has, run
    `import_articles --reparse`. Raises CorrectionError if the entity has the alias already.
    """
    name = _one_line(name, "spelling")
    if kind not in {NameKind.VARIANT, NameKind.MISSPELLING, NameKind.KOREAN, NameKind.OFFICIAL}:
        raise CorrectionError({"kind": "Choose the kind of the alias."})

    def changes() -> list[EntityChange]:
        refuse_spelling(entity, name)
        stored = [row for row in names_of(family(entity)) if fold(row.name) == fold(name)]
        allowed = [alias_change(row.entity_id, row.name, kind) for row in stored]
        return allowed or [alias_change(entity.pk, name, kind)]

    return _decide(Decision.Kind.SPELLINGS, changes, reason, user, seen, entity)


def accept(entities: Sequence[Entity], reason: str, user: User) -> Decision:
    """Accept entities that were detected automatically: they become listed entities."""

    def changes() -> list[EntityChange]:
        detected = [entity for entity in entities if not entity.is_listed]
        rows = EntityName.objects.filter(entity__in=detected).values_list("entity_id", "name")
        names = set(rows)
        listed = [field_change(entity.pk, "is_listed", True) for entity in detected]
        return listed + [
            alias_change(entity.pk, entity.name, NameKind.OFFICIAL)
            for entity in detected
            if (entity.pk, entity.name) not in names
        ]

    return _decide(Decision.Kind.ACCEPT, changes, reason, user, None, *entities)


def keep_apart(entity: Entity, other: Entity, reason: str, user: User) -> Decision:
    """Store that two entities with similar names are different.

    After this decision, the review queue does not show the pair of these two names any more.
    """
    first, second = sorted([entity.pk, other.pk])
    return _decide(
        Decision.Kind.ACCEPT,
        lambda: [EntityChange(first, Correction.Kind.DISTINCT, str(second), True)],
        reason,
        user,
        None,
    )


def _decide(
    kind: Decision.Kind,
    changes: Callable[[], Sequence[EntityChange]],
    reason: str,
    user: User,
    seen: Seen | None,
    *entities: Entity,
) -> Decision:
    """Store a decision about entities, then update the articles that name these entities.

    The function `changes` returns the changes of the decision. It is called after the entities were
    locked and read from the database again. `seen` has the digests of the entities when the form
    was opened. Raises StaleForm if an entity now has another digest, and CorrectionError if the
    decision would change nothing.
    """
    spread_all()
    with transaction.atomic():
        ids = {*(entity.pk for entity in entities), *(seen or {})}
        locked = list(Entity.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        stale = [
            entity.title
            for entity in locked
            if seen and seen.get(entity.pk, digest(entity)) != digest(entity)
        ]
        if stale:
            raise StaleForm(
                {"": f"{', '.join(stale)} changed while you had the page open. Check it again."}
            )
        for entity in entities:
            entity.refresh_from_db()
        decision = new_decision(kind, reason, user)
        if not (wanted := changes()):
            raise CorrectionError({"": "Nothing was changed."})
        with noting(decision, {change.entity for change in wanted}):
            record(decision, wanted)
        finish([])
    spread(decision)
    return decision


def _made_of(entity: Entity, name: str, rows: Sequence[EntityName]) -> Entity:
    """Create an entity for an alias, merge it into the owner of the alias, and return it.

    `name` is the alias, and `rows` are the stored spellings that are equal to `name`. The owner of
    the alias is `entity` or an entity that is merged into `entity`.

    The decision to split off the alias then corrects `merged_into` of the new entity, and the
    merger into the owner is the uncorrected value. So if the decision is undone, the new entity is
    merged into the owner again, and pages show the alias at the owner.
    """
    owners = {row.entity_id for row in rows}
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
            name=item,
            kind=NameKind.OFFICIAL if item == name else NameKind.VARIANT,
            origin=EntityName.Origin.STAFF,
        )
        for item in sorted({name, *(row.name for row in rows)})
    )
    return new


def _one_line(name: str, field: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 200:
        raise CorrectionError({field: "A name has 1 to 200 characters."})
    return name
