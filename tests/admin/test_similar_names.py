"""Test that the fast search for similar names finds what a comparison of all pairs finds."""

from functools import cache
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.admin.similar_names import differ_in_one_word, keys_one_letter_apart


@pytest.mark.parametrize(
    ("one", "other", "is_so"),
    [
        ("Kim Yong-chol", "Kim Yong Chul", True),
        # Two words differ. Without spaces, the names differ in only one letter.
        ("Kim Yong Chol", "Ri Myong Chol", False),
        ("Kim Yongchol", "Kim Yong Chul", True),  # not the same number of words
        ("Teacher Training", "Teachers Training", True),
    ],
)
def test_names_differ_in_a_single_word(one: str, other: str, is_so: bool) -> None:
    assert differ_in_one_word(one, other) is is_so


names = st.text(alphabet="ab", min_size=3, max_size=6)


@cache
def distance(one: str, other: str) -> int:
    """Return how many letters must be added, removed or replaced to change one name to another."""
    if not one or not other:
        return len(one) + len(other)
    if one[0] == other[0]:
        return distance(one[1:], other[1:])
    return 1 + min(distance(one[1:], other), distance(one, other[1:]), distance(one[1:], other[1:]))


@given(st.lists(names, max_size=30, unique=True))
def test_all_pairs_one_letter_apart_are_found(keys: list[str]) -> None:
    expected = {
        (one, other) for one, other in combinations(sorted(keys), 2) if distance(one, other) == 1
    }
    assert keys_one_letter_apart(keys) == expected
