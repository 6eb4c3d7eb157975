"""The page of a place, organisation or person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from archive.database.bulk import select_in
from archive.display.labels import Labels, current_labels, moved_entity
from archive.display.province_map import PlaceMap, locate
from archive.display.safe_text import count_of, with_article
from archive.listing.address import Address, list_url
from archive.listing.list_links import measure_links
from archive.models import Article, Correction, Entity, EntityName
from archive.models.addresses import address_of
from archive.search import FACETS, SearchQuery, count_entities, parse_period
from archive.views.parts.article_rows import rows_on_page
from archive.views.parts.cooccurrence import cooccurring_entities, source_counts
from archive.views.parts.downloads import entity_downloads
from archive.views.parts.first_and_latest import date_of, first_and_latest
from archive.views.parts.linked_counts import Count, make_counts
from archive.views.parts.page_links import NotInArchive
from archive.views.parts.spellings import spellings_known, spellings_seen
from archive.views.parts.time_charts import time_chart
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page

NEWEST = 10
ORGANISATIONS_HERE = 20
# For each authority: its name, and the address of its page about an entity ("{}": the identifier).
AUTHORITIES = {
    "iso_3166": ("ISO 3166", ""),
    "geonames": ("GeoNames", "https://www.geonames.org/{}/"),
    "wikidata": ("Wikidata", "https://www.wikidata.org/wiki/{}"),
}
GAZETTEER = "our gazetteer of places, organisations and people"
# Better words for those types in organisations.csv that readers would not understand.
ORGANISATION_TYPES = {
    "culture": "cultural institution",
    "media": "newspaper, agency or broadcaster",
    "military": "military body",
    "overseas": "organisation of Koreans abroad",
    "party": "party body",
    "party minor": "party",
    "power": "power station",
    "state": "state body",
}


@dataclass(frozen=True, slots=True)
class AuthorityId:
    """An identifier that an authority, such as Wikidata, uses for the entity.

    `value` is the identifier, such as "Q18808". `url` is the address of the authority's page about
    the entity, or "".
    """

    authority: str
    value: str
    url: str


@public_page(IndexUse.REQUIRED)
def show_entity(request: HttpRequest, answers: Answers, kind: str, slug: str) -> HttpResponse:
    """Show the entity with this kind and slug.

    The answer is 404 if there is no such entity, and 301 for an old slug or a merged entity.
    """
    entity = find_entity(kind, slug)
    if isinstance(entity, str):
        return redirect(kind, entity, permanent=True)
    labels = current_labels()
    merged = list(Entity.objects.filter(merged_into=entity).values_list("pk", flat=True))
    query = query_for(entity, page_size=NEWEST, is_inside=True, periods=("year", "month"))
    results = answers.ask(query)
    first, latest = first_and_latest(answers, query, results)
    label = type_label(entity)
    articles = count_of(results.total, "article")
    below = places_below(entity, results.counts["place"], labels)
    here = organisations_here(entity, answers, labels)
    also_counted = also_counted_for(entity, below, here, labels) if results.total else ""
    context = {
        "entity": entity,
        "section_label": FACETS[kind].plural.capitalize(),
        "crumbs": [labels.places[pk] for pk in reversed(labels.above(entity.pk))],
        "what": label,
        "description": "" if label and organisation_type(entity) else entity.description,
        "place_map": map_of(entity, labels),
        "site": [labels.places[pk] for pk in with_above(entity.site_id, labels)],
        "spellings": spellings_known(entity, merged),
        "seen": spellings_seen(entity, merged),
        "authorities": authority_ids(entity),
        "record": record_label(entity, merged),
        "evidence": entity.evidence if entity.is_listed else "",
        "articles": articles,
        "total": results.total,
        "list_url": list_url(**{kind: entity.slug}),
        "first": first,
        "first_date": date_of(first),
        "latest": latest,
        "latest_date": date_of(latest),
        "since": since_last_mention(answers, latest),
        "time_chart": time_chart(results, entity_address(entity), ()),
        "sources": source_counts(entity, results.counts["source"], labels),
        "cooccurring": cooccurring_entities(entity, answers, results, labels),
        "below": below,
        "organisations_here": here,
        "also_counted": also_counted,
        "name_in_sentence": with_article(entity.title),
        "rows": rows_on_page(request, results.ids, labels=labels),
        "measures": measure_links(entity_address(entity)),
        "downloads": entity_downloads(kind, entity.slug),
        "downloads_label": "everything",
        "ids": results.ids,
    }
    counted = f"{'counted' if also_counted else 'mentioned'} in {articles}."
    description = f"{label}, {counted}" if label else counted.capitalize()
    return render_page(request, "entity.html", page_head(entity, description), context)


def entity_address(entity: Entity) -> Address:
    """Return the list of the articles that are counted for an entity."""
    return Address(address_of("articles"), chosen={entity.kind: (entity.slug,)})


@dataclass(frozen=True, slots=True)
class SinceLastMention:
    """The days after the last article that mentions an entity, up to the archive's last article.

    `articles` is the number of articles that the archive has of these days, and `url` the address
    of their list.
    """

    days: int
    articles: str
    url: str


def since_last_mention(answers: Answers, latest: Article | None) -> SinceLastMention | None:
    """Return what the archive has since the latest article of an entity.

    Returns None if nothing is later, or if the day of the latest article is not known. Takes one
    search and one database query.
    """
    if not (latest and latest.published_on) or latest.published_precision != Article.Precision.DAY:
        return None
    if latest.published_on == date.max:
        return None
    later = parse_period(f"{latest.published_on + timedelta(days=1)}..")
    query = SearchQuery(page_size=1, with_counts=False, with_snippets=False)
    results = answers.ask(query.choosing("date", later))
    newest = Article.objects.filter(pk__in=results.ids).values_list("published_on", flat=True)
    last = next(iter(newest), None)
    if last is None:
        return None
    return SinceLastMention(
        (last - latest.published_on).days,
        count_of(results.total, "article"),
        list_url(date=later.text),
    )


def page_head(entity: Entity, description: str) -> Head:
    """Return the Head (title, description, feed) of an entity's page."""
    return Head(
        title=entity.title,
        description=description,
        path=entity.get_absolute_url(),
        section=FACETS[entity.kind].plural,
        feed=address_of(f"{entity.kind}-feed", entity.slug),
    )


def find_entity(kind: str, slug: str) -> Entity | str:
    """Return the entity with this slug; for an old slug, return the current slug instead.

    For the slug of a merged entity, return the slug of the entity into which it was merged. Raises
    NotInArchive if no entity has or had this slug.
    """
    entities = Entity.objects.filter(kind=kind, merged_into__isnull=True).select_related(
        "parent", "site__parent"
    )
    entity = entities.filter(slug=slug).first()
    if entity is not None:
        return entity
    if (moved := moved_entity(kind, slug)) not in ("", slug):
        return moved
    raise NotInArchive(f"There is no {kind} “{slug}” in the archive.")


def record_label(entity: Entity, merged: Collection[int]) -> str:
    """Return a sentence that says where the entity comes from, and if staff reviewed it.

    `merged` has the ids of the entities that are merged into this entity. Takes no query for an
    entity of the gazetteer, and at most three queries for other entities.
    """
    detected = "Detected automatically in articles"
    if entity.is_listed:
        is_detected = entity.origin == Entity.Origin.DETECTED
        return f"{detected}; accepted by staff." if is_detected else f"In {GAZETTEER}."
    family = [entity.pk, *merged]
    standing = Correction.objects.standing().order_by()
    is_decided = standing.filter(entity__in=family).exists()
    if (
        is_decided
        and not EntityName.objects.filter(entity__in=family)
        .exclude(kind=EntityName.Kind.BANNED)
        .exists()
    ):
        return f"{detected}; staff have decided that this is not a name."
    if is_decided or standing.filter(kind=Correction.Kind.DISTINCT, key=str(entity.pk)).exists():
        return f"{detected}; reviewed by staff, not in {GAZETTEER}."
    return f"{detected}; not reviewed, not in {GAZETTEER}."


def query_for(entity: Entity, **options: Any) -> SearchQuery:
    """Return the search query for the articles counted for an entity, newest first."""
    return SearchQuery(with_snippets=False, **options).choosing(entity.kind, entity.pk)


def type_label(entity: Entity) -> str:
    """Return what the entity is: "County in Jagang Province", "Power station in Chongjin City".

    The result is "" for a person, because the person's description says more.
    """
    if entity.kind == Entity.Kind.PERSON:
        return ""
    if entity.kind == Entity.Kind.ORGANISATION:
        kind = (organisation_type(entity) or "organisation").capitalize()
        return f"{kind} in {entity.site.title}" if entity.site else kind
    if entity.place_type == "country":
        return "Country"
    kind = entity.place_type.capitalize() or "Place"
    joint = "of" if entity.place_type == "capital" else "in"
    if entity.parent is None:
        return kind
    return f"{kind} {joint} {with_article(entity.parent.title)}"


def organisation_type(entity: Entity) -> str:
    """Return the type of an organisation, such as "factory", or "".

    A description is a type if it is a key of ORGANISATION_TYPES, or if it has at most 20
    characters, all in lower case.
    """
    text = entity.description
    return ORGANISATION_TYPES.get(text, text if text.islower() and len(text) <= 20 else "")


def with_above(place: int | None, labels: Labels) -> list[int]:
    """Return the ids of a place and of the places that contain it, up to its province.

    The list is empty if `place` is None or not one of `labels`.
    """
    if place not in labels.places:
        return []
    line = [place, *labels.above(place)]
    division = next((i for i, pk in enumerate(line) if labels.places[pk].is_division), len(line))
    return line[: division + 1]


def map_of(entity: Entity, labels: Labels) -> PlaceMap | None:
    """Return the map of the province of a place or organisation; None outside all provinces.

    The dot shows the first of these entities whose coordinates the archive has:

    - for a place: the place, then the place that directly contains it (the city of a district)
    - for an organisation: the organisation, then the place where it is, then the place that
      directly contains that place

    The coordinates of a province are not used, because they are the coordinates of its capital.
    """
    place = entity if entity.kind == Entity.Kind.PLACE else entity.site
    division = labels.places.get(place.division_id or 0) if place else None
    if place is None or division is None:
        return None
    inside = [near for near in (place, place.parent) if near and near.division_id == division.pk]
    for near in (entity, *inside):
        if near.pk != division.pk and (point := point_of(near)):
            return locate(division.code, entity.title, point, near.title if near != entity else "")
    return locate(division.code, entity.title)


def point_of(entity: Entity) -> tuple[float, float] | None:
    """Return (latitude, longitude) in degrees, or None if the archive lacks one of them."""
    if entity.latitude is None or entity.longitude is None:
        return None
    return float(entity.latitude), float(entity.longitude)


def authority_ids(entity: Entity) -> list[AuthorityId]:
    """Return the identifiers of an entity: first for AUTHORITIES, then all others.

    The others are sorted by the name of the authority, and have no address.
    """
    identifiers = []
    known = [*AUTHORITIES, *sorted(set(entity.authority_ids) - set(AUTHORITIES))]
    for key, value in (
        (key, entity.authority_ids[key]) for key in known if key in entity.authority_ids
    ):
        name, address = AUTHORITIES.get(key, (key, ""))
        identifiers.append(AuthorityId(name, str(value), address.format(value)))
    return identifiers


def also_counted_for(
    entity: Entity, below: Sequence[Count], here: Sequence[Count], labels: Labels
) -> str:
    """Return words that say which articles are counted for a place.

    For example "that name it or an organisation there". The text is "" if only articles that name
    the place itself are counted. `below` has the article counts of the places directly in the
    place, and `here` the article counts of its organisations.
    """
    if entity.pk in labels.homes:
        return "that name a place or an organisation in it (the name of the country is not counted)"
    if any(count.count for count in below):
        return "that name it, a place in it or an organisation there"
    return "that name it or an organisation there" if any(count.count for count in here) else ""


def places_below(entity: Entity, counts: Mapping[int, int], labels: Labels) -> list[Count]:
    """Return the article count of each place directly inside a place, in order of name."""
    below = sorted(labels.children.get(entity.pk, ()), key=lambda label: (label.name, label.slug))
    return make_counts(
        (label.name, address_of("place", label.slug), counts.get(label.pk, 0)) for label in below
    )


def organisations_here(entity: Entity, answers: Answers, labels: Labels) -> list[Count]:
    """Return the article counts of a place's organisations, most articles first.

    The organisations of a province are all organisations in the province. The organisations of
    another place are those whose place is this place, or a place directly inside it. At most
    ORGANISATIONS_HERE are returned. Takes two database queries.
    """
    if entity.kind != Entity.Kind.PLACE:
        return []
    places = (
        labels.inside(entity.pk)
        if entity.division_id == entity.pk
        else {entity.pk, *labels.right_below(entity.pk)}
    )
    here = [
        pk
        for pk, merged_into in select_in(Entity, ("id", "merged_into"), "site", places)
        if merged_into is None
    ]
    counts = answers.note(count_entities(Entity.Kind.ORGANISATION, here)).counts[
        Entity.Kind.ORGANISATION
    ]
    first = sorted(counts, key=lambda pk: (-counts[pk], pk))[:ORGANISATIONS_HERE]
    shown = sorted(
        labels.entities(first).values(), key=lambda label: (-counts[label.pk], label.name)
    )
    return make_counts(
        (label.name, address_of("organisation", label.slug), counts[label.pk]) for label in shown
    )
