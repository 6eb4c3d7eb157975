"""The page of one facet: every value that the articles of a filter have."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from archive.display.safe_text import thousands
from archive.listing.facet_values import PAGE_SIZE, list_values
from archive.listing.facets import FACET_TITLES, PLURALS
from archive.listing.filters import SortLink, ValueFilter
from archive.listing.parameters import BY
from archive.models.addresses import address_of
from archive.views.errors import bad_value
from archive.views.page_links import BeyondLast, make_pages
from archive.views.public_page import Answers, Head, counted_page, render_page

ORDERS = {"count": "Most articles first", "name": "By name"}


@counted_page
def list_facet_values(request: HttpRequest, answers: Answers, name: str) -> HttpResponse:
    """All values of the facet `name`, with the number of articles of the current filter that have
    each. 400, 404 and 301 as on the list."""
    found = ValueFilter(request.GET, name, path=address_of("articles"))
    if not found.is_valid():
        return bad_value(request, found.error_list)
    here = replace(found.address, path=address_of("article-values", name))
    if found.is_moved:
        return HttpResponsePermanentRedirect(here.url())
    results = answers.note(found.results)
    cleaned = found.form.cleaned_data
    find, by = cleaned["find"], cleaned["by"]
    values = list_values(
        name, found.address, results, found.labels, find=find, by=by, page=cleaned["page"]
    )

    def url_of(page: int = 1, order: str = by) -> str:
        return here.url_with(
            {
                "find": find,
                "by": order if order != BY[0] else "",
                "page": str(page) if page > 1 else "",
            }
        )

    if values.page > values.page_count:
        sentence = f"There is no page {thousands(values.page)} of these {PLURALS[name]}."
        raise BeyondLast(sentence, url_of(values.page_count))
    orders = [
        SortLink(order, label, url_of(order=order), is_current=order == by)
        for order, label in ORDERS.items()
    ]
    context = {
        "name": name,
        "noun": PLURALS[name],
        "counted": counted(name, values.total),
        "sentence": found.describe(),
        "list_url": found.address.url(),
        "article_count": results.total,
        "is_chosen": any(not value.startswith("-") for value in found.address.values(name)),
        "values": values,
        "find": find,
        "by": by,
        "kept": here.pairs(),
        "clear_url": here.url_with({"by": by if by != BY[0] else ""}),
        "orders": [] if name == "date" else orders,
        "pages": make_pages(values.page, values.page_count, PAGE_SIZE, values.total, url_of),
    }
    head = Head(
        title=f"{FACET_TITLES[name]}: {found.describe()}",
        description=f"All {PLURALS[name]} of these articles, with the number of articles for each.",
        path=url_of(values.page),
        section="articles",
        has_search=False,
    )
    return render_page(request, "facet.html", head, context)


def counted(name: str, total: int) -> str:
    """What the number of values counts: "person", "people"; of dates the years."""
    if name == "date":
        return "year" if total == 1 else "years"
    return FACET_TITLES[name].lower() if total == 1 else PLURALS[name]
