"""From what a reader types to queries of the index.

tokens.py        what a reader types → tokens
parser.py        tokens → a tree
query_tree.py    the tree: words, phrases, fields, and how they are combined
name_lookup.py   which sources, places, people and organisations a typed name can mean
notes.py         sentences for the reader about what was understood differently
hints.py         suggestions when nothing was found
compiler.py      the tree and the chosen filters → tantivy queries
text_queries.py  words, phrases, prefixes and words near each other → tantivy queries of one field
boolean.py       combinations of tantivy queries

Code outside `archive.search` imports these names from here.
"""

from archive.search.query.name_lookup import EXACT_SLUG, entities_named, shared_slugs
from archive.search.query.parser import parse_query
from archive.search.query.query_tree import And, Node, Phrase, Words
from archive.search.query.tokens import MAX_QUERY_LENGTH, clean_query

__all__ = [
    "EXACT_SLUG",
    "MAX_QUERY_LENGTH",
    "And",
    "Node",
    "Phrase",
    "Words",
    "clean_query",
    "entities_named",
    "parse_query",
    "shared_slugs",
]
