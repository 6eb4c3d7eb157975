"""Functions that store decisions about the mentions of an article.

Staff can confirm, reject, relink (link the words to another entity) and add mentions. They can also
drop an earlier decision about a mention, so that it does not apply any more. The same decisions are
possible for places, organisations and people.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from archive.corrections.article_decisions import finish, new_decision
from archive.corrections.errors import CorrectionError, StaleForm
from archive.corrections.mention_updates import quote, text_of
from archive.corrections.quotation_search import occurrences
from archive.corrections.separations import refuse_empty
from archive.models import Article, Correction, Decision, Entity, Mention

FOUND = (Mention.State.PARSED, Mention.State.BANNED)
"""The states of mentions about which staff never decided."""


@dataclass(frozen=True, slots=True)
class NameToAdd:
    """An entity to add to an article.

    `quotation` contains the words of the body or title that name the entity, or "" if no words name
    the entity. `span` is their place as (field, start, end), if it is known. Otherwise the article
    must contain the words exactly once.
    """

    entity: Entity
    quotation: str = ""
    span: tuple[str, int, int] | None = None


def confirm(mentions: Sequence[Mention], reason: str, user: User) -> Decision:
    """Confirm mentions of one article, so that every later import keeps them."""
    return decide_mentions(
        _article_of(mentions), reason, user, confirmed=[mention.pk for mention in mentions]
    )


def reject(mentions: Sequence[Mention], reason: str, user: User) -> Decision:
    """Reject mentions of one article: no import links their words to the same entities again."""
    return decide_mentions(
        _article_of(mentions), reason, user, rejected=[mention.pk for mention in mentions]
    )


def relink(mention: Mention, entity: Entity, reason: str, user: User) -> Decision:
    """Link the words of a mention to another entity: reject the mention and add a new mention."""
    return decide_mentions(_article_of([mention]), reason, user, relinked={mention.pk: entity})


def add_mention(
    article: Article, entity: Entity, reason: str, user: User, *, quotation: str = ""
) -> Decision:
    """Add a mention of an entity to an article; for `quotation` see NameToAdd."""
    return decide_mentions(article, reason, user, added=[NameToAdd(entity, quotation)])


def decide_mentions(
    article: Article,
    reason: str,
    user: User,
    *,
    confirmed: Collection[int] = (),
    rejected: Collection[int] = (),
    dropped: Collection[int] = (),
    relinked: Mapping[int, Entity] | None = None,
    added: Sequence[NameToAdd] = (),
    seen: Mapping[int, str] | None = None,
) -> Decision:
    """Store one decision about several existing and new mentions of an article.

    - `confirmed`, `rejected` and `dropped` are ids of existing mentions. Earlier decisions about
      the dropped mentions do not apply any more.
    - `relinked` maps the id of a mention to the entity that its words name instead.
    - `added` describes the new mentions.
    - `seen` maps the id of a mention to its state at the time when the form was opened.

    Raises CorrectionError if a quotation is not in the article or is there several times, or if the
    words of a mention are linked to the chosen entity already. Raises StaleForm if a mention
    changed after the form was opened. In these cases, nothing is changed.
    """
    others = dict(relinked or {})
    states = dict.fromkeys(confirmed, Mention.State.CONFIRMED)
    states |= dict.fromkeys([*rejected, *others], Mention.State.REJECTED)
    states |= dict.fromkeys(dropped, Mention.State.RETRACTED)
    if not (states or added):
        raise CorrectionError({"": "Nothing was chosen."})
    with transaction.atomic():
        locked = Article.objects.select_for_update().get(pk=article.pk)
        refuse_empty(locked)
        mentions = as_seen(locked, states, seen or {})
        decision = new_decision(Decision.Kind.NAMES, reason, user)
        for mention in mentions:
            _record(decision, locked, mention, states[mention.pk])
            if mention.pk in others:
                _relink(decision, locked, mention, others[mention.pk])
        for name in added:
            _add(decision, locked, name)
        finish([locked.pk])
    return decision


def _record(decision: Decision, article: Article, mention: Mention, state: str) -> None:
    """Set the state of a mention, and store a correction with this state.

    If staff decide about the mention for the first time, its words are stored too, so that it can
    be found again in a changed text.
    """
    parsed = "" if mention.rule == Mention.STAFF_RULE else Mention.State.PARSED
    if mention.state in FOUND:
        quote(mention, article)
    mention.state = state
    mention.save()
    Correction.objects.create(
        decision=decision,
        mention=mention,
        kind=Correction.Kind.MENTION_STATE,
        parsed_value=parsed,
        corrected_value=state,
    )


def _relink(decision: Decision, article: Article, mention: Mention, entity: Entity) -> None:
    """Add a mention of `entity` at the words of `mention`, which was just rejected."""
    if mention.is_detached:
        raise CorrectionError(
            {"": f"“{mention.text}” is no longer in the text and cannot be linked."}
        )
    if mention.entity.meant.pk == entity.meant.pk:
        raise CorrectionError({"": f"“{mention.text}” is linked to {entity.meant.title} already."})
    other = Mention(
        article=article, entity=entity, rule=Mention.STAFF_RULE, state=Mention.State.ADDED
    )
    other.field, other.start, other.end = mention.field, mention.start, mention.end
    _put(decision, article, other)


def _add(decision: Decision, article: Article, name: NameToAdd) -> None:
    mention = Mention(
        article=article, entity=name.entity, rule=Mention.STAFF_RULE, state=Mention.State.ADDED
    )
    if name.span:
        mention.field, mention.start, mention.end = name.span
        if text_of(article, mention.field)[mention.start : mention.end] != name.quotation:
            raise StaleForm({"": "The text changed while you had the page open."})
    elif quotation := " ".join(name.quotation.split()):
        mention.field, (mention.start, mention.end) = _find(article, quotation)
    _put(decision, article, mention)


def _put(decision: Decision, article: Article, mention: Mention) -> None:
    """Store a new mention, unless the article has a mention of the same entity at the same words.

    If the article has such a mention, confirm that mention. Raises CorrectionError if staff
    confirmed or added that mention already.
    """
    quote(mention, article)
    existing = article.mentions.filter(
        field=mention.field, start=mention.start, end=mention.end
    ).select_related("entity")
    valid = existing.exclude(state=Mention.State.RETRACTED).exclude(is_detached=True)
    same = sorted(
        (row for row in valid if row.entity.meant_id == mention.entity.meant_id),
        key=lambda row: row.state == Mention.State.BANNED,
    )
    if not same:
        _record(decision, article, mention, Mention.State.ADDED)
    elif same[0].state in {*FOUND, Mention.State.REJECTED}:
        _record(decision, article, same[0], Mention.State.CONFIRMED)
    else:
        raise CorrectionError(
            {"name": f"{mention.entity.title} is recorded at these words already."}
        )


def _find(article: Article, quotation: str) -> tuple[str, tuple[int, int]]:
    """Return the field (title or body) and the span of a quotation.

    Raises CorrectionError if the article does not contain the quotation exactly once, or if the
    quotation is longer than 300 characters.
    """
    matches = [
        (field, span)
        for field in (Mention.Field.BODY, Mention.Field.TITLE)
        for span in occurrences(text_of(article, field), quotation)
    ]
    if not matches:
        raise CorrectionError(
            {"quotation": f"“{quotation}” is neither in the text nor in the title."}
        )
    if len(matches) > 1:
        raise CorrectionError(
            {
                "quotation": (
                    f"The article contains “{quotation}” {len(matches)} times. Quote more words"
                    " around the one you mean."
                )
            }
        )
    field, (start, end) = matches[0]
    if end - start > 300:
        raise CorrectionError(
            {"quotation": f"This quotation has {end - start} characters; the limit is 300."}
        )
    return field, (start, end)


def as_seen(article: Article, ids: Collection[int], seen: Mapping[int, str]) -> list[Mention]:
    """Return these mentions (by id) of an article, if they are as staff saw them.

    Raises StaleForm if a mention does not exist any more, if it is retracted (staff decided about
    it, and all these decisions were undone or dropped), if it is hidden because its alias was
    banned, or if its state differs from the state in `seen`.
    """
    rows = article.mentions.filter(pk__in=ids).exclude(
        state__in=[Mention.State.RETRACTED, Mention.State.BANNED]
    )
    mentions = list(rows.select_related("entity__merged_into"))
    changed = [row for row in mentions if seen.get(row.pk, row.state) != row.state]
    if len(mentions) < len(ids) or changed:
        now = "; ".join(
            f"“{row.text or row.entity}” is now {Mention.State(row.state).label}" for row in changed
        )
        raise StaleForm({"": f"The names changed while you had the page open. {now}".strip()})
    return mentions


def _article_of(mentions: Sequence[Mention]) -> Article:
    if not mentions:
        raise CorrectionError({"": "Nothing was chosen."})
    return mentions[0].article
