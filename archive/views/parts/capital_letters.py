"""Tells readers what “UN” in their search was taken for, with a link to the other meaning.

In capital letters, some words are abbreviations (`archive.search.query.other_meanings`).
"""

from dataclasses import dataclass, replace

from archive.display.safe_text import count_of
from archive.listing.article_filter import ArticleFilter
from archive.search.query import other_meanings
from archive.views.public_page import Answers

SHOWN = 2


@dataclass(frozen=True, slots=True)
class OtherList:
    """What a word of the search was taken for, and the list of articles with its other meaning."""

    taken_for: str
    other: str
    articles: str
    url: str


def other_lists(article_filter: ArticleFilter, answers: Answers) -> list[OtherList]:
    """Return the lists for other meanings of the words of a search that have articles.

    Makes a short search for each of at most SHOWN words. Raises IndexUnavailable.
    """
    lists = []
    for meaning in other_meanings(article_filter.address.q)[:SHOWN]:
        query = replace(
            article_filter.search_query,
            words=meaning.search,
            page=1,
            page_size=1,
            with_counts=False,
            with_snippets=False,
        )
        total = answers.ask(query).total
        # Beside other words, small letters are probably meant: "who was the first astronaut".
        is_unlikely = meaning.is_beside_words and not meaning.is_abbreviation
        if total > (article_filter.results.total if is_unlikely else 0):
            kinds = ("the abbreviation", "the word")
            taken_for, other = kinds if meaning.is_abbreviation else reversed(kinds)
            letters = "capital" if meaning.is_abbreviation else "small"
            address = replace(article_filter.address, q=meaning.search, page=1)
            lists.append(
                OtherList(
                    f"“{meaning.word}” in {letters} letters means {taken_for}.",
                    f"With {other} “{meaning.other}”, the search finds",
                    count_of(total, address.unit),
                    address.url(),
                )
            )
    return lists
