"""The list of articles: search, filters, counts, pages. The product of the archive."""

import re
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.text import Truncator

from archive.display.safe_text import count_of, thousands
from archive.listing.filters import ArticleFilter
from archive.models.addresses import address_of
from archive.search import PAGE_SIZE, Sort
from archive.views.article_rows import rows_for
from archive.views.concordance import concordance_context
from archive.views.errors import bad_value
from archive.views.page_links import BeyondLast, make_pages
from archive.views.public_page import Answers, Head, SearchBox, counted_page, render_page
from archive.views.relaxations import ways_out
from archive.views.see_also import see_also

TITLE_CHARACTERS = 120
LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
OTHER_LETTERS = re.compile(r"[^\W\d_]")


@counted_page
def list_articles(request: HttpRequest, answers: Answers) -> HttpResponse:
    """The articles that match the address's parameters: 400 for a value that means nothing, 404
    beyond the last page, 301 where a source or place has another name now."""
    found = ArticleFilter(request.GET, path=address_of("articles"))
    if not found.is_valid():
        return bad_value(request, found.error_list)
    if found.is_moved:
        return HttpResponsePermanentRedirect(found.address.url())
    results = answers.note(found.results)
    if found.is_beyond_last:
        _ = (
            results.counts
        )  # waited for: else who asks for many such pages leaves ever more work behind
        raise BeyondLast(
            beyond_last(results.page, results.page_count), found.page_url(results.page_count)
        )
    is_list = not found.address.view
    # First, for the counts are still made meanwhile.
    rows = rows_for(results.ids, results, found.labels, found.trail) if is_list else []
    pages = make_pages(results.page, results.page_count, PAGE_SIZE, results.total, found.page_url)
    context = {
        "sentence": found.describe(),
        "box": SearchBox(
            value=found.address.q,
            kept=tuple(found.carried()),
            label="Search with these filters" if found.is_filtered else "Search the articles",
            is_large=True,
        ),
        "notes": results.notes,
        "see_also": see_also(found, answers),
        "chips": found.chips(),
        "subjects": found.subjects(),
        "facets": found.facets(),
        "orders": found.sort_links(),
        "views": found.view_links(),
        "total": results.total,
        "rows": rows,
        "pages": pages,
        "unreached": unreached(found),
        "is_of_other_letters": (
            bool(OTHER_LETTERS.search(found.address.q)) and not LATIN.search(found.address.q)
        ),
        "is_archive_empty": not results.total and not found.is_active,
        **({} if results.total else ways_out(found, answers)),
    }
    if not is_list:
        context |= concordance_context(found, results)
    template = "articles.html" if is_list else "concordance.html"
    return render_page(request, template, list_head(found, results.total), context)


@dataclass(frozen=True, slots=True)
class Unreached:
    """On the last page of an order that does not go to the end: how far it goes, and an order that
    lists all."""

    reached: int
    total: int
    url: str


def unreached(found: ArticleFilter) -> Unreached | None:
    """None where the pages list everything, and on all pages but the last."""
    results = found.results
    reached = results.page_count * PAGE_SIZE
    if reached >= results.total or results.page < results.page_count:
        return None
    newest = next(link for link in found.sort_links() if link.value == Sort.NEWEST)
    return Unreached(reached, results.total, newest.url)


def list_head(found: ArticleFilter, total: int) -> Head:
    """The title says what is shown, and which page of it."""
    page = found.address.page
    shown = f"Concordance: {found.describe()}" if found.address.view else found.describe()
    sentence = Truncator(shown).chars(TITLE_CHARACTERS)
    return Head(
        title=f"{sentence}, page {thousands(page)}" if page > 1 else sentence,
        description=(
            f"{sentence}: {count_of(total, 'article')}, with counts by source, date and place."
        ),
        path=found.address.url(),
        section="articles",
        has_search=False,
        feed=replace(
            found.address, path=address_of("articles-feed"), view="", sort="", page=1
        ).url(),
    )


def beyond_last(page: int, last: int) -> str:
    """The sentence for a page that does not exist."""
    there = "is only one page" if last <= 1 else f"are {thousands(last)} pages"
    return f"There is no page {thousands(page)} of these articles: there {there}."
