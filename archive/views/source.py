"""The list of sources, and the page of a source."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from archive.display.labels import moved_source
from archive.display.safe_text import count_of
from archive.listing.address import Address, list_url
from archive.listing.list_links import measure_links
from archive.models import Source
from archive.models.addresses import address_of
from archive.search import SearchQuery
from archive.views.parts.article_rows import rows_on_page
from archive.views.parts.downloads import Download, entity_downloads
from archive.views.parts.first_and_latest import date_of, first_and_latest
from archive.views.parts.linked_counts import make_counts
from archive.views.parts.page_links import NotInArchive
from archive.views.parts.time_charts import time_chart
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page

NEWEST = 10


@public_page(IndexUse.REQUIRED)
def list_sources(request: HttpRequest, answers: Answers) -> HttpResponse:
    """List every source with its number of articles, most articles first, unknown source last."""
    counts = answers.ask(SearchQuery(page_size=1, with_snippets=False)).counts["source"]
    sources = sorted(Source.objects.by_name(), key=lambda source: -counts.get(source.pk, 0))
    head = Head(
        title="Sources",
        description="The sources of the articles, with the number of articles from each.",
        path=address_of("sources"),
        section="sources",
    )
    rows = [
        (source.name, source.get_absolute_url(), counts.get(source.pk, 0)) for source in sources
    ]
    unknown = [("Unknown source", list_url(source="unknown"), counts[0])] if counts.get(0) else []
    return render_page(
        request,
        "sources.html",
        head,
        {
            "sources": make_counts([*rows, *unknown]),
            "downloads": [Download("CSV", address_of("sources-file"))],
            "downloads_label": "all sources",
        },
    )


@public_page(IndexUse.REQUIRED)
def show_source(request: HttpRequest, answers: Answers, slug: str) -> HttpResponse:
    """Show a source: its articles over time, and its newest articles.

    The answer is 301 for an old slug, and 404 for an unknown slug.
    """
    source = Source.objects.filter(slug=slug).prefetch_related("names").first()
    if source is None:
        if moved := moved_source(slug):
            return redirect("source", moved, permanent=True)
        raise NotInArchive(f"There is no source “{slug}” in the archive.")
    address = Address(address_of("articles"), chosen={"source": (source.slug,)})
    query = SearchQuery(
        page_size=NEWEST, with_counts=False, periods=("year", "month"), with_snippets=False
    ).choosing("source", source.pk)
    results = answers.ask(query)
    first, latest = first_and_latest(answers, query, results)
    head = Head(
        title=source.name,
        description=f"{source.name}: {count_of(results.total, 'article')} in the archive.",
        path=source.get_absolute_url(),
        section="sources",
        feed=f"{address_of('articles-feed')}?source={source.slug}",
    )
    context = {
        "source": source,
        "spellings": [name.name for name in source.names.all()],
        "articles": count_of(results.total, "article"),
        "total": results.total,
        "list_url": list_url(source=source.slug),
        "first": first,
        "first_date": date_of(first),
        "latest": latest,
        "latest_date": date_of(latest),
        "time_chart": time_chart(results, address, ()),
        "rows": rows_on_page(request, results.ids),
        "measures": measure_links(address),
        "downloads": entity_downloads("source", source.slug),
        "downloads_label": "everything",
        "ids": results.ids,
    }
    return render_page(request, "source.html", head, context)
