"""Find articles that are similar to an article: they share its characteristic words.

tantivy selects words that are frequent in the article and rare in the archive, and searches for
articles with at least one of these words. Articles that share more words, and rarer words, come
first. Only words are compared, not their meaning. So two reports about one event are not similar if
they use different words.
"""

import tantivy
from tantivy import Occur, Query

from archive.search.analysis.schema import schema
from archive.search.analysis.words import exact_words, keys_of
from archive.search.query.tantivy_queries import term

MAX_RESULTS = 20
# The number of words to search for. This is tantivy's default. We checked ten saved articles: with
# this number, the first hits are about the same subject.
MAX_TERMS = 25
MIN_WORD_LENGTH = 4  # characters; excludes "the" and "was"
MIN_ARTICLE_COUNT = 2  # because a word that only one article contains finds no other article
MIN_TERM_COUNT = (
    1  # occurrences of a word in the article; not more, because short texts repeat few words
)


def similar_ids(searcher: tantivy.Searcher, article_id: int, title: str, body: str) -> list[int]:
    """Return at most MAX_RESULTS ids of articles similar to this article, most similar first.

    `title` and `body` are the texts of this article. The article itself is not in the result.
    """
    texts = {"title": title, "body": body}
    like = Query.more_like_this_document_fields_query(
        schema(),
        {name: [" ".join(keys_of(exact_words(text)))] for name, text in texts.items()},
        min_doc_frequency=MIN_ARTICLE_COUNT,
        min_term_frequency=MIN_TERM_COUNT,
        max_query_terms=MAX_TERMS,
        min_word_length=MIN_WORD_LENGTH,
    )
    itself = term("id", article_id)
    others = Query.boolean_query([(Occur.Must, like), (Occur.MustNot, itself)])
    hits = searcher.search(others, MAX_RESULTS, count=False).hits
    ids = searcher.fast_field_values("id", [address for _score, address in hits])
    return [int(pk) for pk in ids if pk is not None]
