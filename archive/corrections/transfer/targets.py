"""The articles, sources, mentions, problems and users of this archive that a file names."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User

from archive.corrections.fields import FIELDS, find_source
from archive.corrections.problems import identity_problems, problem_key
from archive.corrections.transfer.entities import NotFoundError
from archive.corrections.transfer.exported import ABOUT_ARTICLES
from archive.models import Article, Correction, Extract, Mention, Source


def find_user(username: str) -> User:
    """Return the user with this name; one that is unknown is made, without a way to log in."""
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User(username=username, is_active=False)
        user.set_unusable_password()
        user.save()
    return user


def find_extract(anchors: Sequence[Sequence[Any]]) -> Extract:
    """Return the first extract that is in this archive. Raises NotFoundError."""
    for sha256, position in anchors:
        extract = Extract.objects.filter(capture__sha256=sha256, position=position).first()
        if extract is not None:
            return extract
    names = ", ".join(f"{sha256[:12]} (article {position + 1})" for sha256, position in anchors)
    raise NotFoundError(f"no article of the saved file {names} is in this archive")


def find_value(line: Mapping[str, Any]) -> str:
    """Return the value of a corrected field in the form of this archive. Raises NotFoundError."""
    name, value = line["key"], str(line["value"])
    if name not in FIELDS:
        raise NotFoundError(f"“{name}” is not a field that can be corrected")
    if name == "source" and value:
        source = Source.objects.filter(name=line.get("source_name", "")).first()
        source = source or find_source(value)
        if source is None:
            raise NotFoundError(f"there is no source “{value}” in this archive")
        return source.slug
    try:
        return FIELDS[name].clean(value)
    except ValueError as error:
        raise NotFoundError(str(error)) from None


def find_problem(article: Article, problem: dict[str, Any]) -> tuple[Article, dict[str, Any]]:
    """Return the article with this problem, and the problem in the form of this archive.

    Two articles that may be one: which of them has the problem depends on the order of import."""
    if problem["code"] not in ABOUT_ARTICLES:
        return article, problem
    others = [find_extract(anchors).article for anchors in problem["candidates"]]
    own = problem | {"candidates": [str(other.pk) for other in others]}
    for one, wanted in (
        (article, own),
        *((other, problem | {"candidates": [str(article.pk)]}) for other in others),
    ):
        for stored in _identity_problems(one):
            if problem_key(stored) == problem_key(wanted):
                return one, stored
    return article, own


def _identity_problems(article: Article) -> list[dict[str, Any]]:
    return [
        problem
        for extract in Extract.objects.filter(article=article)
        for problem in identity_problems(extract)
    ]


def find_mention(article: Article, entity: int, named: dict[str, Any]) -> Mention:
    """Return the mention that a file names, unsaved if this archive has none.

    It is one about which somebody decided before, or else the one that was found at this place."""
    there = article.mentions.filter(entity=entity, field=named["field"])
    decided = there.decided_by_staff().filter(
        text=named["text"], quote_before=named["before"], quote_after=named["after"]
    )
    mention = decided.order_by("pk").first()
    if mention is None and named["start"] is not None:
        mention = there.filter(
            start=named["start"], end=named["end"], state__in=[*_UNDECIDED], text=named["text"]
        ).first()
    if mention is None:
        is_taken = there.filter(start=named["start"], end=named["end"]).exists()
        mention = Mention(
            article=article,
            entity_id=entity,
            field=named["field"],
            start=None if is_taken else named["start"],
            end=None if is_taken else named["end"],
            rule=named["rule"],
            confidence=named["confidence"],
            is_implied=named["is_implied"],
        )
    mention.text = named["text"]
    mention.quote_before, mention.quote_after = named["before"], named["after"]
    return mention


def identity_of(row: Correction) -> tuple[Any, ...]:
    """Return what a correction is about, to notice that it is stored already."""
    return (row.article_id, row.entity_id, row.mention_id, row.kind, row.key)


_UNDECIDED = (Mention.State.PARSED, Mention.State.BANNED)
