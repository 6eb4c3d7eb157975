"""Atom feeds of any list of articles, and of any entity.

A feed has the newest articles by date, or with `sort=added` those that were added last.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import escape

from archive.listing.article_filter import ArticleFilter
from archive.listing.read_parameters import FilterError
from archive.listing.value_kinds import shorten
from archive.models import Article
from archive.models.addresses import address_of
from archive.records.last_changes import last_changes_of
from archive.search import SearchQuery, Sort
from archive.views.entity import find_entity, query_for
from archive.views.errors import bad_value
from archive.views.parts.lasting_feed import LastingFeed
from archive.views.public_page import Answers, IndexUse, public_page
from ingest.partial_date import PartialDate

NEWEST = 30
LEAD_CHARACTERS = 400
# Characters that XML 1.0 does not allow, even escaped. A saved file can contain them.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class NewestArticles:
    """The content of a feed: a title, and the articles, newest or last added first.

    `changed` has the moment at which each article last changed, by its id. `url` is the address of
    the page that lists these articles. `feed_url` is the address of the feed.
    """

    title: str
    url: str
    feed_url: str
    articles: tuple[Article, ...]
    changed: Mapping[int, datetime]
    is_of_added: bool


class FeedFilter(ArticleFilter):
    """An ArticleFilter for the articles of a feed; it ignores the address's page and view.

    Of the orders, only `added` has an effect.
    """

    @cached_property
    def search_query(self) -> SearchQuery:
        """Return the search query for the articles of the feed."""
        query = as_feed(super().search_query, is_of_added=self.is_of_added)
        # A concordance is searched without other versions, but the list of the feed is not.
        return replace(query, with_versions=not self.address.versions)

    @property
    def is_of_added(self) -> bool:
        """Return True if the feed has the articles that were added last."""
        return self.address.sort == Sort.ADDED


@public_page(IndexUse.REQUIRED)
def feed_of_articles(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Return the Atom feed of the newest articles that match the parameters of the address.

    The answer is 400 for a value that is not valid, and 301 if a source or entity has another slug
    now.
    """
    feed_filter = FeedFilter(request.GET, path=address_of("articles"))
    if not feed_filter.is_valid():
        return bad_value(request, feed_filter.error_list)
    sort = Sort.ADDED if feed_filter.is_of_added else ""
    plain = replace(feed_filter.address, view="", sort=sort, page=1)
    here = replace(plain, path=address_of("articles-feed"))
    if feed_filter.is_moved:
        return redirect(here.url(), permanent=True)
    answers.note(feed_filter.results)
    articles = tuple(feed_filter.qs.select_related("source"))
    shown = _newest_articles(
        feed_filter.describe(), plain.url(), here.url(), articles, feed_filter.is_of_added
    )
    return _ArticlesFeed(shown)(request)


@public_page(IndexUse.REQUIRED)
def feed_of_entity(request: HttpRequest, answers: Answers, kind: str, slug: str) -> HttpResponse:
    """Return the Atom feed of the newest articles that are counted for one entity.

    The answer is 404 or 301 in the same cases as for the page of the entity.
    """
    entity = find_entity(kind, slug)
    if isinstance(entity, str):
        return redirect(f"{kind}-feed", entity, permanent=True)
    sort = request.GET.get("sort", "")
    if sort not in ("", Sort.ADDED):
        here = address_of(f"{kind}-feed", entity.slug)
        sentence = f"“{shorten(sort)}” is not an order of this feed. Use {Sort.ADDED}, or no order."
        return bad_value(request, [FilterError(sentence, here)])
    articles = newest(answers, query_for(entity), is_of_added=bool(sort))
    feed_url = address_of(f"{kind}-feed", entity.slug) + (f"?sort={sort}" if sort else "")
    return _ArticlesFeed(
        _newest_articles(
            entity.title, entity.get_absolute_url(), feed_url, articles, is_of_added=bool(sort)
        )
    )(request)


def _newest_articles(
    title: str, url: str, feed_url: str, articles: tuple[Article, ...], is_of_added: bool
) -> NewestArticles:
    changed = last_changes_of([article.pk for article in articles])
    return NewestArticles(title, url, feed_url, articles, changed, is_of_added)


def as_feed(query: SearchQuery, *, is_of_added: bool = False) -> SearchQuery:
    """Return the query, changed so that it finds only the first NEWEST articles of a feed.

    They are sorted by date, or if `is_of_added` is true by when they were added, newest first.
    """
    sort = Sort.ADDED if is_of_added else Sort.NEWEST
    return replace(
        query, sort=sort, page=1, page_size=NEWEST, with_counts=False, with_snippets=False
    )


def newest(
    answers: Answers, query: SearchQuery, *, is_of_added: bool = False
) -> tuple[Article, ...]:
    """Return the articles of a feed for a query. Takes one search and one database query."""
    ids = answers.ask(as_feed(query, is_of_added=is_of_added)).ids
    articles = Article.objects.public().select_related("source").in_bulk(ids)
    return tuple(articles[pk] for pk in ids if pk in articles)


class _ArticlesFeed(LastingFeed):
    """The Atom feed of some articles, made for one request."""

    def __init__(self, shown: NewestArticles) -> None:
        self.shown = shown

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> NewestArticles:
        return self.shown

    def title(self, obj: NewestArticles) -> str:
        added = ", last added" if obj.is_of_added else ""
        return f"{xml_text(obj.title)}{added} · Dateline"

    def feed_guid(self, obj: NewestArticles) -> str:
        return self.lasting_id(f"feed {obj.feed_url}")

    def link(self, obj: NewestArticles) -> str:
        return obj.url

    def feed_url(self, obj: NewestArticles) -> str:
        return obj.feed_url

    def subtitle(self, obj: NewestArticles) -> str:
        if obj.is_of_added:
            return "The articles that were added to the archive last."
        return "The newest articles, by date of publication."

    def items(self, obj: NewestArticles) -> Sequence[Article]:
        return obj.articles

    def item_title(self, item: Article) -> str:
        return xml_text(item.title) or "Untitled"

    def item_description(self, item: Article) -> str:
        """Return the summary of an article as HTML, because Django marks summaries as HTML."""
        source = item.source.name if item.source else "Unknown source"
        provenance = (
            f"{source}, {PartialDate.of(item.published_on, item.published_precision).label}."
        )
        return escape(xml_text(f"{provenance} {opening(item.body)}".strip()))

    def item_link(self, item: Article) -> str:
        return item.get_absolute_url()

    def item_guid(self, item: Article) -> str:
        """Return the id of an article in the feed.

        It is the same in all feeds of the archive, and stays the same when the title is corrected
        or the site gets another address, because feed readers recognise articles by their ids.
        """
        return self.lasting_id(f"article {item.pk}")

    def item_pubdate(self, item: Article) -> datetime | None:
        """Return the start of the day of publication, or None if the day is not known."""
        is_day = item.published_on and item.published_precision == Article.Precision.DAY
        return midnight(item.published_on) if item.published_on and is_day else None

    def item_updateddate(self, item: Article) -> datetime:
        """Return when the article was added, corrected, or found in another version."""
        return self.shown.changed.get(item.pk, item.created_at)

    def item_author_name(self, item: Article) -> str | None:
        return xml_text(item.source.name) if item.source else None


def midnight(day: date) -> datetime:
    """Return the start of a day in UTC, because articles have no time of day."""
    return datetime.combine(day, time(), UTC)


def opening(body: str) -> str:
    """Return the first words of an article in one line, with an ellipsis if there are more."""
    words = body[: LEAD_CHARACTERS + 1].split()
    return " ".join(words) if len(body) <= LEAD_CHARACTERS else f"{' '.join(words[:-1])}…"


def xml_text(text: str) -> str:
    """Return a text without the characters that XML does not allow."""
    return _NOT_XML.sub("", text)
