"""Divides a headline that is longer than a title may be.

Such a headline usually contains the text of the article. The archive keeps as many of its words as
fit into a title. The other words become text of the article, so that readers and searches find it.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from ingest.rules import LONGEST_TITLE
from ingest.text_lines import words
from ingest.values import Span

_SPACE = re.compile(r"\s+")
# Only this number of characters of a line is read for the title; tags are included in the number.
_MOST_READ = 16 * LONGEST_TITLE
# To see whether a position is inside a tag or inside "&amp;", this number of characters before and
# after the position is read.
_AROUND = 1_200


def divide_headline(text: str, spans: Sequence[Span]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the spans of the title, and the spans of the rest: () if the whole headline fits.

    `spans` are the spans of the lines of the headline, in the saved `text`. The headline is divided
    between words. But if a title divided between words would have less than half of the letters
    that a title can have, the headline is divided between letters.
    """
    lines = [text[slice(*span)] for span in spans]

    def is_too_long(count: int) -> bool:
        return len(words(lines[:count])) > LONGEST_TITLE

    if not is_too_long(len(lines)):
        return tuple(spans), ()
    whole = bisect_left(range(1, len(lines)), True, key=is_too_long)  # how many lines fit
    start, end = spans[whole]
    place = _place(text, lines[:whole], start, end)
    if place == start:
        return tuple(spans[:whole]), tuple(spans[whole:])
    return (*spans[:whole], (start, place)), ((place, end), *spans[whole + 1 :])


def _place(text: str, above: list[str], start: int, end: int) -> int:
    """Return the position up to which a line fits into a title, together with the lines `above`.

    `start` and `end` are the span of the line, which is too long to fit as a whole. The result is
    `start` if no part of the line fits.
    """

    def length(place: int) -> int:
        return len(words([*above, text[start:place]]))

    def is_too_long(place: int) -> bool:
        return length(place) > LONGEST_TITLE

    last = min(end, start + _MOST_READ)
    gaps = [start, *(gap.start() for gap in _SPACE.finditer(text, start, last))]
    for places, least in ((gaps, LONGEST_TITLE // 2), (range(start, last), 1)):
        for place in reversed(places[: bisect_left(places, True, key=is_too_long)]):
            if length(place) < least:
                break
            if _is_outside_tags(text, start, place, end):
                return place
    return start


def _is_outside_tags(text: str, start: int, place: int, end: int) -> bool:
    before, after = (
        text[max(start, place - _AROUND) : place],
        text[place : min(end, place + _AROUND)],
    )
    parts = words([before]) + words([after])
    return parts.replace(" ", "") == words([before + after]).replace(" ", "")
