"""A concordance: every place where what was searched for stands, one line each, with the words
before and after it.

Matches that stand next to each other or overlap ("Kim", "Jong" and "Un") are one place.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.search.highlighting.matches import Match, MatchFinder

CONCORDANCE_ARTICLES = 1_000  # whose places are listed, in the order of the list
MAX_OCCURRENCES = 5_000  # after so many, no further article is read
CONTEXT = 90  # characters shown on either side
SORT_CONTEXT = 60  # characters on either side by which lines are sorted

_WORD = re.compile(r"\w+")


class Occurrence(NamedTuple):
    """Where a match stands: in which article, in its title or its text (code points, end
    exclusive)."""

    article_id: int
    is_in_title: bool
    start: int
    end: int

    @property
    def anchor(self) -> str:
        """Its id in the article's page."""
        return match_anchor(self.start, is_in_title=self.is_in_title)


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A place with its surroundings, each on one line. `is_cut_*`: the text goes on there."""

    place: Occurrence
    before: str
    match: str
    after: str
    is_cut_before: bool
    is_cut_after: bool


@dataclass(frozen=True, slots=True)
class Concordance:
    """All places, in order, and in how many articles they were looked for."""

    places: tuple[Occurrence, ...]
    article_count: int


Texts = Iterable[tuple[int, str, str]]  # article's id, title, body


def make_concordance(texts: Texts, finder: MatchFinder, sort: str = "") -> Concordance:
    """The places in these articles, in their order and that of the text; by the words "after" or
    "before" where `sort` says so, equals in the order of the articles. Stops after the article with
    place number PLACES."""
    found: list[tuple[tuple[str, ...], Occurrence]] = []
    article_count = 0
    for article_id, title, body in texts:
        article_count += 1
        for is_in_title, text, matches in (
            (True, title, finder.in_title(title)),
            (False, body, finder.in_body(body)),
        ):
            for start, end in join_adjacent(text, matches):
                key = _words_beside(text, start, end, sort) if sort else ()
                found.append((key, Occurrence(article_id, is_in_title, start, end)))
        if len(found) >= MAX_OCCURRENCES:
            break
    if sort:
        found.sort(key=lambda row: row[0])
    return Concordance(tuple(place for _key, place in found), article_count)


def match_anchor(start: int, *, is_in_title: bool) -> str:
    """The id of a place in the article's page: "found-120" begins at code point 120 of the text."""
    return f"found-title-{start}" if is_in_title else f"found-{start}"


def join_adjacent(text: str, matches: Sequence[Match]) -> list[tuple[int, int]]:
    """The matches, those that overlap or have nothing but a space between them as one."""
    places: list[tuple[int, int]] = []
    for start, end, _pattern in matches:
        if places and (start <= places[-1][1] or text[places[-1][1] : start] == " "):
            places[-1] = (places[-1][0], max(end, places[-1][1]))
        else:
            places.append((start, end))
    return places


def line_around(place: Occurrence, text: str) -> MatchLine:
    """The line of a place in its text (of the title, or of the body)."""
    start, end = max(0, place.start - CONTEXT), min(len(text), place.end + CONTEXT)
    before, after = text[start : place.start], text[place.end : end]
    if start and before and not text[start - 1].isspace() and " " in before:
        before = before[before.index(" ") :]
    if end < len(text) and after and not text[end].isspace() and " " in after:
        after = after[: after.rindex(" ") + 1]
    return MatchLine(
        place,
        _on_one_line(before),
        _on_one_line(text[place.start : place.end]),
        _on_one_line(after),
        is_cut_before=bool(text[: place.start - len(before)].strip())
        if before
        else place.start > 0,
        is_cut_after=bool(text[place.end + len(after) :].strip()),
    )


def _words_beside(text: str, start: int, end: int, sort: str) -> tuple[str, ...]:
    """The words by which a line is sorted, nearest first, without regard to case. None comes before
    any."""
    if sort == "after":
        return tuple(_WORD.findall(text[end : end + SORT_CONTEXT].casefold()))
    return tuple(reversed(_WORD.findall(text[max(0, start - SORT_CONTEXT) : start].casefold())))


def _on_one_line(text: str) -> str:
    """Line breaks and runs of spaces as one space."""
    return re.sub(r"\s+", " ", text)
