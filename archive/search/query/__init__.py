"""Turn the text of a search into queries of the index.

tokens.py           splits the typed text into tokens
pasted.py           recognises text that was pasted, such as a headline in capitals
typed_dates.py      finds the dates among the tokens, and the other ways to read them
typed_sources.py    finds the name of a source beside a pasted headline
parser.py           builds a query tree from the tokens
name_resolver.py    what the parser needs to know about names and addresses of the archive
field_values.py     the values of fields, such as the place in place:kujang
terms.py            words and phrases, and the limits of their number
words_or_values.py  words that can also be a day, or the source of a headline
query_tree.py       the classes of the query tree: words, phrases, fields and their combinations
name_lookup.py      finds the sources, places, people, … that a typed name can mean
source_names.py     finds the sources that a typed name or short name can mean
added_text.py       adds words to a search text
notes.py            sentences that tell readers how a part of their search was understood
operator_hints.py   suggestions for a search without results
capital_letters.py  the other meaning of words such as "UN", which are also words in small letters
compiler.py         compiles the query tree and the filters to tantivy queries
text_queries.py     compiles words, phrases, prefixes and NEAR to tantivy queries of one field
found_forms.py      the forms and spellings that the words of a search find
budget.py           limits how long the slow parts of a search may take
tantivy_queries.py  makes and combines simple tantivy queries
filters.py          the selected and excluded values of facets, as queries and as texts
filter_texts.py     writes filters as texts in tantivy's query language

Code outside `archive.search` uses only the names in `__all__` below, and imports them from this
package.
"""

from archive.search.query.added_text import AddedText
from archive.search.query.capital_letters import other_meanings
from archive.search.query.name_lookup import (
    EXACT_SLUG,
    KnownNames,
    entities_named,
    shared_slugs,
)
from archive.search.query.parser import parse_query
from archive.search.query.query_tree import And, Node, Phrase, Words
from archive.search.query.tokens import MAX_QUERY_LENGTH, clean_query

__all__ = [
    "EXACT_SLUG",
    "MAX_QUERY_LENGTH",
    "AddedText",
    "And",
    "KnownNames",
    "Node",
    "Phrase",
    "Words",
    "clean_query",
    "entities_named",
    "other_meanings",
    "parse_query",
    "shared_slugs",
]
