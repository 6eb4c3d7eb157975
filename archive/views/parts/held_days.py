"""The days from which the archive has articles of a source, and the wanted articles by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from archive.listing.known_item_filter import WANTED, KnownItemFilter
from archive.search import UNKNOWN, SearchQuery
from archive.views.public_page import Answers


@dataclass(frozen=True, slots=True)
class HeldDays:
    """The articles of one source, or of all, by day, and those that have no day.

    `total` is the number of all articles. `undated` have no known date, and `imprecise` only a
    month or a year. `months` and `years` have the numbers by month (202504) and year.
    """

    total: int
    days: Mapping[date, int]
    months: Mapping[int, int]
    years: Mapping[int, int]
    undated: int

    @property
    def imprecise(self) -> int:
        """Return the number of articles of which only the month or the year is known."""
        return self.total - self.undated - sum(self.days.values())


def held_days(answers: Answers, source: int | None) -> HeldDays:
    """Return the articles of a source by day; UNKNOWN is the unknown source, None means all.

    Raises IndexUnavailable.
    """
    query = SearchQuery(
        page_size=1, with_counts=False, with_snippets=False, periods=("year", "month", "day")
    )
    results = answers.ask(query if source is None else query.choosing("source", source))
    assert results.periods  # the query asked for them
    found = results.periods.found
    days = {as_date(number): count for number, count in found["day"].items() if number and count}
    undated = found["year"].get(UNKNOWN, 0)
    return HeldDays(
        results.total, dict(sorted(days.items())), found["month"], found["year"], undated
    )


def wanted_days(source: int | None) -> dict[date, int]:
    """Return how many known items of a source are wanted, by the day of their date."""
    items = KnownItemFilter(source_id=source, show=WANTED).items()
    rows = items.exclude(published_on=None).values_list("published_on").annotate(Count("pk"))
    return dict(rows)


def as_date(number: int) -> date:
    """Return a day that the index has as a number: 20250417."""
    return date(number // 10000, number // 100 % 100, number % 100)
