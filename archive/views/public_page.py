"""The common parts of public pages: layout, HTTP methods, caching, and 405, 410 and 503 pages.

The ETag of a page is weak. It identifies the data from which the page was made:

- the archive version, read before the page's own queries
- on pages that use the index: the index generation, and the archive version that it had reached
- a hash of code, templates and static files

A page can be newer than its ETag, but never older. If it is newer, the browser only fetches the
page once more than necessary.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, wraps
from pathlib import Path
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from archive import search
from archive.api.formats import (
    json_address,
    options_response,
    vary_on_accept,
    wants_json,
    with_json_headers,
)
from archive.models import ArchiveVersion, Article, Version
from archive.models.addresses import address_of
from archive.views.as_json.makers import WITH_JSON, page_as_json
from archive.views.parts.article_rows import rows_on_page

# A correction must be visible within a second. So caches may store a page, but must ask at each
# request if the page has changed. The answer 304 (not changed) takes one query.
CACHE_CONTROL = "public, max-age=0, must-revalidate"
METHODS = ("GET", "HEAD")
NEWEST_WITHOUT_INDEX = 20

NAVIGATION = (
    ("articles", "Articles"),
    ("places", "Places"),
    ("organisations", "Organisations"),
    ("people", "People"),
    ("sources", "Sources"),
    ("about", "About"),
)


@dataclass(frozen=True, slots=True)
class SearchBox:
    """The article search form.

    `kept` has pairs (name, value) of URL parameters that the form sends with the search text.
    """

    value: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    label: str = "Search the articles"
    field_id: str = "q"
    is_large: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The title, metadata and navigation state of a page.

    `path` is the permanent address of the page. It is "" for an error page, which is marked
    `noindex`. `section` is the entry of NAVIGATION to which the page belongs, or "". `kind` is
    "website" or "article", for other sites that show a link to the page. `feed` is the address of
    the Atom feed of the page's articles, or "". If `has_search` is true, the top of the page has a
    search box. `metadata` has HTML elements for programs that cite the page.
    """

    title: str
    description: str = ""
    path: str = ""
    section: str = ""
    kind: str = "website"
    feed: str = ""
    has_search: bool = True
    navigation: tuple[tuple[str, str], ...] = NAVIGATION
    search_box: SearchBox = SearchBox()
    metadata: str = ""


def render_page(
    request: HttpRequest, template: str, head: Head, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Return the page made by a template.

    The canonical address of the page is `head.path` on the host of the request. A program that asks
    for JSON gets the same values as JSON, if the page has JSON.
    """
    if wants_json(request):
        answer = page_as_json(request, template, head, context, status)
        if answer is not None:
            return answer
    layout = layout_context(request, head)
    if head.path and template in WITH_JSON:
        layout["json_address"] = json_address(head.path)
    return render(request, template, {**layout, **context}, status=status)


def layout_context(request: HttpRequest, head: Head) -> dict[str, Any]:
    """Return the template context that `base.html` needs."""
    title = f"{head.title} · Dateline" if head.section != "home" else head.title
    address = request.build_absolute_uri(head.path) if head.path else ""
    # `aria-current` is "page" on the section's own page, and "true" on other pages of the section,
    # such as an article.
    is_section = head.path and head.section and head.path == address_of(head.section)
    return {
        "head": replace(head, title=title),
        "address": address,
        "current": "page" if is_section else "true",
        "today": timezone.now().date(),
        "is_index_stuck": getattr(request, "is_index_stuck", False),
    }


class Withdrawn(Exception):
    """Raised by a view if its article or saved file was withdrawn; the answer is a 410 page.

    `title` is the heading of the 410 page, `reason` the reason that staff typed.
    """

    def __init__(self, title: str, reason: str) -> None:
        super().__init__(title)
        self.title = title
        self.reason = reason


class Moved(Exception):
    """Raised by a view if another article shows the text of its article; the answer is a 301.

    `article` is the other article.
    """

    def __init__(self, article: Article) -> None:
        super().__init__(f"moved to article {article.pk}")
        self.article = article


class PublicView(Protocol):
    """A view of a public page."""

    def __call__(self, request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


@cache
def code_digest() -> str:
    """Return 12 hexadecimal digits that change with the code, the templates or the static files.

    The digits are computed once per process. The code of `ingest` is included, because pages
    contain words from it, such as the labels of rules.
    """
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parent.parent
    for folder, pattern in (
        (package, "*.py"),
        (package / "display/data", "*"),
        (settings.BASE_DIR / "ingest", "*.py"),
        (settings.BASE_DIR / "templates", "*"),
        (settings.BASE_DIR / "static", "*"),
    ):
        for path in sorted(folder.rglob(pattern)):
            if path.is_file():
                digest.update(
                    path.name.encode(errors="surrogateescape") + b"\0" + path.read_bytes()
                )
    return digest.hexdigest()[:12]


def make_etag(*parts: Version | int | str) -> str:
    """Return the weak ETag of a page; `parts` identify the state of the archive and the index.

    The day is part of it, because printed pages say it.
    """
    day = timezone.now().date().isoformat()
    return 'W/"' + "-".join([*map(str, parts), day, code_digest()]) + '"'


def _index_etag(
    version: Version,
    generation: str,
    reached: int,
    is_stuck: bool,
    form: tuple[str, ...] = (),
) -> str:
    """Return the weak ETag of a page that used the index.

    `reached` is the number of the archive version that the index `generation` had reached.
    `is_stuck` is true if the page has the note that the index cannot be updated at the moment.
    `form` is ("json",) for JSON.
    """
    return make_etag(version, generation, reached, *(["stuck"] if is_stuck else []), *form)


class IndexUse(Enum):
    """The ways in which a page uses the search index."""

    NONE = "none"
    OPTIONAL = "optional"
    """The page uses the index, but can be shown without it."""
    REQUIRED = "required"
    """If the index cannot be used, the answer is a 503 page."""


Answer = TypeVar("Answer", bound=HttpResponseBase)


class FromIndex(Protocol):
    """What a search of the index returned: it says which state of the index answered."""

    @property
    def generation(self) -> str: ...

    @property
    def version(self) -> int: ...


Result = TypeVar("Result", bound=FromIndex)


class Answers:
    """An object through which the view of one page searches the index.

    For the page's ETag, this object stores which states of the index were searched. `version` is
    the archive version, read before the page's own queries.
    """

    def __init__(
        self, version: Version, *, is_stuck: bool = False, form: tuple[str, ...] = ()
    ) -> None:
        self.version = version
        self._form = form
        self._is_stuck = is_stuck
        self._indexes: set[tuple[str, int]] = set()

    def ask(self, query: search.SearchQuery) -> search.SearchResults:
        """Return the results of a search in the index. Raises IndexUnavailable."""
        return self.note(search.search(query))

    def note(self, results: Result) -> Result:
        """Return `results`; store for the ETag from which state of the index they come."""
        self._indexes.add((results.generation, results.version))
        return results

    def advise(self, query: search.SearchQuery, results: search.SearchResults) -> search.Advice:
        """Return help with a search that finds nothing or little. Raises IndexUnavailable."""
        advice = search.advise(query, results)
        self._indexes.update(advice.states)
        return advice

    def forget(self) -> None:
        """Forget the states of the index after a failed search, so that the page gets no ETag."""
        self._indexes.clear()

    @property
    def etag(self) -> str:
        """Return the ETag of the page.

        The ETag is "" in three cases: the searches of the page used different states of the index,
        a search failed, or the page made no search.
        """
        if len(self._indexes) != 1:
            return ""
        generation, reached = next(iter(self._indexes))
        return _index_etag(self.version, generation, reached, self._is_stuck, self._form)


def public_page(
    index: IndexUse = IndexUse.NONE,
) -> Callable[[Callable[..., HttpResponseBase]], PublicView]:
    """Return a decorator that makes a view a public page.

    A public page accepts only GET and HEAD, answers 304 if nothing has changed, and sets no
    cookies.

    The view is called with the request, an `Answers` object, and the values that the URL pattern
    captured, such as `slug`. The view searches the index through the `Answers` object, which also
    stores the state of the index for the page's ETag. If the view raises IndexUnavailable, the
    answer is a 503 page; if it raises Withdrawn, a 410 page. Both pages show the reason. If the
    view raises Moved, the answer redirects to the same page of another article.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> PublicView:
        # If the view were not exempt, the CSRF check would answer a POST with 403 before we can
        # answer with 405. Public pages write nothing.
        @csrf_exempt
        @wraps(view)
        def page(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
            is_json = wants_json(request)
            if is_json and request.method == "OPTIONS":
                return options_response()
            response = answer(request, *args, **kwargs)
            vary_on_accept(response)
            return with_json_headers(request, response) if is_json else response

        def answer(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in METHODS:
                return method_not_allowed(request)
            form = ("json",) if wants_json(request) else ()
            status = search.status() if index != IndexUse.NONE else None
            if index == IndexUse.REQUIRED and status and not status.is_usable:
                return search_unavailable(request, status.message)
            if status and status.is_usable:
                is_stuck = status.state == search.IndexState.STUCK
                request.is_index_stuck = is_stuck  # type: ignore[attr-defined]
                answers = Answers(status.version, is_stuck=is_stuck, form=form)
                etag = _index_etag(
                    status.version, status.generation, status.reached, is_stuck, form
                )
            else:
                answers = Answers(ArchiveVersion.current())
                # The page gets no ETag, so that the browser fetches it again at the next visit: the
                # index may be usable by then.
                etag = "" if status else make_etag(answers.version, *form)
            if etag and (unchanged := not_modified(request, etag)):
                return unchanged
            try:
                response = view(request, answers, *args, **kwargs)
            except Withdrawn as error:
                response = gone(request, error)
            except Moved as error:
                response = HttpResponsePermanentRedirect(address_after_move(request, error.article))
            except search.IndexUnavailable as error:
                return search_unavailable(request, error.reason)
            return with_cache_headers(response, answers.etag if status else etag)

        return page

    return decorate


def not_modified(request: HttpRequest, etag: str) -> HttpResponse | None:
    """Return a 304 response if the visitor's browser has the page with this ETag, else None.

    The result is always None in development, where templates change while the process runs.
    """
    if settings.DEBUG:
        return None
    response = get_conditional_response(request, etag=etag)
    return with_cache_headers(response, etag) if response is not None else None


def with_cache_headers(response: Answer, etag: str) -> Answer:
    """Add the headers with which caches can store a response and check later if it has changed.

    Redirects and errors get the same Cache-Control, but no ETag. If they had no Cache-Control, a
    cache could store a 301 or 410 forever. This would be wrong, because a corrected title can be
    changed back, and a withdrawn article can be restored.
    """
    response.headers["Cache-Control"] = CACHE_CONTROL
    # This header is added even if a response is too short to be compressed, because a 304 must
    # repeat the headers of the page (RFC 9110, 15.4.5).
    patch_vary_headers(response, ["Accept-Encoding"])
    if etag and response.status_code in {200, 304}:
        response.headers["ETag"] = etag
    return response


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    """Return the 405 page, for a method other than GET and HEAD."""
    head = Head(title="This page is read-only")
    response = render_page(request, "405.html", head, {"method": request.method}, status=405)
    methods = (*METHODS, "OPTIONS") if wants_json(request) else METHODS
    response.headers["Allow"] = ", ".join(methods)
    return response


def gone(request: HttpRequest, withdrawn: Withdrawn) -> HttpResponse:
    """Return the 410 page of a withdrawn article or saved file."""
    context = {"title": withdrawn.title, "reason": withdrawn.reason}
    return render_page(request, "410.html", Head(title=withdrawn.title), context, status=410)


def address_after_move(request: HttpRequest, article: Article) -> str:
    """Return the address of the requested page for another article."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    if name in ("article-cite", "article-evidence", "article-similar", "article-versions"):
        return address_of(name, article.pk)
    return article.get_absolute_url()


def search_unavailable(request: HttpRequest, reason: str) -> HttpResponse:
    """Return the 503 page: the reason why the index cannot be used, and the newest articles."""
    newest = Article.objects.public().newest().values_list("pk", flat=True)[:NEWEST_WITHOUT_INDEX]
    head = Head(title="Search is temporarily unavailable", has_search=False)
    context = {"reason": reason, "rows": rows_on_page(request, list(newest))}
    response = render_page(request, "503.html", head, context, status=503)
    response.headers["Retry-After"] = "60"
    response.headers["Cache-Control"] = "no-store"
    return response
