"""The list of wanted articles: known items that are not in the archive; also as CSV."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from archive.display.labels import current_labels
from archive.display.safe_text import count_of
from archive.listing.address import UNKNOWN_VALUE
from archive.listing.known_item_counts import counts_of, items_of, total_of
from archive.listing.known_item_filter import (
    SHOWN,
    WANTED,
    InvalidFilter,
    KnownItemFilter,
    MovedSource,
    date_of_month,
    read_filter,
)
from archive.listing.parameters import PageField, sentence_of
from archive.listing.read_parameters import FilterError
from archive.models import Version
from archive.models.addresses import address_of
from archive.views.article_list import beyond_last
from archive.views.errors import bad_value
from archive.views.parts.downloads import Download
from archive.views.parts.file_responses import origin_of, send_csv
from archive.views.parts.known_item_csv import ITEM_COLUMNS, item_rows
from archive.views.parts.known_item_rows import rows_of
from archive.views.parts.linked_counts import Count, make_counts
from archive.views.parts.page_links import BeyondLast, Pages, make_pages
from archive.views.public_page import Answers, Head, PublicView, public_page, render_page
from ingest.partial_date import PartialDate

PAGE_SIZE = 50
_TITLES = {
    "": "Wanted articles",
    "in-archive": "Listed articles in the archive",
    "ambiguous": "Listed articles that match several others",
    "all": "All listed articles",
}
"""The title of the list for each value of `show`."""

_LEDES = {
    "": (
        "Wanted articles are listed in saved files, but are not in the archive yet. An article"
        " leaves this list when it is imported."
    ),
    "in-archive": "These articles are listed in saved files, and are in the archive.",
    "ambiguous": (
        "These articles are listed in saved files. Several articles of the archive match each of"
        " them, so it is not known if the archive has it."
    ),
    "all": "All articles that are listed in saved files: some are in the archive, others are not.",
}
"""The first sentences of the list for each value of `show`."""

ListView = Callable[[HttpRequest, Answers, KnownItemFilter, int], HttpResponseBase]


def known_item_page(name: str, number: str = "page") -> Callable[[ListView], PublicView]:
    """Return a decorator for the view of a list of known items.

    `name` is the name of its URL pattern. The view gets the filter in the address, and the value of
    the parameter `number`. The answer is 400 for a value that is not valid, and 301 for the old
    slug of a source.
    """

    def decorate(view: ListView) -> PublicView:
        @public_page()
        @wraps(view)
        def list_items(request: HttpRequest, answers: Answers) -> HttpResponseBase:
            try:
                chosen = read_filter(request.GET, name)
                page = PageField(required=False).clean(request.GET.get(number, "").strip())
            except MovedSource as moved:
                return redirect(moved.url, permanent=True)
            except InvalidFilter as invalid:
                return bad_value(request, invalid.errors)
            except ValidationError as error:
                [wrong] = error.error_list
                return bad_value(request, [FilterError(sentence_of(wrong), chosen.url(name))])
            return view(request, answers, chosen, page)

        return list_items

    return decorate


@known_item_page("wanted")
def list_wanted(
    request: HttpRequest, answers: Answers, chosen: KnownItemFilter, page: int
) -> HttpResponse:
    """List known items, newest first; without the parameter `show`, only the wanted ones.

    The answer is 404 for a page after the last page.
    """
    total = total_of(answers.version, chosen)
    pages = pages_of(page, total, PAGE_SIZE, lambda number: page_url(chosen, number))
    items = items_of(answers.version, chosen, pages.first - 1, pages.first - 1 + PAGE_SIZE)
    title = _TITLES[chosen.show]
    if chosen.source:
        title += f" from {chosen.source_name}"
    head = Head(
        title=" · ".join(filter(None, [title, chosen.date_label, chosen.q])),
        description=f"{count_of(total, 'article')} that saved pages list, {SHOWN[chosen.show]}.",
        path=page_url(chosen, page),
    )
    others = replace(chosen, q="", date="", show=WANTED)
    context = {
        "chosen": chosen,
        "heading": _TITLES[chosen.show],
        "lede": _LEDES[chosen.show],
        "has_filter": chosen != replace(KnownItemFilter(), show=chosen.show),
        "all_url": KnownItemFilter(show=chosen.show).url(),
        "wanted_url": replace(chosen, show=WANTED).url() if chosen.show else "",
        "total": total,
        "rows": rows_of(items),
        "shown": SHOWN,
        "sources": by_source(answers.version, chosen),
        "dates": by_date(answers.version, chosen),
        "pages": pages,
        "downloads": [Download("CSV", chosen.url("wanted-file"))],
        "downloads_label": f"this list ({count_of(total, 'article')})",
        "completeness_url": replace(others, date=_year(chosen.date)).url("completeness"),
        "known_sources": sorted(
            (label.name, label.slug) for label in current_labels().sources.values()
        ),
    }
    return render_page(request, "wanted.html", head, context)


@known_item_page("wanted-file")
def export_wanted(
    request: HttpRequest, answers: Answers, chosen: KnownItemFilter, _page: int
) -> HttpResponseBase:
    """Return all items of the list as CSV."""
    total = total_of(answers.version, chosen)
    rows = item_rows(answers.version, chosen, total, origin_of(request))
    parts = ["wanted", chosen.show, chosen.source, chosen.date]
    return send_csv(request, ITEM_COLUMNS, rows, "-".join(filter(None, parts)), total)


@public_page()
def find_csv(request: HttpRequest, _answers: Answers) -> HttpResponse:
    """Redirect from the old address of the CSV file, which had several parts."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(address_of("wanted-file") + (f"?{query}" if query else ""), permanent=True)


def page_url(chosen: KnownItemFilter, page: int) -> str:
    """Return the address of a page of the list."""
    return chosen.url(page=page if page > 1 else "")


def pages_of(page: int, total: int, size: int, url_of: Callable[[int], str]) -> Pages:
    """Return the links to the pages of a list of `total` items. Raises BeyondLast."""
    count = max(1, -(-total // size))
    if page > count:
        raise BeyondLast(beyond_last(page, count), url_of(count))
    return make_pages(page, count, size, total, url_of)


def by_source(version: Version, chosen: KnownItemFilter, name: str = "wanted") -> list[Count]:
    """Return the number of items of each source, with a link, largest number first.

    The filter of the source is ignored, so that another source can be chosen. `name` is the name of
    the URL pattern of the links.
    """
    others = replace(chosen, source="", source_id=None)
    counts: dict[int, int] = defaultdict(int)
    for (source, month), count in counts_of(version, chosen.show, chosen.words).items():
        if others.has(source, month):
            counts[source] += count
    labels = current_labels().sources
    rows = [
        (
            labels[pk].name if pk else "Unknown source",
            replace(others, source=labels[pk].slug if pk else UNKNOWN_VALUE).url(name),
            count,
        )
        for pk, count in counts.items()
        if count
    ]
    return make_counts(sorted(rows, key=lambda row: (-row[2], row[0])))


def by_date(version: Version, chosen: KnownItemFilter, name: str = "wanted") -> list[Count]:
    """Return the number of items of each year, with a link, newest first, then those without date.

    If a year or month is chosen, the numbers of the months of this year are returned. The filter of
    the date is ignored otherwise, so that another date can be chosen. `name` is the name of the URL
    pattern of the links.
    """
    year = chosen.date[:4] if chosen.date != UNKNOWN_VALUE else ""
    others = replace(chosen, date=year)
    counts: dict[str, int] = defaultdict(int)
    for (source, month), count in counts_of(version, chosen.show, chosen.words).items():
        if others.has(source, month):
            value = date_of_month(month)
            counts[value if year or not month else value[:4]] += count
    dated = sorted((value for value in counts if value != UNKNOWN_VALUE), reverse=True)
    order = [*dated, *[value for value in counts if value == UNKNOWN_VALUE]]
    return make_counts(
        (
            PartialDate.parse(value).label if value != UNKNOWN_VALUE else "Date unknown",
            replace(chosen, date=value).url(name),
            counts[value],
        )
        for value in order
        if counts[value]
    )


def _year(date: str) -> str:
    """Return the year of a month or year in an address; "unknown" stays as it is."""
    return date if date == UNKNOWN_VALUE else date[:4]
