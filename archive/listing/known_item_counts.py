"""Counts known items by source and month, and finds the items of one page of a list.

An archive can have hundreds of thousands of known items. They are counted by source and month with
one index of the database, and the counts are kept for a version of the archive. From the counts
follow the months that a page shows, so the database sorts only the items of these months.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from archive.listing.known_item_filter import (
    ALL,
    AMBIGUOUS,
    IN_ARCHIVE,
    WANTED,
    KnownItemFilter,
    in_state,
    with_words,
)
from archive.models import KnownItem, Version
from archive.models.known_item import KnownItemQuerySet, month_number
from archive.search import UNKNOWN
from ingest.partial_date import PartialDate

_FEW = 10_000  # the most items whose ids are kept in memory, in about 2 MB


class Numbers(NamedTuple):
    """How many known items are wanted, in the archive, and ambiguous."""

    wanted: int = 0
    in_archive: int = 0
    ambiguous: int = 0

    @property
    def listed(self) -> int:
        """The number of all known items."""
        return sum(self)

    def of(self, show: str) -> int:
        """Return the number of items with the state that `show` means."""
        return {
            WANTED: self.wanted,
            IN_ARCHIVE: self.in_archive,
            AMBIGUOUS: self.ambiguous,
            ALL: self.listed,
        }[show]

    def plus(self, other: "Numbers") -> "Numbers":
        return Numbers(*(one + more for one, more in zip(self, other, strict=True)))


class _Match(NamedTuple):
    pk: int
    source: int
    month: int
    state: str


@dataclass(frozen=True, slots=True)
class _Matches:
    """The known items with some words: numbers by source (id) and month, 0 if they are unknown.

    `items` has the items themselves; it is None if there are more than _FEW, or no words.
    """

    numbers: Mapping[tuple[int, int], Numbers]
    items: Sequence[_Match] | None


@lru_cache(maxsize=8)
def _matches(version: Version, words: tuple[str, ...]) -> _Matches:
    items = with_words(KnownItem.objects.order_by(), words)
    if words:
        columns = ("pk", "source", "month", "article", "is_ambiguous")
        rows = list(items.values_list(*columns)[: _FEW + 1])
        if len(rows) <= _FEW:
            few = [
                _Match(pk, source or UNKNOWN, month or 0, _state(article, is_ambiguous))
                for pk, source, month, article, is_ambiguous in rows
            ]
            return _Matches(_counted(few), few)
    grouped = items.values_list("source", "month").annotate(
        listed=Count("pk"),
        held=Count("article"),
        unclear=Count("pk", filter=Q(article__isnull=True, is_ambiguous=True)),
    )
    numbers = {
        (source or UNKNOWN, month or 0): Numbers(listed - held - unclear, held, unclear)
        for source, month, listed, held, unclear in grouped
    }
    return _Matches(numbers, None)


def _state(article: int | None, is_ambiguous: bool) -> str:
    return IN_ARCHIVE if article else AMBIGUOUS if is_ambiguous else WANTED


def _counted(items: Sequence[_Match]) -> dict[tuple[int, int], Numbers]:
    numbers: dict[tuple[int, int], Numbers] = defaultdict(Numbers)
    for item in items:
        one = Numbers(*(int(item.state == state) for state in (WANTED, IN_ARCHIVE, AMBIGUOUS)))
        numbers[item.source, item.month] = numbers[item.source, item.month].plus(one)
    return dict(numbers)


def numbers_of(version: Version, words: tuple[str, ...] = ()) -> Mapping[tuple[int, int], Numbers]:
    """Return the numbers of the known items with these words, by source (id) and month.

    Source and month are 0 if they are not known. The result is kept for a version of the archive.
    """
    return _matches(version, words).numbers


def total_of(version: Version, chosen: KnownItemFilter) -> int:
    """Return how many items the list of a filter has."""
    return sum(_by_month(version, chosen).values())


def _by_month(version: Version, chosen: KnownItemFilter) -> dict[int, int]:
    months: dict[int, int] = defaultdict(int)
    for (source, month), numbers in numbers_of(version, chosen.words).items():
        if chosen.has(source, month) and (count := numbers.of(chosen.show)):
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
    matches = _matches(version, words)
    if sum(numbers.of(show) for numbers in matches.numbers.values()) > _FEW:
        return None
    if matches.items is None:
        ids = list(with_words(in_state(show), words).values_list("pk", flat=True))
    else:
        ids = [item.pk for item in matches.items if show in (ALL, item.state)]
    rows = [
        (_place(day, tomorrow), _Match(pk, source or UNKNOWN, month_number(day) or 0, show))
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
