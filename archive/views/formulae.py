"""Formulae: sequences of words that recur in the articles of a list, with their first and last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from archive.exports.csv_text import Value
from archive.listing.wording_filter import LENGTH, FormulaeFilter
from archive.models import Article, article_url
from archive.search import match_finder
from archive.search.wording import LONGEST, SHORTEST, Formula, Formulae, find_formulae
from archive.views.parts.file_responses import origin_of, send_csv
from archive.views.parts.measure_pages import MEASURE_COLUMNS, answer_measure, shared_context
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page
from ingest.partial_date import PartialDate

SHOWN = 40
_AT_ONCE = 100  # formulae of a file whose articles are read together


@dataclass(frozen=True, slots=True)
class ArticleEnd:
    """The earliest or latest article with a formula: its date, source and address."""

    date: str
    iso_date: str
    source: str
    slug: str
    url: str


@dataclass(frozen=True, slots=True)
class FormulaRow:
    """A formula, ready to print; `text` is as the earliest article writes it."""

    text: str
    formula: Formula
    url: str
    lines_url: str
    first: ArticleEnd | None
    latest: ArticleEnd | None


@public_page(IndexUse.REQUIRED)
def show_formulae(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Show the formulae of at least "length" words in the articles of the list."""

    def answer(wording: FormulaeFilter) -> HttpResponseBase:
        found = answers.note(_find(wording))
        head = Head(
            title=f"Formulae: {wording.heading()}",
            description="Sequences of words that recur in these articles.",
            path=wording.here(),
            section="articles",
        )
        return render_page(request, "formulae.html", head, _context(wording, found))

    return answer_measure(request, FormulaeFilter(request.GET), answer)


@public_page(IndexUse.REQUIRED)
def export_formulae(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Return all formulae as CSV."""

    def answer(wording: FormulaeFilter) -> HttpResponseBase:
        found = answers.note(_find(wording))
        rows = _file_rows(wording, found, origin_of(request))
        return send_csv(request, MEASURE_COLUMNS["formulae"], rows, "formulae")

    return answer_measure(request, FormulaeFilter(request.GET), answer)


def _find(wording: FormulaeFilter) -> Formulae:
    return find_formulae(wording.search_query, wording.shortest, wording.having)


def _context(wording: FormulaeFilter, found: Formulae) -> dict[str, Any]:
    rows = _rows(wording, list(islice(found.formulae, SHOWN)))
    rows.sort(key=lambda row: -row.formula.articles)
    return {
        **shared_context(wording),
        "found": found,
        "rows": rows,
        "length": wording.shortest,
        "find": wording.having,
        "form_url": wording.here(length="", find="").partition("?")[0],
        "kept": wording.address.pairs(),
        "orders": [
            {
                "label": str(length),
                "url": wording.here(length=str(length) if length != LENGTH else ""),
                "is_current": length == wording.shortest,
            }
            for length in range(SHORTEST, LONGEST + 1)
        ],
        "default_length": LENGTH,
        "has_deviation": any(row.formula.deviation is not None for row in rows),
    }


def _rows(wording: FormulaeFilter, formulae: Sequence[Formula]) -> list[FormulaRow]:
    """Return the rows of these formulae. Takes one database query."""
    ids = {pk for formula in formulae for pk in (formula.first, formula.latest) if pk}
    articles = Article.objects.public().in_bulk(ids)
    return [
        FormulaRow(
            _as_written(formula, articles.get(formula.first or 0)),
            formula,
            wording.list_with(formula.search),
            wording.list_with(formula.search, is_concordance=True),
            *(
                _end(wording, articles.get(pk or 0), formula)
                for pk in (formula.first, formula.latest)
            ),
        )
        for formula in formulae
    ]


def _as_written(formula: Formula, article: Article | None) -> str:
    """Return a formula as an article writes it; in normal form if its shown text has it not."""
    finder = match_finder(f'"{formula.text}"')
    for text, matches in (
        (
            (article.title, finder.in_title(article.title)),
            (article.body, finder.in_body(article.body)),
        )
        if article
        else ()
    ):
        if matches:
            return " ".join(text[matches[0].start : matches[0].end].split())
    return formula.text


def _end(wording: FormulaeFilter, article: Article | None, formula: Formula) -> ArticleEnd | None:
    if article is None or article.published_on is None:
        return None
    date = PartialDate.of(article.published_on, article.published_precision)
    source = wording.labels.sources.get(article.source_id or 0)
    query = wording.list_with(formula.search).partition("?")[2]
    return ArticleEnd(
        date.label,
        date.iso,
        source.name if source else "Unknown source",
        source.slug if source else "",
        f"{article_url(article.pk, article.title)}?{query}",
    )


def _file_rows(wording: FormulaeFilter, found: Formulae, origin: str) -> Iterator[list[Value]]:
    while formulae := list(islice(found.formulae, _AT_ONCE)):
        for row in _rows(wording, formulae):
            formula = row.formula
            ends = [
                value
                for end in (row.first, row.latest)
                for value in (
                    [end.iso_date, end.slug, f"{origin}{end.url}"] if end else ["", "", ""]
                )
            ]
            yield [
                row.text,
                len(formula.text.split()),
                formula.articles,
                formula.sources,
                None if formula.deviation is None else round(formula.deviation, 3),
                *ends,
                f"{origin}{row.url}",
                found.read,
                found.total,
            ]
