"""Test that all methods of counting give the same counts, also with very many values."""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
import tantivy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tantivy import Query

from archive.search.analysis.schema import register_analyzers, schema
from archive.search.counts import (
    facet_counts,
    segment_counts,
    tantivy_counts,
    threads,
    totals_cache,
)
from archive.search.counts.facet_counts import count_values
from archive.search.counts.tantivy_counts import count_every_value
from archive.search.counts.totals_cache import MIN_TOP_VALUES, ArchiveTotals, counts_among
from archive.search.query.tantivy_queries import term

Article = dict[str, list[int]]
FIELDS = ["source", "year", "place", "person"]

numbers = st.integers(0, 6)
an_article = st.fixed_dictionaries(
    {
        "source": st.lists(numbers, min_size=1, max_size=1),
        "year": st.lists(numbers, min_size=1, max_size=1),
        "place": st.lists(numbers, min_size=1, max_size=4, unique=True),
        "person": st.lists(numbers, min_size=1, max_size=4, unique=True),
    }
)


def searcher_over(*commits: list[Article], deleted: Iterable[int] = ()) -> tantivy.Searcher:
    """Return a searcher over an index in memory.

    The articles of each commit are written as one segment. Then the articles with the ids `deleted`
    are deleted.
    """
    index = tantivy.Index(schema())
    register_analyzers(index)
    writer = index.writer(50_000_000, 1)
    for articles in commits:
        for article in articles:
            writer.add_document(tantivy.Document.from_dict(article, schema()))
        writer.commit()
    for number in deleted:
        writer.delete_documents_by_query(term("id", number))
    writer.commit()
    index.reload()
    return index.searcher()


def tuned(monkeypatch: pytest.MonkeyPatch, **values: Any) -> None:
    """Set constants that control counting, in all modules that use them, until the test ends."""
    for name, value in values.items():
        modules = [
            module
            for module in (tantivy_counts, totals_cache, segment_counts, facet_counts)
            if hasattr(module, name)
        ]
        assert modules, name
        for module in modules:
            monkeypatch.setattr(module, name, value)


def counted(articles: list[Article], name: str) -> Counter[int]:
    return Counter(value for article in articles for value in article[name])


@settings(max_examples=40)
@given(st.lists(an_article, min_size=1, max_size=30), st.lists(an_article, max_size=10), numbers)
def test_every_method_of_counting_gives_the_same_counts(
    first: list[Article], then: list[Article], source: int
) -> None:
    searcher = searcher_over(first, then)
    archive = ArchiveTotals(searcher)
    everything = [*first, *then]
    matching = [article for article in everything if article["source"] == [source]]
    counts = count_values(searcher, term("source", source), FIELDS, archive)
    assert counts == {name: counted(matching, name) for name in FIELDS}
    assert count_values(searcher, None, FIELDS, archive) == {
        name: counted(everything, name) for name in FIELDS
    }
    assert count_every_value(searcher, term("source", source), "person") == counted(
        matching, "person"
    )


def test_a_query_that_matches_most_articles_is_counted_by_its_complement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = random.Random(4)
    articles = [
        {
            "source": [int(chance.random() < 0.9)],
            "year": [2025],
            "person": chance.sample(range(1, 40), 5),
        }
        for _number in range(300)
    ]
    searcher = searcher_over(articles)
    archive = ArchiveTotals(searcher)
    archive.every_value("person")
    article_counts: list[int] = []
    real = facet_counts.aggregate

    def recording(
        searcher: tantivy.Searcher, query: Query, wanted: Mapping[str, Any]
    ) -> dict[str, Any]:
        if "person" in wanted:
            article_counts.append(tantivy_counts.count(searcher, query))
        return real(searcher, query, wanted)

    monkeypatch.setattr(facet_counts, "aggregate", recording)
    counts = count_values(searcher, term("source", 1), ["person"], archive)
    matching = [article for article in articles if article["source"] == [1]]
    assert counts["person"] == counted(matching, "person")
    assert article_counts == [300 - len(matching)]


def test_a_hundred_thousand_people_are_counted_exactly() -> None:
    chance = random.Random(7)
    people = range(1, 100_001)
    articles = [
        {
            "source": [number % 3],
            "year": [2025],
            "person": chance.sample(people, 100) + [7] * (number % 2),
        }
        for number in range(3_000)
    ]
    for article in articles:
        article["person"] = list(dict.fromkeys(article["person"]))
    searcher = searcher_over(articles[:1_000], articles[1_000:1_500], articles[1_500:])
    archive = ArchiveTotals(searcher)
    every = counted(articles, "person")
    assert len(every) > 90_000
    assert archive.every_value("person") == every
    some = [article for article in articles if article["source"] != [0]]
    query = Query.boolean_query([(tantivy.Occur.Should, term("source", value)) for value in (1, 2)])
    assert count_every_value(searcher, query, "person") == counted(some, "person")
    counts = count_values(searcher, query, ["person"], archive)["person"]
    plain = counted(some, "person")
    assert {value: plain[value] for value in counts} == counts
    assert (
        sorted(counts.values(), reverse=True) == sorted(plain.values(), reverse=True)[: len(counts)]
    )
    assert len(counts) >= MIN_TOP_VALUES
    top_values = dict(
        sorted(every.items(), key=lambda pair: (-pair[1], pair[0]))[: totals_cache.MAX_TOP_VALUES]
    )
    assert 7 in top_values
    returned = top_values | ({0: every[0]} if every[0] else {})
    whole = count_values(searcher, None, ["person"], archive)["person"]
    assert whole == returned
    whole.clear()  # changing the result must not change the cache
    assert count_values(searcher, None, ["person"], archive)["person"] == returned


def test_all_places_are_returned_even_if_they_are_many() -> None:
    articles = [
        {"source": [number % 3], "year": [2025], "place": [1 + number % 14, 100 + number]}
        for number in range(7_000)
    ]
    searcher = searcher_over(articles)
    archive = ArchiveTotals(searcher)
    for sources in ([1], [1, 2]):
        query = Query.boolean_query(
            [(tantivy.Occur.Should, term("source", value)) for value in sources]
        )
        matching = [article for article in articles if article["source"][0] in sources]
        assert count_values(searcher, query, ["place"], archive)["place"] == counted(
            matching, "place"
        )


def of_zipf(chance: random.Random) -> int:
    return min(20_000, int(chance.paretovariate(0.7)))


def of_equals(chance: random.Random) -> int:
    return chance.randrange(1, 20_000)


def of_cliques(chance: random.Random) -> int:
    """Return a random value: a frequent one, a rare one, or one of five equally frequent values."""
    return chance.choice([of_zipf(chance), of_equals(chance), 15_000 + chance.randrange(5)])


@pytest.mark.parametrize("of", [of_zipf, of_equals, of_cliques])
@pytest.mark.parametrize("segment_values", [100, 1_000])
@pytest.mark.parametrize("is_cheap_to_intersect", [True, False])
def test_the_top_of_very_many_values_is_exact(
    monkeypatch: pytest.MonkeyPatch,
    of: Callable[[random.Random], int],
    segment_values: int,
    *,
    is_cheap_to_intersect: bool,
) -> None:
    tuned(monkeypatch, _SEGMENT_SIZE=segment_values)
    tuned(monkeypatch, MAX_VALUES_OF={"person": 100})
    chance = random.Random(segment_values)
    articles = [
        {
            "source": [number % 3],
            "year": [2025],
            "person": sorted({of(chance) for _ in range(40)} - {number % 7}),
        }
        for number in range(1_500)
    ]
    for article in articles[::10]:
        article["person"] = [0]
    searcher = searcher_over(*(articles[start : start + 150] for start in range(0, 1_500, 150)))
    archive = ArchiveTotals(searcher)
    assert not archive.has_few("person")
    for sources in ([1], [1, 2]):
        query = Query.boolean_query(
            [(tantivy.Occur.Should, term("source", value)) for value in sources]
        )
        plain = counted(
            [article for article in articles if article["source"][0] in sources], "person"
        )
        counts = count_values(
            searcher, query, ["person"], archive, is_cheap_to_intersect=is_cheap_to_intersect
        )["person"]
        assert {value: plain[value] for value in counts} == counts
        frequent = sorted(plain.values(), reverse=True)[:MIN_TOP_VALUES]
        assert sorted(counts.values(), reverse=True)[:MIN_TOP_VALUES] == frequent
        assert counts[0] == plain[0]


MANY = ("place", "organisation", "person")
many_numbers = st.lists(st.integers(0, 25) | st.integers(0, 4), min_size=1, max_size=5, unique=True)
article_of_many = st.fixed_dictionaries(
    {
        "source": st.lists(st.integers(1, 3), min_size=1, max_size=1),
        **dict.fromkeys(MANY, many_numbers),
    }
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    commits=st.lists(st.lists(article_of_many, max_size=40), min_size=1, max_size=3),
    sources=st.sets(st.integers(1, 3), min_size=1),
    deleted=st.sets(st.integers(0, 60), max_size=9),
    few=st.integers(2, 12),
    likely=st.sampled_from([0.8, 1.5, 3.0]),
    seconds=st.sampled_from([0.0, 1e9]),
    is_cheap_to_intersect=st.booleans(),
)
def test_fields_counted_in_parallel_are_exact(
    monkeypatch: pytest.MonkeyPatch,
    commits: list[list[Article]],
    sources: set[int],
    deleted: set[int],
    few: int,
    likely: float,
    seconds: float,
    *,
    is_cheap_to_intersect: bool,
) -> None:
    tuned(
        monkeypatch,
        MIN_TOP_VALUES=2,
        MAX_TOP_VALUES=4,
        _MAX_BUCKETS_PER_MATCH=9.0,
        _LIKELY=likely,
        _FAST_SECONDS_PER_MATCH=seconds,
    )
    tuned(monkeypatch, MAX_VALUES_OF={"organisation": few, "person": few})
    monkeypatch.setattr(threads, "MIN_ARTICLES", 0)
    numbers = itertools.count()
    kept = [[{"id": [next(numbers)], **article} for article in articles] for articles in commits]
    searcher = searcher_over(*kept, deleted=deleted)
    left = [article for articles in kept for article in articles if article["id"][0] not in deleted]
    assert searcher.num_docs == len(left)
    query = Query.boolean_query(
        [(tantivy.Occur.Should, term("source", value)) for value in sources]
    )
    archive = ArchiveTotals(searcher)
    counts = count_values(
        searcher, query, MANY, archive, is_cheap_to_intersect=is_cheap_to_intersect
    )
    for name in MANY:
        plain = counted([article for article in left if article["source"][0] in sources], name)
        returned = counts[name]
        assert {value: plain[value] for value in returned} == returned
        assert returned.get(0, 0) == plain.pop(0, 0)
        known = [number for value, number in returned.items() if value]
        omitted = [number for value, number in plain.items() if value not in returned]
        assert not omitted or (
            len(known) >= 2 and not archive.has_few(name) and max(omitted) <= min(known)
        )


def test_no_request_exceeds_the_limit_of_tantivy(monkeypatch: pytest.MonkeyPatch) -> None:
    tuned(monkeypatch, _MAX_BUCKETS_PER_MATCH=20.0)
    articles = [
        {
            "source": [1 + number % 2],
            "year": [2025],
            "person": [1 + number % 11, *range(start, start + 10), 70_101],
        }
        for number in range(14_000)
        for start in [100 + number // 2 * 10]
    ]
    searcher = searcher_over(articles)
    counts = count_values(searcher, term("source", 1), ["person"], ArchiveTotals(searcher))[
        "person"
    ]
    plain = counted([article for article in articles if article["source"] == [1]], "person")
    assert counts == dict(plain.most_common(MIN_TOP_VALUES))


@given(st.lists(many_numbers, min_size=1, max_size=60), st.sets(st.integers(0, 30)))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_chosen_values_are_counted_even_if_they_are_rare(
    monkeypatch: pytest.MonkeyPatch, people: list[list[int]], wanted: set[int]
) -> None:
    tuned(monkeypatch, MAX_VALUES_OF={"person": 5})
    articles = [{"source": [1], "year": [2025], "person": ids} for ids in people]
    searcher = searcher_over(articles)
    plain = counted(articles, "person")
    counts = counts_among(searcher, "person", wanted, ArchiveTotals(searcher))
    assert counts == {value: plain[value] for value in wanted if value in plain}


@pytest.mark.parametrize(
    ("matching", "others", "first"),
    [
        # The frequent values of the matching articles are not frequent in the archive.
        (
            {1: 1, 2: 2, 10: 9, 11: 8, 0: 20},
            {1: 80, 2: 80, 3: 81, 12: 1, 13: 1, 14: 1},
            {10: 9, 11: 8},
        ),
        # Only one of the most frequent values of the archive occurs in the matching articles.
        ({1: 5, 30: 2, 0: 20}, {1: 80, 2: 80, 3: 80, 12: 1, 13: 1}, {1: 5, 30: 2}),
        # The most frequent values of the archive do not occur in the matching articles.
        ({30: 9, 31: 8, 0: 20}, {1: 80, 2: 80, 12: 1, 13: 1, 14: 1, 15: 1}, {30: 9, 31: 8}),
        # The most frequent values of the matching articles are rare in the archive.
        ({1: 1, 2: 2, 40: 8, 41: 7, 0: 20}, {1: 79, 2: 78, 3: 9, 4: 9, 5: 9, 6: 9}, {40: 8, 41: 7}),
        # Most of the archive matches, some articles without a value.
        ({1: 40, 2: 30, 3: 20, 4: 5, 5: 5, 6: 5, 7: 2, 0: 1}, {9: 3}, {1: 40, 2: 30}),
        # Most of the archive matches; value 2 occurs rarely in it, and value 50 never.
        ({1: 40, 2: 3, 7: 10, 0: 20}, {2: 22, 50: 11, 60: 1, 61: 1, 62: 1, 63: 1}, {1: 40, 7: 10}),
    ],
)
def test_wrong_estimates_of_the_top_values_are_corrected(
    monkeypatch: pytest.MonkeyPatch,
    matching: dict[int, int],
    others: dict[int, int],
    first: dict[int, int],
) -> None:
    tuned(
        monkeypatch,
        MIN_TOP_VALUES=2,
        MAX_TOP_VALUES=3,
        MAX_VALUES_OF={"person": 6},
        _MAX_BUCKETS_PER_MATCH=9.0,
    )
    searcher = searcher_over(
        [
            {"source": [source], "year": [2025], "person": [value]}
            for source, counts in ((1, matching), (0, others))
            for value, number in counts.items()
            for _ in range(number)
        ]
    )
    counts = count_values(searcher, term("source", 1), ["person"], ArchiveTotals(searcher))[
        "person"
    ]
    assert counts.items() >= (first | {0: matching[0]}).items()
    assert {value: matching[value] for value in counts} == counts


@pytest.mark.parametrize("source", [1, 2])
def test_if_many_articles_match_only_low_ids_are_counted(
    monkeypatch: pytest.MonkeyPatch, source: int
) -> None:
    tuned(monkeypatch, MAX_VALUES_OF={"person": 100})
    tuned(monkeypatch, _MAX_BUCKETS_PER_MATCH=1.0)
    chance = random.Random(5)
    articles = [
        {
            # A third of the articles have source 1, the others have source 2.
            "source": [1 + (number % 3 > 0)],
            "year": [2025],
            "person": sorted({of_zipf(chance) for _ in range(20)} - {20_000}),
        }
        for number in range(1_500)
    ]
    searcher = searcher_over(articles)
    archive = ArchiveTotals(searcher)
    assert not archive.has_few("person")
    sent: list[dict[str, Any]] = []
    real = facet_counts.aggregate

    def recording(
        searcher: tantivy.Searcher, query: Query, requests: Mapping[str, Any]
    ) -> dict[str, Any]:
        sent.extend(request for name, request in requests.items() if "person" in name)
        return real(searcher, query, requests)

    monkeypatch.setattr(facet_counts, "aggregate", recording)
    counts = count_values(searcher, term("source", source), ["person"], archive)["person"]
    assert sent and all(request["histogram"]["hard_bounds"]["max"] < 200 for request in sent)
    plain = counted([article for article in articles if article["source"] == [source]], "person")
    assert counts == dict(plain.most_common(MIN_TOP_VALUES))


@pytest.mark.parametrize(
    "segments",
    [
        # Value 3 is the second most frequent value, although the second segment omits it.
        [{1: 50, 2: 40, 3: 38, 7: 5, 8: 5, 4: 1}, {1: 50, 5: 10, 6: 10, 11: 9, 12: 9, 3: 8}],
        # Value 9 is the most frequent value, although all segments omit it.
        [
            {9: 9, **dict.fromkeys(range(10 * number, 10 * number + 5), 10)}
            for number in range(1, 5)
        ],
    ],
)
def test_a_value_that_a_segment_omits_can_be_among_the_top(
    monkeypatch: pytest.MonkeyPatch, segments: list[dict[int, int]]
) -> None:
    # A segment always returns at least as many values as the request asks for.
    tuned(
        monkeypatch,
        MIN_TOP_VALUES=2,
        MAX_TOP_VALUES=5,
        _SEGMENT_SIZE=5,
        MAX_VALUES_OF={"person": 2},
    )
    commits = [
        [
            {"source": [1], "year": [2025], "person": [value]}
            for value, number in counts.items()
            for _ in range(number)
        ]
        for counts in segments
    ]
    matching = [article for articles in commits for article in articles]
    plain = counted(matching, "person")
    # If these articles were missing, more than half of the archive would match. Then the code would
    # count the articles that do not match, which this test is not about.
    commits[0] += [{"source": [0], "year": [2025], "person": [99]}] * (len(matching) + 1)
    searcher = searcher_over(*commits)
    assert searcher.num_segments == len(segments)
    counts = count_values(searcher, term("source", 1), ["person"], ArchiveTotals(searcher))[
        "person"
    ]
    assert {value: plain[value] for value in counts} == counts
    assert sorted(counts.values(), reverse=True)[:2] == sorted(plain.values(), reverse=True)[:2]


def test_articles_without_a_value_are_counted_even_if_they_are_few(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tuned(monkeypatch, MIN_TOP_VALUES=1, MAX_TOP_VALUES=2, MAX_VALUES_OF={"person": 2})
    of_source = [[7]] * 5 + [[8]] * 4 + [[9]] * 3 + [[0]]
    articles = [{"source": [1], "year": [2025], "person": ids} for ids in of_source]
    articles += [{"source": [2], "year": [2025], "person": [9]}] * 20
    searcher = searcher_over(articles)
    archive = ArchiveTotals(searcher)
    assert count_values(searcher, term("source", 1), ["person"], archive) == {
        "person": {7: 5, 8: 4, 0: 1}
    }


@given(
    st.lists(
        st.lists(st.integers(0, 300), min_size=1, max_size=9, unique=True), min_size=1, max_size=60
    )
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_more_values_than_one_request_can_return_are_all_counted(
    monkeypatch: pytest.MonkeyPatch, people: list[list[int]]
) -> None:
    tuned(monkeypatch, MAX_BUCKETS=20)
    articles = [{"source": [1], "year": [2025], "person": ids} for ids in people]
    searcher = searcher_over(articles)
    assert count_every_value(searcher, Query.all_query(), "person") == counted(articles, "person")
