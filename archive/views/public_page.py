"""What every public page has in common: reading only, no cookie, and a 304 when nothing has
changed.

A page's ETag is weak and says what the page was really made of: the archive version read *before*
the page's own queries, on pages with counts also the index generation and the number that the
searcher had reached, and always a digest of templates, style sheets and code. Content may be newer
than its tag (then the next visit fetches it again), never older."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, wraps
from pathlib import Path
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from archive import search
from archive.models import ArchiveVersion, Article
from archive.models.addresses import address_of
from archive.views.article_rows import rows_for

# A correction must be seen within a second, so caches may keep a page but have to ask each time: a
# 304 costs one query.
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
    """The box that searches the articles. `kept` are the parameters that a search from here
    keeps."""

    value: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    label: str = "Search the articles"
    field_id: str = "q"
    is_large: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What stands around a page's own content. A page without a `path` has no lasting address (an
    error): it is not to be indexed. `feed` is the address of its articles as a feed."""

    title: str
    description: str = ""
    path: str = ""
    section: str = ""
    kind: str = "website"
    feed: str = ""
    has_search: bool = True
    navigation: tuple[tuple[str, str], ...] = NAVIGATION
    search_box: SearchBox = SearchBox()


def render_page(
    request: HttpRequest, template: str, head: Head, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A finished page. `head.path` becomes the canonical address on this host."""
    title = f"{head.title} · Dateline" if head.section != "home" else head.title
    address = request.build_absolute_uri(head.path) if head.path else ""
    # A page below a section (an article) is inside it, not the section's own page.
    current = (
        "page" if head.path and head.section and head.path == address_of(head.section) else "true"
    )
    frame = {"head": replace(head, title=title), "address": address, "current": current}
    return render(request, template, {**frame, **context}, status=status)


class PublicView(Protocol):
    """A view of a public page."""

    def __call__(self, request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse: ...


@cache
def code_digest() -> str:
    """A digest of everything but the data that pages are made of, computed once a process."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parent.parent
    for folder, pattern in (
        (package, "*.py"),
        (package / "display/data", "*"),
        (settings.BASE_DIR / "templates", "*"),
        (settings.BASE_DIR / "static", "*"),
    ):
        for path in sorted(folder.rglob(pattern)):
            if path.is_file():
                digest.update(
                    path.name.encode(errors="surrogateescape") + b"\0" + path.read_bytes()
                )
    return digest.hexdigest()[:12]


def make_etag(*parts: int | str) -> str:
    """The weak ETag of a page that was made of these numbers."""
    return 'W/"' + "-".join([*map(str, parts), code_digest()]) + '"'


Found = TypeVar("Found", search.SearchResults, search.Neighbours)


class Answers:
    """The searches that one page is made of. It remembers which index answered, for the page's
    ETag."""

    def __init__(self, version: int) -> None:
        self.version = version
        self._indexes: set[tuple[str, int]] = set()

    def ask(self, query: search.SearchQuery) -> search.SearchResults:
        """Ask the index. Raises IndexUnavailable."""
        return self.note(search.search(query))

    def note(self, results: Found) -> Found:
        """Remember results that something else asked for."""
        self._indexes.add((results.generation, results.version))
        return results

    def forget(self) -> None:
        """The index could not answer: the page is of no state that could be told again."""
        self._indexes.clear()

    @property
    def etag(self) -> str:
        """Empty when the index changed between two searches: the page is of no single state."""
        if len(self._indexes) != 1:
            return ""
        generation, reached = next(iter(self._indexes))
        return make_etag(self.version, generation, reached)


def public_page(view: Callable[..., HttpResponse]) -> PublicView:
    """Make a view a public page that is made of the database alone."""

    @wraps(view)
    def without_version(
        request: HttpRequest, _version: int, /, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return view(request, *args, **kwargs)

    return versioned_page(without_version)


def versioned_page(view: Callable[..., HttpResponse]) -> PublicView:
    """Make a view a public page that is made of the database alone. The view gets the archive's
    version, as it was right before."""

    # Exempt from CSRF checks, which would answer a POST with 403 before this does with 405. Nothing
    # here writes.
    @csrf_exempt
    @wraps(view)
    def page(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in METHODS:
            return refuse_method(request)
        version = ArchiveVersion.current()
        etag = make_etag(version)
        return unchanged(request, etag) or fresh(view(request, version, *args, **kwargs), etag)

    return page


def travelled_page(view: Callable[..., HttpResponse]) -> PublicView:
    """Make a view a public page that asks the index but can do without it. The view gets an
    `Answers`."""

    @csrf_exempt
    @wraps(view)
    def page(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in METHODS:
            return refuse_method(request)
        status = search.status()
        if status.is_usable:
            response = unchanged(
                request, make_etag(status.version, status.generation, status.reached)
            )
            if response is not None:
                return response
        answers = Answers(status.version if status.is_usable else ArchiveVersion.current())
        response = view(request, answers, *args, **kwargs)
        return fresh(response, answers.etag)

    return page


def counted_page(view: Callable[..., HttpResponse]) -> PublicView:
    """Make a view a public page that is made of searches too. The view gets an `Answers` to ask
    them with.

    When the index can't answer, the page is a 503 that says why.
    """

    @csrf_exempt
    @wraps(view)
    def page(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in METHODS:
            return refuse_method(request)
        status = search.status()
        if not status.is_usable:
            return search_unavailable(request, status.message)
        response = unchanged(request, make_etag(status.version, status.generation, status.reached))
        if response is not None:
            return response
        answers = Answers(status.version)
        try:
            response = view(request, answers, *args, **kwargs)
        except search.IndexUnavailable as error:
            return search_unavailable(request, error.reason)
        return fresh(response, answers.etag)

    return page


def unchanged(request: HttpRequest, etag: str) -> HttpResponse | None:
    """A 304 for a visitor who holds this very page. Never in development: there templates change
    under the process."""
    if settings.DEBUG:
        return None
    response = get_conditional_response(request, etag=etag)
    return fresh(response, etag) if response is not None else None


def fresh(response: HttpResponse, etag: str) -> HttpResponse:
    """A page that was made now (or a 304 in its place), with the headers by which it can be asked
    for again.

    Redirects and errors carry no ETag but the same rule, for caches may keep a 301 or a 410 that
    says nothing for ever: a title can be corrected back, and a withdrawn article restored."""
    response.headers["Cache-Control"] = CACHE_CONTROL
    # Said here too, for what is too short to be compressed: a 304 has to repeat what the page said
    # (RFC 9110, 15.4.5).
    patch_vary_headers(response, ["Accept-Encoding"])
    if etag and response.status_code in {200, 304}:
        response.headers["ETag"] = etag
    return response


def refuse_method(request: HttpRequest) -> HttpResponse:
    """405, in words."""
    head = Head(title="Only reading is possible here")
    response = render_page(request, "405.html", head, {"method": request.method}, status=405)
    response.headers["Allow"] = ", ".join(METHODS)
    return response


def search_unavailable(request: HttpRequest, reason: str) -> HttpResponse:
    """503: the index can't be used. The newest articles are listed from the database, and all can
    be read."""
    newest = Article.objects.public().newest().values_list("pk", flat=True)[:NEWEST_WITHOUT_INDEX]
    head = Head(title="Search is not available at the moment", has_search=False)
    context = {"reason": reason, "rows": rows_for(list(newest))}
    response = render_page(request, "503.html", head, context, status=503)
    response.headers["Retry-After"] = "60"
    response.headers["Cache-Control"] = "no-store"
    return response
