"""The page of a story: the articles that tell it, in the order of their appearance."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from archive.models.addresses import address_of
from archive.stories import stories_of
from archive.views.article import find_public_article
from archive.views.parts.page_links import NotInArchive
from archive.views.parts.told_in import Telling, tellings
from archive.views.public_page import Answers, Head, public_page, render_page


@dataclass(frozen=True, slots=True)
class StoryRow:
    """An article of a story, and the address of its comparison with the earliest article."""

    telling: Telling
    compare_url: str


@public_page()
def show_story(request: HttpRequest, answers: Answers, pk: int) -> HttpResponse:
    """Show the story that an article tells; `pk` is the id of any of its articles.

    The address of a story has the lowest id of its articles; other ids redirect to it, but not for
    ever, because an article can go to another story.
    """
    article = find_public_article(pk)
    story = stories_of([article.pk]).get(article.pk)
    told = tellings(story) if story else []
    if len(told) < 2:
        raise NotInArchive(f"No other article of the archive tells the story of article {pk}.")
    if story != pk:
        assert story is not None
        return HttpResponseRedirect(address_of("story", story))
    first = told[0]
    rows = [
        StoryRow(each, address_of("compare-articles", first.pk, each.pk) if each != first else "")
        for each in told
    ]
    sources = list(dict.fromkeys(each.source for each in told))
    head = Head(
        title=f"Story: {first.title}",
        description=f"{len(told)} articles tell this story, in {', '.join(sources)}.",
        path=address_of("story", story),
        section="articles",
    )
    context = {
        "story": story,
        "first": first,
        "last": told[-1],
        "rows": rows,
        "sources": sources,
        "decide_url": address_of("admin:archive_article_story", story)
        if settings.ADMIN_ENABLED
        else "",
    }
    return render_page(request, "story.html", head, context)
