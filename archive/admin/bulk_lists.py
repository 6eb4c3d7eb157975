"""Reads the list of articles that staff correct together from the address of the page.

The address has the kind of the list, and then the parameters of the list itself:

public   a list of the public pages, with its filters: /bulk/public/?source=kcna-kp&date=2025
list     the list of articles of the admin, with its filters: /bulk/list/?problem=date-in-future
chosen   articles that a person ticked: /bulk/chosen/?id=7&id=9
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR
from django.http import Http404, HttpRequest
from django.urls import reverse

from archive.admin.row_ids import read_id
from archive.listing.article_filter import ArticleFilter
from archive.models import ArchiveVersion, Article
from archive.models.addresses import address_of
from archive.search import IndexUnavailable, Sort, catch_up, search

MOST_ARTICLES = 100_000
"""The largest number of articles that can be corrected together."""

MOST_CHOSEN = 200
"""The largest number of ticked articles; their ids are in the address of the page."""


class ListProblem(Exception):
    """An error: the articles of a list cannot be read; the message is a sentence for staff."""


@dataclass(frozen=True, slots=True)
class ArticleList:
    """A list of articles: their ids in the order of the list, its name in words, its address."""

    ids: Sequence[int]
    name: str
    url: str


def read_list(kind: str, request: HttpRequest, model_admin: admin.ModelAdmin) -> ArticleList:
    """Return the list of articles that the address of a request describes.

    `kind` is the kind of the list, and `model_admin` the admin of articles. Raises Http404 for
    another kind, and ListProblem if the list cannot be read or is too long.
    """
    if kind not in _READERS:
        raise Http404(f"“{kind}” is not a kind of list.")
    return _READERS[kind](request, model_admin)


def bulk_address(kind: str, query: str) -> str:
    """Return the address of the page that corrects the list with this query string."""
    address = reverse("admin:archive_article_bulk", args=[kind])
    return f"{address}?{query}"


def filters_of(request: HttpRequest) -> str:
    """Return the query string of a list of the admin without the number of the page."""
    query = request.GET.copy()
    query.pop(PAGE_VAR, None)
    return query.urlencode()


def _public(request: HttpRequest, _model_admin: admin.ModelAdmin) -> ArticleList:
    listed = ArticleFilter(request.GET, path=address_of("articles"))
    if not listed.is_valid():
        raise ListProblem(" ".join(error.sentence for error in listed.error_list))
    query = replace(
        listed.search_query,
        sort=Sort.NEWEST
        if listed.search_query.sort == Sort.RELEVANCE
        else listed.search_query.sort,
        page=1,
        page_size=1,
        with_counts=False,
        with_snippets=False,
    )
    try:
        if search(query).version < ArchiveVersion.current().number:
            catch_up()
        first = search(query)
        if first.version < ArchiveVersion.current().number:
            raise ListProblem(
                "The search index does not have the latest changes yet. Try again in a minute."
            )
        _check_length(first.total)
        ids = search(replace(query, page_size=max(1, first.total))).ids
    except IndexUnavailable as error:
        raise ListProblem(error.reason) from error
    return ArticleList(ids, listed.describe(), replace(listed.address, page=1).url())


def _admin_list(request: HttpRequest, model_admin: admin.ModelAdmin) -> ArticleList:
    try:
        listed = model_admin.get_changelist_instance(request)
    except IncorrectLookupParameters:
        raise ListProblem("The address of this list has a filter that does not exist.") from None
    _check_length(listed.queryset.order_by().values("pk")[: MOST_ARTICLES + 1].count())
    chosen = [
        f"{spec.title}: {choice['display']}"
        for spec in listed.filter_specs
        for choice in [*spec.choices(listed)][1:]  # the first choice is “All”
        if choice["selected"]
    ]
    words = [f"words: {listed.query}"] if listed.query else []
    name = f"Articles in the admin ({'; '.join([*words, *chosen]) or 'all'})"
    url = f"{reverse('admin:archive_article_changelist')}?{filters_of(request)}"
    return ArticleList(list(listed.queryset.values_list("pk", flat=True)), name, url)


def _chosen(request: HttpRequest, _model_admin: admin.ModelAdmin) -> ArticleList:
    ids = [pk for text in request.GET.getlist("id") if (pk := read_id(text)) is not None]
    if not 0 < len(ids) <= MOST_CHOSEN:
        raise ListProblem(f"Tick 1 to {MOST_CHOSEN} articles in the list.")
    found = Article.objects.filter(pk__in=ids).order_by("-pk").values_list("pk", flat=True)
    return ArticleList(list(found), "Ticked articles", reverse("admin:archive_article_changelist"))


def _check_length(count: int) -> None:
    if count > MOST_ARTICLES:
        raise ListProblem(
            f"This list has more than {MOST_ARTICLES:,} articles, which is the limit for one"
            " decision. Use a filter, and correct the parts one after the other."
        )


_READERS: Mapping[str, Callable[[HttpRequest, admin.ModelAdmin], ArticleList]] = {
    "public": _public,
    "list": _admin_list,
    "chosen": _chosen,
}
