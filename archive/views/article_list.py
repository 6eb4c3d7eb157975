"""The page with the list of articles: search, filters, counts and pages."""

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.utils.text import Truncator

from archive.api.formats import json_response, wants_json
from archive.api.list_filter import JsonFilter
from archive.display.safe_text import count_of, thousands
from archive.listing.article_filter import ArticleFilter
from archive.listing.facet_blocks import kept_pairs
from archive.listing.list_links import count_links, measure_links, other_links, view_links
from archive.listing.over_time_filter import ChartedFilter
from archive.models.addresses import address_of
from archive.search import PAGE_SIZE, Sort
from archive.views.as_json.article_list import article_list, row_maker
from archive.views.as_json.articles import listed_articles
from archive.views.as_json.page_values import Addresses
from archive.views.concordance import concordance_context
from archive.views.errors import bad_value
from archive.views.parts.article_rows import rows_for
from archive.views.parts.capital_letters import other_lists
from archive.views.parts.downloads import list_downloads, list_feeds
from archive.views.parts.page_links import BeyondLast, make_pages
from archive.views.parts.pasted_addresses import page_of_archive, pages_among_words
from archive.views.parts.search_advice import advice_context
from archive.views.parts.time_charts import time_chart
from archive.views.parts.typed_names import see_also
from archive.views.public_page import Answers, Head, IndexUse, SearchBox, public_page, render_page

TITLE_CHARACTERS = 120
LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
OTHER_LETTERS = re.compile(r"[^\W\d_]")


@public_page(IndexUse.REQUIRED)
def list_articles(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Show the articles that match the parameters of the address.

    If the search text is the address of a page of this archive, the answer redirects to this page;
    if it has other words, too, a note links to the page.
    The answer is 400 for a value that is not valid; if only the dates of the form above the list
    cannot be read, the page is the list without them, with a sentence. The answer is 404 for a page
    after the last page, and 301 if a source or entity has another slug now.
    """
    is_json = wants_json(request)
    filter_class = JsonFilter if is_json else ChartedFilter
    article_filter = filter_class(request.GET, path=address_of("articles"))
    date_form = None
    if not article_filter.is_valid():
        readable = None if is_json else article_filter.without_unread_dates()
        if not readable:
            return bad_value(request, article_filter.error_list)
        article_filter, date_form = readable
    if not is_json and (page := page_of_archive(request, article_filter.address.q)):
        return redirect(page)
    if article_filter.is_moved and not date_form:
        return HttpResponsePermanentRedirect(article_filter.address.url())
    results = answers.note(article_filter.results)
    if article_filter.is_beyond_last:
        # Wait for the threads that compute the counts of these results. Otherwise many fast
        # requests for pages after the last page would start more and more threads.
        _ = results.counts
        raise BeyondLast(
            beyond_last(results.page, results.page_count),
            article_filter.page_url(results.page_count),
        )
    address = article_filter.address
    is_list = not address.view
    if isinstance(article_filter, JsonFilter) and is_list:
        return list_as_json(request, article_filter, answers)
    # The rows come first, because the counts are still being computed in other threads.
    rows = (
        rows_for(
            results.ids,
            results,
            article_filter.labels,
            article_filter.query_string,
            with_stories=bool(address.count),
        )
        if is_list
        else []
    )
    box = SearchBox(
        value=address.q,
        kept=tuple(article_filter.carried()),
        label="Search with these filters" if article_filter.is_filtered else "Search the articles",
        is_large=True,
    )
    context = {
        "sentence": article_filter.heading(),
        "box": box,
        "notes": (*results.notes, *article_filter.unknown_notes()),
        "forms": form_links(article_filter),
        "other_lists": other_lists(article_filter, answers),
        "others": [
            *pages_among_words(request, address.q),
            *article_filter.other_orders(),
            *other_links(address, results.others),
        ],
        "date_form": date_form or article_filter.date_form(),
        "see_also": see_also(article_filter, answers),
        "chips": article_filter.chips(),
        "subjects": article_filter.subjects(),
        "facets": (facets := article_filter.facets()),
        "facets_kept": kept_pairs(address, facets),
        "orders": article_filter.sort_links(),
        "views": view_links(address),
        "counts": count_links(address),
        "is_by_story": bool(address.count),
        "with_added": address.sort == Sort.ADDED or bool(address.added),
        "measures": measure_links(address),
        "downloads": list_downloads(address),
        "downloads_label": downloads_label(article_filter),
        "feeds": list_feeds(address),
        "total": results.total,
        "time_chart": time_chart(results, address, article_filter.choices("date"))
        if is_list
        else None,
        "rows": rows,
        "pages": make_pages(
            results.page, results.page_count, PAGE_SIZE, results.total, article_filter.page_url
        ),
        "unreached": unreached(article_filter),
        "cite_url": replace(address, path=address_of("cite-list"), view="", sort="", page=1).url(),
        "correct_url": correct_url(article_filter),
        "correct_all_url": correct_all_url(article_filter),
        "is_of_other_letters": is_of_other_letters(address.q),
        "is_archive_empty": not results.total and not article_filter.is_active,
        **advice_context(article_filter, results, answers),
    }
    if not is_list:
        context |= concordance_context(article_filter, results)
    template = "articles.html" if is_list else "concordance.html"
    head = list_head(article_filter, results.total)
    return render_page(request, template, head, context, status=400 if date_form else 200)


def downloads_label(article_filter: ArticleFilter) -> str:
    """Return what the files below the list have: "all 412 articles"."""
    if article_filter.address.view:
        return "all lines, also those that are not shown"
    total, noun = article_filter.results.total, article_filter.address.noun
    one = {"articles": "this article", "stories": "this story"}[noun]
    return one if total == 1 else f"all {thousands(total)} {noun}"


def list_as_json(
    request: HttpRequest, article_filter: JsonFilter, answers: Answers
) -> HttpResponse:
    """Return the JSON of the list. An answer to a cursor has no advice."""
    address, results = article_filter.address, article_filter.results
    articles = listed_articles(
        Addresses(request),
        results.ids,
        results,
        article_filter.labels,
        with_stories=bool(address.count),
    )
    context: dict[str, Any] = {"notes": (*results.notes, *article_filter.unknown_notes())}
    if not article_filter.search_query.place:
        context |= {
            "forms": form_links(article_filter),
            "others": [
                *pages_among_words(request, address.q),
                *article_filter.other_orders(),
                *other_links(address, results.others),
            ],
            "see_also": see_also(article_filter, answers),
            **advice_context(article_filter, results, answers, row_maker(request)),
        }
    feed = list_head(article_filter, results.total).feed
    return json_response(article_list(request, article_filter, articles, context, feed))


def form_links(article_filter: ArticleFilter) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each word of the search that has other forms, and the forms with links.

    A link leads to the articles with exactly this form, with the same filters.
    """
    exactly = replace(article_filter.address, page=1)
    return [
        (word, [(form, replace(exactly, q=f'"{form}"').url()) for form in forms])
        for word, forms in article_filter.results.forms.items()
    ]


@dataclass(frozen=True, slots=True)
class Unreached:
    """The note under a list that shows only the first `reached` of its `total` articles.

    A list in order of relevance has a limit, because only a limited number of articles is ranked.
    `url` is the address of the list of the same articles, newest first, which has no limit.
    """

    reached: int
    total: int
    url: str


def unreached(article_filter: ArticleFilter) -> Unreached | None:
    """Return the note about articles that are on no page of the list.

    Returns None if all articles are on a page, or if this is not the last page.
    """
    results = article_filter.results
    reached = results.page_count * PAGE_SIZE
    if reached >= results.total or results.page < results.page_count:
        return None
    newest = next(link for link in article_filter.sort_links() if link.value == Sort.NEWEST)
    return Unreached(reached, results.total, newest.url)


def correct_url(article_filter: ArticleFilter) -> str:
    """Return the address at which staff correct the articles of the list one by one.

    It is "" for a list of all articles, and on a site without the admin.
    """
    filters = article_filter.query_string.removeprefix("?")
    if not settings.ADMIN_ENABLED or not article_filter.is_active:
        return ""
    return f"{address_of('admin:archive_article_first')}?{urlencode({'list': filters})}"


def correct_all_url(article_filter: ArticleFilter) -> str:
    """Return the address at which staff correct all articles of a filtered list with one decision.

    Returns "" if the list is not filtered, if it has each story only once, and on a site without
    the admin.
    """
    is_of_articles = article_filter.is_active and not article_filter.address.count
    if not (settings.ADMIN_ENABLED and is_of_articles):
        return ""
    path = address_of("admin:archive_article_bulk", "public")
    return replace(article_filter.address, path=path, view="", sort="", page=1).url()


def is_of_other_letters(typed: str) -> bool:
    """Return True if a search text has letters, but no Latin letters."""
    return bool(OTHER_LETTERS.search(typed)) and not LATIN.search(typed)


def list_head(article_filter: ArticleFilter, total: int) -> Head:
    """Return the Head of a page of the list.

    The title describes the list. Except on page 1, the title also has the page number.
    """
    page, sentence = article_filter.address.page, article_filter.heading()
    shown = f"Concordance: {sentence}" if article_filter.address.view else sentence
    counted = count_of(total, article_filter.address.unit)
    title = Truncator(shown).chars(TITLE_CHARACTERS)
    return Head(
        title=f"{title}, page {thousands(page)}" if page > 1 else title,
        description=f"{title}: {counted}, with counts by source, date and place.",
        path=article_filter.address.url(),
        section="articles",
        has_search=False,
        feed=list_feeds(article_filter.address)[0].url,
    )


def beyond_last(page: int, last: int) -> str:
    """Return a sentence that says that page `page` does not exist, and how many pages there are."""
    pages = "only one page" if last <= 1 else f"{thousands(last)} pages"
    return f"This list has {pages}, so there is no page {thousands(page)}."
