"""How each field of an article is known: the value, the rule, the words of the saved file;
corrected beside parsed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from archive.display.rule_labels import confidence_label, field_rule_label, mention_rule_label
from archive.display.safe_text import count_of, links_to
from archive.models import Article, Correction, Extract, Mention
from archive.models.addresses import address_of
from archive.views.article import find_article
from archive.views.article_mentions import KINDS, Drawn, Named, anchor_in, drawn_in
from archive.views.errors import gone
from archive.views.public_page import Head, public_page, render_page
from ingest.date_witnesses import WITNESSES, by_trust
from ingest.partial_date import PartialDate

QUOTE_CHARACTERS = 240
FIELD_NAMES = {
    "title": "Title",
    "source": "Source",
    "published": "Published",
    "dateline_place": "Dateline place",
    "dateline_on": "Dateline date",
    "agency": "Agency",
    "language": "Language",
    "original_url": "Original address",
    "topic": "Topic",
    "body": "Text",
} | {name: label[0].upper() + label[1:] for name, label in WITNESSES.items()}
DATES = {"published", "dateline_on", *WITNESSES}
STATES = {
    Mention.State.PARSED: "",
    Mention.State.CONFIRMED: "confirmed by staff",
    Mention.State.REJECTED: "rejected by staff",
    Mention.State.ADDED: "added by staff",
}

FIELDS_OF_TEXT: dict[str, str] = {Mention.Field.TITLE: "title", Mention.Field.BODY: "text"}


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """One field: what was read, by which rule, from which words; what stands instead when it was
    corrected. A witness of the date `is_used` where the date was read from it."""

    name: str
    anchor: str
    value: str
    rule: str
    quotes: tuple[str, ...]
    more_quotes: int
    confidence: str
    is_corrected: bool
    corrected_value: str
    reason: str
    is_used: bool = False


@dataclass(frozen=True, slots=True)
class MentionEvidence:
    """What one rule found of a place, organisation or person in the article, and what is thought of
    it.

    `quotes` are the words found, each once; `where` says where they stand, with links into the
    article's text; `state` what staff said of the find, if anything."""

    title: str
    url: str
    quotes: tuple[str, ...]
    where: SafeString
    rule: str
    confidence: str
    state: str
    reason: str
    is_rejected: bool


@dataclass(frozen=True, slots=True)
class MentionBlock:
    """What was found of one kind: under the title "Places", with the head "Place"."""

    title: str
    noun: str
    anchor: str
    mentions: list[MentionEvidence]

    @property
    def is_said(self) -> bool:
        """Whether staff said anything about these."""
        return any(mention.state for mention in self.mentions)


@public_page
def show_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """The evidence of article `pk`."""
    article = find_article(pk)
    if article.withdrawn_at is not None:
        return gone(request, "This article has been withdrawn", article.withdrawn_reason)
    extract = (
        Extract.objects.select_related("capture").filter(pk=article.shown_extract_id or 0).first()
    )
    text, body = (extract.capture.text, extract.body) if extract is not None else ("", "")
    said = (
        Correction.objects.standing()
        .filter(Q(article=article) | Q(mention__article=article))
        .select_related("decision")
    )
    corrections = {row.key: row for row in said if row.article_id and row.kind == row.Kind.FIELD}
    reasons = {
        correction.mention_id: correction.decision.reason
        for correction in said
        if correction.mention_id
    }
    fields = extract.fields if extract is not None else {}
    head = Head(
        title=f"Evidence: {article.title}",
        description=(
            "Where each field of the article comes from: the rule, and the words of the saved file."
        ),
        path=address_of("article-evidence", article.pk),
        section="articles",
    )
    context = {
        "article": article,
        "quoted_language": article.language,
        "extract": extract,
        "capture": extract.capture if extract is not None else None,
        "fields": list(
            field_rows(
                fields, corrections, text, body, article.source.name if article.source else ""
            )
        ),
        "witnesses": witness_rows(extract.witnesses, fields, text) if extract is not None else [],
        "blocks": mention_blocks(article, reasons),
        "problems": [
            problem.get("message", "") for problem in article.problems if problem.get("message")
        ],
        "date": PartialDate.of(article.published_on, article.published_precision).label,
    }
    return render_page(request, "evidence.html", head, context)


def field_rows(
    fields: Mapping[str, Mapping[str, Any]],
    corrections: Mapping[str, Correction],
    text: str,
    body: str,
    source: str = "",
) -> Iterable[FieldEvidence]:
    """The fields that were read or corrected: the known ones first, in the order of FIELD_NAMES, in
    which the witnesses of the date stand as they are trusted.

    `source` is the name of the source that stands: a correction knows its slug.
    """
    known = [name for name in FIELD_NAMES if name in fields or name in corrections]
    others = [name for name in fields if name not in FIELD_NAMES]
    for name in [*known, *others]:
        read = fields.get(name, {})
        correction = corrections.get(name)
        value = body if name == "body" else read.get("value")
        quotes = [text[start:end] for start, end in read.get("spans", [])]
        shown = quotes[:1] if name == "body" else quotes
        yield FieldEvidence(
            name=name_field(name),
            anchor=anchor_of(name),
            value=say(name, value),
            rule=field_rule_label(str(read.get("rule", ""))),
            quotes=tuple(_cut(quote) for quote in shown),
            more_quotes=len(quotes) - len(shown),
            confidence=_percent(read["confidence"]) if "confidence" in read else "",
            is_corrected=correction is not None,
            corrected_value=(
                say(name, source if name == "source" else correction.corrected_value)
                if correction
                else ""
            ),
            reason=correction.decision.reason if correction else "",
        )


def witness_rows(
    witnesses: Mapping[str, Mapping[str, Any]], fields: Mapping[str, Mapping[str, Any]], text: str
) -> list[FieldEvidence]:
    """The witnesses of the date, the most trusted first. The one used is that whose evidence the
    date has."""
    rows = field_rows(witnesses, {}, text, "")
    date = fields.get("published")
    used = next((name for name in by_trust(witnesses) if witnesses[name] == date), "")
    return [replace(row, is_used=row.anchor == anchor_of(used)) for row in rows]


def name_field(name: str) -> str:
    """The field's name as pages write it."""
    return FIELD_NAMES.get(name, name.replace("_", " ").capitalize())


def anchor_of(field_name: str) -> str:
    """The id of the field's first stretch on the page of the saved file."""
    return "field-" + field_name.replace("_", "-")


def say(name: str, value: object) -> str:
    """A field's JSON value in words; "nothing" where it is empty."""
    if value in (None, "", [], {}):
        return "nothing"
    if name == "body":
        return f"{count_of(len(str(value).split()), 'word')}: “{_cut(str(value))}”"
    if isinstance(value, str) and name in DATES:
        return say_iso(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {part}" for key, part in value.items() if part not in (None, ""))
    return str(value)


def say_iso(value: str) -> str:
    """Write a partial ISO date in words; leave any other text as it is."""
    try:
        return PartialDate.parse(value).label
    except ValueError:
        return value


def mention_blocks(article: Article, reasons: Mapping[int, str]) -> list[MentionBlock]:
    """Every place, organisation and person found or said, rejected ones included: each in the order
    of the text, what was found of it in the same way together. `reasons` are what people gave for
    what they said, by the mention's id. One query."""
    mentions = list(
        Mention.objects.filter(article=article)
        .exclude(state__in=[Mention.State.RETRACTED, Mention.State.BANNED])
        .select_related("entity__merged_into")
        .order_by("-field", F("start").asc(nulls_last=True), "pk")
    )
    drawn = drawn_in(
        article, [_named(each) for each in mentions if each.state != Mention.State.REJECTED]
    )
    alike: dict[int, dict[tuple[Any, ...], list[Mention]]] = {}
    for each in mentions:
        way = (each.rule, each.confidence, each.state, each.is_detached, reasons.get(each.pk, ""))
        alike.setdefault(each.entity.meant_id, {}).setdefault(way, []).append(each)
    rows: dict[str, list[MentionEvidence]] = {}
    for ways in alike.values():
        for found in ways.values():
            row = _mention_row(article, found, drawn, reasons.get(found[0].pk, ""))
            rows.setdefault(found[0].entity.kind, []).append(row)
    return [
        MentionBlock(nouns.capitalize(), kind.capitalize(), nouns, rows[kind])
        for kind, nouns in KINDS.items()
        if kind in rows
    ]


def _named(mention: Mention) -> Named:
    entity = mention.entity.meant
    span = (
        None
        if mention.start is None or mention.end is None or mention.is_detached
        else (mention.start, mention.end)
    )
    return Named(
        entity.pk,
        entity.kind,
        entity.slug,
        entity.title,
        mention.field,
        span,
        mention.text,
        mention.is_implied,
        "",
    )


def _mention_row(
    article: Article, found: Sequence[Mention], drawn: Drawn, reason: str
) -> MentionEvidence:
    """The row of mentions of one entity that were found in one way."""
    first = found[0]
    is_found = first.rule != Mention.STAFF_RULE
    return MentionEvidence(
        title=first.entity.meant.title,
        url=first.entity.meant.get_absolute_url(),
        quotes=tuple(dict.fromkeys(each.text for each in found if each.text)),
        where=_where(article, found, drawn),
        rule=mention_rule_label(first.rule),
        confidence=(
            f"{confidence_label(first.confidence)}, {_percent(first.confidence)}"
            if is_found
            else ""
        ),
        state=STATES[Mention.State(first.state)],
        reason=reason,
        is_rejected=first.state == Mention.State.REJECTED,
    )


def _where(article: Article, found: Sequence[Mention], drawn: Drawn) -> SafeString:
    """ "title · text 1 · 2 · 3", each a link to the words in the article; without links where none
    stand there."""
    if found[0].is_detached:
        return SafeString("no longer in the text")
    if all(each.start is None for each in found):
        return SafeString("said without words")
    if found[0].state == Mention.State.REJECTED:
        return SafeString(", ".join(dict.fromkeys(FIELDS_OF_TEXT[each.field] for each in found)))
    labels: list[tuple[str, str]] = []
    for shown_field, name in FIELDS_OF_TEXT.items():
        spans = [_named(each).span for each in found if each.field == shown_field]
        anchors = [anchor_in(drawn, shown_field, span) for span in spans if span]
        for number, anchor in enumerate(anchors, start=1):
            label = str(number) if number > 1 else f"{name} 1" if len(anchors) > 1 else name
            labels.append((f"{article.get_absolute_url()}#{anchor}", label))
    return links_to(labels)


def _percent(confidence: float) -> str:
    return f"{round(confidence * 100)}\N{NO-BREAK SPACE}%"


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= QUOTE_CHARACTERS else words[:QUOTE_CHARACTERS].rstrip() + "…"
