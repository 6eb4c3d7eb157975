"""Test the map of the provinces: its shapes, its shades, and the counts of its links."""

import csv
import gzip
import re
from collections import Counter, defaultdict
from itertools import pairwise

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from archive.display.province_map import (
    HEIGHT,
    PROVINCES_FILE,
    WIDTH,
    MapPlace,
    ProvinceMap,
    locate,
    make_map,
    percent_label,
    project,
    shade_of,
    shapes,
    share_of,
    steps_between,
)
from archive.listing.article_filter import ArticleFilter
from archive.models import ArchiveVersion, Entity
from archive.search import catch_up, rebuild
from ingest.mentions.places_csv import read_places
from tests.factories import DIVISION_CODES, make_place
from tests.sample_addresses import pages_of
from tests.sample_pages import SamplePages
from tests.search_library import Library

Point = tuple[int, int]
Ring = list[Point]
# Places of the data files that are outside the drawn shape of their province, by at most NEAR units
# of the map. They are towns on the Yalu, because the map draws this river straighter than it is.
# Ryanggang is in the list because it has the coordinates of Hyesan.
ON_THE_RIVER = {"junggang", "hyesan", "ryanggang"}
NEAR = 2


def rings_of(path: str) -> list[Ring]:
    """Return the rings of an outline: lists of corners, of which the last is also the first."""
    rings: list[Ring] = []
    x = y = 0
    for part in re.findall(r"m([^z]*)z", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        ring: Ring = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        x, y = ring[0]
        rings.append([*ring, ring[0]])
    return rings


SLUGS = {code: slug for slug, code in DIVISION_CODES.items()}
RINGS = {SLUGS[shape.code]: rings_of(shape.path) for shape in shapes()}


def is_inside(rings: list[Ring], x: float, y: float) -> bool:
    """Return True if a point is inside the rings.

    It is inside if a line from the point to the right crosses the rings an odd number of times.
    """
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                crossings += 1
    return crossings % 2 == 1


def is_near(rings: list[Ring], x: float, y: float) -> bool:
    """Return True if a point, or one of four points at the distance NEAR, is inside the rings."""
    around = [(0, 0), (NEAR, 0), (-NEAR, 0), (0, NEAR), (0, -NEAR)]
    return any(is_inside(rings, x + dx, y + dy) for dx, dy in around)


def test_every_division_has_a_shape_within_the_drawing() -> None:
    divisions = {place.slug for place in read_places() if place.division == place.slug}
    assert set(RINGS) == divisions
    assert {SLUGS[shape.code] for shape in shapes() if shape.key_top} == {
        "pyongyang",
        "nampho",
        "kaesong",
        "rason",
    }
    for rings in RINGS.values():
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for ring in rings for x, y in ring)


def test_known_places_are_inside_the_shape_of_their_division() -> None:
    checked, outside = 0, set()
    for place in read_places():
        if place.division is None or place.latitude is None or place.longitude is None:
            continue
        x, y = project(float(place.latitude), float(place.longitude))
        checked += 1
        assert [slug for slug, rings in RINGS.items() if is_inside(rings, x, y)] in (
            [],
            [place.division],
        ), place.slug
        assert is_near(RINGS[place.division], x, y), place.slug
        if not is_inside(RINGS[place.division], x, y):
            outside.add(place.slug)
    assert checked > 90
    assert outside == ON_THE_RIVER


def test_two_neighbouring_provinces_have_the_same_border() -> None:
    owners: dict[frozenset[Point], list[str]] = defaultdict(list)
    for slug, rings in RINGS.items():
        for ring in rings:
            for side in pairwise(ring):
                owners[frozenset(side)].append(slug)
    assert max(map(len, owners.values())) == 2
    neighbours: dict[str, set[str]] = defaultdict(set)
    for slugs in owners.values():
        for slug in slugs:
            neighbours[slug] |= set(slugs) - {slug}
    assert neighbours["pyongyang"] == {"south-phyongan", "north-hwanghae", "nampho"}
    assert neighbours["rason"] == {"north-hamgyong"}
    assert neighbours["ryanggang"] == {"jagang", "south-hamgyong", "north-hamgyong"}
    # Pyongyang has no coast and does not touch another country. So it shares every side of its
    # outline with another province.
    assert all(len(slugs) == 2 for slugs in owners.values() if "pyongyang" in slugs)


def test_the_projection_keeps_shapes() -> None:
    x, y = project(40, 127.5)
    north, east = project(40.1, 127.5), project(40, 127.6)
    assert north[0] == pytest.approx(x) and north[1] < y
    assert (east[0] - x) / (y - north[1]) == pytest.approx(0.766, abs=0.002)  # the cosine of 40°


@pytest.mark.parametrize(
    ("count", "total", "words"),
    [
        (1, 3, "33 %"),
        (27, 1000, "2.7 %"),
        (1, 100_000, "under 0.1 %"),
        (1, 1000, "0.1 %"),
        (999, 1000, "over 99 %"),
        (4, 4, "100 %"),
    ],
)
def test_shares_are_shown_in_few_digits(count: int, total: int, words: str) -> None:
    assert percent_label(share_of(count, total), count < total) == words


@given(st.lists(st.floats(0.05, 100), max_size=13))
def test_shades_follow_the_shares(shares: list[float]) -> None:
    steps = steps_between(shares)
    assert len(steps) == 4
    assert list(steps) == sorted(set(steps))
    shades = [shade_of(share, steps) for share in sorted(shares)]
    assert shades == sorted(shades)
    assert set(shades) <= set(range(1, 6))
    assert shade_of(0, steps) == 0


def test_different_shares_have_different_shades() -> None:
    shares = [1.9, 4, 4.8, 6.3, 9.1, 18.8]
    steps = steps_between(shares)
    assert steps == (3, 5, 8, 10)
    assert [shade_of(share, steps) for share in shares] == [1, 2, 2, 3, 4, 5]


def test_there_is_no_map_without_provinces() -> None:
    assert make_map([], 0, "") is None
    assert make_map([("RU", "Russia", "/", 3)], 3, "") is None
    assert make_map([("KP-04", "Jagang Province", "", 0)], 3, "") is None


def test_a_place_is_drawn_as_a_dot_in_its_province() -> None:
    found = locate("KP-03", "Kujang County", (39.86667, 126.03333))
    assert found is not None
    assert found.dot is not None
    here = [path for path, look in found.outlines if look.endswith("--here")]
    assert [is_inside(rings_of(path), *found.dot) for path in here] == [True]
    assert len(found.outlines) == 13
    assert (
        found.label
        == "Map of the provinces: Kujang County is marked, with a dot at the coordinates"
    )


def test_a_place_without_coordinates_or_with_impossible_ones_has_no_dot() -> None:
    for point in (None, (55.75, 37.6), (0.0, 0.0)):
        found = locate("KP-04", "Jagang Province", point, "Moscow")
        assert found is not None
        assert found.dot is None
        assert found.caption == ""
        assert "dot" not in found.label
    assert locate("RU", "Moscow", (55.75, 37.6)) is None


def by_name(shown: ProvinceMap | None) -> dict[str, MapPlace]:
    assert shown is not None
    return {place.title.partition(":")[0]: place for place in shown.places if place.title}


def legend_of(shown: ProvinceMap | None) -> list[str]:
    assert shown is not None
    return [words for _look, words, _unseen in shown.legend]


def map_of(query: str) -> ProvinceMap | None:
    found = ArticleFilter(QueryDict(query), path="/articles/")
    assert found.is_valid(), found.error_list
    return next(facet.map for facet in found.facets() if facet.name == "place")


@pytest.fixture
def library(db: None) -> Library:
    library = Library()
    for number in range(10):
        places = (
            ["kujang"] * (number < 6) + ["pyongyang"] * (number % 2) + ["kusong"] * (number == 3)
        )
        source = "kcna-kp" if number < 8 else "voice-of-korea"
        library.article(f"Iron {number}", places=places, source=source)
    rebuild()
    return library


FILTERS = (
    "",
    "source=kcna-kp",
    "place=pyongyang",
    "place=kujang&place=-pyongyang",
    "place=-pyongyang",
    "place=unknown",
)


@pytest.mark.parametrize("query", FILTERS)
def test_the_link_of_a_province_leads_to_the_articles_that_it_counts(
    library: Library, client: Client, query: str
) -> None:
    followed = 0
    for name, place in by_name(map_of(query)).items():
        if place.url and "excluded" not in place.title:
            counted = re.search(r": ([\d,]+) article", place.title)
            assert counted is not None, name
            assert client.get(place.url).context["total"] == int(counted[1].replace(",", "")), (
                place.title
            )
            followed += 1
    assert followed


def test_the_map_shows_shares_of_the_counted_articles(library: Library) -> None:
    shown = by_name(map_of(""))
    assert shown["Pyongyang"].title == "Pyongyang: 5 articles, 50 %"
    assert shown["North Phyongan Province"].title == "North Phyongan Province: 6 articles, 60 %"
    assert shown["South Phyongan Province"].title == "South Phyongan Province: no articles"
    assert not shown["South Phyongan Province"].url
    # Eight articles are from KCNA.kp. A place filter does not change the shares.
    assert by_name(map_of("source=kcna-kp"))["Pyongyang"].title == "Pyongyang: 4 articles, 50 %"
    assert by_name(map_of("place=kusong"))["Pyongyang"].title == "Pyongyang: 5 articles, 50 %"
    assert (
        by_name(map_of("source=kcna-kp&place=kusong"))["Pyongyang"].title
        == "Pyongyang: 4 articles, 50 %"
    )
    chosen = map_of("place=kusong")
    assert chosen is not None
    assert "mention each province (the place filter is ignored). The number" in chosen.caption


def test_selected_and_excluded_provinces_are_marked(library: Library) -> None:
    shown = map_of("place=north-phyongan&place=-pyongyang")
    places = by_name(shown)
    selected, excluded = places["North Phyongan Province"], places["Pyongyang"]
    assert selected.is_selected
    assert "map__place--selected" in selected.look
    assert shown is not None
    assert shown.places[-1] == selected
    assert excluded.look == "map__place--excluded"
    assert excluded.title == "Pyongyang: excluded (5 articles)"
    # The excluded province has more articles than the total: it does not change the shades.
    left = [("KP-04", "Jagang", "/", 2), ("KP-07", "Kangwon", "/", 8), ("KP-13", "Rason", "/", 900)]
    assert legend_of(make_map(left, 10, "", excluded=["KP-13"])) == legend_of(
        make_map(left[:2], 10, "")
    )


def test_home_and_places_have_the_map_of_all_articles(
    client: Client, sample_pages: SamplePages
) -> None:
    for url in ("/", "/places/"):
        response = client.get(url)
        place = by_name(response.context["map"])["North Phyongan Province"]
        count = client.get(place.url).context["total"]
        assert place.title.startswith(f"North Phyongan Province: {count} articles, "), url
        assert f"<title>{place.title}</title>" in response.content.decode()


def test_the_page_of_a_place_or_organisation_shows_where_it_is(
    client: Client, sample_pages: SamplePages
) -> None:
    shown = {}
    Entity.objects.filter(pk=sample_pages.kusong.pk).update(
        latitude="39.97361", longitude="125.24528"
    )
    for name in ("place", "place-province", "place-empty", "organisation", "person"):
        response = client.get(pages_of(sample_pages)[name])
        shown[name] = response.context["place_map"]
        assert ('<figure class="place-map">' in response.content.decode()) == (
            shown[name] is not None
        ), name
    assert shown["place"].dot == tuple(map(round, project(39.86667, 126.03333)))
    assert shown["place"].caption == ""
    assert shown["place-province"].dot is None  # the coordinates are those of the capital
    assert shown["place-empty"].dot is None
    # An organisation is shown at the place where it is.
    assert shown["organisation"].dot == tuple(map(round, project(39.97361, 125.24528)))
    assert shown["organisation"].caption == "The dot is Kusong City."
    assert shown["person"] is None


def test_a_district_without_coordinates_is_shown_at_its_city(
    client: Client, sample_pages: SamplePages
) -> None:
    Entity.objects.filter(pk=sample_pages.kusong.pk).update(
        latitude="39.97361", longitude="125.24528"
    )
    district = make_place("Some", "district", sample_pages.kusong)
    Entity.objects.filter(pk=sample_pages.works.pk).update(site=district)
    with transaction.atomic():
        ArchiveVersion.stamp()
    for entity in (district, sample_pages.works):
        found = client.get(entity.get_absolute_url()).context["place_map"]
        assert found.dot == tuple(map(round, project(39.97361, 125.24528)))
        assert found.caption == "The dot is Kusong City."


def test_a_province_with_another_slug_keeps_its_shape(library: Library, client: Client) -> None:
    Entity.objects.filter(slug="pyongyang").update(slug="phyongyang", name="Phyongyang")
    with transaction.atomic():
        ArchiveVersion.stamp()
    catch_up()
    place = by_name(map_of("place=phyongyang"))["Phyongyang"]
    assert place.is_selected
    assert place.title == "Phyongyang: 5 articles, 50 %"
    assert (
        by_name(client.get("/").context["map"])["Phyongyang"].url == "/articles/?place=phyongyang"
    )


def test_the_map_adds_few_bytes_to_a_list(library: Library, client: Client) -> None:
    names = {
        place.slug: (place.name, place.place_type)
        for place in read_places()
        if place.division == place.slug
    }
    for slug, (name, kind) in names.items():
        if slug not in library.entities:
            library.entities[slug] = make_place(name, kind, slug=slug)
    library.article(places=names)
    catch_up()
    html = client.get("/articles/?q=factory").content.decode()
    without = re.sub(r'<figure class="map">.*?</figure>', "", html, flags=re.DOTALL)
    assert Counter(re.findall(r"class=\"map__place\b", html)).total() == 13
    assert len(gzip.compress(html.encode())) - len(gzip.compress(without.encode())) < 4_000


def test_the_data_file_names_its_sources() -> None:
    with PROVINCES_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert "Natural Earth" in row["note"], row["iso"]
            assert row["licence"].startswith("public domain"), row["iso"]
