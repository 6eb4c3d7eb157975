"""Entities that the grammar of names found: which row a name means, made where there is none.

A name means the entity of its kind that has it as a spelling, a ri or dong one that lies in the same county or city.
What people said of names holds: a spelling that was moved means the entity it was moved to, one that was banned none.
Whether an entity was merged into another makes no difference here: its mentions stay its own, and count for the other.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.text import slugify

from archive.models import Entity, EntityName, OldSlug
from archive.models.entity import name_key
from ingest.documents import MentionSpan

FOUND = "found"
"""The evidence of a record and of a spelling that the grammar of names gave."""

_SLUG_LENGTH = 100


class FoundName(NamedTuple):
    """What identifies a found entity: its kind, the key of its name, and for a place the slug of the one above it."""

    kind: str
    key: str
    above: str = ""

    @classmethod
    def of(cls, span: MentionSpan) -> "FoundName":
        return cls(span.kind, name_key(span.name), span.site if span.kind == Entity.Kind.PLACE else "")


def meet(spans: Iterable[MentionSpan]) -> dict[FoundName, int]:
    """The ids of the entities that found mentions name; what is not known yet is made, inside the caller's transaction.
    A banned name is absent. Mentions of listed entities are passed by."""
    first: dict[FoundName, MentionSpan] = {}
    for span in spans:
        if span.name and name_key(span.name):
            known = first.setdefault(FoundName.of(span), span)
            if span.site and not known.site:
                first[FoundName.of(span)] = span
    if not first:
        return {}
    met, banned = _known(first)
    missing = {name: span for name, span in first.items() if name not in met and name not in banned}
    return met | _make(missing) if missing else met


def known_ids(spans: Iterable[MentionSpan]) -> dict[str | FoundName, int | None]:
    """What the mentions mean now, by the slug of a listed entity or the FoundName of another: its id, None where the
    name is banned. What is not known yet is absent. Three queries."""
    slugs: set[str] = set()
    names: set[FoundName] = set()
    for span in spans:
        if span.name:
            names.add(FoundName.of(span))
        else:
            slugs.add(span.entity)
    met, banned = _known(names) if names else ({}, set())
    ids: dict[str | FoundName, int | None] = dict(Entity.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    for name in (*met, *banned):
        ids[name] = met.get(name)
    return ids


def _known(wanted: Iterable[FoundName]) -> tuple[dict[FoundName, int], set[FoundName]]:
    """Those of the names that some entity has, and those that are banned everywhere."""
    wanted = set(wanted)
    above = _standing(name.above for name in wanted)
    asked = {name: name._replace(above=above.get(name.above, name.above)) for name in wanted}
    known = set(asked.values())
    rows = EntityName.objects.filter(key__in={name.key for name in wanted}).order_by("-entity__is_listed", "entity_id")
    fields = ("entity__kind", "key", "entity__parent__slug", "entity_id", "sort")
    meant: dict[FoundName, int] = {}
    banned: set[FoundName] = set()
    for kind, key, parent, pk, sort in rows.values_list(*fields):
        name = FoundName(kind, key, parent or "" if kind == Entity.Kind.PLACE else "")
        if name not in known:
            continue
        if sort == EntityName.Sort.BANNED:
            banned.add(name)
        else:
            meant.setdefault(name, pk)
    banned -= set(meant)
    met = {name: meant[each] for name, each in asked.items() if each in meant}
    return met, {name for name, each in asked.items() if each in banned}


def _standing(slugs: Iterable[str]) -> dict[str, str]:
    """Of these slugs of places those that were merged, each with the slug of the place that stands for it."""
    merged = Entity.objects.filter(slug__in=set(slugs) - {""}, merged_into__isnull=False)
    return {slug: target for slug, target in merged.values_list("slug", "merged_into__slug") if target}


def _make(missing: dict[FoundName, MentionSpan]) -> dict[FoundName, int]:
    sites = {span.site for span in missing.values() if span.site}
    named = Entity.objects.filter(kind=Entity.Kind.PLACE, slug__in=sites).select_related("merged_into")
    places = {place.slug: place.meant for place in named}
    slugs = _free_slugs(missing)
    rows = []
    for name, span in missing.items():
        site = places.get(span.site)
        entity = Entity(kind=span.kind, name=span.name[:200], slug=slugs[name], is_listed=False, evidence=FOUND)
        if span.kind == Entity.Kind.PLACE:
            entity.place_type = span.name.rpartition("-")[2]
            entity.parent, entity.division_id = site, site.division_id if site else None
        elif span.kind == Entity.Kind.ORGANISATION:
            entity.site = site
        rows.append(entity)
    # Somebody else may have made one in this moment (PostgreSQL): then theirs is taken.
    Entity.objects.bulk_create(rows, ignore_conflicts=True)
    ids = dict(Entity.objects.filter(slug__in=slugs.values()).values_list("slug", "pk"))
    made = {name: ids[slugs[name]] for name in missing}
    EntityName.objects.bulk_create(
        [
            EntityName(entity_id=made[name], name=span.name[:200], sort=EntityName.Sort.OFFICIAL, evidence=FOUND)
            for name, span in missing.items()
        ],
        ignore_conflicts=True,
    )
    return made


def _free_slugs(missing: dict[FoundName, MentionSpan]) -> dict[FoundName, str]:
    """A slug for each: of its name, of a place also of the one above; with a number where it is taken."""
    wanted = {
        name: (slugify("-".join(filter(None, (span.name, name.above)))) or span.kind)[:_SLUG_LENGTH].strip("-")
        for name, span in missing.items()
    }
    same: dict[str, list[FoundName]] = defaultdict(list)
    for name, slug in wanted.items():
        same[slug].append(name)
    taken = set(Entity.objects.filter(slug__in=same).values_list("slug", flat=True))
    taken |= set(OldSlug.objects.filter(slug__in=same).values_list("slug", flat=True))
    free: dict[FoundName, str] = {}
    for slug, names in same.items():
        if slug in taken or len(names) > 1:
            near = f"{slug}-"
            used = set(Entity.objects.filter(slug__startswith=near).values_list("slug", flat=True)) | taken
            used |= set(OldSlug.objects.filter(slug__startswith=near).values_list("slug", flat=True))
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
