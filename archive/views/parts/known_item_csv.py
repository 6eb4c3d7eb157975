"""Known items as rows of a CSV file, for people who look for the missing articles elsewhere."""

from collections.abc import Iterator
from datetime import date

from archive.exports.csv_text import Value
from archive.listing.known_item_counts import items_of
from archive.listing.known_item_filter import KnownItemFilter
from archive.models import Version
from archive.records import Column, Kind
from archive.views.parts.known_item_rows import KnownItemRow, rows_of

_AT_ONCE = 1_000
ITEM_COLUMNS = (
    Column("title", Kind.TEXT, "The headline in the list; empty if the list has only first words."),
    Column("first_words", Kind.TEXT, "The first words of the article in the list."),
    Column("source", Kind.TEXT, "The name of the source."),
    Column("date", Kind.DATE, "The day of publication."),
    Column("date_precision", Kind.TEXT, "“day”, or “unknown”."),
    Column("state", Kind.TEXT, "If the archive has the article."),
    Column("article", Kind.ADDRESS, "The address of the article in the archive, if it has it."),
    Column("saved_files", Kind.NUMBER, "How many saved files list the article."),
    Column("first_seen_by", Kind.DAY, "The first of these files was saved on this day or earlier."),
    Column("last_seen_from", Kind.DAY, "The last of these files was saved on this day or later."),
    Column("listed_at", Kind.ADDRESS, "The address of a saved file that lists the article."),
    Column("item", Kind.ADDRESS, "The address of the page about this article."),
)


def item_rows(
    version: Version, chosen: KnownItemFilter, total: int, origin: str
) -> Iterator[list[Value]]:
    """Yield ITEM_COLUMNS of each item of a list of `total` items; `origin` begins addresses."""
    for start in range(0, total, _AT_ONCE):
        for row in rows_of(items_of(version, chosen, start, min(start + _AT_ONCE, total))):
            yield _cells(origin, row)


def _cells(origin: str, row: KnownItemRow) -> list[Value]:
    seen = row.seen
    return [
        *(row.title, row.lead, row.source, row.iso_date),
        "day" if row.iso_date else "unknown",
        row.state,
        f"{origin}{row.article_url}" if row.article_url else "",
        seen.files,
        *(_iso(day) for day in (seen.first_not_after, seen.last_not_before)),
        f"{origin}{seen.url}" if seen.url else "",
        f"{origin}{row.url}",
    ]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
