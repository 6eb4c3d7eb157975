"""Chooses the article that a known item means, among the articles of the archive.

Only parsed values are compared, those of all saved files of an article. So an item is also linked
if it lists an older version of the article, and corrections do not change links.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Substr

from archive.database.bulk import in_slices, select_latest
from archive.matching.lookup_keys import MOST_CANDIDATES, MOST_OF_DAY
from archive.matching.source_resolver import SourceRef, SourceResolver
from archive.models import Extract, KnownItem
from archive.models.known_item import month_number, searched_words
from ingest.rules import STAND_IN
from ingest.same_article import (
    OPENING,
    article_key,
    does_lead_fit,
    key_range,
    neighbouring_days,
    neighbouring_keys,
    opening_of,
)
from ingest.same_article.similar_titles import are_similar
from ingest.values import ListedItem

KNOWN_FIELDS = (
    "source",
    "published_on",
    "title",
    "lead",
    "key",
    "match_key",
    "article",
    "is_ambiguous",
    "is_title_similar",
    "id",
)


@dataclass(frozen=True, slots=True)
class Link:
    """The article (id) that an item means; None if none fits, or several.

    `is_title_similar` is true if the titles are not equal, but spellings of one title.
    """

    article_id: int | None = None
    is_ambiguous: bool = False
    is_title_similar: bool = False


@dataclass(frozen=True, slots=True)
class _ExistingArticle:
    """An article of the archive that an item could mean, with values of one of its extracts.

    `article` is the id of the article, `key` the `article_key` of the extract, and `opening` the
    first letters of the extract's body (`opening_of`).
    """

    article: int
    key: str
    opening: str


@dataclass(frozen=True, slots=True)
class _TitledExtract:
    """An extract (id) with its title, its day key and the id of its article."""

    pk: int
    article: int
    day_key: str
    title: str


@dataclass(slots=True)
class KnownRow:
    """The values of a KnownItem, without the Django model, so that objects are created faster.

    The attributes are those columns of KnownItem that are in KNOWN_FIELDS. `pk` is 0 until the item
    is stored.
    """

    source_id: int | None
    published_on: date | None
    title: str
    lead: str
    key: str
    match_key: str
    article_id: int | None = None
    is_ambiguous: bool = False
    is_title_similar: bool = False
    pk: int = 0

    @classmethod
    def of(cls, item: ListedItem, source: SourceRef | None, key: str, match_key: str) -> "KnownRow":
        source_id = source.pk if source else None
        return cls(source_id, item.published, item.title, item.lead, key, match_key)

    @property
    def is_named(self) -> bool:
        """Return True if the list on the page has both the title and the date of the article."""
        return bool(self.title and self.published_on)

    @property
    def link(self) -> Link:
        return Link(self.article_id, self.is_ambiguous, self.is_title_similar)

    @link.setter
    def link(self, link: Link) -> None:
        self.article_id = link.article_id
        self.is_ambiguous = link.is_ambiguous
        self.is_title_similar = link.is_title_similar

    def fits(self, key: str, opening: str) -> bool | None:
        """Return True if the item means the article of an extract with this `key` and `opening`.

        `key` is the `article_key` of the extract, and `opening` the first letters of its body.
        Return None if source, date and title are equal, but the lead of the item is missing or too
        short to be compared with `opening`.
        """
        fit = does_lead_fit(self.lead, opening)
        if fit is None and self.is_named and key == self.match_key:
            return None
        return bool(fit)

    def columns(self) -> dict[str, Any]:
        """Return the value of each column of a new item, except its id."""
        day = self.published_on
        return {
            **{name: getattr(self, name) for name in ("title", "lead", "key", "match_key")},
            "source": self.source_id,
            "published_on": day.isoformat() if day else None,
            "article": self.article_id,
            "is_ambiguous": self.is_ambiguous,
            "is_title_similar": self.is_title_similar,
            "month": month_number(day),
            "title_words": searched_words(self.title or self.lead),
        }


def stored_items(items: QuerySet[KnownItem]) -> dict[int, KnownRow]:
    """Return a dict from id to item."""
    return {row[-1]: KnownRow(*row) for row in items.values_list(*KNOWN_FIELDS)}


def similar_days(untitled_key: str) -> list[str]:
    """Return the day keys of the articles whose titles are compared with the title of an item.

    `untitled_key` is the `article_key` of the item without a title. The result has its source and
    its day, the day before, the day after, and its month: the date of an article can be known only
    to the month.
    """
    return [key for key in neighbouring_keys(untitled_key) if not key.endswith("0000")]


class ArticleFinder:
    """Finds the articles that known items mean, for one batch of an import.

    The articles of a day are loaded once, so a finder must not be used after the next batch.
    """

    def __init__(self, sources: SourceResolver) -> None:
        self._sources = sources
        self._days: dict[str, list[_ExistingArticle]] = {}
        self._titles: dict[str, list[_TitledExtract]] = {}

    def link(self, items: Collection[KnownRow]) -> list[KnownRow]:
        """Set the article that each of these items means, without saving the items.

        Return the items that changed.
        """
        keys = [(item, self._keys(item)) for item in items]
        by_key = _existing_by_key({key for _, own in keys for key in own})
        self._load_days({key for item in items for key in self._day_keys(item)})
        links = [
            _decide(
                item,
                [extract for key in own for extract in by_key.get(key, ())] + self._of_day(item),
            )
            for item, own in keys
        ]
        none = [item for (item, _), link in zip(keys, links, strict=True) if link == Link()]
        similar = self._by_similar_titles(none)
        changed = []
        for (item, _), link in zip(keys, links, strict=True):
            link = similar.get(item.key, link)
            if link != item.link:
                item.link = link
                changed.append(item)
        return changed

    def _untitled_key(self, item: KnownRow) -> str:
        """Return the `article_key` of an item with a date, without its title."""
        assert item.published_on
        return article_key(self._sources.slug(item.source_id), item.published_on.isoformat(), "")

    def _keys(self, item: KnownRow) -> list[str]:
        """Return the keys (`article_key`) that the article of an item can have.

        The result has keys with the title of the item, and keys without a title, because pages of
        some layouts have no titles. If the item has no title or no date, the result is empty.
        """
        if not item.is_named:
            return []
        return neighbouring_keys(item.match_key) + neighbouring_days(self._untitled_key(item))

    def _day_keys(self, item: KnownRow) -> list[str]:
        """Return the day keys that the article of an item without a title can have.

        A day key is made of the item's source and a day: the day of the item, the day before, or
        the day after. The list is empty if the item has a title, or has no date or no source.
        """
        if item.title or not item.published_on or not item.source_id:
            return []
        return neighbouring_days(self._untitled_key(item))

    def _of_day(self, item: KnownRow) -> list[_ExistingArticle]:
        """Return the articles that an item without a title or without a date could mean.

        For an item with both title and date, the list is empty, because the articles for this item
        are found by `_keys`.
        """
        if item.title and not item.published_on:
            first, last = key_range(item.match_key)
            extracts = Extract.objects.filter(key__gte=first, key__lte=last).order_by("-pk")[:100]
            return [existing for _, existing in _existing_articles(extracts)]
        return [existing for key in self._day_keys(item) for existing in self._days[key]]

    def _load_days(self, keys: set[str]) -> None:
        """Load the articles with these day keys (source and day), except those that are loaded."""
        missing = keys - self._days.keys()
        self._days |= {key: [] for key in missing}
        latest = select_latest(Extract, "day_key", missing, MOST_OF_DAY)
        for part in in_slices([pk for pks in latest.values() for pk in pks], 500):
            for key, existing in _existing_articles(Extract.objects.filter(pk__in=part).order_by()):
                self._days[key].append(existing)

    def _by_similar_titles(self, items: Iterable[KnownRow]) -> dict[str, Link]:
        """Return the links of those items that mean an article with a similar title, by their keys.

        An article with a similar title fits if its source is the same, and:

        - it is of the same day, and the lead of the item fits or is too short to be compared
        - or its date is one day off, or only the month is known, and the lead fits

        An item is linked only if exactly one article fits.
        """
        days = {
            item.key: similar_days(self._untitled_key(item))
            for item in (named for named in items if named.is_named and named.source_id)
        }
        rows = [item for item in items if item.key in days]
        self._load_titles({key for own in days.values() for key in own})
        similar = {
            item.key: [
                extract
                for key in days[item.key]
                for extract in self._titles[key]
                if are_similar(item.title, extract.title)
            ]
            for item in rows
        }
        openings = _openings({extract.pk for found in similar.values() for extract in found})
        links = {}
        for item in rows:
            own_day = self._untitled_key(item)
            fits = {
                extract.article
                for extract in similar[item.key]
                if does_lead_fit(item.lead, openings[extract.pk])
                in ((True, None) if extract.day_key == own_day else (True,))
            }
            if len(fits) == 1:
                links[item.key] = Link(fits.pop(), is_title_similar=True)
        return links

    def _load_titles(self, keys: set[str]) -> None:
        """Load the titles of the extracts with these day keys, except those that are loaded."""
        missing = keys - self._titles.keys()
        self._titles |= {key: [] for key in missing}
        latest = select_latest(Extract, "day_key", missing, MOST_OF_DAY)
        for part in in_slices([pk for pks in latest.values() for pk in pks], 500):
            rows = Extract.objects.filter(pk__in=part).order_by()
            read = rows.annotate(parsed=KT("fields__title__value"), rule=KT("fields__title__rule"))
            columns = ("pk", "article_id", "day_key", "parsed", "rule")
            for pk, article, day_key, title, rule in read.values_list(*columns):
                if title and rule != STAND_IN:
                    self._titles[day_key].append(_TitledExtract(pk, article, day_key, title))


def _existing_articles(extracts: QuerySet[Extract]) -> list[tuple[str, _ExistingArticle]]:
    """Return a pair (day key, article) for each of these extracts; for day keys see `_day_keys`."""
    rows = extracts.annotate(beginning=Substr("body", 1, OPENING))
    values = rows.values_list("day_key", "article_id", "key", "beginning")
    return [
        (day, _ExistingArticle(article, key, opening_of(beginning)))
        for day, article, key, beginning in values
    ]


def _existing_by_key(keys: Iterable[str]) -> dict[str, list[_ExistingArticle]]:
    by_key: dict[str, list[_ExistingArticle]] = defaultdict(list)
    latest = select_latest(Extract, "key", set(keys), MOST_CANDIDATES)
    for part in in_slices([pk for pks in latest.values() for pk in pks], 500):
        for _day, existing in _existing_articles(Extract.objects.filter(pk__in=part).order_by()):
            by_key[existing.key].append(existing)
    return by_key


def _openings(extracts: Collection[int]) -> dict[int, str]:
    """Return a dict from the id of each of these extracts to its `opening_of`."""
    openings: dict[int, str] = {}
    for part in in_slices(extracts, 500):
        rows = Extract.objects.filter(pk__in=part).annotate(beginning=Substr("body", 1, OPENING))
        for pk, beginning in rows.order_by().values_list("pk", "beginning"):
            openings[pk] = opening_of(beginning)
    return openings


def _decide(item: KnownRow, existing: Sequence[_ExistingArticle]) -> Link:
    """Return the link of an item to the article that it means, if the titles are not different.

    The caller passes in `existing` only articles whose source, title and date do not contradict the
    item. Three conditions are tried in the order below, until one or more articles meet a
    condition; these articles fit. If several articles fit, the item is ambiguous. The link has an
    article only if exactly one article fits. The lead of the item fits if the text of the article
    begins with the lead.

    1. source, date and title are equal, and the lead fits
    2. source, date and title are equal, and the lead is too short to be compared
    3. the lead fits; the title can be missing, and the date can be unknown or differ by a day
    """
    fits = [(extract, item.fits(extract.key, extract.opening)) for extract in existing]
    choices = (
        {
            extract.article
            for extract, fit in fits
            if fit and item.is_named and extract.key == item.match_key
        },
        {extract.article for extract, fit in fits if fit is None},
        {extract.article for extract, fit in fits if fit},
    )
    articles = next(filter(None, choices), set())
    return Link(next(iter(articles))) if len(articles) == 1 else Link(None, bool(articles))
