"""An article as JSON, with its mentions, problems and saved files; its evidence."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from archive.api import one_article as api
from archive.api.values import Entity
from archive.display.labels import Labels
from archive.display.rule_labels import mention_rule_label
from archive.models import Article, Mention
from archive.models.addresses import address_of
from archive.records import article_records
from archive.search import MatchFinder
from archive.search.highlighting import Match
from archive.views.as_json.articles import record_values, telling
from archive.views.as_json.common import entity, link
from archive.views.as_json.page_values import Addresses, PageValues
from archive.views.as_json.versions import listed_item, saved_file
from archive.views.parts.article_mentions import STAFF_NOTES, mentions_with

MENTIONS = mentions_with("rule", "confidence")


def one_article(
    request: HttpRequest,
    article: Article,
    facts: Mapping[str, Any],
    labels: Labels,
    mentions: list[api.ArticleMention],
    list_context: Any,
    finder: MatchFinder,
) -> api.Article:
    """Return an article; `facts` has the context of the page, with citation and notes.

    Takes the queries of a record, and one more, beside those of `facts`.
    """
    addresses, pk = Addresses(request), article.pk
    url = article.get_absolute_url()
    [record] = article_records([pk], addresses.host, labels, with_text=False)
    return api.Article(
        **record_values(record),
        page_url=addresses.page(url),
        json_url=addresses.json(url),
        text=article.body,
        title_marks=_spans(finder.in_title(article.title)),
        text_marks=_spans(finder.in_body(article.body)),
        list_position=_list_position(addresses, list_context) if list_context else None,
        citation=facts["citation"],
        problem_details=[
            api.Problem(code=problem.get("code", ""), message=problem.get("message", ""))
            for problem in article.problems
        ],
        notes=[facts["names_note"]] if facts["names_note"] else [],
        mentions=mentions,
        names_of_other_versions=[
            link(addresses, name.name, name.url) for name in facts["other_names"]
        ],
        files=[saved_file(addresses, file) for file in facts["saved_files"]],
        listed_items=[listed_item(addresses, item) for item in facts["listed_items"]],
        listed_in=[link(addresses, label, address) for label, address in facts["listings"]],
        versions_url=addresses.json(address_of("article-versions", pk)),
        evidence_url=addresses.json(address_of("article-evidence", pk)),
        similar_url=addresses.json(address_of("article-similar", pk)),
        story_url=addresses.json(address_of("story", pk)) if facts["also_told"] else "",
        also_told=[telling(addresses, told) for told in facts["also_told"]],
    )


def _spans(matches: Any) -> list[tuple[int, int]]:
    found: list[Match] = list(matches)
    return [(match.start, match.end) for match in found]


def _list_position(addresses: Addresses, context: Any) -> api.ListPosition:
    return api.ListPosition(
        sentence=context.description,
        url=addresses.page(context.list_url),
        position=context.position,
        total=context.total,
        previous=addresses.json(context.previous_url),
        next=addresses.json(context.next_url),
        problem=context.problem,
    )


def article_mentions(
    addresses: Addresses, article: Article, labels: Labels
) -> list[api.ArticleMention]:
    """Return the mentions that readers see, in the order of title and text. Takes one query."""
    made: dict[tuple[str, str], Entity] = {}
    return [_mention(addresses, row, labels, made) for row in MENTIONS.rows([article.pk])]


def _mention(
    addresses: Addresses, row: Any, labels: Labels, made: dict[tuple[str, str], Entity]
) -> api.ArticleMention:
    pk, kind, slug, name, field, start, end, words, is_implied, is_detached, *how = row
    rule, confidence, state = how
    if (kind, slug) not in made:
        label = labels.places.get(pk)
        made[kind, slug] = entity(addresses, kind, slug, label.name if label else name)
    has_span = start is not None and end is not None and not is_detached
    return api.ArticleMention(
        entity=made[kind, slug],
        field=field,
        span=(start, end) if has_span else None,
        words=words,
        is_implied=is_implied,
        rule=mention_rule_label(rule),
        confidence=round(float(confidence), 3),
        decision=STAFF_NOTES.get(Mention.State(state), ""),
    )


def evidence(page: PageValues) -> api.Evidence:
    """Return the evidence of an article."""
    addresses, article, capture = page.addresses, page["article"], page["capture"]
    return api.Evidence(
        article=link(addresses, article.title, article.get_absolute_url()),
        url=page.url,
        json_url=page.json_url,
        saved_file=api.SavedFile(
            sha256=capture.sha256,
            url=addresses.page(capture.get_absolute_url()),
            json_url=addresses.json(capture.get_absolute_url()),
            saved="",
            is_shown=True,
            file_names=[],
        )
        if capture
        else None,
        fields=[_field(row) for row in page["fields"]],
        possible_dates=[_field(row) for row in page["witnesses"]],
        mentions=[
            api.MentionEvidence(
                kind=block.kind,
                name=row.title,
                url=addresses.page(row.url),
                json_url=addresses.json(row.url),
                quotes=list(row.quotes),
                rule=row.rule,
                confidence=row.confidence,
                decision=row.state,
                reason=row.reason,
                is_rejected=row.is_rejected,
            )
            for block in page["blocks"]
            for row in block.mentions
        ],
        problems=page["problems"],
        separate_articles=[
            api.SeparateArticle(
                title=row.title,
                url=addresses.page(row.url),
                json_url=addresses.json(row.url),
                reason=row.reason,
            )
            for row in page["separations"]
        ],
    )


def _field(row: Any) -> api.FieldEvidence:
    return api.FieldEvidence(
        name=row.name,
        value=row.value,
        rule=row.rule,
        quotes=list(row.quotes),
        more_quotes=row.more_quotes,
        confidence=row.confidence,
        is_corrected=row.is_corrected,
        corrected_value=row.corrected_value,
        reason=row.reason,
        is_used=row.is_used,
    )
