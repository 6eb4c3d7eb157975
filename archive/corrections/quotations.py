"""Find a quotation again in a text that has changed. Pure functions, without the database.

A mention that staff decided about keeps its words and 32 characters before and after them. In a new
text we find the occurrences of the words, then compare their surroundings to choose one. White
space is ignored, because a newer parser may clean it up differently.
"""

import re

CONTEXT = 32
"""The number of characters that are kept before and after a quotation."""

ENOUGH = 12
"""The number of surrounding characters that must be the same, without white space.

If fewer were kept, all of them must be the same."""


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the characters to keep before and after text[start:end]."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def occurrences(text: str, quotation: str) -> list[tuple[int, int]]:
    """Return the spans (of code points) at which the text contains the quotation as whole words.

    Any white space matches any other.
    """
    words = quotation.split()
    if not words:
        return []
    pattern = r"\s+".join(re.escape(word) for word in words)
    return [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)]


def find_anchor(
    text: str, quotation: str, before: str, after: str, *, present: tuple[int, int] | None = None
) -> tuple[int, int] | None:
    """Return the span of the occurrence whose surroundings are most like the kept ones.

    Return None if the text does not contain the quotation, if its surroundings are too different,
    or if several occurrences are equally good and none of them is the `present` span.
    """
    kept = len(_squeeze(before)) + len(_squeeze(after))
    scores = {span: _agreement(text, span, before, after) for span in occurrences(text, quotation)}
    best = max(scores.values(), default=-1)
    if best < min(kept, ENOUGH):
        return None
    candidates = [span for span, score in scores.items() if score == best]
    if present in candidates:
        return present
    return candidates[0] if len(candidates) == 1 else None


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
