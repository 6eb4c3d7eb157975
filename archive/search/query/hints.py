"""What may help who found nothing: small letters where a search knows a word in capitals only."""

import re

from archive.search.periods import QUOTED_LENGTH
from archive.search.query.parser import clean_query

_MEANT = {
    "or": "OR in capitals joins its two neighbours",
    "not": "NOT in capitals leaves out what comes after it",
    "and": "all words are wanted anyway, so it can be left out",
}
_SMALL = re.compile(r'"[^"]*"?|(?<=[^\s(] )(or|not|and)(?= [^\s)])')


def hints_for(typed: str) -> tuple[str, ...]:
    """A sentence for each of "or", "not" and "and" that stands between other words, with what was
    perhaps meant."""
    text = clean_query(typed)
    small = {found[1] for found in _SMALL.finditer(text)}
    meant = " ".join(_SMALL.sub(_in_capitals, text).split())
    example = f": {meant}" if len(meant) <= QUOTED_LENGTH else ""
    return tuple(
        f"“{word}” was searched for as a word; {_MEANT[word]}{example}."
        for word in _MEANT
        if word in small
    )


def _in_capitals(found: re.Match[str]) -> str:
    """The word as it was perhaps meant; a phrase stays as it is."""
    return found[0] if found[1] is None else found[1].upper().replace("AND", "")
