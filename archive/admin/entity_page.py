"""What an entity's page in the admin shows, as finished values for its template."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from archive.admin.entity_forms import DECISION_FORMS
from archive.admin.entity_previews import MentionPreview, examples, naming
from archive.admin.history import ActRow, in_words, latest_first
from archive.admin.lookup import label_of
from archive.corrections.entity_decisions import family, names_of
from archive.corrections.propagation import ABOUT_SPELLINGS
from archive.models import Correction, Decision, Entity, EntityName, Mention
from archive.models.entity import is_detected_name
from ingest.mentions.gazetteer import fold

LINES = 8
"""How many changes of one act are shown; a merger can be about thousands of places that lie in
another."""

MOVING_MENTIONS = frozenset({Decision.Kind.MERGE, *ABOUT_SPELLINGS})
"""The kinds of act by which the mentions of an entity count for another, or for none, or do so
again."""


@dataclass(frozen=True, slots=True)
class SpellingRow:
    """A spelling, what it is, by how many mentions it was found, and the addresses of what can be
    said of it."""

    name: str
    kind: str
    of: str
    mentions: int
    is_banned: bool
    split_url: str
    ban_url: str


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Everything that the template of an entity shows."""

    entity: Entity
    label: str
    facts: tuple[tuple[str, str], ...]
    articles: int
    mentions: int
    spellings: tuple[SpellingRow, ...]
    merged: tuple[Entity, ...]
    decisions: tuple[tuple[str, str], ...]
    history: tuple[ActRow, ...]
    examples: tuple[MentionPreview, ...]


def load_entity(pk: int) -> Entity | None:
    """The entity with what its page shows."""
    related = ("parent", "division", "site", "merged_into")
    return Entity.objects.select_related(*related).filter(pk=pk).first()


def entity_page(entity: Entity) -> EntityPage:
    """The page of an entity."""
    ids = family(entity)
    articles, mentions = naming(ids)
    return EntityPage(
        entity=entity,
        label=label_of(entity),
        facts=tuple(facts_of(entity)),
        articles=articles,
        mentions=mentions,
        spellings=tuple(spelling_rows(entity, ids)),
        merged=tuple(Entity.objects.filter(merged_into=entity).order_by("name")),
        decisions=tuple(decisions_about(entity)),
        history=tuple(history_of(ids)),
        examples=examples(Q(entity__in=ids)),
    )


def decision_url(entity: Entity, decision: str, **values: str) -> str:
    """The address of the page on which an act about an entity is prepared."""
    return reverse(
        "admin:archive_entity_decision", args=[entity.pk, decision], query=values or None
    )


def decisions_about(entity: Entity) -> Iterable[tuple[str, str]]:
    """What can be done with an entity: titles and addresses. What is about one spelling stands
    beside that."""
    if entity.merged_into_id:
        return
    for decision in DECISION_FORMS.values():
        if decision.name not in {"ban", "split"} and not (
            decision.name == "accept" and entity.is_listed
        ):
            yield decision.title, decision_url(entity, decision.name)


def facts_of(entity: Entity) -> Iterable[tuple[str, str]]:
    """What is known of an entity, as pairs of words."""
    yield "Kind", f"{entity.kind}{f' ({entity.place_type})' if entity.place_type else ''}"
    yield (
        "Known from",
        "the data files, or looked at by staff"
        if entity.is_listed
        else "found by the grammar of names",
    )
    division = entity.division if entity.division_id not in {entity.pk, entity.parent_id} else None
    for label, other in (
        ("Lies in", entity.parent),
        ("Division", division),
        ("Stands in", entity.site),
    ):
        if other:
            yield label, label_of(other)
    yield "Address", entity.slug
    for label, value in (("Korean", entity.korean_name), ("Description", entity.description)):
        if value:
            yield label, value
    if entity.evidence:
        yield "Evidence", entity.evidence


def spelling_rows(entity: Entity, ids: list[int]) -> Iterable[SpellingRow]:
    """The spellings that are known, then those that articles have besides, the most frequent
    first."""
    found: dict[str, int] = {}
    seen = Mention.objects.filter(entity__in=ids).exclude(state=Mention.State.RETRACTED).order_by()
    for text, count in seen.values_list("text").annotate(Count("pk")):
        if text:
            found[fold(text)] = found.get(fold(text), 0) + count
    stored: dict[str, EntityName] = {}
    for each in sorted(
        names_of(ids),
        key=lambda name: (name.kind == EntityName.Kind.BANNED, name.entity_id != entity.pk),
    ):
        stored.setdefault(fold(each.name), each)
    titles = {each.pk: each.title for each in Entity.objects.filter(pk__in=ids)}
    for key, each in stored.items():
        of = titles[each.entity_id] if each.entity_id != entity.pk else ""
        is_banned = each.kind == EntityName.Kind.BANNED
        mentions = found.pop(key, 0)
        yield _spelling_row(entity, each.name, _sort_of(each), of, mentions, is_banned=is_banned)
    for key, count in sorted(found.items(), key=lambda row: (-row[1], row[0])):
        yield _spelling_row(entity, key, "seen in articles", "", count)


def _sort_of(spelling: EntityName) -> str:
    """What sort of spelling it is."""
    is_found = is_detected_name(spelling.kind, spelling.origin)
    return "Found" if is_found else EntityName.Kind(spelling.kind).label


def _spelling_row(
    entity: Entity, name: str, kind: str, of: str, mentions: int, *, is_banned: bool = False
) -> SpellingRow:
    can_decide = not is_banned and not entity.merged_into_id
    is_name = fold(name) == fold(entity.name)
    return SpellingRow(
        *(name, kind, of, mentions, is_banned),
        split_url=decision_url(entity, "split", spelling=name)
        if can_decide and not is_name
        else "",
        ban_url=decision_url(entity, "ban", spelling=name) if can_decide else "",
    )


def history_of(ids: list[int]) -> list[ActRow]:
    """The acts about these entities, the latest first."""
    about = Correction.objects.filter(entity__in=ids).order_by("pk").select_related("entity")
    lines: dict[int, list[Correction]] = {}
    for each in about:
        lines.setdefault(each.decision_id, []).append(each)
    words = in_words(each for found in lines.values() for each in found[:LINES])
    elsewhere = Correction.objects.filter(decision__in=lines).exclude(entity__in=ids).order_by()
    about_others = set(elsewhere.values_list("decision", flat=True).distinct())
    return [
        ActRow(
            decision,
            tuple(words[each.pk] for each in found[:LINES]),
            more=max(0, len(found) - LINES),
            is_wide=decision.kind in MOVING_MENTIONS or decision.pk in about_others,
        )
        for decision in latest_first(lines)
        for found in [lines[decision.pk]]
    ]
