"""Compile words, phrases, prefixes and NEAR to tantivy queries of one field.

We tested version 0.27 of tantivy's binding. If a phrase query has two words, both with position 0,
its parameter "slop" is the largest distance between the words, in either order. So NEAR between two
single words is one query. If a phrase query has more than two words, the sum of all distances must
not exceed the slop. So NEAR with phrases needs one query for each distance and order. tantivy's own
query for a phrase that ends with a prefix uses only 50 words with this prefix, and does not report
this. So we look up the words with a prefix ourselves.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice, product, takewhile

from tantivy import Query, Searcher

from archive.search.analysis.common_grams import common_pairs_query
from archive.search.analysis.schema import FORMS, schema
from archive.search.analysis.variants import variants
from archive.search.analysis.words import FORM_MARK, exact_words, keys_of
from archive.search.query import notes
from archive.search.query.budget import Budget, Terms
from archive.search.query.query_tree import Phrase, TextNode, Words
from archive.search.query.tantivy_queries import all_of, any_of

# If more words than this begin with a prefix in a phrase or in NEAR, only the most frequent of them
# are searched for. The budget of the search can allow fewer.
MAX_COMPLETIONS = 1_000
# NEAR searches for at most this number of combinations of word forms.
MAX_NEAR_PAIRS = 2_000
# A word has at most this number of forms, the most frequent ones.
MAX_FORMS = 100


class TextQueries:
    """An object that makes tantivy queries from text nodes, for the index of `searcher`.

    All parts of a search share one budget. If a part of the search would cost more than the budget
    still allows, this part is replaced by a faster one, for example a phrase by its words. A note
    tells the reader about the replacement.
    """

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._budget = Budget(searcher)
        self._notes: dict[str, None] = {}
        self._completion_counts: dict[str, int] = {}

    @property
    def spent(self) -> float:
        """Return the costs of the queries so far (`budget.py`)."""
        return self._budget.spent

    @property
    def are_slow(self) -> bool:
        """Return True if running the queries again would take several milliseconds."""
        return self._budget.is_slow

    @property
    def notes(self) -> tuple[str, ...]:
        """Return sentences about parts of the search that are not searched for as typed."""
        cut = self._completion_counts.items()
        return notes.first_notes(
            [*self._notes, *(notes.too_many_completions(prefix, count) for prefix, count in cut)]
        )

    def text(self, field: str, node: TextNode) -> Query:
        """Return the query for words, a phrase or a prefix in one of TEXT_FIELDS.

        If finding the words next to each other would take too long, they are searched for anywhere
        in the field. If finding the words that begin with a prefix would take too long, the prefix
        is searched for as a whole word.
        """
        match node:
            case Words(text):
                return any_of([self._adjacent(field, keys) for keys in _keys(text)])
            case Phrase(text):
                return self._adjacent(f"{field}_exact", _exact_terms(text))
        *before, prefix = terms = _exact_terms(node.text)
        if not before:
            return self._beginning(field, prefix)
        completed = self._completions(f"{field}_exact", terms)
        if completed is None:
            self._note(notes.TOO_FREQUENT_FOR_PHRASE)
            words = [_word(f"{field}_exact", word) for word in before]
            return all_of([*words, self._beginning(field, prefix)])
        return any_of([phrase(f"{field}_exact", terms) for terms in completed])

    def near(self, field: str, left: TextNode, right: TextNode, distance: int) -> Query:
        """Return the query for two text nodes that are at most `distance` words apart.

        If both nodes are `Words`, we search for the keys of their words. If a node is a phrase or a
        prefix, we search for words with their endings, because a phrase matches only exactly. In
        this case, if the other node is `Words`, it is replaced by all its forms in the index. If
        the query would take too long, the nodes are searched for anywhere in the field.
        """
        if isinstance(left, Words) and isinstance(right, Words):
            name, pairs = field, list(product(_keys(left.text), _keys(right.text)))
        else:
            name, pairs = f"{field}_exact", self._pairs(f"{field}_exact", left, right)
        costs = (
            self._budget.cost_of_near(name, *pair, _query_count(*pair, distance)) for pair in pairs
        )
        if not self._budget.spend(_sum_up_to(self._budget.left, costs)):
            self._note(notes.TOO_FREQUENT_FOR_NEAR)
            return all_of([self.text(field, side) for side in (left, right)])
        return any_of([_near(name, *pair, distance) for pair in pairs])

    def _pairs(self, field: str, left: TextNode, right: TextNode) -> list[tuple[Terms, Terms]]:
        """Return pairs (words that match `left`, words that match `right`), at most MAX_NEAR_PAIRS.

        `field` is "title_exact", for example, whose words keep their endings.
        """
        combinations = product(self._variants(field, left), self._variants(field, right))
        pairs = list(islice(combinations, MAX_NEAR_PAIRS))
        if next(combinations, None):
            self._note(notes.too_many_near_pairs(MAX_NEAR_PAIRS))
        return pairs

    def _adjacent(self, field: str, terms: Terms) -> Query:
        if not self._budget.spend(self._budget.cost_of_phrase(field, terms)):
            self._note(notes.TOO_FREQUENT_FOR_PHRASE)
            return all_of([_word(field, word) for word in dict.fromkeys(terms)])
        return phrase(field, terms)

    def _beginning(self, field: str, prefix: str) -> Query:
        """Return the query for words that begin with a prefix."""
        name = f"{field}_exact"
        if not self._budget.spend(self._budget.cost_of_prefix(field, prefix)):
            self._note(notes.too_frequent_prefix(prefix))
            return _word(name, prefix)
        return Query.fuzzy_term_query(schema(), name, prefix, distance=0, prefix=True)

    def _variants(self, field: str, node: TextNode) -> list[Terms]:
        """Return all sequences of words, with their endings, that match a node.

        For the text "steel-plant", three of the sequences are ("steel", "plant"), ("steel",
        "plants") and ("steelplant",). `field` is "title_exact", for example, whose words keep their
        endings.
        """
        match node:
            case Words(text):
                return [
                    words
                    for keys in _keys(text)
                    for words in product(*(self._forms(field, key) for key in keys))
                ]
            case Phrase(text):
                return [_exact_terms(text)]
        return self._most_frequent(field, _exact_terms(node.text))

    def _completions(self, field: str, terms: Terms) -> list[Terms] | None:
        """Return copies of `terms` in which the last term, a prefix, is replaced by whole words.

        There is one copy for each word in the index that begins with this prefix, but at most
        MAX_COMPLETIONS copies, and only as many as the budget allows: ("iron", "or") -> ("iron",
        "ore"), ("iron", "organ"). Returns None if the budget does not allow the first copy.
        """
        if self._budget.left < 0:
            return None
        found = self._most_frequent(field, terms)
        costs = (self._budget.cost_of_phrase(field, phrase) for phrase in found)
        count = sum(1 for _ in takewhile(self._budget.spend, costs))
        if count < len(found):
            if not count:
                return None
            self._cut(terms[-1], count)
        return found[:count]

    def _most_frequent(self, field: str, terms: Terms) -> list[Terms]:
        """Return copies of `terms` in which the last term, a prefix, is replaced by whole words.

        There is one copy for each of the MAX_COMPLETIONS most frequent words that begin with the
        prefix.
        """
        *before, prefix = terms
        words = self._searcher.terms_with_prefix(field, prefix, limit=MAX_COMPLETIONS + 1)
        if len(words) > MAX_COMPLETIONS:
            self._cut(prefix, MAX_COMPLETIONS)
        return [(*before, word) for word, _count in words[:MAX_COMPLETIONS]]

    def _cut(self, prefix: str, count: int) -> None:
        """Add a note: of the words that begin with `prefix`, only `count` are searched for."""
        self._completion_counts[prefix] = min(count, self._completion_counts.get(prefix, count))

    def _forms(self, field: str, key: str) -> list[str]:
        """Return the words in the index that have this key: "factory" -> "factory", "factories".

        `field` is "title_exact", for example, whose words keep their endings.
        """
        words = words_with_key(self._searcher, key)
        return [word for word in words if self._budget.frequency(field, word)]

    def _note(self, sentence: str) -> None:
        self._notes[sentence] = None


def is_single_term(text: str) -> bool:
    """Return True if text without quotation marks is at most one word in the index."""
    found = variants(text)
    return not found or (len(found) == 1 and len(found[0]) == 1)


def words_with_key(searcher: Searcher, key: str) -> list[str]:
    """Return all words in the index that have this key, and the key itself."""
    start = f"{key}{FORM_MARK}"
    entries = searcher.terms_with_prefix(FORMS, start, limit=MAX_FORMS)
    return [key, *(entry.removeprefix(start) for entry, _count in entries)]


def forms_in(searcher: Searcher) -> Callable[[str], list[str]]:
    """Return a function that returns all words in the index that have a key."""
    return lambda key: words_with_key(searcher, key)


def _keys(text: str) -> list[Terms]:
    """Return the keys of the words in each way to write this text."""
    return list(dict.fromkeys(tuple(keys_of(variant)) for variant in variants(text)))


def _exact_terms(text: str) -> Terms:
    return tuple(exact_words(text))


def _word(field: str, term: str) -> Query:
    return Query.term_query(schema(), field, term)


def phrase(field: str, terms: Terms) -> Query:
    """Return the query for these terms next to each other, in this order.

    If possible, the query uses the indexed pairs of frequent words, because this is faster.
    """
    if len(terms) == 1:
        return _word(field, terms[0])
    fast = common_pairs_query(schema(), "body_pairs", terms) if field == "body_exact" else None
    return fast or Query.phrase_query(schema(), field, list(terms))


def _near(field: str, left: Terms, right: Terms, distance: int) -> Query:
    if _is_one_query(left, right):
        return Query.phrase_query(schema(), field, [(0, left[0]), (0, right[0])], slop=distance)
    orders = {(left, right), (right, left)}
    return any_of(
        [_apart(field, *order, by) for order in sorted(orders) for by in range(1, distance + 1)]
    )


def _query_count(left: Terms, right: Terms, distance: int) -> int:
    return 1 if _is_one_query(left, right) else 2 * distance


def _sum_up_to(most: float, costs: Iterable[float]) -> float:
    """Return the sum of the costs, but stop adding when the sum is above `most`."""
    total = 0.0
    for cost in costs:
        total += cost
        if total > most:
            break
    return total


def _is_one_query(left: Terms, right: Terms) -> bool:
    return len(left) == len(right) == 1 and left != right


def _apart(field: str, first: Terms, second: Terms, by: int) -> Query:
    """Return the query for texts in which `second` follows `first` at a distance of `by` words.

    The distance is measured from the last word of `first` to the first word of `second`.
    """
    start = len(first) - 1 + by
    words: Sequence[tuple[int, str]] = [*enumerate(first), *enumerate(second, start)]
    return Query.phrase_query(schema(), field, list(words))
