"""Links from an empty list to wider lists: without one filter, or without the search text."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict

from archive.listing.article_filter import ArticleFilter
from archive.views.public_page import Answers

MAX_TRIED = 8  # For each filter that is tried, a short search is made.


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A list without one filter: the label of this filter, and the list's address and count.

    `is_words` is true if the removed filter is the search text.
    """

    label: str
    is_words: bool
    url: str
    count: int


def relaxations_context(article_filter: ArticleFilter, answers: Answers) -> dict[str, Any]:
    """Return the template context of an empty list, with wider lists that have articles.

    In the context, `relaxations` has these wider lists, most articles first.
    `is_without_relaxation` is true if every filter was tried, and no list without one filter has
    articles.

    To try a filter means to count the articles of the list without this filter. Only the first
    MAX_TRIED filters are tried, in the order of `ArticleFilter.chips`. If there is only one filter,
    nothing is tried, because the page links to all articles anyway. Raises IndexUnavailable.
    """
    chips = article_filter.chips()
    if len(chips) < 2:
        return {"relaxations": []}
    tried = []
    for chip in chips[:MAX_TRIED]:
        data = QueryDict(urlsplit(chip.remove_url).query)
        wider = ArticleFilter(data, path=article_filter.path)
        if wider.is_valid():
            query = replace(
                wider.search_query, page=1, page_size=1, with_counts=False, with_snippets=False
            )
            total = answers.ask(query).total
            tried.append(Relaxation(chip.label, chip.is_words, chip.remove_url, total))
    useful = sorted((row for row in tried if row.count), key=lambda row: -row.count)
    return {
        "relaxations": useful,
        "is_without_relaxation": not useful and len(tried) == len(chips),
    }
