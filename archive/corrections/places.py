"""What staff say about the places of an article: this mention is right, that one is wrong, one is missing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from archive.corrections.acts import finish, new_act
from archive.corrections.anchors import occurrences
from archive.corrections.errors import CorrectionError, StaleForm
from archive.corrections.mentions import quote, text_of
from archive.models import Act, Article, Correction, Entity, Mention

ADDED_RULE = "said-by-staff"
"""The rule that stands on a mention which a person added."""


@dataclass(frozen=True, slots=True)
class PlaceToAdd:
    """A place that an article is about, and the words that name it ("" when it is not named)."""

    entity: Entity
    quotation: str = ""


def confirm(mentions: Sequence[Mention], reason: str, user: User) -> Act:
    """Say that mentions of one article are right: they outlive every import."""
    return decide_places(_article_of(mentions), reason, user, confirmed=[each.pk for each in mentions])


def reject(mentions: Sequence[Mention], reason: str, user: User) -> Act:
    """Say that mentions of one article are wrong: these words do not name this place, whatever a parser finds."""
    return decide_places(_article_of(mentions), reason, user, rejected=[each.pk for each in mentions])


def add_place(article: Article, entity: Entity, reason: str, user: User, *, quotation: str = "") -> Act:
    """Say that an article is about a place, with the words of its text or title that name it, or without any."""
    return decide_places(article, reason, user, added=[PlaceToAdd(entity, quotation)])


def decide_places(
    article: Article,
    reason: str,
    user: User,
    *,
    confirmed: Collection[int] = (),
    rejected: Collection[int] = (),
    dropped: Collection[int] = (),
    added: Sequence[PlaceToAdd] = (),
    seen: Mapping[int, str] | None = None,
) -> Act:
    """Confirm and reject mentions (by id), drop what people said of some before, and add places, in one act.

    `seen` holds the state of each mention when the person looked at it. Raises CorrectionError when a quotation is not
    in the text, or stands there several times, StaleForm when a mention changed meanwhile; then nothing is changed.
    """
    states = dict.fromkeys(confirmed, Mention.State.CONFIRMED)
    states |= dict.fromkeys(rejected, Mention.State.REJECTED) | dict.fromkeys(dropped, Mention.State.RETRACTED)
    if not (states or added):
        raise CorrectionError({"": "Nothing was chosen."})
    with transaction.atomic():
        locked = Article.objects.select_for_update().get(pk=article.pk)
        mentions = _chosen(locked, states, seen or {})
        act = new_act(Act.Kind.PLACES, reason, user)
        for mention in mentions:
            _say(act, locked, mention, states[mention.pk])
        for place in added:
            _add(act, locked, place)
        finish([locked.pk])
    return act


def _say(act: Act, article: Article, mention: Mention, state: str) -> None:
    """Record the state of a mention. A parsed one becomes a person's now: its words are kept with it."""
    parsed = "" if mention.rule == ADDED_RULE else Mention.State.PARSED
    if mention.state == Mention.State.PARSED:
        quote(mention, article)
    mention.state = state
    mention.save()
    Correction.objects.create(act=act, mention=mention, field="state", parsed_value=parsed, corrected_value=state)


def _add(act: Act, article: Article, place: PlaceToAdd) -> None:
    mention = Mention(article=article, entity=place.entity, rule=ADDED_RULE, state=Mention.State.ADDED)
    if quotation := " ".join(place.quotation.split()):
        mention.field, (mention.start, mention.end) = _find(article, quotation)
        quote(mention, article)
    same = article.mentions.filter(entity=place.entity, field=mention.field, start=mention.start, end=mention.end)
    known = same.exclude(state=Mention.State.RETRACTED).exclude(is_detached=True).first()
    if known is None:
        _say(act, article, mention, Mention.State.ADDED)
    elif known.state in {Mention.State.PARSED, Mention.State.REJECTED}:
        _say(act, article, known, Mention.State.CONFIRMED)
    else:
        raise CorrectionError({"place": f"{place.entity.title} stands there already."})


def _find(article: Article, quotation: str) -> tuple[str, tuple[int, int]]:
    """The field and span where the quotation stands; it must be there once."""
    found = [
        (field, span)
        for field in (Mention.Field.BODY, Mention.Field.TITLE)
        for span in occurrences(text_of(article, field), quotation)
    ]
    if not found:
        raise CorrectionError({"quotation": f"“{quotation}” is neither in the text nor in the title."})
    if len(found) > 1:
        raise CorrectionError(
            {"quotation": f"“{quotation}” stands there {len(found)} times: quote more words around the one you mean."}
        )
    field, (start, end) = found[0]
    if end - start > 300:
        raise CorrectionError({"quotation": f"This quotation has {end - start} characters; 300 fit."})
    return field, (start, end)


def _chosen(article: Article, ids: Collection[int], seen: Mapping[int, str]) -> list[Mention]:
    """The chosen mentions, still as they were seen."""
    mentions = list(article.mentions.filter(pk__in=ids).exclude(state=Mention.State.RETRACTED))
    changed = [each for each in mentions if seen.get(each.pk, each.state) != each.state]
    if len(mentions) < len(ids) or changed:
        now = "; ".join(f"“{each.text or each.entity}” is {each.state}" for each in changed)
        raise StaleForm({"": f"The places changed while you had the page open. {now}".strip()})
    return mentions


def _article_of(mentions: Sequence[Mention]) -> Article:
    if not mentions:
        raise CorrectionError({"": "Nothing was chosen."})
    return mentions[0].article
