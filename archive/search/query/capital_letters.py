"""The other meaning of words such as "UN" in a search: abbreviations in capital letters."""

import re
from typing import NamedTuple

from archive.search.analysis.words import AMBIGUOUS, rows_of_capitals
from archive.search.query.tokens import FIELDS, clean_query

_WORD = re.compile(
    rf"(?<![^\W_])(?:{'|'.join(sorted(AMBIGUOUS))})(?![^\W_]|\.[A-Za-z])", re.IGNORECASE
)
# Names in fields are found in capital and in small letters: place:US, org:(WHO OR UN).
_NAMES = "|".join(name for name in FIELDS if name != "title")
_VALUE = re.compile(rf"""(?<![^\s(:-])(?:{_NAMES}):-?(?:\([^)]*|"[^"]*|[^\s()"]*)""", re.IGNORECASE)


class OtherMeaning(NamedTuple):
    """A word of a search, the same word in other letters, and the search with the other word.

    `is_beside_words` is true if the search has other words.
    """

    word: str
    other: str
    search: str
    is_beside_words: bool = False

    @property
    def is_abbreviation(self) -> bool:
        """Return True if the typed word means the abbreviation."""
        return self.word.isupper()


def other_meanings(typed: str) -> list[OtherMeaning]:
    """Return the words of a search that mean something else in capital or in small letters.

    >>> other_meanings("UN forces")
    [OtherMeaning(word='UN', other='un', search='un forces', is_beside_words=True)]
    """
    text = clean_query(typed)
    if any(
        AMBIGUOUS & set(text[start:end].lower().split()) for start, end in rows_of_capitals(text)
    ):
        return []  # both were searched for
    values = [value.span() for value in _VALUE.finditer(text)]
    found: dict[str, OtherMeaning] = {}
    for match in _WORD.finditer(text):
        word = match[0]
        if any(start < match.start() < end for start, end in values):
            continue
        if word.isupper() or word == text or word.islower():
            other = word.lower() if word.isupper() else word.upper()
            search = f"{text[: match.start()]}{other}{text[match.end() :]}"
            found.setdefault(word, OtherMeaning(word, other, search, word != text))
    return list(found.values())
