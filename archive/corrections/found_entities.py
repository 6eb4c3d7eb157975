"""Entities that the grammar of names found: which row a name means, made where there is none.

A name means the entity of its kind that has it as a spelling, a ri or dong one that lies in the
same county or city. What people said of names holds: a spelling that was moved means the entity it
was moved to, one that was banned none, though the same letters with other hyphens still mean an
entity. Whether an entity was merged into another makes no difference here: its mentions stay its
own, and count for the other."""

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
_MOST_REMEMBERED = 100_000  # names, about 33 MB: the frequent ones are soon met again


_key = lru_cache(maxsize=1 << 16)(name_key)  # most names come again
_fold = lru_cache(maxsize=1 << 16)(fold)


class FoundName(NamedTuple):
    """What tells which found entity is meant: its kind, the key of its name, for a place the slug
    of the one above it; and the words that stand in the text, by which a spelling is banned."""

    kind: str
    key: str
    above: str
    words: str

    @classmethod
    def of(cls, span: MentionSpan) -> "FoundName":
        above = span.site if span.kind == Entity.Kind.PLACE else ""
        return cls(span.kind, _key(span.name), above, _fold(span.text[:300]))

    @property
    def heading(self) -> tuple[str, str, str]:
        """What names of one entity share."""
        return self[:3]


class FoundEntities:
    """The entities of found names. An importer keeps one for all its batches: what it met is
    remembered while nobody else changes the archive, for most names come again."""

    def __init__(self) -> None:
        self._remembered: dict[FoundName, int] = {}
        self._new: dict[FoundName, int] = {}
        self._version: int | None = None

    def meet(self, spans: Iterable[MentionSpan]) -> dict[FoundName, int]:
        """The ids of the entities that found mentions name; what is not known yet is made, inside
        the caller's transaction. A banned name is absent. Mentions of listed entities are passed
        by."""
        first: dict[FoundName, MentionSpan] = {}
        for span in spans:
            if span.name and _key(span.name):
                known = first.setdefault(FoundName.of(span), span)
                if span.site and not known.site:
                    first[FoundName.of(span)] = span
        if not first:
            return {}
        if self._version is None or self._version != ArchiveVersion.current():
            self._remembered = {}
        met = {
            name: held[name]
            for held in (self._remembered, self._new)
            for name in first
            if name in held
        }
        asked = [name for name in first if name not in met]
        if asked:
            found, banned = _known(asked)
            missing = {
                name: first[name] for name in asked if name not in found and name not in banned
            }
            found |= _make(missing) if missing else {}
            self._new |= found
            met |= found
        return met

    def committed(self, version: int) -> None:
        """Say that the transaction in which names were met is committed, and gave the archive this
        version."""
        if (self._version is not None and version != self._version + 1) or len(
            self._remembered
        ) > _MOST_REMEMBERED:
            self._remembered = {}
        self._remembered |= self._new
        self._new = {}
        self._version = version

    def forget(self) -> None:
        """Say that the transaction was rolled back."""
        self._remembered, self._new, self._version = {}, {}, None


def meet(spans: Iterable[MentionSpan]) -> dict[FoundName, int]:
    """The ids of the entities that found mentions name, as `FoundEntities.meet` gives them."""
    return FoundEntities().meet(spans)


def known_ids(spans: Iterable[MentionSpan]) -> dict[str | FoundName, int | None]:
    """What the mentions mean now, by the slug of a listed entity or the FoundName of another: its
    id, None where the name is banned. What is not known yet is absent."""
    slugs: set[str] = set()
    names: set[FoundName] = set()
    for span in spans:
        if span.name:
            names.add(FoundName.of(span))
        else:
            slugs.add(span.entity)
    met, banned = _known(names) if names else ({}, set())
    ids: dict[str | FoundName, int | None] = dict(
        Entity.objects.filter(slug__in=slugs).values_list("slug", "pk")
    )
    for name in (*met, *banned):
        ids[name] = met.get(name)
    return ids


def _known(wanted: Iterable[FoundName]) -> tuple[dict[FoundName, int], set[FoundName]]:
    """Those of the names that some entity has, and those that are banned everywhere."""
    above = _standing(name.above for name in wanted)
    asked = {name: name._replace(above=above.get(name.above, name.above)) for name in wanted}
    spelled = list(
        select_in(EntityName, ("entity", "key", "kind"), "key", {name.key for name in asked})
    )
    if not spelled:
        return {}, set()
    rows, never = _owners({row[0] for row in spelled})
    owners: dict[tuple[str, str, str], dict[int, bool]] = defaultdict(dict)
    # A listed one first, then the one that was there first.
    for pk, key, name_kind in sorted(spelled, key=lambda row: (not rows[row[0]][1], row[0])):
        kind, _is_listed, parent = rows[pk]
        heading = (kind, key, parent or "" if kind == Entity.Kind.PLACE else "")
        owners[heading][pk] = owners[heading].get(pk, False) or name_kind != EntityName.Kind.BANNED
    met: dict[FoundName, int] = {}
    banned: set[FoundName] = set()
    for name, each in asked.items():
        has = owners.get(each.heading, {})
        meant = next(
            (pk for pk, links in has.items() if links and each.words not in never.get(pk, ())), None
        )
        if meant is not None:
            met[name] = meant
        elif has:
            banned.add(name)
    return met, banned


def _owners(
    ids: Collection[int],
) -> tuple[dict[int, tuple[str, bool, str | None]], dict[int, set[str]]]:
    """Of these entities kind, whether listed, the slug of the one above; and the words that never
    mean them."""
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


def _standing(slugs: Iterable[str]) -> dict[str, str]:
    """Of these slugs of places those that were merged, each with the slug of the place that stands
    for it."""
    named = set(slugs) - {""}
    merged = (
        Entity.objects.filter(slug__in=named, merged_into__isnull=False)
        if named
        else Entity.objects.none()
    )
    return {
        slug: target for slug, target in merged.values_list("slug", "merged_into__slug") if target
    }


def _make(missing: Mapping[FoundName, MentionSpan]) -> dict[FoundName, int]:
    """New entities, one for each heading; by the names that mean them."""
    first: dict[tuple[str, str, str], FoundName] = {}
    for name, span in missing.items():
        known = first.setdefault(name.heading, name)
        if span.site and not missing[known].site:
            first[name.heading] = name
    made = _make_of({name: missing[name] for name in first.values()})
    return {name: made[first[name.heading]] for name in missing if first[name.heading] in made}


def _make_of(missing: Mapping[FoundName, MentionSpan]) -> dict[FoundName, int]:
    try:
        with transaction.atomic():
            return _insert(missing)
    except IntegrityError:  # somebody else made one of them in this moment
        found, _banned = _known(missing)
        rest = {name: span for name, span in missing.items() if name not in found}
        return found | (_insert(rest) if rest else {})


def _insert(missing: Mapping[FoundName, MentionSpan]) -> dict[FoundName, int]:
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
    """Store spellings of an entity (by id): name, kind and origin of each."""
    EntityName.objects.bulk_create(
        EntityName(entity_id=entity, name=name, kind=kind, origin=origin)
        for name, kind, origin in names
    )


def _free_slugs(missing: Mapping[FoundName, MentionSpan]) -> dict[FoundName, str]:
    """A slug for each: of its name, of a place also of the one above; with a number where it is
    taken."""
    wanted = {
        name: (slugify("-".join(filter(None, (span.name, name.above)))) or span.kind)[
            :_SLUG_LENGTH
        ].strip("-")
        for name, span in missing.items()
    }
    same: dict[str, list[FoundName]] = defaultdict(list)
    for name, slug in wanted.items():
        same[slug].append(name)
    taken = {
        slug for model in (Entity, OldSlug) for (slug,) in select_in(model, ("slug",), "slug", same)
    }
    free: dict[FoundName, str] = {}
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
