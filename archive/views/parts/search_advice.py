"""Help on a list with no or few articles: other searches, wider lists, articles with most words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict
from django.utils.safestring import SafeString

from archive.display.safe_text import count_of, marked
from archive.listing.article_filter import ArticleFilter
from archive.search import Advice, Offered, SearchResults, TextPiece
from archive.views.parts.article_rows import rows_for
from archive.views.public_page import Answers

MAX_TRIED = 8  # For each filter that is tried, a short search is made.


@dataclass(frozen=True, slots=True)
class LinkedSearch:
    """Another search: its text with what differs marked, its address, and its articles in words.

    `pieces` are the same text for JSON. `reasons` has sentences that explain it.
    """

    label: SafeString
    pieces: tuple[TextPiece, ...]
    url: str
    articles: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A list without one filter or one part of the search: what is left out, address and count.

    `kind` is "filter", "words" (the whole search text), "part" (of the search text) or "marks" (its
    quotation marks). `labels` names what is left out. `articles` is the count in words.
    """

    labels: tuple[str, ...]
    kind: str
    url: str
    count: int
    articles: str


@dataclass(frozen=True, slots=True)
class OfferedArticles:
    """Articles that have most of the words of the search, below a sentence that says so."""

    heading: str
    sentence: str
    rows: Sequence[Any]


def advice_context(
    article_filter: ArticleFilter,
    results: SearchResults,
    answers: Answers,
    make_rows: Callable[..., Sequence[Any]] = rows_for,
) -> dict[str, Any]:
    """Return what a list with no or few articles adds to the template context of the list.

    `suggestions` are other searches, `unknown` the words that no article has, `relaxations` wider
    lists, and `offered` articles with most of the words. `is_without_relaxation` is true if every
    filter was tried, and no list without one filter has articles. `make_rows` makes the rows of
    the offered articles. Raises IndexUnavailable.
    """
    advice = answers.advise(article_filter.search_query, results)
    context: dict[str, Any] = {
        "suggestions": _suggestions(article_filter, advice),
        "offered": _offered(article_filter, advice.offered, results.total, make_rows),
    }
    if results.total:
        return context
    tried, is_complete = _without_filters(article_filter, answers)
    useful = [row for row in (*tried, *_shorter(article_filter, advice)) if row.count]
    return context | {
        "unknown": advice.unknown,
        "relaxations": sorted(useful, key=lambda row: -row.count),
        "is_without_relaxation": bool(tried) and not useful and is_complete,
    }


def _suggestions(article_filter: ArticleFilter, advice: Advice) -> list[LinkedSearch]:
    address = replace(article_filter.address, page=1)
    return [
        LinkedSearch(
            marked(row.pieces),
            row.pieces,
            replace(address, q=row.words).url(),
            count_of(row.count, article_filter.address.unit),
            row.reasons,
        )
        for row in advice.suggestions
    ]


def _without_filters(
    article_filter: ArticleFilter, answers: Answers
) -> tuple[list[Relaxation], bool]:
    """Return the lists without one filter, also those without articles; and True if all were tried.

    To try a filter means to count the articles of the list without this filter. Only the first
    MAX_TRIED filters are tried, in the order of `ArticleFilter.chips`. If there is only one filter,
    nothing is tried, because the page links to all articles anyway.
    """
    chips = article_filter.chips()
    if len(chips) < 2:
        return [], False
    tried = []
    for chip in chips[:MAX_TRIED]:
        data = QueryDict(urlsplit(chip.remove_url).query)
        wider = ArticleFilter(data, path=article_filter.path)
        if wider.is_valid():
            query = replace(
                wider.search_query, page=1, page_size=1, with_counts=False, with_snippets=False
            )
            total = answers.ask(query).total
            kind = "words" if chip.is_words else "filter"
            counted = count_of(total, article_filter.address.unit)
            tried.append(Relaxation((chip.label,), kind, chip.remove_url, total, counted))
    return tried, len(tried) == len(chips)


def _shorter(article_filter: ArticleFilter, advice: Advice) -> list[Relaxation]:
    address = replace(article_filter.address, page=1)
    return [
        Relaxation(
            tuple(f"“{part}”" for part in row.left_out),
            "marks" if row.is_without_marks else "part",
            replace(address, q=row.words).url(),
            row.count,
            count_of(row.count, article_filter.address.unit),
        )
        for row in advice.shorter
    ]


def _offered(
    article_filter: ArticleFilter,
    offered: Offered | None,
    listed: int,
    make_rows: Callable[..., Sequence[Any]],
) -> OfferedArticles | None:
    if offered is None:
        return None
    rows = make_rows(
        offered.results.ids,
        offered.results,
        article_filter.labels,
        article_filter.query_string,
        missing=offered.missing,
    )
    return OfferedArticles(_heading(offered), _sentence(article_filter, offered, listed), rows)


def _heading(offered: Offered) -> str:
    number = len(offered.words)
    if offered.least == number:
        return "Articles with this word" if number == 1 else "Articles with these words"
    some = "most" if 2 * offered.least > number else "some"
    return f"Articles with {some} of these words"


def _sentence(article_filter: ArticleFilter, offered: Offered, listed: int) -> str:
    """Return what the offered articles have, how many there are, and that they are not counted."""
    number, words, total = len(offered.words), offered.words, offered.results.total
    quoted = [f"“{word}”" for word in words]
    some = (
        " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
        if offered.least == number
        else f"at least {offered.least} of these {number}: {', '.join(quoted)}"
    )
    filtered = " with these filters" if article_filter.is_filtered else ""
    who = f"{count_of(total, 'other article' if listed else 'article')}{filtered}"
    have = "has" if total == 1 else "have"
    shown = len(offered.results.ids)
    best = f" The {shown} best are below." if shown < total else ""
    they = "It is" if total == 1 else "They are"
    return f"{who} {have} {some}.{best} {they} not counted as results."
