"""Compare the articles of a list by period with plain SQL and plain Python."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from urllib.parse import parse_qs, urlsplit

from django.http import QueryDict

from archive.listing.over_time_filter import OverTimeFilter
from archive.listing.periods_counted import PeriodRow, Unit, every_row, over_time
from tests.listing.compare_counts import Address, as_query, list_at
from tests.listing.plain_sql import PlainTables, rows

FOLLOWED = 4  # links of each list that are opened


def check_periods(plain: PlainTables, address: Address, chance: Random) -> int:
    """Compare every period of a list with plain SQL; return how many periods have articles."""
    unit = chance.choice(list(Unit))
    query = as_query(address)
    counted = OverTimeFilter(QueryDict(query), path="/articles/")
    assert counted.is_valid(), query
    periods = counted.results.periods
    assert periods is not None
    found = list(every_row(periods, counted.address, counted.choices("date"), unit))
    held = {name: values for name, values in address.items() if name in HELD}
    expected = by_period(plain.ids_of(address), unit)
    expected_held = by_period(plain.ids_of(held), unit)
    assert {key_of(row): row.count for row in found if row.count} == expected, (query, unit)
    assert {key_of(row): row.held for row in found if row.held} == expected_held, (query, unit)
    shown = over_time(periods, counted.address, counted.choices("date"))
    if shown:
        of_rows = sum(row.count for row in (*shown.rows, *shown.imprecise))
        assert of_rows + (shown.earlier.count if shown.earlier else 0) == sum(expected.values())
    links = [(row.url, row.count) for row in found if row.url]
    links += [(row.held_url, row.held) for row in found if row.held_url]
    for url, count in chance.sample(links, min(FOLLOWED, len(links))):
        assert list_at(urlsplit(url).query).results.total == count, (query, url)
        if "q=" not in url:
            assert len(plain.ids_of(parse_qs(urlsplit(url).query))) == count, url
    return len(expected)


HELD = ("source", "date", "language")


def by_period(ids: Iterable[int], unit: Unit) -> dict[str, int]:
    """Return the numbers of articles by period, and by less precise date."""
    known = dict(rows("SELECT id, known FROM plain_article"))
    return dict(Counter(period_of(known[pk], unit) for pk in ids))


def period_of(known: str, unit: Unit) -> str:
    """Return the period of a date; of a less precise date, what is known of it, and "?"."""
    needed = {Unit.YEAR: 4, Unit.MONTH: 7}.get(unit, 10)
    if len(known) < needed:
        return f"{known}?"
    if unit is not Unit.WEEK:
        return known[:needed]
    year, week, _day = date.fromisoformat(known).isocalendar()
    monday = date.fromisocalendar(year, week, 1)
    return f"{monday}..{monday + timedelta(days=6)}"


def key_of(row: PeriodRow) -> str:
    text = row.period.text if row.period else ""
    return text if row.is_placed else f"{text}?"
