"""Decides whether two words are spellings of one word: "labor" and "labour"."""

import re
from functools import cache

from rapidfuzz.distance import OSA

from ingest.mentions.names_csv import read_listed
from ingest.mentions.places_csv import read_places
from ingest.month_names import MONTH_NUMBERS
from ingest.text_changes import NUMBER_WORDS
from ingest.text_lines import normalise_title

_SHORTEST = 5  # letters; shorter words that differ are different words
_ORDINAL = re.compile(r"(?:\w*(?:teen|ty)|\w*(?:fif|six|seven|eigh|nin|ten|elev|twel)\w*th|third)")
# In other scripts, one sign or syllable is a word or changes the meaning of one.
_ALPHABETIC = re.compile(r"[a-zß-ɏḀ-ỿа-ԯ]+")


def are_spellings(one: str, other: str, most: int = 1) -> bool:
    """Return True if two words in small letters are spellings of one word, or equal.

    They have five or more letters of an alphabet, and at most `most` letters differ, but not the
    first (rapidfuzz counts two letters that changed places as one). Numbers, ordinals, months and
    two listed names of people or places never are spellings of one word: Sunchon and Sinchon are
    two places.
    """
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST or one[0] != other[0]:
        return False
    if not (_ALPHABETIC.fullmatch(one) and _ALPHABETIC.fullmatch(other)):
        return False
    if OSA.distance(one, other, score_cutoff=most) > most or is_number(one) or is_number(other):
        return False
    return not (one in _words_of_names() and other in _words_of_names())


def is_number(word: str) -> bool:
    """Return True for a number word, an ordinal or the name of a month, in small letters."""
    return word in NUMBER_WORDS or word in MONTH_NUMBERS or _ORDINAL.fullmatch(word) is not None


@cache
def _words_of_names() -> frozenset[str]:
    """Return the words of all listed names of places and people."""
    names = [name for listed in read_listed() if listed.kind == "person" for name in listed.names]
    names += [name for place in read_places() for name in place.names]
    return frozenset(word for name, _kind in names for word in normalise_title(name).split())
