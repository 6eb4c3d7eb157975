"""Names that are nearly the same are found as a plain comparison of all of them would find them."""

from functools import cache
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.admin.similar_names import in_one_word, near


@pytest.mark.parametrize(
    ("one", "other", "is_so"),
    [
        ("Kim Yong-chol", "Kim Yong Chul", True),
        ("Kim Yong Chol", "Ri Myong Chol", False),  # kimyongchol, rimyongchol
        ("Kim Yongchol", "Kim Yong Chul", True),  # cut differently, so all letters are compared
        ("Teacher Training", "Teachers Training", True),
    ],
)
def test_one_letter_apart_is_in_one_word(one: str, other: str, is_so: bool) -> None:
    assert in_one_word(one, other) is is_so


names = st.text(alphabet="ab", min_size=3, max_size=6)


@cache
def distance(one: str, other: str) -> int:
    """How many letters must be put in, taken out or exchanged, plainly."""
    if not one or not other:
        return len(one) + len(other)
    if one[0] == other[0]:
        return distance(one[1:], other[1:])
    return 1 + min(distance(one[1:], other), distance(one, other[1:]), distance(one[1:], other[1:]))


@given(st.lists(names, max_size=30, unique=True))
def test_every_pair_one_letter_apart_is_found(keys: list[str]) -> None:
    expected = {
        (one, other) for one, other in combinations(sorted(keys), 2) if distance(one, other) == 1
    }
    assert near(keys) == expected
