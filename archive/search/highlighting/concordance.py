"""Make a concordance: a line for each match of a search, with the words before and after the match.

Matches that overlap, or that have only a space between them ("Kim", "Jong" and "Un"), are joined to
one occurrence, which has one line.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.search.highlighting.matches import Match, MatchFinder

CONCORDANCE_ARTICLES = 1_000  # articles that are read, from the start of the list
MAX_OCCURRENCES = 5_000  # after this number of occurrences, no further article is read
# After this much work (`MatchFinder.work`, about 0.2 s), no further article is read. A search for a
# few words needs less work for CONCORDANCE_ARTICLES articles.
MAX_WORK = 150_000
CONTEXT = 90  # characters shown on each side of an occurrence
SORT_CONTEXT = 60  # characters on one side of an occurrence by which lines are sorted

_WORD = re.compile(r"\w+")


class Occurrence(NamedTuple):
    """The position of one match, or of several joined matches, in an article's title or text.

    `start` and `end` are in code points, end exclusive.
    """

    article_id: int
    is_in_title: bool
    start: int
    end: int

    @property
    def anchor(self) -> str:
        """Return the HTML id of the occurrence on the article's page."""
        return match_anchor(self.start, is_in_title=self.is_in_title)


@dataclass(frozen=True, slots=True)
class MatchLine:
    """An occurrence (`match`) with the text before and after it in the same title or body.

    `is_cut_before` is true if the title or body has more text before `before`. `is_cut_after` is
    true if it has more text after `after`.
    """

    occurrence: Occurrence
    before: str
    match: str
    after: str
    is_cut_before: bool
    is_cut_after: bool


@dataclass(frozen=True, slots=True)
class Concordance:
    """The occurrences in the order of their lines, and the number of articles that were read."""

    occurrences: tuple[Occurrence, ...]
    article_count: int


Texts = Iterable[tuple[int, str, str]]  # the id, title and body of each article


def make_concordance(texts: Texts, finder: MatchFinder, sort: str = "") -> Concordance:
    """Return the occurrences in these articles.

    If `sort` is "", the occurrences are in the order of the articles; in each article, the title
    comes before the text. If `sort` is "after", they are sorted by the words after them; if it is
    "before", by the words before them. Occurrences with equal words stay in the order of the
    articles. No further article is read after MAX_OCCURRENCES occurrences, or after the work
    MAX_WORK (see `MatchFinder`).
    """
    rows: list[tuple[tuple[str, ...], Occurrence]] = []
    article_count = 0
    for article_id, title, body in texts:
        article_count += 1
        for found in occurrences_in(article_id, title, body, finder):
            text = title if found.is_in_title else body
            key = _words_beside(text, found.start, found.end, sort) if sort else ()
            rows.append((key, found))
        if len(rows) >= MAX_OCCURRENCES or finder.work >= MAX_WORK:
            break
    if sort:
        rows.sort(key=lambda row: row[0])
    return Concordance(tuple(occurrence for _key, occurrence in rows), article_count)


def occurrences_in(
    article_id: int, title: str, body: str, finder: MatchFinder
) -> Iterator[Occurrence]:
    """Yield the occurrences in an article, first those in the title."""
    for is_in_title, text, matches in (
        (True, title, finder.in_title(title)),
        (False, body, finder.in_body(body)),
    ):
        for start, end in join_adjacent(text, matches):
            yield Occurrence(article_id, is_in_title, start, end)


def match_anchor(start: int, *, is_in_title: bool) -> str:
    """Return the HTML id of a match on the article's page: "found-120", or "found-title-0".

    `start` is the code point at which the match begins in the text or title.
    """
    return f"found-title-{start}" if is_in_title else f"found-{start}"


def join_adjacent(text: str, matches: Sequence[Match]) -> list[tuple[int, int]]:
    """Return the spans of matches in `text`; join spans that overlap or are one space apart."""
    spans: list[tuple[int, int]] = []
    for start, end, _pattern in matches:
        if spans and (start <= spans[-1][1] or text[spans[-1][1] : start] == " "):
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def line_around(occurrence: Occurrence, text: str) -> MatchLine:
    """Return the line for an occurrence; `text` is the title or body that contains it."""
    start = max(0, occurrence.start - CONTEXT)
    end = min(len(text), occurrence.end + CONTEXT)
    before, after = text[start : occurrence.start], text[occurrence.end : end]
    if start and before and not text[start - 1].isspace() and " " in before:
        before = before[before.index(" ") :]
    if end < len(text) and after and not text[end].isspace() and " " in after:
        after = after[: after.rindex(" ") + 1]
    return MatchLine(
        occurrence,
        _on_one_line(before),
        _on_one_line(text[occurrence.start : occurrence.end]),
        _on_one_line(after),
        is_cut_before=bool(text[: occurrence.start - len(before)].strip())
        if before
        else occurrence.start > 0,
        is_cut_after=bool(text[occurrence.end + len(after) :].strip()),
    )


def _words_beside(text: str, start: int, end: int, sort: str) -> tuple[str, ...]:
    """Return the words by which a line is sorted, in lower case, beginning next to the match.

    If `sort` is "after", these are the words after the match. Otherwise, they are the words before
    the match, in reverse order. Lines without such words come first.
    """
    if sort == "after":
        return tuple(_WORD.findall(text[end : end + SORT_CONTEXT].casefold()))
    return tuple(reversed(_WORD.findall(text[max(0, start - SORT_CONTEXT) : start].casefold())))


def _on_one_line(text: str) -> str:
    """Replace each sequence of spaces and line breaks by one space."""
    return re.sub(r"\s+", " ", text)
