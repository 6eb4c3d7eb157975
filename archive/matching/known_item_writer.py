"""Stores known items: the articles that saved pages list, whether or not the archive has them.

A page lists other articles, for example under "More From KCNA Watch". An item of such a list is
linked to its article if exactly one article of the archive fits. If several articles fit, the item
is ambiguous. If none fits, the item is wanted. The *lead* of an item is the beginning of the
article's text, as the list shows it.

The article is chosen when the item is stored, and again whenever an article that could fit is
imported or parsed again. So the order in which files are imported makes no difference.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from operator import itemgetter

from django.db.models import Q

from archive.database.bulk import (
    in_slices,
    insert_returning,
    insert_rows,
    select_in,
    select_latest,
    update_rows,
)
from archive.matching.known_item_links import (
    KNOWN_FIELDS,
    ArticleFinder,
    KnownRow,
    stored_items,
)
from archive.matching.lookup_keys import MOST_CANDIDATES, LookupKeys
from archive.matching.source_resolver import SourceRef, SourceResolver
from archive.models import KnownItem, Sighting
from ingest.partial_date import PartialDate
from ingest.same_article import (
    item_keys,
    key_range,
    neighbouring_days,
    neighbouring_keys,
)
from ingest.same_article.similar_titles import are_similar
from ingest.values import ListedItem

_Name = tuple[str, date | None, str, str]  # source, date, title, lead

_LAST_DAY = date.max.toordinal()
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


class KnownItemWriter:
    """Stores known items and their sightings; the caller opens the transaction."""

    def __init__(self, sources: SourceResolver) -> None:
        self.sources = sources
        # The ids of stored items, by the values in the list of a page. Many pages list the same
        # items, so most items of a page are found in this cache.
        self._recent: dict[_Name, int] = {}
        self._finder = ArticleFinder(sources)

    def record(
        self, listings: Mapping[int, Sequence[ListedItem]], arrivals: Sequence[LookupKeys]
    ) -> None:
        """Store the items that captures list, and link items to the articles that they mean.

        `listings` maps the id of each capture to the items in its list. `arrivals` has the keys of
        new extracts. A stored item that could mean the article of a new extract is linked again.
        """
        self._finder = ArticleFinder(self.sources)
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
            | self._items_with_similar_titles(arrivals)
        )

    def forget(self) -> None:
        """Empty the cache of item ids, because some items were rolled back or deleted."""
        self._recent.clear()

    def relink(self, lookups: Sequence[LookupKeys], articles: Collection[int]) -> None:
        """Choose again to which article a stored known item is linked, after a reparse of extracts.

        `lookups` has the keys of these extracts, those before and those after the reparse, and
        `articles` the ids of their articles. The article is chosen again for each item that could
        mean one of the extracts, and for each item that is linked to one of the articles.
        """
        self._finder = ArticleFinder(self.sources)
        items = {item.pk: item for item, _lookup in self._items_near(lookups)}
        items |= self._items_with_similar_titles(lookups)
        for part in in_slices(articles):
            items |= stored_items(KnownItem.objects.filter(article__in=part))
        self._relink(items)

    def relink_listed(self, captures: Collection[int]) -> bool:
        """Choose again the articles of the items that captures (ids) list; True if some changed.

        An older Dateline linked them by other rules. Only wanted items can be linked by the newer
        rules, and only they are looked at.
        """
        self._finder = ArticleFinder(self.sources)
        return self._relink(
            stored_items(
                KnownItem.objects.wanted().filter(sightings__capture__in=captures).order_by()
            )
        )

    def _relink(self, items: Mapping[int, KnownRow]) -> bool:
        links = [
            (item.article_id, item.is_ambiguous, item.is_title_similar, item.pk)
            for item in self._finder.link(items.values())
        ]
        update_rows(KnownItem, ("article", "is_ambiguous", "is_title_similar"), links)
        return bool(links)

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
        missing: dict[str, KnownRow] = {}
        for row in listed.values():
            if row.key not in known and row.key not in missing:
                missing[row.key] = KnownRow.of(row.item, row.source, row.key, row.match_key)
        self._finder.link(missing.values())
        new: list[int] = []
        if missing:
            rows = [item.columns() for item in missing.values()]
            new = insert_returning(KnownItem, list(rows[0]), [list(row.values()) for row in rows])
        known |= zip(missing, new, strict=True)
        self._recent |= {name: known[item.key] for name, item in listed.items()}
        return set(new)

    def _items_near(self, lookups: Sequence[LookupKeys]) -> Iterator[tuple[KnownRow, LookupKeys]]:
        """Yield pairs (stored item, keys of an extract that may be of the same article).

        `lookups` has the keys of the extracts. Only source, title and date are compared, not the
        lead.
        """
        keys = [
            neighbouring_keys(lookup.key)
            + (neighbouring_days(lookup.untitled_key) if lookup.is_dated else [])
            for lookup in lookups
        ]
        by_key: dict[str, list[KnownRow]] = defaultdict(list)
        wanted = set(chain.from_iterable(keys))
        latest = select_latest(KnownItem, "match_key", wanted, MOST_CANDIDATES)
        ids = [pk for pks in latest.values() for pk in pks]
        for row in sorted(select_in(KnownItem, KNOWN_FIELDS, "id", ids), key=itemgetter(-1)):
            item = KnownRow(*row)
            by_key[item.match_key].append(item)
        for lookup, own in zip(lookups, keys, strict=True):
            yield from ((item, lookup) for key in own for item in by_key.get(key, ()))
            items: dict[int, KnownRow] = {}
            if lookup.day_keys and lookup.source and lookup.source.pk is not None:
                days = [date.fromisoformat(key[-8:]) for key in lookup.day_keys]
                items = stored_items(
                    KnownItem.objects.filter(source=lookup.source.pk, published_on__in=days)
                )
            elif not lookup.is_dated:
                first, last = key_range(lookup.key)
                items = stored_items(
                    KnownItem.objects.filter(match_key__gte=first, match_key__lte=last)
                )
            yield from ((item, lookup) for item in items.values())

    def _items_with_similar_titles(self, lookups: Sequence[LookupKeys]) -> dict[int, KnownRow]:
        """Return the stored items, by id, whose titles are similar to the title of an extract.

        `lookups` has the keys of the extracts. Source and date are compared as in `ArticleFinder`.
        Items that are linked to an article for another reason, or are ambiguous, are left out.
        """
        titles: dict[tuple[int, date], list[str]] = defaultdict(list)
        for lookup in lookups:
            if lookup.title and lookup.source and lookup.source.pk is not None:
                for day in _days_near(PartialDate.parse(lookup.published)):
                    titles[lookup.source.pk, day].append(lookup.title)
        if not titles:
            return {}
        undecided = Q(article__isnull=True, is_ambiguous=False) | Q(is_title_similar=True)
        sources = {source for source, _day in titles}
        items: dict[int, KnownRow] = {}
        for days in in_slices(sorted({day for _source, day in titles})):
            items |= stored_items(
                KnownItem.objects.filter(
                    undecided, source__in=sources, published_on__in=days
                ).order_by()
            )
        return {
            item.pk: item
            for item in items.values()
            if item.source_id and item.published_on and item.title
            if any(
                are_similar(item.title, title)
                for title in titles.get((item.source_id, item.published_on), ())
            )
        }


def _days_near(published: PartialDate) -> list[date]:
    """Return the days of the items that an article with this date can be.

    They are the day of the article, the day before and the day after, or all days of its month. If
    the month is not known, the list is empty.
    """
    if not published.month:
        return []
    first, last = published.first_day, published.last_day
    around = 1 if published.precision == "day" else 0
    numbers = range(first.toordinal() - around, last.toordinal() + around + 1)
    return [date.fromordinal(number) for number in numbers if 1 <= number <= _LAST_DAY]


def _name(item: ListedItem) -> _Name:
    return item.source, item.published, item.title, item.lead
