"""The page of all places, province by province."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from archive.display.labels import current_labels
from archive.models import Entity
from archive.models.addresses import address_of
from archive.search import SearchQuery
from archive.views.entity_lists import NameListQuery, file_url, order_links, read_query, show_names
from archive.views.errors import bad_value
from archive.views.parts.downloads import Download
from archive.views.parts.linked_counts import Count, archive_map, make_counts
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page


@dataclass(frozen=True, slots=True)
class Division:
    """A province (or another first-level division) with its places."""

    title: str
    url: str
    slug: str
    count: int
    places: tuple[Count, ...]


@public_page(IndexUse.REQUIRED)
def list_places(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Show all places with their numbers of articles, by province or as a list of names."""
    query = read_query(request.GET, Entity.Kind.PLACE)
    if not isinstance(query, NameListQuery):
        return bad_value(request, query)
    if query.order != "province":
        return show_names(request, answers, query)
    results = answers.ask(SearchQuery(complete="place", page_size=1, with_snippets=False))
    counts = results.counts["place"]
    head = Head(
        title="Places",
        description=(
            "All provinces, cities and counties, with the number of articles that mention each."
        ),
        path=address_of("places"),
        section="places",
    )
    divisions, abroad = divisions_with_places(counts)
    context = {
        "divisions": divisions,
        "abroad": abroad,
        "map": archive_map(results, current_labels(answers.version)),
        "query": query,
        "plural": "places",
        "orders": order_links(query),
        "downloads": [Download("CSV", file_url(query))],
        "downloads_label": "all places",
    }
    return render_page(request, "places.html", head, context)


def divisions_with_places(counts: Mapping[int, int]) -> tuple[list[Division], list[Count]]:
    """Return the divisions with their places, and the places outside all divisions.

    Takes one database query. `counts` maps the ids of places to their numbers of articles. Both
    lists are sorted by name. Places outside all divisions are left out if no article mentions them.
    The country that contains the divisions is left out, too, because almost every article would be
    counted for it.
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
    longest = max(
        (counts.get(place.pk, 0) for below in inside.values() for place in below), default=0
    )
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
    """Yield the countries: the places outside all divisions that are in no other place.

    A place that only groups others ("Other countries") is replaced by the places in it. Places that
    contain divisions (`above`) are left out.
    """
    below: dict[int | None, list[Entity]] = {}
    for place in outside:
        below.setdefault(place.parent_id, []).append(place)
    for top in below.get(None, ()):
        if top.pk not in above:
            yield from below[top.pk] if not top.place_type and top.pk in below else [top]


def place_counts(
    places: Iterable[Entity], counts: Mapping[int, int], longest: int = 0
) -> list[Count]:
    """Return the article count of each of these places, with a link to the place's page.

    Each count has a bar. The bar of a count of `longest` has full length. If `longest` is 0, the
    bar of the largest of these counts has full length.
    """
    rows = ((place.title, place.get_absolute_url(), counts.get(place.pk, 0)) for place in places)
    return make_counts(rows, longest)
