"""What an article names: the links in its text, and its places, organisations and people beside it.

The mentions are read once, in the order of the text. What is implied (Sinuiju, by "Sinuiju Textile
Mill") stands in the list beside the text and never in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import F
from django.db.models.functions import Coalesce

from archive.database.prepared import Prepared
from archive.display.labels import Labels
from archive.display.safe_text import Link, apart, drawn_over, thousands
from archive.models import Article, Entity, Mention, entity_url

MENTIONS = Prepared(
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
            *("field", "start", "end", "text", "is_implied", "is_detached", "state"),
        )
    ),
    size=1,
)
KINDS = {
    Entity.Kind.PLACE: "places",
    Entity.Kind.ORGANISATION: "organisations",
    Entity.Kind.PERSON: "people",
}
SAID = {Mention.State.ADDED: "added by staff", Mention.State.CONFIRMED: "confirmed by staff"}
SHOWN = 12

Drawn = Mapping[str, Sequence[Link]]


@dataclass(frozen=True, slots=True)
class Named:
    """An entity, where the article names it: a span of its title or body; none where it was added
    without words or its words are gone."""

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
class NamedEntity:
    """An entity as this article names it: how often, where first, and what else is to be known of
    the find.

    `url` is its page, `detail` the division of a place, `anchor` the id in the page of the words
    that name or imply it first (empty where none do). `times` counts the words that name it; where
    nothing names it, those that imply it."""

    name: str
    url: str
    detail: str
    anchor: str = ""
    times: int = 0
    is_implied: bool = True
    implied_by: list[str] = field(default_factory=list)
    said: str = ""

    @property
    def times_in_words(self) -> str:
        """ "3×"; empty where no words of the text stand for it."""
        return f"{thousands(self.times)}×" if self.times else ""

    @property
    def implied_in_words(self) -> str:
        """ "implied by Sinuiju Textile Mill and 2 more"; empty for what is named itself."""
        if not self.is_implied or not self.implied_by:
            return "implied" if self.is_implied and not self.said else ""
        more = len(self.implied_by) - 1
        return f"implied by {self.implied_by[0]}{f' and {more} more' if more else ''}"


@dataclass(frozen=True, slots=True)
class NamedBlock:
    """The entities of one kind that an article names: the first ones, and the `rest` in words ("5
    more people")."""

    nouns: str
    title: str
    anchor: str
    first: Sequence[NamedEntity]
    more: Sequence[NamedEntity]
    more_label: str


def names_in(article: Article, labels: Labels) -> list[Named]:
    """The mentions that count, in the order of the text (title first), each as what it means: what
    was merged is what it was merged into. One query."""
    named = []
    for row in MENTIONS.rows([article.pk]):
        entity, kind, slug, name, field, start, end, words, is_implied, is_detached, state = row
        has_no_span = start is None or end is None or is_detached
        named.append(
            Named(
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
    return named


def drawn_in(article: Article, names: Iterable[Named], *, are_links: bool = True) -> Drawn:
    """What is drawn in the title and in the body: a link to the entity's page for each name, or
    without links only places that can be jumped to. Where names overlap, the longest is drawn."""
    links: dict[str, list[Link]] = {Mention.Field.TITLE: [], Mention.Field.BODY: []}
    for each in names:
        if each.span and not each.is_implied:
            links[each.field].append(
                Link(
                    *each.span,
                    url=entity_url(each.kind, each.slug) if are_links else "",
                    title=f"{each.kind.capitalize()}: {each.name}",
                    kind=each.kind,
                    anchor=f"{each.field}-{each.span[0]}",
                )
            )
    texts = {Mention.Field.TITLE: article.title, Mention.Field.BODY: article.body}
    return {
        shown_field: apart(found, len(texts[Mention.Field(shown_field)]))
        for shown_field, found in links.items()
    }


def kinds_of(drawn: Drawn) -> list[tuple[str, str]]:
    """The kinds of names that are drawn, each with its plural: ("person", "people")."""
    kinds = {link.kind for links in drawn.values() for link in links}
    return [(kind, nouns) for kind, nouns in KINDS.items() if kind in kinds]


def anchor_in(drawn: Drawn, shown_field: str, span: tuple[int, int] | None) -> str:
    """The id in the article's page of what is drawn over this span; empty where nothing is."""
    link = drawn_over(drawn[shown_field], *span) if span else None
    return link.anchor if link else ""


def blocks_of(names: Sequence[Named], drawn: Drawn, labels: Labels) -> list[NamedBlock]:
    """The places, organisations and people of the article: each once, in the order in which it
    names them."""
    implying = {
        (each.field, each.span): each.name
        for each in names
        if each.kind == Entity.Kind.ORGANISATION
    }
    found: dict[str, dict[int, NamedEntity]] = {kind: {} for kind in KINDS}
    for each in names:
        entity = found[each.kind].get(each.entity)
        if entity is None:
            entity = found[each.kind][each.entity] = _first_named(each, labels)
        _count(
            entity,
            each,
            anchor_in(drawn, each.field, each.span),
            implying.get((each.field, each.span), each.words),
        )
    return [_block(kind, list(entities.values())) for kind, entities in found.items() if entities]


def _first_named(each: Named, labels: Labels) -> NamedEntity:
    place = labels.places.get(each.entity)
    return NamedEntity(
        name=each.name,
        url=entity_url(each.kind, each.slug),
        detail=labels.division_name(place) if place else "",
    )


def _count(entity: NamedEntity, each: Named, anchor: str, implied_by: str) -> None:
    """Add one mention to what is known of an entity."""
    if entity.is_implied and not each.is_implied:
        # It is named after all: what only implies it counts no longer.
        entity.is_implied, entity.times, entity.anchor = False, 0, ""
    if each.is_implied == entity.is_implied and each.span:
        entity.times += 1
        entity.anchor = entity.anchor or anchor
    if each.is_implied and implied_by and implied_by not in entity.implied_by:
        entity.implied_by.append(implied_by)
    if not entity.said:
        entity.said = SAID.get(Mention.State(each.state), "")


def _block(kind: str, entities: Sequence[NamedEntity]) -> NamedBlock:
    nouns = KINDS[Entity.Kind(kind)]
    # One line more is no longer than the line that says so.
    shown = len(entities) if len(entities) <= SHOWN + 1 else SHOWN
    more = len(entities) - shown
    return NamedBlock(
        nouns=nouns,
        title=f"{nouns.capitalize()} in this article",
        anchor=f"{nouns}-here",
        first=entities[:shown],
        more=entities[shown:],
        more_label=f"{thousands(more)} more {nouns}" if more else "",
    )
