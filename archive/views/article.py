"""An article, and the evidence of what is said about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.utils.translation import get_language_info
from django.views.decorators.csrf import csrf_exempt

from archive.database.prepared import Prepared
from archive.display.labels import Labels, current_labels
from archive.display.safe_text import (
    Mark,
    count_of,
    linked,
    linked_paragraphs,
)
from archive.listing.filters import ArticleFilter, FilterError
from archive.models import Article, Capture, Extract, Mention, SeenPath, Sighting, article_url
from archive.models.addresses import address_of
from archive.search import MatchFinder
from archive.search.highlighting.concordance import join_adjacent, match_anchor
from archive.search.highlighting.matches import Match
from archive.views.article_mentions import blocks_of, drawn_in, kinds_of, names_in
from archive.views.errors import bad_value, gone
from archive.views.list_context import NAMES_OFF, are_names_off, carries_filter, trail_of
from archive.views.public_page import Answers, Head, render_page, travelled_page, versioned_page
from archive.views.saved_dates import saved_between
from ingest.partial_date import PartialDate, long_date

DESCRIPTION_CHARACTERS = 200
COPIES = Prepared(
    lambda ids: (
        Extract.objects.filter(article__in=ids)
        .order_by("pk", "capture__paths__pk")
        .values_list(
            *(
                "pk",
                "capture_id",
                "capture__sha256",
                "capture__saved_not_before",
                "capture__saved_not_after",
            ),
            "capture__paths__path",
        )
    ),
    size=1,
)
LISTED = Prepared(
    lambda captures: (
        Sighting.objects.filter(capture__in=captures)
        .order_by("position")
        .values_list(
            *("known_item__title", "known_item__lead", "known_item__published_on"),
            *(
                "known_item__article_id",
                "known_item__article__title",
                "known_item__article__withdrawn_at",
            ),
        )
    ),
    size=1,
)


@dataclass(frozen=True, slots=True)
class Listing:
    """An item that the saved page listed beside the article; without `url` it is not held."""

    title: str
    date: str
    iso_date: str
    url: str


@dataclass(frozen=True, slots=True)
class SavedCopy:
    """A saved file that holds this article, found under these names."""

    capture_id: int
    sha256: str
    short_id: str
    url: str
    saved: str
    is_shown: bool
    file_names: list[str] = field(default_factory=list)


def correct_url(article: Article) -> str:
    """Where staff correct it; empty on a site without the admin."""
    return address_of("admin:archive_article_change", article.pk) if settings.ADMIN_ENABLED else ""


def find_article(pk: int) -> Article:
    """The article with its source. Raises Http404. One query."""
    try:
        return Article.objects.select_related("source").get(pk=pk)
    except Article.DoesNotExist:
        raise Http404(f"There is no article {pk} in the archive.") from None


@csrf_exempt
def show_article(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """One article. A wrong or missing slug redirects to the right address; a withdrawn one is gone,
    with the reason.

    The address can carry the filter of a list along; without one the index is not asked.
    """
    page = show_in_list if carries_filter(request.GET) else show_alone
    return page(request, pk=pk, slug=slug)


@versioned_page
def show_alone(request: HttpRequest, version: int, pk: int, slug: str) -> HttpResponse:
    """One article, by itself."""
    return article_page(request, pk, slug, version, None)


@travelled_page
def show_in_list(request: HttpRequest, answers: Answers, pk: int, slug: str) -> HttpResponse:
    """One article, with its place in the list that the address carries along."""
    return article_page(request, pk, slug, answers.version, answers)


def article_page(
    request: HttpRequest, pk: int, slug: str, version: int, answers: Answers | None
) -> HttpResponse:
    """The page of an article; with `answers`, as one of a list."""
    article = find_article(pk)
    if article.withdrawn_at is not None:
        return gone(request, "This article has been withdrawn", article.withdrawn_reason)
    asked = request.GET
    if slug != article.slug:
        query = f"?{asked.urlencode()}" if answers or "names" in asked else ""
        return HttpResponsePermanentRedirect(article.get_absolute_url() + query)
    if asked.get("names", "") not in ("", NAMES_OFF):
        sentence = (
            "The names in an article can only be off; without “names” in the address they are"
            " linked."
        )
        return bad_value(
            request, [FilterError(sentence, url_with_names(article, asked, are_off=False))]
        )
    trail, finder = trail_of(asked, article, answers) if answers else (None, MatchFinder(None))
    context = {
        **texts_of(article, finder, current_labels(version), asked),
        **facts_of(article),
        "article": article,
        "trail": trail,
        "citation": cite(article, request.build_absolute_uri(article.get_absolute_url())),
    }
    return render_page(request, "article.html", head_of(article, context["date"]), context)


def head_of(article: Article, when: str) -> Head:
    """What stands around the page. `when` is the date in words."""
    provenance = [article.source.name] if article.source else []
    if article.published_on:
        provenance.append(when)
    return Head(
        title=f"{article.title} · {', '.join(provenance)}" if provenance else article.title,
        description=" ".join(article.body[:DESCRIPTION_CHARACTERS].split()),
        path=article.get_absolute_url(),
        section="articles",
        kind="article",
    )


def texts_of(
    article: Article, finder: MatchFinder, labels: Labels, asked: QueryDict
) -> dict[str, Any]:
    """Title and text with their names and with what was searched for, and what they name."""
    names = names_in(article, labels)
    are_off = are_names_off(asked)
    drawn = drawn_in(article, names, are_links=not are_off)
    return {
        "title": linked(
            article.title,
            drawn[Mention.Field.TITLE],
            marks_of(article.title, finder.in_title(article.title), is_in_title=True),
        ),
        "paragraphs": linked_paragraphs(
            article.body,
            drawn[Mention.Field.BODY],
            marks_of(article.body, finder.in_body(article.body)),
        ),
        "blocks": blocks_of(names, drawn, labels),
        "drawn_kinds": kinds_of(drawn),
        "are_names_off": are_off,
        "names_url": url_with_names(article, asked, are_off=not are_off),
    }


def facts_of(article: Article) -> dict[str, Any]:
    """Date, language, length; the saved files and what the one shown listed beside the article."""
    copies = saved_copies(article)
    return {
        "date": PartialDate.of(article.published_on, article.published_precision).label,
        "iso_date": PartialDate.of(article.published_on, article.published_precision).iso,
        "dateline": dateline(article),
        "language": name_language(article.language),
        "words": count_of(article.word_count, "word"),
        "copies": copies,
        "listings": listings_beside(copies),
        "correct_url": correct_url(article),
    }


def url_with_names(article: Article, asked: QueryDict, *, are_off: bool) -> str:
    """The article's address with the list that the address asked for carries along, and with names
    off or not."""
    pairs = [
        (name, value)
        for name in ArticleFilter.base_filters
        for value in asked.getlist(name)
        if value
    ]
    query = urlencode([*pairs, *([("names", NAMES_OFF)] if are_off else [])], errors="replace")
    return f"{article.get_absolute_url()}?{query}" if query else article.get_absolute_url()


def marks_of(text: str, matches: Sequence[Match], *, is_in_title: bool = False) -> list[Mark]:
    """What is marked. Each place for which a concordance has a line has an anchor where it
    begins."""
    anchors = {
        start: match_anchor(start, is_in_title=is_in_title)
        for start, _end in join_adjacent(text, matches)
    }
    return [Mark(match.start, match.end, anchors.get(match.start, "")) for match in matches]


def saved_copies(article: Article) -> list[SavedCopy]:
    """Every saved file that holds the article, the shown one first. One query."""
    copies: dict[int, SavedCopy] = {}
    for extract, capture_id, sha256, not_before, not_after, path in COPIES.rows([article.pk]):
        if extract not in copies:
            capture = Capture(sha256=sha256)
            copies[extract] = SavedCopy(
                capture_id=capture_id,
                sha256=sha256,
                short_id=capture.short_id,
                url=capture.get_absolute_url(),
                saved=saved_between(not_before, not_after),
                is_shown=extract == article.shown_extract_id,
            )
        name = SeenPath(path=path).file_name if path else ""
        if name and name not in copies[extract].file_names:
            copies[extract].file_names.append(name)
    return sorted(copies.values(), key=lambda copy: not copy.is_shown)


def listings_beside(copies: Iterable[SavedCopy]) -> list[Listing]:
    """What the saved page shown listed beside the article, in its order. One query."""
    shown = [copy.capture_id for copy in copies if copy.is_shown]
    return [_listing(*row) for row in LISTED.rows(shown)]


def _listing(
    title: str,
    lead: str,
    published_on: date | None,
    held: int | None,
    held_title: str,
    withdrawn_at: Any,
) -> Listing:
    return Listing(
        title=title or lead or "Untitled",
        date=long_date(published_on) if published_on else "",
        iso_date=published_on.isoformat() if published_on else "",
        url=article_url(held, held_title) if held and not withdrawn_at else "",
    )


def name_language(code: str) -> str:
    """The language's English name; the code itself when Django knows none. Of Chinese it only knows
    the scripts."""
    try:
        return "Chinese" if code == "zh" else str(get_language_info(code)["name"])
    except KeyError:
        return code


def dateline(article: Article) -> str:
    """The dateline in words: "Pyongyang, 14 September"."""
    day = f"{article.dateline_on.day} {article.dateline_on:%B}" if article.dateline_on else ""
    return ", ".join(filter(None, [article.dateline_place, day]))


def cite(article: Article, address: str) -> str:
    """A plain-text citation with the permanent address."""
    source = article.source.name if article.source else "Unknown source"
    when = PartialDate.of(article.published_on, article.published_precision).label
    doubt = " (date doubtful)" if article.is_date_doubtful else ""
    return f"“{article.title}”, {source}, {when}{doubt}. Dateline, article {article.pk}. {address}"
