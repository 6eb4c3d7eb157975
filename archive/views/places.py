"""The places, province by province, and the page of one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from archive.labels import moved_entity
from archive.map import make_map
from archive.models import Entity, EntityName
from archive.models.addresses import address_of
from archive.search import SearchQuery, Selection
from archive.text import count_of
from archive.views.counts import Count, date_of, first_and_latest, list_url, make_counts
from archive.views.page import Answers, Head, counted_page, render_page
from archive.views.rows import rows_for

NEWEST = 10
SORTS = {
    EntityName.Sort.OFFICIAL: "official",
    EntityName.Sort.VARIANT: "variant",
    EntityName.Sort.MISSPELLING: "misspelling",
    EntityName.Sort.KOREAN: "Korean",
}


@dataclass(frozen=True, slots=True)
class Division:
    """A province (or another first-level division) and the places in it."""

    title: str
    url: str
    slug: str
    count: int
    places: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A spelling under which a place is known."""

    name: str
    sort: str
    language: str


@counted_page
def list_places(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Every first-level division, and what lies in it, with the number of articles that mention each."""
    results = answers.ask(SearchQuery(page_size=1, with_passages=False))
    counts = results.counts["place"]
    head = Head(
        title="Places",
        description="The provinces, cities and counties that articles mention, with how many mention each.",
        path=address_of("places"),
        section="places",
    )
    divisions, abroad = divisions_with_places(counts)
    provinces = make_map(
        ((each.slug, each.title, list_url(place=each.slug), each.count) for each in divisions),
        results.total,
        "Share of all articles that mention the province. Each shade begins at its number.",
    )
    return render_page(request, "places.html", head, {"divisions": divisions, "abroad": abroad, "map": provinces})


def divisions_with_places(counts: Mapping[int, int]) -> tuple[list[Division], list[Count]]:
    """The divisions by name, each with its places by name, and the mentioned places outside of any. One query.

    A place above the divisions (the country) is not listed: almost every article would count for it.
    """
    places = {place.pk: place for place in Entity.objects.places().order_by("name", "slug")}
    divisions = [place for place in places.values() if place.division_id == place.pk]
    inside: dict[int | None, list[Entity]] = {}
    for place in places.values():
        if place.division_id != place.pk:
            inside.setdefault(place.division_id, []).append(place)
    above: set[int] = set()
    for division in divisions:
        parent = division.parent_id
        while parent in places and parent not in above:
            above.add(parent)
            parent = places[parent].parent_id
    abroad = [place for place in _countries(inside.pop(None, []), above) if counts.get(place.pk)]
    longest = max((counts.get(place.pk, 0) for below in inside.values() for place in below), default=0)
    finished = [
        Division(
            title=division.title,
            url=division.get_absolute_url(),
            slug=division.slug,
            count=counts.get(division.pk, 0),
            places=tuple(place_counts(inside.get(division.pk, []), counts, longest)),
        )
        for division in divisions
    ]
    return finished, place_counts(abroad, counts)


def _countries(outside: Iterable[Entity], above: set[int]) -> Iterator[Entity]:
    """Of the places outside of any division those at the top: where one only holds others ("Other countries"), those
    right below it instead. What is above the divisions is left out."""
    below: dict[int | None, list[Entity]] = {}
    for place in outside:
        below.setdefault(place.parent_id, []).append(place)
    for top in below.get(None, ()):
        if top.pk not in above:
            yield from below[top.pk] if not top.place_type and top.pk in below else [top]


def place_counts(places: Iterable[Entity], counts: Mapping[int, int], longest: int = 0) -> list[Count]:
    """These places, each with the number of articles that mention it and the link to its page."""
    rows = ((place.title, place.get_absolute_url(), counts.get(place.pk, 0)) for place in places)
    return make_counts(rows, longest)


@counted_page
def show_place(request: HttpRequest, answers: Answers, slug: str) -> HttpResponse:
    """One place. An old slug, and a place that was merged into another, redirect."""
    place = (
        Entity.objects.places().filter(slug=slug).select_related("parent", "division").prefetch_related("names").first()
    )
    if place is None:
        if (moved := moved_entity(Entity.Kind.PLACE, slug)) not in ("", slug):
            return redirect("place", moved, permanent=True)
        raise Http404(f"There is no place “{slug}” in the archive.")
    chosen = Selection((place.pk,))
    results = answers.ask(SearchQuery(places=chosen, page_size=NEWEST, with_passages=False))
    first, latest = first_and_latest(answers, results.ids[0] if results.ids else None, places=chosen)
    below = list(Entity.objects.places().filter(parent=place).order_by("name", "slug"))
    head = Head(
        title=place.title,
        description=f"{what_it_is(place)}. {count_of(results.total, 'article')} mention it.",
        path=place.get_absolute_url(),
        section="places",
    )
    context = {
        "place": place,
        "what": what_it_is(place),
        "spellings": spellings_of(place),
        "articles": count_of(results.total, "article"),
        "total": results.total,
        "list_url": list_url(place=place.slug),
        "first": first,
        "first_date": date_of(first),
        "latest": latest,
        "latest_date": date_of(latest),
        "below": place_counts(below, results.counts["place"]),
        "rows": rows_for(results.ids),
    }
    return render_page(request, "place.html", head, context)


def what_it_is(place: Entity) -> str:
    """ "County in North Phyongan Province", "Capital of Russia", "Country"."""
    if place.place_type == "country":
        return "Country"
    kind = place.place_type.capitalize() or "Place"
    joint = "of" if place.place_type == "capital" else "in"
    return f"{kind} {joint} {place.parent.title}" if place.parent else kind


def spellings_of(place: Entity) -> list[Spelling]:
    """The spellings that lead to the place: not those that were banned, and not its name as headed."""
    return [
        Spelling(name.name, SORTS[EntityName.Sort(name.sort)], "ko" if name.sort == EntityName.Sort.KOREAN else "")
        for name in place.names.all()
        if name.sort != EntityName.Sort.BANNED and name.name != place.name
    ]
