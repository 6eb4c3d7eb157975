"""The words around a name, as the pages of the admin quote them."""

CONTEXT = 40
"""Characters shown before and after."""


def words_before(text: str) -> str:
    """The last whole words of a text."""
    return text if len(text) <= CONTEXT else "… " + text[-CONTEXT:].partition(" ")[2]


def words_after(text: str) -> str:
    """The first whole words of a text."""
    return text if len(text) <= CONTEXT else text[:CONTEXT].rpartition(" ")[0] + " …"
