"""Updates of the mentions of an article after its text or a decision about it changed.

Mentions about which staff decided are kept, and their words are searched for in the new text. All
other mentions are automatic: they are replaced by those that the name finder finds in the new text.
A mention that the name finder found is not stored if staff decided about a mention of the same
entity at overlapping words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Q

from archive.corrections.decided_mentions import DecidedMentions
from archive.corrections.detected_entities import DetectedName, find_or_create_entities
from archive.corrections.quotation_search import context, find_anchor
from archive.models import Article, Correction, Entity, Mention
from ingest.values import MentionSpan

Span = tuple[int, int]


def text_of(article: Article, field: str) -> str:
    """Return the shown title or body; `field` is "title" or "body".

    The spans of mentions are positions in this text.
    """
    return article.title if field == Mention.Field.TITLE else article.body


def quote(mention: Mention, article: Article) -> None:
    """Set the quotation of a mention, without saving the mention.

    The quotation is the words of the mention and the characters before and after them. The
    quotation is used to find the mention again in a changed text. A mention without a span is not
    changed.
    """
    if mention.start is None or mention.end is None:
        return
    text = text_of(article, mention.field)
    mention.text = text[mention.start : mention.end]
    mention.quote_before, mention.quote_after = context(text, mention.start, mention.end)


def settle_mentions(article: Article, found: Sequence[MentionSpan]) -> list[Mention]:
    """Update the mentions of an article; return its mentions about which staff ever decided.

    `article` has its new title and body; the article may be unsaved. `found` are the mentions that
    the name finder found in this title and body.

    - A mention about which staff decided gets its span in the new text, and the state that its last
      decision set. Undone decisions are ignored; if all decisions are undone, the state is
      RETRACTED. If the words of the mention cannot be found in the new text, the mention is marked
      as detached, unless its state is RETRACTED.
    - A mention in `found` is stored, unless staff decided about a mention of the same entity at
      overlapping words (`DecidedMentions.settle`).
    - Other automatic mentions are deleted.
    """
    decided = list(article.mentions.decided_by_staff().select_related("entity").order_by("pk"))
    states = _decided_states(decided)
    anchors: dict[int, Span | None] = {}
    taken: set[tuple[int, str, Span]] = set()
    for mention in decided:
        mention.state = states.get(mention.pk, Mention.State.RETRACTED)
        anchor = _anchor(mention, article)
        if anchor and (mention.entity_id, mention.field, anchor) in taken:
            anchor = None
        if anchor:
            taken.add((mention.entity_id, mention.field, anchor))
        anchors[mention.pk] = anchor
    # Two mentions may exchange their spans. So all spans that change are removed first, because the
    # database does not allow two mentions of one entity with the same span.
    moved = [
        mention.pk
        for mention in decided
        if (mention.start, mention.end) != (anchors[mention.pk] or (None, None))
    ]
    Mention.objects.filter(pk__in=moved).update(start=None, end=None)
    for mention in decided:
        anchor = anchors[mention.pk]
        mention.start, mention.end = anchor or (None, None)
        mention.is_detached = (
            anchor is None and bool(mention.text) and mention.state != Mention.State.RETRACTED
        )
    new = _exchange_parsed(article, found, decided)
    Mention.objects.bulk_update(decided, ["state", "start", "end", "is_detached"])
    Mention.objects.bulk_create(new)
    return decided


def _exchange_parsed(
    article: Article, found: Sequence[MentionSpan], decided: list[Mention]
) -> list[Mention]:
    """Delete automatic mentions that were not found again; return the new mentions, unsaved.

    `found` are the mentions that the name finder found in the new text, and `decided` are the
    stored mentions about which staff decided. A mention that is hidden because its alias is banned
    stays hidden if the text still has the same words at its span. Such a mention is deleted if the
    text has other words at this span, or if staff decided about a mention of the same entity with
    the same span.
    """
    banned = list(article.mentions.filter(state=Mention.State.BANNED))
    occupied = {_position(mention) for mention in decided if mention.start is not None}
    gone = {
        mention.pk
        for mention in banned
        if _position(mention) in occupied
        or text_of(article, mention.field)[mention.start : mention.end] != mention.text
    }
    Mention.objects.filter(pk__in=gone).delete()
    hidden = {_position(mention) for mention in banned if mention.pk not in gone}
    decisions = DecidedMentions(decided)
    rows = (
        row
        for row in _rows(article, found)
        if not decisions.settle(row) and _position(row) not in hidden
    )
    wanted = {row_key(row): row for row in rows}
    stored = {row_key(row): row.pk for row in article.mentions.filter(state=Mention.State.PARSED)}
    Mention.objects.filter(pk__in=[pk for key, pk in stored.items() if key not in wanted]).delete()
    return [row for key, row in wanted.items() if key not in stored]


def _rows(article: Article, found: Sequence[MentionSpan]) -> Iterator[Mention]:
    """Yield the mentions in `found` as unsaved rows, at most one for each entity at each span."""
    detected_ids = find_or_create_entities(found)
    slugs = {span.entity for span in found if span.entity}
    entities = list(Entity.objects.filter(Q(slug__in=slugs) | Q(pk__in=set(detected_ids.values()))))
    by_id = {entity.pk: entity for entity in entities}
    ids = {entity.slug: entity.pk for entity in entities}
    # The gazetteer of the name finder was read before `ids`. If an entity was renamed in between,
    # its slug in `found` is not in `ids`. A decision must not fail because of that.
    present = [span for span in found if not span.entity or span.entity in ids]
    for pk, span in located(present, ids, detected_ids):
        yield mention_row(article, span, by_id[pk])


def located(
    found: Iterable[MentionSpan], ids: Mapping[str, int], detected_ids: Mapping[DetectedName, int]
) -> list[tuple[int, MentionSpan]]:
    """Return (entity id, mention) for the mentions that the name finder found.

    `ids` maps the slug of a listed entity to the id of the entity, and `detected_ids` maps a
    detected name to the id of its entity. Detected names that are not in `detected_ids`, such as
    banned names, are left out. If an entity has several mentions with the same field and span, only
    the last of them is returned.

    Raises KeyError if `ids` does not contain the slug of a mention. The mention is not left out
    silently, because a missing slug is a bug of the caller.
    """
    rows: dict[tuple[int, str, int, int], MentionSpan] = {}
    for span in found:
        pk = ids[span.entity] if span.entity else detected_ids.get(DetectedName.of(span))
        if pk is not None:
            rows[pk, span.field, span.start, span.end] = span
    return [(key[0], span) for key, span in rows.items()]


class FoundColumns(NamedTuple):
    """The columns of a mention that the name finder sets; `text` and `rule` are cut to fit."""

    field: str
    start: int
    end: int
    text: str
    rule: str
    confidence: float
    is_implied: bool


def found_columns(span: MentionSpan) -> FoundColumns:
    """Return the FoundColumns of a mention that the name finder found."""
    return FoundColumns(
        *(span.field, span.start, span.end, span.text[:300], span.rule[:60]),
        *(span.confidence, span.is_implied),
    )


def mention_row(article: Article, found: MentionSpan, entity: Entity) -> Mention:
    """Return the unsaved row of a mention that the name finder found."""
    return Mention(article=article, entity=entity, **found_columns(found)._asdict())


def _position(row: Mention) -> tuple[object, ...]:
    return (row.entity_id, row.field, row.start, row.end)


def row_key(row: Mention) -> tuple[object, ...]:
    """Return the values that identify an automatic mention of an article.

    A stored mention and one that the name finder found are the same if these values are equal.
    """
    return (row.entity_id, *(getattr(row, name) for name in FoundColumns._fields))


def _decided_states(mentions: list[Mention]) -> dict[int, str]:
    """Return a dict from mention id to the state that the last decision about the mention set.

    Decisions that are undone are ignored. If all decisions about a mention are undone, the mention
    is not in the dict.
    """
    standing = Correction.objects.standing().filter(
        mention__in=mentions, kind=Correction.Kind.MENTION_STATE
    )
    return {row.mention_id: str(row.corrected_value) for row in standing if row.mention_id}


def _anchor(mention: Mention, article: Article) -> Span | None:
    """Return the span of a mention in the new text; None if the mention has no span.

    The mention has no span in one of these cases:

    - The words of the mention cannot be found for certain in the new text (see `find_anchor`).
    - Staff added the entity to the article without any words.
    - All decisions about the mention are undone or dropped (its state is RETRACTED). The row is
      kept only for the history. It has no span, because otherwise the database would not allow an
      automatic mention of the same entity with the same span.
    """
    if mention.state == Mention.State.RETRACTED or not mention.text:
        return None
    present = (
        (mention.start, mention.end)
        if mention.start is not None and mention.end is not None
        else None
    )
    text = text_of(article, mention.field)
    return find_anchor(
        text, mention.text, mention.quote_before, mention.quote_after, present=present
    )
