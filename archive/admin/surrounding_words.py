"""The words around a name, as the pages of the admin quote them."""

CONTEXT = 40
"""The number of characters that are shown before and after a name."""


def words_before(text: str) -> str:
    """Return the last whole words of a text that ends where a name begins."""
    return text if len(text) <= CONTEXT else "… " + text[-CONTEXT:].partition(" ")[2]


def words_after(text: str) -> str:
    """Return the first whole words of a text that begins where a name ends."""
    return text if len(text) <= CONTEXT else text[:CONTEXT].rpartition(" ")[0] + " …"
