"""Wanted and other known items, and the completeness of the archive, as JSON."""

from functools import partial
from typing import Any

from archive.api import known_items as api
from archive.api.values import Count
from archive.views.as_json.common import counts, day
from archive.views.as_json.page_values import Addresses, PageValues
from archive.views.parts.known_item_rows import KnownItemRow


def _item(addresses: Addresses, row: KnownItemRow) -> api.KnownItem:
    return api.KnownItem(
        id=row.pk,
        url=addresses.page(row.url),
        json_url=addresses.json(row.url),
        title=row.title,
        lead=row.lead,
        source_name=row.source,
        date=row.iso_date,
        state=row.state,
        is_wanted=row.is_wanted,
        article_url=addresses.page(row.article_url),
        note=row.note,
        files=row.seen.files,
        first_saved=day(row.seen.first_not_after),
        last_saved=day(row.seen.last_not_before),
        listing_url=addresses.page(row.seen.url),
    )


def known_items(page: PageValues) -> api.KnownItems:
    """Return a list of known items."""
    return api.KnownItems(
        heading=page["heading"],
        url=page.url,
        json_url=page.json_url,
        total=page["total"],
        items=[_item(page.addresses, row) for row in page["rows"]],
        sources=counts(page.addresses, page["sources"]),
        dates=counts(page.addresses, page["dates"]),
        next=page.next,
    )


def known_item(page: PageValues) -> api.KnownItemPage:
    """Return one known item."""
    return api.KnownItemPage(
        item=_item(page.addresses, page["row"]),
        files=[
            api.ListingFile(name=file.name, saved=file.saved, url=page.addresses.page(file.url))
            for file in page["files"]
        ],
        next=page.next,
    )


def completeness(page: PageValues) -> api.CompletenessList:
    """Return how complete the archive is, by source and month."""
    make = partial(_row, page.addresses)
    return api.CompletenessList(
        url=page.url,
        json_url=page.json_url,
        total=make(page["total"]),
        row_count=page["count"],
        rows=[make(row) for row in page["rows"]],
        sources=counts(page.addresses, page["sources"]),
        dates=counts(page.addresses, page["dates"]),
        next=page.next,
    )


def _row(addresses: Addresses, row: Any) -> api.Completeness:
    listed, in_archive, wanted, ambiguous = (
        Count(label=label, count=count, url=addresses.page(url))
        for label, (count, url) in zip(
            ("listed", "in the archive", "wanted", "several match"), row.columns, strict=True
        )
    )
    return api.Completeness(
        source_name=row.source,
        date=row.date,
        listed=listed,
        in_archive=in_archive,
        wanted=wanted,
        ambiguous=ambiguous,
        share=row.share,
    )
