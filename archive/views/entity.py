"""The page of one place, organisation or person: what it is, and what the archive has of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from archive.database.bulk import select_in
from archive.display.charts import chart_over_time
from archive.display.labels import Labels, current_labels, moved_entity
from archive.display.province_map import PlaceMap, locate
from archive.display.safe_text import count_of, with_article
from archive.models import Correction, Entity, EntityName
from archive.models.addresses import address_of
from archive.search import FACETS, UNKNOWN, SearchQuery, SearchResults, count_entities
from archive.views.article_rows import rows_for
from archive.views.cooccurrence import companions_of, outlets_of
from archive.views.counts import Count, date_of, first_and_latest, list_url, make_counts
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page
from archive.views.spellings import merged_into, spellings_known, spellings_seen

NEWEST = 10
ORGANISATIONS_HERE = 20
# How authorities are called, and where the page of an id is.
AUTHORITIES = {
    "iso_3166": ("ISO 3166", ""),
    "geonames": ("GeoNames", "https://www.geonames.org/{}/"),
    "wikidata": ("Wikidata", "https://www.wikidata.org/wiki/{}"),
}
# What the list of organisations calls them, where that needs more words. A description in its own
# words is no type.
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
    """Under which id an authority knows the entity; `url` is empty where it has no page."""

    authority: str
    value: str
    url: str


@public_page(IndexUse.REQUIRED)
def show_entity(request: HttpRequest, answers: Answers, kind: str, slug: str) -> HttpResponse:
    """One entity of this kind: 404 for the slug of another kind. An old slug, and an entity that
    was merged into another, redirect."""
    entity = find_entity(kind, slug)
    if isinstance(entity, str):
        return redirect(kind, entity, permanent=True)
    labels, merged = current_labels(), merged_into(entity.pk)
    query = query_for(entity, page_size=NEWEST, is_inside=True)
    results = answers.ask(query)
    first, latest = first_and_latest(answers, query, results)
    what = what_it_is(entity)
    articles = count_of(results.total, "article")
    below = places_below(entity, results.counts["place"], labels)
    here = organisations_here(entity, answers, labels)
    also_counted = also_counted_for(entity, below, here, labels) if results.total else ""
    context = {
        "entity": entity,
        "section_label": FACETS[kind].plural.capitalize(),
        "crumbs": [labels.places[pk] for pk in reversed(labels.above(entity.pk))],
        "what": what,
        "description": "" if what and organisation_type(entity) else entity.description,
        "place_map": map_of(entity, labels),
        "site": [labels.places[pk] for pk in with_above(entity.site_id, labels)],
        "spellings": spellings_known(entity, merged),
        "seen": spellings_seen(entity, merged),
        "authorities": authority_ids(entity),
        "record": what_the_record_is(entity, merged),
        "evidence": entity.evidence if entity.is_listed else "",
        "articles": articles,
        "total": results.total,
        "list_url": list_url(**{kind: entity.slug}),
        "first": first,
        "first_date": date_of(first),
        "latest": latest,
        "latest_date": date_of(latest),
        **over_time(entity, results),
        "outlets": outlets_of(entity, results.counts["source"], labels),
        "companions": companions_of(entity, results.counts, labels),
        "below": below,
        "organisations_here": here,
        "also_counted": also_counted,
        "in_a_sentence": with_article(entity.title),
        "rows": rows_for(results.ids, labels=labels),
    }
    counted = f"{'counted' if also_counted else 'mentioned'} in {articles}."
    said = f"{what}, {counted}" if what else counted.capitalize()
    return render_page(request, "entity.html", head_of(entity, said), context)


def head_of(entity: Entity, said: str) -> Head:
    return Head(
        title=entity.title,
        description=said,
        path=entity.get_absolute_url(),
        section=FACETS[entity.kind].plural,
        feed=address_of(f"{entity.kind}-feed", entity.slug),
    )


def find_entity(kind: str, slug: str) -> Entity | str:
    """The entity, or the slug under which it is known now. Raises Http404, with a sentence."""
    entities = Entity.objects.filter(kind=kind, merged_into__isnull=True).select_related(
        "parent", "site__parent"
    )
    entity = entities.filter(slug=slug).first()
    if entity is not None:
        return entity
    if (moved := moved_entity(kind, slug)) not in ("", slug):
        return moved
    raise Http404(f"There is no {kind} “{slug}” in the archive.")


def what_the_record_is(entity: Entity, merged: Collection[int]) -> str:
    """Where the record comes from, and whether a person has decided on it. One query for what is on
    a list and was found there, three at most for what is on none."""
    if entity.is_listed:
        looked_at = (
            ": found in articles, and looked at by a person"
            if entity.origin == Entity.Origin.DETECTED
            else ""
        )
        return f"On the archive’s own list{looked_at}."
    family = [entity.pk, *merged]
    found = "Found in articles by the way such names are written"
    standing = Correction.objects.standing().order_by()
    said = standing.filter(entity__in=family).exists()
    if (
        said
        and not EntityName.objects.filter(entity__in=family)
        .exclude(kind=EntityName.Kind.BANNED)
        .exists()
    ):
        return f"{found}; a person has decided that this name is none."
    if said or standing.filter(kind=Correction.Kind.DISTINCT, key=str(entity.pk)).exists():
        return f"{found}; on no list. A person has decided what belongs to it."
    return f"{found}; on no list, and not checked by a person."


def query_for(entity: Entity, **options: Any) -> SearchQuery:
    """The articles that count for the entity, newest first."""
    return SearchQuery(with_snippets=False, **options).choosing(entity.kind, entity.pk)


def what_it_is(entity: Entity) -> str:
    """ "County in North Phyongan Province", "Capital of Russia", "Country", "Power station in
    Chongjin City"; nothing for a person, of whom the description tells more."""
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
    """What sort of organisation it is, where its description is just that: "factory", "power
    station"."""
    said = entity.description
    return ORGANISATION_TYPES.get(said, said if said.islower() and len(said) <= 20 else "")


def with_above(place: int | None, labels: Labels) -> list[int]:
    """A place and those above it, but not the country above the divisions; nothing for no place."""
    if place not in labels.places:
        return []
    line = [place, *labels.above(place)]
    division = next((at for at, pk in enumerate(line) if labels.places[pk].is_division), len(line))
    return line[: division + 1]


def map_of(entity: Entity, labels: Labels) -> PlaceMap | None:
    """The map of the province in which a place lies or an organisation stands; none where it is in
    no province. The dot is at its own coordinates, else at those of its site or of what is right
    above that (a district's city). A province is no dot: its coordinates are those of its seat."""
    place = entity if entity.kind == Entity.Kind.PLACE else entity.site
    division = labels.places.get(place.division_id or 0) if place else None
    if place is None or division is None:
        return None
    inside = [each for each in (place, place.parent) if each and each.division_id == division.pk]
    for each in (entity, *inside):
        if each.pk != division.pk and (point := point_of(each)):
            return locate(division.code, entity.title, point, each.title if each != entity else "")
    return locate(division.code, entity.title)


def point_of(entity: Entity) -> tuple[float, float] | None:
    """Its latitude and longitude, where both are known."""
    if entity.latitude is None or entity.longitude is None:
        return None
    return float(entity.latitude), float(entity.longitude)


def authority_ids(entity: Entity) -> list[AuthorityId]:
    """Its ids in the order of AUTHORITIES, then those of unknown authorities (databases order keys
    as they like)."""
    found = []
    known = [*AUTHORITIES, *sorted(set(entity.authority_ids) - set(AUTHORITIES))]
    for key, value in (
        (key, entity.authority_ids[key]) for key in known if key in entity.authority_ids
    ):
        name, address = AUTHORITIES.get(key, (key, ""))
        found.append(AuthorityId(name, str(value), address.format(value)))
    return found


def over_time(entity: Entity, results: SearchResults) -> Mapping[str, Any]:
    """The chart of the articles, and how many are not in it: of unknown date, and in one of months
    those of which only the year is known."""
    years, months = results.counts["year"], results.counts["month"]
    chart = chart_over_time(
        years, months, lambda period: list_url(**{entity.kind: entity.slug, "date": period})
    )
    known = sum(count for year, count in years.items() if year != UNKNOWN)
    drawn = sum(bar.count for bar in chart.bars) if chart else 0
    return {
        "chart": chart,
        "only_year": known - drawn if chart else 0,
        "undated": years.get(UNKNOWN, 0),
        "undated_url": list_url(**{entity.kind: entity.slug, "date": "unknown"}),
    }


def also_counted_for(
    entity: Entity, below: Sequence[Count], here: Sequence[Count], labels: Labels
) -> str:
    """What counts for a place, in words, where that can be more than its own name; else empty."""
    if entity.pk in labels.homes:
        return "that name or imply a place in it; the country’s own name is not counted"
    if any(count.count for count in below):
        return "that name or imply it or a place in it"
    return "that name or imply it" if any(count.count for count in here) else ""


def places_below(entity: Entity, counts: Mapping[int, int], labels: Labels) -> list[Count]:
    """The places right below a place, by name, each with its page."""
    below = sorted(labels.children.get(entity.pk, ()), key=lambda label: (label.name, label.slug))
    return make_counts(
        (label.name, address_of("place", label.slug), counts.get(label.pk, 0)) for label in below
    )


def organisations_here(entity: Entity, answers: Answers, labels: Labels) -> list[Count]:
    """The organisations that stand in a place or right below it, of a division in all of it, those
    with most articles first, each with its page. Two queries."""
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
