"""Compare the measures with figures that others have published."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.measures.association import attracts, log_likelihood, log_ratio

# Dunning (1993), table 2: pairs of words in a text about the Swiss economy. The columns are those
# of his table: -2 log λ, k(AB), k(A ~B), k(~A B), k(~A ~B).
DUNNING = (
    (270.72, 110, 2442, 111, 29114),
    (263.90, 29, 13, 123, 31612),
    (256.84, 31, 23, 139, 31584),
    (167.23, 10, 0, 3, 31764),
)


@pytest.mark.parametrize(("published", "both", "first", "second", "neither"), DUNNING)
def test_pairs_of_words_have_the_published_log_likelihood(
    published: float, both: int, first: int, second: int, neither: int
) -> None:
    total = both + first + second + neither
    measured = log_likelihood(both, both + first, both + second, total)
    assert round(measured, 2) == published
    assert attracts(both, both + first, both + second, total)


def test_log_ratio_is_a_binary_logarithm() -> None:
    assert log_ratio(40, 1000, 10, 1000) == 2
    assert log_ratio(0, 1000, 8, 1000) == -4


@given(st.tuples(*[st.integers(0, 10**6)] * 4).filter(lambda cells: sum(cells) > 0))
def test_log_likelihood_is_never_negative_and_treats_both_properties_alike(
    cells: tuple[int, int, int, int],
) -> None:
    both, first, second, _neither = cells
    total = sum(cells)
    one_way = log_likelihood(both, both + first, both + second, total)
    assert one_way >= 0
    assert isclose(one_way, log_likelihood(both, both + second, both + first, total), abs_tol=1e-3)


def test_numbers_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="no table"):
        log_likelihood(5, 4, 9, 20)
    with pytest.raises(ValueError, match="without words"):
        log_ratio(1, 10, 0, 0)
