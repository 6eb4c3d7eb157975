"""The page about completeness: how many of the listed articles the archive has, by month."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce

from django.http import HttpRequest, HttpResponse

from archive.display.labels import current_labels
from archive.listing.address import UNKNOWN_VALUE
from archive.listing.known_item_counts import Numbers, numbers_of
from archive.listing.known_item_filter import (
    ALL,
    AMBIGUOUS,
    IN_ARCHIVE,
    WANTED,
    KnownItemFilter,
    date_of_month,
)
from archive.models.addresses import address_of
from archive.views.public_page import Answers, Head, render_page
from archive.views.wanted import by_date, by_source, known_item_page, pages_of
from ingest.partial_date import PartialDate

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Row:
    """The numbers of the listed articles of one source and month, each with its list.

    `columns` are pairs of a number and the address of the list with so many items: all listed
    articles, those in the archive, the wanted ones, and those that match several articles. `share`
    is that of `share_of`.
    """

    source: str
    date: str
    columns: tuple[tuple[int, str], ...]
    share: int


@known_item_page("completeness")
def show_completeness(
    request: HttpRequest, answers: Answers, chosen: KnownItemFilter, page: int
) -> HttpResponse:
    """Show how many of the listed articles the archive has, for each source and month.

    The parameters are `source`, `date`, `page`, and `sort`: "wanted" for the months with most
    wanted articles first, otherwise the latest months are first.
    """
    is_by_wanted = request.GET.get("sort", "").strip() == "wanted"
    sort = "wanted" if is_by_wanted else ""
    shown = replace(chosen, q="", show=ALL)
    numbers = {key: count for key, count in numbers_of(answers.version).items() if shown.has(*key)}
    plain = replace(shown, show=WANTED)

    def page_url(number: int) -> str:
        return plain.url("completeness", sort=sort, page=number if number > 1 else "")

    pages = pages_of(page, len(numbers), PAGE_SIZE, page_url)
    keys = sorted(numbers, key=lambda key: _order(key, numbers[key], is_by_wanted))
    head = Head(
        title=" · ".join(filter(None, ["Completeness", shown.source_name, shown.date_label])),
        description="How many of the articles that saved files list are in the archive.",
        path=page_url(page),
    )
    context = {
        "chosen": shown,
        "rows": [_row(key, numbers[key]) for key in keys[pages.first - 1 : pages.last]],
        "total": _total(shown, numbers.values()),
        "count": len(numbers),
        "pages": pages,
        "orders": [
            ("Latest month first", plain.url("completeness"), not is_by_wanted),
            ("Most wanted first", plain.url("completeness", sort="wanted"), is_by_wanted),
        ],
        "all_url": address_of("completeness"),
        "sources": by_source(answers.version, shown, "completeness"),
        "dates": by_date(answers.version, shown, "completeness"),
    }
    return render_page(request, "completeness.html", head, context)


def _order(key: tuple[int, int], numbers: Numbers, is_by_wanted: bool) -> tuple[int, ...]:
    """Return the place of a source and month in the table; unknown months are last."""
    source, month = key
    first = -numbers.wanted if is_by_wanted else -month
    return (first, -month, -numbers.wanted, source)


def _row(key: tuple[int, int], numbers: Numbers) -> Row:
    source, month = key
    label = current_labels().sources[source] if source else None
    date = date_of_month(month)
    one = KnownItemFilter(source=label.slug if label else UNKNOWN_VALUE, date=date)
    name = label.name if label else "Unknown source"
    return _numbers(name, PartialDate.parse(date).label if month else "Date unknown", numbers, one)


def _total(shown: KnownItemFilter, numbers: Iterable[Numbers]) -> Row:
    """Return the numbers of all rows of the table together, also of those on other pages."""
    return _numbers("All", "", reduce(Numbers.plus, numbers, Numbers()), shown)


def _numbers(source: str, date: str, numbers: Numbers, one: KnownItemFilter) -> Row:
    shows = (ALL, IN_ARCHIVE, WANTED, AMBIGUOUS)
    columns = tuple((numbers.of(show), replace(one, show=show).url()) for show in shows)
    return Row(source, date, columns, share_of(numbers))


def share_of(numbers: Numbers) -> int:
    """Return the part of the listed articles that are in the archive, in whole per cent.

    It is 100 only if all are in the archive, and 0 only if none is.
    """
    if not numbers.listed:
        return 0
    share = round(100 * numbers.in_archive / numbers.listed)
    if 0 < numbers.in_archive < numbers.listed:
        return min(max(share, 1), 99)
    return share
