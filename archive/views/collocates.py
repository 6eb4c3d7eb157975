"""Collocates: the words that stand near the words of a search."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from archive.exports.csv_text import Value
from archive.listing.wording_filter import WITHIN, CollocatesFilter
from archive.search.wording import Collocate, Collocates, find_collocates
from archive.views.parts.file_responses import origin_of, send_csv
from archive.views.parts.measure_pages import MEASURE_COLUMNS, answer_measure, shared_context
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page

SHOWN = 50
DISTANCES = (1, 2, 3, 5, 10)


@public_page(IndexUse.REQUIRED)
def show_collocates(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Show the words within "within" words of the search words of the list."""

    def answer(wording: CollocatesFilter) -> HttpResponseBase:
        found = answers.note(find_collocates(wording.search_query, wording.distance))
        head = Head(
            title=f"Collocates: {wording.heading()}",
            description="The words that stand near the search words in these articles.",
            path=wording.here(),
            section="articles",
        )
        return render_page(request, "collocates.html", head, _context(wording, found))

    return answer_measure(request, CollocatesFilter(request.GET), answer)


@public_page(IndexUse.REQUIRED)
def export_collocates(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Return all collocates as CSV."""

    def answer(wording: CollocatesFilter) -> HttpResponseBase:
        found = answers.note(find_collocates(wording.search_query, wording.distance))
        rows = _file_rows(wording, found, origin_of(request))
        columns = MEASURE_COLUMNS["collocates"]
        return send_csv(request, columns, rows, "collocates", found.found)

    return answer_measure(request, CollocatesFilter(request.GET), answer)


def _context(wording: CollocatesFilter, found: Collocates) -> dict[str, Any]:
    rows = [
        (word, _url(wording, word), _url(wording, word, is_concordance=True))
        for word in islice(found.words, SHOWN)
    ]
    return {
        **shared_context(wording),
        "found": found,
        "rows": rows,
        "within": wording.distance,
        "orders": [
            {
                "label": str(distance),
                "url": wording.here(within=str(distance) if distance != WITHIN else ""),
                "is_current": distance == wording.distance,
            }
            for distance in DISTANCES
        ],
    }


def _url(wording: CollocatesFilter, word: Collocate, *, is_concordance: bool = False) -> str:
    return wording.list_with(word.search, is_concordance=is_concordance) if word.search else ""


def _file_rows(wording: CollocatesFilter, found: Collocates, origin: str) -> Iterator[list[Value]]:
    for word in found.words:
        url = _url(wording, word)
        yield [
            word.word,
            word.before,
            word.after,
            word.times,
            word.frequency,
            round(word.dice, 2),
            round(word.likelihood, 2),
            word.articles,
            f"{origin}{url}" if url else "",
            found.read,
            found.total,
        ]
