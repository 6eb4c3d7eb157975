"""Test the facets beside a list: their values, counts, order, states and links."""

from itertools import product

import pytest

from archive.listing.facet_blocks import FacetBlock, FacetValue
from archive.models import Article
from archive.search import catch_up, rebuild
from tests.listing.lists import lines, list_at
from tests.search_library import Library, change

pytestmark = pytest.mark.django_db


def facet(address: str, name: str) -> FacetBlock:
    return next(shown for shown in list_at(address).facets() if shown.name == name)


def outline(values: tuple[FacetValue, ...]) -> list[tuple[str, int] | tuple[str, int, list]]:
    """Return the label and count of each value of a facet, and of the values below it."""
    return [
        (value.label, value.count, outline(value.children))
        if value.children
        else (value.label, value.count)
        for value in values
    ]


@pytest.fixture
def library() -> Library:
    library = Library()
    library.article(on="2025-04-17", places=["kujang", "unsan-south-phyongan"])
    library.article(on="2025-04-18", places=["ryongdung"], source="voice-of-korea")
    library.article(on="2025-04", places=["kusong", "pyongyang"])
    library.article(on="2025", places=["russia"])
    library.article(on="2024-12-31", places=["pyongyang"], source="voice-of-korea")
    library.article(on=None, source=None)
    rebuild()
    return library


def test_dates_open_from_year_to_month_to_day(library: Library) -> None:
    years = [("2025", 4), ("2024", 1), ("Unknown date", 1)]
    assert outline(facet("", "date").values) == years
    months = ("2025", 4, [("April 2025", 3)])
    assert outline(facet("date=2025", "date").values) == [months, *years[1:]]
    days = ("2025", 4, [("April 2025", 3, [("18 April 2025", 1), ("17 April 2025", 1)])])
    assert outline(facet("date=2025-04", "date").values) == [days, *years[1:]]
    assert outline(facet("date=2025-04-17", "date").values) == [days, *years[1:]]
    assert outline(facet("date=2025..", "date").values) == years


def test_dates_open_where_a_range_begins_or_ends(library: Library) -> None:
    rest = [("2024", 1), ("Unknown date", 1)]
    assert outline(facet("date=2025-03..2025-04", "date").values) == [
        ("2025", 4, [("April 2025", 3)]),
        *rest,
    ]
    days = [("18 April 2025", 1), ("17 April 2025", 1)]
    year = ("2025", 4, [("April 2025", 3, days)])
    assert outline(facet("date=2025-04-18..", "date").values) == [year, *rest]
    assert outline(facet("date=2024..2025", "date").values) == [("2025", 4), *rest]


def test_a_year_that_contains_the_whole_selection_cannot_be_excluded(
    library: Library,
) -> None:
    values = {line.value: line for line in lines(facet("date=2025-03..2025-04", "date").values)}
    assert values["2025"].exclude_url == ""
    assert list_at(values["2025-04"].exclude_url.partition("?")[2]).is_valid()
    assert all(line.exclude_url for line in lines(facet("date=2024-12..2025-01", "date").values))


def test_the_count_of_a_place_includes_the_places_inside_it(library: Library) -> None:
    top = [
        ("North Phyongan Province", 3),
        ("Pyongyang", 2),
        ("South Phyongan Province", 1),
        ("Foreign countries", 1),
        ("No place found", 1),
    ]
    assert outline(facet("", "place").values) == top


def test_a_province_is_open_if_a_place_inside_it_is_chosen(library: Library) -> None:
    for address, kujang in (
        ("place=north-phyongan", ("Kujang County", 2)),
        ("place=kujang", ("Kujang County", 2, [("Ryongdung-ri", 1)])),
        ("place=-kusong", ("Kujang County", 2)),
    ):
        first = facet(address, "place").values[0]
        assert first.label == "North Phyongan Province"
        assert outline(first.children)[0] == kujang


def test_an_excluded_value_shows_the_count_that_selecting_it_would_give(library: Library) -> None:
    places = {value.value: value for value in lines(facet("place=-kujang", "place").values)}
    assert places["kujang"].is_excluded
    assert places["kujang"].count == 2
    assert places["north-phyongan"].count == 1
    assert places["kujang"].remove_url == "/articles/"
    assert places["north-phyongan"].url == "/articles/?place=north-phyongan&place=-kujang"


def test_links_add_values_to_a_selection_and_remove_them(library: Library) -> None:
    sources = {value.value: value for value in facet("source=kcna-kp&page=2", "source").values}
    assert sources["kcna-kp"].is_selected
    assert (sources["kcna-kp"].remove_url, sources["kcna-kp"].add_url) == ("/articles/", "")
    assert sources["voice-of-korea"].count == 2
    assert sources["voice-of-korea"].add_url == "/articles/?source=kcna-kp&source=voice-of-korea"
    assert (
        sources["voice-of-korea"].exclude_url == "/articles/?source=kcna-kp&source=-voice-of-korea"
    )
    assert list_at(sources["voice-of-korea"].add_url.partition("?")[2]).results.total == 5


@pytest.mark.parametrize(
    ("address", "facet_name", "value"),
    [
        ("date=2025", "date", "2025-04"),
        ("date=2024..2026", "date", "2025"),
        ("place=north-phyongan", "place", "kujang"),
    ],
)
def test_a_value_inside_the_selection_cannot_be_added_to_it(
    library: Library, address: str, facet_name: str, value: str
) -> None:
    (offered,) = (line for line in lines(facet(address, facet_name).values) if line.value == value)
    assert offered.count
    assert offered.add_url == ""
    assert offered.url


def test_a_year_can_be_added_to_one_of_its_months(library: Library) -> None:
    offered = {line.value: line.add_url for line in lines(facet("date=2025-04", "date").values)}
    assert offered["2025"] == "/articles/?date=2025&date=2025-04"
    assert offered["2025-04"] == ""


def test_sources_are_sorted_by_count_then_name(library: Library) -> None:
    assert outline(facet("", "source").values) == [
        ("KCNA.kp", 3),
        ("Voice of Korea", 2),
        ("Unknown source", 1),
    ]
    assert outline(facet("place=pyongyang", "source").values) == [
        ("KCNA.kp", 1),
        ("Voice of Korea", 1),
    ]


def test_bars_are_relative_to_the_longest_bar(library: Library) -> None:
    assert [value.share for value in facet("", "source").values] == [100, 67, 34]


def test_a_chosen_value_is_shown_although_it_has_no_articles(library: Library) -> None:
    shown = facet("q=nothingmatches&source=pyongyang-times", "source")
    assert outline(shown.values) == [("Pyongyang Times", 0)]
    assert shown.is_active


def test_rejected_mentions_are_not_counted_and_merged_places_are_counted_together(
    library: Library,
) -> None:
    article = library.article(places=["russia"])
    library.mention(article, "kusong", state="rejected")
    kusong = library.places["kusong"]
    kusong.merged_into = library.places["kujang"]
    kusong.save()
    change(*Article.objects.all())
    catch_up()
    counts = {value.value: value.count for value in lines(facet("place=kujang", "place").values)}
    assert counts["kujang"] == 3
    assert counts["foreign"] == 2
    assert "kusong" not in counts


def test_two_exclusions_both_apply(library: Library) -> None:
    everything = {
        name: [value.value for value in lines(facet("", name).values)]
        for name in ("source", "place")
    }
    for source, place in product(everything["source"], everything["place"]):
        both = list_at(f"source=-{source}&place=-{place}").results.total
        one = list_at(f"source=-{source}").results.total
        assert both == one - list_at(f"source=-{source}&place={place}").results.total


def test_the_block_of_dates_always_links_to_all_dates() -> None:
    library = Library()
    for year in range(2000, 2020):
        library.article(f"Mill {year}", on=f"{year}-04-17")
    for month in range(1, 13):
        library.article("Mill", on=f"2019-{month:02}-17")
    rebuild()
    for address in ("", "date=2019", "date=2019-04", "date=2010"):
        dates = facet(address, "date")
        assert len(dates.values) < 20
        assert dates.more_url, address
