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
# An entity can be mentioned in half of a large archive; then not every mention is read.
MENTIONS_READ = 2_000
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Spelling:
    """An alias recorded for an entity."""

    name: str
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class SpellingsSeen:
    """The spellings that public articles use for an entity, with the number of articles.

    The most frequent spellings come first. `others` is the number of further spellings, which are
    not shown. `is_partial` is true if only the MENTIONS_READ latest mentions were read.
    """

    spellings: tuple[tuple[str, int], ...]
    others: int
    is_partial: bool


def spellings_known(entity: Entity, merged: Collection[int]) -> list[Spelling]:
    """Return the aliases of an entity and of entities merged into it. One query.

    Banned aliases and the entity's own name are left out.
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

    Implied mentions and mentions without words do not count. One query for each of the entities,
    because no index orders the mentions of several.
    """
    # Withdrawn articles are few and indexed; a condition on the article would read all of them.
    withdrawn = Article.objects.filter(withdrawn_at__isnull=False).order_by().values("pk")
    mentions = Mention.objects.shown().exclude(article__in=withdrawn).order_by("-article_id")
    read: list[tuple[int, str]] = []
    for pk in (entity.pk, *merged):
        # "in", because Django would write "NOT is_implied", for which SQLite uses no index.
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
