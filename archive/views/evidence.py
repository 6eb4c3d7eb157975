"""How each field of an article is known: the value, the rule, the words of the saved file; corrected beside parsed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from archive.models import Article, Correction, Mention
from archive.models.addresses import address_of
from archive.text import count_of, partial_date
from archive.views.articles import find_article
from archive.views.errors import gone
from archive.views.page import Head, public_page, render_page

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
    "date_line": "Date line",
    "sign_off": "Sign-off",
    "page_date": "The page's own date",
    "dateline": "Dateline",
    "title_stamp": "Stamp after the title",
    "header": "Header",
}
DATES = {"published", "dateline_on", "date_line", "sign_off", "page_date", "dateline", "title_stamp", "header"}
STATES = {
    Mention.State.PARSED: "found by the rule",
    Mention.State.CONFIRMED: "confirmed by staff",
    Mention.State.REJECTED: "rejected by staff",
    Mention.State.ADDED: "added by staff",
}


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """One field: what was read, by which rule, from which words; what stands instead when it was corrected."""

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


@dataclass(frozen=True, slots=True)
class MentionEvidence:
    """One place found in the article and what is thought of the find."""

    title: str
    url: str
    words: str
    where: str
    rule: str
    confidence: str
    state: str
    is_rejected: bool


@public_page
def show_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """The evidence of article `pk`."""
    article = find_article(pk)
    if article.withdrawn_at is not None:
        return gone(request, "This article has been withdrawn", article.withdrawn_reason)
    extract = article.shown_extract
    # find_article leaves the long columns out; here they are what the page is made of. One query.
    text, body = ("", "")
    if extract is not None:
        text, body = type(extract).objects.values_list("capture__text", "body").get(pk=extract.pk)
    corrections = {
        correction.field: correction
        for correction in Correction.objects.standing().filter(article=article).select_related("act")
    }
    fields = extract.fields if extract is not None else {}
    head = Head(
        title=f"Evidence: {article.title}",
        description="Where each field of the article comes from: the rule, and the words of the saved file.",
        path=address_of("article-evidence", article.pk),
        section="articles",
    )
    context = {
        "article": article,
        "capture": extract.capture if extract is not None else None,
        "fields": list(field_rows(fields, corrections, text, body, article.source.name if article.source else "")),
        "witnesses": list(field_rows(extract.witnesses if extract is not None else {}, {}, text, body)),
        "mentions": mention_rows(article),
        "problems": [problem.get("message", "") for problem in article.problems if problem.get("message")],
        "date": partial_date(article.published_on, article.published_precision),
    }
    return render_page(request, "evidence.html", head, context)


def field_rows(
    fields: Mapping[str, Mapping[str, Any]],
    corrections: Mapping[str, Correction],
    text: str,
    body: str,
    source: str = "",
) -> Iterable[FieldEvidence]:
    """The fields that were read or corrected: the known ones first, in the order of FIELD_NAMES.

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
            rule=str(read.get("rule", "")),
            quotes=tuple(_cut(quote) for quote in shown),
            more_quotes=len(quotes) - len(shown),
            confidence=_percent(read["confidence"]) if "confidence" in read else "",
            is_corrected=correction is not None,
            corrected_value=say(name, source if name == "source" else correction.corrected_value) if correction else "",
            reason=correction.act.reason if correction else "",
        )


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
    """A partial ISO date in words; anything else as it is."""
    precision = {4: "year", 7: "month", 10: "day"}.get(len(value), "")
    try:
        day = date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
    except ValueError:
        return value
    return partial_date(day, precision) if precision else value


def mention_rows(article: Article) -> list[MentionEvidence]:
    """Every place found or said, rejected ones included. One query."""
    mentions = (
        Mention.objects.filter(article=article)
        .exclude(state=Mention.State.RETRACTED)
        .select_related("entity")
        .order_by("-field", "start", "pk")
    )
    return [
        MentionEvidence(
            title=mention.entity.title,
            url=mention.entity.get_absolute_url() if mention.entity.kind == "place" else "",
            words=mention.text,
            where="no longer in the text" if mention.is_detached else mention.get_field_display().lower(),
            rule=mention.rule + (" (implied)" if mention.is_implied else ""),
            confidence=_percent(mention.confidence),
            state=STATES[Mention.State(mention.state)],
            is_rejected=mention.state == Mention.State.REJECTED,
        )
        for mention in mentions
    ]


def _percent(confidence: float) -> str:
    return f"{round(confidence * 100)} %"


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= QUOTE_CHARACTERS else words[:QUOTE_CHARACTERS].rstrip() + "…"
