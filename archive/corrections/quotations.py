"""Find a quotation again in a text that has changed. Pure functions, no database.

What a person said about a name keeps the name and 32 characters before and after it. In a new text
the name is looked for first; its surroundings then decide which occurrence is meant. White space
does not count, because clean-up rules of a newer parser may have altered it."""

import re

CONTEXT = 32
"""Characters kept before and after a quotation."""

ENOUGH = 12
"""Characters of surroundings, white space not counted, that must agree (all of them, where fewer
were kept)."""


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """The characters kept before and after text[start:end]."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def occurrences(text: str, quotation: str) -> list[tuple[int, int]]:
    """Where the quotation stands in the text as whole words, white space being free: spans of code
    points."""
    words = quotation.split()
    if not words:
        return []
    pattern = r"\s+".join(re.escape(word) for word in words)
    return [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)]


def find_anchor(
    text: str, quotation: str, before: str, after: str, *, at: tuple[int, int] | None = None
) -> tuple[int, int] | None:
    """The one occurrence of the quotation whose surroundings agree best with those kept.

    None when the quotation is gone, when its surroundings are too different, or when several agree
    equally well and none of those is the span `at` where it stood."""
    kept = len(_squeeze(before)) + len(_squeeze(after))
    scores = {span: _agreement(text, span, before, after) for span in occurrences(text, quotation)}
    best = max(scores.values(), default=-1)
    if best < min(kept, ENOUGH):
        return None
    candidates = [span for span, score in scores.items() if score == best]
    if at in candidates:
        return at
    return candidates[0] if len(candidates) == 1 else None


def _agreement(text: str, span: tuple[int, int], before: str, after: str) -> int:
    start, end = span
    here_before, here_after = (
        text[max(0, start - 2 * CONTEXT) : start],
        text[end : end + 2 * CONTEXT],
    )
    return _common(_squeeze(before)[::-1], _squeeze(here_before)[::-1]) + _common(
        _squeeze(after), _squeeze(here_after)
    )


def _common(one: str, other: str) -> int:
    """How many characters two strings begin with alike."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def _squeeze(text: str) -> str:
    return "".join(text.split())
