"""Hints for a search without results: "or" and "not" are operators only in capitals."""

import re

from archive.search.periods import QUOTED_LENGTH
from archive.search.query.parser import clean_query

_MEANINGS = {
    "or": "OR in capitals finds articles with either of its two neighbours",
    "not": "NOT in capitals excludes what comes after it",
    "and": "a search always looks for all its words, so you can omit it",
}
_LOWER_CASE = re.compile(r'"[^"]*"?|(?<=[^\s(] )(or|not|and)(?= [^\s)])')


def hints_for(typed: str) -> tuple[str, ...]:
    """Return a hint for each of the words "or", "not" and "and" that is between other words.

    Each hint is a sentence. If the corrected search has at most QUOTED_LENGTH characters, the hint
    ends with this search: for "iron or steel", the hint ends with "iron OR steel".
    """
    text = clean_query(typed)
    operators = {match[1] for match in _LOWER_CASE.finditer(text)}
    corrected = " ".join(_LOWER_CASE.sub(_in_capitals, text).split())
    example = f": {corrected}" if len(corrected) <= QUOTED_LENGTH else ""
    return tuple(
        f"“{word}” was searched for as a word; {meaning}{example}."
        for word, meaning in _MEANINGS.items()
        if word in operators
    )


def _in_capitals(match: re.Match[str]) -> str:
    """Return the corrected text of a match: "or" -> "OR", "not" -> "NOT", "and" -> "".

    `match` can also be a whole phrase in quotation marks, which is returned unchanged.
    """
    return match[0] if match[1] is None else match[1].upper().replace("AND", "")
