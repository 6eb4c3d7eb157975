"""Test the numbers that the index stores for codes ("ko"): each code has its own number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.code_numbers import MAX_LENGTH, code_number, code_of

codes = st.text("-0123456789abcdefghijklmnopqrstuvwxyz", max_size=MAX_LENGTH)


@given(codes, codes)
def test_every_code_has_a_number_of_its_own(code: str, other: str) -> None:
    assert code_of(code_number(code)) == code
    assert (code_number(code) == code_number(other)) == (code == other)


def test_no_number_is_too_large_for_a_float() -> None:
    largest = code_number("z" * MAX_LENGTH)
    assert float(largest) != float(largest - 1)
    assert largest < 2**53


def test_the_empty_code_is_the_unknown_value() -> None:
    assert code_number("") == 0


@pytest.mark.parametrize("text", ["KO", "한국어", "a b", "123456789"])
def test_other_texts_have_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="is not a code"):
        code_number(text)
