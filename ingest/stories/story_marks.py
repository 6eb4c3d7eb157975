"""Marks of an article: two articles of one story have some of them in common.

To compare an article with all others of its days would take too long. So only articles with common
marks are compared. There are two kinds: *near* marks, from a MinHash of the runs of words, of which
near-equal texts have at least one in common; and *rare* marks, for the rarest names and numbers.

The marks of a text are the same everywhere. They are stored, and depend on VERSION.
"""

from array import array
from collections.abc import Iterable
from typing import NamedTuple
from zlib import crc32

from rensa import RMinHash

from ingest.stories.story_text import StoryText, Weights

VERSION = f"1.{RMinHash.ALGORITHM_VERSION}"
"""Changes if other marks are made of the same text."""

# Two texts with a third of their runs in common have a near mark in common in 97 of 100 cases.
_HASHES, _HASHES_IN_MARK = 64, 2
_SEED = 20_240_517
_MOST_NAMES, _MOST_NUMBERS = 30, 10
_FEWEST_RUNS = 20  # texts with fewer runs of three words are too short to be told apart


class StoryMarks(NamedTuple):
    """The marks of an article, as numbers below 2³²."""

    near: tuple[int, ...] = ()
    rare: tuple[int, ...] = ()

    def as_bytes(self) -> bytes:
        """Return the marks in the form in which they are stored."""
        return array("I", (len(self.near), *self.near, *self.rare)).tobytes()

    @classmethod
    def of_bytes(cls, stored: bytes) -> "StoryMarks":
        """Return the marks that `as_bytes` stored."""
        numbers = array("I", stored)
        end = numbers[0] + 1
        return cls(tuple(numbers[1:end]), tuple(numbers[end:]))


def marks_of(text: StoryText) -> StoryMarks:
    """Return the marks of an article; a text of a few words has none."""
    if len(text.runs) < _FEWEST_RUNS:
        return StoryMarks()
    minhash = RMinHash(num_perm=_HASHES, seed=_SEED)
    minhash.update(list(text.runs))
    digest = minhash.digest()
    near = [
        crc32(f"{start} {digest[start : start + _HASHES_IN_MARK]}".encode())
        for start in range(0, _HASHES, _HASHES_IN_MARK)
    ]
    rare = [
        *_rarest("name", text.names, _MOST_NAMES),
        *_rarest("number", {n: w for n, w in text.numbers.items() if len(n) > 1}, _MOST_NUMBERS),
    ]
    return StoryMarks(tuple(near), tuple(rare))


def _rarest(kind: str, weights: Weights, most: int) -> Iterable[int]:
    ranked = sorted(weights, key=lambda word: (-weights[word], word))[:most]
    return [crc32(f"{kind} {word}".encode()) for word in ranked]
