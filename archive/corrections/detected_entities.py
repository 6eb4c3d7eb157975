"""Finds the entities of names that were detected automatically; creates missing entities.

A detected name means the entity of the same kind that has the name as a spelling. Spellings are
compared by their letters and digits (`name_key`). For a ri or dong (a village or a city quarter),
the entity must also be in the county or city in which the name finder placed the name.

Decisions of staff apply:

- A name that staff split off from an entity means the new entity.
- An alias that staff banned for an entity does not mean this entity. If no other entity has the
  alias, it means no entity. A ban applies only to the banned words: a spelling that differs from
  the banned words in its hyphens can still mean the entity.
- Mergers make no difference here, because a mention always belongs to the entity that has its
  spelling.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import FilteredRelation, Q
from django.utils.text import slugify

from archive.database.bulk import insert_objects, insert_rows, select_in, unsaved
from archive.models import ArchiveVersion, Entity, EntityName, OldSlug, Version
from ingest.mentions.spelling import fold, name_key
from ingest.values import MentionSpan

_SLUG_LENGTH = 100
# The largest number of names in the cache: they take about 33 MB. If the cache has more names, all
# are removed. After a few files, it contains the frequent names again.
_MOST_REMEMBERED = 100_000

_key = lru_cache(maxsize=1 << 16)(name_key)  # articles name the same entities again and again
_fold = lru_cache(maxsize=1 << 16)(fold)


class DetectedName(NamedTuple):
    """The values that decide which entity a detected name means.

    `kind` is the kind of the entity, and `key` the `name_key` of the name. `parent` is the slug of
    the place that contains a detected place; for other kinds it is "". `words` are the words in the
    text in lower case (`fold`); they are compared with banned aliases.
    """

    kind: str
    key: str
    parent: str
    words: str

    @classmethod
    def of(cls, span: MentionSpan) -> "DetectedName":
        """Return the DetectedName of a mention whose name was detected automatically."""
        parent = span.site if span.kind == Entity.Kind.PLACE else ""
        return cls(span.kind, _key(span.name), parent, _fold(span.text[:300]))

    @property
    def identity(self) -> tuple[str, str, str]:
        """Return (kind, key, parent); one entity is created for all names with the same identity.

        For example, "Undok Coal-mining Complex" and "UNDOK Coal Mining Complex" have the same
        identity.
        """
        return self[:3]


class DetectedEntities:
    """Finds and creates the entities of detected names; caches their ids between transactions.

    An import uses one object for all its batches. The cache is cleared if somebody else changes the
    archive, because staff may have decided about a name.
    """

    def __init__(self) -> None:
        self._remembered: dict[DetectedName, int] = {}
        self._new: dict[DetectedName, int] = {}
        self._version: Version | None = None

    def find_or_create(self, spans: Iterable[MentionSpan]) -> dict[DetectedName, int]:
        """Return the id of the entity of each detected name; create missing entities.

        `spans` can contain mentions of listed entities; they are ignored. Banned names are not in
        the result. The caller must have started a transaction.
        """
        first: dict[DetectedName, MentionSpan] = {}
        for span in spans:
            if span.name and _key(span.name):
                known = first.setdefault(DetectedName.of(span), span)
                if span.site and not known.site:
                    first[DetectedName.of(span)] = span
        if not first:
            return {}
        if self._version is None or self._version != ArchiveVersion.current():
            self._remembered = {}
        ids = {
            name: cached[name]
            for cached in (self._remembered, self._new)
            for name in first
            if name in cached
        }
        uncached = [name for name in first if name not in ids]
        if uncached:
            stored, banned = _find(uncached)
            missing = {
                name: first[name] for name in uncached if name not in stored and name not in banned
            }
            stored |= _create(missing) if missing else {}
            self._new |= stored
            ids |= stored
        return ids

    def committed(self, version: Version) -> None:
        """Add the ids that a transaction used to the cache, after the transaction was committed.

        `version` is the archive version that the transaction stored. Each change of the archive
        raises the number of the version by one. If the number is more than one higher than at the
        last call, somebody else changed the archive in between. Then all earlier ids are removed
        from the cache.
        """
        if (self._version is not None and version.number != self._version.number + 1) or len(
            self._remembered
        ) > _MOST_REMEMBERED:
            self._remembered = {}
        self._remembered |= self._new
        self._new = {}
        self._version = version

    def forget(self) -> None:
        """Clear the cache, because the transaction was rolled back."""
        self._remembered, self._new, self._version = {}, {}, None


def find_or_create_entities(spans: Iterable[MentionSpan]) -> dict[DetectedName, int]:
    """Return the id of the entity of each detected name, without a cache; create missing entities.

    For details see `DetectedEntities.find_or_create`.
    """
    return DetectedEntities().find_or_create(spans)


def known_ids(spans: Iterable[MentionSpan]) -> dict[str | DetectedName, int | None]:
    """Return the id of the entity of each mention, as a dict; do not create entities.

    For a mention of a listed entity, the key in the dict is the slug of the entity. For a detected
    name, the key is its DetectedName; the value is None if the name is banned. A mention whose
    entity does not exist is not in the dict.
    """
    slugs: set[str] = set()
    names: set[DetectedName] = set()
    for span in spans:
        if span.name:
            names.add(DetectedName.of(span))
        else:
            slugs.add(span.entity)
    stored, banned = _find(names) if names else ({}, set())
    ids: dict[str | DetectedName, int | None] = dict(
        Entity.objects.filter(slug__in=slugs).values_list("slug", "pk")
    )
    for name in (*stored, *banned):
        ids[name] = stored.get(name)
    return ids


def _find(names: Iterable[DetectedName]) -> tuple[dict[DetectedName, int], set[DetectedName]]:
    """Return a dict from name to the id of the entity that it means, and a set of banned names.

    A name is banned if it is a spelling of one or more entities, and staff banned it for all of
    them. A name that is not a spelling of any entity is neither in the dict nor in the set.
    """
    targets = _merger_targets(name.parent for name in names)
    resolved_names = {
        name: name._replace(parent=targets.get(name.parent, name.parent)) for name in names
    }
    keys = {name.key for name in resolved_names}
    spelled = list(select_in(EntityName, ("entity", "key", "kind"), "key", keys))
    if not spelled:
        return {}, set()
    rows, never = _owners({row[0] for row in spelled})
    owners: dict[tuple[str, str, str], dict[int, bool]] = defaultdict(dict)
    # A name means the first entity for which it is not banned, in this order: listed entities, then
    # detected entities; lower ids first.
    for pk, key, name_kind in sorted(spelled, key=lambda row: (not rows[row[0]][1], row[0])):
        kind, _is_listed, parent = rows[pk]
        identity = (kind, key, parent or "" if kind == Entity.Kind.PLACE else "")
        is_linked = owners[identity].get(pk, False) or name_kind != EntityName.Kind.BANNED
        owners[identity][pk] = is_linked
    stored: dict[DetectedName, int] = {}
    banned: set[DetectedName] = set()
    for name, resolved in resolved_names.items():
        candidates = owners.get(resolved.identity, {})
        meant = next(
            (
                pk
                for pk, is_linked in candidates.items()
                if is_linked and resolved.words not in never.get(pk, ())
            ),
            None,
        )
        if meant is not None:
            stored[name] = meant
        elif candidates:
            banned.add(name)
    return stored, banned


def _owners(
    ids: Collection[int],
) -> tuple[dict[int, tuple[str, bool, str | None]], dict[int, set[str]]]:
    """Return two dicts about the entities with these ids; the keys of both are the ids.

    The values of the first dict are tuples (kind, is_listed, slug of the parent). `is_listed` is
    True for an entity that is in our data files or was accepted by staff. The parent of a place is
    the place that contains it. The slug is None for an entity without a parent. The values of the
    second dict are the banned aliases of the entity, in lower case (`fold`).
    """
    banned = FilteredRelation("names", condition=Q(names__kind=EntityName.Kind.BANNED))
    entities = Entity.objects.filter(pk__in=ids).order_by().annotate(ban=banned)
    rows: dict[int, tuple[str, bool, str | None]] = {}
    never: dict[int, set[str]] = defaultdict(set)
    for pk, kind, is_listed, parent, name in entities.values_list(
        "pk", "kind", "is_listed", "parent__slug", "ban__name"
    ):
        rows[pk] = (kind, is_listed, parent)
        if name:
            never[pk].add(fold(name))
    return rows, never


def _merger_targets(slugs: Iterable[str]) -> dict[str, str]:
    """Return a dict from slug to slug: from each merged place to the target of its merger.

    Slugs of places that are not merged are not in the result.
    """
    named = set(slugs) - {""}
    merged = (
        Entity.objects.filter(slug__in=named, merged_into__isnull=False)
        if named
        else Entity.objects.none()
    )
    return {
        slug: target for slug, target in merged.values_list("slug", "merged_into__slug") if target
    }


def _create(missing: Mapping[DetectedName, MentionSpan]) -> dict[DetectedName, int]:
    """Create one entity for all names with the same `identity`; return the entity id of each name.

    `missing` maps each name to one of its mentions. The entity gets the name and the place (`site`)
    of the first mention, in the order of `missing`, for which the name finder found a place. If it
    found no place for any mention, the entity gets the name of the first mention.
    """
    first: dict[tuple[str, str, str], DetectedName] = {}
    for name, span in missing.items():
        known = first.setdefault(name.identity, name)
        if span.site and not missing[known].site:
            first[name.identity] = name
    ids = _create_each({name: missing[name] for name in first.values()})
    return {name: ids[first[name.identity]] for name in missing if first[name.identity] in ids}


def _create_each(missing: Mapping[DetectedName, MentionSpan]) -> dict[DetectedName, int]:
    try:
        with transaction.atomic():
            return _insert(missing)
    except IntegrityError:  # another process created one of the entities at the same time
        stored, _banned = _find(missing)
        rest = {name: span for name, span in missing.items() if name not in stored}
        return stored | (_insert(rest) if rest else {})


def _insert(missing: Mapping[DetectedName, MentionSpan]) -> dict[DetectedName, int]:
    sites = {span.site for span in missing.values() if span.site}
    places = {}
    for slug, pk, division, merged_into in select_in(
        Entity, ("slug", "id", "division", "merged_into"), "slug", sites
    ):
        place = Entity.objects.get(pk=merged_into) if merged_into else None
        places[slug] = (place.pk, place.division_id) if place else (pk, division)
    slugs = _free_slugs(missing)
    rows = []
    for name, span in missing.items():
        site, division = places.get(span.site, (None, None))
        values: dict[str, Any] = {}
        if span.kind == Entity.Kind.PLACE:
            values = {
                "place_type": span.name.rpartition("-")[2],
                "parent_id": site,
                "division_id": division,
            }
        elif span.kind == Entity.Kind.ORGANISATION:
            values = {"site_id": site}
        values |= {"name": span.name[:200], "slug": slugs[name], "is_listed": False}
        rows.append(unsaved(Entity, kind=span.kind, origin=Entity.Origin.DETECTED, **values))
    insert_objects(rows)
    official, detected = EntityName.Kind.OFFICIAL.value, EntityName.Origin.DETECTED.value
    names = [
        (row.pk, row.name, name.key, official, detected)
        for name, row in zip(missing, rows, strict=True)
    ]
    insert_rows(EntityName, ("entity", "name", "key", "kind", "origin"), names)
    return {name: row.pk for name, row in zip(missing, rows, strict=True)}


def insert_names(entity: int, names: Iterable[tuple[str, str, str]]) -> None:
    """Store spellings of an entity (by id), given as (name, kind, origin)."""
    EntityName.objects.bulk_create(
        EntityName(entity_id=entity, name=name, kind=kind, origin=origin)
        for name, kind, origin in names
    )


def _free_slugs(missing: Mapping[DetectedName, MentionSpan]) -> dict[DetectedName, str]:
    """Return a new slug for each name.

    The slug is made of the name: "undok-farm". For a place, the slug of the place that contains it
    is added: "munmu-ri-sohung". If this slug is taken, a number is added: "undok-farm-2".
    """
    wanted = {
        name: (slugify("-".join(filter(None, (span.name, name.parent)))) or span.kind)[
            :_SLUG_LENGTH
        ].strip("-")
        for name, span in missing.items()
    }
    same: dict[str, list[DetectedName]] = defaultdict(list)
    for name, slug in wanted.items():
        same[slug].append(name)
    taken = {
        slug for model in (Entity, OldSlug) for (slug,) in select_in(model, ("slug",), "slug", same)
    }
    free: dict[DetectedName, str] = {}
    for slug, names in same.items():
        if slug in taken or len(names) > 1:
            near = f"{slug}-"
            used = (
                set(Entity.objects.filter(slug__startswith=near).values_list("slug", flat=True))
                | taken
            )
            used |= set(
                OldSlug.objects.filter(slug__startswith=near).values_list("slug", flat=True)
            )
        else:
            used = set()
        for name in names:
            number, candidate = 1, slug
            while candidate in used:
                number += 1
                candidate = f"{slug}-{number}"
            used.add(candidate)
            free[name] = candidate
    return free
