"""Counts known items by source and month, and finds the items of one page of a list.

An archive can have hundreds of thousands of known items. They are counted by source and month with
one index of the database, and the counts are kept for a version of the archive. From the counts
follow the months that a page shows, so the database sorts only the items of these months.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from django.db.models import Count
from django.utils import timezone

from archive.listing.known_item_filter import (
    AMBIGUOUS,
    IN_ARCHIVE,
    STATES,
    WANTED,
    KnownItemFilter,
    with_words,
)
from archive.models import KnownItem, Version
from archive.models.known_item import KnownItemQuerySet, State, month_number
from archive.search import UNKNOWN
from ingest.partial_date import PartialDate

# The most items of a state whose ids are kept in memory. If more items have the words of a search,
# they are so frequent that a page is found among the items of a few months.
_FEW = 2_000

Key = tuple[int, int]
"""The id of a source and a month (`month_number`), 0 if they are not known."""


class Numbers(NamedTuple):
    """How many known items are wanted, in the archive, and ambiguous; in the order of State."""

    wanted: int = 0
    in_archive: int = 0
    ambiguous: int = 0

    @property
    def listed(self) -> int:
        """The number of all known items."""
        return sum(self)

    def of(self, show: str) -> int:
        """Return the number of items with the state that `show` means."""
        return sum(self[state] for state in STATES[show])

    def plus(self, other: "Numbers") -> "Numbers":
        return Numbers(*(one + more for one, more in zip(self, other, strict=True)))


class _Match(NamedTuple):
    pk: int
    source: int
    month: int


@dataclass(frozen=True, slots=True)
class _Matches:
    """The known items with a state and some words: their numbers by source and month.

    `items` has the items themselves; it is None if there are more than _FEW, or no words.
    """

    numbers: Mapping[Key, int]
    items: Sequence[_Match] | None


@lru_cache(maxsize=24)
def _matches(version: Version, words: tuple[str, ...], state: State) -> _Matches:
    items = with_words(KnownItem.objects.filter(state=state).order_by(), words)
    if words:
        rows = list(items.values_list("pk", "source", "month")[: _FEW + 1])
        if len(rows) <= _FEW:
            few = [_Match(pk, source or UNKNOWN, month or 0) for pk, source, month in rows]
            return _Matches(Counter((item.source, item.month) for item in few), few)
    grouped = items.values_list("source", "month").annotate(Count("pk"))
    numbers = {(source or UNKNOWN, month or 0): count for source, month, count in grouped}
    return _Matches(numbers, None)


def counts_of(version: Version, show: str, words: tuple[str, ...] = ()) -> Mapping[Key, int]:
    """Return how many items that `show` means have these words, by source and month.

    The result is kept for a version of the archive.
    """
    counts: Counter[Key] = Counter()
    for state in STATES[show]:
        counts.update(_matches(version, words, state).numbers)
    return counts


def numbers_of(version: Version) -> Mapping[Key, Numbers]:
    """Return the numbers of all known items, by source and month."""
    counts = [counts_of(version, show) for show in (WANTED, IN_ARCHIVE, AMBIGUOUS)]
    keys = set(chain.from_iterable(counts))
    return {key: Numbers(*(count.get(key, 0) for count in counts)) for key in keys}


def total_of(version: Version, chosen: KnownItemFilter) -> int:
    """Return how many items the list of a filter has."""
    return sum(_by_month(version, chosen).values())


def _by_month(version: Version, chosen: KnownItemFilter) -> dict[int, int]:
    months: dict[int, int] = defaultdict(int)
    for (source, month), count in counts_of(version, chosen.show, chosen.words).items():
        if chosen.has(source, month):
            months[month] += count
    return months


def forget_counts() -> None:
    """Empty the caches of this module."""
    _matches.cache_clear()
    _few_in_order.cache_clear()


def items_of(version: Version, chosen: KnownItemFilter, start: int, stop: int) -> list[KnownItem]:
    """Return the items from place `start` to `stop` of the list of a filter, the newest first.

    After the items with a date come those with an unknown date. Items with a date after tomorrow
    are last, because such a date is probably wrong. Takes one to three database queries, and one or
    two more if the list was not shown for this version of the archive.
    """
    tomorrow = timezone.now().date() + timedelta(days=1)
    few = _few_in_order(version, chosen.words, chosen.show, tomorrow)
    if few is None:
        return _between(version, chosen, start, stop, tomorrow)
    ids = [item.pk for item in few if chosen.has(item.source, item.month)][start:stop]
    items = KnownItem.objects.in_bulk(ids)
    return [items[pk] for pk in ids if pk in items]


@lru_cache(maxsize=8)
def _few_in_order(
    version: Version, words: tuple[str, ...], show: str, tomorrow: date
) -> list[_Match] | None:
    """Return all items with these words and this state in the order of a list; None if too many."""
    if sum(counts_of(version, show, words).values()) > _FEW:
        return None
    ids: list[int] = []
    for state in STATES[show]:
        items = _matches(version, words, state).items
        if items is None:
            found = with_words(KnownItem.objects.filter(state=state).order_by(), words)
            ids += found.values_list("pk", flat=True)
        else:
            ids += [item.pk for item in items]
    rows = [
        (_place(day, tomorrow), _Match(pk, source or UNKNOWN, month_number(day) or 0))
        for pk, source, day in KnownItem.objects.filter(pk__in=ids).values_list(
            "pk", "source", "published_on"
        )
    ]
    return [item for _place, item in sorted(rows, key=lambda row: (row[0], row[1].pk))]


def _place(day: date | None, tomorrow: date) -> tuple[int, int]:
    if day is None:
        return 1, 0
    return (2 if day > tomorrow else 0), -day.toordinal()


def _between(
    version: Version, chosen: KnownItemFilter, start: int, stop: int, tomorrow: date
) -> list[KnownItem]:
    """Return the items from `start` to `stop` as `items_of`, from a list of any length."""
    months = _by_month(version, chosen)
    unknown = months.pop(0, 0)
    items = chosen.items()
    later = items.filter(published_on__gt=tomorrow)
    in_future: dict[int, int] = {}
    if max(months, default=0) >= (month_number(tomorrow) or 0):
        in_future = dict(later.values_list("month").annotate(Count("pk")))
    past = {month: count - in_future.get(month, 0) for month, count in months.items()}
    before = 0
    window: list[int] = []
    for month in sorted(past, reverse=True):
        if before + past[month] > start or window:
            window.append(month)
        else:
            before += past[month]
        if before + sum(past[each] for each in window) >= stop:
            break
    parts: list[Iterable[KnownItem]] = []
    if window:
        span = _first_day(window[-1]), min(_last_day(window[0]), tomorrow)
        dated = items.filter(published_on__range=span)
        parts.append(_sorted(dated)[start - before : stop - before])
    ends = sum(past.values()), unknown, sum(in_future.values())
    for number, others in ((1, items.filter(published_on__isnull=True)), (2, later)):
        first = sum(ends[:number])
        low, high = max(start - first, 0), min(stop - first, ends[number])
        if low < high:
            parts.append(_sorted(others)[low:high])
    return list(chain.from_iterable(parts))


def _sorted(items: KnownItemQuerySet) -> KnownItemQuerySet:
    return items.order_by("-published_on", "pk")


def _first_day(month: int) -> date:
    return PartialDate(month // 100, month % 100).first_day


def _last_day(month: int) -> date:
    return PartialDate(month // 100, month % 100).last_day
