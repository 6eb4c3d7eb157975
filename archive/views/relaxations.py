"""The way on from an empty list: the number of articles without one of the filters, or without the
search text."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict

from archive.listing.filters import ArticleFilter
from archive.views.public_page import Answers

MAX_TRIED = 8  # each is a short search


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A list with one filter less: the label of that filter, its address, and its number of
    articles."""

    label: str
    is_words: bool
    url: str
    count: int


def relaxations_context(article_filter: ArticleFilter, answers: Answers) -> dict[str, Any]:
    """Return the context of an empty list: the relaxations that give articles, most articles first.

    The first MAX_TRIED filters are tried; `is_without_relaxation` says that all were tried in vain.
    With a single filter only the link to all articles is left. Raises IndexUnavailable."""
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
