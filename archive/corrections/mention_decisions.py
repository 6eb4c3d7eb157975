"""What staff say about the names in an article: this mention is right, that one is wrong or means
another, one is missing. It is the same for places, organisations and people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from archive.corrections.anchoring import quote, text_of
from archive.corrections.article_decisions import finish, new_decision
from archive.corrections.errors import CorrectionError, StaleForm
from archive.corrections.quotations import occurrences
from archive.models import Article, Correction, Decision, Entity, Mention

FOUND = (Mention.State.PARSED, Mention.State.BANNED)
"""The states of mentions of which nobody has said anything."""


@dataclass(frozen=True, slots=True)
class NameToAdd:
    """An entity that an article is about, and the words that name it ("" when it is not named)."""

    entity: Entity
    quotation: str = ""


def confirm(mentions: Sequence[Mention], reason: str, user: User) -> Decision:
    """Say that mentions of one article are right: they outlive every import."""
    return decide_mentions(
        _article_of(mentions), reason, user, confirmed=[each.pk for each in mentions]
    )


def reject(mentions: Sequence[Mention], reason: str, user: User) -> Decision:
    """Say that mentions of one article are wrong: these words do not name this entity, whatever a
    parser finds."""
    return decide_mentions(
        _article_of(mentions), reason, user, rejected=[each.pk for each in mentions]
    )


def relink(mention: Mention, entity: Entity, reason: str, user: User) -> Decision:
    """Say that a mention means another entity: the one is rejected and the other added, at the same
    words."""
    return decide_mentions(_article_of([mention]), reason, user, relinked={mention.pk: entity})


def add_mention(
    article: Article, entity: Entity, reason: str, user: User, *, quotation: str = ""
) -> Decision:
    """Say that an article is about an entity, with the words of its text or title that name it, or
    without any."""
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
    """Confirm and reject mentions (by id), drop what people said of some before, say of some what
    they mean instead, and add others, in one decision.

    `seen` holds the state of each mention when the person looked at it. Raises CorrectionError when
    a quotation is not in the text, or stands there several times, or when a mention means that
    entity already; StaleForm when a mention changed meanwhile. Then nothing is changed."""
    others = dict(relinked or {})
    states = dict.fromkeys(confirmed, Mention.State.CONFIRMED)
    states |= dict.fromkeys([*rejected, *others], Mention.State.REJECTED)
    states |= dict.fromkeys(dropped, Mention.State.RETRACTED)
    if not (states or added):
        raise CorrectionError({"": "Nothing was chosen."})
    with transaction.atomic():
        locked = Article.objects.select_for_update().get(pk=article.pk)
        mentions = as_seen(locked, states, seen or {})
        decision = new_decision(Decision.Kind.NAMES, reason, user)
        for mention in mentions:
            _say(decision, locked, mention, states[mention.pk])
            if mention.pk in others:
                _mean(decision, locked, mention, others[mention.pk])
        for name in added:
            _add(decision, locked, name)
        finish([locked.pk])
    return decision


def _say(decision: Decision, article: Article, mention: Mention, state: str) -> None:
    """Record the state of a mention. A parsed one becomes a person's now: its words are kept with
    it."""
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


def _mean(decision: Decision, article: Article, mention: Mention, entity: Entity) -> None:
    """Add another entity at the words of a mention that was just rejected."""
    if mention.is_detached:
        raise CorrectionError(
            {"": f"The words of “{mention.text}” are gone: it can only be dropped."}
        )
    if mention.entity.meant.pk == entity.meant.pk:
        raise CorrectionError({"": f"“{mention.text}” means {entity.meant.title} already."})
    other = Mention(
        article=article, entity=entity, rule=Mention.STAFF_RULE, state=Mention.State.ADDED
    )
    other.field, other.start, other.end = mention.field, mention.start, mention.end
    _put(decision, article, other)


def _add(decision: Decision, article: Article, name: NameToAdd) -> None:
    mention = Mention(
        article=article, entity=name.entity, rule=Mention.STAFF_RULE, state=Mention.State.ADDED
    )
    if quotation := " ".join(name.quotation.split()):
        mention.field, (mention.start, mention.end) = _find(article, quotation)
    _put(decision, article, mention)


def _put(decision: Decision, article: Article, mention: Mention) -> None:
    """Store a new mention, or confirm the one that stands there. Raises CorrectionError where a
    person said it."""
    quote(mention, article)
    there = article.mentions.filter(
        field=mention.field, start=mention.start, end=mention.end
    ).select_related("entity")
    standing = there.exclude(state=Mention.State.RETRACTED).exclude(is_detached=True)
    same = sorted(
        (each for each in standing if _is_same(each, mention)),
        key=lambda each: each.state == Mention.State.BANNED,
    )
    if not same:
        _say(decision, article, mention, Mention.State.ADDED)
    elif same[0].state in {*FOUND, Mention.State.REJECTED}:
        _say(decision, article, same[0], Mention.State.CONFIRMED)
    else:
        raise CorrectionError({"name": f"{mention.entity.title} stands there already."})


def _is_same(one: Mention, other: Mention) -> bool:
    return one.entity.meant.pk == other.entity.meant.pk


def _find(article: Article, quotation: str) -> tuple[str, tuple[int, int]]:
    """The field and span where the quotation stands; it must be there once."""
    found = [
        (field, span)
        for field in (Mention.Field.BODY, Mention.Field.TITLE)
        for span in occurrences(text_of(article, field), quotation)
    ]
    if not found:
        raise CorrectionError(
            {"quotation": f"“{quotation}” is neither in the text nor in the title."}
        )
    if len(found) > 1:
        raise CorrectionError(
            {
                "quotation": (
                    f"“{quotation}” stands there {len(found)} times: quote more words around the"
                    " one you mean."
                )
            }
        )
    field, (start, end) = found[0]
    if end - start > 300:
        raise CorrectionError(
            {"quotation": f"This quotation has {end - start} characters; 300 fit."}
        )
    return field, (start, end)


def as_seen(article: Article, ids: Collection[int], seen: Mapping[int, str]) -> list[Mention]:
    """These mentions (by id) of an article. Raises StaleForm when one is gone, or is not in the
    state any more in which it was seen."""
    rows = article.mentions.filter(pk__in=ids).exclude(
        state__in=[Mention.State.RETRACTED, Mention.State.BANNED]
    )
    mentions = list(rows.select_related("entity__merged_into"))
    changed = [each for each in mentions if seen.get(each.pk, each.state) != each.state]
    if len(mentions) < len(ids) or changed:
        now = "; ".join(f"“{each.text or each.entity}” is {each.state}" for each in changed)
        raise StaleForm({"": f"The names changed while you had the page open. {now}".strip()})
    return mentions


def _article_of(mentions: Sequence[Mention]) -> Article:
    if not mentions:
        raise CorrectionError({"": "Nothing was chosen."})
    return mentions[0].article
