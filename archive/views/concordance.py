"""The concordance view of the list: each place of the words searched for in the middle of a line,
with what surrounds it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.display.safe_text import count_of, thousands
from archive.listing.filters import ArticleFilter
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
from archive.views.page_links import BeyondLast, make_pages
from ingest.partial_date import PartialDate

LINES = 50  # on a page
SLICE = 250  # articles read at a time
FIRST = {Sort.NEWEST: "newest", Sort.OLDEST: "oldest", Sort.RELEVANCE: "best"}
ORDERS = {"after": ", by the word after", "before": ", by the word before"}


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """A finished line: what stands before, the match, what stands after, and the article it is
    from."""

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


def concordance_context(found: ArticleFilter, results: SearchResults) -> dict[str, Any]:
    """What the template needs beside the list's own context. `results` hold the ids of the articles
    to look in. Raises BeyondLast beyond the last page. One query for each SLICE articles, and one
    for the lines shown."""
    finder = match_finder(found.address.q)
    if finder.is_empty:
        return {"is_wordless": True}
    sort = found.address.sort if found.address.sort in ORDERS else ""
    listed = make_concordance(texts_of(results.ids), finder, sort)
    number = found.address.page
    total = len(listed.occurrences)
    page_count = max(1, -(-total // LINES))
    if number > page_count:
        there = "is only one page" if page_count == 1 else f"are {thousands(page_count)} pages"
        sentence = f"There is no page {thousands(number)} of this concordance: there {there}."
        raise BeyondLast(sentence, found.page_url(page_count))
    shown = listed.occurrences[(number - 1) * LINES : number * LINES]
    return {
        "extent": say_extent(
            listed, results.total, found.search_query.sort, sort, has_pairs=finder.has_pairs
        ),
        "lines": lines_for(shown, found),
        "pages": make_pages(number, page_count, LINES, total, found.page_url),
    }


def say_extent(
    listed: Concordance, total: int, articles_sort: Sort, sort: str, *, has_pairs: bool
) -> str:
    """ "8,421 occurrences in the 1,000 newest of 12,345 articles, by the word after". Of words near
    each other (`has_pairs`) lines are counted, for each of the two has one."""
    read = listed.article_count
    where = (
        count_of(total, "article")
        if read >= total
        else f"the {thousands(read)} {FIRST[articles_sort]} of {count_of(total, 'article')}"
    )
    noun = "line" if has_pairs else "occurrence"
    counted = f"{count_of(len(listed.occurrences), noun)} in {where}{ORDERS.get(sort, '')}"
    notes = (
        ["Each of two words near each other has a line, unless they stand side by side."]
        if has_pairs
        else []
    )
    if len(listed.occurrences) >= MAX_OCCURRENCES:
        notes.append(f"After {thousands(MAX_OCCURRENCES)} {noun}s no further article is read.")
    return " ".join([f"{counted}.", *notes]) if notes else counted


def texts_of(ids: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    """Id, title and body of the articles in this order, read in slices."""
    for start in range(0, len(ids), SLICE):
        wanted = ids[start : start + SLICE]
        rows = {
            row[0]: row
            for row in Article.objects.public()
            .filter(pk__in=wanted)
            .values_list("pk", "title", "body")
        }
        yield from (rows[pk] for pk in wanted if pk in rows)


def lines_for(occurrences: Sequence[Occurrence], found: ArticleFilter) -> list[ConcordanceLine]:
    """The finished lines. One query."""
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
            found,
        )
        for occurrence in occurrences
        if occurrence.article_id in rows
    ]


def _line(line: MatchLine, row: tuple[Any, ...], found: ArticleFilter) -> ConcordanceLine:
    pk, title, _body, language, published_on, precision, source_id = row
    source = found.labels.sources.get(source_id)
    return ConcordanceLine(
        before=f"{'…' if line.is_cut_before else ''}{line.before}",
        match=line.match,
        after=f"{line.after}{'…' if line.is_cut_after else ''}",
        url=f"{article_url(pk, title)}{found.query_string}#{line.occurrence.anchor}",
        title=title,
        language=language,
        date=PartialDate.of(published_on, precision).label,
        iso_date=PartialDate.of(published_on, precision).iso,
        source=source.name if source else "Unknown source",
        is_in_title=line.occurrence.is_in_title,
    )
