"""The filters of pages with a chart over time: ChartedFilter and OverTimeFilter."""

from dataclasses import replace
from functools import cached_property, partial

from archive.listing.article_filter import ArticleFilter
from archive.listing.counted_filter import CountedFilter
from archive.listing.parameters import Parameter, choice_field
from archive.listing.periods_counted import Unit, fields_for
from archive.listing.read_parameters import FilterError
from archive.search import SearchQuery

SHARE, COUNT = "share", "count"

unit_field = partial(
    choice_field,
    list(Unit),
    "“%(value)s” is not a length of time. Use day, week, month or year.",
)
show_field = partial(
    choice_field,
    [SHARE, COUNT],
    "“%(value)s” cannot be shown. Use share or count.",
)


class ChartedFilter(ArticleFilter):
    """The ArticleFilter of a list with a small chart over time, above its first page."""

    @cached_property
    def search_query(self) -> SearchQuery:
        """Return the search query of the list, which also counts the articles by period."""
        query = super().search_query
        is_charted = query.page == 1 and not self.form.cleaned_data["view"]
        return replace(query, periods=fields_for(self.choices("date"))) if is_charted else query


class OverTimeFilter(CountedFilter):
    """A CountedFilter with the parameters `by` (the unit) and `show` ("share" or "count")."""

    by = Parameter(unit_field)
    show = Parameter(show_field)

    @cached_property
    def search_query(self) -> SearchQuery:
        """Return the search query that counts the articles by year, month and day."""
        return replace(super().search_query, periods=("year", "month", "day"))

    def without_stories(self) -> list[FilterError]:
        """Return the error for a file about stories, which are not counted over time."""
        sentence = "Stories are not counted over time, because one story can have several days."
        return [FilterError(sentence, replace(self.address, count="").url())]

    @property
    def unit(self) -> Unit | None:
        """Return the unit that the reader asked for."""
        by = self.form.cleaned_data["by"]
        return Unit(by) if by else None
