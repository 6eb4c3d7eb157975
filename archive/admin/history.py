"""What was decided, in words: the acts about something, and what each changed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from archive.corrections import FIELDS
from archive.corrections.entity_overlay import REFERENCES
from archive.models import Correction, Decision, Entity, Source

LABELS = {
    "name": "Name",
    "slug": "Address",
    "korean_name": "Korean name",
    "description": "Description",
    "is_listed": "Listed",
    "merged_into": "Merged into",
    "parent": "Lies in",
    "division": "Division",
    "site": "Stands in",
}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What was changed, from what, to what. The label names an entity, but not the article."""

    label: str
    parsed: str
    value: str


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act with its changes of what the page shows, and how many articles it is about; `more`
    further changes are not shown. One that `is_wide` reaches beyond the page: it is undone on its
    own, which lists all that it changed."""

    decision: Decision
    lines: tuple[ChangeLine, ...]
    article_count: int = 1
    more: int = 0
    is_wide: bool = False


def latest_first(decisions: Collection[int]) -> QuerySet[Decision]:
    """These acts (by id) with who made, undid and redid them, the latest first."""
    return (
        Decision.objects.filter(pk__in=decisions)
        .select_related("made_by", "undone_by", "redone_by")
        .order_by("-pk")
    )


def in_words(corrections: Iterable[Correction]) -> dict[int, ChangeLine]:
    """What corrections say, by their ids. Two queries at most, if the entities, mentions and theirs
    were selected with them."""
    asked = list(corrections)
    titles = _titles(asked)
    sources = source_names() if any(each.key == "source" for each in asked) else {}
    return {
        each.pk: _of_entity(each, titles) if each.entity else _of_article(each, sources)
        for each in asked
    }


def source_names() -> dict[str, str]:
    """The names of the sources by slug."""
    return dict(Source.objects.values_list("slug", "name"))


def _of_entity(correction: Correction, titles: Mapping[int, str]) -> ChangeLine:
    title, key = str(correction.entity), correction.key
    parsed, value = correction.parsed_value, correction.corrected_value
    if correction.kind == Correction.Kind.ALIAS:
        return ChangeLine(f"{title}, spelling “{key}”", str(parsed), str(value))
    if correction.kind == Correction.Kind.DISTINCT:
        return ChangeLine(f"{title} is not {titles.get(int(key), 'another')}", "", "")
    label = f"{title}, {LABELS.get(key, key).lower()}"
    if key in REFERENCES:
        return ChangeLine(
            label, titles.get(parsed or 0, "nothing"), titles.get(value or 0, "nothing")
        )
    if key == "is_listed":
        return ChangeLine(label, "yes" if parsed else "no", "yes" if value else "no")
    return ChangeLine(label, str(parsed), str(value))


def _of_article(correction: Correction, sources: Mapping[str, str]) -> ChangeLine:
    parsed, value = str(correction.parsed_value or ""), str(correction.corrected_value or "")
    if correction.mention:
        words = f" (“{correction.mention.text}”)" if correction.mention.text else ""
        return ChangeLine(f"{correction.mention.entity.meant.title}{words}", parsed, value)
    if correction.kind == Correction.Kind.WITHDRAWN:
        return ChangeLine("Withdrawn" if value else "Shown again", "", "")
    if correction.kind == Correction.Kind.PROBLEM:
        message = (correction.parsed_value or {}).get("message", "")
        return ChangeLine(f"Looked at, and fine: {message}", "", "")
    if correction.key == "source":
        parsed, value = sources.get(parsed, parsed), sources.get(value, value)
    label = FIELDS[correction.key].label if correction.key in FIELDS else correction.key
    return ChangeLine(label, parsed, value)


def _titles(corrections: Iterable[Correction]) -> dict[int, str]:
    """The titles of the entities to which corrections refer. One query."""
    ids: set[int] = set()
    for each in corrections:
        if each.kind == Correction.Kind.DISTINCT:
            ids.add(int(each.key))
        ids |= {value for value in (each.parsed_value, each.corrected_value) if type(value) is int}
    return {each.pk: each.title for each in Entity.objects.filter(pk__in=ids)} if ids else {}
