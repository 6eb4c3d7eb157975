"""Compile words, phrases, prefixes and words near each other to tantivy queries of one field.

These facts were measured with version 0.27 of tantivy's binding: If both words of a phrase query
have position 0, its parameter "slop" is the largest distance between them, in either order. With
more than two words, all distances together must not exceed the slop, so we need one query for each
distance. tantivy's query for phrases with a prefix silently uses only 50 words with this prefix, so
we look up these words ourselves.
"""

from collections.abc import Sequence
from itertools import islice, product

from tantivy import Occur, Query, Searcher

from archive.search.analysis.analyzers import EXACT, STEMMED, restore_spaces
from archive.search.analysis.common_grams import common_pairs_query
from archive.search.analysis.schema import schema
from archive.search.query import notes
from archive.search.query.boolean import any_of
from archive.search.query.query_tree import Phrase, TextNode, Words

# In a phrase or near another word, only this number of words with a prefix are searched for, the
# most frequent ones.
MAX_COMPLETIONS = 1_000
# NEAR searches for at most this number of pairs of word forms.
MAX_NEAR_PAIRS = 2_000
# The highest cost of all NEARs in one search, in articles to read. An article takes about
# 0.2 microseconds (measured).
MAX_NEAR_COST = 2_500_000
QUERY_COST = 1_000  # the cost of one further query, in articles

Terms = tuple[str, ...]


class TextQueries:
    """Queries for text in the index that `searcher` reads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._notes: dict[str, None] = {}
        self._cost = 0
        self._frequencies: dict[tuple[str, str], int] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """Return sentences about parts that were searched for differently."""
        return tuple(self._notes)

    def text(self, field: str, node: TextNode) -> Query:
        """Return the query for words, a phrase or a prefix in "title" or "body"."""
        match node:
            case Words(text):
                return _adjacent(field, _stems(text))
            case Phrase(text):
                return _phrase(field, _exact_terms(text))
        terms = _exact_terms(node.text)
        if len(terms) == 1:
            return Query.fuzzy_term_query(
                schema(), f"{field}_exact", terms[0], distance=0, prefix=True
            )
        return any_of([_phrase(field, completed) for completed in self._completions(field, terms)])

    def near(self, field: str, left: TextNode, right: TextNode, distance: int) -> Query:
        """Return the query for two nodes at most `distance` words apart.

        Two plain words are compared by their stems. Near a phrase or a prefix, all forms of a plain
        word in the index are searched for.
        """
        if isinstance(left, Words) and isinstance(right, Words):
            name, pairs = field, [(_stems(left.text), _stems(right.text))]
        else:
            name = f"{field}_exact"
            combinations = product(self._variants(field, left), self._variants(field, right))
            pairs = list(islice(combinations, MAX_NEAR_PAIRS))
            if next(combinations, None):
                self._note(notes.too_many_near_pairs(MAX_NEAR_PAIRS))
        self._cost += sum(self._cost_of(name, *pair, distance) for pair in pairs)
        if self._cost > MAX_NEAR_COST:
            self._note(notes.TOO_FREQUENT_FOR_NEAR)
            sides = [(Occur.Must, self.text(field, side)) for side in (left, right)]
            return Query.boolean_query(sides)
        return any_of([_near(name, *pair, distance) for pair in pairs])

    def _cost_of(self, field: str, left: Terms, right: Terms, distance: int) -> int:
        """Estimate how many articles tantivy reads to find these terms near each other."""
        queries = 1 if _is_one_query(left, right) else 2 * distance
        return queries * (
            QUERY_COST + min(self._frequency(field, word) for word in (*left, *right))
        )

    def _frequency(self, field: str, word: str) -> int:
        if (field, word) not in self._frequencies:
            self._frequencies[field, word] = self._searcher.doc_freq(field, word)
        return self._frequencies[field, word]

    def _variants(self, field: str, node: TextNode) -> list[Terms]:
        """Return all sequences of exact terms that match a node."""
        match node:
            case Words(text):
                return list(product(*(self._forms(field, stem) for stem in _stems(text))))
            case Phrase(text):
                return [_exact_terms(text)]
        return self._completions(field, _exact_terms(node.text))

    def _completions(self, field: str, terms: Terms) -> list[Terms]:
        """Return the terms with the last one completed to each word with this prefix."""
        *before, prefix = terms
        words = self._searcher.terms_with_prefix(f"{field}_exact", prefix)
        if len(words) > MAX_COMPLETIONS:
            self._note(notes.too_many_completions(prefix, MAX_COMPLETIONS))
            words = sorted(words, key=lambda row: (-row[1], row[0]))[:MAX_COMPLETIONS]
        return [(*before, word) for word, _count in words]

    def _forms(self, field: str, stem: str) -> list[str]:
        """Return the words in the index that have this stem.

        The English stemmer removes or replaces the end of a word, and can change the letter before
        it. In short stems, even the second letter can be different (dying, die).
        """
        prefix = stem[:-1] if len(stem) > 3 else stem[:1]
        words = [
            word for word, _count in self._searcher.terms_with_prefix(f"{field}_exact", prefix)
        ]
        stems = [STEMMED.analyze(word) for word in words]
        return [word for word, its in zip(words, stems, strict=True) if its == [stem]]

    def _note(self, sentence: str) -> None:
        self._notes[sentence] = None


def is_single_term(text: str) -> bool:
    """Tell whether text without quotation marks has at most one word."""
    return len(_stems(text)) < 2


def _stems(text: str) -> Terms:
    return tuple(STEMMED.analyze(restore_spaces(text)))


def _exact_terms(text: str) -> Terms:
    return tuple(EXACT.analyze(restore_spaces(text)))


def _adjacent(field: str, terms: Terms) -> Query:
    """Return the query for terms next to each other."""
    if len(terms) == 1:
        return Query.term_query(schema(), field, terms[0])
    return Query.phrase_query(schema(), field, list(terms))


def _phrase(field: str, terms: Terms) -> Query:
    """Return the query for exactly these words next to each other."""
    fast = common_pairs_query(schema(), "body_pairs", terms) if field == "body" else None
    return fast or _adjacent(f"{field}_exact", terms)


def _near(field: str, left: Terms, right: Terms, distance: int) -> Query:
    if _is_one_query(left, right):
        return Query.phrase_query(schema(), field, [(0, left[0]), (0, right[0])], slop=distance)
    orders = {(left, right), (right, left)}
    return any_of(
        [_apart(field, *order, by) for order in sorted(orders) for by in range(1, distance + 1)]
    )


def _is_one_query(left: Terms, right: Terms) -> bool:
    return len(left) == len(right) == 1 and left != right


def _apart(field: str, first: Terms, second: Terms, by: int) -> Query:
    """Return the query for the first terms, and the second terms `by` words after their end."""
    start = len(first) - 1 + by
    words: Sequence[tuple[int, str]] = [*enumerate(first), *enumerate(second, start)]
    return Query.phrase_query(schema(), field, list(words))
