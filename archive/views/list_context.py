"""The list from which a reader came to an article: the position of the article in it, and its
neighbours."""

from dataclasses import dataclass, replace

from django.http import QueryDict

from archive.listing.filters import ArticleFilter
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
class Trail:
    """The way back to a list.

    `position` is 0 if it is not known, `problem` is a sentence if the address has no readable
    filter; addresses are empty if they lead nowhere."""

    sentence: str = ""
    list_url: str = ""
    list_label: str = ""
    position: int = 0
    total: int = 0
    previous_url: str = ""
    next_url: str = ""
    plain_url: str = ""
    has_marks: bool = False
    problem: str = ""


def carries_filter(data: QueryDict) -> bool:
    """Tell whether an address carries the filter of a list; other parameters do not count."""
    return any(data.get(name) for name in ArticleFilter.base_filters)


def are_names_off(data: QueryDict) -> bool:
    """Tell whether an address asks for an article without links on the names in its text."""
    return data.get("names") == NAMES_OFF


def keeping_names(query: str, data: QueryDict) -> str:
    """Return a query string ("?q=iron" or "") that asks for names as this address does."""
    if not are_names_off(data):
        return query
    return f"{query}&names={NAMES_OFF}" if query else f"?names={NAMES_OFF}"


def trail_of(data: QueryDict, article: Article, answers: Answers) -> tuple[Trail, MatchFinder]:
    """Return the way back to the list that the address carries, and a finder for its search text.

    If the filter cannot be read, the trail has a problem, and the article is shown all the same."""
    article_filter = ArticleFilter(data, path=address_of("articles"))
    plain_url = article.get_absolute_url() + keeping_names("", data)
    if not article_filter.is_valid():
        return Trail(
            problem=article_filter.error_list[0].sentence, plain_url=plain_url
        ), MatchFinder(None)
    finder = match_finder(article_filter.address.q)
    trail = Trail(
        sentence=article_filter.describe(),
        list_url=list_url(article_filter, 0),
        list_label="Back to the concordance" if article_filter.address.view else "Back to the list",
        plain_url=plain_url,
        has_marks=not finder.is_empty,
    )
    try:
        beside = find_neighbours(article_filter.search_query, article.pk)
    except IndexUnavailable:
        answers.forget()
        return trail, finder
    answers.note(beside)
    urls = _urls(beside, keeping_names(article_filter.query_string, data))
    return (
        replace(
            trail,
            list_url=list_url(article_filter, beside.position),
            position=beside.position,
            total=beside.total,
            previous_url=urls.get(beside.previous, ""),
            next_url=urls.get(beside.next, ""),
        ),
        finder,
    )


def list_url(article_filter: ArticleFilter, position: int) -> str:
    """Return the page of the list with the article of this position (0: the first page).

    A concordance has its page in the address."""
    address = article_filter.address
    page = address.page if address.view else max(1, -(-position // PAGE_SIZE))
    return article_filter.page_url(page)


def _urls(beside: Neighbours, query: str) -> dict[int | None, str]:
    """The addresses of the neighbours. At most one query to the database."""
    ids = [pk for pk in (beside.previous, beside.next) if pk is not None]
    titles = Article.objects.filter(pk__in=ids).values_list("pk", "title") if ids else ()
    return {pk: article_url(pk, title) + query for pk, title in titles}
