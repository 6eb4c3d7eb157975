"""The mentions of an article after its text changed: what people said is anchored again, parsed ones give way to it."""

from archive.corrections.anchors import context, find_anchor
from archive.models import Article, Correction, Mention

Span = tuple[int, int]


def text_of(article: Article, field: str) -> str:
    """The shown title or body, in which a mention's span counts."""
    return article.title if field == Mention.Field.TITLE else article.body


def quote(mention: Mention, article: Article) -> None:
    """Keep the mention's words with their surroundings, unsaved, so that it can be anchored in another text."""
    if mention.start is None or mention.end is None:
        return
    text = text_of(article, mention.field)
    mention.text = text[mention.start : mention.end]
    mention.quote_before, mention.quote_after = context(text, mention.start, mention.end)


def settle_mentions(article: Article) -> None:
    """Bring the mentions of an article (its title and body set, perhaps unsaved) in line with what people said.

    Each mention about which a person said something takes the state that stands and is anchored in the shown text; one
    whose words are gone is detached. A parsed mention of the same entity at the same place gives way.
    """
    said = list(article.mentions.said_by_people().order_by("pk"))
    if not said:
        return
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
    moved = [mention for mention in said if (mention.start, mention.end) != (anchors[mention.pk] or (None, None))]
    Mention.objects.filter(pk__in=[mention.pk for mention in moved]).update(start=None, end=None)
    for mention in said:
        anchor = anchors[mention.pk]
        mention.start, mention.end = anchor or (None, None)
        mention.is_detached = anchor is None and bool(mention.text) and mention.state != Mention.State.RETRACTED
    give_way = [parsed.pk for parsed in _parsed(article) if is_settled(parsed, said)]
    Mention.objects.filter(pk__in=give_way).delete()
    Mention.objects.bulk_update(said, ["state", "start", "end", "is_detached"])


def is_settled(parsed: Mention, said: list[Mention]) -> bool:
    """Whether a person has spoken about this entity at this place of the text."""
    return any(
        each.entity_id == parsed.entity_id
        and each.field == parsed.field
        and each.start is not None
        and each.end is not None
        and each.start < (parsed.end or 0)
        and (parsed.start or 0) < each.end
        for each in said
    )


def _parsed(article: Article) -> list[Mention]:
    return list(article.mentions.filter(state=Mention.State.PARSED))


def _standing_states(said: list[Mention]) -> dict[int, str]:
    """The state that stands of each mention, by its id; those whose every act is undone are absent."""
    standing = Correction.objects.standing().filter(mention__in=said, field="state")
    return {each.mention_id: str(each.corrected_value) for each in standing if each.mention_id}


def _anchor(mention: Mention, article: Article) -> Span | None:
    """Where the mention stands in the shown text; None when its words are gone, or it never had any, or its every
    act is undone (the row is kept for its history, the place is free again for the parser)."""
    if mention.state == Mention.State.RETRACTED or not mention.text:
        return None
    at = (mention.start, mention.end) if mention.start is not None and mention.end is not None else None
    text = text_of(article, mention.field)
    return find_anchor(text, mention.text, mention.quote_before, mention.quote_after, at=at)
