"""The page of wanted articles: known items that are not in the archive."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Count as CountOf
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from archive.display.labels import moved_source
from archive.display.safe_text import count_of
from archive.listing.address import UNKNOWN_VALUE
from archive.listing.article_filter import FilterError
from archive.listing.parameters import PageField, sentence_of
from archive.models import KnownItem, Sighting, Source, Version
from archive.models.addresses import address_of
from archive.search import UNKNOWN
from archive.views.article_list import beyond_last
from archive.views.capture import anchor_of_listing
from archive.views.errors import bad_value
from archive.views.parts.linked_counts import Count, make_counts
from archive.views.parts.page_links import BeyondLast, make_pages
from archive.views.public_page import Answers, Head, public_page, render_page
from ingest.partial_date import PartialDate

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class WantedRow:
    """A wanted article, with the values that a saved file gives for the article.

    `title` has the title, or the first words of the article if the file has no title for it. `lead`
    has the first words if the file has both a title and first words; otherwise `lead` is "".
    `seen_url` is the address of the place in the saved file where the article is listed, or "" if
    staff withdrew all articles of the files that list it.
    """

    title: str
    lead: str
    source: str
    date: str
    iso_date: str
    seen_url: str


@public_page()
def list_wanted(request: HttpRequest, answers: Answers) -> HttpResponse:
    """List the wanted articles of all sources or of one source, newest first.

    The answer is 400 for a value that is not valid, 404 for a page after the last page, and 301 for
    the old slug of a source.
    """
    slug = request.GET.get("source", "").strip()
    source = Source.objects.filter(slug=slug).first() if is_slug(slug) else None
    if source is None and slug not in ("", UNKNOWN_VALUE):
        if is_slug(slug) and (moved := moved_source(slug)):
            return redirect(wanted_url(moved), permanent=True)
        return bad_value(
            request,
            [FilterError(f"There is no source “{slug[:60]}” in this archive.", wanted_url())],
        )
    try:
        page = PageField(required=False).clean(request.GET.get("page", "").strip())
    except ValidationError as error:
        [invalid] = error.error_list
        return bad_value(request, [FilterError(sentence_of(invalid), wanted_url(slug))])
    by_source = counts_by_source(answers.version)
    items = KnownItem.objects.wanted()
    if slug:
        items = items.filter(source=source)
    total = by_source.get(source.pk if source else UNKNOWN, 0) if slug else sum(by_source.values())
    page_count = max(1, -(-total // PAGE_SIZE))
    if page > page_count:
        raise BeyondLast(beyond_last(page, page_count), wanted_url(slug, page_count))
    head = Head(
        title=f"Wanted articles from {source.name}" if source else "Wanted articles",
        description=(
            f"{count_of(total, 'article')} that saved pages list, but that are not in the archive."
        ),
        path=wanted_url(slug, page),
    )
    context = {
        "source": source.name if source else "an unknown source" if slug else "",
        "total": total,
        "rows": wanted_rows(list(items.newest()[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])),
        "sources": source_counts(by_source),
        "pages": make_pages(page, page_count, PAGE_SIZE, total, lambda n: wanted_url(slug, n)),
    }
    return render_page(request, "wanted.html", head, context)


def is_slug(text: str) -> bool:
    """Return True if a text has only the characters of slugs.

    Other texts are not looked up, because PostgreSQL raises an error for a NUL character.
    """
    return bool(re.fullmatch(r"[a-zA-Z0-9_-]+", text))


def wanted_url(source: str = "", page: int = 1) -> str:
    """Return the address of a page of wanted articles; `source` is a slug, or "" for all."""
    pairs = [("source", source)] * bool(source) + [("page", str(page))] * (page > 1)
    return address_of("wanted") + (f"?{urlencode(pairs)}" if pairs else "")


@lru_cache(maxsize=1)
def counts_by_source(version: Version) -> dict[int, int]:
    """Return a dict from source id (0: unknown) to the number of wanted articles.

    The dict is cached for a version of the archive, because counting takes long: a large archive
    has more known items than articles.
    """
    rows = KnownItem.objects.wanted().order_by().values_list("source").annotate(count=CountOf("pk"))
    return {pk or UNKNOWN: count for pk, count in rows}


def source_counts(by_source: dict[int, int]) -> list[Count]:
    """Return the number of wanted articles of each source, with a link, largest number first."""
    sources = Source.objects.in_bulk([pk for pk in by_source if pk])
    rows = [
        (
            (sources[pk].name, wanted_url(sources[pk].slug), count)
            if pk
            else ("Unknown source", wanted_url(UNKNOWN_VALUE), count)
        )
        for pk, count in by_source.items()
    ]
    return make_counts(sorted(rows, key=lambda row: (-row[2], row[0])))


def lead_of(item: KnownItem) -> str:
    """Return the first words of a known item, with an ellipsis if they end inside a sentence."""
    return (
        item.lead
        if not item.lead or item.lead.endswith((".", "!", "?", "…", '"', "”"))
        else f"{item.lead}…"
    )


def url_of_listing(sighting: Sighting) -> str:
    """Return the address of the place where a saved file lists an item, on the file's page."""
    return f"{sighting.capture.get_absolute_url()}#{anchor_of_listing(sighting.position)}"


def wanted_rows(items: Sequence[KnownItem]) -> list[WantedRow]:
    """Return a row for each of these known items, in the order of `items`.

    Takes two database queries.
    """
    listed = {item.pk: item for item in items}
    names = dict(Source.objects.values_list("pk", "name"))
    seen: dict[int, Sighting] = {}
    sightings = Sighting.objects.filter(
        known_item__in=listed, capture__extracts__article__withdrawn_at__isnull=True
    )
    for sighting in sightings.select_related("capture").defer("capture__text").order_by("pk"):
        seen.setdefault(sighting.known_item_id, sighting)
    return [
        WantedRow(
            title=item.title or lead_of(item),
            lead=lead_of(item) if item.title else "",
            source=names.get(cast(int, item.source_id), "Unknown source"),
            date=PartialDate.of(item.published_on).label,
            iso_date=PartialDate.of(item.published_on).iso,
            seen_url=url_of_listing(seen[item.pk]) if item.pk in seen else "",
        )
        for item in listed.values()
    ]
