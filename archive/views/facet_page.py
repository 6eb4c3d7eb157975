"""The page of one facet: all values that the articles of a filtered list have."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from archive.display.safe_text import thousands
from archive.listing.counted_list import CountedList
from archive.listing.facet_values import PAGE_SIZE, list_values
from archive.listing.list_links import ListLink
from archive.listing.parameters import BY
from archive.listing.value_filter import ValueFilter
from archive.models.addresses import address_of
from archive.search import FACETS, Facet
from archive.search.facets import Values
from archive.views.errors import bad_value
from archive.views.parts.downloads import value_downloads
from archive.views.parts.page_links import BeyondLast, make_pages
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page

ORDERS = {"count": "Most articles first", "name": "By name"}


@public_page(IndexUse.REQUIRED)
def list_facet_values(request: HttpRequest, answers: Answers, name: str) -> HttpResponse:
    """Show all values of the facet `name`, with their numbers of articles in the filtered list.

    The answer is 400, 404 or 301 in the same cases as for the list of articles.
    """
    facet = FACETS[name]
    value_filter = ValueFilter(request.GET, name, path=address_of("articles"))
    if not value_filter.is_valid():
        return bad_value(request, value_filter.error_list)
    address = value_filter.address
    here = replace(address, path=address_of("article-values", name))
    if value_filter.is_moved:
        return HttpResponsePermanentRedirect(here.url())
    results = answers.note(value_filter.results)
    cleaned = value_filter.form.cleaned_data
    find, by = cleaned["find"], cleaned["by"]
    counted = CountedList(address, results, value_filter.labels)
    values = list_values(name, counted, find=find, by=by, page=cleaned["page"])

    def url_of(page: int = 1, order: str = by) -> str:
        return here.url_with(
            {
                "find": find,
                "by": order if order != BY[0] else "",
                "page": str(page) if page > 1 else "",
            }
        )

    if values.page > values.page_count:
        sentence = f"There is no page {thousands(values.page)} of these {facet.plural}."
        raise BeyondLast(sentence, url_of(values.page_count))
    orders = [
        ListLink(order, label, url_of(order=order), is_current=order == by)
        for order, label in ORDERS.items()
    ]
    context = {
        "name": name,
        "noun": facet.plural,
        "counted": noun_of(facet, values.total),
        "sentence": value_filter.heading(),
        "counted_noun": address.noun,
        "list_url": address.url(),
        "article_count": results.total,
        "is_chosen": any(not value.startswith("-") for value in address.values(name)),
        "values": values,
        "find": find,
        "by": by,
        "kept": here.pairs(),
        "clear_url": here.url_with({"by": by if by != BY[0] else ""}),
        "orders": [] if facet.values is Values.PERIOD else orders,
        "downloads": value_downloads(address, name, find, by if by != BY[0] else ""),
        "downloads_label": f"all {facet.plural}",
        "pages": make_pages(values.page, values.page_count, PAGE_SIZE, values.total, url_of),
    }
    head = Head(
        title=f"{facet.title}: {value_filter.heading()}",
        description=f"All {facet.plural} of these {address.noun}, with the number of"
        f" {address.noun} for each.",
        path=url_of(values.page),
        section="articles",
        has_search=False,
    )
    return render_page(request, "facet.html", head, context)


def noun_of(facet: Facet, total: int) -> str:
    """Return the noun for `total` values of a facet: "person" for 1, "people" for 2.

    For dates the noun is "year", because only the years are counted.
    """
    if facet.values is Values.PERIOD:
        return "year" if total == 1 else "years"
    return facet.title.lower() if total == 1 else facet.plural
