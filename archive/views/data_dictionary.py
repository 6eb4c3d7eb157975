"""The page that explains the files that readers take away: their addresses and columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from archive.exports import (
    COVERAGE_COLUMNS,
    FORMATS,
    GAP_COLUMNS,
    LINE_COLUMNS,
    MOST_AT_ONCE,
    NAME_COLUMNS,
    PERIOD_COLUMNS,
    TREND_COLUMNS,
    VALUE_COLUMNS,
)
from archive.models.addresses import address_of
from archive.records import COLUMNS, Column
from archive.views.many_searches import COLUMNS as SEARCH_COLUMNS
from archive.views.parts.measure_pages import MEASURE_COLUMNS
from archive.views.public_page import Answers, Head, public_page, render_page


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of file, with its columns; `name` is the HTML id of its heading."""

    name: str
    title: str
    about: str
    columns: Sequence[Column]


TABLES = (
    Table(
        "articles",
        "Articles",
        "One row for each article. JSON Lines have all columns; CSV has the last one only with"
        " text=yes.",
        COLUMNS,
    ),
    Table(
        "concordance",
        "Concordance",
        "One row for each line, in the order of the articles:"
        " /articles.csv?q=iron&view=concordance. All articles are read, not only the first ones.",
        LINE_COLUMNS,
    ),
    Table(
        "values",
        "Values of a filter",
        "One row for each value, such as /articles/place.csv?q=iron. In /articles/date.csv, the"
        " rows of the months of a year follow the row of the year. The numbers of every chart and"
        " map are in these files.",
        VALUE_COLUMNS,
    ),
    Table(
        "periods",
        "Articles over time",
        "One row for each day, week, month or year, such as /articles/over-time.csv?q=iron&by=week."
        " The last rows have the articles whose dates are less precise.",
        PERIOD_COLUMNS,
    ),
    Table(
        "coverage",
        "Coverage",
        "One row for each day from the first to the last with articles:"
        " /coverage.csv?source=kcna-kp.",
        COVERAGE_COLUMNS,
    ),
    Table(
        "gaps",
        "Gaps",
        "One row for each run of days without articles: /coverage/gaps.csv?source=kcna-kp.",
        GAP_COLUMNS,
    ),
    Table(
        "trends",
        "Trends",
        "One row for each line and period: /trends.csv?line=q%3Diron&line=place%3Dkujang.",
        TREND_COLUMNS,
    ),
    Table(
        "names",
        "Names",
        "One row for each name: /places.csv, /organisations.csv, /people.csv. /sources.csv has the"
        " first four columns.",
        NAME_COLUMNS,
    ),
    *(
        Table(name, name.capitalize(), about, MEASURE_COLUMNS[name])
        for name, about in (
            (
                "keywords",
                "One row for each word, such as /articles/keywords.csv?q=iron, at most 1,000.",
            ),
            ("collocates", "One row for each word: /articles/collocates.csv?q=iron&within=5."),
            ("together", "One row for each name: /articles/together.csv?q=iron&rows=person."),
            ("grid", "One row for each cell: /articles/grid.csv?q=iron&by=year."),
            ("network", "One row for each pair of names: /articles/network.csv?q=iron."),
            ("formulae", "One row for each formula: /articles/formulae.csv?q=iron&length=4."),
        )
    ),
    Table(
        "searches",
        "Many searches at once",
        "One row for each search that was sent to /searches/.",
        SEARCH_COLUMNS,
    ),
)


@public_page()
def show_data_dictionary(request: HttpRequest, _answers: Answers) -> HttpResponse:
    """Show how files are addressed, what can be relied on, and what each column means."""
    head = Head(
        title="Data dictionary",
        description="The files that readers can take away, and the meaning of their columns.",
        path=address_of("data-dictionary"),
    )
    context = {"formats": FORMATS.values(), "tables": TABLES, "most": MOST_AT_ONCE}
    return render_page(request, "data_dictionary.html", head, context)
