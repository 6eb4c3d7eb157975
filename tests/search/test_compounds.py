"""Test which words are known to be written in one word or in two."""

from unittest.mock import Mock

import pytest

from archive.search.analysis.compounds import compound_parts
from archive.search.analysis.variants import variants
from archive.search.query.found_forms import found_forms
from archive.search.query.query_tree import Words

COMPOUNDS = """
well-being co-operation co-operatives on-going on-line law-makers semi-finals over-fulfilled
build-up front-line battle-fields waste-paper agit-prop anti-epidemic non-interference
multi-polarization counter-revolutionary neo-colonialism ultra-modern re-invasion per-cent
radio-active taekwon-do anti-war
"""
WHOLE = """
maybe everyday anyone someone cannot into today together dragon represented songun setup anticipate
antique multiply seminar counterfeit nonsan overall never well a
"""


@pytest.mark.parametrize("compound", COMPOUNDS.split())
def test_compounds_have_two_parts(compound: str) -> None:
    assert compound_parts(compound.replace("-", "")) == tuple(compound.split("-"))


@pytest.mark.parametrize("word", WHOLE.split())
def test_other_words_are_whole(word: str) -> None:
    assert compound_parts(word) is None


def test_a_long_chain_of_words_is_searched_as_it_is_typed() -> None:
    assert variants("1a" * 500) == [("1", "a") * 500]


def test_words_are_not_searched_for_as_they_are_typed_to_find_their_other_forms() -> None:
    searcher = Mock()
    searcher.terms_with_prefix.return_value = []
    searcher.doc_freq.return_value = 2
    assert found_forms(searcher, Words("law-maker")) == {"law-maker": ("lawmaker",)}
    assert not searcher.search.called
