"""How to cite and follow a list of articles, and the archive itself."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from archive.display.safe_text import count_of
from archive.listing.counted_filter import CountedFilter
from archive.models.addresses import address_of
from archive.views.errors import bad_value
from archive.views.parts.file_responses import origin_of
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page


@public_page(IndexUse.REQUIRED)
def cite_list(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Show how to cite the articles that match the parameters, with their number today.

    Without parameters the list is the whole archive. The answer is 400 for a value that is not
    valid, and 301 if a source or entity has another slug now.
    """
    article_filter = CountedFilter(request.GET, path=address_of("articles"))
    if not article_filter.is_valid():
        return bad_value(request, article_filter.error_list)
    plain = replace(article_filter.address, view="", sort="", page=1)
    here = replace(plain, path=address_of("cite-list"))
    if article_filter.is_moved:
        return HttpResponsePermanentRedirect(here.url())
    # Without `answers.note` the page gets no ETag: it names the day, which changes without a change
    # of the archive.
    results = article_filter.results
    site = origin_of(request)
    counted = count_of(results.total, plain.unit)
    heading = article_filter.heading()
    context = {
        "heading": heading,
        "is_whole": not article_filter.is_active,
        "is_by_story": bool(plain.count),
        "counted": counted,
        "list_url": plain.url(),
        "list_address": f"{site}{plain.url()}",
        "site": f"{site}/",
        "feed": f"{site}{replace(plain, path=address_of('articles-feed')).url()}",
        "version": results.version,
    }
    head = Head(
        title=f"Cite or follow: {heading}",
        description="How to cite this list of articles, and how to follow new ones.",
        path=here.url(),
        section="articles",
        feed=replace(plain, path=address_of("articles-feed")).url(),
    )
    return render_page(request, "cite_list.html", head, context)


@public_page()
def show_follow(request: HttpRequest, _answers: Answers) -> HttpResponse:
    """Show how to follow a list with a feed reader or by mail."""
    head = Head(
        title="Follow new articles",
        description="How to follow any list of articles with a feed reader or by mail.",
        path=address_of("follow"),
    )
    return render_page(request, "follow.html", head, {})
