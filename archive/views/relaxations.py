"""The ways out of an empty list: what is found once one of the filters, or the words, are left
out."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict

from archive.listing.filters import ArticleFilter
from archive.views.public_page import Answers

TRIED = 8  # each is a short search


@dataclass(frozen=True, slots=True)
class WayOut:
    """What is left out, the list without it, and how many articles that has."""

    label: str
    is_words: bool
    url: str
    count: int


def ways_out(found: ArticleFilter, answers: Answers) -> dict[str, Any]:
    """What the template of an empty list needs: the ways that lead to any articles, to the most
    first, of the first TRIED filters; and whether all were tried in vain. Where only one thing was
    asked for there is no other way than to all articles. Raises IndexUnavailable."""
    chips = found.chips()
    if len(chips) < 2:
        return {"ways_out": []}
    ways = []
    for chip in chips[:TRIED]:
        wider = ArticleFilter(QueryDict(urlsplit(chip.remove_url).query), path=found.path)
        if wider.is_valid():
            query = replace(
                wider.search_query, page=1, page_size=1, with_counts=False, with_snippets=False
            )
            ways.append(
                WayOut(chip.label, chip.is_words, chip.remove_url, answers.ask(query).total)
            )
    found_any = sorted((way for way in ways if way.count), key=lambda way: -way.count)
    return {"ways_out": found_any, "is_without_way_out": not found_any and len(ways) == len(chips)}
