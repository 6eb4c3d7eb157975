"""Make snippets: short parts of an article's text around the matches of a search."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.search.highlighting.matches import Match, MatchFinder
from archive.search.values import Snippet, TextPiece

MAX_SNIPPETS = 3  # for one article
LENGTH = 280  # characters of all snippets of an article together: two to three lines
SINGLE_LENGTH = 220  # characters of the snippet if an article has only one
MIN_LENGTH = LENGTH // MAX_SNIPPETS
BEFORE = 30  # characters that a snippet shows before its first match


@dataclass(frozen=True, slots=True)
class _Window:
    """A span of the text from the start of one match to the end of the same or of a later match."""

    start: int
    end: int


def make_snippets(text: str, finder: MatchFinder) -> tuple[Snippet, ...]:
    """Return up to MAX_SNIPPETS snippets that show many different words of the query.

    The snippets are in the order of the text, do not overlap, and have about LENGTH characters in
    total. Matches in the snippets are marked. If nothing in the text matches, the only snippet is
    the beginning of the text.
    """
    if not text:
        return ()
    matches = finder.in_body(text)
    if not matches:
        return (_cut(text, 0, SINGLE_LENGTH, ()),)
    windows = _best_windows(matches)
    length = SINGLE_LENGTH if len(windows) == 1 else LENGTH // len(windows)
    return tuple(_cut(text, start, end, matches) for start, end in _spans(text, windows, length))


def marked_title(title: str, finder: MatchFinder) -> tuple[TextPiece, ...]:
    """Return the whole title as pieces, with the matches marked."""
    return _pieces(title, 0, len(title), finder.in_title(title))


def _best_windows(matches: Sequence[Match]) -> list[_Window]:
    """Choose up to MAX_SNIPPETS windows that show many different words and phrases of the query.

    A pattern is a word, phrase or other part of the query (`Match.pattern`). The windows are chosen
    one after another. Windows with patterns that no earlier window has are preferred. The windows
    are returned in the order of the text.
    """
    chosen: list[_Window] = []
    shown: set[int] = set()
    left = list(matches)
    while left and len(chosen) < MAX_SNIPPETS:
        run = _best_run(left, MIN_LENGTH - BEFORE, shown)
        window = _Window(run[0].start, max(match.end for match in run))
        chosen.append(window)
        shown |= {match.pattern for match in run}
        left = [
            match
            for match in left
            if match.end <= window.start - MIN_LENGTH or match.start >= window.start + MIN_LENGTH
        ]
    return sorted(chosen, key=lambda window: window.start)


def _best_run(matches: Sequence[Match], length: int, shown: set[int]) -> Sequence[Match]:
    """Return the best sequence of successive matches that fits in `length` characters.

    `shown` has the patterns of the windows that were chosen before. Two sequences are compared by
    these numbers, one after another; a higher number is better:

    - how many of the sequence's patterns are not in `shown`
    - how many different patterns the sequence has
    - how many matches the sequence has

    If all three numbers are equal, the sequence that starts earlier in the text is better.
    """
    best, best_rank = slice(0), (0, 0, 0)
    in_window: Counter[int] = Counter()
    distinct = new = end = 0
    for start, (first, _end, pattern) in enumerate(matches):
        while end < len(matches) and (end == start or matches[end].end - first <= length):
            added = matches[end].pattern
            if not in_window[added]:
                distinct += 1
                new += added not in shown
            in_window[added] += 1
            end += 1
        rank = (new, distinct, end - start)
        if rank > best_rank:
            best, best_rank = slice(start, end), rank
        in_window[pattern] -= 1
        if not in_window[pattern]:
            distinct -= 1
            new -= pattern not in shown
    return matches[best]


def _spans(text: str, windows: Sequence[_Window], length: int) -> list[tuple[int, int]]:
    """Return the spans of the snippets around the windows; join spans that overlap or touch.

    Each snippet has about `length` characters before spans are joined.
    """
    spans: list[tuple[int, int]] = []
    for window in windows:
        start = max(0, min(window.start - BEFORE, len(text) - length))
        end = max(start + length, window.end)
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _cut(text: str, start: int, end: int, matches: Sequence[Match]) -> Snippet:
    """Return the snippet from about `start` to about `end`, with marked matches.

    The text is cut between words, so the snippet can begin or end a few characters earlier or
    later.
    """
    start = _word_start(text, start)
    end = _word_end(text, start, min(end, len(text)))
    return Snippet(
        _pieces(text, start, end, matches),
        is_cut_before=start > 0,
        is_cut_after=end < len(text.rstrip()),
    )


def _pieces(text: str, start: int, end: int, matches: Iterable[Match]) -> tuple[TextPiece, ...]:
    pieces: list[TextPiece] = []
    done = start
    for match in matches:
        if match.start < done or match.end > end:
            continue
        pieces += [
            TextPiece(_on_one_line(text[done : match.start])),
            TextPiece(_on_one_line(text[match.start : match.end]), True),
        ]
        done = match.end
    pieces.append(TextPiece(_on_one_line(text[done:end])))
    return tuple(piece for piece in pieces if piece.text)


def _word_start(text: str, index: int) -> int:
    """Return the start of the first word at `index` or later; inside a very long word, `index`."""
    if index == 0 or text[index - 1].isspace():
        return index
    near = range(index, min(index + BEFORE, len(text)))
    return next((space for space in near if text[space].isspace()), index - 1) + 1


def _word_end(text: str, start: int, index: int) -> int:
    """Return the end of the last whole word before `index`; inside a very long word, `index`.

    `start` is the start of the snippet.
    """
    if index >= len(text) or text[index].isspace():
        return index
    before = range(index - 1, start, -1)
    return next((space for space in before if text[space].isspace()), index)


def _on_one_line(text: str) -> str:
    """Replace each sequence of spaces and line breaks by one space."""
    inner = " ".join(text.split())
    if not inner:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"
