"""Sets the values of entities, from their uncorrected values and from the corrections of staff.

Uncorrected values come from the data files or the name finder. A correction stores the uncorrected
value as its `parsed_value`: the value that the field had before its first correction. While a
correction applies, `load_gazetteer` does not change the field. If all corrections of the field are
undone, the field gets the uncorrected value again.
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

These fields never refer to a merged entity. They refer to the target of its merger instead."""

STAFF = EntityName.Origin.STAFF
Kind = Correction.Kind


class Subject(NamedTuple):
    """A fact about an entity that decisions can change.

    There are three sorts of facts: the value of a field, the kind of an alias, and whether two
    entities are kept apart. `entity` is an id; `kind` and `key` are columns of Correction:

    - Subject(7, "field", "name") is the name of entity 7.
    - Subject(7, "alias", "Kuzang") is the kind of the alias “Kuzang” of entity 7.
    - Subject(7, "distinct", "9") is whether the entities 7 and 9 are kept apart.
    """

    entity: int
    kind: str
    key: str


class EntityChange(NamedTuple):
    """A new value of a Subject, which `entity`, `kind` and `key` identify.

    For an alias, `value` is the kind of the alias (`EntityName.Kind`), or "" to remove the alias.
    For one of REFERENCES, `value` is the id of an entity, or None. For all other fields, `value` is
    the new content of the field. For two entities that are kept apart, `value` is True.
    """

    entity: int
    kind: str
    key: str
    value: Any

    @property
    def subject(self) -> Subject:
        """Return the Subject that gets this new value."""
        return Subject(self.entity, self.kind, self.key)


def field_change(entity: int, field: str, value: Any) -> EntityChange:
    """Return the change that sets a field of an entity (by id) to a value."""
    return EntityChange(entity, Kind.FIELD, field, value)


def alias_change(entity: int, name: str, kind: str) -> EntityChange:
    """Return the change that adds an alias to an entity (by id), or sets the kind of the alias.

    If `kind` is "", the change removes the alias.
    """
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
    """Return the uncorrected value of each corrected Subject (fact) of an entity (by id).

    Corrections whose decisions are undone are included.
    """
    rows = Correction.objects.filter(entity=entity).order_by().values_list("kind", "key")
    return _bases({Subject(entity, kind, key) for kind, key in rows})


def subjects_of(decision: Decision) -> set[Subject]:
    """Return the subjects (facts about entities) that a decision corrects."""
    rows = decision.corrections.filter(entity__isnull=False).order_by()
    values = rows.values_list("entity_id", "kind", "key")
    return {Subject(pk, kind, key) for pk, kind, key in values if pk is not None}


def standing_subjects() -> set[Subject]:
    """Return each Subject with a correction that is not undone. Takes one database query."""
    rows = Correction.objects.standing().order_by().filter(entity__isnull=False)
    values = rows.values_list("entity_id", "kind", "key")
    return {Subject(pk, kind, key) for pk, kind, key in values if pk is not None}


def keep_bases(subjects: Iterable[Subject]) -> None:
    """Store the present value of each Subject as uncorrected value, before a decision is redone.

    The values are stored because `load_gazetteer` may have changed a value while the decision was
    undone. If another correction of a subject applies, the present value of the subject is a
    corrected value. Then the uncorrected value that is stored already is kept.
    """
    wanted = set(subjects)
    stored = _corrections(wanted)
    for subject, value in _bases(wanted).items():
        changed = [row.pk for row in stored[subject] if row.parsed_value != value]
        Correction.objects.filter(pk__in=changed).update(parsed_value=value)


def apply(subjects: Iterable[Subject]) -> None:
    """Give each Subject the value of its last correction that is not undone.

    If all corrections of a subject are undone, the subject gets its uncorrected value. Raises
    CorrectionError if an entity would get the address of another entity, or if two entities would
    be merged into each other.
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
    """Return one change for each `parent`, `division` or `site` that refers to this entity.

    `site` is the place where an organisation is. The change sets the field to its present value.
    The decision that merges this entity into a target stores these changes as corrections. That has
    three effects: the field then refers to the target of the merger, `load_gazetteer` does not
    change the field, and undoing the merger restores the field.
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
    """Return a dict from each Subject (fact about an entity) to its uncorrected value.

    If no correction of a subject applies, the uncorrected value is the present value.
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
    """Return the id of the entity that a field of `entity` would contain without corrections.

    `rows` are the corrections of the field; all of them are undone. Normally the result is the
    present value of the field. There is one exception: the last of `rows` can store, as the
    uncorrected value, an entity that is now merged into the present value. Then the result is the
    id of this merged entity, so that the field contains it again if its merger is undone.
    """
    present: int | None = getattr(entity, f"{field}_id")
    if rows and rows[-1].parsed_value is not None:
        before = Entity.objects.filter(pk=rows[-1].parsed_value).first()
        if before is not None and before.meant_id == present:
            return before.pk
    return present


def _corrections(subjects: set[Subject]) -> Mapping[Subject, list[Correction]]:
    """Return a dict from each Subject to all its corrections, oldest first, with their decisions.

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
    """Return the value that a Subject must have: the corrected or the uncorrected value.

    `corrections` are all corrections of the subject, oldest first; there must be at least one. If
    at least one of them applies, the result is the value of the last one that applies. Otherwise it
    is the uncorrected value.
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
    """Make the address with this slug redirect to `entity`, unless an entity has the slug now."""
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
            else f"a former address of another {entity.kind}, to which it redirects"
        )
        raise CorrectionError({"slug": f"“{slug}” is {owner}."})


def _apply_alias(entity: int, name: str, kind: str) -> None:
    rows = EntityName.objects.filter(entity=entity, name=name)
    if not kind:
        rows.delete()
    elif not rows.exclude(kind=kind).update(kind=kind) and not rows.exists():
        EntityName.objects.create(entity_id=entity, name=name, kind=kind, origin=STAFF)


def _apply_references() -> None:
    """Store the values of all corrected fields that refer to another entity (REFERENCES).

    This is done for all entities of the archive, because the merger of an entity A into an entity B
    changes all fields that refer to A, and undoing the merger changes them back. A field whose
    corrections are all undone gets its uncorrected value. The function is fast, because few fields
    have corrections: only staff make them.
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
    """Return the id of the entity that pages show instead of this entity (by id).

    `merged` maps the id of a merged entity to the id of its target. The target can be merged too:
    for entity 1 and the mergers {1: 2, 2: 3}, the result is 3. For an entity that is not in
    `merged`, the result is its own id, and for None it is None. Raises CorrectionError if entities
    would be merged in a circle.
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
