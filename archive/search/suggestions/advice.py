"""Help with a search that finds nothing or little: run the searches that could be meant."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from math import log10

from tantivy import Occur, Query

from archive.search.analysis.schema import schema
from archive.search.counts.tantivy_counts import count
from archive.search.facets import FACETS, Values
from archive.search.index.errors import unavailable_on_errors
from archive.search.index.open_index import OpenIndex, current_index
from archive.search.one_search import OneSearch
from archive.search.query.budget import Budget
from archive.search.query.compiler import QueryCompiler
from archive.search.query.name_lookup import KnownNames
from archive.search.query.operator_hints import with_operators
from archive.search.query.parser import parse_query
from archive.search.query.query_tree import InTitle, Node, Not, Or, Words
from archive.search.ranking.page_hits import Hits
from archive.search.suggestions.changes import CHANGED_WORDS, Changes, spans_of_names
from archive.search.suggestions.most_words import (
    WantedWord,
    divided,
    find_most_words,
    loosened,
    missing_words,
    text_of,
)
from archive.search.suggestions.other_names import other_names
from archive.search.suggestions.small_words import has_small_word, is_small
from archive.search.suggestions.typed_parts import (
    Part,
    TypedWord,
    typed_parts,
    typed_text,
    typed_words,
    without,
)
from archive.search.suggestions.vocabulary import FREQUENCY_WEIGHT, vocabulary_of
from archive.search.values import (
    PAGE_SIZE,
    Advice,
    Offered,
    SearchQuery,
    SearchResults,
    Shorter,
    Sort,
    Suggestion,
    TextPiece,
)

LITTLE = 3  # a search with fewer articles finds little
SHOWN = 3  # suggestions
MOST_COUNTED = 12  # searches that are run to find suggestions
MOST_LEFT_OUT = 8  # parts of a search that are left out, one after another
MOST_WORDS = 12  # a search with more words is a text, whose words are not replaced
MOST_KNOWN_WORDS = 5  # nor those of a search with more words, if articles have each of them
CLOSE = 0.4  # a further suggestion may differ from the typed text by this much more than the best
# A suggestion for a search that finds a few articles must find this many times as many.
CLEARLY_MORE = 10


def advise(query: SearchQuery, results: SearchResults) -> Advice:
    """Return help with a search that has these results: it is empty if there are LITTLE or more.

    A search without words gets no help either. Takes a few database queries, and some short
    searches. Raises IndexUnavailable.
    """
    if results.total >= LITTLE or not query.words.strip():
        return Advice()
    opened = current_index()
    with unavailable_on_errors():
        return _Adviser(opened, query, results).advice()


class _Adviser:
    """The help with one search, in one commit of the index."""

    def __init__(self, opened: OpenIndex, query: SearchQuery, results: SearchResults) -> None:
        self._opened = opened
        self._query = query
        self._listed = results.ids
        self._total = results.total
        self._text = typed_text(query.words)
        self._names = KnownNames()
        self._search = self._search_for(query.words)
        self._frequencies: dict[tuple[str, str], int] = {}
        self._states = {(opened.generation.name, opened.reached)}
        self._spent = 0.0  # the costs of all searches together
        self._most = Budget(opened.searcher).left

    def advice(self) -> Advice:
        """Return all help: the suggestions, and more if the search finds nothing."""
        suggestions = tuple(self._suggestions())
        if self._total:
            offered = self._offered() if has_small_word(self._text) else None
            return Advice(suggestions, offered=offered, states=tuple(self._states))
        return Advice(
            suggestions,
            unknown=tuple(
                dict.fromkeys(part.label for part in self._unknown_parts if not is_small(part.text))
            ),
            shorter=tuple(sorted(self._shorter(), key=lambda row: -row.count)),
            offered=self._offered(),
            states=tuple(self._states),
        )

    def _search_for(self, words: str) -> OneSearch:
        return OneSearch(
            self._opened, replace(self._query, words=words), parse_query(words, self._names)
        )

    def _count(self, words: str) -> int:
        """Return the length of the list for another text, with the filters of the search.

        The result is 0 if all searches together have taken as long as one search may take.
        """
        if self._spent > self._most:
            return 0
        search = self._search_for(words)
        self._spent += search.compiler.spent
        return count(self._opened.searcher, search.listed())

    def _compile(self, node: Node) -> Query:
        """Return the query for a part of the search, which has a budget of its own."""
        compiler = QueryCompiler(self._opened.searcher, self._search.compiler.fields)
        query = compiler.compile(node)
        self._spent += compiler.spent
        return query

    def _count_node(self, node: Node) -> int:
        """Return how many articles of the whole archive match a node."""
        return count(self._opened.searcher, self._compile(node))

    def _frequency(self, word: TypedWord) -> int:
        """Return how many articles have a word, in its field if it is a title."""
        key = word.field, word.text
        if key not in self._frequencies:
            if word.field in FACETS and self._is_value(word.field, word.value):
                self._frequencies[key] = self._opened.searcher.num_docs
            else:
                node: Node = Words(word.text)
                node = InTitle(node) if word.field == "title" else node
                self._frequencies[key] = self._count_node(node)
        return self._frequencies[key]

    def _is_value(self, field: str, text: str) -> bool:
        return FACETS[field].values is Values.PERIOD or bool(self._names.find(field, text))

    # Suggestions

    def _suggestions(self) -> list[Suggestion]:
        found = list(self._counted(self._candidates()))
        found.sort(key=lambda row: row[0])
        kept: list[Suggestion] = []
        for cost, suggestion in found:
            is_close = cost <= found[0][0] + CLOSE
            if is_close and not any(self._is_same(suggestion, other) for other in kept):
                kept.append(suggestion)
        return kept[:SHOWN]

    def _candidates(self) -> Iterable[tuple[float, Suggestion]]:
        """Yield the searches that could be meant, not yet counted, with what they cost."""
        text, reasons = with_operators(self._text)
        if text:
            yield -1.0, Suggestion((TextPiece(text),), 0, reasons)
        words = typed_words(self._text)
        if not words or len(words) > MOST_WORDS:
            return
        frequencies = [self._frequency(word) for word in words if not is_small(word.text)]
        if frequencies.count(0) > CHANGED_WORDS:
            return
        rarest = min(frequencies, default=0)
        if rarest and (self._total or len(words) > MOST_KNOWN_WORDS) and rarest >= LITTLE:
            return
        state, vocabulary = vocabulary_of(self._opened)
        self._states.add((state.generation.name, state.reached))
        changes = Changes(self._text, words, self._frequency, vocabulary, self._is_value)
        names = other_names({typed for *_, typed in spans_of_names(self._text, words)})
        for changed in changes.cheapest(names, MOST_COUNTED):
            yield changed.cost, Suggestion(changed.pieces, 0)

    def _counted(
        self, candidates: Iterable[tuple[float, Suggestion]]
    ) -> Iterable[tuple[float, Suggestion]]:
        for cost, suggestion in candidates:
            number = self._count(suggestion.words)
            if number and number >= self._total * CLEARLY_MORE:
                yield cost - FREQUENCY_WEIGHT * log10(number), replace(suggestion, count=number)

    def _is_same(self, suggestion: Suggestion, other: Suggestion) -> bool:
        """Return True if both searches have the same list."""
        if suggestion.count != other.count or self._spent > self._most:
            return False
        one, two = (self._search_for(row.words).listed() for row in (suggestion, other))
        both = Query.boolean_query([(Occur.Must, one), (Occur.Must, two)])
        return count(self._opened.searcher, both) == other.count

    # Which part of the search finds nothing

    @cached_property
    def _parts(self) -> list[Part]:
        return typed_parts(self._text)

    @cached_property
    def _unknown_parts(self) -> list[Part]:
        """The parts of the search that no article has."""
        unknown = []
        for part in self._parts[: 2 * MOST_WORDS]:
            node = parse_query(part.text, self._names).node
            if node and not isinstance(node, Not) and not self._count_node(node):
                unknown.append(part)
        return unknown

    def _shorter(self) -> Iterable[Shorter]:
        """Yield the searches without one part that find something.

        If articles lack some of the parts altogether, only these parts are left out, all together.
        """
        left_out: list[tuple[Part, ...]] = [
            (part,) for part in self._parts if not is_small(part.text)
        ]
        if self._unknown_parts:
            left_out = [tuple(self._unknown_parts)]
        for parts in left_out[:MOST_LEFT_OUT]:
            words = without(self._text, parts)
            if words and (number := self._count(words)):
                yield Shorter(tuple(part.label for part in parts), words, number)
        if '"' in self._text:
            words = " ".join(self._text.replace('"', " ").split())
            if number := self._count(words):
                yield Shorter((), words, number, is_without_marks=True)

    # Articles with most of the words

    def _offered(self) -> Offered | None:
        nodes, conditions = divided(self._search.parsed.node)
        wanted: dict[Node, WantedWord] = {}
        for node in nodes:
            word = self._wanted(node)
            # "Hwasong-19" is one word for a search; if no article has it, it is two.
            parts = [node] if word.count else loosened(node)
            wanted |= {part: word if part == node else self._wanted(part) for part in parts}
        found = find_most_words(
            self._opened.searcher,
            list(wanted.values()),
            [*self._filters(), *map(self._condition, conditions), *self._not_listed()],
        )
        if not found:
            return None
        ids, total = Hits(self._opened.searcher, found.query, Sort.RELEVANCE).page(0, PAGE_SIZE)
        words = Or(tuple(word.node for word in found.words))
        titles, snippets, versions = self._search.snippets(ids, words)
        return Offered(
            SearchResults(
                tuple(ids),
                total,
                1,
                1,
                titles=titles,
                snippets=snippets,
                versions=versions,
                generation=self._opened.generation.name,
                version=self._opened.reached,
            ),
            tuple(word.text for word in found.words),
            found.least,
            missing_words(self._opened.searcher, found.words, ids),
        )

    def _wanted(self, node: Node) -> WantedWord:
        query = self._compile(node)
        return WantedWord(text_of(node), node, query, count(self._opened.searcher, query))

    def _filters(self) -> Sequence[tuple[Occur, Query]]:
        included, excluded = self._search.filters.clauses()
        return [*included, *excluded]

    def _not_listed(self) -> Sequence[tuple[Occur, Query]]:
        """Return the condition that an article is not in the list, which has few articles."""
        if not self._listed:
            return ()
        return [(Occur.MustNot, Query.term_set_query(schema(), "id", list(self._listed)))]

    def _condition(self, node: Node) -> tuple[Occur, Query]:
        if isinstance(node, Not):
            return Occur.MustNot, self._compile(node.node)
        return Occur.Must, self._compile(node)
