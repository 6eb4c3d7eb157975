"""Functions that return the words before and after a name, to be shown on admin pages."""

CONTEXT = 40
"""The number of characters that are shown before and after a name."""


def words_before(text: str, start: int) -> str:
    """Return the whole words before a name, at most CONTEXT characters.

    `start` is the position in `text` where the name begins.
    """
    words = text[max(0, start - CONTEXT) : start]
    return words if start <= CONTEXT else "… " + words.partition(" ")[2]


def words_after(text: str, end: int) -> str:
    """Return the whole words after a name, at most CONTEXT characters.

    `end` is the position in `text` where the name ends.
    """
    words = text[end : end + CONTEXT]
    return words if len(text) - end <= CONTEXT else words.rpartition(" ")[0] + " …"
