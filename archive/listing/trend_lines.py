"""The lines of the page that compares lists over time, read from its address.

Each parameter `line` is the query string of a list: `/trends/?line=q%3Diron&line=place%3Dkujang`.
Parameters of a list beside it, such as those of a form, make one more line. But if these are only
dates, all lines get them instead of their own. The others:

by        the unit: day, week, month or year
show      "share", which is the default, or "count"
baseline  "other-years" also shows what the same dates of the other years have
split     "source" makes a chart for each source
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import QueryDict

from archive.listing import date_range
from archive.listing.address import Address
from archive.listing.over_time_filter import COUNT, SHARE, OverTimeFilter
from archive.listing.periods_counted import Unit
from archive.listing.read_parameters import FilterError
from archive.listing.sentence import FacetChoice
from archive.listing.value_kinds import shorten
from archive.models.addresses import address_of
from archive.search import SearchQuery, Selection

MOST_LINES = 6
LETTERS = "ABCDEF"
OTHER_YEARS, BY_SOURCE = "other-years", "source"
LONGEST_LINE = 2_000  # characters
CHOICES: Mapping[str, tuple[str, ...]] = {
    "by": tuple(Unit),
    "show": (SHARE, COUNT),
    "baseline": (OTHER_YEARS,),
    "split": (BY_SOURCE,),
}


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One line: its letter, its list, and the search that counts it."""

    letter: str
    address: Address
    dates: tuple[FacetChoice, ...]
    heading: str
    query: SearchQuery

    @property
    def text(self) -> str:
        """Return the value of the parameter `line`."""
        return urlencode(self.address.pairs(), safe=".*")

    def of_source(self, pk: int, slug: str) -> "TrendLine":
        """Return the line for the articles of one source only."""
        excluded = self.query.selection("source").excluded
        selected = self.query.selection("source").included
        is_possible = pk not in excluded and (not selected or pk in selected)
        # A source that the line leaves out has no articles in it.
        query = self.query.selecting("source", Selection((pk,), () if is_possible else (pk,)))
        address = replace(self.address, chosen={**self.address.chosen, "source": (slug,)})
        return replace(self, address=address, query=query)

    @property
    def of_all_dates(self) -> SearchQuery:
        """Return the search without the selected dates, which also counts the other years."""
        return self.query.selecting("date", Selection())


class Trends:
    """The lines and choices of one address. `errors` has a FilterError for each wrong value."""

    def __init__(self, data: QueryDict) -> None:
        self.errors: list[FilterError] = []
        self._written = [text for text in data.getlist("line") if text.strip()]
        of_lists = OverTimeFilter.get_filters().keys() - {"line", *CHOICES}
        beside = [
            (name, value)
            for name in data
            if name in of_lists
            for value in data.getlist(name)
            if value.strip()
        ]
        self._without_dates: list[str] = []
        self.are_dates_sent = set(date_range.PARAMETERS) <= data.keys() and bool(self._written)
        is_about_dates = {name for name, _value in beside} <= {"date", *date_range.PARAMETERS}
        if self._written and is_about_dates and (beside or self.are_dates_sent):
            self._without_dates = self._written
            self._written = [_with_dates(text, beside) for text in self._written]
        elif beside:
            self._written.append(_pasted(beside))
        self.choices = {name: data.get(name, "") for name in CHOICES}
        self._read_choices()
        self.lines = list(self._read_lines())
        chosen = [(name, data[name]) for name in CHOICES if data.get(name)]
        written = [*(("line", text) for text in data.getlist("line")), *chosen]
        self.is_canonical = not (beside or self.are_dates_sent) and self._pairs() == written

    @property
    def unit(self) -> Unit | None:
        """Return the unit that the reader asked for."""
        return Unit(self.choices["by"]) if self.choices["by"] else None

    @property
    def is_of_shares(self) -> bool:
        return self.choices["show"] != COUNT

    def url(self, path: str = "", **changes: str) -> str:
        """Return the address of the page with these choices changed."""
        return self._url([line.text for line in self.lines], path, self.choices | changes)

    def url_without(self, line: TrendLine) -> str:
        """Return the address of the page without one of the lines."""
        return self._url([other.text for other in self.lines if other is not line])

    def date_form(self) -> date_range.DateForm:
        """Return the form with the dates of all lines; it is empty if they differ."""
        addresses = [line.address for line in self.lines]
        same = len({address.values("date") for address in addresses}) == 1
        form = date_range.date_form(addresses[0] if same else Address())
        return replace(form, kept=tuple(self._pairs()))

    def kept(self) -> list[tuple[str, str]]:
        """Return the parameters that the form for one more line keeps."""
        return self._pairs()

    def _pairs(self) -> list[tuple[str, str]]:
        return _pairs([line.text for line in self.lines], self.choices)

    def _url(
        self, lines: list[str], path: str = "", choices: Mapping[str, str] | None = None
    ) -> str:
        query = urlencode(_pairs(lines, choices or self.choices))
        path = path or address_of("trends")
        return f"{path}?{query}" if query else path

    def _read_choices(self) -> None:
        for name, known in CHOICES.items():
            value = self.choices[name]
            if value and value not in known:
                self.choices[name] = ""
                sentence = (
                    f"“{shorten(value)}” is not a value of “{name}”. Use {' or '.join(known)}."
                )
                self.errors.append(FilterError(sentence, self._url(self._written[:MOST_LINES])))
        if self.choices["show"] == SHARE:
            self.choices["show"] = ""

    def _read_lines(self) -> Iterator[TrendLine]:
        texts = list(dict.fromkeys(self._written))
        if len(texts) > MOST_LINES:
            sentence = f"At most {MOST_LINES} lists can be compared on one chart."
            self.errors.append(FilterError(sentence, self._url(texts[:MOST_LINES])))
            return
        for letter, text in zip(LETTERS, texts, strict=False):
            others = [other for other in texts if other != text]
            line = self._read_line(letter, text, others)
            if line:
                yield line

    def _read_line(self, letter: str, text: str, others: list[str]) -> TrendLine | None:
        if len(text) > LONGEST_LINE:
            self.errors.append(FilterError("A line is too long.", self._url(others)))
            return None
        line_filter = OverTimeFilter(QueryDict(text), path=address_of("articles"))
        if not line_filter.is_valid():
            url = self._url(self._without_dates or others)
            errors = (FilterError(error.sentence, url) for error in line_filter.error_list)
            self.errors += [error for error in errors if error not in self.errors]
            return None
        if line_filter.address.count:
            [error] = line_filter.without_stories()
            as_articles = urlsplit(error.drop_url).query
            self.errors.append(replace(error, drop_url=self._url([*others, as_articles])))
            return None
        address = replace(line_filter.address, view="", sort="", page=1)
        return TrendLine(
            letter,
            address,
            tuple(line_filter.choices("date")),
            line_filter.heading(),
            line_filter.search_query,
        )


def _pairs(lines: list[str], choices: Mapping[str, str]) -> list[tuple[str, str]]:
    chosen = [(name, choices[name]) for name in CHOICES if choices[name]]
    return [*(("line", text) for text in lines), *chosen]


def _pasted(pairs: list[tuple[str, str]]) -> str:
    """Return the query string of one more line; words can be the pasted address of a list."""
    if len(pairs) == 1 and pairs[0][0] == "q":
        parts = urlsplit(pairs[0][1])
        if parts.path.endswith(address_of("articles")) and parts.query:
            return urlencode(parse_qsl(parts.query))
    return urlencode(pairs)


def _with_dates(text: str, dates: list[tuple[str, str]]) -> str:
    """Return the query string of a line with these dates instead of its own."""
    kept = [
        (name, value)
        for name, value in parse_qsl(text)
        if name not in ("date", *date_range.PARAMETERS)
    ]
    return urlencode([*kept, *dates])
