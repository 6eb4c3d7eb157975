"""What search engines and browsers read: robots.txt, sitemaps, and the description of the search.

Filters can be combined in more ways than a robot could ever read. So robots are asked to read no
address with parameters and no files; the sitemaps name every article and every name.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from archive.display.labels import current_labels
from archive.models import Article, Entity, article_url, entity_url
from archive.models.addresses import address_of
from archive.records.last_changes import last_changes_between, last_mentions
from archive.views.parts.file_responses import origin_of, send_file
from archive.views.parts.page_links import NotInArchive
from archive.views.public_page import Answers, public_page

PART = 50_000
"""The most addresses in one sitemap, as the protocol of sitemaps sets it."""

_XML = "application/xml; charset=utf-8"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_PAGES = ("home", "articles", "places", "organisations", "people", "sources", "about")

Address = tuple[str, datetime | None]
"""An address of a page, and when the page last changed."""


@public_page()
def show_robots(request: HttpRequest, _answers: Answers) -> HttpResponse:
    """Return robots.txt: pages may be read, but no combinations of filters, files and forms."""
    lines = ["User-agent: *", "Disallow: /*?", f"Disallow: {address_of('many-searches')}"]
    lines += [f"Disallow: {address_of('articles').rstrip('/')}."]
    if settings.ADMIN_ENABLED:
        lines.append(f"Disallow: {address_of('admin:index')}")
    lines += ["", f"Sitemap: {origin_of(request)}{address_of('sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page()
def show_sitemap(request: HttpRequest, _answers: Answers) -> HttpResponse:
    """Return the list of all sitemaps."""
    origin = origin_of(request)
    parts: list[Address] = [(f"{origin}{address_of('sitemap-pages')}", None)]
    for name, model in (("sitemap-articles", Article), ("sitemap-names", Entity)):
        last = model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
        parts += [
            (f"{origin}{address_of(name, number)}", None)
            for number in range(1, -(-last // PART) + 1)
        ]
    return HttpResponse("".join(_document("sitemapindex", "sitemap", parts)), content_type=_XML)


@public_page()
def show_pages(request: HttpRequest, _answers: Answers) -> HttpResponse:
    """Return the sitemap of the pages that are neither an article nor a name."""
    origin = origin_of(request)
    pages = [(f"{origin}{address_of(name)}", None) for name in _PAGES]
    return HttpResponse("".join(_document("urlset", "url", pages)), content_type=_XML)


@public_page()
def show_articles(request: HttpRequest, _answers: Answers, number: int) -> HttpResponseBase:
    """Return a sitemap of articles: part 1 has the ids from 1 to PART, and so on.

    So an article never moves to another part. The answer is 404 for a part after the last.
    """
    origin, (first, last) = origin_of(request), _ids(Article, number)

    def addresses() -> Iterator[Address]:
        changes = last_changes_between(first, last)
        rows = Article.objects.public().filter(pk__range=(first, last)).order_by("pk")
        for pk, title in rows.values_list("pk", "title").iterator():
            yield f"{origin}{article_url(pk, title)}", changes.get(pk)

    return _sent(request, addresses(), f"sitemap-articles-{number}")


@public_page()
def show_names(request: HttpRequest, _answers: Answers, number: int) -> HttpResponseBase:
    """Return a sitemap of places, organisations and people: part 1 has the ids from 1 to PART."""
    origin, (first, last) = origin_of(request), _ids(Entity, number)

    def addresses() -> Iterator[Address]:
        mentioned = last_mentions(first, last, current_labels())
        rows = Entity.objects.filter(merged_into=None, pk__range=(first, last)).order_by("pk")
        for pk, kind, slug in rows.values_list("pk", "kind", "slug").iterator():
            yield f"{origin}{entity_url(kind, slug)}", mentioned.get(pk)

    return _sent(request, addresses(), f"sitemap-names-{number}")


@public_page()
def show_search_description(request: HttpRequest, _answers: Answers) -> HttpResponse:
    """Return the description with which browsers offer to search this archive (OpenSearch)."""
    text = render_to_string("opensearch.xml", {"origin": origin_of(request)}, using="jinja2")
    return HttpResponse(text, content_type="application/opensearchdescription+xml")


def _ids(model: type[Article] | type[Entity], number: int) -> tuple[int, int]:
    """Return the first and last id of a part. Raises NotInArchive if no id is in it."""
    first, last = (number - 1) * PART + 1, number * PART
    if number > 10**9 or not model._default_manager.filter(pk__gte=first).exists():
        raise NotInArchive(f"There is no part {number:,} of this sitemap.")
    return first, last


def _sent(request: HttpRequest, addresses: Iterable[Address], name: str) -> HttpResponseBase:
    pieces = (piece.encode() for piece in _document("urlset", "url", addresses))
    response = send_file(request, pieces, _XML, f"{name}.xml")
    del response.headers["Content-Disposition"]
    return response


def _document(root: str, item: str, addresses: Iterable[Address]) -> Iterator[str]:
    yield f"{_HEAD}<{root} {_NAMESPACE}>\n"
    for address, changed in addresses:
        lastmod = f"<lastmod>{changed:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed else ""
        yield f"<{item}><loc>{escape(address)}</loc>{lastmod}</{item}>\n"
    yield f"</{root}>\n"
