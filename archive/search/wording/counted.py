"""Count the articles of a list that also match a further text, for links to exactly these."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from tantivy import Query

from archive.search.analysis.words import exact_words, keys_of
from archive.search.counts.tantivy_counts import count
from archive.search.index.errors import unavailable_on_errors
from archive.search.index.open_index import current_index
from archive.search.one_search import OneSearch
from archive.search.query.added_text import AddedText
from archive.search.query.compiler import QueryCompiler
from archive.search.query.name_lookup import KnownNames
from archive.search.query.parser import parse_query
from archive.search.query.query_tree import (
    And,
    DateIs,
    FieldIs,
    InTitle,
    Near,
    Node,
    Not,
    Or,
    TextNode,
)
from archive.search.query.tantivy_queries import both
from archive.search.values import SearchQuery

_ANY = Query.all_query()
Found = TypeVar("Found")
Row = TypeVar("Row")


class CountedList:
    """The articles of one list in one commit of the index, and counts of parts of them.

    Stories are not counted: `query.by_story` must be false.
    """

    def __init__(self, query: SearchQuery) -> None:
        self._opened = current_index()
        self.searcher = self._opened.searcher
        self.generation = self._opened.generation.name
        self.version = self._opened.reached
        self.words = query.words
        self._names = KnownNames()
        self.node = parse_query(query.words, self._names).node
        run = OneSearch(self._opened, query, parse_query(query.words, self._names))
        self._fields = run.compiler.fields
        matching = run.matching()
        self.is_filtered = matching is not None
        self.query = matching or _ANY
        self._added = AddedText(query.words, self._names)

    def count(self, query: Query | None = None) -> int:
        """Return how many articles of the list match `query`; all of them if it is None."""
        return count(self.searcher, self.having(query) if query else self.query)

    def having(self, query: Query) -> Query:
        """Return the query for those articles of the list that also match `query`."""
        return both(self.query, query)

    def text_query(self, text: str) -> Query | None:
        """Return the query for a typed text; None if it cannot be searched for as it is typed."""
        parsed = parse_query(text)
        if parsed.node is None or parsed.notes:
            return None
        compiler = QueryCompiler(self.searcher, self._fields)
        query = compiler.compile(parsed.node)
        return None if compiler.notes else query

    def added(self, text: str) -> str:
        """Return the search text of the list with `text` added; "" if no text means both."""
        return self._added.added(text)


def counted_later(found: Iterable[Found], count: Callable[[Found], Row]) -> Iterator[Row]:
    """Yield `count` of each item, when it is asked for. Raises IndexUnavailable meanwhile."""
    with unavailable_on_errors():
        for item in found:
            yield count(item)


def text_nodes(node: Node | None) -> Iterator[TextNode | Near | InTitle]:
    """Yield the parts of a search that must, or can, be in the texts; none that is excluded."""
    match node:
        case None | Not() | FieldIs() | DateIs():
            return
        case And(nodes) | Or(nodes):
            for inner in nodes:
                yield from text_nodes(inner)
        case _:
            yield node


def keys_in(node: Node | None) -> set[str]:
    """Return the keys of the words that a search looks for."""
    keys: set[str] = set()
    for part in text_nodes(node):
        match part:
            case Near(left, right):
                keys |= keys_in(left) | keys_in(right)
            case InTitle(inner):
                keys |= keys_in(inner)
            case _:
                keys.update(keys_of(exact_words(part.text)))
    return keys
