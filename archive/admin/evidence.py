"""Where a value came from: the rule and the quoted words, and the saved text with those words
marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from archive.corrections import FIELDS
from archive.display.rule_labels import field_rule_label
from archive.models import Extract
from ingest.date_witnesses import WITNESSES, by_trust

LONGEST_QUOTATION = 200


@dataclass(frozen=True, slots=True)
class ParsedField:
    """A parsed value with the rule that read it and the words it was read from. `anchor` is the id
    of the first of them in the saved text, "" where there are none."""

    label: str
    value: str
    rule: str
    quotation: str
    confidence: int
    anchor: str


@dataclass(frozen=True, slots=True)
class EvidenceSpan:
    """A run of the saved text, and the labels of the fields that were read from it. `anchor` is its
    id, "" where no evidence begins."""

    text: str
    labels: str = ""
    anchor: str = ""
    is_body: bool = False


def field_evidence(extract: Extract, name: str) -> ParsedField | None:
    """The evidence of one field; None when the parser read nothing."""
    found = extract.fields.get(name)
    return _evidence(extract, name, FIELDS[name].label, found) if found else None


def date_witnesses(extract: Extract) -> list[ParsedField]:
    """Every witness of the date that the parser found, the most trusted first."""
    found = extract.witnesses
    return [
        _evidence(extract, name, WITNESSES.get(name, name), found[name]) for name in by_trust(found)
    ]


def saved_text(extract: Extract) -> list[EvidenceSpan]:
    """The whole saved text in pieces; together they are the text, and those that are evidence say
    of what."""
    text = extract.capture.text
    marks = [
        (start, end, label)
        for name, label, found in _all_evidence(extract)
        if name != "body"
        for start, end in found.get("spans", [])
    ]
    body = [(start, end) for start, end in (extract.fields.get("body") or {}).get("spans", [])]
    edges = sorted(
        {0, len(text), *(edge for start, end, _ in marks for edge in (start, end)), *sum(body, ())}
    )
    starts = {start for start, *_ in marks}
    pieces = []
    for start, end in pairwise(edges):
        labels = [label for left, right, label in marks if left <= start and end <= right]
        is_body = any(left <= start and end <= right for left, right in body)
        anchor = anchor_of(start) if start in starts else ""
        pieces.append(
            EvidenceSpan(text[start:end], ", ".join(dict.fromkeys(labels)), anchor, is_body)
        )
    return pieces


def anchor_of(start: int) -> str:
    """The id of the evidence that begins here in the saved text: several fields may be read from
    the same words."""
    return f"file-{start}"


def _all_evidence(extract: Extract) -> list[tuple[str, str, Mapping[str, Any]]]:
    """The name, label and JSON of every field and witness that was read."""
    fields = [(name, field.label, extract.fields.get(name)) for name, field in FIELDS.items()]
    witnesses = [
        (name, f"Date: {WITNESSES.get(name, name)}", found)
        for name, found in extract.witnesses.items()
    ]
    return [(name, label, found) for name, label, found in (*fields, *witnesses) if found]


def _evidence(extract: Extract, name: str, label: str, found: Mapping[str, Any]) -> ParsedField:
    spans = found.get("spans", [])
    value = extract.body if name == "body" else str(found.get("value") or "")
    return ParsedField(
        label=label,
        value=value,
        rule=field_rule_label(str(found.get("rule", ""))),
        quotation="" if name == "body" else _quotation(extract.capture.text, spans),
        confidence=round(100 * float(found.get("confidence", 1))),
        anchor=anchor_of(spans[0][0]) if spans and name != "body" else "",
    )


def _quotation(text: str, spans: Sequence[Sequence[int]]) -> str:
    words = " … ".join(text[start:end] for start, end in spans)
    return words if len(words) <= LONGEST_QUOTATION else words[: LONGEST_QUOTATION - 1] + "…"
