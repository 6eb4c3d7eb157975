"""One row of a list of articles: title, date, source, places, and snippets or the first words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.utils.safestring import SafeString

from archive.api.formats import wants_json
from archive.database.prepared import Prepared
from archive.display.labels import Label, Labels, current_labels
from archive.display.safe_text import links_to, marked, marked_snippets
from archive.display.saved_dates import saved_between
from archive.models import Article, Entity, Mention, article_url, entity_url
from archive.models.addresses import address_of
from archive.search import PAGE_SIZE, SearchResults, TextPiece
from archive.search.values import VersionMatch
from archive.views.parts.told_in import Telling, also_told
from ingest.partial_date import PartialDate, long_date

LEAD_CHARACTERS = 240
PLACES_SHOWN = 5


def _articles(ids: Sequence[int], lead: Any) -> QuerySet[Any, tuple[Any, ...]]:
    return (
        Article.objects.public()
        .filter(pk__in=ids)
        .annotate(lead=lead)
        .values_list(
            *("pk", "title", "language", "published_on", "published_precision"),
            *("is_date_doubtful", "source_id", "is_corrected", "lead", "created_at"),
        )
    )


ROWS = Prepared(partial(_articles, lead=Substr("body", 1, LEAD_CHARACTERS + 1)), PAGE_SIZE)
ROWS_WITHOUT_LEAD = Prepared(partial(_articles, lead=Value("")), PAGE_SIZE)
# The mentions in these articles: article by article, and in each article in the order of the text.
MENTIONS = Prepared(
    lambda ids: (
        Mention.objects.shown()
        .filter(article__in=ids)
        .order_by("article", "-field", F("start").asc(nulls_last=True), "pk")
        .values_list("article_id", "entity_id")
    ),
    PAGE_SIZE,
)


@dataclass(frozen=True, slots=True)
class RowVersion:
    """A version with words of the search that the shown text does not have.

    `saved` says when it was saved: "on or before 3 May 2014 (UTC)". `has_all` is true if the shown
    text has none of the words.
    """

    url: str
    saved: str
    has_all: bool


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One row of a list of articles, with values that the template only prints.

    `places` has links to the first places of the article, and `more_places` is the number of all
    others. `is_corrected` is true if staff corrected the article. `snippets` and the marks in the
    title come from the search. If there are no snippets, the row shows `lead`, the first words of
    the article. `language` is "" for English, because the page is in English. `version` is set if
    words of the search are only in another version. `also` has other articles of the same story, if
    the list has each story once. `missing` has the words that an offered article does not have.
    `added` is the day on which the article was added to the archive (UTC), in words.
    """

    pk: int
    title: SafeString
    url: str
    language: str
    date: str
    iso_date: str
    is_date_doubtful: bool
    source: str
    places: SafeString
    more_places: int
    lead: str
    snippets: tuple[SafeString, ...]
    is_corrected: bool
    added: str
    version: RowVersion | None = None
    also: tuple[Telling, ...] = ()
    missing: tuple[str, ...] = ()


def rows_for(
    ids: Sequence[int],
    results: SearchResults | None = None,
    labels: Labels | None = None,
    list_query: str = "",
    *,
    with_stories: bool = False,
    missing: Mapping[int, tuple[str, ...]] | None = None,
) -> list[ArticleRow]:
    """Return the rows of the articles with these ids, in the order of `ids`.

    Takes two database queries. Withdrawn articles and unknown ids are left out. `results` has the
    snippets and the marked titles. If `labels` is None, the current labels are used. `list_query`
    has the filters of the list, such as "?q=iron", or is ""; it is added to the links of the
    articles. If `with_stories` is true, the rows have the other articles of their stories; then it
    takes up to three more queries and one for each story. `missing` maps ids to the words that the
    articles do not have.
    """
    query = ROWS_WITHOUT_LEAD if results and results.snippets else ROWS
    rows = {row[0]: row for row in query.rows(ids)}
    labels = labels or current_labels()
    places = places_of(list(rows), labels)
    also = also_told(list(rows)) if with_stories else {}
    return [
        replace(
            _row(rows[pk], labels, places.get(pk, []), results, list_query),
            also=tuple(also.get(pk, ())),
            missing=(missing or {}).get(pk, ()),
        )
        for pk in ids
        if pk in rows
    ]


def rows_on_page(request: HttpRequest, ids: Sequence[int], **options: Any) -> list[ArticleRow]:
    """Return the rows of these articles for a page; no rows if its JSON is asked for."""
    return [] if wants_json(request) else rows_for(ids, **options)


def places_of(ids: Sequence[int], labels: Labels) -> dict[int, list[Label]]:
    """Return a dict from article id to the places mentioned in the article.

    Takes one database query. Each place is listed once, in text order.
    """
    place_ids: dict[int, dict[int, None]] = {}
    for article_id, place_id in MENTIONS.rows(ids):
        # Organisations, people and merged places are left out: they are not in `labels.places`.
        if place_id in labels.places:
            place_ids.setdefault(article_id, {})[place_id] = None
    return {pk: [labels.places[place] for place in ids] for pk, ids in place_ids.items()}


def _row(
    row: tuple[Any, ...],
    labels: Labels,
    places: Sequence[Label],
    results: SearchResults | None,
    list_query: str,
) -> ArticleRow:
    (
        pk,
        title,
        language,
        published_on,
        precision,
        is_date_doubtful,
        source_id,
        is_corrected,
        lead,
        created_at,
    ) = row
    pieces = results.titles.get(pk) if results else None
    source = labels.sources.get(source_id)
    return ArticleRow(
        pk=pk,
        title=marked(pieces or (TextPiece(title),)),
        url=article_url(pk, title) + list_query,
        language="" if language == "en" else language,
        date=PartialDate.of(published_on, precision).label,
        iso_date=PartialDate.of(published_on, precision).iso,
        is_date_doubtful=is_date_doubtful,
        source=source.name if source else "Unknown source",
        places=links_to(
            (entity_url(Entity.Kind.PLACE, place.slug), place.name)
            for place in places[:PLACES_SHOWN]
        ),
        more_places=max(0, len(places) - PLACES_SHOWN),
        lead=first_words(lead),
        snippets=marked_snippets(results.snippets.get(pk, ())) if results else (),
        is_corrected=is_corrected,
        added=long_date(created_at.date()),
        version=_version(pk, results.versions.get(pk)) if results else None,
    )


def _version(article: int, match: VersionMatch | None) -> RowVersion | None:
    if not match:
        return None
    return RowVersion(
        url=address_of("version", article, match.sha256[:12]),
        saved=saved_between(match.saved_not_before, match.saved_not_after),
        has_all=bool(match.snippets),
    )


def first_words(text: str) -> str:
    """Return the first words of a text in one line, with an ellipsis if the text continues."""
    if len(text) <= LEAD_CHARACTERS:
        return " ".join(text.split())
    words = text[:LEAD_CHARACTERS].split()
    return " ".join(words[:-1] or words) + "…"
