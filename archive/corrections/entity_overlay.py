"""What the data files or the finder say of an entity, and over it what people said: where the two
become the entity.

A correction of an entity keeps in `parsed_value` what lay beneath all corrections of that field
when the first of them was made. While one stands, `load_gazetteer` leaves the field alone; when
none stands any more, that value is back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from archive.corrections.errors import CorrectionError
from archive.models import Correction, Decision, Entity, EntityName, OldSlug

FACTS = ("name", "slug", "korean_name", "description", "is_listed")
"""The plain fields of an entity that people can correct."""

REFERENCES = ("merged_into", "parent", "division", "site")
"""Fields that hold another entity's id. What was merged is followed: they hold the one that stands
for it."""

SPELLING = "spelling:"
"""How the field of a correction begins that is about one spelling. Its value is the spelling's
sort, "" for none."""

STAFF = "said by staff"
"""The evidence of a spelling that a person added."""

Field = tuple[int, str]


class FieldChange(NamedTuple):
    """One field of one entity, and the value that a person gives it."""

    entity: int
    field: str
    value: Any


def record(decision: Decision, changes: Sequence[FieldChange]) -> None:
    """Store the corrections of an act and lay them over their entities. Raises CorrectionError for
    what cannot be."""
    bases = _bases({(each.entity, each.field) for each in changes})
    Correction.objects.bulk_create(
        Correction(
            decision=decision,
            entity_id=each.entity,
            field=each.field,
            parsed_value=bases[each.entity, each.field],
            corrected_value=each.value,
        )
        for each in changes
    )
    lay(bases)


def fields_of(decision: Decision) -> set[Field]:
    """The fields of entities that an act is about."""
    rows = (
        decision.corrections.filter(entity__isnull=False)
        .order_by()
        .values_list("entity_id", "field")
    )
    return {(pk, field) for pk, field in rows if pk is not None}


def hold_bases(fields: Iterable[Field]) -> None:
    """Before corrections stand again: of fields of which none stands now, keep what is there as
    what lies beneath."""
    wanted = set(fields)
    stored = _corrections(wanted)
    for (pk, field), value in _bases(wanted).items():
        changed = [each.pk for each in stored[pk, field] if each.parsed_value != value]
        Correction.objects.filter(pk__in=changed).update(parsed_value=value)


def lay(fields: Iterable[Field]) -> None:
    """Make each of these fields what the last standing correction says, or else what lies beneath.

    Raises CorrectionError when that cannot be: an address that another has, two that would be
    merged into each other."""
    wanted = set(fields)
    corrections = _corrections(wanted)
    entities = Entity.objects.in_bulk({pk for pk, _field in wanted})
    for pk, field in sorted(wanted):
        value = _value(corrections[pk, field])
        if field in FACTS:
            _lay_fact(entities[pk], field, value)
        elif field.startswith(SPELLING):
            _lay_spelling(pk, field.removeprefix(SPELLING), str(value or ""))
    if any(field in REFERENCES for _pk, field in wanted):
        _lay_references()


def references_to(entity: Entity) -> list[FieldChange]:
    """The references that lead to an entity, each as a change that keeps what is meant: they follow
    where it is merged, the importer leaves them alone, and undoing the merger undoes them."""
    found: set[Field] = set()
    for field in REFERENCES[1:]:
        found |= {
            (pk, field)
            for pk in Entity.objects.filter(**{field: entity}).values_list("pk", flat=True)
        }
    corrections = _corrections(found)
    return [
        FieldChange(pk, field, standing[-1].corrected_value if standing else entity.pk)
        for pk, field in sorted(found)
        for standing in [
            [each for each in corrections[pk, field] if each.decision.undone_at is None]
        ]
    ]


def spelling(name: str) -> str:
    """The field of a correction that is about this spelling."""
    return SPELLING + name


def _bases(fields: set[Field]) -> dict[Field, Any]:
    """What lies beneath the corrections of each field: what is there now, where none stands."""
    corrections = _corrections(fields)
    entities = Entity.objects.in_bulk({pk for pk, _field in fields})
    names = EntityName.objects.filter(entity__in=entities)
    kinds = {(pk, name): kind for pk, name, kind in names.values_list("entity_id", "name", "kind")}
    kept = Entity.objects.in_bulk(
        {each[-1].parsed_value for (_, field), each in corrections.items() if field in REFERENCES}
        - {None}
    )
    bases: dict[Field, Any] = {}
    for pk, field in fields:
        standing = [each for each in corrections[pk, field] if each.decision.undone_at is None]
        if standing:
            bases[pk, field] = standing[0].parsed_value
        elif field in FACTS:
            bases[pk, field] = getattr(entities[pk], field)
        elif field in REFERENCES:
            now = getattr(entities[pk], f"{field}_id")
            before = (
                kept.get(corrections[pk, field][-1].parsed_value)
                if corrections[pk, field]
                else None
            )
            bases[pk, field] = before.pk if before and before.meant_id == now else now
        else:
            bases[pk, field] = kinds.get((pk, field.removeprefix(SPELLING)), "")
    return bases


def _corrections(fields: set[Field]) -> Mapping[Field, list[Correction]]:
    """All corrections of these fields, oldest first, with their acts."""
    found: dict[Field, list[Correction]] = defaultdict(list)
    rows = Correction.objects.filter(
        entity__in={pk for pk, _ in fields}, field__in={field for _, field in fields}
    )
    for each in rows.select_related("decision").order_by("pk"):
        assert each.entity_id is not None
        found[each.entity_id, each.field].append(each)
    return found


def _value(corrections: Sequence[Correction]) -> Any:
    """What holds of one field's corrections (at least one): the last that stands, else what lies
    beneath them."""
    standing = [each.corrected_value for each in corrections if each.decision.undone_at is None]
    return standing[-1] if standing else corrections[-1].parsed_value


def _lay_fact(entity: Entity, field: str, value: Any) -> None:
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


def _lay_spelling(entity: int, name: str, kind: str) -> None:
    rows = EntityName.objects.filter(entity=entity, name=name)
    if not kind:
        rows.delete()
    elif not rows.exclude(kind=kind).update(kind=kind) and not rows.exists():
        EntityName.objects.create(entity_id=entity, name=name, kind=kind, evidence=STAFF)


def _lay_references() -> None:
    """Lay every reference that a person ever spoke about. They depend on one another through what
    was merged, and are no more than people decided, so all of them are laid."""
    rows = (
        Correction.objects.filter(field__in=REFERENCES, entity__isnull=False)
        .select_related("decision")
        .order_by("pk")
    )
    corrections: dict[Field, list[Correction]] = defaultdict(list)
    for each in rows:
        assert each.entity_id is not None
        corrections[each.entity_id, each.field].append(each)
    meant = {field: _value(each) for field, each in corrections.items()}
    merged = {
        pk: value
        for (pk, field), value in meant.items()
        if field == "merged_into" and value is not None
    }
    changed = []
    entities = Entity.objects.in_bulk({pk for pk, _field in meant})
    for (pk, field), value in meant.items():
        column, target = f"{field}_id", _follow(value, merged)
        if getattr(entities[pk], column) != target:
            setattr(entities[pk], column, target)
            changed.append(entities[pk])
    Entity.objects.bulk_update(changed, REFERENCES, batch_size=100)


def _follow(entity: int | None, merged: Mapping[int, int]) -> int | None:
    """What stands for an entity. Raises CorrectionError where entities would be merged in a
    circle."""
    seen: set[int] = set()
    while entity is not None and entity in merged:
        if entity in seen:
            names = ", ".join(sorted(each.title for each in Entity.objects.filter(pk__in=seen)))
            raise CorrectionError(
                {"": f"These would be merged into each other: {names}. Undo a later merger first."}
            )
        seen.add(entity)
        entity = merged[entity]
    return entity
