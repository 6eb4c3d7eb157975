"""The history of an article or entity: rows that describe decisions and their changes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from archive.corrections import FIELDS
from archive.corrections.entity_overlay import REFERENCES
from archive.models import Correction, Decision, Entity, Source
from archive.stories.decided import SAME

LABELS = {
    "name": "Name",
    "slug": "Address of the page",
    "korean_name": "Korean name",
    "description": "Description",
    "is_listed": "In the gazetteer",
    "merged_into": "Merged into",
    "parent": "Lies in",
    "division": "Province or municipality",
    "site": "Located in",
}
"""The labels of an entity's fields, by name of the field."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change that a decision made: a label, and the values before and after the decision.

    For an article, `label` is the label of the field ("Title"). For an entity, it begins with the
    title of the entity: "Kim Tok Hun, name".
    """

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A row of the history on the page of an article or entity: a decision and its changes.

    `lines` are the changes of this article or entity that the row shows, and `more` is the number
    of further changes, which the row does not show. `article_count` is the number of articles that
    the decision changed. If `is_wide` is True, the decision also changed other articles or
    entities. Such a decision can be undone only on its own page, which lists all changes.
    """

    decision: Decision
    lines: tuple[ChangeLine, ...]
    article_count: int = 1
    more: int = 0
    is_wide: bool = False


def latest_first(decisions: Collection[int]) -> QuerySet[Decision]:
    """Return a query for the decisions (by id) and the users who made them, latest first."""
    return (
        Decision.objects.filter(pk__in=decisions)
        .select_related("made_by", "undone_by", "redone_by")
        .order_by("-pk")
    )


def changes_in_words(corrections: Iterable[Correction]) -> dict[int, ChangeLine]:
    """Return a dict from the id of each correction to a description of the change in words.

    Takes at most two database queries, if the corrections were loaded with their entities and
    mentions.
    """
    asked = list(corrections)
    titles = _titles(asked)
    has_source = any(correction.key == "source" for correction in asked)
    sources = source_names() if has_source else {}
    return {
        correction.pk: (
            _entity_change(correction, titles)
            if correction.entity
            else _article_change(correction, sources)
        )
        for correction in asked
    }


def source_names() -> dict[str, str]:
    """Return a dict from the slug of each source to its name."""
    return dict(Source.objects.values_list("slug", "name"))


def _entity_change(correction: Correction, titles: Mapping[int, str]) -> ChangeLine:
    title, key = str(correction.entity), correction.key
    before, after = correction.parsed_value, correction.corrected_value
    if correction.kind == Correction.Kind.ALIAS:
        return ChangeLine(f"{title}, alias “{key}”", str(before), str(after))
    if correction.kind == Correction.Kind.DISTINCT:
        return ChangeLine(f"{title} is not {titles.get(int(key), 'another')}", "", "")
    label = f"{title}, {LABELS.get(key, key).lower()}"
    if key in REFERENCES:
        return ChangeLine(
            label, titles.get(before or 0, "nothing"), titles.get(after or 0, "nothing")
        )
    if key == "is_listed":
        return ChangeLine(label, "yes" if before else "no", "yes" if after else "no")
    return ChangeLine(label, str(before), str(after))


def _article_change(correction: Correction, sources: Mapping[str, str]) -> ChangeLine:
    before, after = str(correction.parsed_value or ""), str(correction.corrected_value or "")
    if correction.mention:
        words = f" (“{correction.mention.text}”)" if correction.mention.text else ""
        return ChangeLine(f"{correction.mention.entity.meant.title}{words}", before, after)
    if correction.kind == Correction.Kind.WITHDRAWN:
        return ChangeLine("Withdrawn" if after else "Restored", "", "")
    if correction.kind == Correction.Kind.SEPARATED:
        sha256, _, position = correction.key.partition(":")
        label = f"Text {int(position) + 1} of the saved file {sha256[:12]}"
        present = f"article {correction.article_id}"
        if after:
            return ChangeLine(label, f"article {before}", present)
        return ChangeLine(label, present, "another article")
    if correction.kind == Correction.Kind.STORY:
        sha256, _, position = correction.key.partition(":")
        is_same = "The same story as" if after == SAME else "Another story than"
        other = f"text {int(position) + 1} of the saved file {sha256[:12]}"
        return ChangeLine(f"{is_same} {other}", "", "")
    if correction.kind == Correction.Kind.PROBLEM:
        message = (correction.parsed_value or {}).get("message", "")
        return ChangeLine(f"Problem settled: {message}", "", "")
    if correction.key == "source":
        before, after = sources.get(before, before), sources.get(after, after)
    label = FIELDS[correction.key].label if correction.key in FIELDS else correction.key
    return ChangeLine(label, before, after)


def _titles(corrections: Iterable[Correction]) -> dict[int, str]:
    """Return a dict from id to title, for all entities to which values of these corrections refer.

    Takes at most one database query.
    """
    ids: set[int] = set()
    for correction in corrections:
        if correction.kind == Correction.Kind.DISTINCT:
            ids.add(int(correction.key))
        values = (correction.parsed_value, correction.corrected_value)
        ids |= {value for value in values if type(value) is int}
    return {entity.pk: entity.title for entity in Entity.objects.filter(pk__in=ids)} if ids else {}
