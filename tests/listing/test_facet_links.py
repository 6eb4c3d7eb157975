"""Test that the link of each value of a facet finds as many articles as its count says."""

import re
from urllib.parse import parse_qs

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search import catch_up, rebuild
from archive.search.query import budget
from tests.listing.lists import lines, list_at
from tests.listing.plain_archive import (
    DATE_VALUES,
    LANGUAGE_VALUES,
    NAME_VALUES,
    PLACE_VALUES,
    SOURCE_VALUES,
    Archive,
)

pytestmark = pytest.mark.django_db


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
            behind = list_at(value.url.partition("?")[2])
            assert behind.results.total == value.count, (query, facet.name, value)
            assert value.count == len(archive.matching(parse_qs(value.url.partition("?")[2]))), (
                query,
                value.url,
            )
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
            total = list_at(place.url.partition("?")[2]).results.total
            assert total == (0 if number[1] == "no" else int(number[1])), (query, place.title)


@pytest.mark.parametrize("slow_cost", [budget.SLOW_COST, -1], ids=["usual words", "slow words"])
def test_the_link_of_a_value_gives_exactly_its_count(
    monkeypatch: pytest.MonkeyPatch, slow_cost: int
) -> None:
    """Follow all links of random lists, once for each of the two ways to make the counts."""
    monkeypatch.setattr(budget, "SLOW_COST", slow_cost)
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
