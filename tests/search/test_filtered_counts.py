"""Test that counting under several sets of filters in one request gives the usual counts."""

from typing import Any

import pytest
import tantivy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search.counts.facet_counts import count_values
from archive.search.counts.filtered_counts import FilteredFields, count_filtered
from archive.search.counts.totals_cache import MIN_TOP_VALUES, ArchiveTotals
from archive.search.facets import FACETS
from archive.search.periods import Period, parse_period
from archive.search.query.filter_texts import EVERYTHING, period_text, value_text
from archive.search.query.filters import Filters
from archive.search.query.tantivy_queries import term
from archive.search.values import SearchQuery, Selection
from tests.search.test_facet_counts import Article, searcher_over, tuned

DAYS = (20241130, 20241201, 20250101, 20250417, 20260228)
PERIODS = (
    "2024",
    "2025-04",
    "2025-04-17",
    "2024-11-30..2025",
    "2025..",
    "..2024-12-15",
    "2024-12..2025-04",
)

numbers = st.integers(0, 6)
days = st.sampled_from(DAYS)
articles = st.lists(
    st.builds(
        lambda source, day, places, people: {
            "source": [source],
            "day": [day],
            "month": [day // 100],
            "year": [day // 10000],
            "place": places,
            "person": people,
            "organisation": people,
        },
        numbers,
        days,
        st.lists(numbers, min_size=1, max_size=3, unique=True),
        st.lists(st.integers(0, 40), min_size=1, max_size=4, unique=True),
    ),
    min_size=1,
    max_size=30,
)


def selections(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Selection]:
    several = st.lists(values, max_size=3, unique=True).map(tuple)
    return st.builds(Selection, several, several)


chosen = st.fixed_dictionaries(
    {
        "source": selections(numbers),
        "place": selections(numbers),
        "person": selections(st.integers(0, 40)),
        "date": selections(st.sampled_from(PERIODS).map(parse_period)),
    }
)


def filters_of(chosen: dict[str, Selection]) -> Filters:
    query = SearchQuery()
    for name, selection in chosen.items():
        query = query.selecting(name, selection)
    return Filters(query)


def query_of(filters: Filters, words: tantivy.Query, without: str, with_excluded: bool) -> Any:
    clauses = filters.clauses(without, with_excluded=with_excluded)
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, words), *clauses[0], *clauses[1]])


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    articles,
    articles,
    chosen,
    numbers,
    st.sampled_from(["", *FACETS]),
    st.booleans(),
    st.sampled_from([5, 1_000]),
)
def test_one_request_gives_the_counts_of_a_search_for_each_set_of_filters(
    monkeypatch: pytest.MonkeyPatch,
    first: list[Article],
    then: list[Article],
    chosen: dict[str, Selection],
    source: int,
    without: str,
    with_excluded: bool,
    few: int,
) -> None:
    tuned(monkeypatch, MAX_VALUES_OF={"organisation": few, "person": few}, _SEGMENT_SIZE=13)
    searcher = searcher_over(first, then)
    archive, filters = ArchiveTotals(searcher), filters_of(chosen)
    words, fields = term("source", source), ["source", "year", "place", "person"]
    parts = {
        "all": FilteredFields(filters.text(), fields),
        "some": FilteredFields(
            filters.text(without, with_excluded=with_excluded), fields, {"place": {0, 3, 9}}
        ),
        "none": FilteredFields(EVERYTHING, (), {"person": set(), "year": {2024}}),
    }
    found = count_filtered(searcher, words, parts, archive)
    for key, left_out, excluded in (("all", "", False), ("some", without, with_excluded)):
        query = query_of(filters, words, left_out, excluded)
        usual = count_values(searcher, query, fields, archive)
        everything = {name: exact_counts(searcher, query, name) for name in fields}
        for name in fields:
            counts = dict(found[key][name])
            if key == "some" and name == "place":
                assert all(counts[value] == everything[name].get(value, 0) for value in (0, 3, 9))
                counts = {value: number for value, number in counts.items() if number}
            assert counts.items() <= everything[name].items()
            assert top(counts) == top(usual[name]) == top(everything[name])
    in_2024 = exact_counts(searcher, words, "year").get(2024, 0)
    assert found["none"] == {"year": {2024: in_2024}}


def exact_counts(searcher: tantivy.Searcher, query: tantivy.Query, name: str) -> dict[int, int]:
    request = {name: {"terms": {"field": name, "size": 1_000, "segment_size": 1_000}}}
    buckets = searcher.aggregate(query, request)[name]["buckets"]
    return {int(bucket["key"]): bucket["doc_count"] for bucket in buckets}


def top(counts: dict[int, int]) -> list[tuple[int, int]]:
    """Return the most frequent known values, and the unknown one if it is counted."""
    known = sorted((-number, value) for value, number in counts.items() if value)
    return [*known[:MIN_TOP_VALUES], *((0, counts[0]) for _ in range(0 in counts))]


@pytest.mark.parametrize("text", PERIODS)
def test_the_text_of_a_period_finds_the_articles_of_its_query(text: str) -> None:
    searcher = searcher_over(
        [
            {
                "id": [day],
                "source": [1],
                "day": [day],
                "month": [day // 100],
                "year": [day // 10000],
            }
            for day in DAYS
        ]
    )
    period: Period = parse_period(text)
    filters = filters_of({"date": Selection((period,))})
    (clause,) = filters.clauses()[0]
    found = exact_counts(searcher, clause[1], "day")
    part = FilteredFields(period_text(period), ["day"])
    assert count_filtered(searcher, term("source", 1), {"": part}, ArchiveTotals(searcher)) == {
        "": {"day": found}
    }


def test_an_unknown_date_is_a_value_of_the_year() -> None:
    assert period_text(None) == value_text("year", 0)
