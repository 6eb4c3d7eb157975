"""Reads the texts and names of the versions that articles do not show."""

from collections import defaultdict
from collections.abc import Collection

from archive.models.entity import EntityName
from archive.models.mention import Mention
from archive.models.text_version import TextVersion, VersionName
from ingest.mentions.spelling import fold
from ingest.rules import STAND_IN


def texts_of_versions(articles: Collection[int]) -> dict[int, list[str]]:
    """Return a dict from article id to the titles and texts of the versions that are not shown.

    Articles without such versions are left out. Takes one database query.
    """
    rows = TextVersion.objects.filter(article__in=articles, is_shown=False).order_by("pk")
    title = "extract__fields__title"
    texts: dict[int, list[str]] = defaultdict(list)
    for article, rule, words, body in rows.values_list(
        "article_id", f"{title}__rule", f"{title}__value", "extract__body"
    ):
        texts[article] += [words, body] if words and rule != STAND_IN else [body]
    return texts


def names_of_versions(articles: Collection[int]) -> list[tuple[int, int, str]]:
    """Return the (article id, entity id, kind of entity) of the names in versions not shown.

    A name is left out if staff rejected the same words as a name of the entity in the article, or
    banned them, or all aliases of the entity. Takes three database queries.
    """
    rows = VersionName.objects.filter(version__article__in=articles, version__is_shown=False)
    names = list(
        rows.order_by()
        .values_list("version__article_id", "entity_id", "entity__kind", "words")
        .distinct()
    )
    entities = {entity for _, entity, _, _ in names}
    banned, allowed = set(), set()
    aliases = EntityName.objects.filter(entity__in=entities)
    for entity, name, alias_kind in aliases.values_list("entity_id", "name", "kind"):
        if alias_kind == EntityName.Kind.BANNED:
            banned.add((entity, fold(name)))
        else:
            allowed.add(entity)
    nameless = {entity for entity, _ in banned} - allowed
    rejected = {
        (article, entity, fold(text))
        for article, entity, text in Mention.objects.filter(
            article__in=articles, state=Mention.State.REJECTED
        ).values_list("article_id", "entity_id", "text")
    }
    return [
        (article, entity, kind)
        for article, entity, kind, words in names
        if (entity, words) not in banned
        and entity not in nameless
        and (article, entity, words) not in rejected
    ]
