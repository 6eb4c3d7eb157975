"""Test that a list read by cursors has each article exactly once while the archive changes."""

import random

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.api.cursors import read_cursor, write_cursor
from archive.search import Place, Sort, catch_up, rebuild
from archive.search.ranking import continued_list
from tests.search_library import Library, change, withdraw

ORDERS = ("sort=newest", "sort=oldest", "sort=added", "q=factory", "q=factory&count=stories")


@pytest.mark.django_db
@pytest.mark.parametrize("order", ORDERS)
def test_each_article_that_stays_is_read_once(
    client: Client, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Articles arrive, are withdrawn and get other words between the parts of a list."""
    monkeypatch.setattr(continued_list, "MOST_READ", 10)
    chance, library = random.Random(order), Library()

    def arrive() -> int:
        text = "A factory was built. " * chance.randint(1, 5) + "More words. " * chance.randint(
            0, 9
        )
        on = chance.choice([None, "2025", f"2025-04-{chance.randint(1, 30):02}"])
        return library.article(body=text, on=on).pk

    staying = {arrive() for _ in range(24)}
    leaving = [library.article(f"Factory {number}", stamp=True) for number in range(4)]
    rebuild()
    address, read = f"/articles.json?{order}&page_size=4", []
    while address:
        answer = client.get(address).json()
        read += [article["id"] for article in answer["articles"]]
        address = answer["next"].removeprefix("http://testserver")
        arrive()
        if leaving:
            withdraw(leaving[-1])
            change(leaving.pop())
        catch_up()
    assert len(read) == len(set(read))
    assert staying <= set(read)


@settings(max_examples=40)
@given(
    st.sampled_from([Sort.NEWEST, Sort.OLDEST, Sort.ADDED]),
    st.integers(1, 2**64 - 1),
    st.sets(st.integers(1, 2**40 - 1)),
)
def test_a_cursor_is_read_as_it_was_written(sort: Sort, key: int, read: set[int]) -> None:
    ids = tuple(sorted(read))
    for place in (Place(sort, key), Place(Sort.RELEVANCE, read=ids), Place(Sort.NEWEST, key, ids)):
        assert read_cursor(write_cursor(place)) == place


@settings(max_examples=40)
@given(st.from_regex(r"[noar]\.[0-9a-f]{0,17}(\.[A-Za-z0-9_=-]*)?", fullmatch=True) | st.text())
def test_other_texts_are_no_cursors(text: str) -> None:
    try:
        place = read_cursor(text)
    except ValueError:
        return
    assert read_cursor(write_cursor(place)) == place
