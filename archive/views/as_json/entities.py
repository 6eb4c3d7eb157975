"""Places, organisations, people and sources as JSON."""

from functools import partial
from typing import Any

from archive.api import entities as api
from archive.models import Article, Entity
from archive.views.as_json.articles import listed_articles
from archive.views.as_json.common import counts, entity
from archive.views.as_json.page_values import PageValues
from ingest.partial_date import PartialDate


def name_list(page: PageValues) -> api.NameList:
    """Return a list of places, organisations or people."""
    addresses, query = page.addresses, page["query"]
    return api.NameList(
        title=page.title,
        kind=query.kind,
        url=page.url,
        json_url=page.json_url,
        total=page["total"],
        names=[
            api.ListedName(
                kind=query.kind,
                slug=row.url.rstrip("/").rpartition("/")[2],
                name=row.name,
                url=addresses.page(row.url),
                json_url=addresses.json(row.url),
                count=row.count,
                where=row.where,
                is_listed=row.is_listed,
            )
            for group in page["groups"]
            for row in group.rows
        ],
        next=page.next,
    )


def places(page: PageValues) -> api.Places:
    """Return all places by province."""
    make = partial(counts, page.addresses)
    return api.Places(
        url=page.url,
        json_url=page.json_url,
        provinces=[
            api.Province(
                slug=division.slug,
                name=division.title,
                url=page.addresses.page(division.url),
                json_url=page.addresses.json(division.url),
                count=division.count,
                places=make(division.places),
            )
            for division in page["divisions"]
        ],
        abroad=make(page["abroad"]),
    )


def entity_page(page: PageValues) -> api.EntityPage:
    """Return a place, organisation or person."""
    shown, addresses = page["entity"], page.addresses
    make = partial(counts, addresses)
    has_point = shown.latitude is not None and shown.longitude is not None
    return api.EntityPage(
        id=shown.pk,
        kind=shown.kind,
        slug=shown.slug,
        name=shown.title,
        url=page.url,
        json_url=page.json_url,
        type=page["what"],
        description=shown.description,
        record=page["record"],
        inside=[
            entity(addresses, Entity.Kind.PLACE, place.slug, place.name)
            for place in [*page["crumbs"], *reversed(page["site"])]
        ],
        latitude=float(shown.latitude) if has_point else None,
        longitude=float(shown.longitude) if has_point else None,
        identifiers=[
            api.Identifier(authority=each.authority, value=each.value, url=each.url)
            for each in page["authorities"]
        ],
        aliases=[api.Alias(name=each.name, kind=each.kind) for each in page["spellings"]],
        spellings=[
            api.SeenSpelling(spelling=spelling, count=count)
            for spelling, count in page["seen"].spellings
        ],
        total=page["total"],
        list_url=addresses.page(page["list_url"]),
        feed_url=addresses.page(page.feed),
        first_date=_date_of(page["first"]),
        latest_date=_date_of(page["latest"]),
        chart=_chart(page),
        not_drawn=_not_drawn(page),
        sources=make(page["sources"]),
        cooccurring=[
            api.CooccurringEntities(
                kind=group.kind, counts=make(group.counts), all_url=addresses.json(group.all_url)
            )
            for group in page["cooccurring"]
        ],
        places_inside=make(page["below"]),
        organisations_here=make(page["organisations_here"]),
        newest=listed_articles(addresses, page["ids"]),
    )


def _chart(page: PageValues) -> api.Chart | None:
    if not page["time_chart"]:
        return None
    chart = page["time_chart"].chart
    return api.Chart(
        unit=chart.unit,
        bars=[
            api.Bar(
                label=bar.label,
                count=bar.count,
                held=bar.held,
                url=page.addresses.page(bar.url),
            )
            for bar in chart.bars
        ],
    )


def _not_drawn(page: PageValues) -> int:
    return page["time_chart"].left_out if page["time_chart"] else page["total"]


def _date_of(article: Article | None) -> str:
    """Return the date of an article as "2025-04-17"; "" for None."""
    return PartialDate.of(article.published_on, article.published_precision).iso if article else ""


def sources(page: PageValues) -> api.Sources:
    """Return the sources with their numbers of articles."""
    return api.Sources(
        url=page.url, json_url=page.json_url, sources=counts(page.addresses, page["sources"])
    )


def source_page(page: PageValues) -> api.SourcePage:
    """Return a source."""
    shown: Any = page["source"]
    return api.SourcePage(
        slug=shown.slug,
        name=shown.name,
        url=page.url,
        json_url=page.json_url,
        aliases=page["spellings"],
        total=page["total"],
        list_url=page.addresses.page(page["list_url"]),
        first_date=_date_of(page["first"]),
        latest_date=_date_of(page["latest"]),
        chart=_chart(page),
        not_drawn=_not_drawn(page),
        newest=listed_articles(page.addresses, page["ids"]),
    )
