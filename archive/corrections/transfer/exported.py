"""Exports decisions as lines of JSON: first a header, then one line for each decision."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from archive.corrections.entity_overlay import REFERENCES
from archive.corrections.problems import ABOUT_ARTICLES
from archive.corrections.separations import is_made_by_decision, received
from archive.corrections.transfer.entity_references import EntityList
from archive.models import Article, Correction, Decision, Extract, Mention, Source

FORMAT = {"format": "dateline-corrections", "version": 1}


def export_lines() -> Iterator[str]:
    """Yield the lines of a file of decisions: the header, then all decisions, oldest first.

    Decisions that are undone are included.
    """
    yield json.dumps(FORMAT)
    decisions = Decision.objects.select_related("made_by", "undone_by", "redone_by")
    for decision in decisions.order_by("pk").iterator(chunk_size=500):
        yield json.dumps(_decision(decision), ensure_ascii=False)


def _decision(decision: Decision) -> dict[str, Any]:
    entities = EntityList()
    rows = decision.corrections.select_related("mention").order_by("pk")
    corrections = [_correction(row, entities) for row in rows]
    return {
        "uid": str(decision.uid),
        "kind": decision.kind,
        "reason": decision.reason,
        "summary": decision.summary,
        "made_by": decision.made_by.username,
        "made_at": decision.made_at.isoformat(),
        "undone_by": decision.undone_by.username if decision.undone_by else None,
        "undone_at": _moment(decision.undone_at),
        "redone_by": decision.redone_by.username if decision.redone_by else None,
        "redone_at": _moment(decision.redone_at),
        "entities": entities.payloads,
        "corrections": corrections,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _correction(row: Correction, entities: EntityList) -> dict[str, Any]:
    """Return one correction as JSON; `entities` is the list of entities of the decision.

    The JSON has one of the keys `article`, `entity` and `mention`, depending on what the correction
    changes. The value of this key identifies the corrected article, entity or mention.
    """
    line: dict[str, Any] = {"kind": row.kind, "key": row.key, "value": row.corrected_value}
    if row.mention:
        line |= {"mention": _mention(row.mention, entities), "parsed": row.parsed_value}
    elif row.entity_id is not None:
        line["entity"] = entities.position(row.entity_id)
        if row.kind == Correction.Kind.DISTINCT:
            line["key"] = entities.position(int(row.key))
        elif row.kind == Correction.Kind.FIELD and row.key in REFERENCES:
            line["value"] = entities.position(row.corrected_value)
    elif row.article_id is not None:
        line |= article_reference(row.article_id)
        if row.kind == Correction.Kind.PROBLEM:
            line["problem"] = _problem(row.parsed_value)
        elif row.kind == Correction.Kind.FIELD and row.key == "source":
            source = Source.objects.filter(slug=row.corrected_value).first()
            line["source_name"] = source.name if source else ""
    return line


def article_anchors(pk: int) -> list[list[Any]]:
    """Return pairs [SHA-256 of a saved file, position in it] that identify an article (by id).

    There is one pair for each extract of the article. The pair of the shown extract comes first. If
    the article has no extracts because a decision is undone, the pair of the extract that it showed
    before is returned.
    """
    shown = Article.objects.values_list("shown_extract", flat=True).get(pk=pk)
    own = Extract.objects.filter(article=pk)
    if not own.exists():
        own = Extract.objects.filter(pk=shown)
    rows = own.values_list("pk", "capture__sha256", "position")
    ranked = sorted(rows, key=lambda row: (row[0] != shown, row[0]))
    return [[sha256, position] for _pk, sha256, position in ranked]


def article_reference(pk: int) -> dict[str, Any]:
    """Return the JSON that identifies an article (by id): its `article_anchors`.

    If a decision made the article, the JSON also has `separated`: the `uid` of this decision, and
    the key of the first extract that the decision gave to the article. The anchors are not enough,
    because the article has no extracts while this decision is undone.
    """
    reference: dict[str, Any] = {"article": article_anchors(pk)}
    if is_made_by_decision(pk):
        first = Correction.objects.filter(received(), article=pk).order_by("pk")[0]
        reference["separated"] = [str(first.decision.uid), first.corrected_value]
    return reference


def _problem(problem: Any) -> Any:
    """Return a settled problem as JSON; ids of articles are replaced by their `article_anchors`."""
    if problem["code"] not in ABOUT_ARTICLES:
        return problem
    known = Article.objects.filter(pk__in=problem["candidates"]).values_list("pk", flat=True)
    return problem | {"candidates": [article_anchors(pk) for pk in known]}


def _mention(mention: Mention, entities: EntityList) -> dict[str, Any]:
    return {
        **article_reference(mention.article_id),
        "entity": entities.position(mention.entity_id),
        "field": mention.field,
        "text": mention.text,
        "before": mention.quote_before,
        "after": mention.quote_after,
        "start": mention.start,
        "end": mention.end,
        "rule": mention.rule,
        "confidence": mention.confidence,
        "is_implied": mention.is_implied,
    }
