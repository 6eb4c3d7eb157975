"""What the index holds of an article, and the number of that format.

Raise `FORMAT` whenever fields, their meaning or the cutting into words change: an index of another
format is not read but rebuilt."""

from functools import lru_cache

import tantivy

from archive.search.analysis.analyzers import EXACT, STEMMED
from archive.search.analysis.common_grams import PLACEHOLDER

FORMAT = 3

TEXT_FIELDS = ("title", "body")
# The kinds of entity, each a field of ids. `place` holds each place and every place above it.
ENTITY_FIELDS = ("place", "organisation", "person")
# The number fields that can be filtered by, and counted.
NUMBER_FIELDS = ("id", "source", *ENTITY_FIELDS, "year", "month", "day", "first_day", "last_day")
# `newest` and `oldest` are day and id in one number, so that no two articles are equal; unknown
# dates are last in both. `recency` weighs relevance.
ORDER_FIELDS = ("newest", "oldest")

_PAIRS = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    .filter(tantivy.Filter.custom_stopword([PLACEHOLDER]))
    .build()
)


@lru_cache(maxsize=1)
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="stemmed")
        builder.add_text_field(f"{name}_exact", tokenizer_name="exact")
    builder.add_text_field("body_pairs", tokenizer_name="pairs")
    for name in NUMBER_FIELDS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ORDER_FIELDS:
        builder.add_unsigned_field(name, fast=True)
    builder.add_float_field("recency", fast=True)
    return builder.build()


def register_analyzers(index: tantivy.Index) -> None:
    """Every opened index has to be told again how its words are cut."""
    index.register_tokenizer("stemmed", STEMMED)
    index.register_tokenizer("exact", EXACT)
    index.register_tokenizer("pairs", _PAIRS)
