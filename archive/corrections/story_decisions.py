"""The decision that articles tell one story, or that they do not."""

from collections.abc import Collection
from itertools import combinations, product

from django.contrib.auth.models import User
from django.db import transaction

from archive.corrections.article_decisions import finish, new_decision
from archive.corrections.errors import CorrectionError
from archive.models import Article, Correction, Decision
from archive.stories.decided import OTHER, SAME, story_key


def join_stories(articles: Collection[int], reason: str, user: User) -> Decision:
    """Decide that these articles (ids) tell one story; return the decision.

    So the story stays as it is, whatever is imported later. Raises CorrectionError if there are
    fewer than two articles, or if one of them does not exist or is withdrawn.
    """
    return _decide(list(combinations(_checked(articles), 2)), SAME, reason, user)


def part_stories(
    articles: Collection[int], others: Collection[int], reason: str, user: User
) -> Decision:
    """Decide that each of `articles` (ids) tells another story than each of `others`.

    If `others` is empty, no two of `articles` tell one story. Returns the decision. Raises the same
    errors as `join_stories`.
    """
    checked = _checked({*articles, *others})
    pairs = (
        product(sorted(set(articles)), sorted(set(others))) if others else combinations(checked, 2)
    )
    return _decide(list(pairs), OTHER, reason, user)


def _checked(articles: Collection[int]) -> list[int]:
    ids = sorted(set(articles))
    if len(ids) < 2:
        raise CorrectionError({"": "Name at least two articles."})
    public = set(Article.objects.public().filter(pk__in=ids).values_list("pk", flat=True))
    if missing := [pk for pk in ids if pk not in public]:
        raise CorrectionError({"": f"Article {missing[0]} does not exist, or is withdrawn."})
    return ids


def _decide(pairs: Collection[tuple[int, int]], value: str, reason: str, user: User) -> Decision:
    with transaction.atomic():
        decision = new_decision(Decision.Kind.STORY, reason, user)
        for one, other in pairs:
            key = story_key(other)
            if key is None:
                raise CorrectionError({"": f"Article {other} has no saved file any more."})
            Correction.objects.create(
                decision=decision,
                article_id=one,
                kind=Correction.Kind.STORY,
                key=key,
                parsed_value="",
                corrected_value=value,
            )
        finish(sorted({pk for pair in pairs for pk in pair}))
    return decision
