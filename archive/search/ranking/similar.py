"""More like this: the articles that share most of an article's telling words, as tantivy weighs
them.

The words that are frequent in the article and rare in the archive are searched for, any of them;
who shares more and rarer ones comes first. Nothing is understood: two reports of one event in other
words are not alike."""

import tantivy
from tantivy import Occur, Query

from archive.search.analysis.schema import schema

COUNT = 20
# tantivy's usual number; judged by eye on ten saved articles: the first hits are of the same
# subject.
TERMS = 25
SHORTEST = 4  # letters of a word that counts: not "the" and "was"
IN_ARTICLES = 2  # a word that stands in no other article finds none
IN_TEXT = 1  # short texts repeat few words


def similar_ids(searcher: tantivy.Searcher, article_id: int, title: str, body: str) -> list[int]:
    """The ids of the articles most like this one, most alike first, itself left out."""
    like = Query.more_like_this_document_fields_query(
        schema(),
        {"title": [title], "body": [body]},
        min_doc_frequency=IN_ARTICLES,
        min_term_frequency=IN_TEXT,
        max_query_terms=TERMS,
        min_word_length=SHORTEST,
    )
    itself = Query.term_query(schema(), "id", article_id)
    others = Query.boolean_query([(Occur.Must, like), (Occur.MustNot, itself)])
    addresses = [address for _score, address in searcher.search(others, COUNT, count=False).hits]
    return [int(pk) for pk in searcher.fast_field_values("id", addresses) if pk is not None]
