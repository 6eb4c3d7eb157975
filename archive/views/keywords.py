"""Keywords: the words that distinguish the articles of a list from the rest of the archive."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from archive.exports.csv_text import Value
from archive.listing.measure_filter import MeasureFilter
from archive.listing.wording_filter import RARER, KeywordsFilter
from archive.models.addresses import address_of
from archive.search import FACETS
from archive.search.wording import Keyword, Keywords, find_keywords
from archive.views.parts.file_responses import origin_of, send_csv
from archive.views.parts.measure_pages import MEASURE_COLUMNS, answer_measure, shared_context
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page

SHOWN = 100
MOST_IN_FILE = 1_000


@public_page(IndexUse.REQUIRED)
def show_keywords(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Show the keywords of the list with these parameters; "show=rarer" for the rarer words."""

    def answer(wording: KeywordsFilter) -> HttpResponseBase:
        found = answers.note(_find(wording, SHOWN))
        head = Head(
            title=f"Keywords: {wording.heading()}",
            description="The words that distinguish these articles from the rest of the archive.",
            path=wording.here(),
            section="articles",
        )
        return render_page(request, "keywords.html", head, _context(wording, found))

    return answer_measure(request, KeywordsFilter(request.GET), answer)


@public_page(IndexUse.REQUIRED)
def export_keywords(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Return the same table as CSV, with at most MOST_IN_FILE words."""

    def answer(wording: KeywordsFilter) -> HttpResponseBase:
        found = answers.note(_find(wording, MOST_IN_FILE))
        rows = _file_rows(wording, found, origin_of(request))
        columns = MEASURE_COLUMNS["keywords"]
        return send_csv(request, columns, rows, "keywords", len(found.words))

    return answer_measure(request, KeywordsFilter(request.GET), answer)


def _find(wording: KeywordsFilter, most: int) -> Keywords:
    names = [*_names(wording), *(_names(wording.other) if wording.other else [])]
    return find_keywords(
        wording.search_query,
        names,
        other=wording.other.search_query if wording.other else None,
        rarer=wording.is_rarer,
        most=most,
    )


def _names(wording: MeasureFilter) -> list[str]:
    return [
        choice.label
        for name, facet in FACETS.items()
        if facet.is_of_entities or name == "source"
        for choice in wording.choices(name)
        if not choice.is_excluded
    ]


def _context(wording: KeywordsFilter, found: Keywords) -> dict[str, Any]:
    rows = [
        {
            "word": word.word,
            "here": word.here,
            "here_url": _url(wording, word),
            "here_share": 100 * word.here / found.here,
            "whole": word.whole,
            "whole_url": _whole_url(wording, word),
            "rest_share": 100 * word.rest / found.rest,
            "likelihood": word.likelihood,
            "ratio": word.ratio,
        }
        for word in found.words
    ]
    return {
        **shared_context(wording),
        "found": found,
        "rows": rows,
        "is_rarer": wording.is_rarer,
        "other": wording.other.heading() if wording.other else "",
        "other_url": wording.other.address.url() if wording.other else "",
        "alone_url": wording.here(**{"with": ""}),
        "with_value": wording.own()["with"],
        "form_url": address_of("keywords"),
        "kept": [*wording.address.pairs(), *([("show", RARER)] if wording.is_rarer else [])],
        "orders": [
            {
                "label": "More frequent here",
                "url": wording.here(show=""),
                "is_current": not wording.is_rarer,
            },
            {
                "label": "Rarer here",
                "url": wording.here(show=RARER),
                "is_current": wording.is_rarer,
            },
        ],
    }


def _whole_url(wording: KeywordsFilter, word: Keyword) -> str:
    """Return the address of all articles with the word in the archive or in the other list."""
    if wording.other:
        other = replace(wording.other.address, versions=wording.address.versions)
        return replace(other, q=word.search_whole).url() if word.search_whole else ""
    return wording.archive_with(word.word)


def _url(wording: KeywordsFilter, word: Keyword) -> str:
    return wording.list_with(word.search) if word.search else ""


def _file_rows(wording: KeywordsFilter, found: Keywords, origin: str) -> Iterator[list[Value]]:
    for word in found.words:
        url = _url(wording, word)
        yield [
            word.word,
            word.here,
            found.here,
            word.rest,
            found.rest,
            round(word.likelihood, 2),
            round(word.ratio, 2),
            f"{origin}{url}" if url else "",
        ]
