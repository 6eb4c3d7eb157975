"""The rows of a comparison: two texts beside each other, or in one another, with their changes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.text_changes import Grade, Piece

CONTEXT = 160  # characters of unchanged text that are shown before and after a change
LEAST_FOLDED = 400  # characters; a shorter unchanged text is shown as a whole


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style: unchanged ("same"), "removed" or "added".

    `number` is the number of the change, from 1; 0 for an unchanged text. `is_first` is true for
    the first run of its change, which has the anchor. `ends_paragraph` tells whether a paragraph
    ends after the run.
    """

    text: str
    style: str
    number: int = 0
    grade: Grade = Grade.NONE
    is_first: bool = False
    ends_paragraph: bool = False


@dataclass(slots=True)
class Row:
    """A part of the two texts that is shown beside each other.

    `left` and `right` are the runs of the two texts; an inline comparison has only `left`. A row
    that `is_folded` has only unchanged text, which the reader can unfold.
    """

    left: list[Run] = field(default_factory=list)
    right: list[Run] = field(default_factory=list)
    is_folded: bool = False

    @property
    def word_count(self) -> int:
        return sum(len(run.text.split()) for run in self.left)


def rows_of(before: str, after: str, pieces: Sequence[Piece]) -> list[Row]:
    """Return the rows of two texts beside each other."""
    return _rows(before, after, pieces, is_inline=False)


def inline_rows(before: str, after: str, pieces: Sequence[Piece]) -> list[Row]:
    """Return the rows of two texts in one another: removed words, then added words."""
    return _rows(before, after, pieces, is_inline=True)


def _rows(before: str, after: str, pieces: Sequence[Piece], *, is_inline: bool) -> list[Row]:
    rows = [Row()]
    number = 0
    last = len(pieces) - 1
    for index, piece in enumerate(pieces):
        old, new = before[slice(*piece.before)], after[slice(*piece.after)]
        if piece.is_change:
            number += 1
            _add_change(rows[-1], old, new, number, piece.grade, is_inline=is_inline)
            continue
        for part in _parts(old, new, is_first=index == 0, is_last=index == last):
            one, other, is_folded = part
            if is_folded:
                rows.append(Row(is_folded=True))
            rows[-1].left += _runs(other if is_inline else one, "same")
            if not is_inline:
                rows[-1].right += _runs(other, "same")
            if is_folded:
                rows.append(Row())
    return [row for row in rows if row.left or row.right]


def _add_change(
    row: Row, old: str, new: str, number: int, grade: Grade, *, is_inline: bool
) -> None:
    if is_inline and old.endswith("\n\n") and new.endswith("\n\n"):
        old = old.rstrip() + " "  # the paragraph ends once, after the added words
    removed, added = (
        _runs(text if text.endswith("\n\n") else text.rstrip(), style, number, grade)
        for text, style in ((old, "removed"), (new, "added"))
    )
    if removed:
        removed[0] = _first(removed[0])
    elif added:
        added[0] = _first(added[0])
    if is_inline:
        row.left += [*removed, *_gap(old), *added, *_gap(new)]
    else:
        row.left += [*removed, *_gap(old)]
        row.right += [*added, *_gap(new)]


def _gap(text: str) -> list[Run]:
    """Return the space at the end of a change, which is not marked."""
    has_gap = text[-1:].isspace() and not text.endswith("\n\n")
    return [Run(" ", "same")] if has_gap else []


def _first(run: Run) -> Run:
    return Run(run.text, run.style, run.number, run.grade, True, run.ends_paragraph)


def _runs(text: str, style: str, number: int = 0, grade: Grade = Grade.NONE) -> list[Run]:
    """Return a text as runs, one for each of its paragraphs."""
    if not text:
        return []
    *paragraphs, last = text.split("\n\n")
    runs = [Run(part, style, number, grade, ends_paragraph=True) for part in paragraphs]
    return [*runs, Run(last, style, number, grade)] if last else runs


def _parts(old: str, new: str, *, is_first: bool, is_last: bool) -> list[tuple[str, str, bool]]:
    """Return an unchanged text in parts (in the one text, in the other, whether it is folded)."""
    head = 0 if is_first else _cut(old, CONTEXT)
    tail = len(old) if is_last else _cut(old, len(old) - CONTEXT)
    if tail - head < LEAST_FOLDED:
        return [(old, new, False)]
    other_head = 0 if is_first else _same_place(old, new, head)
    other_tail = len(new) if is_last else _same_place(old, new, tail)
    if not other_head <= other_tail:
        return [(old, new, False)]
    parts = [
        (old[:head], new[:other_head], False),
        (old[head:tail], new[other_head:other_tail], True),
        (old[tail:], new[other_tail:], False),
    ]
    return [part for part in parts if part[0] or part[1]]


def _cut(text: str, at: int) -> int:
    """Return the end of the word at a position, with the space after it."""
    at = max(0, min(at, len(text)))
    space = text.find(" ", at)
    return len(text) if space < 0 else space + 1


def _same_place(old: str, new: str, at: int) -> int:
    """Return the position in `new` that has as many letters before it as `at` has in `old`."""
    left = sum(map(str.isalnum, old[:at]))
    position = 0
    while position < len(new) and left:
        left -= new[position].isalnum()
        position += 1
    while position < len(new) and not new[position].isalnum():
        position += 1
    return position
