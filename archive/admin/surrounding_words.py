"""Functions that return the words before and after a name, to be shown on admin pages."""

CONTEXT = 40
"""The number of characters that are shown before and after a name."""


def words_before(text: str) -> str:
    """Return the last whole words of `text`, the text before a name; at most CONTEXT characters."""
    return text if len(text) <= CONTEXT else "… " + text[-CONTEXT:].partition(" ")[2]


def words_after(text: str) -> str:
    """Return the first whole words of `text`, the text after a name; at most CONTEXT characters."""
    return text if len(text) <= CONTEXT else text[:CONTEXT].rpartition(" ")[0] + " …"
