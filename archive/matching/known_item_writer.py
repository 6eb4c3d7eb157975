"""Stores known items: the articles that saved pages list, whether or not the archive has them.

A page lists other articles, for example under "More From KCNA Watch". An item of such a list is
linked to its article if exactly one article of the archive fits. If several articles fit, the item
is ambiguous. If none fits, the item is wanted. The *lead* of an item is the beginning of the
article's text, as the list shows it.

The article is chosen when the item is stored, and again whenever an article that could fit is
imported or parsed again. So the order in which files are imported makes no difference.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Substr

from archive.database.bulk import (
    in_slices,
    insert_returning,
    insert_rows,
    select_in,
    select_latest,
    update_rows,
)
from archive.matching.lookup_keys import MOST_CANDIDATES, MOST_OF_DAY, LookupKeys
from archive.matching.source_resolver import SourceRef, SourceResolver
from archive.models import Extract, KnownItem, Sighting
from ingest.same_article import (
    OPENING,
    article_key,
    does_lead_fit,
    item_keys,
    key_range,
    neighbouring_days,
    neighbouring_keys,
    opening_of,
)
from ingest.values import ListedItem

_Name = tuple[str, date | None, str, str]  # source, date, title, lead

_FIELDS = (
    "source",
    "published_on",
    "title",
    "lead",
    "key",
    "match_key",
    "article",
    "is_ambiguous",
    "id",
)
_MOST_RECENT = 20_000  # the largest number of items whose ids are cached, in about 10 MB


@dataclass(frozen=True, slots=True)
class _Listed:
    """One item of the list on a saved page, with its source and its two keys.

    `key` identifies the known item. `match_key` is the expected `article_key` of the article that
    the item means. Both keys are made by `item_keys`.
    """

    item: ListedItem
    source: SourceRef | None
    key: str
    match_key: str

    @property
    def sighting(self) -> tuple[int, int, int, str]:
        return self.item.position, *self.item.span, self.key


@dataclass(frozen=True, slots=True)
class _ExistingArticle:
    """An article of the archive that an item could mean, with values of one of its extracts.

    `article` is the id of the article, `key` the `article_key` of the extract, and `opening` the
    first letters of the extract's body (`opening_of`).
    """

    article: int
    key: str
    opening: str


@dataclass(slots=True)
class _Known:
    """The values of a KnownItem, without the Django model, so that objects are created faster.

    The attributes are columns of KnownItem. `pk` is 0 until the item is stored.
    """

    source_id: int | None
    published_on: date | None
    title: str
    lead: str
    key: str
    match_key: str
    article_id: int | None = None
    is_ambiguous: bool = False
    pk: int = 0

    @classmethod
    def of(cls, listed: _Listed) -> "_Known":
        item, source = listed.item, listed.source
        source_id = source.pk if source else None
        return cls(source_id, item.published, item.title, item.lead, listed.key, listed.match_key)

    @property
    def is_named(self) -> bool:
        """Return True if the list on the page has both the title and the date of the article."""
        return bool(self.title and self.published_on)

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

    def values(self) -> tuple[Any, ...]:
        """Return the values of `_FIELDS` except the id."""
        day = self.published_on.isoformat() if self.published_on else None
        return (
            *(self.source_id, day, self.title, self.lead),
            *(self.key, self.match_key, self.article_id, self.is_ambiguous),
        )


class KnownItemWriter:
    """Stores known items and their sightings; the caller opens the transaction."""

    def __init__(self, sources: SourceResolver) -> None:
        self.sources = sources
        # The ids of stored items, by the values in the list of a page. Many pages list the same
        # items, so most items of a page are found in this cache.
        self._recent: dict[_Name, int] = {}
        # The articles with each day key (source and day). This dict is emptied for each batch.
        self._days: dict[str, list[_ExistingArticle]] = {}

    def record(
        self, listings: Mapping[int, Sequence[ListedItem]], arrivals: Sequence[LookupKeys]
    ) -> None:
        """Store the items that captures list, and link items to the articles that they mean.

        `listings` maps the id of each capture to the items in its list. `arrivals` has the keys of
        new extracts. A stored item that could mean the article of a new extract is linked again.
        """
        self._days = {}
        new = self._write_items([item for items in listings.values() for item in items])
        sightings = [
            (capture, self._recent[_name(item)], item.position, *item.span)
            for capture, items in listings.items()
            for item in items
        ]
        insert_rows(Sighting, ("capture", "known_item", "position", "start", "end"), sightings)
        self._relink(
            {
                item.pk: item
                for item, lookup in self._items_near(arrivals)
                if item.pk not in new and item.fits(lookup.key, lookup.opening) is not False
            }
        )

    def forget(self) -> None:
        """Empty the cache of item ids, because some items were rolled back or deleted."""
        self._recent.clear()

    def relink(self, lookups: Sequence[LookupKeys], articles: Collection[int]) -> None:
        """Choose again to which article a stored known item is linked, after a reparse of extracts.

        `lookups` has the keys of these extracts, and `articles` the ids of their articles. The
        article is chosen again for each item that could mean one of the extracts, and for each item
        that is linked to one of the articles.
        """
        self._days = {}
        items = {item.pk: item for item, _lookup in self._items_near(lookups)}
        for part in in_slices(articles):
            items |= _stored(KnownItem.objects.filter(article__in=part))
        self._relink(items)

    def _relink(self, items: Mapping[int, _Known]) -> None:
        links = [
            (item.article_id, item.is_ambiguous, item.pk) for item in self._link(items.values())
        ]
        update_rows(KnownItem, ("article", "is_ambiguous"), links)

    def differs(self, capture: int, items: Sequence[ListedItem]) -> bool:
        """Return True if these items differ from the stored items of a capture (by id)."""
        fields = ("position", "start", "end", "known_item__key")
        existing = (
            Sighting.objects.filter(capture=capture).order_by("position").values_list(*fields)
        )
        return list(existing) != [self._listed(item).sighting for item in items]

    def replace(self, capture: int, items: Sequence[ListedItem]) -> None:
        """Store these items as the list of a capture (by id); they replace the stored list.

        Known items that no capture lists any more are deleted.
        """
        sightings = Sighting.objects.filter(capture=capture)
        existing = list(sightings.values_list("known_item", flat=True))
        sightings.delete()
        self.record({capture: items}, ())
        KnownItem.objects.filter(pk__in=existing, sightings__isnull=True).delete()
        self.forget()

    def _listed(self, item: ListedItem) -> _Listed:
        source = self.sources.find(item.source)
        day = item.published.isoformat() if item.published else ""
        return _Listed(
            item, source, *item_keys(source.slug if source else "", day, item.title, item.lead)
        )

    def _write_items(self, items: Sequence[ListedItem]) -> set[int]:
        """Store the items that are new, linked to their articles; return the ids of the new items.

        Afterwards the cache `_recent` has the ids of all these items, new or not.
        """
        if len(self._recent) > _MOST_RECENT:
            self.forget()
        listed = {
            name: self._listed(item)
            for name, item in {_name(item): item for item in items}.items()
            if name not in self._recent
        }
        self.sources.write_new(item.source for item in listed.values())
        known: dict[str, int] = dict(
            select_in(KnownItem, ("key", "id"), "key", {item.key for item in listed.values()})
        )
        missing: dict[str, _Known] = {}
        for listed_item in listed.values():
            if listed_item.key not in known and listed_item.key not in missing:
                missing[listed_item.key] = _Known.of(listed_item)
        self._link(missing.values())
        new = insert_returning(
            KnownItem, _FIELDS[:-1], [item.values() for item in missing.values()]
        )
        known |= zip(missing, new, strict=True)
        self._recent |= {name: known[item.key] for name, item in listed.items()}
        return set(new)

    def _items_near(self, lookups: Sequence[LookupKeys]) -> Iterator[tuple[_Known, LookupKeys]]:
        """Yield pairs (stored item, keys of an extract that may be of the same article).

        `lookups` has the keys of the extracts. Only source, title and date are compared, not the
        lead.
        """
        keys = [
            neighbouring_keys(lookup.key)
            + (neighbouring_days(lookup.untitled_key) if lookup.is_dated else [])
            for lookup in lookups
        ]
        by_key: dict[str, list[_Known]] = defaultdict(list)
        wanted = set(chain.from_iterable(keys))
        latest = select_latest(KnownItem, "match_key", wanted, MOST_CANDIDATES)
        ids = [pk for pks in latest.values() for pk in pks]
        for row in sorted(select_in(KnownItem, _FIELDS, "id", ids), key=itemgetter(-1)):
            item = _Known(*row)
            by_key[item.match_key].append(item)
        for lookup, own in zip(lookups, keys, strict=True):
            yield from ((item, lookup) for key in own for item in by_key.get(key, ()))
            items: dict[int, _Known] = {}
            if lookup.day_keys and lookup.source and lookup.source.pk is not None:
                days = [date.fromisoformat(key[-8:]) for key in lookup.day_keys]
                items = _stored(
                    KnownItem.objects.filter(source=lookup.source.pk, published_on__in=days)
                )
            elif not lookup.is_dated:
                first, last = key_range(lookup.key)
                items = _stored(KnownItem.objects.filter(match_key__gte=first, match_key__lte=last))
            yield from ((item, lookup) for item in items.values())

    def _link(self, items: Collection[_Known]) -> list[_Known]:
        """Set the article that each of these items means, without saving the items.

        Return the items that changed.
        """
        keys = [(item, self._keys(item)) for item in items]
        by_key = _existing_by_key({key for _, own in keys for key in own})
        self._load_days({key for item in items for key in self._day_keys(item)})
        changed = []
        for item, own in keys:
            link = _decide(
                item,
                [extract for key in own for extract in by_key.get(key, ())] + self._of_day(item),
            )
            if link != (item.article_id, item.is_ambiguous):
                item.article_id, item.is_ambiguous = link
                changed.append(item)
        return changed

    def _keys(self, item: _Known) -> list[str]:
        """Return the keys (`article_key`) that the article of an item can have.

        The result has keys with the title of the item, and keys without a title, because pages of
        some layouts have no titles. If the item has no title or no date, the result is empty.
        """
        if not item.title or not item.published_on:
            return []
        slug = self.sources.slug(item.source_id)
        untitled = article_key(slug, item.published_on.isoformat(), "")
        return neighbouring_keys(item.match_key) + neighbouring_days(untitled)

    def _day_keys(self, item: _Known) -> list[str]:
        """Return the day keys that the article of an item without a title can have.

        A day key is made of the item's source and a day: the day of the item, the day before, or
        the day after. The list is empty if the item has a title, or has no date or no source.
        """
        if item.title or not item.published_on or not item.source_id:
            return []
        slug = self.sources.slug(item.source_id)
        return neighbouring_days(article_key(slug, item.published_on.isoformat(), ""))

    def _of_day(self, item: _Known) -> list[_ExistingArticle]:
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


def _stored(items: QuerySet[KnownItem]) -> dict[int, _Known]:
    return {row[-1]: _Known(*row) for row in items.values_list(*_FIELDS)}


def _name(item: ListedItem) -> _Name:
    return item.source, item.published, item.title, item.lead


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


def _decide(item: _Known, existing: Sequence[_ExistingArticle]) -> tuple[int | None, bool]:
    """Return (id of the article that an item means, True if the item is ambiguous).

    The caller passes in `existing` only articles whose source, title and date do not contradict the
    item. Three conditions are tried in the order below, until one or more articles meet a
    condition; these articles fit. If several articles fit, the item is ambiguous. The id is None
    unless exactly one article fits. The lead of the item fits if the text of the article begins
    with the lead.

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
    return (next(iter(articles)), False) if len(articles) == 1 else (None, bool(articles))
