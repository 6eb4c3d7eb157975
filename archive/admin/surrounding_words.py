"""Functions that return the words before and after a name, to be shown on admin pages."""

CONTEXT = 40
"""The number of characters that are shown before and after a name."""


def words_before(text: str) -> str:
    """Return the end of the text before a name: whole words, at most CONTEXT characters."""
    return text if len(text) <= CONTEXT else "… " + text[-CONTEXT:].partition(" ")[2]


def words_after(text: str) -> str:
    """Return the beginning of the text after a name: whole words, at most CONTEXT characters."""
    return text if len(text) <= CONTEXT else text[:CONTEXT].rpartition(" ")[0] + " …"
