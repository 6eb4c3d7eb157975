"""The front page and the page about the archive."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse

from archive.display.labels import Label, Labels, current_labels
from archive.display.safe_text import count_of
from archive.listing.address import list_url
from archive.listing.known_item_counts import total_of
from archive.listing.known_item_filter import KnownItemFilter
from archive.models import Article, Extract, Version
from archive.models.addresses import address_of
from archive.search import UNKNOWN, SearchQuery, Sort
from archive.views.parts.article_rows import rows_on_page
from archive.views.parts.first_and_latest import date_of, first_and_latest
from archive.views.parts.linked_counts import Count as Counted
from archive.views.parts.linked_counts import archive_map, make_counts
from archive.views.public_page import Answers, Head, IndexUse, SearchBox, public_page, render_page

NEWEST = 10
LAST_ADDED = 5
MOST_NAMED = 8


@public_page(IndexUse.REQUIRED)
def show_home(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Show the front page: search box, newest articles, counts by source, province and name.

    The articles that were added last are below the newest ones, unless they are the same.
    """
    query = SearchQuery(page_size=NEWEST, with_snippets=False)
    results = answers.ask(query)
    first, latest = first_and_latest(answers, query, results)
    last_query = replace(query, sort=Sort.ADDED, page_size=LAST_ADDED, with_counts=False)
    added = answers.ask(last_query).ids
    labels = current_labels()
    named = labels.entities(
        [pk for kind in ("organisation", "person") for pk in most_frequent(results.counts[kind])]
    )
    by_division = divisions_by_count(results.counts["place"], labels)
    files, wanted = count_files_and_wanted(answers.version)
    head = Head(
        title="Dateline: an archive of saved news articles",
        description=("Read, search and filter saved news articles by source, date and place."),
        path=address_of("home"),
        section="home",
        has_search=False,
        feed=address_of("articles-feed"),
    )
    context = {
        "total": results.total,
        "articles": count_of(results.total, "article"),
        "files": count_of(files, "saved file"),
        "file_count": files,
        "wanted_count": wanted,
        "wanted": count_of(wanted, "article") if wanted else "",
        "wanted_are": "is" if wanted == 1 else "are",
        "first": date_of(first),
        "latest": date_of(latest),
        "rows": rows_on_page(request, results.ids, labels=labels),
        "added": rows_on_page(request, added, labels=labels)
        if not set(added) <= set(results.ids)
        else [],
        "ids": results.ids,
        "sources": counts_of("source", results.counts["source"], labels.sources),
        "unknown_source": results.counts["source"].get(0, 0),
        "places": make_counts(
            (name, list_url(place=slug), count) for name, slug, count in by_division
        ),
        "map": archive_map(results, labels),
        "organisations": counts_of("organisation", results.counts["organisation"], named),
        "people": counts_of("person", results.counts["person"], named),
        "box": SearchBox(is_large=True),
    }
    return render_page(request, "home.html", head, context)


def divisions_by_count(counts: Mapping[int, int], labels: Labels) -> list[tuple[str, str, int]]:
    """Return (name, slug, article count) of each province with articles, most articles first."""
    rows = (
        (place.name, place.slug, counts[place.pk])
        for place in labels.places.values()
        if place.is_division and place.pk in counts
    )
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def most_frequent(counts: Mapping[int, int]) -> list[int]:
    """Return the MOST_NAMED entity ids with most articles; `counts` maps ids to article counts."""
    return sorted((pk for pk in counts if pk != UNKNOWN), key=lambda pk: (-counts[pk], pk))[
        :MOST_NAMED
    ]


def counts_of(facet: str, counts: Mapping[int, int], named: Mapping[int, Label]) -> list[Counted]:
    """Return the article counts of those values of a facet that are in `named`, largest first.

    `counts` maps ids to numbers of articles, and `named` maps ids to labels.
    """
    labels = sorted(
        (named[pk] for pk in counts if pk in named),
        key=lambda label: (-counts[label.pk], label.name),
    )
    return make_counts(
        (label.name, list_url(**{facet: label.slug}), counts[label.pk]) for label in labels
    )


@lru_cache(maxsize=1)
def count_files_and_wanted(version: Version) -> tuple[int, int]:
    """Return the number of saved files with public articles, and the number of wanted articles.

    The numbers are cached for a version of the archive, because counting takes long with a million
    articles.
    """
    captures = Count("capture", distinct=True)
    # To count all files is fast, because the database uses an index. There are few withdrawn
    # articles: for each of them, the query checks if its file has another article, which is public.
    withdrawn = Article.objects.filter(withdrawn_at__isnull=False).order_by()
    is_public = Extract.objects.filter(
        capture=OuterRef("capture"), article__withdrawn_at__isnull=True
    )
    hidden = Extract.objects.filter(~Exists(is_public), article__in=withdrawn.values("pk"))
    files = Extract.objects.aggregate(n=captures)["n"] - hidden.aggregate(n=captures)["n"]
    return files, total_of(version, KnownItemFilter())


@public_page()
def show_about(request: HttpRequest, _answers: Answers) -> HttpResponse:
    """Show the page "About the archive"."""
    head = Head(
        title="About the archive",
        description=("What Dateline is, what counts and mentions mean, and whose work it uses."),
        path=address_of("about"),
        section="about",
    )
    return render_page(request, "about.html", head, {})
