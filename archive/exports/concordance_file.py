"""The concordance of a list as a file: a row for each line, of all articles of the list."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from archive.display.labels import Label
from archive.exports.csv_text import Value
from archive.exports.incomplete import IncompleteExport
from archive.models import Article, article_url
from archive.records import RECORDS_AT_ONCE, Column, Kind
from archive.search import MatchFinder
from archive.search.highlighting import line_around, occurrences_in
from ingest.partial_date import PartialDate

LINE_COLUMNS = (
    Column("id", Kind.NUMBER, "The number of the article."),
    Column("url", Kind.ADDRESS, "The address of the match on the page of the article."),
    Column("title", Kind.TEXT, "The headline of the article."),
    Column("source_name", Kind.TEXT, "The name of the source."),
    Column("date", Kind.DATE, "The day of publication, as precise as it is known."),
    Column("language", Kind.TEXT, "The language of the text, as a BCP 47 code."),
    Column("field", Kind.TEXT, "Where the match is: “title” or “text”."),
    Column("start", Kind.NUMBER, "The position of the match there, in code points, from 0."),
    Column("before", Kind.TEXT, "The words before the match."),
    Column("match", Kind.TEXT, "The words that match."),
    Column("after", Kind.TEXT, "The words after the match."),
)


def concordance_rows(
    ids: Iterable[int],
    finder: MatchFinder,
    sources: Mapping[int, Label],
    origin: str,
    list_query: str,
) -> Iterator[list[Value]]:
    """Yield the values of LINE_COLUMNS of each line, in the order of the articles `ids`.

    `sources` has the labels of sources, and `origin` is the beginning of all addresses.
    `list_query` has the search, such as "?q=iron": the page of an article marks its words.
    Takes one database query for RECORDS_AT_ONCE articles. Raises IncompleteExport.
    """
    columns = ("pk", "title", "body", "language", "published_on", "published_precision")
    waiting = iter(ids)
    while group := list(islice(waiting, RECORDS_AT_ONCE)):
        found = Article.objects.public().filter(pk__in=group).order_by()
        rows = {row[0]: row for row in found.values_list(*columns, "source_id")}
        if len(rows) < len(group):
            raise IncompleteExport("An article of the concordance was withdrawn.")
        for pk in group:
            _, title, body, language, day, precision, source = rows[pk]
            label = sources.get(source)
            for match in occurrences_in(pk, title, body, finder):
                line = line_around(match, title if match.is_in_title else body)
                yield [
                    *(
                        pk,
                        f"{origin}{article_url(pk, title)}{list_query}#{match.anchor}",
                        title,
                        label.name if label else "",
                    ),
                    *(PartialDate.of(day, precision).iso, language),
                    *("title" if match.is_in_title else "text", match.start),
                    *(line.before, line.match, line.after),
                ]
