"""The ways out of an empty list: what is found once one of the filters, or the words, are left out."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.http import QueryDict

from archive.filters import ArticleFilter
from archive.views.page import Answers

TRIED = 8  # each is a short search


@dataclass(frozen=True, slots=True)
class WayOut:
    """What is left out, the list without it, and how many articles that has."""

    label: str
    is_words: bool
    url: str
    count: int


def ways_out(found: ArticleFilter, answers: Answers) -> list[WayOut]:
    """Those that lead to any articles, to the most first, of the first TRIED filters. Nothing where only one thing was
    asked for: without it, the list is that of all articles. Raises IndexUnavailable."""
    chips = found.chips()
    if len(chips) < 2:
        return []
    ways = []
    for chip in chips[:TRIED]:
        wider = ArticleFilter(QueryDict(urlsplit(chip.remove_url).query), path=found.path)
        if wider.is_valid():
            query = replace(wider.search_query, page=1, page_size=1, with_counts=False, with_passages=False)
            ways.append(WayOut(chip.label, chip.is_words, chip.remove_url, answers.ask(query).total))
    return sorted((way for way in ways if way.count), key=lambda way: -way.count)
