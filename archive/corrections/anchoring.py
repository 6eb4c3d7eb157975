"""The mentions of an article after its text changed: what people said is anchored again, parsed
ones give way to it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import Q

from archive.corrections.found_entities import FoundName, meet
from archive.corrections.quotations import context, find_anchor
from archive.models import Article, Correction, Entity, Mention
from ingest.values import MentionSpan

Span = tuple[int, int]


def text_of(article: Article, field: str) -> str:
    """The shown title or body, in which a mention's span counts."""
    return article.title if field == Mention.Field.TITLE else article.body


def quote(mention: Mention, article: Article) -> None:
    """Keep the mention's words with their surroundings, unsaved, so that it can be anchored in
    another text."""
    if mention.start is None or mention.end is None:
        return
    text = text_of(article, mention.field)
    mention.text = text[mention.start : mention.end]
    mention.quote_before, mention.quote_after = context(text, mention.start, mention.end)


def settle_mentions(article: Article, found: Sequence[MentionSpan]) -> list[Mention]:
    """Bring the mentions of an article (its title and body set, perhaps unsaved) in line with what
    people said and with what the finder found; return those about which people spoke.

    Each of those takes the state that stands and is anchored in the shown text; one whose words are
    gone is detached. A find of the same entity at the same place gives way to it."""
    said = list(article.mentions.decided_by_staff().select_related("entity").order_by("pk"))
    states = _standing_states(said)
    anchors: dict[int, Span | None] = {}
    taken: set[tuple[int, str, Span]] = set()
    for mention in said:
        mention.state = states.get(mention.pk, Mention.State.RETRACTED)
        anchor = _anchor(mention, article)
        if anchor and (mention.entity_id, mention.field, anchor) in taken:
            anchor = None
        if anchor:
            taken.add((mention.entity_id, mention.field, anchor))
        anchors[mention.pk] = anchor
    # Two mentions may change places: no span may stand twice even for a moment.
    moved = [
        mention.pk
        for mention in said
        if (mention.start, mention.end) != (anchors[mention.pk] or (None, None))
    ]
    Mention.objects.filter(pk__in=moved).update(start=None, end=None)
    for mention in said:
        anchor = anchors[mention.pk]
        mention.start, mention.end = anchor or (None, None)
        mention.is_detached = (
            anchor is None and bool(mention.text) and mention.state != Mention.State.RETRACTED
        )
    new = _exchange_parsed(article, found, said)
    Mention.objects.bulk_update(said, ["state", "start", "end", "is_detached"])
    Mention.objects.bulk_create(new)
    return said


def _exchange_parsed(
    article: Article, found: Sequence[MentionSpan], said: list[Mention]
) -> list[Mention]:
    """Delete the parsed mentions that are found no longer or give way, and return those to be
    stored.

    What was found by a spelling that is banned now stays hidden as long as its words stand there,
    unless a person speaks of them."""
    banned = list(article.mentions.filter(state=Mention.State.BANNED))
    spoken = {_place(each) for each in said if each.start is not None}
    gone = [
        each.pk
        for each in banned
        if _place(each) in spoken
        or text_of(article, each.field)[each.start : each.end] != each.text
    ]
    Mention.objects.filter(pk__in=gone).delete()
    hidden = {_place(each) for each in banned if each.pk not in gone}
    rows = (
        row
        for row in _rows(article, found)
        if not is_settled(row, said) and _place(row) not in hidden
    )
    wanted = {row_key(row): row for row in rows}
    held = {row_key(row): row.pk for row in article.mentions.filter(state=Mention.State.PARSED)}
    Mention.objects.filter(pk__in=[pk for key, pk in held.items() if key not in wanted]).delete()
    return [row for key, row in wanted.items() if key not in held]


def _rows(article: Article, found: Sequence[MentionSpan]) -> Iterator[Mention]:
    """The unsaved rows of what was found, each entity once at one place of the text."""
    met = meet(found)
    slugs = {each.entity for each in found if each.entity}
    rows = Entity.objects.filter(Q(slug__in=slugs) | Q(pk__in=set(met.values())))
    by_id = {each.pk: each for each in rows}
    by_slug = {each.slug: each for each in rows}
    places = set()
    for each in found:
        entity = (
            by_slug.get(each.entity) if each.entity else by_id.get(met.get(FoundName.of(each), 0))
        )
        if entity and (entity.pk, each.field, each.start, each.end) not in places:
            places.add((entity.pk, each.field, each.start, each.end))
            yield mention_row(article, each, entity)


class FoundColumns(NamedTuple):
    """The columns of a mention that the name finder decides, in the length that they store."""

    field: str
    start: int
    end: int
    text: str
    rule: str
    confidence: float
    is_implied: bool


def found_columns(span: MentionSpan) -> FoundColumns:
    """Return the columns of a detected name."""
    return FoundColumns(
        *(span.field, span.start, span.end, span.text[:300], span.rule[:60]),
        *(span.confidence, span.is_implied),
    )


def mention_row(article: Article, found: MentionSpan, entity: Entity) -> Mention:
    """Return the unsaved row of a detected name."""
    return Mention(article=article, entity=entity, **found_columns(found)._asdict())


def _place(row: Mention) -> tuple[object, ...]:
    return (row.entity_id, row.field, row.start, row.end)


def row_key(row: Mention) -> tuple[object, ...]:
    """Return all that makes two parsed mentions of one article the same."""
    return (row.entity_id, *(getattr(row, name) for name in FoundColumns._fields))


def is_settled(parsed: Mention, said: list[Mention]) -> bool:
    """Whether a person has spoken about this entity, or one merged with it, at this place of the
    text."""
    return any(
        each.entity.meant_id == parsed.entity.meant_id
        and each.field == parsed.field
        and each.start is not None
        and each.end is not None
        and each.start < (parsed.end or 0)
        and (parsed.start or 0) < each.end
        for each in said
    )


def _standing_states(said: list[Mention]) -> dict[int, str]:
    """The state that stands of each mention, by its id; those whose every decision is undone are
    absent."""
    standing = Correction.objects.standing().filter(
        mention__in=said, kind=Correction.Kind.MENTION_STATE
    )
    return {each.mention_id: str(each.corrected_value) for each in standing if each.mention_id}


def _anchor(mention: Mention, article: Article) -> Span | None:
    """Where the mention stands in the shown text; None when its words are gone, or it never had
    any, or its every decision is undone (the row is kept for its history, the place is free again
    for the parser)."""
    if mention.state == Mention.State.RETRACTED or not mention.text:
        return None
    at = (
        (mention.start, mention.end)
        if mention.start is not None and mention.end is not None
        else None
    )
    text = text_of(article, mention.field)
    return find_anchor(text, mention.text, mention.quote_before, mention.quote_after, at=at)
