"""The values of entities, computed from their uncorrected values and from corrections.

Uncorrected values come from the data files or the name finder. The `parsed_value` of a correction
is the uncorrected value: the value that the field had before its first correction. While a
correction applies, `load_gazetteer` does not change the field. When all corrections of the field
are undone, it gets the uncorrected value again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from archive.corrections.errors import CorrectionError
from archive.models import Correction, Decision, Entity, EntityName, OldSlug

FACTS = ("name", "slug", "korean_name", "description", "is_listed")
"""The fields of an entity that staff can correct, except REFERENCES."""

REFERENCES = ("merged_into", "parent", "division", "site")
"""The fields of an entity that refer to another entity.

They never refer to a merged entity, but to the target of its merger."""

STAFF = EntityName.Origin.STAFF
Kind = Correction.Kind


class Subject(NamedTuple):
    """One value of an entity that can be corrected.

    `entity` is an id; `kind` and `key` are those of a Correction. Subject(7, "alias", "Kuzang") is
    the kind of the alias “Kuzang” of entity 7.
    """

    entity: int
    kind: str
    key: str


class EntityChange(NamedTuple):
    """A new value of a subject.

    The value of an alias is its kind (`EntityName.Kind`), or "" to remove the alias. The value of a
    reference is the id of an entity.
    """

    entity: int
    kind: str
    key: str
    value: Any

    @property
    def subject(self) -> Subject:
        """Return the subject that gets the new value."""
        return Subject(self.entity, self.kind, self.key)


def field_change(entity: int, field: str, value: Any) -> EntityChange:
    """Return the change that sets a field of an entity (by id) to a value."""
    return EntityChange(entity, Kind.FIELD, field, value)


def alias_change(entity: int, name: str, kind: str) -> EntityChange:
    """Return the change that sets the kind of an alias of an entity (by id)."""
    return EntityChange(entity, Kind.ALIAS, name, kind)


def record(decision: Decision, changes: Sequence[EntityChange]) -> None:
    """Store the corrections of a decision and apply them to their entities.

    Raises the same errors as `apply`.
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
    """Return the uncorrected values of all subjects of an entity (by id) that have a correction.

    The decision of the correction can be undone.
    """
    rows = Correction.objects.filter(entity=entity).order_by().values_list("kind", "key")
    return _bases({Subject(entity, kind, key) for kind, key in rows})


def subjects_of(decision: Decision) -> set[Subject]:
    """Return the subjects that a decision corrects."""
    rows = decision.corrections.filter(entity__isnull=False).order_by()
    values = rows.values_list("entity_id", "kind", "key")
    return {Subject(pk, kind, key) for pk, kind, key in values if pk is not None}


def standing_subjects() -> set[Subject]:
    """Return all subjects with a correction that is not undone. Takes one query."""
    rows = Correction.objects.standing().order_by().filter(entity__isnull=False)
    values = rows.values_list("entity_id", "kind", "key")
    return {Subject(pk, kind, key) for pk, kind, key in values if pk is not None}


def keep_bases(subjects: Iterable[Subject]) -> None:
    """Store the present values of subjects as uncorrected values, before a decision is redone.

    This is necessary because `load_gazetteer` may have changed a value while the decision was
    undone. If another correction of a subject applies, the stored uncorrected value is kept.
    """
    wanted = set(subjects)
    stored = _corrections(wanted)
    for subject, value in _bases(wanted).items():
        changed = [row.pk for row in stored[subject] if row.parsed_value != value]
        Correction.objects.filter(pk__in=changed).update(parsed_value=value)


def apply(subjects: Iterable[Subject]) -> None:
    """Set each subject to its last correction that is not undone, or to its uncorrected value.

    Raises CorrectionError if an entity would get the address of another entity, or if two entities
    would be merged into each other.
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
    """Return one change for each `parent`, `division` and `site` that refers to this entity.

    The change sets the field to its present value. The decision that merges the entity stores these
    changes. So each field then refers to the target of the merger, no import changes the field, and
    undoing the merger also undoes the change.
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
    """Return the uncorrected values of subjects.

    If no correction of a subject applies, its uncorrected value is its present value.
    """
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
    """Return the id of the entity to which a field of `entity` refers without corrections.

    `rows` are the corrections of the field, all of which are undone. The result is normally the
    present value. But if the uncorrected value in `rows` is an entity that is now merged into the
    present value, it is that merged entity, because undoing the merger must separate the two.
    """
    present: int | None = getattr(entity, f"{field}_id")
    if rows and rows[-1].parsed_value is not None:
        before = Entity.objects.filter(pk=rows[-1].parsed_value).first()
        if before is not None and before.meant_id == present:
            return before.pk
    return present


def _corrections(subjects: set[Subject]) -> Mapping[Subject, list[Correction]]:
    """Return all corrections of each subject, oldest first, with their decisions.

    Corrections whose decisions are undone are included.
    """
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
    """Return the value of a subject: its last correction that applies, or its uncorrected value.

    `corrections` are all corrections of the subject; there must be at least one.
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
    """Make a former address of an entity redirect to it, unless an entity has this address now."""
    if not Entity.objects.filter(slug=slug).exists():
        OldSlug.objects.get_or_create(kind=entity.kind, slug=slug, defaults={"entity": entity})


def refuse_taken_slug(entity: Entity, slug: str) -> None:
    """Raise CorrectionError if another entity has or had the address that ends with this slug."""
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
    """Set every field of REFERENCES that has corrections, in all entities.

    All of them are set, because a merger also changes the fields that refer to the merged entity.
    There are only few of them, because only staff make corrections.
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
    """Return the last target (an id) of the mergers that start with this entity.

    `merged` maps the id of a merged entity to the id of its direct target. Storing only last
    targets ensures that the target of a merger is never merged itself. Raises CorrectionError if
    entities would be merged in a circle.
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
