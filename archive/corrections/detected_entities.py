"""The entities of names that were detected automatically; missing entities are created.

A detected name means the entity of the same kind that has the name as a spelling. Spellings are
compared by their letters and digits (`name_key`). A ri or dong must also be in the same county or
city.

Decisions of staff apply. An alias that was split off means the new entity. A banned alias means no
entity; because a ban compares the words in the text, the same letters with other hyphens can still
mean the entity. Mergers make no difference here, because a mention always belongs to the entity
that has its spelling.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import FilteredRelation, Q
from django.utils.text import slugify

from archive.database.bulk import insert_objects, insert_rows, select_in, unsaved
from archive.models import ArchiveVersion, Entity, EntityName, OldSlug
from ingest.mentions.spelling import fold, name_key
from ingest.values import MentionSpan

_SLUG_LENGTH = 100
# The largest number of names in the cache, about 33 MB. A larger cache is cleared; it soon contains
# the frequent names again.
_MOST_REMEMBERED = 100_000

_key = lru_cache(maxsize=1 << 16)(name_key)  # articles name the same entities again and again
_fold = lru_cache(maxsize=1 << 16)(fold)


class DetectedName(NamedTuple):
    """The values that decide which entity a detected name means.

    `kind` is the kind of the entity, and `key` the `name_key` of the name. `above` is the slug of
    the place that contains a detected place; otherwise it is "". `words` are the words in the text,
    without differences of case; they are compared with banned aliases.
    """

    kind: str
    key: str
    above: str
    words: str

    @classmethod
    def of(cls, span: MentionSpan) -> "DetectedName":
        """Return the values that decide which entity a detected name means."""
        above = span.site if span.kind == Entity.Kind.PLACE else ""
        return cls(span.kind, _key(span.name), above, _fold(span.text[:300]))

    @property
    def heading(self) -> tuple[str, str, str]:
        """Return (kind, key, above); names with the same heading get one new entity."""
        return self[:3]


class DetectedEntities:
    """The entities of detected names, cached from batch to batch of an import.

    The cache is cleared if somebody else changes the archive, because staff may have decided about
    a name.
    """

    def __init__(self) -> None:
        self._remembered: dict[DetectedName, int] = {}
        self._new: dict[DetectedName, int] = {}
        self._version: int | None = None

    def meet(self, spans: Iterable[MentionSpan]) -> dict[DetectedName, int]:
        """Return the ids of the entities of detected names; create missing entities.

        Mentions of listed entities in `spans` are ignored, and banned names are not in the result.
        The caller must have started a transaction.
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
        met = {
            name: ids[name]
            for ids in (self._remembered, self._new)
            for name in first
            if name in ids
        }
        asked = [name for name in first if name not in met]
        if asked:
            known_names, banned = _known(asked)
            missing = {
                name: first[name]
                for name in asked
                if name not in known_names and name not in banned
            }
            known_names |= _make(missing) if missing else {}
            self._new |= known_names
            met |= known_names
        return met

    def committed(self, version: int) -> None:
        """Add the entities of a transaction to the cache: it was committed with this version.

        `version` is the archive version that the transaction stored.
        """
        if (self._version is not None and version != self._version + 1) or len(
            self._remembered
        ) > _MOST_REMEMBERED:
            self._remembered = {}
        self._remembered |= self._new
        self._new = {}
        self._version = version

    def forget(self) -> None:
        """Clear the cache, because the transaction was rolled back."""
        self._remembered, self._new, self._version = {}, {}, None


def meet(spans: Iterable[MentionSpan]) -> dict[DetectedName, int]:
    """Return the ids of the entities of detected names, like `DetectedEntities.meet`."""
    return DetectedEntities().meet(spans)


def known_ids(spans: Iterable[MentionSpan]) -> dict[str | DetectedName, int | None]:
    """Return the ids of the entities of mentions, without creating entities.

    The key of a listed entity is its slug. The key of a detected name is its DetectedName; its
    value is None if the name is banned. Names without an entity are not in the result.
    """
    slugs: set[str] = set()
    names: set[DetectedName] = set()
    for span in spans:
        if span.name:
            names.add(DetectedName.of(span))
        else:
            slugs.add(span.entity)
    met, banned = _known(names) if names else ({}, set())
    ids: dict[str | DetectedName, int | None] = dict(
        Entity.objects.filter(slug__in=slugs).values_list("slug", "pk")
    )
    for name in (*met, *banned):
        ids[name] = met.get(name)
    return ids


def _known(wanted: Iterable[DetectedName]) -> tuple[dict[DetectedName, int], set[DetectedName]]:
    """Return the ids of the entities that names mean, and the names that are banned.

    A name is banned if at least one entity has it as a spelling, and all entities that have it ban
    it. A name that is not a spelling of any entity is in neither result.
    """
    above = _merger_targets(name.above for name in wanted)
    asked = {name: name._replace(above=above.get(name.above, name.above)) for name in wanted}
    spelled = list(
        select_in(EntityName, ("entity", "key", "kind"), "key", {name.key for name in asked})
    )
    if not spelled:
        return {}, set()
    rows, never = _owners({row[0] for row in spelled})
    owners: dict[tuple[str, str, str], dict[int, bool]] = defaultdict(dict)
    # A name means the first entity that does not ban it: listed entities first, then older ones.
    for pk, key, name_kind in sorted(spelled, key=lambda row: (not rows[row[0]][1], row[0])):
        kind, _is_listed, parent = rows[pk]
        heading = (kind, key, parent or "" if kind == Entity.Kind.PLACE else "")
        owners[heading][pk] = owners[heading].get(pk, False) or name_kind != EntityName.Kind.BANNED
    met: dict[DetectedName, int] = {}
    banned: set[DetectedName] = set()
    for name, resolved in asked.items():
        candidates = owners.get(resolved.heading, {})
        meant = next(
            (
                pk
                for pk, is_linked in candidates.items()
                if is_linked and resolved.words not in never.get(pk, ())
            ),
            None,
        )
        if meant is not None:
            met[name] = meant
        elif candidates:
            banned.add(name)
    return met, banned


def _owners(
    ids: Collection[int],
) -> tuple[dict[int, tuple[str, bool, str | None]], dict[int, set[str]]]:
    """Return (kind, is_listed, slug of the parent) and the banned aliases of entities, by id."""
    banned = FilteredRelation("names", condition=Q(names__kind=EntityName.Kind.BANNED))
    entities = Entity.objects.filter(pk__in=ids).order_by().annotate(ban=banned)
    rows: dict[int, tuple[str, bool, str | None]] = {}
    never: dict[int, set[str]] = defaultdict(set)
    for pk, kind, is_listed, above, name in entities.values_list(
        "pk", "kind", "is_listed", "parent__slug", "ban__name"
    ):
        rows[pk] = (kind, is_listed, above)
        if name:
            never[pk].add(fold(name))
    return rows, never


def _merger_targets(slugs: Iterable[str]) -> dict[str, str]:
    """Return the slug of the target of each merged place, by the slug of the merged place.

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


def _make(missing: Mapping[DetectedName, MentionSpan]) -> dict[DetectedName, int]:
    """Create an entity for each different heading, and return its id for each of the names.

    The values of the entity come from the first name whose text gives a site, or else from the
    first name.
    """
    first: dict[tuple[str, str, str], DetectedName] = {}
    for name, span in missing.items():
        known = first.setdefault(name.heading, name)
        if span.site and not missing[known].site:
            first[name.heading] = name
    made = _make_of({name: missing[name] for name in first.values()})
    return {name: made[first[name.heading]] for name in missing if first[name.heading] in made}


def _make_of(missing: Mapping[DetectedName, MentionSpan]) -> dict[DetectedName, int]:
    try:
        with transaction.atomic():
            return _insert(missing)
    except IntegrityError:  # another process created one of them at the same time
        known, _banned = _known(missing)
        rest = {name: span for name, span in missing.items() if name not in known}
        return known | (_insert(rest) if rest else {})


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

    The slug is made of the name and, for a place, of the place that contains it: "munmu-ri-sohung".
    If this slug is taken, a number is added.
    """
    wanted = {
        name: (slugify("-".join(filter(None, (span.name, name.above)))) or span.kind)[
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
