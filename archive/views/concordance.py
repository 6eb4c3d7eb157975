"""The list of articles as a concordance: each occurrence of the search terms has its own line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.display.safe_text import count_of, thousands
from archive.listing.article_filter import ArticleFilter
from archive.models import Article, article_url
from archive.search import SearchResults, Sort, match_finder
from archive.search.highlighting import (
    MAX_OCCURRENCES,
    Concordance,
    MatchLine,
    Occurrence,
    line_around,
    make_concordance,
)
from archive.views.parts.page_links import BeyondLast, make_pages
from ingest.partial_date import PartialDate

LINES = 50  # on a page
SLICE = 250  # articles read at a time
FIRST = {
    Sort.NEWEST: "newest",
    Sort.OLDEST: "oldest",
    Sort.RELEVANCE: "best",
    Sort.ADDED: "last added",
}
ORDERS = {
    "after": ", sorted by the word after the match",
    "before": ", sorted by the word before the match",
}


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """A line of a concordance, ready to print: a match, the text around it, and the article.

    `before`, `match` and `after` are the text. If `is_in_title` is true, the text is the title of
    the article, otherwise its body. The other attributes are about the article: `url` is the
    address of its page, and `iso_date` its date as "2025-04-17".
    """

    before: str
    match: str
    after: str
    url: str
    title: str
    language: str
    date: str
    iso_date: str
    source: str
    is_in_title: bool


def concordance_context(article_filter: ArticleFilter, results: SearchResults) -> dict[str, Any]:
    """Return the values that a concordance adds to the template context of the list.

    `results` has the ids of the articles to search. Raises BeyondLast if the page number is too
    high. Takes one database query for every SLICE articles, and one for the lines that are shown.
    """
    finder = match_finder(article_filter.address.q)
    if finder.is_empty:
        return {"is_wordless": True}
    sort = article_filter.address.sort if article_filter.address.sort in ORDERS else ""
    concordance = make_concordance(texts_of(results.ids), finder, sort)
    number = article_filter.address.page
    total = len(concordance.occurrences)
    page_count = max(1, -(-total // LINES))
    if number > page_count:
        pages = "has only one page" if page_count == 1 else f"has {thousands(page_count)} pages"
        sentence = f"There is no page {thousands(number)}: this concordance {pages}."
        raise BeyondLast(sentence, article_filter.page_url(page_count))
    shown = concordance.occurrences[(number - 1) * LINES : number * LINES]
    return {
        "extent": describe_extent(
            concordance,
            results.total,
            article_filter.search_query.sort,
            sort,
            uses_near=finder.uses_near,
        ),
        "lines": lines_for(shown, article_filter),
        "line_count": total,
        "pages": make_pages(number, page_count, LINES, total, article_filter.page_url),
    }


def describe_extent(
    concordance: Concordance, total: int, articles_sort: Sort, sort: str, *, uses_near: bool
) -> str:
    """Return a sentence with the number of lines, the number of articles read, and the order.

    An example is "3 occurrences in 2 articles, sorted by the word after the match". `total` is the
    number of articles of the list, and `articles_sort` the order of the list. If only some of these
    articles were read, the sentence says which: "in the 500 newest of 2,000 articles". `sort` is
    the order of the lines: "after", "before" or "". If the search has NEAR (`uses_near`), the
    sentence says "lines" instead of "occurrences", because each of the two words of NEAR has its
    own line.
    """
    read = concordance.article_count
    where = (
        count_of(total, "article")
        if read >= total
        else f"the {thousands(read)} {FIRST[articles_sort]} of {count_of(total, 'article')}"
    )
    noun = "line" if uses_near else "occurrence"
    counted = f"{count_of(len(concordance.occurrences), noun)} in {where}{ORDERS.get(sort, '')}"
    notes = (
        ["With NEAR, each of the two words has a line, unless they are side by side."]
        if uses_near
        else []
    )
    if len(concordance.occurrences) >= MAX_OCCURRENCES:
        notes.append(f"Only the first {thousands(MAX_OCCURRENCES)} or so {noun}s are listed.")
    return " ".join([f"{counted}.", *notes]) if notes else counted


def texts_of(ids: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    """Yield (id, title, body) of each article, in the order of `ids`.

    Takes one database query for every SLICE articles.
    """
    for start in range(0, len(ids), SLICE):
        batch = ids[start : start + SLICE]
        rows = {
            row[0]: row
            for row in Article.objects.public()
            .filter(pk__in=batch)
            .values_list("pk", "title", "body")
        }
        yield from (rows[pk] for pk in batch if pk in rows)


def lines_for(
    occurrences: Sequence[Occurrence], article_filter: ArticleFilter
) -> list[ConcordanceLine]:
    """Return the concordance line of each of these occurrences. Takes one database query."""
    columns = (
        "pk",
        "title",
        "body",
        "language",
        "published_on",
        "published_precision",
        "source_id",
    )
    ids = {occurrence.article_id for occurrence in occurrences}
    rows = {
        row[0]: row for row in Article.objects.public().filter(pk__in=ids).values_list(*columns)
    }
    return [
        _line(
            line_around(
                occurrence, rows[occurrence.article_id][1 if occurrence.is_in_title else 2]
            ),
            rows[occurrence.article_id],
            article_filter,
        )
        for occurrence in occurrences
        if occurrence.article_id in rows
    ]


def _line(line: MatchLine, row: tuple[Any, ...], article_filter: ArticleFilter) -> ConcordanceLine:
    pk, title, _body, language, published_on, precision, source_id = row
    source = article_filter.labels.sources.get(source_id)
    return ConcordanceLine(
        before=f"{'…' if line.is_cut_before else ''}{line.before}",
        match=line.match,
        after=f"{line.after}{'…' if line.is_cut_after else ''}",
        url=f"{article_url(pk, title)}{article_filter.query_string}#{line.occurrence.anchor}",
        title=title,
        language=language,
        date=PartialDate.of(published_on, precision).label,
        iso_date=PartialDate.of(published_on, precision).iso,
        source=source.name if source else "Unknown source",
        is_in_title=line.occurrence.is_in_title,
    )
