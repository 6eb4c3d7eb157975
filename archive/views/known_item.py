"""The page of one known item: whether the archive has its article, and which files list it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from archive.display.saved_dates import saved_between
from archive.listing.parameters import PageField, sentence_of
from archive.listing.read_parameters import FilterError
from archive.models import KnownItem, SeenPath, Sighting
from archive.models.addresses import address_of
from archive.views.errors import bad_value
from archive.views.parts.known_item_rows import (
    public_sightings,
    rows_of,
    url_of_listing,
)
from archive.views.parts.page_links import NotInArchive
from archive.views.public_page import Answers, Head, public_page, render_page
from archive.views.wanted import pages_of

FILES_ON_PAGE = 100


@dataclass(frozen=True, slots=True)
class ListingFile:
    """A saved file that lists the item: its name, when it was saved, and the place in it."""

    name: str
    saved: str
    url: str


@public_page()
def show_known_item(request: HttpRequest, answers: Answers, pk: int) -> HttpResponse:
    """Show what is known of an article, and the saved files that list it."""
    item = KnownItem.objects.filter(pk=pk).first()
    if item is None:
        raise NotInArchive("No saved file lists an article with this number any more.")
    url = address_of("known-item", pk)
    try:
        page = PageField(required=False).clean(request.GET.get("page", "").strip())
    except ValidationError as error:
        [wrong] = error.error_list
        return bad_value(request, [FilterError(sentence_of(wrong), url)])
    [row] = rows_of([item])
    pages = pages_of(
        page,
        row.seen.files,
        FILES_ON_PAGE,
        lambda number: f"{url}?page={number}" if number > 1 else url,
    )
    head = Head(
        title=f"{row.title} · {row.source}, {row.date}",
        description=f"{row.state}. Listed in {row.seen_in or 'no saved file'}.",
        path=url if page == 1 else f"{url}?page={page}",
    )
    context = {
        "row": row,
        "files": listing_files(pk, pages.first - 1),
        "pages": pages,
    }
    return render_page(request, "known_item.html", head, context)


def listing_files(pk: int, start: int) -> list[ListingFile]:
    """Return the saved files that list an item (id), in the order in which they were imported.

    At most FILES_ON_PAGE files are returned, from `start`. Takes three database queries.
    """
    captures = public_sightings().filter(known_item=pk).values_list("capture", flat=True)
    page = list(captures.distinct().order_by("capture")[start : start + FILES_ON_PAGE])
    names: dict[int, str] = {}
    for path in SeenPath.objects.filter(capture__in=page).order_by("pk"):
        names.setdefault(path.capture_id, path.file_name)
    sightings = Sighting.objects.filter(known_item=pk, capture__in=page)
    first: dict[int, Sighting] = {}
    for sighting in (
        sightings.select_related("capture").defer("capture__text").order_by("capture", "position")
    ):
        first.setdefault(sighting.capture_id, sighting)
    return [
        ListingFile(
            names.get(capture) or sighting.capture.short_id,
            saved_between(sighting.capture.saved_not_before, sighting.capture.saved_not_after),
            url_of_listing(sighting),
        )
        for capture, sighting in first.items()
    ]
