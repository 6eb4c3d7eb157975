"""Find similar articles: those that share most of the characteristic words of an article.

tantivy selects the words that are frequent in the article and rare in the archive, and searches for
any of them. Articles that share more words, and rarer ones, come first. This compares words, not
meaning: two reports of one event in different words are not similar.
"""

import tantivy
from tantivy import Occur, Query

from archive.search.analysis.schema import schema
from archive.search.query.boolean import term

MAX_RESULTS = 20
# tantivy's default; checked on ten saved articles: the first hits are about the same subject.
MAX_TERMS = 25
MIN_WORD_LENGTH = 4  # excludes "the" and "was"
MIN_ARTICLE_COUNT = 2  # a word of only one article finds no other article
MIN_TERM_COUNT = 1  # short texts repeat few words


def similar_ids(searcher: tantivy.Searcher, article_id: int, title: str, body: str) -> list[int]:
    """Return the ids of the articles most similar to this one, the most similar first."""
    like = Query.more_like_this_document_fields_query(
        schema(),
        {"title": [title], "body": [body]},
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
