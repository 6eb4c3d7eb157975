"""Atom feeds of the newest articles: of any list of articles, and of any entity."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from archive.listing.article_filter import ArticleFilter
from archive.models import Article
from archive.models.addresses import address_of
from archive.search import SearchQuery, Sort
from archive.views.entity import find_entity, query_for
from archive.views.errors import bad_value
from archive.views.public_page import Answers, IndexUse, public_page
from ingest.partial_date import PartialDate

NEWEST = 30
LEAD_CHARACTERS = 400
# Characters that XML 1.0 does not allow, even escaped. A saved file can contain them.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class NewestArticles:
    """The content of a feed: a title, and the articles, newest first.

    `url` is the address of the page that lists these articles. `feed_url` is the address of the
    feed.
    """

    title: str
    url: str
    feed_url: str
    articles: tuple[Article, ...]


class FeedFilter(ArticleFilter):
    """An ArticleFilter for the newest articles; it ignores the address's order, page and view."""

    @cached_property
    def search_query(self) -> SearchQuery:
        """Return the search query for the articles of the feed."""
        query = as_feed(super().search_query)
        # A concordance is searched without other versions, but the list of the feed is not.
        return replace(query, with_versions=not self.address.versions)


@public_page(IndexUse.REQUIRED)
def feed_of_articles(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Return the Atom feed of the newest articles that match the parameters of the address.

    The answer is 400 for a value that is not valid, and 301 if a source or entity has another slug
    now.
    """
    feed_filter = FeedFilter(request.GET, path=address_of("articles"))
    if not feed_filter.is_valid():
        return bad_value(request, feed_filter.error_list)
    plain = replace(feed_filter.address, view="", sort="", page=1)
    here = replace(plain, path=address_of("articles-feed"))
    if feed_filter.is_moved:
        return redirect(here.url(), permanent=True)
    answers.note(feed_filter.results)
    articles = tuple(feed_filter.qs.select_related("source"))
    shown = NewestArticles(feed_filter.describe(), plain.url(), here.url(), articles)
    return _ArticlesFeed(shown)(request)


@public_page(IndexUse.REQUIRED)
def feed_of_entity(request: HttpRequest, answers: Answers, kind: str, slug: str) -> HttpResponse:
    """Return the Atom feed of the newest articles that are counted for one entity.

    The answer is 404 or 301 in the same cases as for the page of the entity.
    """
    entity = find_entity(kind, slug)
    if isinstance(entity, str):
        return redirect(f"{kind}-feed", entity, permanent=True)
    articles = newest(answers, query_for(entity))
    feed_url = address_of(f"{kind}-feed", entity.slug)
    return _ArticlesFeed(
        NewestArticles(entity.title, entity.get_absolute_url(), feed_url, articles)
    )(request)


def as_feed(query: SearchQuery) -> SearchQuery:
    """Return the query, changed so that it finds only the first NEWEST articles, newest first."""
    return replace(
        query, sort=Sort.NEWEST, page=1, page_size=NEWEST, with_counts=False, with_snippets=False
    )


def newest(answers: Answers, query: SearchQuery) -> tuple[Article, ...]:
    """Return the newest articles that a query finds. Takes one search and one database query."""
    ids = answers.ask(as_feed(query)).ids
    articles = Article.objects.public().select_related("source").in_bulk(ids)
    return tuple(articles[pk] for pk in ids if pk in articles)


class _ArticlesFeed(Feed):
    """The Atom feed of some articles, made for one request."""

    feed_type = Atom1Feed
    language = "en"
    author_name = "Dateline"

    def __init__(self, shown: NewestArticles) -> None:
        self.shown = shown

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> NewestArticles:
        self.request = request
        return self.shown

    def title(self, obj: NewestArticles) -> str:
        return f"{xml_text(obj.title)} · Dateline"

    def link(self, obj: NewestArticles) -> str:
        return obj.url

    def feed_url(self, obj: NewestArticles) -> str:
        return obj.feed_url

    def subtitle(self, obj: NewestArticles) -> str:
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
        """Return the id of an article in the feed: the article's address without the title.

        A title can be corrected, but the id must not change, because feed readers recognise
        articles by their ids.
        """
        return self.request.build_absolute_uri(f"{address_of('articles')}{item.pk}/")

    def item_pubdate(self, item: Article) -> datetime | None:
        return midnight(item.published_on) if item.published_on else None

    def item_updateddate(self, item: Article) -> datetime:
        """Return the time at which the article was imported.

        Atom requires a time, and some articles have no date.
        """
        return item.created_at

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
