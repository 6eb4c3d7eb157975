"""Rules out most pairs of articles at once: a bound on what two texts have in common.

Most likely pairs tell different stories, and to compare all words of two texts takes long. So each
text has a few numbers with which it can be compared in a millionth of a second. They never rule out
two texts that `likeness` finds alike; they only save time.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import fsum

Weights = Mapping[str, float]
"""Words with their weights; the squares of the weights add up to 1."""

LEAST_NAMES = 0.75
"""The least share of the names of the shorter text, by weight, that another outlet's text has."""

LEAST_CONTAINED = 0.6
"""The least share of the runs of the shorter of two near-equal texts that the other has."""

LEAST_CONTAINED_IN_OUTLET = 0.8
"""The same for two texts of one outlet."""

_BITS = 2_048
_ROUNDING = 1e-9


@dataclass(slots=True)
class Bounds:
    """What is known of a text without its words.

    `runs` is the number of its runs. A set of words is written as a number with a bit for each
    word, which some share: two sets have at most as many words in common as their numbers have
    bits, and the bits that the smaller set lacks because its words share some. `fewest_names` is
    the number of bits of `rare_name_bits` (the rarer half of the names) that a text must have that
    has LEAST_NAMES of the names.
    """

    language: str
    runs: int
    run_bits: int
    run_bits_lost: int
    name_bits: int
    rare_name_bits: int
    fewest_names: int


def bounds_of(language: str, names: Weights, runs: Collection[str]) -> Bounds:
    """Return the bounds of a text with these names and runs of words."""
    run_bits = _bits(runs)
    ranked = sorted(names, key=lambda name: (names[name], name))
    rare = ranked[len(ranked) // 2 :]
    rare_bits = _bits(rare)
    may_lack = 0
    lacking = fsum(names.values()) * (1 - LEAST_NAMES) + _ROUNDING
    for name in rare:
        lacking -= names[name]
        if lacking < 0:
            break
        may_lack += 1
    return Bounds(
        language,
        len(runs),
        run_bits,
        len(runs) - run_bits.bit_count(),
        _bits(ranked),
        rare_bits,
        rare_bits.bit_count() - may_lack,
    )


def possible_in_outlet(one: Bounds, others: Iterable[tuple[int, Bounds | None]]) -> list[int]:
    """Return those of the other texts of an outlet (ids) that could tell the story of the first."""
    share = LEAST_CONTAINED_IN_OUTLET
    return [
        pk
        for pk, other in others
        if other
        and (
            can_contain(one, other, share)
            if one.runs < other.runs
            else can_contain(other, one, share)
        )
    ]


def possible_elsewhere(one: Bounds, others: Iterable[tuple[int, Bounds | None]]) -> list[int]:
    """Return those of the texts of other outlets (ids) that could tell the story of the first.

    There can be hundreds, so what is the same for all is read only once.
    """
    language, runs = one.language, one.runs
    names, rare_names, fewest = one.name_bits, one.rare_name_bits, one.fewest_names
    found: list[int] = []
    for pk, other in others:
        if other is None:
            continue
        if other.runs > runs:
            is_possible = (rare_names & other.name_bits).bit_count() >= fewest
        elif other.runs < runs:
            is_possible = (other.rare_name_bits & names).bit_count() >= other.fewest_names
        else:
            is_possible = True  # either could be the shorter one
        if is_possible or other.language != language:
            found.append(pk)
    return found


def can_contain(one: Bounds, other: Bounds, share: float) -> bool:
    """Return False if the other text certainly lacks more than this share of the runs of `one`."""
    in_common = (one.run_bits & other.run_bits).bit_count() + one.run_bits_lost
    return in_common >= share * one.runs - _ROUNDING


def _bits(words: Collection[str]) -> int:
    """Return a number with a bit for each word. It is different in each process."""
    bits = bytearray(b"0") * _BITS
    for word in words:
        bits[hash(word) % _BITS] = 49  # "1"
    return int(bits, 2)
