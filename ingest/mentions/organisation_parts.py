"""Values and functions that several organisation modules use: gaps in names, tests of words."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.mentions.field_text import Word
from ingest.mentions.organisation_words import (
    BUILDINGS,
    COLLECTIVES,
    COMMON,
    HEADS,
    NO_PART,
    STATE_WORDS,
)

NO_GAP = (" ", "")
"""The simplest gaps between words of a name. The gap is empty in "Kim Il SungUniversity"."""

PLACE_TYPES = frozenset(
    {"province", "provinces", "city", "cities", "county", "counties", "district", "municipality"}
)
LONGEST = 10
"""The most words that are read before a head, or in one phrase after the head ("of …")."""

plain_gap = re.compile(r"(?:-[a-z]+)*[ \t]+(?:\d[\d.]*[ \t]+)?|-|\.[ \t]?(?:\d+[ \t]+)?")
possessive_gap = re.compile(r"(?:'s|')[ \t]+")
great = re.compile(r"(?<= the )great ")

# Another head is searched in the three words after a head, that is in fewer than this number.
_FARTHEST_HEAD = 4


class OrganisationWords(NamedTuple):
    """Words that name an organisation.

    `name` is the full name with single spaces. It can have more words than the span from `start` to
    `end`: in "Jisa and Usan farms", the name at "Jisa" is "Jisa Farm". The text can name the place
    of the organisation after the position `after`.
    """

    start: int
    end: int
    name: str
    after: int


def is_own_word(word: Word) -> bool:
    """Return True if a word in the name of an organisation shows which organisation is meant.

    "Undok" in "Undok Farm" does. A general word ("Foodstuff"), a type of place ("County") and a
    single letter do not.
    """
    lower = word.lower
    return len(lower) > 1 and not (
        lower in COMMON or lower in HEADS or lower in PLACE_TYPES or lower in STATE_WORDS
    )


def continues_to_head(words: Sequence[Word], index: int, text: str) -> bool:
    """Return True if the name continues after the head at `index` to another head.

    "Party" in "Unsan County Party Committee" is such a head, because "Committee" follows.
    """
    for later in range(index + 1, min(index + _FARTHEST_HEAD, len(words))):
        before, word = words[later - 1], words[later]
        gap = text[before.end : word.start]
        if (
            gap not in NO_GAP
            and not plain_gap.fullmatch(gap)
            and not (possessive_gap.fullmatch(gap) and before.lower in COLLECTIVES)
        ):
            return False
        if word.lower in NO_PART or gap.startswith("."):
            return False
        if word.lower in HEADS or (later == index + 1 and word.lower in BUILDINGS):
            return True
    return False
