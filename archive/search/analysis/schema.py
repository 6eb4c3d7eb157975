"""The fields of the index, and the version number of this format.

The index gets texts as words in normal form with spaces between them (`words.py`): the fields
`title`, `body` and `versions` have the keys of the words, fields such as `title_exact` the words.

Raise `FORMAT` whenever the fields, the meaning of a field, or the analyzers change. An index that
has another format is not used and must be rebuilt.
"""

from functools import lru_cache

import tantivy

from archive.search.analysis.common_grams import PLACEHOLDER
from archive.search.facets import FACETS, Values

FORMAT = 9

# `versions` has the titles and texts of the versions that an article does not show.
SHOWN_TEXT_FIELDS = ("title", "body")
TEXT_FIELDS = (*SHOWN_TEXT_FIELDS, "versions")
# The words of each article that are not their own key, each after its key: "factory=factories".
FORMS = "forms"
DATE_FIELDS = ("year", "month", "day", "first_day", "last_day")
# The story of an article (`archive.models.StoryMember`); UNKNOWN if no other article tells it.
STORY = "story"
# The fields by which searches filter and count. A field has the name of its facet, except that the
# facet `date` has several fields. The field `place` has the places that an article mentions, and
# all places that contain these places.
NUMBER_FIELDS = (
    "id",
    *(facet.field for facet in FACETS.values() if facet.values is not Values.PERIOD),
    *DATE_FIELDS,
    STORY,
)
# `newest` and `oldest` each combine the day and the id of an article in one number, so that no two
# articles have the same number. Articles without a date are last in both orders.
ORDER_FIELDS = ("newest", "oldest")

_WORDS = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
_PAIRS = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    .filter(tantivy.Filter.custom_stopword([PLACEHOLDER]))
    .build()
)


@lru_cache(maxsize=1)
def schema() -> tantivy.Schema:
    """Return the schema of the index."""
    builder = tantivy.SchemaBuilder()
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="words")
        builder.add_text_field(f"{name}_exact", tokenizer_name="words")
    builder.add_text_field(FORMS, tokenizer_name="words", index_option="basic")
    builder.add_text_field("body_pairs", tokenizer_name="pairs")
    for name in NUMBER_FIELDS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ORDER_FIELDS:
        builder.add_unsigned_field(name, fast=True)
    builder.add_float_field("recency", fast=True)  # makes newer articles slightly more relevant
    return builder.build()


def register_analyzers(index: tantivy.Index) -> None:
    """Register our analyzers in an opened index, because index files do not contain analyzers."""
    index.register_tokenizer("words", _WORDS)
    index.register_tokenizer("pairs", _PAIRS)
