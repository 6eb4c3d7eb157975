"""The other articles that a saved file lists, and the saved files that list an article."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from archive.database.prepared import Prepared, Row
from archive.display.safe_text import count_of
from archive.models import Sighting, article_url
from archive.models.addresses import address_of
from archive.views.parts.known_item_rows import (
    OTHER_TITLE,
    WITHDRAWN,
    public_sightings,
    title_note,
)
from ingest.partial_date import PartialDate

_COLUMNS = (
    *("known_item_id", "known_item__title", "known_item__lead", "known_item__published_on"),
    *("known_item__is_ambiguous", "known_item__is_title_similar", "known_item__article_id"),
    *("known_item__article__title", "known_item__article__withdrawn_at"),
)


def _listed(captures: Collection[int]) -> QuerySet[Sighting, Row]:
    rows = Sighting.objects.filter(capture__in=captures)
    return rows.order_by("capture", "position").values_list(*_COLUMNS)


_LISTED_IN_ONE = Prepared(_listed, size=1)
_LISTING_ONE = Prepared(
    lambda articles: (
        public_sightings()
        .filter(known_item__article__in=articles)
        .values_list("known_item")
        .annotate(Count("capture", distinct=True))
        .order_by("known_item")
    ),
    size=1,
)


@dataclass(frozen=True, slots=True)
class ListedItem:
    """A known item: an article that the saved page lists, for example under “More From”.

    `title` has the first words of the article if the list has no titles. `url` is the address of
    the article if the archive has it, otherwise of the page of the item; `is_held` tells which.
    `note` says how the article's title differs, if it does, and `note_url` is the address of the
    article's versions if it has another headline now. `date` is the date in words, and `iso_date`
    the date as "2025-04-17".
    """

    title: str
    date: str
    iso_date: str
    url: str
    is_held: bool
    note: str
    note_url: str


def listed_items(captures: Collection[int]) -> list[ListedItem]:
    """Return the known items that these captures (ids) list, each item only once.

    Takes one database query. The items are in the order of the lists.
    """
    rows = _LISTED_IN_ONE.rows([*captures]) if len(captures) == 1 else _listed(captures)
    first: dict[int, Row] = {}
    for row in rows:
        first.setdefault(row[0], row)
    return [_item(*row) for row in first.values()]


def _item(
    pk: int,
    title: str,
    lead: str,
    published_on: Any,
    is_ambiguous: bool,
    is_similar: bool,
    article: int | None,
    article_title: str,
    withdrawn_at: Any,
) -> ListedItem:
    published = PartialDate.of(published_on)
    url = article_url(article, article_title) if article and not withdrawn_at else ""
    note = title_note(title, article_title, is_similar) if url else ""
    if article and withdrawn_at:
        note = WITHDRAWN
    elif is_ambiguous and not article:
        note = "several articles match"
    return ListedItem(
        title=title or lead or "Untitled",
        date=published.label if published else "",
        iso_date=published.iso,
        url=url or address_of("known-item", pk),
        is_held=bool(url),
        note=note,
        note_url=address_of("article-versions", article) if article and note == OTHER_TITLE else "",
    )


def listings_of(article: int) -> list[tuple[str, str]]:
    """Return the known items that mean an article (id), as pairs of label and address.

    The label says how many saved files list it: "4 saved files". Takes one database query.
    """
    rows: Iterable[Row] = _LISTING_ONE.rows([article])
    return [(count_of(files, "saved file"), address_of("known-item", item)) for item, files in rows]
