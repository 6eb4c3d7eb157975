"""The forms and spellings that the words of a search find: "factory" also finds "factories"."""

from collections.abc import Iterator
from itertools import islice

from tantivy import Searcher

from archive.search.analysis.schema import TEXT_FIELDS
from archive.search.analysis.variants import variants
from archive.search.analysis.words import exact_words, keys_of
from archive.search.query.query_tree import And, InTitle, Near, Node, Or, Words
from archive.search.query.tantivy_queries import any_of
from archive.search.query.text_queries import phrase, words_with_key

MAX_WORDS = 10
MAX_FORMS = 20


def found_forms(searcher: Searcher, node: Node | None) -> dict[str, tuple[str, ...]]:
    """Return, for each word of a search, how else it is written in articles, most frequent first.

    Only words without quotation marks are found in other forms. Words that have no other form in
    the archive are left out. "well-being" can have the forms "wellbeing" and "well being".
    """
    found: dict[str, tuple[str, ...]] = {}
    for text in islice(dict.fromkeys(_words(node)), MAX_WORDS):
        typed = " ".join(exact_words(text))
        forms = dict.fromkeys(form for form in _forms(searcher, text) if form != typed)
        if forms:
            found[text] = tuple(islice(forms, MAX_FORMS))
    return found


def _words(node: Node | None) -> Iterator[str]:
    """Yield the words of a search that are in no quotation marks and not excluded."""
    match node:
        case Words(text):
            yield text
        case Near(left, right):
            yield from _words(left)
            yield from _words(right)
        case InTitle(inner):
            yield from _words(inner)
        case And(nodes) | Or(nodes):
            for inner in nodes:
                yield from _words(inner)


def _forms(searcher: Searcher, text: str) -> Iterator[str]:
    for number, variant in enumerate(variants(text)):
        keys = tuple(keys_of(variant))
        if len(keys) == 1:
            yield from _by_frequency(searcher, words_with_key(searcher, keys[0]))
        elif number:  # the first variant is the typed one
            query = any_of([phrase(field, keys) for field in TEXT_FIELDS])
            if searcher.search(query, 1, count=False).hits:
                yield " ".join(variant)


def _by_frequency(searcher: Searcher, words: list[str]) -> list[str]:
    """Return those of these words that articles have, most frequent first."""
    counts = {
        word: sum(searcher.doc_freq(f"{field}_exact", word) for field in TEXT_FIELDS)
        for word in words
    }
    return sorted((word for word in words if counts[word]), key=lambda word: -counts[word])
