"""Compare the articles of a list by period with plain SQL and plain Python."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import Random
from urllib.parse import parse_qs, urlencode, urlsplit

from django.http import QueryDict

from archive.listing.over_time_filter import OverTimeFilter
from archive.listing.periods_counted import PeriodRow, Unit, every_row, over_time
from archive.listing.trend_counts import compare_over_time
from archive.listing.trend_lines import Trends
from archive.search import search
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


def check_usual(plain: PlainTables, address: Address, unit: Unit) -> int:
    """Compare the shares of the same dates of other years; return how many were compared."""
    query = as_query(address)
    trends = Trends(QueryDict(urlencode({"line": query, "by": unit, "baseline": "other-years"})))
    assert not trends.errors, query
    compared = compare_over_time(trends.lines, search, unit, with_usual=True, most=None)
    if compared is None:
        return 0
    known = dict(rows("SELECT id, known FROM plain_article"))
    undated = {name: values for name, values in address.items() if name != "date"}
    found = Counter(known[pk] for pk in plain.ids_of(undated))
    held = Counter(
        known[pk] for pk in plain.ids_of({name: undated[name] for name in undated if name in HELD})
    )
    years = {int(known[:4]) + more for known in held if known for more in (-1, 0)}
    number = 0
    [line] = compared.lines
    for row, usual in zip(line.rows, line.usual, strict=True):
        assert row.period
        shares = []
        for year in sorted(years):
            distance = year - row.period.first.year
            dates = same_dates(row.period.first, row.period.last, distance, unit)
            total = of_dates(held, dates, unit)
            if distance and total:
                shares.append(of_dates(found, dates, unit) / total)
        assert (usual[1] if usual else 0) == len(shares), (query, row)
        assert not usual or abs(usual[0] - sum(shares) / len(shares)) < 1e-9, (query, row)
        number += bool(usual)
    return number


def same_dates(first: date, last: date, distance: int, unit: Unit) -> set[str]:
    """Return the days of a period, or its month, in another year."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    moved = {f"{day.year + distance:04}-{day.month:02}-{day.day:02}" for day in days}
    return {day[:7] for day in moved} if unit is Unit.MONTH else moved


def of_dates(counts: Mapping[str, int], dates: set[str], unit: Unit) -> int:
    length = 7 if unit is Unit.MONTH else 10
    return sum(
        number
        for known, number in counts.items()
        if len(known) >= length and known[:length] in dates
    )
