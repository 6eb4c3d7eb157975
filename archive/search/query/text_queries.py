"""Compile words, phrases, prefixes and NEAR to tantivy queries of one field.

We tested version 0.27 of tantivy's binding. If a phrase query has two words, both with position 0,
its parameter "slop" is the largest distance between the words, in either order. So NEAR between two
single words is one query. If a phrase query has more than two words, the sum of all distances must
not exceed the slop. So NEAR with phrases needs one query for each distance and order. tantivy's own
query for a phrase that ends with a prefix uses only 50 words with this prefix, and does not report
this. So we look up the words with a prefix ourselves.
"""

from collections.abc import Sequence
from itertools import islice, product

from tantivy import Occur, Query, Searcher

from archive.search.analysis.analyzers import EXACT, STEMMED, restore_spaces
from archive.search.analysis.common_grams import common_pairs_query
from archive.search.analysis.schema import schema
from archive.search.query import notes
from archive.search.query.query_tree import Phrase, TextNode, Words
from archive.search.query.tantivy_queries import any_of

# If more words than this begin with a prefix in a phrase or in NEAR, only the most frequent of them
# are searched for.
MAX_COMPLETIONS = 1_000
# NEAR searches for at most this number of combinations of word forms.
MAX_NEAR_PAIRS = 2_000
# The highest estimated cost of all NEARs in one search. The unit is one article that tantivy reads,
# which takes about 0.2 microseconds (measured).
MAX_NEAR_COST = 2_500_000
QUERY_COST = 1_000  # the cost of one query without reading articles, in the same unit

Terms = tuple[str, ...]
"""Words of the index: stems, or exact words in lower case and without accents."""


class TextQueries:
    """An object that makes tantivy queries from text nodes, for the index of `searcher`."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._notes: dict[str, None] = {}
        self._cost = 0
        self._frequencies: dict[tuple[str, str], int] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """Return sentences about parts of the search that are not searched for as typed."""
        return tuple(self._notes)

    def text(self, field: str, node: TextNode) -> Query:
        """Return the query for words, a phrase or a prefix in a field, "title" or "body"."""
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
        """Return the query for two text nodes that are at most `distance` words apart.

        If both nodes are `Words`, we search for their stems. If a node is a phrase or a prefix, we
        search for exact words. Then `Words` in the other node are replaced by all their forms in
        the index. If the estimated cost is too high, the nodes are searched for anywhere in the
        field.
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
        """Estimate the cost of finding these terms near each other; see MAX_NEAR_COST."""
        queries = 1 if _is_one_query(left, right) else 2 * distance
        return queries * (
            QUERY_COST + min(self._frequency(field, word) for word in (*left, *right))
        )

    def _frequency(self, field: str, word: str) -> int:
        if (field, word) not in self._frequencies:
            self._frequencies[field, word] = self._searcher.doc_freq(field, word)
        return self._frequencies[field, word]

    def _variants(self, field: str, node: TextNode) -> list[Terms]:
        """Return all sequences of exact words that match a node."""
        match node:
            case Words(text):
                return list(product(*(self._forms(field, stem) for stem in _stems(text))))
            case Phrase(text):
                return [_exact_terms(text)]
        return self._completions(field, _exact_terms(node.text))

    def _completions(self, field: str, terms: Terms) -> list[Terms]:
        """Return copies of `terms` in which the last term, a prefix, is replaced by whole words.

        There is one copy for each word in the index that begins with this prefix, but at most
        MAX_COMPLETIONS copies: ("iron", "or") -> ("iron", "ore"), ("iron", "organ").
        """
        *before, prefix = terms
        words = self._searcher.terms_with_prefix(f"{field}_exact", prefix)
        if len(words) > MAX_COMPLETIONS:
            self._note(notes.too_many_completions(prefix, MAX_COMPLETIONS))
            words = sorted(words, key=lambda row: (-row[1], row[0]))[:MAX_COMPLETIONS]
        return [(*before, word) for word, _count in words]

    def _forms(self, field: str, stem: str) -> list[str]:
        """Return the words in the index that have this stem: "factori" -> "factory", "factories".

        We look up the words that begin like the stem, without its last letter, because the English
        stemmer can change this letter. A stem of up to three letters can differ from the word in
        every letter except the first ("dying" -> "die").
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
    """Return True if text without quotation marks is at most one word in the index."""
    return len(_stems(text)) < 2


def _stems(text: str) -> Terms:
    return tuple(STEMMED.analyze(restore_spaces(text)))


def _exact_terms(text: str) -> Terms:
    return tuple(EXACT.analyze(restore_spaces(text)))


def _adjacent(field: str, terms: Terms) -> Query:
    """Return the query for terms that are next to each other, in this order."""
    if len(terms) == 1:
        return Query.term_query(schema(), field, terms[0])
    return Query.phrase_query(schema(), field, list(terms))


def _phrase(field: str, terms: Terms) -> Query:
    """Return the query for exactly these words next to each other.

    If possible, the query uses the indexed pairs of frequent words, because this is faster.
    """
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
    """Return the query for texts in which `second` follows `first` at a distance of `by` words.

    The distance is measured from the last word of `first` to the first word of `second`.
    """
    start = len(first) - 1 + by
    words: Sequence[tuple[int, str]] = [*enumerate(first), *enumerate(second, start)]
    return Query.phrase_query(schema(), field, list(words))
