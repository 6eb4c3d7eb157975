"""Test that counts of the whole archive that are updated at each commit equal a new count."""

import random
from collections import Counter
from datetime import date
from typing import Any

import pytest
import tantivy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search import SearchQuery, catch_up, rebuild, search
from archive.search.analysis.schema import register_analyzers, schema
from archive.search.counts import totals_cache
from archive.search.counts.totals_cache import ArchiveTotals, EarlierTotals, FieldCounts
from archive.search.index import open_index
from archive.search.query.tantivy_queries import term
from tests.search_library import Library, change, withdraw

FIELDS = ("source", "year", "place", "organisation", "person")
Article = dict[str, list[int]]

values = st.lists(st.integers(0, 30) | st.integers(0, 4), min_size=1, max_size=5, unique=True)
one_value = st.lists(st.integers(0, 3), min_size=1, max_size=1)
an_article = st.fixed_dictionaries(
    {
        "source": one_value,
        "year": one_value,
        "place": values,
        "organisation": values,
        "person": values,
    }
)
# Dicts: id of an article -> its new version, or None if it was withdrawn.
changes = st.dictionaries(st.integers(1, 60), st.none() | an_article, max_size=12)


class MemoryIndex:
    """An index in memory, and its articles as plain values."""

    def __init__(self) -> None:
        self.index = tantivy.Index(schema())
        register_analyzers(self.index)
        self.writer = self.index.writer(50_000_000, 1)
        self.articles: dict[int, Article] = {}

    def commit(self, changed: dict[int, Article | None]) -> tantivy.Searcher:
        for number, article in changed.items():
            self.writer.delete_documents_by_query(term("id", number))
            self.articles.pop(number, None)
            if article:
                self.articles[number] = article
                self.writer.add_document(
                    tantivy.Document.from_dict({"id": [number], **article}, schema())
                )
        self.writer.commit()
        self.index.reload()
        return self.index.searcher()

    def counted(self, name: str) -> Counter[int]:
        return Counter(value for article in self.articles.values() for value in article[name])


def test_counts_of_values_that_are_not_stored_can_grow_with_several_updates(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(totals_cache, "MAX_TOP_VALUES", 2)
    known: FieldCounts | None = FieldCounts({1: 10, 2: 9, 3: 8, 4: 7, 5: 3}, is_all=False)
    for left in ({1: 10, 2: 9, 3: 8, 4: 7}, {1: 10, 2: 9, 3: 8, 4: 7}, {1: 10, 2: 9, 3: 8, 4: 7}):
        assert known
        # At first, value 77 can have a count of 3, like each value whose count is not known.
        known = known.updated({}, {77: 1}, 5)
        assert known and known.known == left
    # Now value 77 can have a count of 7, like value 4.
    known = known and known.updated({77: 1}, {77: 2}, 5)
    assert known and known.known == {1: 10, 2: 9, 3: 8}
    assert known.counts == {1: 10, 2: 9}
    # The count of value 4 will only be known after a complete count.
    assert known.updated({}, {4: 1}, 5) is None


def no_counting(*_: Any) -> FieldCounts:
    raise AssertionError("the archive was counted again")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.dictionaries(st.integers(1, 60), an_article, max_size=40),
    commits=st.lists(
        st.tuples(changes, st.sets(st.integers(1, 60), max_size=4), st.booleans()), max_size=6
    ),
    few=st.integers(3, 12),
)
def test_updated_counts_equal_new_counts(
    monkeypatch: pytest.MonkeyPatch,
    first: dict[int, Article],
    commits: list[tuple[dict[int, Article | None], set[int], bool]],
    few: int,
) -> None:
    monkeypatch.setattr(totals_cache, "MAX_TOP_VALUES", 2)
    monkeypatch.setattr(totals_cache, "MAX_VALUES_OF", {"organisation": few, "person": few})
    index = MemoryIndex()
    counts = ArchiveTotals(index.commit(dict(first)))
    unapplied: set[int] = set()
    for changed, untouched, is_asked in [({}, set(), True), *commits, ({}, set(), True)]:
        kept = counts.kept
        unapplied |= changed.keys() | untouched  # `untouched` articles did not change
        counts = ArchiveTotals(
            index.commit(changed), 0, EarlierTotals(kept, unapplied) if kept else None
        )
        if not is_asked:
            continue
        for name in FIELDS:
            plain = index.counted(name)
            known = counts.of_field(name)
            assert {value: plain[value] for value in known.known} == known.known
            least = min((number for value, number in known.known.items() if value), default=0)
            others = [
                number for value, number in plain.items() if value and value not in known.known
            ]
            assert not others or (not known.is_all and max(others) <= least)
            if known.is_all:
                assert len(plain) <= totals_cache.MAX_VALUES_OF.get(name, 60)
            assert known.counts.get(0, 0) == plain.pop(0, 0)
            if not known.is_all:
                returned = [number for value, number in known.counts.items() if value]
                assert returned == sorted(plain.values(), reverse=True)[:2]
            for number in range(6):
                end = known.end_above(number)
                assert not end or all(
                    value < end for value, count in plain.items() if count > number
                )
        assert counts.earlier is None
        unapplied = set()


def test_a_small_change_does_not_count_the_archive_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(totals_cache, "MAX_TOP_VALUES", 20)
    monkeypatch.setattr(totals_cache, "MAX_VALUES_OF", {"person": 200, "organisation": 10})
    chance = random.Random(3)

    def article() -> Article:
        people = sorted({min(40_000, int(chance.paretovariate(0.6))) for _ in range(20)})
        return {"source": [1], "year": [2025], "place": [3], "organisation": [5], "person": people}

    index = MemoryIndex()
    counts = ArchiveTotals(index.commit({number: article() for number in range(1, 2_001)}))
    assert not counts.of_field("person").is_all
    assert counts.of_field("organisation").is_all
    monkeypatch.setattr(ArchiveTotals, "_counted", no_counting)
    for first in range(2_001, 2_801, 100):
        changed: dict[int, Article | None] = {
            number: article() for number in range(first, first + 100)
        }
        changed |= {number: article() for number in range(first - 1_000, first - 990)} | {
            first - 1_900: None
        }
        assert counts.kept is counts
        counts = ArchiveTotals(index.commit(changed), 0, EarlierTotals(counts, changed))
        plain = index.counted("person")
        known = counts.of_field("person").known
        assert counts.of_field("organisation").counts == index.counted("organisation")
        assert {value: plain[value] for value in known} == known
        assert len(known) >= 100


def test_after_a_change_of_unexpected_articles_the_archive_is_counted_again() -> None:
    index = MemoryIndex()
    article = {"source": [1], "year": [2025], "place": [3], "organisation": [5], "person": [7]}
    counts = ArchiveTotals(index.commit(dict.fromkeys(range(10), article)))
    assert counts.of_field("person").counts == {7: 10}
    others: list[dict[int, Article | None]] = [{3: None}, {70: article, 71: article}]
    for changed in others:
        counts = ArchiveTotals(index.commit(changed), 0, EarlierTotals(counts, [8]))
        assert counts.of_field("person").counts == index.counted("person")


def test_counts_that_nobody_used_can_be_updated_by_a_later_commit() -> None:
    index = MemoryIndex()
    article = {"source": [1], "year": [2025], "place": [3], "organisation": [5], "person": [7]}
    first = ArchiveTotals(index.commit({1: article}))
    assert first.kept is None
    first.of_field("person")
    second = ArchiveTotals(index.commit({2: article}), 0, EarlierTotals(first, [2]))
    assert second.kept is first
    third = ArchiveTotals(index.commit({3: article}), 0, EarlierTotals(second.kept, [2, 3]))
    assert third.kept is first
    assert third.of_field("person").counts == {7: 3}
    assert third.of_field("place").counts == {3: 3}
    assert third.kept is third


@pytest.mark.django_db(transaction=True)
def test_only_the_articles_that_changed_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library()
    articles = [
        library.article(f"Factory {number}", names=["kim-tok-hun"][: number % 2])
        for number in range(120)
    ]
    rebuild()
    counts = search(SearchQuery()).counts
    person = library.entities["kim-tok-hun"].pk
    assert counts["person"] == {0: 60, person: 60}
    monkeypatch.setattr(ArchiveTotals, "_counted", no_counting)
    library.mention(articles[0], "kim-tok-hun")
    change(articles[0])
    catch_up()
    assert search(SearchQuery()).counts["person"] == {0: 59, person: 61}
    articles[1].published_on = date(2024, 2, 1)
    change(articles[1])
    catch_up()
    assert search(SearchQuery()).counts["year"] == {2024: 1, 2025: 119}
    withdraw(articles[1])
    change(articles[1])
    library.article("Another", source=None)
    catch_up()
    counts = search(SearchQuery()).counts
    assert (counts["year"], counts["person"]) == ({2025: 120}, {0: 60, person: 60})
    assert counts["source"] == {library.sources["kcna-kp"].pk: 119, 0: 1}
    monkeypatch.undo()
    counted = ArchiveTotals(open_index.current_index().searcher)
    assert counts == {name: counted.of_field(name).counts for name in counts}


@pytest.mark.django_db(transaction=True)
def test_after_many_changes_the_archive_is_counted_again() -> None:
    library = Library()
    articles = [library.article(f"Factory {number}") for number in range(120)]
    rebuild()
    search(SearchQuery())
    change(*articles[: int(120 * open_index.MAX_CHANGED_SHARE) + 1])
    catch_up()
    assert open_index.current_index().counts.earlier is None
    assert sum(search(SearchQuery()).counts["year"].values()) == 120


def test_counting_in_another_thread_is_safe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = MemoryIndex()
    article = {"source": [1], "year": [2025], "place": [3], "organisation": [5], "person": [7]}
    first = ArchiveTotals(index.commit({1: article}))
    first.of_field("person")
    real = totals_cache.count_every_value

    def meanwhile(*arguments: Any) -> dict[int, int]:
        first.of_field("place")
        return real(*arguments)

    monkeypatch.setattr(totals_cache, "count_every_value", meanwhile)
    second = ArchiveTotals(index.commit({2: article}), 0, EarlierTotals(first, [2]))
    assert second.of_field("person").counts == {7: 2}
    assert second.of_field("place").counts == {3: 2}
