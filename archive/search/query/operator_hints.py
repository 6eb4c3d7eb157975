"""Suggestions for a search without results: "or" and "not" are operators only in capitals."""

import re

from archive.search.query.tokens import clean_query

_MEANINGS = {
    "or": "OR in capitals finds articles with either of its two neighbours",
    "not": "NOT in capitals excludes what comes after it",
    "and": "a search always looks for all its words, so you can omit it",
}
_LOWER_CASE = re.compile(r'"[^"]*"?|(?<=[^\s(] )(or|not|and)(?= [^\s)])')


def with_operators(typed: str) -> tuple[str, tuple[str, ...]]:
    """Return the search in which "or", "not" and "and" are operators, and what each of them means.

    "iron or steel" becomes "iron OR steel". The meanings are sentences; there is one for each of
    the words that is between other words. If there is none, the result is ("", ()).
    """
    text = clean_query(typed)
    operators = {match[1] for match in _LOWER_CASE.finditer(text)} - {None}
    if not operators:
        return "", ()
    corrected = " ".join(_LOWER_CASE.sub(_in_capitals, text).split())
    return corrected, tuple(
        f"“{word}” was searched for as a word; {meaning}."
        for word, meaning in _MEANINGS.items()
        if word in operators
    )


def _in_capitals(match: re.Match[str]) -> str:
    """Return the corrected text of a match: "or" -> "OR", "not" -> "NOT", "and" -> "".

    `match` can also be a whole phrase in quotation marks, which is returned unchanged.
    """
    return match[0] if match[1] is None else match[1].upper().replace("AND", "")
