"""The filter of a list, carried along to an article: where in the list the article stands, and what
is beside it."""

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
    """The way back to a list. `position` is 0 where the article has no known place in it, `problem`
    a sentence where the list could not be asked for; addresses are empty where they lead
    nowhere."""

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


def is_travelling(data: QueryDict) -> bool:
    """Whether an address carries a filter along. What else may be added to an address is not
    ours."""
    return any(data.get(name) for name in ArticleFilter.base_filters)


def are_names_off(data: QueryDict) -> bool:
    """Whether an address asks for an article without links at the names in its text."""
    return data.get("names") == NAMES_OFF


def carrying_names(query: str, data: QueryDict) -> str:
    """A query ("?q=iron", or nothing) that asks for names as this address does."""
    if not are_names_off(data):
        return query
    return f"{query}&names={NAMES_OFF}" if query else f"?names={NAMES_OFF}"


def trail_of(data: QueryDict, article: Article, answers: Answers) -> tuple[Trail, MatchFinder]:
    """The article's place in the list that the address carries, and a finder of the words searched
    for. Whatever is wrong with the list, the article is shown: then the trail says what it is."""
    found = ArticleFilter(data, path=address_of("articles"))
    plain_url = article.get_absolute_url() + carrying_names("", data)
    if not found.is_valid():
        return Trail(problem=found.error_list[0].sentence, plain_url=plain_url), MatchFinder(None)
    finder = match_finder(found.address.q)
    trail = Trail(
        sentence=found.describe(),
        list_url=list_url(found, 0),
        list_label="Back to the concordance" if found.address.view else "Back to the list",
        plain_url=plain_url,
        has_marks=not finder.is_empty,
    )
    try:
        beside = find_neighbours(found.search_query, article.pk)
    except IndexUnavailable:
        answers.forget()
        return trail, finder
    answers.note(beside)
    urls = _urls(beside, carrying_names(found.trail, data))
    return (
        replace(
            trail,
            list_url=list_url(found, beside.position),
            position=beside.position,
            total=beside.total,
            previous_url=urls.get(beside.previous, ""),
            next_url=urls.get(beside.next, ""),
        ),
        finder,
    )


def list_url(found: ArticleFilter, position: int) -> str:
    """The page of the list on which the article of this position stands (0: not known, then the
    first). A concordance brings its page along."""
    return found.page_url(
        found.address.page if found.address.view else max(1, -(-position // PAGE_SIZE))
    )


def _urls(beside: Neighbours, trail: str) -> dict[int | None, str]:
    """The addresses of the neighbours. At most one query."""
    ids = [pk for pk in (beside.previous, beside.next) if pk is not None]
    titles = Article.objects.filter(pk__in=ids).values_list("pk", "title") if ids else ()
    return {pk: article_url(pk, title) + trail for pk, title in titles}
