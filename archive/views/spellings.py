"""How an entity is spelled: as its record knows it, and as articles have it."""

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
# Of what is named in half of a large archive not every mention is read; the page says so.
MENTIONS_READ = 2_000
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Spelling:
    """A spelling that the record of an entity knows."""

    name: str
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class SpellingsSeen:
    """The spellings in which public articles name an entity, each with how many do, the most
    frequent first.

    `others` is how many further spellings there are. `is_partial`: only the MENTIONS_READ latest
    mentions were read."""

    spellings: tuple[tuple[str, int], ...]
    others: int
    is_partial: bool


def spellings_known(entity: Entity, merged: Collection[int]) -> list[Spelling]:
    """The spellings that lead to the entity, those of what was merged into it too: not those that
    were banned, and not its name as headed. One query."""
    is_own = Case(When(entity=entity, then=0), default=1)
    rows = EntityName.objects.filter(entity__in=[entity.pk, *merged]).order_by(
        is_own, "entity_id", "pk"
    )
    known: dict[str, Spelling] = {}
    for name, kind, origin in rows.exclude(kind=EntityName.Kind.BANNED).values_list(
        "name", "kind", "origin"
    ):
        if name != entity.name and name not in known:
            said = (
                "found in articles"
                if is_detected_name(kind, origin)
                else KINDS[EntityName.Kind(kind)]
            )
            known[name] = Spelling(name, said, "ko" if kind == EntityName.Kind.KOREAN else "")
    return list(known.values())


def spellings_seen(entity: Entity, merged: Collection[int]) -> SpellingsSeen:
    """The words by which articles name the entity, or what was merged into it. Names that only
    imply it, and mentions that staff added without words, are no spellings. One query for each of
    them: together they have no order of an index."""
    # Who is withdrawn stands in an index of a few rows: asked of each article, all would be read.
    withdrawn = Article.objects.filter(withdrawn_at__isnull=False).order_by().values("pk")
    mentions = Mention.objects.shown().exclude(article__in=withdrawn).order_by("-article_id")
    read: list[tuple[int, str]] = []
    for pk in (entity.pk, *merged):
        # "In" and not "is": SQLite takes no index for "NOT is_implied", which Django makes of that.
        of_one = mentions.filter(entity=pk, is_implied__in=[False])
        read += of_one.values_list("article_id", "text")[:MENTIONS_READ]
    read.sort(key=itemgetter(0), reverse=True)
    articles: dict[str, set[int]] = {}
    for article_id, text in read[:MENTIONS_READ]:
        if text:
            articles.setdefault(text, set()).add(article_id)
    found = sorted(
        ((text, len(ids)) for text, ids in articles.items()), key=lambda row: (-row[1], row[0])
    )
    return SpellingsSeen(
        tuple(found[:SHOWN]), max(0, len(found) - SHOWN), len(read) >= MENTIONS_READ
    )


def merged_into(pk: int) -> list[int]:
    """The ids of all that was merged into an entity, directly or by way of others. One query, and
    one for each step."""
    found: list[int] = []
    at = [pk]
    while at:
        at = list(
            Entity.objects.filter(merged_into__in=at)
            .exclude(pk__in=[pk, *found])
            .values_list("pk", flat=True)
        )
        found += at
    return found
