"""Adds words to a search text, so that the new search finds what both texts find."""

from archive.search.query.name_resolver import NameResolver
from archive.search.query.parser import parse_query
from archive.search.query.query_tree import And, joined
from archive.search.query.tokens import MAX_QUERY_LENGTH


class AddedText:
    """Adds texts to the search text `words`.

    The search text is put in parentheses if it would otherwise mean something else. How they are
    joined is found with the first text that is added; the others must be of the same kind.
    """

    def __init__(self, words: str, names: NameResolver) -> None:
        self._words = words
        self._names = names
        self._joint: str | None = None

    def added(self, text: str) -> str:
        """Return the search text with `text` added; "" if no text means both."""
        if not self._words:
            return text
        if self._joint is None:
            self._joint = self._find_joint(text)
        joint = self._joint.format(self._words, text) if self._joint else ""
        return joint if len(joint) <= MAX_QUERY_LENGTH else ""

    def _find_joint(self, text: str) -> str:
        nodes = (parse_query(part, self._names).node for part in (self._words, text))
        wanted = joined(And, [node for node in nodes if node])
        return next(
            (
                joint
                for joint in ("{0} {1}", "({0}) {1}")
                if parse_query(joint.format(self._words, text), self._names).node == wanted
            ),
            "",
        )
