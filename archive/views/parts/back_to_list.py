"""The list from which a reader opened an article: the position of the article, and its neighbours.

The links from a list to articles include the list's filters: `/articles/17/title/?q=iron`.
"""

from dataclasses import dataclass, replace

from django.http import QueryDict

from archive.listing.article_filter import ArticleFilter
from archive.models import Article, article_url
from archive.models.addresses import address_of
from archive.search import (
    PAGE_SIZE,
    IndexUnavailable,
    MatchFinder,
    Neighbours,
    find_neighbours,
    match_finder,
)
from archive.views.public_page import Answers

NAMES_OFF = "off"


@dataclass(frozen=True, slots=True)
class ListContext:
    """The list from which a reader opened an article, with links to the articles before and after.

    `description` is the sentence that describes the list. `list_url` is the address of the list.
    `position` is the position of the article in the list, or 0 if it was not computed.
    `previous_url` and `next_url` are the addresses of the neighbours, or "". `plain_url` is the
    address of the article without the list. `has_marks` is true if the article can have marked
    matches. `problem` is a sentence if the filters in the address are not valid, otherwise "".
    """

    description: str = ""
    list_url: str = ""
    list_label: str = ""
    position: int = 0
    total: int = 0
    previous_url: str = ""
    next_url: str = ""
    plain_url: str = ""
    has_marks: bool = False
    problem: str = ""


def has_list_context(parameters: QueryDict) -> bool:
    """Return True if these parameters of an address include filters of a list."""
    return any(parameters.get(name) for name in ArticleFilter.base_filters)


def are_names_off(parameters: QueryDict) -> bool:
    """Return True if the parameters contain `names=off`, so that names are not links."""
    return parameters.get("names") == NAMES_OFF


def keep_names_off(query: str, parameters: QueryDict) -> str:
    """Return `query` ("?q=iron" or ""), with `names=off` added if `parameters` contain it."""
    if not are_names_off(parameters):
        return query
    return f"{query}&names={NAMES_OFF}" if query else f"?names={NAMES_OFF}"


def list_context_of(
    parameters: QueryDict, article: Article, answers: Answers
) -> tuple[ListContext, MatchFinder]:
    """Return the ListContext of an article, and an object that finds matches of the list's search.

    `parameters` has the filters of the list. If a filter is not valid, the `problem` of the
    ListContext is a sentence that says why; only the first error is described.
    """
    article_filter = ArticleFilter(parameters, path=address_of("articles"))
    plain_url = article.get_absolute_url() + keep_names_off("", parameters)
    if not article_filter.is_valid():
        problem = article_filter.error_list[0].sentence
        return ListContext(problem=problem, plain_url=plain_url), MatchFinder(None)
    neighbours = None
    try:
        neighbours = answers.note(find_neighbours(article_filter.search_query, article.pk))
    except IndexUnavailable:
        answers.forget()
    # The index is opened again for the matches, so that they are never older than the ETag.
    finder = match_finder(article_filter.address.q)
    is_concordance = bool(article_filter.address.view)
    context = ListContext(
        description=article_filter.heading(),
        list_url=list_url(article_filter, 0),
        list_label="Back to the concordance" if is_concordance else "Back to the list",
        plain_url=plain_url,
        has_marks=not finder.is_empty,
    )
    if neighbours is None:
        return context, finder
    urls = _neighbour_urls(neighbours, keep_names_off(article_filter.query_string, parameters))
    return (
        replace(
            context,
            list_url=list_url(article_filter, neighbours.position),
            position=neighbours.position,
            total=neighbours.total,
            previous_url=urls.get(neighbours.previous, ""),
            next_url=urls.get(neighbours.next, ""),
        ),
        finder,
    )


def list_url(article_filter: ArticleFilter, position: int) -> str:
    """Return the address of the list page that has the article at this position.

    If `position` is 0, the result is the address of the first page. If the list is a concordance,
    the result has the page number of `article_filter`: the page of a line cannot be computed from
    the position of an article.
    """
    is_concordance = bool(article_filter.address.view)
    return article_filter.page_url(
        article_filter.address.page if is_concordance else max(1, -(-position // PAGE_SIZE))
    )


def _neighbour_urls(neighbours: Neighbours, query: str) -> dict[int | None, str]:
    """Return the addresses of the two neighbours, by article id.

    Takes at most one database query.
    """
    ids = [pk for pk in (neighbours.previous, neighbours.next) if pk is not None]
    titles = Article.objects.filter(pk__in=ids).values_list("pk", "title") if ids else ()
    return {pk: article_url(pk, title) + query for pk, title in titles}
