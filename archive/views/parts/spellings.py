"""The aliases recorded for an entity, and the spellings that articles use for it."""

from collections.abc import Collection
from dataclasses import dataclass
from operator import itemgetter

from django.db.models import Case, When

from archive.models import Article, Entity, EntityName, Mention
from archive.models.entity import is_detected_name

KINDS = {
    EntityName.Kind.OFFICIAL: "official",
    EntityName.Kind.VARIANT: "variant",
    EntityName.Kind.MISSPELLING: "misspelling",
    EntityName.Kind.KOREAN: "Korean",
}
# Half of the articles of a large archive can mention one entity. So at most this number of mentions
# is read.
MENTIONS_READ = 2_000
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Spelling:
    """An alias recorded for an entity, with its kind in words; `language` is "ko" or ""."""

    name: str
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class SpellingsSeen:
    """The spellings that public articles use for an entity, with the number of articles.

    The most frequent spellings come first. `others` is the number of further spellings, which are
    not shown. `is_partial` is true if only the last MENTIONS_READ mentions were read, which are
    the mentions in the articles that were imported last.
    """

    spellings: tuple[tuple[str, int], ...]
    others: int
    is_partial: bool


def spellings_known(entity: Entity, merged: Collection[int]) -> list[Spelling]:
    """Return the aliases of an entity, and of the entities (`merged`) merged into it.

    Takes one database query. The entity's own name and its banned aliases are left out. A banned
    alias is a spelling that staff do not want to be linked to the entity.
    """
    is_own = Case(When(entity=entity, then=0), default=1)
    rows = EntityName.objects.filter(entity__in=[entity.pk, *merged]).order_by(
        is_own, "entity_id", "pk"
    )
    known: dict[str, Spelling] = {}
    for name, kind, origin in rows.exclude(kind=EntityName.Kind.BANNED).values_list(
        "name", "kind", "origin"
    ):
        if name != entity.name and name not in known:
            label = (
                "detected automatically"
                if is_detected_name(kind, origin)
                else KINDS[EntityName.Kind(kind)]
            )
            known[name] = Spelling(name, label, "ko" if kind == EntityName.Kind.KOREAN else "")
    return list(known.values())


def spellings_seen(entity: Entity, merged: Collection[int]) -> SpellingsSeen:
    """Return the spellings that articles use for an entity, or for entities merged into it.

    Two kinds of mentions are not counted, because they have no spelling: implied mentions, and
    mentions that staff added without quoting words of the text. Takes one database query for each
    of the entities, because no database index has the mentions of several entities sorted by
    article.
    """
    # There are few withdrawn articles, and a database index finds them. A condition on the articles
    # of the mentions would read all of these articles.
    withdrawn = Article.objects.filter(withdrawn_at__isnull=False).order_by().values("pk")
    mentions = Mention.objects.shown().exclude(article__in=withdrawn).order_by("-article_id")
    read: list[tuple[int, str]] = []
    for pk in (entity.pk, *merged):
        # For `is_implied=False`, Django would write "NOT is_implied". SQLite does not use an index
        # for this condition.
        of_one = mentions.filter(entity=pk, is_implied__in=[False])
        read += of_one.values_list("article_id", "text")[:MENTIONS_READ]
    read.sort(key=itemgetter(0), reverse=True)
    articles: dict[str, set[int]] = {}
    for article_id, text in read[:MENTIONS_READ]:
        if text:
            articles.setdefault(text, set()).add(article_id)
    spellings = sorted(
        ((text, len(ids)) for text, ids in articles.items()), key=lambda row: (-row[1], row[0])
    )
    return SpellingsSeen(
        tuple(spellings[:SHOWN]), max(0, len(spellings) - SHOWN), len(read) >= MENTIONS_READ
    )
