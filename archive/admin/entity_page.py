"""Makes the values that the admin page of an entity shows; the template only prints them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from archive.admin.changes_in_words import DecisionRow, changes_in_words, latest_first
from archive.admin.entity_decision_forms import DECISION_FORMS
from archive.admin.entity_lookup import label_of
from archive.admin.entity_previews import MentionPreview, count_mentions, examples
from archive.corrections.entity_spellings import family, names_of
from archive.corrections.propagation import ABOUT_SPELLINGS
from archive.models import Correction, Decision, Entity, EntityName, Mention
from archive.models.entity import is_detected_name
from ingest.mentions.gazetteer import fold

LINES = 8
"""The largest number of changes that are shown for one decision; a merger can have thousands."""

MOVING_MENTIONS = frozenset({Decision.Kind.MERGE, *ABOUT_SPELLINGS})
"""The kinds of decision that can hide mentions, or count mentions for another entity.

Such a decision changes articles, too. Therefore it can be undone only on its own page, which lists
all changes, and not in the history on the page of an entity."""


@dataclass(frozen=True, slots=True)
class SpellingRow:
    """A spelling of an entity, with its kind, its number of mentions, and links to decisions.

    `name` is the spelling. `is_banned` is true if staff decided that it never means the entity. The
    spelling can belong to an entity that is merged into the entity of the page. Then `owner` is the
    title of this merged entity; otherwise it is "". `split_url` and `ban_url` are the addresses of
    decisions about the spelling; "" if the decision is not possible.
    """

    name: str
    kind: str
    owner: str
    mentions: int
    is_banned: bool
    split_url: str
    ban_url: str


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Everything that the template of an entity's page shows.

    `facts` are pairs (label, value), and `decisions` pairs (title, address of the page on which the
    decision is made). `articles` and `mentions` are counts. `merged` are the entities that are
    merged into this entity. `examples` are some of its mentions, with the words around them.
    """

    entity: Entity
    label: str
    facts: tuple[tuple[str, str], ...]
    articles: int
    mentions: int
    spellings: tuple[SpellingRow, ...]
    merged: tuple[Entity, ...]
    decisions: tuple[tuple[str, str], ...]
    history: tuple[DecisionRow, ...]
    examples: tuple[MentionPreview, ...]


def load_entity(pk: int) -> Entity | None:
    """Return the entity with this id; None if there is none.

    The entity's `parent`, `division`, `site` and `merged_into` are loaded in the same query.
    """
    related = ("parent", "division", "site", "merged_into")
    return Entity.objects.select_related(*related).filter(pk=pk).first()


def entity_page(entity: Entity) -> EntityPage:
    """Return everything that the admin page of an entity shows."""
    ids = family(entity)
    articles, mentions = count_mentions(ids)
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
    """Return the address of the page on which a decision about an entity is made.

    `decision` is the name of the decision, such as "ban". `values` are the values in its form, such
    as `spelling="Kuzang"`; they become parameters of the address.
    """
    return reverse(
        "admin:archive_entity_decision", args=[entity.pk, decision], query=values or None
    )


def decisions_about(entity: Entity) -> Iterable[tuple[str, str]]:
    """Yield (title, address) of each decision that is possible about an entity.

    Decisions about one spelling are left out, because they are offered beside the spelling.
    """
    if entity.merged_into_id:
        return
    for decision in DECISION_FORMS.values():
        if decision.name not in {"ban", "split"} and not (
            decision.name == "accept" and entity.is_listed
        ):
            yield decision.title, decision_url(entity, decision.name)


def facts_of(entity: Entity) -> Iterable[tuple[str, str]]:
    """Yield (label, value) of each known fact about an entity."""
    yield "Kind", f"{entity.kind}{f' ({entity.place_type})' if entity.place_type else ''}"
    yield (
        "Origin",
        "listed in the gazetteer, or accepted by staff"
        if entity.is_listed
        else "detected automatically in articles",
    )
    division = entity.division if entity.division_id not in {entity.pk, entity.parent_id} else None
    for label, other in (
        ("Lies in", entity.parent),
        ("Province or municipality", division),
        ("Located in", entity.site),
    ):
        if other:
            yield label, label_of(other)
    yield "Address of the page", entity.get_absolute_url()
    for label, value in (("Korean name", entity.korean_name), ("Description", entity.description)):
        if value:
            yield label, value
    if entity.evidence:
        yield "Evidence", entity.evidence


def spelling_rows(entity: Entity, ids: list[int]) -> Iterable[SpellingRow]:
    """Yield a row for each stored spelling of an entity, then for each other spelling in articles.

    `ids` are the ids of the entity and of the entities merged into it. The other spellings come
    from the mentions of these entities. They are sorted by number of mentions, largest first.
    """
    mentions: dict[str, int] = {}
    used = Mention.objects.filter(entity__in=ids).exclude(state=Mention.State.RETRACTED).order_by()
    for text, count in used.values_list("text").annotate(Count("pk")):
        if text:
            mentions[fold(text)] = mentions.get(fold(text), 0) + count
    recorded: dict[str, EntityName] = {}
    for name in sorted(
        names_of(ids),
        key=lambda name: (name.kind == EntityName.Kind.BANNED, name.entity_id != entity.pk),
    ):
        recorded.setdefault(fold(name.name), name)
    titles = {one.pk: one.title for one in Entity.objects.filter(pk__in=ids)}
    for key, name in recorded.items():
        owner = titles[name.entity_id] if name.entity_id != entity.pk else ""
        is_banned = name.kind == EntityName.Kind.BANNED
        count = mentions.pop(key, 0)
        yield _spelling_row(entity, name.name, _kind_of(name), owner, count, is_banned=is_banned)
    for key, count in sorted(mentions.items(), key=lambda item: (-item[1], item[0])):
        yield _spelling_row(entity, key, "seen in articles", "", count)


def _kind_of(spelling: EntityName) -> str:
    """Return the kind of a stored spelling in words."""
    is_detected = is_detected_name(spelling.kind, spelling.origin)
    return "Detected" if is_detected else EntityName.Kind(spelling.kind).label


def _spelling_row(
    entity: Entity, name: str, kind: str, owner: str, mentions: int, *, is_banned: bool = False
) -> SpellingRow:
    can_decide = not is_banned and not entity.merged_into_id
    is_name = fold(name) == fold(entity.name)
    return SpellingRow(
        *(name, kind, owner, mentions, is_banned),
        split_url=decision_url(entity, "split", spelling=name)
        if can_decide and not is_name
        else "",
        ban_url=decision_url(entity, "ban", spelling=name) if can_decide else "",
    )


def history_of(ids: list[int]) -> list[DecisionRow]:
    """Return a row for each decision about these entities (by id), latest first."""
    about = Correction.objects.filter(entity__in=ids).order_by("pk").select_related("entity")
    by_decision: dict[int, list[Correction]] = {}
    for correction in about:
        by_decision.setdefault(correction.decision_id, []).append(correction)
    shown = {pk: corrections[:LINES] for pk, corrections in by_decision.items()}
    words = changes_in_words(one for corrections in shown.values() for one in corrections)
    elsewhere = Correction.objects.filter(decision__in=by_decision).exclude(entity__in=ids)
    about_others = set(elsewhere.order_by().values_list("decision", flat=True).distinct())
    return [
        DecisionRow(
            decision,
            tuple(words[correction.pk] for correction in shown[decision.pk]),
            more=len(by_decision[decision.pk]) - len(shown[decision.pk]),
            is_wide=decision.kind in MOVING_MENTIONS or decision.pk in about_others,
        )
        for decision in latest_first(by_decision)
    ]
