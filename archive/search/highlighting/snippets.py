"""Passages: the words of an article around what was searched for, to judge a result without opening
it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.search.highlighting.matches import Match, MatchFinder
from archive.search.values import Snippet, TextPiece

COUNT = 3  # passages of one article
LENGTH = 280  # characters of all of them: two to three lines
LENGTH_ALONE = 220  # characters of a single one
SHORTEST = LENGTH // COUNT
BEFORE = 30  # characters shown before the first match of each


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of the text that holds matches, from the first of them on."""

    start: int
    end: int


def make_snippets(text: str, finder: MatchFinder) -> tuple[Snippet, ...]:
    """Up to three passages of `text` that show the most of what is searched for, in the order of
    the text, about LENGTH characters in all. They do not overlap, and every match in them is
    marked.

    Without a match (the words are in the title, or none were asked for) it is the start of the
    text."""
    if not text:
        return ()
    matches = finder.in_body(text)
    if not matches:
        return (_cut(text, 0, LENGTH_ALONE, ()),)
    windows = _best_windows(matches)
    length = LENGTH_ALONE if len(windows) == 1 else LENGTH // len(windows)
    return tuple(
        _cut(text, start, end, matches) for start, end in _stretches(text, windows, length)
    )


def marked_title(title: str, finder: MatchFinder) -> tuple[TextPiece, ...]:
    """The whole title, with the matches in it marked."""
    return _pieces(title, 0, len(title), finder.in_title(title))


def _best_windows(matches: Sequence[Match]) -> list[_Window]:
    """The windows that show most, best first chosen: each shows what the ones before did not, where
    there is any."""
    chosen: list[_Window] = []
    shown: set[int] = set()
    left = list(matches)
    while left and len(chosen) < COUNT:
        run = _best_run(left, SHORTEST - BEFORE, shown)
        window = _Window(run[0].start, max(match.end for match in run))
        chosen.append(window)
        shown |= {match.pattern for match in run}
        left = [
            match
            for match in left
            if match.end <= window.start - SHORTEST or match.start >= window.start + SHORTEST
        ]
    return sorted(chosen, key=lambda window: window.start)


def _best_run(matches: Sequence[Match], length: int, shown: set[int]) -> Sequence[Match]:
    """The run of matches within `length` characters that shows most patterns not yet shown, then
    most patterns, then most matches, then comes first."""
    best, best_rank = slice(0), (0, 0, 0)
    held: Counter[int] = Counter()
    kinds = fresh = end = 0
    for start, (begins, _end, pattern) in enumerate(matches):
        while end < len(matches) and (end == start or matches[end].end - begins <= length):
            added = matches[end].pattern
            if not held[added]:
                kinds += 1
                fresh += added not in shown
            held[added] += 1
            end += 1
        rank = (fresh, kinds, end - start)
        if rank > best_rank:
            best, best_rank = slice(start, end), rank
        held[pattern] -= 1
        if not held[pattern]:
            kinds -= 1
            fresh -= pattern not in shown
    return matches[best]


def _stretches(text: str, windows: Sequence[_Window], length: int) -> list[tuple[int, int]]:
    """Where the passages begin and end: each about `length` characters; those that would touch are
    one."""
    stretches: list[tuple[int, int]] = []
    for window in windows:
        start = max(0, min(window.start - BEFORE, len(text) - length))
        end = max(start + length, window.end)
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return stretches


def _cut(text: str, start: int, end: int, matches: Sequence[Match]) -> Snippet:
    """The text from about `start` to about `end`, cut between words, with the matches in it
    marked."""
    start = _word_start(text, start)
    end = _word_end(text, start, min(end, len(text)))
    return Snippet(
        _pieces(text, start, end, matches),
        is_cut_before=start > 0,
        is_cut_after=end < len(text.rstrip()),
    )


def _pieces(text: str, start: int, end: int, matches: Iterable[Match]) -> tuple[TextPiece, ...]:
    pieces: list[TextPiece] = []
    at = start
    for match in matches:
        if match.start < at or match.end > end:
            continue
        pieces += [
            TextPiece(_squeeze(text[at : match.start])),
            TextPiece(_squeeze(text[match.start : match.end]), True),
        ]
        at = match.end
    pieces.append(TextPiece(_squeeze(text[at:end])))
    return tuple(piece for piece in pieces if piece.text)


def _word_start(text: str, at: int) -> int:
    """The first place from `at` on where a word begins."""
    if at == 0 or text[at - 1].isspace():
        return at
    space = next(
        (place for place in range(at, min(at + BEFORE, len(text))) if text[place].isspace()), at - 1
    )
    return space + 1


def _word_end(text: str, start: int, at: int) -> int:
    """The last place before `at` where a word ends; `at` itself inside one very long word."""
    if at >= len(text) or text[at].isspace():
        return at
    return next((place for place in range(at - 1, start, -1) if text[place].isspace()), at)


def _squeeze(text: str) -> str:
    """Line breaks and runs of spaces as one space, so that a passage is one line."""
    inner = " ".join(text.split())
    if not inner:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"
