"""Test that a phrase of frequent words matches exactly the texts that contain it."""

import pytest
import tantivy
from hypothesis import example, given
from hypothesis import strategies as st

from archive.search.analysis.common_grams import FREQUENT, common_pairs, common_pairs_query
from archive.search.analysis.schema import register_analyzers, schema
from archive.search.analysis.words import exact_words


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("The people of Kujang", "the_people people_of _"),
        ("took place in the factory", "took_place place_in in_the _"),
        ("iron", ""),
        ("", ""),
        ("ComradeKim Jong Unvisited", "comrade_kim kim_jong jong_un un_visited"),
        ("of the\n\npeople", "of_the the_people"),
    ],
)
def test_a_pair_is_indexed_if_both_words_are_frequent(text: str, pairs: str) -> None:
    assert common_pairs(exact_words(text)) == pairs


def test_the_frequent_words_are_in_the_form_of_the_index() -> None:
    assert len(FREQUENT) > 200
    assert all(exact_words(word) == [word] for word in FREQUENT)


def find(texts: list[str], run: list[str]) -> set[int]:
    index = tantivy.Index(schema())
    register_analyzers(index)
    writer = index.writer(15_000_000, 1)
    for number, text in enumerate(texts):
        row = {"id": number, "body_pairs": common_pairs(text.split())}
        writer.add_document(tantivy.Document.from_dict(row, schema()))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    query = common_pairs_query(schema(), "body_pairs", run)
    assert query is not None
    hits = searcher.search(query, 100).hits
    return set(searcher.fast_field_values("id", [address for _score, address in hits]))  # type: ignore[arg-type]


words = st.sampled_from(["of", "the", "people", "iron"])


@given(
    texts=st.lists(st.lists(words, max_size=10), max_size=5),
    run=st.lists(st.sampled_from(["of", "the", "people"]), min_size=2, max_size=6),
)
@example(texts=[["of", "the", "iron", "the", "people"]], run=["of", "the", "people"])
@example(texts=[["of", "the", "people", "of", "the", "people"]], run=["of", "the", "people", "of"])
def test_a_phrase_matches_texts_with_its_words_in_sequence(
    texts: list[list[str]], run: list[str]
) -> None:
    matching = {
        number
        for number, text in enumerate(texts)
        if any(text[start : start + len(run)] == run for start in range(len(text)))
    }
    assert find([" ".join(text) for text in texts], run) == matching


def test_words_without_a_pair_of_frequent_words_have_no_query_of_pairs() -> None:
    assert common_pairs_query(schema(), "body_pairs", ["the"]) is None
    assert common_pairs_query(schema(), "body_pairs", ["the", "iron"]) is None
