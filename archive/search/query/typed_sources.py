"""Find the name of a source at the beginning or end of a pasted headline.

Headlines are copied with the source beside them: "Water Park Opened - KCNA", "[KCNA] Water Park
Opened", "Water Park Opened (KCNA, 2024-01-01)". A mark parts the name from the other words.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from archive.search.query.notes import shortened
from archive.search.query.tokens import Token, token_kind
from archive.search.values import OtherSearch
from ingest.month_names import ANY_MONTH

_MARK = re.compile(r"\s+-+\s+|\s*[|—―()\[\]【】]\s*|[,:;](?:\s+|$)")
_OPEN, _CLOSE = "([【", ")]】"
# Letters with what names of sources have between them: "KCNA.kp", "Foreign Trade of the DPRK".
_NAME = re.compile(r"[^\W\d_][\w.'’&-]*(?: [^\W\d_][\w.'’&-]*){0,6}")
_DATE = re.compile(rf"(?:{ANY_MONTH}|juche|[\d\s./-])+", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")


def possible_sources(text: str) -> list[tuple[int, int]]:
    """Return the places in a text of the first and last part, if they can be names of sources.

    Dates are left out. If the text then has only one part, the result is empty, because a source is
    looked for only beside a headline.
    """
    marks = [(0, 0), *(mark.span() for mark in _MARK.finditer(text)), (len(text), len(text))]
    parts = [
        (start, end)
        for (_, start), (end, _) in pairwise(marks)
        if _LETTER.search(text, start, end) and not _DATE.fullmatch(text, start, end)
    ]
    if len(parts) < 2:
        return []
    before_last, after_first = text[: parts[-1][0]].rstrip(), text[parts[0][1] :].lstrip()
    found = [
        *(parts[:1] if not after_first.startswith(tuple(_OPEN)) else ()),
        *(parts[-1:] if not before_last.endswith(tuple(_CLOSE)) else ()),
    ]
    return [part for part in found if _NAME.fullmatch(text, *part)]


def tokens_at(tokens: Sequence[Token], text: str, start: int, end: int) -> range:
    """Return the indexes of the tokens that are this part of the text, perhaps with marks around.

    The result is empty if one of them is not a word, or has other letters outside of this part.
    """
    some = [i for i, token in enumerate(tokens) if token.end() > start and token.start() < end]
    if not some or any(token_kind(tokens[index]) != "word" for index in some):
        return range(0)
    outside = text[tokens[some[0]].start() : start] + text[end : tokens[some[-1]].end()]
    return range(0) if _LETTER.search(outside) else range(some[0], some[-1] + 1)


def as_source(text: str, name: str, start: int, end: int) -> OtherSearch:
    """Return the search for a source that was typed without `source:`, at `start` to `end`."""
    shown = shortened(name)
    return OtherSearch(
        f"“{shown}” was searched for as words, and as a source: its articles were found, too.",
        f"Only articles of the source “{shown}”",
        f'{text[:start]}source:"{name}"{text[end:]}',
    )
