"""Limits how long the slow parts of a search may take: phrases, NEAR, and words with a *.

The time of a part is estimated before the search. The unit of cost is the time to compare the
positions of words in one article, which is about 0.15 microseconds. A page runs a search three or
four times, for the articles and for the counts. The slowest searches that we found take 0.36 s of
processor time in an archive of 22,000 articles, and 1.9 s in an archive of a million.
"""

from tantivy import Searcher

from archive.search.analysis.common_grams import pairs_of_phrase

FIXED_BUDGET = 250_000
BUDGET_PER_ARTICLE = 0.75
# The cost of a search that takes about 3 milliseconds.
SLOW_COST = 20_000
# A query that reads no article takes about 3 microseconds in each segment of the index.
QUERY_COST = 20
# The cost of a word with a *, for each article of the archive, by the number of letters before the
# star. We measured this with the most frequent beginnings of words. The cost does not depend on the
# letters, because to count the articles that have such words would take as long as the search.
PREFIX_COSTS = {1: 0.2, 2: 0.12, 3: 0.06}
LONG_PREFIX_COST = 0.02
# The share of an article's words that are in its title; few articles have versions.
TITLE_SHARE = 0.1

Terms = tuple[str, ...]
"""Words of the index in normal form: keys, or words with their endings."""


class Budget:
    """The budget of one search: the costs that the slow parts of the search may still have."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._query_cost = QUERY_COST * max(1, searcher.num_segments)
        self._frequencies: dict[tuple[str, str], int] = {}
        self.left = self._size = FIXED_BUDGET + BUDGET_PER_ARTICLE * searcher.num_docs

    @property
    def spent(self) -> float:
        """Return the sum of the costs so far."""
        return self._size - self.left

    @property
    def is_slow(self) -> bool:
        """Return True if running the search again would take several milliseconds."""
        return self.spent > SLOW_COST

    def spend(self, cost: float) -> bool:
        """Subtract the cost of a part; if the budget is too small, only return False."""
        if cost > self.left:
            return False
        self.left -= cost
        return True

    def cost_of_phrase(self, field: str, terms: Terms) -> int:
        """Return the cost of finding these words next to each other; 0 for a single word.

        If possible, the indexed pairs of frequent words are compared instead of single words.
        """
        pairs = pairs_of_phrase(terms) if field == "body_exact" else None
        field, words = ("body_pairs", tuple(dict(pairs).values())) if pairs else (field, terms)
        gaps = len(words) - 1
        return self._query_cost + gaps * self._rarest(field, words) if gaps else 0

    def cost_of_near(self, field: str, left: Terms, right: Terms, queries: int) -> int:
        """Return the cost of finding `left` near `right` with `queries` queries of tantivy."""
        return queries * (self._query_cost + self._rarest(field, (*left, *right)))

    def cost_of_prefix(self, field: str, prefix: str) -> float:
        """Return the cost of finding the words that begin with a prefix in a field of the text."""
        cost = PREFIX_COSTS.get(len(prefix), LONG_PREFIX_COST) * self._searcher.num_docs
        return cost if field == "body" else cost * TITLE_SHARE

    def _rarest(self, field: str, words: Terms) -> int:
        return min(self.frequency(field, word) for word in words)

    def frequency(self, field: str, word: str) -> int:
        """Return how many articles have this word in a field."""
        if (field, word) not in self._frequencies:
            self._frequencies[field, word] = self._searcher.doc_freq(field, word)
        return self._frequencies[field, word]
