"""The page with the evidence of an article: the value, rule and quoted words of each field.

For a corrected field, the page shows the parsed value beside the corrected value. The page also has
the mentions of entities, with the rules by which they were found.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from archive.corrections.separations import apart_pairs
from archive.display.rule_labels import confidence_label, field_rule_label, mention_rule_label
from archive.display.safe_text import count_of, links_to
from archive.models import Article, Correction, Decision, Extract, Mention
from archive.models.addresses import address_of
from archive.search import ENTITY_FACETS, FACETS
from archive.views.article import find_public_article
from archive.views.parts.article_mentions import (
    ArticleMention,
    MentionLinks,
    anchor_in,
    mention_links,
)
from archive.views.public_page import Answers, Head, public_page, render_page
from ingest.date_witnesses import WITNESSES, by_trust
from ingest.partial_date import PartialDate

QUOTE_CHARACTERS = 240
FIELD_NAMES = {
    "title": "Title",
    "source": "Source",
    "published": "Published",
    "dateline_place": "Written at (dateline)",
    "dateline_on": "Written on (dateline)",
    "dateline_day": "Written on (dateline without a year)",
    "agency": "Agency",
    "language": "Language",
    "original_url": "Original address",
    "topic": "Topic",
    "page": "Page of the newspaper",
    "body": "Text",
} | {name: label[0].upper() + label[1:] for name, label in WITNESSES.items()}
DATES = {"published", "dateline_on", *WITNESSES}
STATES = {
    Mention.State.PARSED: "",
    Mention.State.CONFIRMED: "confirmed by staff",
    Mention.State.REJECTED: "rejected by staff",
    Mention.State.ADDED: "added by staff",
}

TEXT_FIELDS: dict[str, str] = {Mention.Field.TITLE: "title", Mention.Field.BODY: "text"}


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """The evidence of one field: the parsed value, the rule, and the quoted words (`quotes`).

    `name` is the label of the field, and `anchor` the HTML id of its words on the page
    of the saved file.
    `more_quotes` is the number of spans that are not quoted. If staff corrected the field,
    `corrected_value` is the value that readers see instead of the parsed value, and `reason` is the
    reason that staff gave. `is_used` is true for the witness from which the article's date was
    read.
    """

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
    """The mentions of one entity in the article that were found by one rule.

    `title` is the name of the entity, and `url` the address of its page. `quotes` has each spelling
    that the mentions use, once. `where` says where the mentions are, with links to their words in
    the title and the text of the article. `rule` and `confidence` describe in words how the
    mentions were found. `state` is what staff decided about the mentions ("confirmed by staff"), or
    "". `reason` is the reason that staff gave for this decision.
    """

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
    """The mentions of entities of one kind; `title` is "Places", `noun` is "Place"."""

    kind: str
    title: str
    noun: str
    anchor: str
    mentions: list[MentionEvidence]

    @property
    def has_decisions(self) -> bool:
        """Return True if staff made a decision about any of the mentions."""
        return any(mention.state for mention in self.mentions)


@public_page()
def show_evidence(request: HttpRequest, _answers: Answers, pk: int) -> HttpResponse:
    """Show the evidence of an article."""
    article = find_public_article(pk)
    extract = (
        Extract.objects.select_related("capture").filter(pk=article.shown_extract_id or 0).first()
    )
    text, body = (extract.capture.text, extract.body) if extract is not None else ("", "")
    standing = (
        Correction.objects.standing()
        .filter(Q(article=article) | Q(mention__article=article))
        .select_related("decision")
    )
    corrections = {
        correction.key: correction
        for correction in standing
        if correction.article_id and correction.kind == Correction.Kind.FIELD
    }
    is_separated = any(correction.kind == Correction.Kind.SEPARATED for correction in standing)
    reasons = {
        correction.mention_id: correction.decision.reason
        for correction in standing
        if correction.mention_id
    }
    fields = extract.fields if extract is not None else {}
    source = article.source.name if article.source else ""
    head = Head(
        title=f"Evidence: {article.title}",
        description="How each field of the article was read: the rule, and the quoted words.",
        path=address_of("article-evidence", article.pk),
        section="articles",
    )
    context = {
        "article": article,
        "separations": separations_of(article) if is_separated else [],
        "quoted_language": article.language,
        "extract": extract,
        "capture": extract.capture if extract is not None else None,
        "fields": list(field_rows(fields, corrections, text, body, source)),
        "witnesses": witness_rows(extract.witnesses, fields, text) if extract is not None else [],
        "blocks": mention_blocks(article, reasons),
        "problems": [
            problem.get("message", "") for problem in article.problems if problem.get("message")
        ],
        "date": PartialDate.of(article.published_on, article.published_precision).label,
    }
    return render_page(request, "evidence.html", head, context)


@dataclass(frozen=True, slots=True)
class Separation:
    """An article that staff decided to keep apart from this one, with their reason."""

    title: str
    url: str
    reason: str


def separations_of(article: Article) -> list[Separation]:
    """Return the articles from which staff separated an article, oldest decision first."""
    pairs = [pair for pair in apart_pairs([article.pk]) if pair.one == article.pk]
    others = Article.objects.public().in_bulk({pair.other for pair in pairs}) if pairs else {}
    reasons = Decision.objects.in_bulk({pair.decision for pair in pairs}) if pairs else {}
    return [
        Separation(other.title, other.get_absolute_url(), reasons[pair.decision].reason)
        for pair in sorted(pairs)
        if (other := others.get(pair.other))
    ]


def field_rows(
    fields: Mapping[str, Mapping[str, Any]],
    corrections: Mapping[str, Correction],
    text: str,
    body: str,
    source: str = "",
) -> Iterable[FieldEvidence]:
    """Yield the evidence of each parsed or corrected field: first FIELD_NAMES, then all others.

    The last names in FIELD_NAMES are witnesses (possible dates), most trusted first. `fields` has
    the stored evidence of each field, and `corrections` has the corrections by field. `text` is the
    text of the saved file, and `body` is the parsed text of the article. `source` is the present
    name of the article's source; it is needed because a correction has only the slug of a source.
    """
    known = [name for name in FIELD_NAMES if name in fields or name in corrections]
    others = [name for name in fields if name not in FIELD_NAMES]
    for name in [*known, *others]:
        read = fields.get(name, {})
        correction = corrections.get(name)
        value = body if name == "body" else read.get("value")
        quotes = [text[start:end] for start, end in read.get("spans", [])]
        if read.get("file_name"):
            quotes.append(str(read["file_name"]))
        shown = quotes[:1] if name == "body" else quotes
        yield FieldEvidence(
            name=name_field(name),
            anchor=anchor_of(name),
            value=value_label(name, value),
            rule=field_rule_label(str(read.get("rule", ""))),
            quotes=tuple(_shorten(quote) for quote in shown),
            more_quotes=len(quotes) - len(shown),
            confidence=_percent(read["confidence"]) if "confidence" in read else "",
            is_corrected=correction is not None,
            corrected_value=(
                value_label(name, source if name == "source" else correction.corrected_value)
                if correction
                else ""
            ),
            reason=correction.decision.reason if correction else "",
        )


def witness_rows(
    witnesses: Mapping[str, Mapping[str, Any]], fields: Mapping[str, Mapping[str, Any]], text: str
) -> list[FieldEvidence]:
    """Return a row for each witness (a possible date in the file), most trusted first.

    `fields` has the stored evidence of the article's fields. The witness that was used is the one
    with the same stored evidence as the article's date. `text` is the text of the saved file.
    """
    rows = field_rows(witnesses, {}, text, "")
    date = fields.get("published")
    used = next((name for name in by_trust(witnesses) if witnesses[name] == date), "")
    return [replace(row, is_used=row.anchor == anchor_of(used)) for row in rows]


def name_field(name: str) -> str:
    """Return the name of a field for readers: "original_url" -> "Original address"."""
    return FIELD_NAMES.get(name, name.replace("_", " ").capitalize())


def anchor_of(field_name: str) -> str:
    """Return the HTML id of the first span of a field on the page of the saved file."""
    return "field-" + field_name.replace("_", "-")


def value_label(name: str, value: object) -> str:
    """Return the JSON value of the field `name` in words; "nothing" for an empty value."""
    if value in (None, "", [], {}):
        return "nothing"
    if name == "body":
        return f"{count_of(len(str(value).split()), 'word')}: “{_shorten(str(value))}”"
    if isinstance(value, str) and name in DATES:
        return iso_date_label(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {part}" for key, part in value.items() if part not in (None, ""))
    return str(value)


def iso_date_label(value: str) -> str:
    """Return an ISO date or partial date ("2025-04") in words; return other texts unchanged."""
    try:
        return PartialDate.parse(value).label
    except ValueError:
        return value


def mention_blocks(article: Article, reasons: Mapping[int, str]) -> list[MentionBlock]:
    """Return a block of mentions for each kind of entity in the article. Takes one database query.

    The rows of a block are in text order. Mentions of one entity share a row if they have the same
    rule and confidence, and the same state and reason from decisions of staff. Mentions whose words
    are no longer in the text have a row of their own. Rejected mentions are included. `reasons`
    maps the ids of mentions to the reasons of staff decisions.
    """
    mentions = list(
        Mention.objects.filter(article=article)
        .exclude(state__in=[Mention.State.RETRACTED, Mention.State.BANNED])
        .select_related("entity__merged_into")
        .order_by("-field", F("start").asc(nulls_last=True), "pk")
    )
    shown = [mention for mention in mentions if mention.state != Mention.State.REJECTED]
    links = mention_links(article, map(_article_mention, shown))
    by_entity: dict[int, dict[tuple[Any, ...], list[Mention]]] = {}
    for mention in mentions:
        reason = reasons.get(mention.pk, "")
        how = (mention.rule, mention.confidence, mention.state, mention.is_detached, reason)
        by_entity.setdefault(mention.entity.meant_id, {}).setdefault(how, []).append(mention)
    rows: dict[str, list[MentionEvidence]] = {}
    for groups in by_entity.values():
        for group in groups.values():
            row = _mention_row(article, group, links, reasons.get(group[0].pk, ""))
            rows.setdefault(group[0].entity.kind, []).append(row)
    return [
        MentionBlock(
            kind,
            FACETS[kind].plural.capitalize(),
            FACETS[kind].title,
            FACETS[kind].plural,
            rows[kind],
        )
        for kind in ENTITY_FACETS
        if kind in rows
    ]


def _article_mention(mention: Mention) -> ArticleMention:
    entity = mention.entity.meant
    span = (
        None
        if mention.start is None or mention.end is None or mention.is_detached
        else (mention.start, mention.end)
    )
    return ArticleMention(
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
    article: Article, mentions: Sequence[Mention], links: MentionLinks, reason: str
) -> MentionEvidence:
    """Return the row of mentions of one entity that were found in the same way."""
    first = mentions[0]
    is_detected = first.rule != Mention.STAFF_RULE
    return MentionEvidence(
        title=first.entity.meant.title,
        url=first.entity.meant.get_absolute_url(),
        quotes=tuple(dict.fromkeys(mention.text for mention in mentions if mention.text)),
        where=_where(article, mentions, links),
        rule=mention_rule_label(first.rule),
        confidence=(
            f"{confidence_label(first.confidence)}, {_percent(first.confidence)}"
            if is_detected
            else ""
        ),
        state=STATES[Mention.State(first.state)],
        reason=reason,
        is_rejected=first.state == Mention.State.REJECTED,
    )


def _where(article: Article, mentions: Sequence[Mention], links: MentionLinks) -> SafeString:
    """Return where mentions are, as HTML links to their words: "title · text 1 · 2 · 3".

    If the mentions have no link in the article, the result is plain text:

    - "no longer in the text" if the article does not contain the words of the mentions any more
    - "not quoted" if staff added the mentions without quoting words
    - "title, text", "title" or "text" if staff rejected the mentions
    """
    if all(mention.start is None for mention in mentions):
        has_words = any(mention.text for mention in mentions)
        return SafeString("no longer in the text" if has_words else "not quoted")
    if mentions[0].state == Mention.State.REJECTED:
        fields = dict.fromkeys(TEXT_FIELDS[mention.field] for mention in mentions)
        return SafeString(", ".join(fields))
    labels: list[tuple[str, str]] = []
    for field, name in TEXT_FIELDS.items():
        spans = [_article_mention(mention).span for mention in mentions if mention.field == field]
        anchors = [anchor_in(links, field, span) for span in spans if span]
        for number, anchor in enumerate(anchors, start=1):
            label = str(number) if number > 1 else f"{name} 1" if len(anchors) > 1 else name
            labels.append((f"{article.get_absolute_url()}#{anchor}", label))
    return links_to(labels)


def _percent(confidence: float) -> str:
    return f"{round(confidence * 100)}\N{NO-BREAK SPACE}%"


def _shorten(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= QUOTE_CHARACTERS else words[:QUOTE_CHARACTERS].rstrip() + "…"
