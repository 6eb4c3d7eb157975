"""The count of each value equals the list behind its link, and both equal a plain count."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from urllib.parse import parse_qs

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.listing.facets import FacetBlock, FacetValue
from archive.listing.filters import ArticleFilter
from archive.models import Article
from archive.search import catch_up, rebuild
from tests.search_library import NAMES, PLACES, SOURCES, Library, change, published, withdraw

pytestmark = pytest.mark.django_db

DATES = [
    None,
    *("2024", "2025", "2025-04", "2025-05", "2024-12"),
    *(f"2025-04-{day:02}" for day in range(15, 19)),
    *("2024-12-31", "2025-01-01", "2025-03-31", "2025-05-09", "2026-02-28"),
]
WORDS = ["iron", "steel", "coal", "rice", "potato"]
SOURCE_VALUES = [*SOURCES, "unknown"]
PLACE_VALUES = [*PLACES, "unknown"]
NAME_VALUES = {
    kind: [*(slug for slug, (of, _name) in NAMES.items() if of == kind), "unknown"]
    for kind in ("organisation", "person")
}
LANGUAGE_VALUES = ["en", "ko", "zh-hans", "unknown"]
DATE_VALUES = [date for date in DATES if date] + [
    "unknown",
    "2026",
    "2025-04..2025-06",
    "2024-12-15..2025",
    "..2024",
]


@dataclass
class Plain:
    """The plain values of an article, to count without the index."""

    words: set[str]
    source: str
    date: str | None
    language: str
    places: set[str]
    names: set[str] = field(default_factory=set)
    above: set[str] = field(default_factory=set)
    withdrawn: bool = False


class Archive:
    """A generated archive, and the plain values of its articles."""

    def __init__(self, size: int) -> None:
        self.random = random.Random(1)
        self.library = Library()
        self.plain: dict[int, Plain] = {}
        for _number in range(size):
            plain = self.invented()
            article = self.library.article(
                body=" ".join(plain.words),
                source=None if plain.source == "unknown" else plain.source,
                on=plain.date,
                language="" if plain.language == "unknown" else plain.language,
                places=plain.places,
                names=plain.names,
                withdrawn=plain.withdrawn,
            )
            self.plain[article.pk] = plain

    def invented(self) -> Plain:
        return Plain(
            words=set(self.random.sample(WORDS, self.random.randint(0, 3))),
            source=self.random.choice([*SOURCE_VALUES, "kcna-kp"]),
            date=self.random.choice(DATES),
            language=self.random.choice(LANGUAGE_VALUES),
            places=set(self.random.sample(list(PLACES), self.random.choice([0, 1, 1, 2, 4]))),
            names=set(self.random.sample(list(NAMES), self.random.choice([0, 1, 2]))),
            withdrawn=self.random.random() < 0.1,
        )

    def correct_some(self) -> None:
        """Change, withdraw and restore some articles, as corrections do."""
        for pk in self.random.sample(list(self.plain), 20):
            plain = self.plain[pk] = self.invented()
            article = Article.objects.get(pk=pk)
            article.body = " ".join(plain.words)
            article.source = self.library.sources.get(plain.source)
            article.language = "" if plain.language == "unknown" else plain.language
            for name, value in published(plain.date).items():
                setattr(article, name, value)
            article.withdrawn_at, article.withdrawn_reason = None, ""
            article.mentions.all().delete()
            for entity in (*plain.places, *plain.names):
                self.library.mention(article, entity)
            if plain.withdrawn:
                withdraw(article)
            change(article)

    def matching(self, query: dict[str, list[str]]) -> list[int]:
        """Return the articles that an address selects, found without the index."""
        return [
            pk for pk, plain in self.plain.items() if not plain.withdrawn and matches(plain, query)
        ]


def matches(plain: Plain, query: dict[str, list[str]]) -> bool:
    words = query.get("q", [""])[0].split()
    if not all((word.lstrip("-") in plain.words) != word.startswith("-") for word in words):
        return False
    places = {above for place in plain.places for above in with_above(place)} or {"unknown"}
    return (
        is_chosen(query.get("source", []), lambda value: value == plain.source)
        and is_chosen(query.get("language", []), lambda value: value == plain.language)
        and is_chosen(query.get("place", []), lambda value: value in places)
        and all(
            is_chosen(query.get(kind, []), lambda value, kind=kind: value in names_of(plain, kind))
            for kind in NAME_VALUES
        )
        and is_chosen(query.get("date", []), lambda value: lies_in(plain.date, value))
    )


def is_chosen(values: list[str], holds) -> bool:  # type: ignore[no-untyped-def]
    included = [holds(value) for value in values if not value.startswith("-")]
    excluded = [holds(value[1:]) for value in values if value.startswith("-")]
    return (not included or any(included)) and not any(excluded)


def names_of(plain: Plain, kind: str) -> set[str]:
    return {slug for slug in plain.names if NAMES[slug][0] == kind} or {"unknown"}


def with_above(place: str) -> Iterator[str]:
    """Yield a place and all places above it."""
    current: str | None = place
    while current:
        yield current
        current = PLACES[current][2]


def lies_in(date: str | None, value: str) -> bool:
    """Tell whether a date lies in a period as a whole; compares ISO texts."""
    if date is None or value == "unknown":
        return date is None and value == "unknown"
    start, dots, end = value.partition("..")
    first, last = (start, end) if dots else (value, value)
    return first <= date and (
        not last or (date[: len(last)] <= last and len(date) >= min(len(last), 10))
    )


def lines(values: tuple[FacetValue, ...]) -> Iterator[FacetValue]:
    for value in values:
        yield value
        yield from lines(value.children)


def list_at(address: str) -> ArticleFilter:
    article_filter = ArticleFilter(QueryDict(address))
    assert article_filter.is_valid(), article_filter.errors
    return article_filter


def signed(values: list[str]) -> st.SearchStrategy[list[str]]:
    both = st.sampled_from([*values, *(f"-{value}" for value in values)])
    return st.one_of(st.just([]), st.lists(both, max_size=3))


addresses = st.fixed_dictionaries(
    {
        "q": st.sampled_from(
            [[""], ["iron"], ["iron coal"], ["-iron"], ["steel -rice"], ["nothing"]]
        ),
        "source": signed(SOURCE_VALUES),
        "date": signed(DATE_VALUES),
        "place": signed(PLACE_VALUES),
        **{kind: signed(values) for kind, values in NAME_VALUES.items()},
        "language": signed(LANGUAGE_VALUES),
    }
)


def as_address(query: dict[str, list[str]]) -> str:
    data = QueryDict(mutable=True)
    for name, values in query.items():
        data.setlist(name, values)
    return data.urlencode()


def follow_every_link(archive: Archive, query: dict[str, list[str]]) -> None:
    shown = list_at(as_address(query))
    assert shown.results.total == len(archive.matching(query)), query
    assert set(shown.results.ids) <= set(archive.matching(query))
    for facet in shown.facets():
        for value in lines(facet.values):
            behind = list_at(value.url.removeprefix("?"))
            assert behind.results.total == value.count, (query, facet.name, value)
            assert value.count == len(archive.matching(parse_qs(value.url[1:]))), (query, value.url)
            assert 0 <= value.share <= 100
            assert bool(value.share) == bool(value.count)
    excluded = [value for value in query["place"] if value.startswith("-")]
    among = shown.results.totals.get("place", shown.results.total)
    assert among == len(archive.matching({**query, "place": excluded})), query
    drawn = next(facet.map for facet in shown.facets() if facet.name == "place")
    for place in drawn.places if drawn else ():
        if place.url:
            number = re.search(r"\b(no|[\d,]+) article", place.title)
            assert number is not None, place.title
            total = list_at(place.url.removeprefix("?")).results.total
            assert total == (0 if number[1] == "no" else int(number[1])), (query, place.title)


def test_the_link_of_a_value_gives_exactly_its_count() -> None:
    archive = Archive(220)
    rebuild()

    @settings(max_examples=20, suppress_health_check=list(HealthCheck))
    @given(addresses)
    def check(query: dict[str, list[str]]) -> None:
        follow_every_link(archive, query)

    check()
    for _round in range(2):
        archive.correct_some()
        catch_up()
        check()


def facet(address: str, name: str) -> FacetBlock:
    return next(shown for shown in list_at(address).facets() if shown.name == name)


def outline(values: tuple[FacetValue, ...]) -> list[tuple[str, int] | tuple[str, int, list]]:
    """Return label and count of the values, and of the values below them."""
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
    assert list_at(values["2025-04"].exclude_url[1:]).is_valid()
    assert all(line.exclude_url for line in lines(facet("date=2024-12..2025-01", "date").values))


def test_a_place_counts_for_every_place_above_it(library: Library) -> None:
    top = [
        ("North Phyongan Province", 3),
        ("Pyongyang", 2),
        ("South Phyongan Province", 1),
        ("Foreign countries", 1),
        ("No place found", 1),
    ]
    assert outline(facet("", "place").values) == top


def test_a_province_opens_and_stays_open_below(library: Library) -> None:
    for address, kujang in (
        ("place=north-phyongan", ("Kujang County", 2)),
        ("place=kujang", ("Kujang County", 2, [("Ryongdung-ri", 1)])),
        ("place=-kusong", ("Kujang County", 2)),
    ):
        first = facet(address, "place").values[0]
        assert first.label == "North Phyongan Province"
        assert outline(first.children)[0] == kujang


def test_an_excluded_value_shows_the_count_it_would_give(library: Library) -> None:
    places = {value.value: value for value in lines(facet("place=-kujang", "place").values)}
    assert places["kujang"].is_excluded
    assert places["kujang"].count == 2
    assert places["north-phyongan"].count == 1
    assert places["kujang"].remove_url == "?"
    assert places["north-phyongan"].url == "?place=north-phyongan&place=-kujang"


def test_selected_values_can_be_widened_and_removed(library: Library) -> None:
    sources = {value.value: value for value in facet("source=kcna-kp&page=2", "source").values}
    assert sources["kcna-kp"].is_selected
    assert (sources["kcna-kp"].remove_url, sources["kcna-kp"].add_url) == ("?", "")
    assert sources["voice-of-korea"].count == 2
    assert sources["voice-of-korea"].add_url == "?source=kcna-kp&source=voice-of-korea"
    assert sources["voice-of-korea"].exclude_url == "?source=kcna-kp&source=-voice-of-korea"
    assert list_at(sources["voice-of-korea"].add_url[1:]).results.total == 5


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
    assert offered["2025"] == "?date=2025&date=2025-04"
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


def test_rejected_mentions_do_not_count_and_merged_places_count_for_their_target(
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


def test_a_link_leads_to_all_dates_whatever_is_opened() -> None:
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
