"""Files with counts: the values of a facet, and the lists of names."""

from collections.abc import Iterable, Iterator

from archive.exports.csv_text import Value
from archive.listing.counted_list import CountedList
from archive.listing.facet_blocks import FacetValue
from archive.listing.facet_values import list_values
from archive.records import Column, Kind

_AT_ONCE = 5_000

VALUE_COLUMNS = (
    Column("value", Kind.TEXT, "The value as in addresses; “unknown” for articles without one."),
    Column("name", Kind.TEXT, "The name of the value."),
    Column(
        "count",
        Kind.NUMBER,
        "How many articles of the list have it; with count=stories, how many stories.",
    ),
    Column("url", Kind.ADDRESS, "The address of the list of exactly these articles."),
)
NAME_COLUMNS = (
    Column(
        "id", Kind.TEXT, "The short name, as in addresses. If it changes, the old one leads to it."
    ),
    Column("url", Kind.ADDRESS, "The address of its page in this archive."),
    Column("name", Kind.TEXT, "The name."),
    Column("articles", Kind.NUMBER, "How many articles name it, or a place in it."),
    Column("where", Kind.TEXT, "The province of a place, or the place of an organisation."),
    Column(
        "is_listed",
        Kind.YES_NO,
        "True if it is in the lists of names, or staff accepted it; false if only the program found"
        " it.",
    ),
)
SOURCE_COLUMNS = NAME_COLUMNS[:4]
COVERAGE_COLUMNS = (
    Column("date", Kind.DAY, "The day."),
    Column("articles", Kind.NUMBER, "How many articles of this day the archive has."),
    Column(
        "wanted",
        Kind.NUMBER,
        "How many articles of this day saved files list that are not in the archive.",
    ),
    Column("url", Kind.ADDRESS, "The address of the list of exactly these articles."),
)
GAP_COLUMNS = (
    Column("first", Kind.DAY, "The first day without articles."),
    Column("last", Kind.DAY, "The last day without articles."),
    Column("days", Kind.NUMBER, "The number of days."),
    Column(
        "wanted",
        Kind.NUMBER,
        "How many articles of these days saved files list that are not in the archive.",
    ),
)
PERIOD_COLUMNS = (
    Column(
        "period", Kind.TEXT, "The period as in addresses; “unknown” for articles without a date."
    ),
    Column("first_day", Kind.DAY, "The first day of the period."),
    Column("last_day", Kind.DAY, "The last day of the period."),
    Column(
        "is_whole_period",
        Kind.YES_NO,
        "False for articles whose date is less precise: only a month or year is known, or nothing.",
    ),
    Column("articles", Kind.NUMBER, "How many articles of the list have a date in the period."),
    Column(
        "held",
        Kind.NUMBER,
        "How many articles the archive has of the period, from the same sources and in the same"
        " languages.",
    ),
    Column("share", Kind.DECIMAL, "articles / held; empty if the archive has nothing."),
    Column("share_low", Kind.DECIMAL, "The lower bound of the share (Wilson, 95 %)."),
    Column("share_high", Kind.DECIMAL, "The upper bound of the share (Wilson, 95 %)."),
    Column("url", Kind.ADDRESS, "The address of the list of exactly these articles."),
    Column("held_url", Kind.ADDRESS, "The address of the list of what the archive has."),
)
TREND_COLUMNS = (
    Column("line", Kind.TEXT, "The letter of the line on the chart."),
    Column("list", Kind.TEXT, "What the list of the line has, in words."),
    Column("source", Kind.TEXT, "The short name of a source with split=source, otherwise empty."),
    *PERIOD_COLUMNS,
    Column(
        "other_years_share",
        Kind.DECIMAL,
        "With baseline=other-years: the mean of the shares of the same dates in other years.",
    ),
    Column("other_years", Kind.NUMBER, "The number of these other years."),
)


def value_rows(
    facet: str, counted: CountedList, find: str, by: str, origin: str
) -> Iterator[list[Value]]:
    """Yield VALUE_COLUMNS of each value of a facet, in the order of the page of the facet.

    The lines of the months of a year follow the line of the year. `counted`, `find` and `by` are
    those of `list_values`; `origin` is the beginning of all addresses.
    """
    page, page_count = 1, 1
    while page <= page_count:
        values = list_values(facet, counted, find=find, by=by, page=page, size=_AT_ONCE)
        page_count = values.page_count
        lines = [*values.values, *([values.unknown] if values.unknown else [])]
        yield from _rows(lines, origin)
        page += 1


def _rows(values: Iterable[FacetValue], origin: str) -> Iterator[list[Value]]:
    for value in values:
        yield [value.value, value.label, value.count, f"{origin}{value.url}"]
        yield from _rows(value.children, origin)
