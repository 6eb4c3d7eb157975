"""A list of articles as JSON, with facets, notes and advice; a concordance; values of a facet."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest

from archive.api import articles as api
from archive.api.list_filter import JsonFilter
from archive.listing.article_filter import ArticleFilter
from archive.listing.facet_blocks import FacetBlock, FacetValue
from archive.views.as_json.articles import listed_articles
from archive.views.as_json.common import link, marked_text, sentence_links
from archive.views.as_json.page_values import Addresses, PageValues


def article_list(
    request: HttpRequest,
    article_filter: JsonFilter,
    articles: list[api.ListedArticle],
    context: Mapping[str, Any],
    feed: str,
) -> api.ArticleList:
    """Return a list of articles; `context` has the notes and the advice of the page."""
    addresses, results = Addresses(request), article_filter.results
    address = article_filter.address
    size = article_filter.form.cleaned_data["page_size"]
    return api.ArticleList(
        sentence=article_filter.heading(),
        url=addresses.page(address.url()),
        json_url=addresses.own,
        feed_url=addresses.page(feed),
        counted=address.noun,
        total=results.total,
        reachable=min(results.total, results.page_count * size),
        page_size=size,
        articles=articles,
        next=addresses.json(article_filter.next_address),
        facets=None
        if article_filter.form.cleaned_data["cursor"]
        else facets(addresses, article_filter.facets()),
        filters=filters(addresses, article_filter),
        notes=list(context["notes"]),
        forms=[
            api.OtherForms(word=word, forms=[link(addresses, form, url) for form, url in links])
            for word, links in context.get("forms", ())
        ],
        others=sentence_links(addresses, context.get("others", ())),
        see_also=[_listed_entity(addresses, row) for row in context.get("see_also", ())],
        advice=_advice(addresses, context),
    )


def filters(addresses: Addresses, article_filter: ArticleFilter) -> list[Any]:
    """Return each filter of a list with a link to the list without it."""
    return [link(addresses, chip.label, chip.remove_url) for chip in article_filter.chips()]


def facets(addresses: Addresses, blocks: Iterable[FacetBlock]) -> list[api.Facet]:
    """Return the facets beside a list."""
    return [
        api.Facet(
            name=block.name,
            title=block.title,
            values=[facet_value(addresses, value) for value in block.values],
            is_complete=not block.more_url,
            values_url=addresses.json(block.more_url),
        )
        for block in blocks
    ]


def facet_value(addresses: Addresses, value: FacetValue) -> api.FacetValue:
    """Return a value of a facet, with the values inside it."""
    return api.FacetValue(
        value=value.value,
        label=value.label,
        count=value.count,
        url=addresses.page(value.url),
        is_selected=value.is_selected,
        is_excluded=value.is_excluded,
        below=[facet_value(addresses, below) for below in value.children],
    )


def _listed_entity(addresses: Addresses, row: Any) -> api.ListedEntity:
    return api.ListedEntity(
        kind=row.kind,
        name=row.name,
        url=addresses.page(row.url),
        json_url=addresses.json(row.url),
        articles=row.articles,
        list_url=addresses.page(row.list_url),
    )


def _advice(addresses: Addresses, context: Mapping[str, Any]) -> api.Advice | None:
    """Return the advice about a list; None if there is none."""
    offered = context.get("offered")
    advice = api.Advice(
        suggestions=[
            api.Suggestion(
                search=marked_text(row.pieces),
                articles=row.articles,
                url=addresses.page(row.url),
                reasons=list(row.reasons),
            )
            for row in context.get("suggestions", ())
        ],
        unknown_words=list(context.get("unknown", ())),
        wider_lists=[
            api.WiderList(left_out=list(row.labels), count=row.count, url=addresses.page(row.url))
            for row in context.get("relaxations", ())
        ],
        offered=api.Offered(
            heading=offered.heading, sentence=offered.sentence, articles=list(offered.rows)
        )
        if offered
        else None,
    )
    return advice if advice != api.Advice() else None


def row_maker(request: HttpRequest) -> Any:
    """Return a function that makes the offered articles, with the parameters of `rows_for`."""
    make = partial(listed_articles, Addresses(request))
    return lambda ids, results, labels, _query, missing: make(ids, results, labels, missing=missing)


def concordance(page: PageValues) -> api.ConcordanceList:
    """Return the lines of a concordance; without search words, there are none."""
    addresses, pages = page.addresses, page.context.get("pages")
    has_lines = "lines" in page.context
    lines = page["lines"] if has_lines else ()
    count = page["line_count"] if has_lines else 0
    return api.ConcordanceList(
        sentence=page["sentence"],
        url=page.url,
        json_url=page.json_url,
        total=page["total"],
        extent=page["extent"] if has_lines else "A concordance needs words to search for.",
        lines=[
            api.Line(
                before=line.before,
                match=line.match,
                after=line.after,
                is_in_title=line.is_in_title,
                url=addresses.page(line.url),
                json_url=addresses.json(line.url.partition("?")[0].partition("#")[0]),
                title=line.title,
                source_name=line.source,
                date=line.iso_date,
                language=line.language,
            )
            for line in lines
        ],
        line_count=count,
        next=addresses.json(pages.next) if has_lines and pages else "",
        facets=facets(addresses, page["facets"]),
        filters=[link(addresses, chip.label, chip.remove_url) for chip in page["chips"]],
        notes=list(page["notes"]),
    )


def facet_values(page: PageValues) -> api.FacetValues:
    """Return a page of the values of one facet."""
    addresses, found = page.addresses, page["values"]
    return api.FacetValues(
        name=page["name"],
        title=page.title,
        sentence=page["sentence"],
        url=page.url,
        json_url=page.json_url,
        list_url=addresses.page(page["list_url"]),
        counted=page["counted_noun"],
        total=page["article_count"],
        value_count=found.total,
        values=[facet_value(addresses, value) for value in found.values],
        unknown=facet_value(addresses, found.unknown) if found.unknown else None,
        next=page.next,
    )
