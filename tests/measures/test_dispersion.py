"""Compare logDice and the deviation of proportions with what their authors published."""

from math import isclose

import pytest

from archive.measures.association import log_dice
from archive.measures.dispersion import deviation_of_proportions, normalised_deviation


def test_the_example_of_gries_has_his_deviation() -> None:
    # Gries (2008): "a" occurs 1 to 5 times in five parts of 9, 10, 10, 10 and 11 words.
    sizes, counts = [9, 10, 10, 10, 11], [1, 2, 3, 4, 5]
    assert round(deviation_of_proportions(sizes, counts), 2) == 0.18
    # The correction of 2012 divides by 1 - 9/50.
    assert isclose(normalised_deviation(sizes, counts), 0.18 / 0.82)


def test_the_deviation_is_between_even_and_all_in_the_smallest_part() -> None:
    assert normalised_deviation([10, 30, 60], [1, 3, 6]) == 0
    assert isclose(normalised_deviation([10, 30, 60], [7, 0, 0]), 1)
    assert normalised_deviation([10, 0], [7, 0]) == 0
    with pytest.raises(ValueError, match="nothing to be spread"):
        deviation_of_proportions([1, 2], [0, 0])


def test_log_dice_has_the_features_that_rychly_names() -> None:
    assert log_dice(500, 500, 500) == 14  # the theoretical maximum
    assert log_dice(1, 16_384, 16_384) == 0  # one together for each 16,000 of one word
    assert log_dice(40, 900, 700) - log_dice(20, 900, 700) == 1  # twice as often together
    with pytest.raises(ValueError, match="never together"):
        log_dice(0, 5, 5)
