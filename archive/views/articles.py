"""An article, and the evidence of what is said about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import get_language_info
from django.views.decorators.csrf import csrf_exempt

from archive.labels import Label, Labels, current_labels
from archive.models import Article, Capture, Entity, Extract, Mention, Sighting, article_url, entity_url
from archive.models.addresses import address_of
from archive.prepared import Prepared
from archive.search import Finder
from archive.search.matches import Match
from archive.text import Link, count_of, iso_partial, linked, linked_paragraphs, long_date, partial_date
from archive.views.errors import gone
from archive.views.page import Answers, Head, public_page, render_page, travelled_page
from archive.views.saving import saved_between
from archive.views.trail import is_travelling, trail_of

DESCRIPTION_CHARACTERS = 200
MENTIONS = Prepared(
    lambda ids: (
        Mention.objects.shown()
        .filter(article__in=ids)
        .order_by("-field", "start", "pk")
        .values_list("entity_id", "field", "start", "end", "text", "is_implied", "is_detached")
    ),
    size=1,
)
LISTED = Prepared(
    lambda captures: (
        Sighting.objects.filter(capture__in=captures)
        .order_by("position")
        .values_list(
            *("known_item__title", "known_item__lead", "known_item__published_on"),
            *("known_item__article_id", "known_item__article__title", "known_item__article__withdrawn_at"),
        )
    ),
    size=1,
)


@dataclass(slots=True)
class PlaceInArticle:
    """A place as this article names it: how often, in which words, and how it was found."""

    title: str
    url: str
    division: str
    is_implied: bool
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Listing:
    """An item that the saved page listed beside the article; without `url` it is not held."""

    title: str
    date: str
    iso_date: str
    url: str


@dataclass(frozen=True, slots=True)
class SavedCopy:
    """A saved file that holds this article."""

    capture: Capture
    saved: str
    file_names: tuple[str, ...]
    is_shown: bool


def correct_url(article: Article) -> str:
    """Where staff correct it; empty on a site without the admin."""
    return address_of("admin:archive_article_change", article.pk) if settings.ADMIN_ENABLED else ""


def find_article(pk: int) -> Article:
    """The article with its source and shown extract, but not the text of the saved file. Raises Http404."""
    article = (
        Article.objects.select_related("source", "shown_extract__capture__run")
        .defer("shown_extract__capture__text", "shown_extract__body")
        .filter(pk=pk)
        .first()
    )
    if article is None:
        raise Http404(f"There is no article {pk} in the archive.")
    return article


@csrf_exempt
def show_article(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """One article. A wrong or missing slug redirects to the right address; a withdrawn one is gone, with the reason.

    The address can carry the filter of a list along; without one the index is not asked.
    """
    page = show_in_list if is_travelling(request.GET) else show_alone
    return page(request, pk=pk, slug=slug)


@public_page
def show_alone(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One article, by itself."""
    return article_page(request, pk, slug, None)


@travelled_page
def show_in_list(request: HttpRequest, answers: Answers, pk: int, slug: str) -> HttpResponse:
    """One article, with its place in the list that the address carries along."""
    return article_page(request, pk, slug, answers)


def article_page(request: HttpRequest, pk: int, slug: str, answers: Answers | None) -> HttpResponse:
    """The page of an article; with `answers`, as one of a list."""
    article = find_article(pk)
    if article.withdrawn_at is not None:
        return gone(request, "This article has been withdrawn", article.withdrawn_reason)
    if slug != article.slug:
        query = f"?{request.GET.urlencode()}" if answers else ""
        return HttpResponsePermanentRedirect(article.get_absolute_url() + query)
    trail, finder = trail_of(request.GET, article, answers) if answers else (None, Finder(None))
    labels = current_labels()
    mentions = place_mentions(article, labels)
    copies = saved_copies(article)
    when = partial_date(article.published_on, article.published_precision)
    provenance = [article.source.name] if article.source else []
    if article.published_on:
        provenance.append(when)
    head = Head(
        title=f"{article.title} · {', '.join(provenance)}" if provenance else article.title,
        description=" ".join(article.body[:DESCRIPTION_CHARACTERS].split()),
        path=article.get_absolute_url(),
        section="articles",
        kind="article",
    )
    context = {
        "article": article,
        "trail": trail,
        "title": linked(
            article.title, links_in(mentions, Mention.Field.TITLE), spans_of(finder.in_title(article.title))
        ),
        "paragraphs": linked_paragraphs(
            article.body, links_in(mentions, Mention.Field.BODY), spans_of(finder.in_body(article.body))
        ),
        "date": when,
        "iso_date": iso_partial(article.published_on, article.published_precision),
        "dateline": dateline(article),
        "language": name_language(article.language),
        "words": count_of(article.word_count, "word"),
        "places": places_in(mentions, labels),
        "copies": copies,
        "listings": listings_beside(article),
        "correct_url": correct_url(article),
        "citation": cite(article, request.build_absolute_uri(article.get_absolute_url())),
    }
    return render_page(request, "article.html", head, context)


def spans_of(matches: Iterable[Match]) -> list[tuple[int, int]]:
    """Where the matches stand."""
    return [(match.start, match.end) for match in matches]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place, where the article names it: a span of its title or body; none where it was added without words or its
    words are gone."""

    place: Label
    field: str
    span: tuple[int, int] | None
    words: str
    is_implied: bool


def place_mentions(article: Article, labels: Labels) -> list[PlaceMention]:
    """The mentions of places that count, in the order of the text (title first). One query."""
    return [
        PlaceMention(
            place=labels.places[place],
            field=field,
            span=None if start is None or end is None or is_detached else (start, end),
            words=words,
            is_implied=is_implied,
        )
        for place, field, start, end, words, is_implied, is_detached in MENTIONS.rows([article.pk])
        # Organisations and people are no places; a merged place is another spelling of one that is.
        if place in labels.places
    ]


def links_in(mentions: Iterable[PlaceMention], shown_field: str) -> list[Link]:
    """A link to the place's page for each mention that stands in this field."""
    return [
        Link(*mention.span, entity_url(Entity.Kind.PLACE, mention.place.slug), mention.place.name)
        for mention in mentions
        if mention.field == shown_field and mention.span
    ]


def places_in(mentions: Iterable[PlaceMention], labels: Labels) -> list[PlaceInArticle]:
    """The places of the article, once each, in the order in which it names them."""
    places: dict[int, PlaceInArticle] = {}
    for mention in mentions:
        label = mention.place
        place = places.setdefault(
            label.pk,
            PlaceInArticle(
                label.name, entity_url(Entity.Kind.PLACE, label.slug), labels.division_name(label), is_implied=True
            ),
        )
        place.is_implied = place.is_implied and mention.is_implied
        if mention.words and mention.words not in place.words:
            place.words.append(mention.words)
    return list(places.values())


def saved_copies(article: Article) -> list[SavedCopy]:
    """Every saved file that holds the article, the shown one first. Two queries."""
    extracts = (
        Extract.objects.filter(article=article)
        .select_related("capture")
        .defer("capture__text", "body", "fields")
        .prefetch_related("capture__paths")
        .order_by("pk")
    )
    copies = [
        SavedCopy(
            capture=extract.capture,
            saved=saved_between(extract.capture.saved_not_before, extract.capture.saved_not_after),
            file_names=tuple(dict.fromkeys(path.file_name for path in extract.capture.paths.all())),
            is_shown=extract.pk == article.shown_extract_id,
        )
        for extract in extracts
    ]
    return sorted(copies, key=lambda copy: not copy.is_shown)


def listings_beside(article: Article) -> list[Listing]:
    """What the saved page listed beside the article, in its order. One query."""
    if article.shown_extract is None:
        return []
    return [_listing(*row) for row in LISTED.rows([article.shown_extract.capture_id])]


def _listing(
    title: str, lead: str, published_on: date | None, held: int | None, held_title: str, withdrawn_at: Any
) -> Listing:
    return Listing(
        title=title or lead or "Untitled",
        date=long_date(published_on) if published_on else "",
        iso_date=published_on.isoformat() if published_on else "",
        url=article_url(held, held_title) if held and not withdrawn_at else "",
    )


def name_language(code: str) -> str:
    """The language's English name; the code itself when Django knows none."""
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return code


def dateline(article: Article) -> str:
    """The dateline in words: "Pyongyang, 14 September"."""
    day = f"{article.dateline_on.day} {article.dateline_on:%B}" if article.dateline_on else ""
    return ", ".join(filter(None, [article.dateline_place, day]))


def cite(article: Article, address: str) -> str:
    """A plain-text citation with the permanent address."""
    source = article.source.name if article.source else "Unknown source"
    when = partial_date(article.published_on, article.published_precision)
    return f"“{article.title}”, {source}, {when}. Dateline, article {article.pk}. {address}"
