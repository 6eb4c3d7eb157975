"""Functions that find a quotation again in a changed text, without using the database.

For a mention about which staff decided, the archive stores its words, and the 32 characters before
and after these words. In a changed text, we search for the words, and compare the characters around
each occurrence with the stored characters. White space is ignored, because a newer parser may
change the white space of a text.
"""

import re

CONTEXT = 32
"""The number of characters that are stored before a quotation, and also after the quotation."""

ENOUGH = 12
"""The number of characters around a quotation that must be equal to the stored characters.

The characters before and after the quotation are counted together, without white space. If fewer
characters are stored, all stored characters must be equal."""


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """Return at most CONTEXT characters before text[start:end], and at most CONTEXT after it."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def occurrences(text: str, quotation: str) -> list[tuple[int, int]]:
    """Return the spans (in code points) at which the text contains the quotation as whole words.

    White space in the quotation matches any white space in the text.
    """
    words = quotation.split()
    if not words:
        return []
    pattern = r"\s+".join(re.escape(word) for word in words)
    return [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)]


def find_anchor(
    text: str, quotation: str, before: str, after: str, *, present: tuple[int, int] | None = None
) -> tuple[int, int] | None:
    """Return the span of a quotation in a changed text; None if it cannot be found for certain.

    `before` and `after` are the stored characters around the quotation, and `present` is its stored
    span (None if no span is stored). If the text contains the quotation several times, the
    occurrence with the most similar characters around it is returned. If several occurrences are
    equally similar, `present` is returned if it is one of them, otherwise None. The result is also
    None if too few characters around the best occurrence are the same (see ENOUGH).
    """
    kept = len(_squeeze(before)) + len(_squeeze(after))
    if (
        present
        and _agreement(text, present, before, after) == kept
        and _is_at(text, present, quotation)
    ):
        return present  # other occurrences, which can be very many, cannot be more similar
    scores = {span: _agreement(text, span, before, after) for span in occurrences(text, quotation)}
    best = max(scores.values(), default=-1)
    if best < min(kept, ENOUGH):
        return None
    candidates = [span for span, score in scores.items() if score == best]
    if present in candidates:
        return present
    return candidates[0] if len(candidates) == 1 else None


def _is_at(text: str, span: tuple[int, int], quotation: str) -> bool:
    """Return True if the text has the quotation as whole words at this span."""
    start, end = span
    around = text[max(0, start - 1) : end + 1]
    first = start - max(0, start - 1)
    return (first, first + end - start) in occurrences(around, quotation)


def _agreement(text: str, span: tuple[int, int], before: str, after: str) -> int:
    start, end = span
    text_before, text_after = (
        text[max(0, start - 2 * CONTEXT) : start],
        text[end : end + 2 * CONTEXT],
    )
    return _common(_squeeze(before)[::-1], _squeeze(text_before)[::-1]) + _common(
        _squeeze(after), _squeeze(text_after)
    )


def _common(one: str, other: str) -> int:
    """Return the length of the common beginning of two strings."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def _squeeze(text: str) -> str:
    return "".join(text.split())
