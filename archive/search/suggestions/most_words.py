"""Find the articles that have most of the words of a search that finds nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tantivy import Occur, Query, Searcher

from archive.search.analysis.schema import schema
from archive.search.analysis.words import CutText
from archive.search.counts.tantivy_counts import count
from archive.search.query.budget import BUDGET_PER_ARTICLE, FIXED_BUDGET
from archive.search.query.query_tree import (
    And,
    DateIs,
    FieldIs,
    InTitle,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Words,
)
from archive.search.query.tantivy_queries import both
from archive.search.ranking.page_hits import Hits
from archive.search.suggestions.small_words import is_small
from archive.search.values import Sort

_ENDS = re.compile(r"^[\W_]+|[\W_]+$")
MOST_WORDS = 12  # if a search has more, the rarest are used


@dataclass(frozen=True, slots=True)
class WantedWord:
    """A word or phrase of a search: as it was typed, its node, its query and its articles."""

    text: str
    node: Node
    query: Query
    count: int


@dataclass(frozen=True, slots=True)
class MostWords:
    """The articles with at least `least` of the words of a search.

    `words` are those that count: not the small words, not words that no article has. `query` finds
    the articles, best first.
    """

    words: tuple[WantedWord, ...]
    least: int
    query: Query


def divided(node: Node | None) -> tuple[list[Node], list[Node]]:
    """Divide a query tree into words that articles should have, and conditions that must hold.

    Conditions are values of fields, dates and what is excluded. A search for only one phrase,
    or for words joined by hyphens or NEAR, is divided into its words.
    """
    wanted: list[Node] = []
    conditions: list[Node] = []
    for inner in _terms(node):
        is_condition = isinstance(inner, FieldIs | DateIs | Not)
        (conditions if is_condition else wanted).append(inner)
    if len(wanted) == 1:
        wanted = loosened(wanted[0])
    return [inner for inner in dict.fromkeys(wanted) if not is_small(text_of(inner))], conditions


def _terms(node: Node | None) -> list[Node]:
    match node:
        case None:
            return []
        case And(nodes):
            return [term for inner in nodes for term in _terms(inner)]
        case InTitle(And(nodes)):
            return [term for inner in nodes for term in _terms(InTitle(inner))]
        case InTitle(FieldIs() | DateIs() | Not() as inner):
            return [inner]
    return [node]


def loosened(node: Node) -> list[Node]:
    """Return the words of a phrase, of words joined by hyphens, or the two sides of NEAR."""
    match node:
        case InTitle(inner):
            return [InTitle(part) for part in loosened(inner)]
        case Phrase(text) | Words(text):
            cut = CutText(text)
            spans = map(cut.span, range(len(cut.words)))
            return [Words(text[start:end]) for start, end in spans]
        case Near(left, right, _distance):
            return [left, right]
    return [node]


def text_of(node: Node) -> str:
    """Return words, a phrase or a group as a reader would write it: “iron ore”, iron OR steel."""
    match node:
        case Words(text):
            return _ENDS.sub("", text)
        case Phrase(text):
            return f'"{text}"'
        case Prefix(text):
            return f"{text}*"
        case Near(left, right, _distance):
            return f"{text_of(left)} NEAR {text_of(right)}"
        case InTitle(inner):
            return f"title:{text_of(inner)}" if not isinstance(inner, Or) else text_of(inner)
        case Or(nodes):
            return " OR ".join(map(text_of, nodes))
        case And(nodes):
            return " ".join(map(text_of, nodes))
    return ""


def find_most_words(
    searcher: Searcher, wanted: Sequence[WantedWord], conditions: Sequence[tuple[Occur, Query]]
) -> MostWords | None:
    """Return the articles that have most of these words, or None if no article has any of them.

    All articles meet the conditions. `least` is as high as possible for more than half of the
    words; if no article has so many, it is the highest number that an article has.
    """
    words = _affordable(wanted, searcher.num_docs)
    if not words:
        return None
    for least in range(len(words) // 2 + 1, 0, -1):
        some = Query.boolean_query(
            [(Occur.Should, word.query) for word in words], minimum_number_should_match=least
        )
        query = Query.boolean_query([(Occur.Must, some), *conditions])
        if count(searcher, query):
            return MostWords(tuple(words), least, query)
    return None


def _affordable(wanted: Sequence[WantedWord], article_count: int) -> list[WantedWord]:
    """Return the words that articles have, without the most frequent if there are too many.

    To find out which articles have most of the words, all articles with one of the words are read.
    To read one of them takes about as long as the unit of the budget of a search.
    """
    rarest = sorted((word for word in wanted if word.count), key=lambda word: word.count)
    most = FIXED_BUDGET + BUDGET_PER_ARTICLE * article_count
    kept: set[Node] = set()
    sum_of_counts = 0
    for word in rarest[:MOST_WORDS]:
        sum_of_counts += word.count
        if kept and sum_of_counts > most:
            break
        kept.add(word.node)
    return [word for word in wanted if word.node in kept]


def missing_words(
    searcher: Searcher, words: Sequence[WantedWord], ids: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """Return, for each of these articles, the words that it does not have, as they were typed."""
    those = Query.term_set_query(schema(), "id", list(ids))
    having = [
        set(Hits(searcher, both(those, word.query), Sort.NEWEST).page(0, len(ids))[0])
        for word in words
    ]
    return {
        pk: tuple(word.text for word, found in zip(words, having, strict=True) if pk not in found)
        for pk in ids
    }
