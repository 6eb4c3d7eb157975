"""The search for the articles, sources, mentions, problems and users that a file names."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User

from archive.corrections.anchoring import text_of
from archive.corrections.entity_overlay import FACTS, REFERENCES
from archive.corrections.fields import FIELDS, find_source
from archive.corrections.problems import identity_problems, problem_key
from archive.corrections.quoted_words import context
from archive.corrections.transfer.entity_references import NotFoundError
from archive.corrections.transfer.exported import ABOUT_ARTICLES
from archive.models import Article, Correction, EntityName, Extract, Mention, Source


def check_correction(item: Mapping[str, Any]) -> None:
    """Raise NotFoundError if Dateline does not have the kind, field or value of a correction.

    A file that another version of Dateline exported can contain such corrections.
    """
    target = next(name for name in ("entity", "mention", "article") if name in item)
    kind, key, value = item["kind"], item["key"], item["value"]
    if kind not in _KINDS[target]:
        raise NotFoundError(f"“{kind}” is not a kind of correction of an {target}")
    if target == "entity" and kind == Kind.FIELD and key not in {*FACTS, *REFERENCES}:
        raise NotFoundError(f"“{key}” is not a field that can be corrected")
    allowed = _VALUES.get(kind)
    if allowed is not None and value not in allowed:
        raise NotFoundError(f"“{value}” is not a value of “{kind}”")


def find_user(username: str) -> User:
    """Return the user with this login name; create one who cannot log in if there is none.

    Raises ValueError if the name is empty or too long.
    """
    user = User.objects.filter(username=username).first()
    if user is None:
        if not 0 < len(username) <= _LONGEST_USERNAME:
            raise ValueError
        user = User(username=username, is_active=False)
        user.set_unusable_password()
        user.save()
    return user


def find_extract(anchors: Sequence[Sequence[Any]]) -> Extract:
    """Return the first extract that is in this archive.

    `anchors` are pairs like those of `article_anchors`. Raises NotFoundError if this archive has
    none of the extracts.
    """
    for sha256, position in anchors:
        extract = Extract.objects.filter(capture__sha256=sha256, position=position).first()
        if extract is not None:
            return extract
    names = ", ".join(f"{sha256[:12]} (article {position + 1})" for sha256, position in anchors)
    raise NotFoundError(f"no article of the saved file {names} is in this archive")


def find_value(line: Mapping[str, Any]) -> str:
    """Return the value of a corrected field as this archive stores it.

    A source is found by its name first, because its slug can differ between archives. Raises
    NotFoundError if the field or source does not exist, or if the value is not valid.
    """
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
    """Return the article that has this problem here, and the problem as this archive stores it.

    It can be another article than in the file: if two articles may be the same, the order in which
    they were imported decides which of them has the problem.
    """
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


class MentionFinder:
    """The mentions of this archive that the decisions of one file name."""

    def __init__(self) -> None:
        self._ids: dict[tuple[Any, ...], int] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def find(self, article: Article, entity: int, named: dict[str, Any]) -> Mention:
        """Return the mention that a file names; create it if the article does not have it.

        A new mention, or one about which staff did not decide yet, is stored as retracted. It gets
        the right state when its article is rebuilt.
        """
        if named["field"] not in Mention.Field.values:
            raise ValueError
        key = (article.pk, entity, *(named[name] for name in _NAMED))
        if key in self._ids:
            return Mention.objects.get(pk=self._ids[key])
        mention = self._stored(article, entity, named) or _new_mention(article, entity, named)
        if mention.pk is None or mention.state in _UNDECIDED:
            mention.state = Mention.State.RETRACTED
            mention.text = named["text"]
            mention.quote_before, mention.quote_after = named["before"], named["after"]
            mention.save()
        self._ids[key] = mention.pk
        return mention

    def forget(self, count: int) -> None:
        """Forget all except the first `count` mentions, because the others were rolled back."""
        while len(self._ids) > count:
            self._ids.popitem()

    def _stored(self, article: Article, entity: int, named: dict[str, Any]) -> Mention | None:
        """Return the mention of an article that a file names; None if there is none.

        A mention about which staff decided is found by its quotation. If a sentence is repeated,
        several of these mentions have the same quotation: the mention with the span in the file is
        returned, or else the oldest one that was not returned before. An automatic mention is found
        if it has the span and the quotation in the file.
        """
        there = article.mentions.filter(entity=entity, field=named["field"], text=named["text"])
        decided = there.decided_by_staff().filter(
            quote_before=named["before"], quote_after=named["after"]
        )
        decided = decided.exclude(pk__in=set(self._ids.values())).order_by("pk")
        start, end = named["start"], named["end"]
        mention = decided.filter(start=start, end=end).first()
        if mention is None and start is not None:
            is_quoted = context(text_of(article, named["field"]), start, end) == (
                named["before"],
                named["after"],
            )
            undecided = there.filter(start=start, end=end, state__in=_UNDECIDED)
            mention = undecided.first() if is_quoted else None
        return mention or decided.first()


def _new_mention(article: Article, entity: int, named: dict[str, Any]) -> Mention:
    start, end = named["start"], named["end"]
    there = article.mentions.filter(entity=entity, field=named["field"], start=start, end=end)
    is_taken = there.exists()
    return Mention(
        article=article,
        entity_id=entity,
        field=named["field"],
        start=None if is_taken else start,
        end=None if is_taken else end,
        rule=named["rule"],
        confidence=named["confidence"],
        is_implied=named["is_implied"],
    )


def identity_of(row: Correction) -> tuple[Any, ...]:
    """Return the values by which two corrections of the same decision are compared."""
    return (row.article_id, row.entity_id, row.mention_id, row.kind, row.key)


Kind = Correction.Kind
_KINDS = {
    "article": {Kind.FIELD, Kind.WITHDRAWN, Kind.PROBLEM},
    "entity": {Kind.FIELD, Kind.ALIAS, Kind.DISTINCT},
    "mention": {Kind.MENTION_STATE},
}
_VALUES = {
    Kind.ALIAS: {"", *EntityName.Kind.values},
    Kind.MENTION_STATE: {*Mention.State.values} - {Mention.State.PARSED, Mention.State.BANNED},
}
_UNDECIDED = (Mention.State.PARSED, Mention.State.BANNED)
_LONGEST_USERNAME = 150  # the limit of Django
_NAMED = ("field", "text", "before", "after", "start", "end")
