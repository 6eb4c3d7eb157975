"""Describes entities in a file of decisions, and finds the described entities in another archive.

The same entity can have different ids in two archives. So the file describes an entity by its kind
and origin, and by the slug and name that it had before all corrections.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive.corrections.detected_entities import insert_names
from archive.corrections.entity_overlay import Subject, base_values
from archive.corrections.entity_spellings import free_slug
from archive.models import Correction, Entity, EntityName
from archive.models.entity import name_key

Payload = dict[str, Any]
"""The description of one entity as JSON: its kind, origin, and uncorrected slug and name.

If the entity is not from the data files, the description also has the other values with which the
entity can be created. References to other entities, such as `parent`, are positions in the list of
entities of the same decision."""

_LINKS = ("parent", "division", "site")


class NotFoundError(Exception):
    """An error: the file of decisions refers to a record that this archive does not have.

    The record can be an article or a source, for example. The message says which record is missing.
    """


class EntityList:
    """The list of the entities to which one exported decision refers, each entity once."""

    def __init__(self) -> None:
        self.payloads: list[Payload] = []
        self._positions: dict[int, int] = {}

    def position(self, pk: int | None) -> int | None:
        """Return the position of an entity (by id) in the list; add the entity if it is missing.

        If `pk` is None, the result is None.
        """
        if pk is None:
            return None
        if pk not in self._positions:
            self._positions[pk] = len(self.payloads)
            payload: Payload = {}
            self.payloads.append(payload)
            payload |= self._payload(Entity.objects.get(pk=pk))
        return self._positions[pk]

    def _payload(self, entity: Entity) -> Payload:
        bases = base_values(entity.pk)

        def base(field: str, present: Any) -> Any:
            return bases.get(Subject(entity.pk, Correction.Kind.FIELD, field), present)

        payload: Payload = {
            "kind": entity.kind,
            "slug": base("slug", entity.slug),
            "name": base("name", entity.name),
            "origin": entity.origin,
        }
        if entity.origin == Entity.Origin.LISTED:
            return payload
        for field in _LINKS:
            payload[field] = self.position(base(field, getattr(entity, f"{field}_id")))
        payload["place_type"] = entity.place_type
        payload["implies_site"] = entity.implies_site
        payload["is_listed"] = base("is_listed", entity.is_listed)
        payload["evidence"] = entity.evidence
        payload["aliases"] = _aliases(entity, bases)
        payload["merged_into"] = self.position(base("merged_into", entity.merged_into_id))
        return payload


def _aliases(entity: Entity, bases: Mapping[Subject, Any]) -> list[list[str]]:
    """Return the spellings that an entity had before all corrections, as [name, kind, origin].

    `bases` is the result of `base_values` for the entity.
    """
    rows = EntityName.objects.filter(entity=entity).order_by("pk")
    aliases = [
        [name, bases.get(Subject(entity.pk, Correction.Kind.ALIAS, name), kind), origin]
        for name, kind, origin in rows.values_list("name", "kind", "origin")
    ]
    return [alias for alias in aliases if alias[1]]


class EntityFinder:
    """Finds or creates the entities that a file of decisions describes.

    `has_made` is True if an entity was created.
    """

    def __init__(self) -> None:
        self.has_made = False
        self._ids: dict[tuple[str, ...], int] = {}

    def ids(self, payloads: Sequence[Payload]) -> "list[int | NotFoundError]":
        """Return, for each entity of one decision, its id in this archive or a NotFoundError.

        `payloads` describes the entities. A missing entity is created, unless it is from the data
        files. An entity can be missing although this archive has all saved files: its name may
        occur only in a text that staff corrected in the other archive.
        """
        ids: dict[int, int | NotFoundError] = {}

        def find(position: int | None) -> int | None:
            if position is None:
                return None
            if position not in ids:
                ids[position] = NotFoundError("an entity refers to itself")
                try:
                    ids[position] = self._find(payloads[position], find)
                except NotFoundError as error:
                    ids[position] = error
            known = ids[position]
            if isinstance(known, NotFoundError):
                raise known
            return known

        for position in range(len(payloads)):
            try:
                find(position)
            except NotFoundError:
                continue
        return [ids[position] for position in range(len(payloads))]

    def _find(self, payload: Payload, find: Any) -> int:
        above = find(payload.get("parent")) if payload["kind"] == Entity.Kind.PLACE else None
        named = (payload["kind"], payload["slug"], payload["name"], str(above or ""))
        if named not in self._ids:
            self._ids[named] = self._stored(payload, above, find) or self._make(payload, find)
        return self._ids[named]

    def _stored(self, payload: Payload, above: int | None, find: Any) -> int | None:
        """Return the id of the described entity in this archive; None if it does not exist.

        `payload` describes the entity. If it is a place, `above` is the id of the place that
        contains it, otherwise None. `find` is a function from the position of an entity in the same
        decision to its id in this archive.

        An entity from the data files is found by its slug. Any other entity is found by its slug
        and name. If no entity has both the slug and the name, the entity is found by its name
        alone, but only if exactly one entity has this name. The slugs and names before all
        corrections are compared.
        """
        kind, slug, name = payload["kind"], payload["slug"], payload["name"]
        renamed = _first_values("slug", slug)
        same_slug = Entity.objects.filter(kind=kind, pk__in=renamed) | Entity.objects.filter(
            kind=kind, slug=slug
        )
        is_listed = payload["origin"] == Entity.Origin.LISTED
        for entity in same_slug.order_by("pk"):
            values = base_values(entity.pk)
            own = {
                field: values.get(Subject(entity.pk, Correction.Kind.FIELD, field), present)
                for field, present in (("slug", entity.slug), ("name", entity.name))
            }
            is_same_name = name_key(own["name"]) == name_key(name)
            if own["slug"] == slug and (
                is_listed
                if entity.origin == Entity.Origin.LISTED
                else is_same_name and entity.origin == payload["origin"]
            ):
                return entity.pk
        if is_listed:
            return None
        same_name = Entity.objects.filter(kind=kind, origin=payload["origin"]).filter(
            pk__in={
                *_first_values("name", name),
                *EntityName.objects.filter(key=name_key(name)).values_list("entity", flat=True),
            }
        )
        if kind == Entity.Kind.PLACE:
            same_name = same_name.filter(parent=above)
        ids = list(same_name.values_list("pk", flat=True))
        if payload["origin"] == Entity.Origin.SPLIT:
            first = find(payload["merged_into"])
            ids = [pk for pk in ids if _first_merged_into(pk) == first]
        return ids[0] if len(ids) == 1 else None

    def _make(self, payload: Payload, find: Any) -> int:
        if payload["origin"] == Entity.Origin.LISTED:
            raise NotFoundError(
                f"there is no {payload['kind']} “{payload['slug']}” in this archive"
            )
        self.has_made = True
        slug = payload["slug"]
        entity = Entity.objects.create(
            kind=payload["kind"],
            name=payload["name"],
            slug=free_slug(slug) if Entity.objects.filter(slug=slug).exists() else slug,
            origin=payload["origin"],
            place_type=payload["place_type"],
            implies_site=payload["implies_site"],
            is_listed=payload["is_listed"],
            evidence=payload["evidence"],
            merged_into_id=find(payload["merged_into"]),
            **{f"{field}_id": find(payload[field]) for field in _LINKS},
        )
        insert_names(entity.pk, payload["aliases"])
        return entity.pk


def _first_merged_into(pk: int) -> int | None:
    """Return the id of the target into which an entity (by id) was merged before all corrections.

    If the entity was not merged before all corrections, the result is None.
    """
    present = Entity.objects.values_list("merged_into", flat=True).get(pk=pk)
    subject = Subject(pk, Correction.Kind.FIELD, "merged_into")
    base: int | None = base_values(pk).get(subject, present)
    return base


def _first_values(field: str, value: str) -> Iterable[int]:
    """Return the ids of entities with a corrected `field` whose uncorrected value is `value`."""
    rows = Correction.objects.filter(
        kind=Correction.Kind.FIELD, key=field, entity__isnull=False, parsed_value=value
    )
    return {pk for pk in rows.order_by().values_list("entity_id", flat=True) if pk}
