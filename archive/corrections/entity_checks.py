"""Functions that check whether a decision about an entity is possible.

The `refuse_…` functions raise CorrectionError, with a sentence for staff, if the decision is not
possible.
"""

from archive.corrections.entity_overlay import EntityChange, alias_change
from archive.corrections.entity_spellings import entities_with_text, family, spelled
from archive.corrections.errors import CorrectionError
from archive.models import Entity, EntityName
from ingest.mentions.gazetteer import fold


def refuse_merger(entity: Entity, target: Entity) -> None:
    """Raise CorrectionError if the entity cannot be merged into the target."""
    message = ""
    if entity.pk == target.pk:
        message = "It cannot be merged into itself."
    elif entity.kind != target.kind:
        message = f"{target.title} is {_a(target.kind)}, not {_a(entity.kind)}."
    elif merged := next((item for item in (entity, target) if item.merged_into_id), None):
        message = f"{merged.title} is merged into {merged.meant.title} already."
    elif entity.kind == Entity.Kind.PLACE and (
        entity.children.exists() or entity.division_places.exists()
    ):
        message = _refuse_places(entity, target)
    if message:
        raise CorrectionError({"target": message})


def refuse_ban(entity: Entity, name: str) -> None:
    """Raise CorrectionError if `name` is not an alias of the entity, or is banned already."""
    if not ban_changes(entity, name):
        raise CorrectionError(
            {"spelling": f"“{name}” is not an alias of {entity.title}, or is banned already."}
        )


def refuse_spelling(entity: Entity, name: str) -> None:
    """Raise CorrectionError if the entity, or an entity merged into it, has the alias `name`."""
    if spelled(entity, name):
        raise CorrectionError({"spelling": f"“{name}” is an alias of {entity.title} already."})


def refuse_split(entity: Entity, name: str, target: Entity | None) -> None:
    """Raise CorrectionError if the alias `name` cannot be split off from `entity`.

    `target` is the entity that the alias will mean; None if the alias will mean a new entity.
    """
    if fold(name) == fold(entity.name):
        raise CorrectionError(
            {"spelling": f"“{name}” is its name. Rename or merge the {entity.kind} instead."}
        )
    if not spelled(entity, name) and not entities_with_text(family(entity), name):
        raise CorrectionError({"spelling": f"“{name}” is not an alias of {entity.title}."})
    if target is not None and target.kind != entity.kind:
        raise CorrectionError(
            {"target": f"{target.title} is {_a(target.kind)}, not {_a(entity.kind)}."}
        )
    if target is not None and target.meant_id == entity.pk:
        raise CorrectionError({"target": f"It is an alias of this {entity.kind} already."})


def ban_changes(entity: Entity, name: str) -> list[EntityChange]:
    """Return the changes that ban the alias `name` of an entity and of the entities merged into it.

    Some entities have automatic mentions with this alias, although the alias is not stored for
    them. For such an entity, the change stores the alias as a banned alias.
    """
    owners = spelled(entity, name)
    bans = [alias_change(row.entity_id, row.name, EntityName.Kind.BANNED) for row in owners]
    rest = set(family(entity)) - {row.entity_id for row in owners}
    return bans + [
        alias_change(pk, name, EntityName.Kind.BANNED) for pk in entities_with_text(rest, name)
    ]


def _refuse_places(entity: Entity, target: Entity) -> str:
    """Return why the places that `entity` contains prevent its merger into `target`.

    The result is a sentence for staff, or "" if they do not prevent the merger.
    """
    place: Entity | None = target
    while place is not None:
        if place.pk == entity.pk:
            return f"{target.title} is in {entity.title}."
        place = place.parent
    is_division, are_divisions = entity.division_id == entity.pk, target.division_id == target.pk
    if is_division != are_divisions or (
        not is_division and entity.division_id != target.division_id
    ):
        return f"{entity.title} contains places, which would move to another province."
    return ""


def _a(kind: str) -> str:
    return f"an {kind}" if kind == Entity.Kind.ORGANISATION else f"a {kind}"
