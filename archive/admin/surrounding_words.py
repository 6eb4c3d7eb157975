"""Functions that return the words before and after a name, to be shown on admin pages."""

CONTEXT = 40
"""The largest number of characters that are shown before a name, and also after a name."""


def words_before(text: str, start: int) -> str:
    """Return the last words before a name: as many whole words as fit into CONTEXT characters.

    `start` is the position in `text` where the name begins. "…" replaces words that are left out.
    """
    words = text[max(0, start - CONTEXT) : start]
    return words if start <= CONTEXT else "… " + words.partition(" ")[2]


def words_after(text: str, end: int) -> str:
    """Return the first words after a name: as many whole words as fit into CONTEXT characters.

    `end` is the position in `text` where the name ends. "…" replaces words that are left out.
    """
    words = text[end : end + CONTEXT]
    return words if len(text) - end <= CONTEXT else words.rpartition(" ")[0] + " …"
