"""Decides whether two articles tell the same story, and says how alike they are.

The rules were chosen with 319 pairs of articles that a person had labelled by reading.
docs/stories.md has the figures on 473 other pairs. What they rest on:

- An outlet rarely tells one piece of news twice in other words, but it writes many pieces of one
  kind with the same words. So two articles of one outlet in one language tell a story only if one
  text nearly contains the other, with the same names.
- Two outlets, or two languages, tell one story if the names and numbers of a text are those of the
  other, within a day or a few. If several articles of an outlet would fit, only the best is the
  same story (`groups.py`).
"""

from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from ingest.stories.bounds import (
    LEAST_CONTAINED,
    LEAST_CONTAINED_IN_OUTLET,
    LEAST_NAMES,
    can_contain,
)
from ingest.stories.story_text import StoryText, covered, product

NEAR_DAYS = 10
"""Two near-equal texts that are further apart are two stories: greetings of another year."""

REWORDED_DAYS = 3
TRANSLATED_DAYS = 1


class LikenessKind(StrEnum):
    """In which way two articles tell one story."""

    NEAR = "near"
    """the same text, perhaps shortened, with other spelling or another headline"""
    REWORDED = "reworded"
    """the same news in other words of one language"""
    TRANSLATED = "translated"
    """the same news in two languages"""


class Likeness(NamedTuple):
    """How alike two articles of one story are: `measure` is between 0 and 1.

    The measure of two near-equal texts is the share of the shorter text's runs of three words that
    the longer has. For others, it says how much of their names, numbers and words they have in
    common, rare ones more. Measures of different kinds cannot be compared.
    """

    kind: LikenessKind
    measure: float


def likeness(
    one: StoryText, other: StoryText, *, days: int, is_same_outlet: bool
) -> Likeness | None:
    """Return how alike two articles are if they tell the same story, otherwise None.

    `days` is the number of days between them. The result is the same if `one` and `other` are
    exchanged.
    """
    if one.bounds.runs > other.bounds.runs:
        one, other = other, one
    if one.language != other.language:
        return _translated(one, other, days)
    # The names are compared first: there are few of them, and they tell most texts apart.
    if not is_same_outlet and covered(one.names, other.names) < LEAST_NAMES:
        return None
    contained = _contained(one, other)
    return _near(one, other, contained, days, is_same_outlet=is_same_outlet) or (
        None if is_same_outlet else _reworded(one, other, days)
    )


def _contained(one: StoryText, other: StoryText) -> float:
    """Return the share of the runs of `one` that the other text has; 0 if it is too small."""
    if not can_contain(one.bounds, other.bounds, LEAST_CONTAINED):
        return 0.0
    return len(one.runs & other.runs) / max(len(one.runs), 1)


def _near(
    one: StoryText, other: StoryText, contained: float, days: int, *, is_same_outlet: bool
) -> Likeness | None:
    """`one` is the shorter text; `contained` is the share of its runs that the other has."""
    if days > NEAR_DAYS or contained < LEAST_CONTAINED:
        return None
    words, names = covered(one.words, other.words), covered(one.names, other.names)
    if is_same_outlet:
        is_near = not _own(one, other) and (
            contained >= _NEARLY_ALL
            or (
                contained >= LEAST_CONTAINED_IN_OUTLET
                and words >= 0.94
                and names >= 0.93
                and have_common_occasion(one, other)
            )
        )
    else:
        is_near = words >= 0.92 and names >= 0.9 and have_common_occasion(one, other)
    numbers = covered(one.numbers, other.numbers)
    if not is_near or (not one.has_spaces and numbers < 1):
        return None
    return Likeness(LikenessKind.NEAR, round(contained, 3))


def _own(one: StoryText, other: StoryText) -> list[str]:
    """Return the names and numbers of a text that the other does not have in any spelling."""
    missing = [
        *(name for name in one.names if " " not in name and name not in other.names),
        *(number for number in one.numbers if number not in other.numbers),
    ]
    return [
        word
        for word in missing
        if word not in other.words
        and not extractOne(word, list(other.names), scorer=ratio, score_cutoff=_ALIKE)
    ]


def _reworded(one: StoryText, other: StoryText, days: int) -> Likeness | None:
    if days > REWORDED_DAYS or not (one.is_counted and other.is_counted):
        return None
    names = product(one.names, other.names)
    if names < 0.3 or not have_common_occasion(one, other):
        return None
    words = product(one.words, other.words)
    measure = (words + names) / 2
    if words < 0.2 or measure < 0.4:
        return None
    return Likeness(LikenessKind.REWORDED, round(measure, 3))


def _translated(one: StoryText, other: StoryText, days: int) -> Likeness | None:
    if days > TRANSLATED_DAYS:
        return None
    names = product(one.names, other.names)
    measure = 0.85 * names
    if one.numbers and other.numbers:
        measure = 0.7 * names + 0.3 * product(one.numbers, other.numbers)
    in_common = len(one.names.keys() & other.names.keys())
    in_common += len(one.numbers.keys() & other.numbers.keys())
    if (
        measure < _LEAST_TRANSLATED
        or in_common < _FEWEST_IN_COMMON
        or not have_common_occasion(one, other)
    ):
        return None
    return Likeness(LikenessKind.TRANSLATED, round(measure, 3))


def have_common_occasion(one: StoryText, other: StoryText) -> bool:
    """Return False if the first sentences of two articles tell of two different occasions."""
    return not (one.occasions and other.occasions) or bool(one.occasions & other.occasions)


_NEARLY_ALL = 0.97
_ALIKE = 85  # of 100: two words that are as alike are spellings of one word
_LEAST_TRANSLATED = 0.22
_FEWEST_IN_COMMON = 2  # names and numbers
