"""The history on the page of something: the acts about it, and what each changed."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from archive.models import Act


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What was changed, from what, to what."""

    label: str
    parsed: str
    value: str


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act with its changes of what the page shows, and how many articles it is about; `more` further changes are
    not shown."""

    act: Act
    lines: tuple[ChangeLine, ...]
    article_count: int = 1
    more: int = 0


def latest_first(acts: Collection[int]) -> QuerySet[Act]:
    """These acts (by id) with who made, undid and redid them, the latest first."""
    return Act.objects.filter(pk__in=acts).select_related("made_by", "undone_by", "redone_by").order_by("-pk")
