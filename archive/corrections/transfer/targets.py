"""Finds the articles, sources, mentions, problems and users to which a file of decisions refers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User

from archive.corrections.entity_overlay import FACTS, REFERENCES
from archive.corrections.fields import FIELDS, find_source
from archive.corrections.mention_updates import text_of
from archive.corrections.problems import ABOUT_ARTICLES, identity_problems, problem_key
from archive.corrections.quotation_search import context
from archive.corrections.separations import received
from archive.corrections.transfer.entity_references import NotFoundError
from archive.models import Article, Correction, EntityName, Extract, Mention, Source
from archive.stories.decided import OTHER, SAME


def check_correction(item: Mapping[str, Any]) -> None:
    """Raise NotFoundError if a correction has a kind, field or value that Dateline does not have.

    `item` is the correction in the file of decisions. The file can contain such a correction if
    another version of Dateline wrote it.
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
    """Return the user with this login name; if there is none, create a user who cannot log in.

    Raises ValueError if the name is empty or longer than 150 characters.
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
    """Return the first of these extracts, in the order of `anchors`, that is in this archive.

    `anchors` are pairs [SHA-256 of a saved file, position of the article in it], as
    `article_anchors` returns them. Raises NotFoundError if this archive has none of these extracts.
    """
    for sha256, position in anchors:
        extract = Extract.objects.filter(capture__sha256=sha256, position=position).first()
        if extract is not None:
            return extract
    names = ", ".join(f"{sha256[:12]} (article {position + 1})" for sha256, position in anchors)
    raise NotFoundError(f"no article of the saved file {names} is in this archive")


def find_article(reference: Mapping[str, Any]) -> Article:
    """Return the article to which a line of the file refers (`article_reference`).

    Raises NotFoundError if this archive does not have the article.
    """
    if "separated" in reference:
        uid, lead = reference["separated"]
        made = Correction.objects.filter(
            received(), decision__uid=uid, corrected_value=lead, article__isnull=False
        )
        correction = made.select_related("article").order_by("pk").first()
        if correction is None or correction.article is None:
            raise NotFoundError("the decision that made this article is not in this archive")
        return correction.article
    return find_extract(reference["article"]).article


def find_value(line: Mapping[str, Any]) -> str:
    """Return the corrected value of a field of an article, in the form that this archive stores.

    `line` is the correction in the file. For a source, the value is its slug. The source is
    searched for by its name first, because the slug of a source can be different in two archives.
    Raises NotFoundError if the field or source does not exist, or if the value is not valid.
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
    """Return the article that has a problem in this archive, and the problem as it is stored here.

    `problem` is the problem as the file of decisions describes it. `article` is the article of this
    archive that matches the article with the problem in the file. In this archive, the problem can
    belong to another article: if two articles may be the same, the one that was imported later has
    the problem.
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


class MentionMatcher:
    """Finds or creates the mentions that the decisions of one file describe.

    A mention is described as in a line that `exported.py` writes: entity, field, quotation, span.
    The object remembers which mentions it returned; its length is the number of these mentions.
    """

    def __init__(self) -> None:
        self._ids: dict[tuple[Any, ...], int] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def find(self, article: Article, entity: int, described: dict[str, Any]) -> Mention:
        """Return the mention of `article` that the file describes; create it if it is missing.

        `entity` is the id of the entity, and `described` is the description of the mention in the
        file: its field, quotation and span. If the mention is new, or if staff have not decided
        about the mention yet, it is first stored in the state RETRACTED (hidden). When the article
        is rebuilt, the mention gets the state that the decision sets.
        """
        if described["field"] not in Mention.Field.values:
            raise ValueError
        key = (article.pk, entity, *(described[name] for name in _IDENTIFYING))
        if key in self._ids:
            return Mention.objects.get(pk=self._ids[key])
        mention = self._stored(article, entity, described) or _new_mention(
            article, entity, described
        )
        if mention.pk is None or mention.state in _UNDECIDED:
            mention.state = Mention.State.RETRACTED
            mention.text = described["text"]
            mention.quote_before, mention.quote_after = described["before"], described["after"]
            mention.save()
        self._ids[key] = mention.pk
        return mention

    def forget(self, count: int) -> None:
        """Forget all mentions except the `count` mentions that were returned first.

        The caller does this after it rolled back the decision for which the later mentions were
        returned, because the database does not contain these mentions any more.
        """
        while len(self._ids) > count:
            self._ids.popitem()

    def _stored(self, article: Article, entity: int, described: dict[str, Any]) -> Mention | None:
        """Return the stored mention that the file describes; None if the article does not have it.

        The first of these mentions that exists is returned:

        1. a mention about which staff decided, with the described quotation and span
        2. a mention about which staff never decided, with the described quotation and span
        3. the oldest mention about which staff decided, with the described quotation

        If the article repeats a sentence, several mentions can have the same quotation. So for 1
        and 3, mentions that were returned before are left out.
        """
        there = article.mentions.filter(
            entity=entity, field=described["field"], text=described["text"]
        )
        decided = there.decided_by_staff().filter(
            quote_before=described["before"], quote_after=described["after"]
        )
        decided = decided.exclude(pk__in=set(self._ids.values())).order_by("pk")
        start, end = described["start"], described["end"]
        mention = decided.filter(start=start, end=end).first()
        if mention is None and start is not None:
            is_quoted = context(text_of(article, described["field"]), start, end) == (
                described["before"],
                described["after"],
            )
            undecided = there.filter(start=start, end=end, state__in=_UNDECIDED)
            mention = undecided.first() if is_quoted else None
        return mention or decided.first()


def _new_mention(article: Article, entity: int, described: dict[str, Any]) -> Mention:
    start, end = described["start"], described["end"]
    there = article.mentions.filter(entity=entity, field=described["field"], start=start, end=end)
    is_taken = there.exists()
    return Mention(
        article=article,
        entity_id=entity,
        field=described["field"],
        start=None if is_taken else start,
        end=None if is_taken else end,
        rule=described["rule"],
        confidence=described["confidence"],
        is_implied=described["is_implied"],
    )


def identity_of(row: Correction) -> tuple[Any, ...]:
    """Return the values that identify a correction within its decision.

    A correction in the file and a correction in this archive are the same if their decisions have
    the same `uid` and these values are equal.
    """
    return (row.article_id, row.entity_id, row.mention_id, row.kind, row.key)


Kind = Correction.Kind
_KINDS = {
    "article": {Kind.FIELD, Kind.WITHDRAWN, Kind.PROBLEM, Kind.SEPARATED, Kind.STORY},
    "entity": {Kind.FIELD, Kind.ALIAS, Kind.DISTINCT},
    "mention": {Kind.MENTION_STATE},
}
_VALUES = {
    Kind.STORY: {SAME, OTHER},
    Kind.ALIAS: {"", *EntityName.Kind.values},
    Kind.MENTION_STATE: {*Mention.State.values} - {Mention.State.PARSED, Mention.State.BANNED},
}
_UNDECIDED = (Mention.State.PARSED, Mention.State.BANNED)
_LONGEST_USERNAME = 150  # the limit of Django for login names
_IDENTIFYING = ("field", "text", "before", "after", "start", "end")
