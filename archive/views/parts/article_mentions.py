"""The mentions in an article: links in its text, and lists of the entities beside the text.

The mentions are read once, in the order of the text. An implied mention (Sinuiju, implied by
"Sinuiju Textile Mill") is shown only in the list beside the text, and is not a link in the text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import F
from django.db.models.functions import Coalesce

from archive.database.prepared import Prepared
from archive.display.labels import Labels
from archive.display.safe_text import Link, link_over, non_overlapping, thousands
from archive.models import Article, Entity, Mention, entity_url
from archive.search import ENTITY_FACETS, FACETS


def mentions_with(*more: str) -> Prepared:
    """Return the query for the mentions of an article, with `more` columns before the state."""
    return Prepared(
        lambda ids: (
            Mention.objects.shown()
            .filter(article__in=ids)
            .order_by("-field", F("start").asc(nulls_last=True), "pk")
            .values_list(
                Coalesce("entity__merged_into", "entity"),
                "entity__kind",
                *(
                    Coalesce(f"entity__merged_into__{field}", f"entity__{field}")
                    for field in ("slug", "name")
                ),
                *("field", "start", "end", "text", "is_implied", "is_detached", *more, "state"),
            )
        ),
        size=1,
    )


MENTIONS = mentions_with()
STAFF_NOTES = {Mention.State.ADDED: "added by staff", Mention.State.CONFIRMED: "confirmed by staff"}
SHOWN = 12

MentionLinks = Mapping[str, Sequence[Link]]
"""The links in the title and in the body of an article, by field."""


@dataclass(frozen=True, slots=True)
class ArticleMention:
    """One mention: an entity, and the words of the article that mention this entity.

    `entity` is the id of the entity, and `words` are the words of the mention. `is_implied` is true
    if the words do not name the entity, but an organisation that implies the entity. `state` is the
    state of the mention (`Mention.State`). `span` is the range of `words` in the title or body
    (`field`). `span` is None if staff added the mention without quoting words, or if the words are
    no longer in the text.
    """

    entity: int
    kind: str
    slug: str
    name: str
    field: str
    span: tuple[int, int] | None
    words: str
    is_implied: bool
    state: str


@dataclass(slots=True)
class MentionedEntity:
    """An entity in the list beside the text.

    `url` is the address of the entity's page. `detail` is the province of a place, or "". `anchor`
    is the HTML id of the first words that name or imply the entity, or "". `times` is the number of
    mentions that name the entity; if no mention does, it is the number of mentions that imply the
    entity. `implied_by` has the names of the organisations that imply the entity.
    `is_implied` is true if no mention names the entity. `staff_note` says what staff decided.
    """

    name: str
    url: str
    detail: str
    anchor: str = ""
    times: int = 0
    is_implied: bool = True
    implied_by: list[str] = field(default_factory=list)
    staff_note: str = ""

    @property
    def times_label(self) -> str:
        """Return the number of mentions as "3×"; "" if no words of the text mention the entity."""
        return f"{thousands(self.times)}×" if self.times else ""

    @property
    def implied_label(self) -> str:
        """Return "implied by Sinuiju Textile Mill and 2 more"; "" if a mention names the entity."""
        if not self.is_implied or not self.implied_by:
            return "implied" if self.is_implied and not self.staff_note else ""
        more = len(self.implied_by) - 1
        return f"implied by {self.implied_by[0]}{f' and {more} more' if more else ''}"


@dataclass(frozen=True, slots=True)
class EntityBlock:
    """The entities of one kind in an article.

    `title` is the heading, and `anchor` the HTML id of the block. The entities in `first` are
    always shown. The entities in `more` are shown only after a click on `more_label`: "5 more
    people".
    """

    plural: str
    title: str
    anchor: str
    first: Sequence[MentionedEntity]
    more: Sequence[MentionedEntity]
    more_label: str


def article_mentions(article: Article, labels: Labels) -> list[ArticleMention]:
    """Return the mentions that readers see: first in the title, then in the text.

    Each of the two groups is in the order of the words.

    Takes one database query. A mention of a merged entity becomes a mention of the entity into
    which it was merged.
    """
    mentions = []
    for row in MENTIONS.rows([article.pk]):
        entity, kind, slug, name, field, start, end, words, is_implied, is_detached, state = row
        has_no_span = start is None or end is None or is_detached
        mentions.append(
            ArticleMention(
                entity=entity,
                kind=kind,
                slug=slug,
                name=labels.places[entity].name if entity in labels.places else name,
                field=field,
                span=None if has_no_span else (start, end),
                words=words,
                is_implied=is_implied,
                state=state,
            )
        )
    return mentions


def mention_links(
    article: Article, mentions: Iterable[ArticleMention], *, are_links: bool = True
) -> MentionLinks:
    """Return the links at the names in title and body.

    If names overlap, only the longest name has a link. If `are_links` is false, the links have no
    address, so readers cannot click them. They still have anchors (HTML ids), which are the targets
    of other links.
    """
    links: dict[str, list[Link]] = {Mention.Field.TITLE: [], Mention.Field.BODY: []}
    for mention in mentions:
        if mention.span and not mention.is_implied:
            links[mention.field].append(
                Link(
                    *mention.span,
                    url=entity_url(mention.kind, mention.slug) if are_links else "",
                    title=f"{mention.kind.capitalize()}: {mention.name}",
                    kind=mention.kind,
                    anchor=f"{mention.field}-{mention.span[0]}",
                )
            )
    texts = {Mention.Field.TITLE: article.title, Mention.Field.BODY: article.body}
    return {
        field: non_overlapping(candidates, len(texts[Mention.Field(field)]))
        for field, candidates in links.items()
    }


def linked_kinds(links: MentionLinks) -> list[tuple[str, str]]:
    """Return the kinds of the linked names, each with its plural: ("person", "people")."""
    kinds = {link.kind for field_links in links.values() for link in field_links}
    return [(kind, FACETS[kind].plural) for kind in ENTITY_FACETS if kind in kinds]


def anchor_in(links: MentionLinks, field: str, span: tuple[int, int] | None) -> str:
    """Return the HTML id of the link that overlaps a span of a field; "" if there is none."""
    link = link_over(links[field], *span) if span else None
    return link.anchor if link else ""


def entity_blocks(
    mentions: Sequence[ArticleMention], links: MentionLinks, labels: Labels
) -> list[EntityBlock]:
    """Return a block for each kind of entity in the article, each entity once, in text order."""
    implying = {
        (mention.field, mention.span): mention.name
        for mention in mentions
        if mention.kind == Entity.Kind.ORGANISATION
    }
    by_kind: dict[str, dict[int, MentionedEntity]] = {kind: {} for kind in ENTITY_FACETS}
    for mention in mentions:
        entities = by_kind[mention.kind]
        if mention.entity not in entities:
            entities[mention.entity] = _mentioned_entity(mention, labels)
        _count(
            entities[mention.entity],
            mention,
            anchor_in(links, mention.field, mention.span),
            implying.get((mention.field, mention.span), mention.words),
        )
    return [
        _entity_block(kind, list(entities.values()))
        for kind, entities in by_kind.items()
        if entities
    ]


def _mentioned_entity(mention: ArticleMention, labels: Labels) -> MentionedEntity:
    place = labels.places.get(mention.entity)
    return MentionedEntity(
        name=mention.name,
        url=entity_url(mention.kind, mention.slug),
        detail=labels.division_name(place) if place else "",
    )


def _count(entity: MentionedEntity, mention: ArticleMention, anchor: str, implied_by: str) -> None:
    """Add a mention to `times`, `anchor` and `implied_by` of the entity that it names or implies.

    `anchor` is the HTML id of the mention's words, or "". `implied_by` is the name of the
    organisation that implies the entity, if the mention is implied.
    """
    if entity.is_implied and not mention.is_implied:
        # This mention names the entity, so earlier mentions that only imply it are not counted.
        entity.is_implied, entity.times, entity.anchor = False, 0, ""
    if mention.is_implied == entity.is_implied and mention.span:
        entity.times += 1
        entity.anchor = entity.anchor or anchor
    if mention.is_implied and implied_by and implied_by not in entity.implied_by:
        entity.implied_by.append(implied_by)
    if not entity.staff_note:
        entity.staff_note = STAFF_NOTES.get(Mention.State(mention.state), "")


def _entity_block(kind: str, entities: Sequence[MentionedEntity]) -> EntityBlock:
    plural = FACETS[kind].plural
    # If only one entity were left, we show it, because the line "1 more" would be as long.
    shown = len(entities) if len(entities) <= SHOWN + 1 else SHOWN
    more = len(entities) - shown
    return EntityBlock(
        plural=plural,
        title=f"{plural.capitalize()} in this article",
        anchor=f"{plural}-here",
        first=entities[:shown],
        more=entities[shown:],
        more_label=f"{thousands(more)} more {plural}" if more else "",
    )
