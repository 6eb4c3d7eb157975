"""Apply corrections to entities, whose values come from the data files or the name finder.

The `parsed_value` of a correction is the uncorrected value of the field: its value before the first
of its corrections. While a correction applies, `load_gazetteer` does not change the field; when all
are undone, the field gets the uncorrected value back.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from archive.corrections.errors import CorrectionError
from archive.models import Correction, Decision, Entity, EntityName, OldSlug

FACTS = ("name", "slug", "korean_name", "description", "is_listed")
"""The plain fields of an entity that staff can correct."""

REFERENCES = ("merged_into", "parent", "division", "site")
"""The fields that refer to another entity, which is never merged itself."""

STAFF = EntityName.Origin.STAFF
Kind = Correction.Kind


class Subject(NamedTuple):
    """A value of an entity that can be corrected; kind and key are those of `Correction`."""

    entity: int
    kind: str
    key: str


class EntityChange(NamedTuple):
    """A new value of a subject.

    The value of an alias is its kind (`EntityName.Kind`), or "" if the entity does not have it.
    """

    entity: int
    kind: str
    key: str
    value: Any

    @property
    def subject(self) -> Subject:
        """Return the subject that is changed."""
        return Subject(self.entity, self.kind, self.key)


def field_change(entity: int, field: str, value: Any) -> EntityChange:
    """Return the change of a column of an entity (by id)."""
    return EntityChange(entity, Kind.FIELD, field, value)


def alias_change(entity: int, name: str, kind: str) -> EntityChange:
    """Return the change that gives an alias of an entity (by id) this kind."""
    return EntityChange(entity, Kind.ALIAS, name, kind)


def record(decision: Decision, changes: Sequence[EntityChange]) -> None:
    """Store the corrections of a decision and apply them to their entities.

    Raises CorrectionError if that is impossible.
    """
    store(decision, changes)
    apply(change.subject for change in changes)


def store(decision: Decision, changes: Sequence[EntityChange]) -> None:
    """Store the corrections of a decision, without applying them."""
    bases = _bases({change.subject for change in changes})
    Correction.objects.bulk_create(
        Correction(
            decision=decision,
            entity_id=change.entity,
            kind=change.kind,
            key=change.key,
            parsed_value=bases[change.subject],
            corrected_value=change.value,
        )
        for change in changes
    )


def base_values(entity: int) -> dict[Subject, Any]:
    """Return the uncorrected values of all corrected subjects of an entity (by id)."""
    rows = Correction.objects.filter(entity=entity).order_by().values_list("kind", "key")
    return _bases({Subject(entity, kind, key) for kind, key in rows})


def subjects_of(decision: Decision) -> set[Subject]:
    """Return the subjects that a decision changes."""
    rows = decision.corrections.filter(entity__isnull=False).order_by()
    values = rows.values_list("entity_id", "kind", "key")
    return {Subject(pk, kind, key) for pk, kind, key in values if pk is not None}


def standing_subjects() -> set[Subject]:
    """Return all subjects with a correction that is not undone. Takes one query."""
    rows = Correction.objects.standing().order_by().filter(entity__isnull=False)
    values = rows.values_list("entity_id", "kind", "key")
    return {Subject(pk, kind, key) for pk, kind, key in values if pk is not None}


def keep_bases(subjects: Iterable[Subject]) -> None:
    """Store the present values as uncorrected ones, before a decision is redone.

    A subject with another correction that applies is left as it is, because its uncorrected value
    is stored already.
    """
    wanted = set(subjects)
    stored = _corrections(wanted)
    for subject, value in _bases(wanted).items():
        changed = [row.pk for row in stored[subject] if row.parsed_value != value]
        Correction.objects.filter(pk__in=changed).update(parsed_value=value)


def apply(subjects: Iterable[Subject]) -> None:
    """Set every subject to its last correction that applies, or to its uncorrected value.

    Raises CorrectionError if another entity has the address, or if two entities would be merged
    into each other.
    """
    wanted = set(subjects)
    corrections = _corrections(wanted)
    entities = Entity.objects.in_bulk({subject.entity for subject in wanted})
    for subject in sorted(wanted):
        value = _value(corrections[subject])
        if subject.kind == Kind.ALIAS:
            _apply_alias(subject.entity, subject.key, str(value or ""))
        elif subject.key in FACTS:
            _apply_fact(entities[subject.entity], subject.key, value)
    if any(_is_reference(subject) for subject in wanted):
        _apply_references()


def references_to(entity: Entity) -> list[EntityChange]:
    """Return changes that set the references to an entity to their present values.

    They belong to the decision that merges the entity: so they lead to the target of the merger,
    no import changes them, and they are undone with it.
    """
    subjects: set[Subject] = set()
    for field in REFERENCES[1:]:
        ids = Entity.objects.filter(**{field: entity}).values_list("pk", flat=True)
        subjects |= {Subject(pk, Kind.FIELD, field) for pk in ids}
    corrections = _corrections(subjects)
    return [
        EntityChange(*subject, standing[-1].corrected_value if standing else entity.pk)
        for subject in sorted(subjects)
        for standing in [_standing(corrections[subject])]
    ]


def _is_reference(subject: Subject) -> bool:
    return subject.kind == Kind.FIELD and subject.key in REFERENCES


def _standing(corrections: Iterable[Correction]) -> list[Correction]:
    return [row for row in corrections if row.decision.undone_at is None]


def _bases(subjects: set[Subject]) -> dict[Subject, Any]:
    """Return the uncorrected values: the present ones of subjects without a valid correction."""
    corrections = _corrections(subjects)
    entities = Entity.objects.in_bulk({subject.entity for subject in subjects})
    names = EntityName.objects.filter(entity__in=entities)
    kinds = {(pk, name): kind for pk, name, kind in names.values_list("entity_id", "name", "kind")}
    bases: dict[Subject, Any] = {}
    for subject in subjects:
        rows = corrections[subject]
        if standing := _standing(rows):
            bases[subject] = standing[0].parsed_value
        elif subject.kind == Kind.ALIAS:
            bases[subject] = kinds.get((subject.entity, subject.key), "")
        elif subject.kind == Kind.DISTINCT:
            bases[subject] = ""
        elif subject.key in FACTS:
            bases[subject] = getattr(entities[subject.entity], subject.key)
        else:
            bases[subject] = _base_of_reference(entities[subject.entity], subject.key, rows)
    return bases


def _base_of_reference(entity: Entity, field: str, rows: Sequence[Correction]) -> int | None:
    """Return the uncorrected id of a reference.

    It is the stored one if that entity was only merged into the present one.
    """
    present: int | None = getattr(entity, f"{field}_id")
    if rows and rows[-1].parsed_value is not None:
        before = Entity.objects.filter(pk=rows[-1].parsed_value).first()
        if before is not None and before.meant_id == present:
            return before.pk
    return present


def _corrections(subjects: set[Subject]) -> Mapping[Subject, list[Correction]]:
    """Return all corrections of these subjects, oldest first, with their decisions."""
    corrections: dict[Subject, list[Correction]] = defaultdict(list)
    rows = Correction.objects.filter(
        entity__in={subject.entity for subject in subjects},
        key__in={subject.key for subject in subjects},
    )
    for row in rows.select_related("decision").order_by("pk"):
        assert row.entity_id is not None
        corrections[Subject(row.entity_id, row.kind, row.key)].append(row)
    return corrections


def _value(corrections: Sequence[Correction]) -> Any:
    """Return the value of the last correction that applies, or else the uncorrected value.

    There must be at least one correction.
    """
    standing = _standing(corrections)
    return standing[-1].corrected_value if standing else corrections[-1].parsed_value


def _apply_fact(entity: Entity, field: str, value: Any) -> None:
    before = getattr(entity, field)
    if value == before:
        return
    if field == "slug":
        refuse_taken_slug(entity, value)
        OldSlug.objects.filter(kind=entity.kind, slug=value).delete()
        OldSlug.objects.update_or_create(
            kind=entity.kind, slug=before, defaults={"entity": entity, "source": None}
        )
    setattr(entity, field, value)
    entity.save(update_fields=[field])


def keep_address(entity: Entity, slug: str) -> None:
    """Redirect a former address of an entity to it, unless another entity has the address."""
    if not Entity.objects.filter(slug=slug).exists():
        OldSlug.objects.get_or_create(kind=entity.kind, slug=slug, defaults={"entity": entity})


def refuse_taken_slug(entity: Entity, slug: str) -> None:
    """Raise CorrectionError if another entity has or had the address."""
    other = Entity.objects.filter(slug=slug).exclude(pk=entity.pk).first()
    old = OldSlug.objects.filter(kind=entity.kind, slug=slug, entity__isnull=False).exclude(
        entity=entity.pk
    )
    if other or old.exists():
        owner = (
            f"the address of {other.title}"
            if other
            else "a former address of another record, to which it redirects"
        )
        raise CorrectionError({"slug": f"“{slug}” is {owner}."})


def _apply_alias(entity: int, name: str, kind: str) -> None:
    rows = EntityName.objects.filter(entity=entity, name=name)
    if not kind:
        rows.delete()
    elif not rows.exclude(kind=kind).update(kind=kind) and not rows.exists():
        EntityName.objects.create(entity_id=entity, name=name, kind=kind, origin=STAFF)


def _apply_references() -> None:
    """Apply all corrections of references, because mergers make them depend on one another.

    There are few, because they are decisions of staff.
    """
    rows = (
        Correction.objects.filter(kind=Kind.FIELD, key__in=REFERENCES, entity__isnull=False)
        .select_related("decision")
        .order_by("pk")
    )
    corrections: dict[tuple[int, str], list[Correction]] = defaultdict(list)
    for row in rows:
        assert row.entity_id is not None
        corrections[row.entity_id, row.key].append(row)
    meant = {field: _value(rows) for field, rows in corrections.items()}
    merged = {
        pk: value
        for (pk, field), value in meant.items()
        if field == "merged_into" and value is not None
    }
    changed = []
    entities = Entity.objects.in_bulk({pk for pk, _field in meant})
    for (pk, field), value in meant.items():
        column, target = f"{field}_id", _final(value, merged)
        if getattr(entities[pk], column) != target:
            setattr(entities[pk], column, target)
            changed.append(entities[pk])
    Entity.objects.bulk_update(changed, REFERENCES, batch_size=100)


def _final(entity: int | None, merged: Mapping[int, int]) -> int | None:
    """Return the final target of mergers, so that `merged_into` is always flat.

    Raises CorrectionError if entities would be merged in a circle.
    """
    seen: set[int] = set()
    while entity is not None and entity in merged:
        if entity in seen:
            merging = Entity.objects.filter(pk__in=seen)
            names = ", ".join(sorted(entity.title for entity in merging))
            raise CorrectionError(
                {"": f"These would be merged into each other: {names}. Undo a later merger first."}
            )
        seen.add(entity)
        entity = merged[entity]
    return entity
