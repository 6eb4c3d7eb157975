"""The decisions of staff about stories: two articles tell the same story, or they do not."""

from collections.abc import Collection
from typing import NamedTuple

from archive.database.bulk import in_slices
from archive.models import Correction, Extract
from ingest.stories.groups import Pair

SAME, OTHER = "same", "other"
"""The values of a correction of the kind STORY."""


class Decided(NamedTuple):
    """Pairs of articles that staff decided to be one story, and pairs that they are not."""

    same: frozenset[Pair] = frozenset()
    other: frozenset[Pair] = frozenset()

    def articles(self) -> set[int]:
        """Return the ids of all articles in these pairs."""
        return {pk for pair in self.same | self.other for pk in pair}


def decided_about(articles: Collection[int]) -> Decided:
    """Return the decisions that are not undone about these articles (ids).

    If several are about the same two articles, the last one counts.
    """
    standing = Correction.objects.standing().filter(kind=Correction.Kind.STORY)
    if not standing.exists():
        return Decided()
    rows: dict[int, tuple[int, str, str]] = {}
    for part in in_slices(list(articles)):
        keys = {f"{sha}:{position}" for sha, position in _names(part)}
        for chosen in (standing.filter(article__in=part), standing.filter(key__in=keys)):
            for pk, article, key, value in chosen.values_list(
                "pk", "article_id", "key", "corrected_value"
            ):
                assert article is not None
                rows[pk] = (article, key, str(value))
    homes = _homes({key for _article, key, _value in rows.values()})
    last: dict[Pair, str] = {}
    for pk in sorted(rows):
        article, key, value = rows[pk]
        other = homes.get(key, article)
        if other != article:
            last[min(article, other), max(article, other)] = value
    return Decided(
        frozenset(pair for pair, value in last.items() if value == SAME),
        frozenset(pair for pair, value in last.items() if value == OTHER),
    )


def decided_articles() -> set[int]:
    """Return the ids of all articles about which there is a decision, also if it is undone."""
    decisions = Correction.objects.filter(kind=Correction.Kind.STORY).order_by()
    rows = list(decisions.values_list("article_id", "key"))
    homes = _homes({key for _article, key in rows})
    return {pk for article, key in rows for pk in (article, homes.get(key, article)) if pk}


def story_key(article: int) -> str | None:
    """Return the key of a correction that means an article (id); None if it has no saved file."""
    rows = Extract.objects.filter(article=article).order_by("pk")
    first = rows.values_list("capture__sha256", "position").first()
    return f"{first[0]}:{first[1]}" if first else None


def _names(articles: Collection[int]) -> list[tuple[str, int]]:
    rows = Extract.objects.filter(article__in=articles).order_by()
    return list(rows.values_list("capture__sha256", "position"))


def _homes(keys: Collection[str]) -> dict[str, int]:
    """Return a dict from the key of an extract to the article that has it now."""
    homes: dict[str, int] = {}
    hashes = {key.partition(":")[0] for key in keys}
    for part in in_slices(sorted(hashes)):
        rows = Extract.objects.filter(capture__sha256__in=part).order_by()
        for sha, position, article in rows.values_list("capture__sha256", "position", "article_id"):
            homes[f"{sha}:{position}"] = article
    return homes
