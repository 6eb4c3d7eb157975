"""Prepares evidence for pages: the rule and words of each value, and the text of the saved file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from archive.corrections import FIELDS
from archive.display.rule_labels import field_rule_label
from archive.models import Extract
from ingest.date_witnesses import WITNESSES, by_trust

LONGEST_QUOTATION = 200


@dataclass(frozen=True, slots=True)
class ParsedField:
    """A parsed value, with the rule that read the value and the words from which it was read.

    `label` is the label of the field, or of the witness. `quotation` has these words, at most
    LONGEST_QUOTATION characters. `anchor` is the HTML id of the first quoted word on the page, or
    "" if no words are quoted. `confidence` is in per cent. `same_rule` is the query string of the
    list of articles in the admin with a value of this field by the same rule in the same layout.
    """

    label: str
    value: str
    rule: str
    quotation: str
    confidence: int
    anchor: str
    same_rule: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceSpan:
    """A part of the text of a saved file, with the labels of the fields that were read from it.

    `is_body` is True if the body was read from this part. `anchor` is the HTML id of this part on
    the page, to which the quotation of a field links; "" if no quotation links to this part.
    """

    text: str
    labels: str = ""
    anchor: str = ""
    is_body: bool = False


def field_evidence(extract: Extract, name: str) -> ParsedField | None:
    """Return the evidence of one field; None if the parser read no value for it."""
    stored = extract.fields.get(name)
    if not stored:
        return None
    chosen = {"rule": f"{name}.{stored.get('rule', '')}", "layout": extract.capture.layout}
    evidence = _evidence(extract, name, FIELDS[name].label, stored)
    return replace(evidence, same_rule=urlencode(chosen))


def date_witnesses(extract: Extract) -> list[ParsedField]:
    """Return each date that the parser found, with its evidence; the most trusted date is first."""
    witnesses = extract.witnesses
    return [
        _evidence(extract, name, WITNESSES.get(name, name), witnesses[name])
        for name in by_trust(witnesses)
    ]


def saved_text(extract: Extract) -> list[EvidenceSpan]:
    """Return the whole text of the saved file in parts, each with the fields read from the part."""
    text = extract.capture.text
    # The spans of evidence by their start: (number, end, label). The spans are numbered in the
    # order of `_all_evidence`, and a part shows its labels in this order.
    opening: dict[int, list[tuple[int, int, str]]] = {}
    number = 0
    for name, label, stored in _all_evidence(extract):
        for start, end in stored.get("spans", []) if name != "body" else ():
            opening.setdefault(start, []).append((number, end, label))
            number += 1
    body = dict((extract.fields.get("body") or {}).get("spans", []))  # start -> end of each span
    edges = {0, len(text), *body, *body.values(), *opening}
    edges.update(end for marks in opening.values() for _, end, _ in marks)
    active: list[tuple[int, int, str]] = []
    body_end = 0
    pieces = []
    # A text can have very many parts. So for each part, only the spans that contain the part are
    # read (`active`), not all spans.
    for start, end in pairwise(sorted(edges)):
        active = sorted([*(mark for mark in active if mark[1] > start), *opening.get(start, ())])
        body_end = max(body_end, body.get(start, 0))
        labels = dict.fromkeys(label for _, _, label in active)
        anchor = anchor_of(start) if start in opening else ""
        pieces.append(EvidenceSpan(text[start:end], ", ".join(labels), anchor, start < body_end))
    return pieces


def anchor_of(start: int) -> str:
    """Return the HTML id of the words that begin at this position of the saved text: "file-120".

    The id does not contain the name of a field, because several fields can be read from the same
    words.
    """
    return f"file-{start}"


def _all_evidence(extract: Extract) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Return (name, label, stored evidence) of every field and every date that the parser read."""
    fields = [(name, field.label, extract.fields.get(name)) for name, field in FIELDS.items()]
    witnesses = [
        (name, f"Date: {WITNESSES.get(name, name)}", stored)
        for name, stored in extract.witnesses.items()
    ]
    return [(name, label, stored) for name, label, stored in (*fields, *witnesses) if stored]


def _evidence(extract: Extract, name: str, label: str, stored: Mapping[str, Any]) -> ParsedField:
    spans = stored.get("spans", [])
    value = extract.body if name == "body" else str(stored.get("value") or "")
    return ParsedField(
        label=label,
        value=value,
        rule=field_rule_label(str(stored.get("rule", ""))),
        quotation="" if name == "body" else _quotation(extract.capture.text, stored),
        confidence=round(100 * float(stored.get("confidence", 1))),
        anchor=anchor_of(spans[0][0]) if spans and name != "body" else "",
    )


def _quotation(text: str, stored: Mapping[str, Any]) -> str:
    """Return the words from which a value was read, and the name of the file if it was read."""
    quotes = [text[start:end] for start, end in stored.get("spans", [])]
    words = " … ".join(filter(None, [*quotes, stored.get("file_name", "")]))
    return words if len(words) <= LONGEST_QUOTATION else words[: LONGEST_QUOTATION - 1] + "…"
