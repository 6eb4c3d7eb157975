"""Apply corrections to an entity, above what the data files or the name finder give.

A correction of an entity keeps in `parsed_value` the value below all corrections of that field:
the value that the field had when the first of them was made. While a correction stands,
`load_gazetteer` leaves the field alone; when none stands any more, that value is back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from archive.corrections.errors import CorrectionError
from archive.models import Correction, Decision, Entity, EntityName, OldSlug

FACTS = ("name", "slug", "korean_name", "description", "is_listed")
"""The plain fields of an entity that people can correct."""

REFERENCES = ("merged_into", "parent", "division", "site")
"""Fields with the id of another entity: always of one that is not merged itself."""

STAFF = EntityName.Origin.STAFF
Kind = Correction.Kind


class Subject(NamedTuple):
    """What corrections of an entity are about: kind and key are those of `Correction`."""

    entity: int
    kind: str
    key: str


class EntityChange(NamedTuple):
    """One thing about an entity, and the value that a person gives it.

    The value of an alias is its kind (`EntityName.Kind`), "" for none."""

    entity: int
    kind: str
    key: str
    value: Any

    @property
    def subject(self) -> Subject:
        """What is changed, without the value."""
        return Subject(self.entity, self.kind, self.key)


def field_change(entity: int, field: str, value: Any) -> EntityChange:
    """Return the change of a column of an entity (by id)."""
    return EntityChange(entity, Kind.FIELD, field, value)


def alias_change(entity: int, name: str, kind: str) -> EntityChange:
    """Return the change that gives an alias of an entity (by id) this kind."""
    return EntityChange(entity, Kind.ALIAS, name, kind)


def record(decision: Decision, changes: Sequence[EntityChange]) -> None:
    """Store the corrections of a decision and apply them to their entities.

    Raises CorrectionError when that is impossible."""
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
    """Return the values below all corrections of an entity (by id), where it has corrections."""
    rows = Correction.objects.filter(entity=entity).order_by().values_list("kind", "key")
    return _bases({Subject(entity, kind, key) for kind, key in rows})


def subjects_of(decision: Decision) -> set[Subject]:
    """Return what a decision changes of entities."""
    rows = decision.corrections.filter(entity__isnull=False).order_by()
    values = rows.values_list("entity_id", "kind", "key")
    return {Subject(pk, kind, key) for pk, kind, key in values if pk is not None}


def standing_subjects() -> set[Subject]:
    """Return everything about which a correction of an entity stands. One query."""
    rows = Correction.objects.standing().order_by().filter(entity__isnull=False)
    values = rows.values_list("entity_id", "kind", "key")
    return {Subject(pk, kind, key) for pk, kind, key in values if pk is not None}


def keep_bases(subjects: Iterable[Subject]) -> None:
    """Store the present values below corrections that are about to stand again.

    Only where no correction stands now: otherwise the value below them is stored already."""
    wanted = set(subjects)
    stored = _corrections(wanted)
    for subject, value in _bases(wanted).items():
        changed = [row.pk for row in stored[subject] if row.parsed_value != value]
        Correction.objects.filter(pk__in=changed).update(parsed_value=value)


def apply(subjects: Iterable[Subject]) -> None:
    """Give each of these the value of its last standing correction, else the value below them.

    Raises CorrectionError when that is impossible: another entity has the address, or two would be
    merged into each other."""
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
    """Return the references to an entity as changes that keep what they mean.

    They follow where the entity is merged, imports leave them alone, and undoing the merger undoes
    them."""
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
    """The value below the corrections of each subject: the present one where none stands."""
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
    """The id to which a reference leads: the one stored below its corrections, if that was only
    merged into the present one."""
    present: int | None = getattr(entity, f"{field}_id")
    if rows and rows[-1].parsed_value is not None:
        before = Entity.objects.filter(pk=rows[-1].parsed_value).first()
        if before is not None and before.meant_id == present:
            return before.pk
    return present


def _corrections(subjects: set[Subject]) -> Mapping[Subject, list[Correction]]:
    """All corrections of these subjects, oldest first, with their decisions."""
    found: dict[Subject, list[Correction]] = defaultdict(list)
    rows = Correction.objects.filter(
        entity__in={subject.entity for subject in subjects},
        key__in={subject.key for subject in subjects},
    )
    for row in rows.select_related("decision").order_by("pk"):
        assert row.entity_id is not None
        found[Subject(row.entity_id, row.kind, row.key)].append(row)
    return found


def _value(corrections: Sequence[Correction]) -> Any:
    """The value of the last standing correction (there is at least one correction), else the value
    below them."""
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
    """Let an address that an entity had for a while lead to it, unless it leads somewhere else."""
    if not Entity.objects.filter(slug=slug).exists():
        OldSlug.objects.get_or_create(kind=entity.kind, slug=slug, defaults={"entity": entity})


def refuse_taken_slug(entity: Entity, slug: str) -> None:
    """Raise CorrectionError where the address leads, or once led, to another."""
    other = Entity.objects.filter(slug=slug).exclude(pk=entity.pk).first()
    old = OldSlug.objects.filter(kind=entity.kind, slug=slug, entity__isnull=False).exclude(
        entity=entity.pk
    )
    if other or old.exists():
        whose = (
            f"the address of {other.title}"
            if other
            else "once the address of another, and still leads there"
        )
        raise CorrectionError({"slug": f"“{slug}” is {whose}."})


def _apply_alias(entity: int, name: str, kind: str) -> None:
    rows = EntityName.objects.filter(entity=entity, name=name)
    if not kind:
        rows.delete()
    elif not rows.exclude(kind=kind).update(kind=kind) and not rows.exists():
        EntityName.objects.create(entity_id=entity, name=name, kind=kind, origin=STAFF)


def _apply_references() -> None:
    """Apply every reference about which a person ever decided.

    They depend on one another through mergers, and there are only as many as people decided."""
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
    """The entity that stands for this one in the end, so that `merged_into` is always flat.

    Raises CorrectionError where entities would be merged in a circle."""
    seen: set[int] = set()
    while entity is not None and entity in merged:
        if entity in seen:
            merging = Entity.objects.filter(pk__in=seen)
            names = ", ".join(sorted(member.title for member in merging))
            raise CorrectionError(
                {"": f"These would be merged into each other: {names}. Undo a later merger first."}
            )
        seen.add(entity)
        entity = merged[entity]
    return entity
