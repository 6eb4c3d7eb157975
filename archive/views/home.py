"""The front page and the page about the archive."""

from functools import lru_cache

from django.db.models import Count
from django.http import HttpRequest, HttpResponse

from archive.map import make_map
from archive.models import Entity, Extract, KnownItem, Source
from archive.models.addresses import address_of
from archive.search import SearchQuery
from archive.text import count_of
from archive.views.counts import date_of, first_and_latest, list_url, make_counts
from archive.views.page import Answers, Head, SearchBox, counted_page, public_page, render_page
from archive.views.rows import rows_for

NEWEST = 10


@counted_page
def show_home(request: HttpRequest, answers: Answers) -> HttpResponse:
    """The search box, what is held, the newest articles, and the counts by source and by province."""
    query = SearchQuery(page_size=NEWEST, with_passages=False)
    results = answers.ask(query)
    first, latest = first_and_latest(answers, query, next(iter(results.ids), None))
    sources = Source.objects.in_bulk([pk for pk in results.counts["source"] if pk])
    divisions = Entity.objects.divisions().filter(pk__in=results.counts["place"])
    by_source = sorted(
        (
            (sources[pk].name, sources[pk].slug, count)
            for pk, count in results.counts["source"].items()
            if pk in sources
        ),
        key=lambda row: (-row[2], row[0]),
    )
    by_division = sorted(
        ((place.title, place.slug, results.counts["place"][place.pk]) for place in divisions),
        key=lambda row: (-row[2], row[0]),
    )
    files, wanted = count_holdings(answers.version)
    head = Head(
        title="Dateline: an archive of saved news articles",
        description="Read, search and filter news articles that were saved as files, by source, date and place.",
        path=address_of("home"),
        section="home",
        has_search=False,
        feed=address_of("articles-feed"),
    )
    context = {
        "total": results.total,
        "articles": count_of(results.total, "article"),
        "files": count_of(files, "saved file"),
        "wanted": count_of(wanted, "article") if wanted else "",
        "wanted_are": "is" if wanted == 1 else "are",
        "first": date_of(first),
        "latest": date_of(latest),
        "rows": rows_for(results.ids),
        "sources": make_counts((name, list_url(source=slug), count) for name, slug, count in by_source),
        "unknown_source": results.counts["source"].get(0, 0),
        "places": make_counts((name, list_url(place=slug), count) for name, slug, count in by_division),
        "map": make_map(
            ((slug, name, list_url(place=slug), count) for name, slug, count in by_division),
            results.total,
            "Share of all articles that mention the province. Each shade begins at its number.",
        ),
        "box": SearchBox(is_large=True),
    }
    return render_page(request, "home.html", head, context)


@lru_cache(maxsize=1)
def count_holdings(version: int) -> tuple[int, int]:
    """At a version of the archive: from how many saved files the public articles are (so without the rejected ones),
    and how many articles are known but not held. Kept, for at a million articles neither is counted in no time."""
    extracts = Extract.objects.filter(article__withdrawn_at__isnull=True)
    return extracts.aggregate(n=Count("capture", distinct=True))["n"], KnownItem.objects.wanted().count()


@public_page
def show_about(request: HttpRequest) -> HttpResponse:
    """What the archive is, what its numbers mean, and whose work it builds on."""
    head = Head(
        title="About the archive",
        description="What Dateline holds, what a count means, what a mention is, and whose work it builds on.",
        path=address_of("about"),
        section="about",
    )
    return render_page(request, "about.html", head, {})
