"""What stands for sources, places, organisations and people in addresses and on pages.

Sources and places are loaded at once and kept until the archive changes: a list page needs many of
them (each facet value has a name) and they change rarely; whoever changes one stamps the archive
(`ArchiveVersion.stamp`), which makes every process load them again. Organisations and people can be
very many, so only those that a page shows are loaded, and of all of them, for the pages that list
them, their ids in order."""

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from string import ascii_uppercase

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower, Substr, Upper

from archive.database.prepared import Prepared
from archive.models import ArchiveVersion, Entity, EntityName, OldSlug, Source
from archive.models.entity import title_of

NAMES = Prepared(
    lambda ids: Entity.objects.filter(pk__in=ids, merged_into__isnull=True).values_list(
        "pk", "slug", "name"
    ),
    size=60,
)

LETTERS = frozenset(ascii_uppercase)
OTHER = "other"
INITIAL = Upper(Substr("name", 1, 1))
# Whatever a database thinks of accents and digits, names that begin with no letter of these come
# last.
BY_LETTER = Case(When(initial__in=LETTERS, then=F("initial")), default=Value("zz"))


@dataclass(frozen=True, slots=True)
class Label:
    """One source, place, organisation or person. `parent` is 0 for whatever has none, `code` that
    of ISO 3166 for a place that has one."""

    pk: int
    slug: str
    name: str
    parent: int = 0
    is_division: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class NamesInOrder:
    """The ids of all entities of one kind in order of name; where in it the names of each letter
    stand (OTHER: those that begin with none of A to Z); and which are listed."""

    ids: Sequence[int]
    spans: Mapping[str, slice]
    listed: frozenset[int]


@dataclass(frozen=True)
class Labels:
    """All sources and places by id, as of one archive version."""

    version: int
    sources: dict[int, Label]
    places: dict[int, Label]

    @cached_property
    def source_slugs(self) -> dict[str, Label]:
        return {label.slug: label for label in self.sources.values()}

    @cached_property
    def place_slugs(self) -> dict[str, Label]:
        return {label.slug: label for label in self.places.values()}

    def find(self, kind: str, slug: str) -> Label | None:
        """The source, place, organisation or person of this slug. One query for the last two."""
        if kind == "source":
            return self.source_slugs.get(slug)
        if kind == Entity.Kind.PLACE:
            return self.place_slugs.get(slug)
        return next(iter(_load_entities(Q(kind=kind, slug=slug)).values()), None)

    def named(self, kind: str, ids: Collection[int]) -> dict[int, Label]:
        """Those of these ids that exist and were not merged. One query for organisations and
        people."""
        if kind in ("source", Entity.Kind.PLACE):
            known = self.sources if kind == "source" else self.places
            return {pk: known[pk] for pk in ids if pk in known}
        return self.entities(ids)

    def entities(self, ids: Collection[int]) -> dict[int, Label]:
        """Those organisations and people of these ids that exist and were not merged. One query,
        none without ids."""
        # Written once for as many as a page of the list shows; those that share the last place can
        # be very many.
        rows = NAMES.rows(list(ids)) if len(ids) <= NAMES.size else NAMES.make(list(ids))
        return {pk: Label(pk, slug, name) for pk, slug, name in rows}

    def names_in_order(self, kind: str) -> NamesInOrder:
        """All names of a kind. One query, the first time: they can be very many."""
        if kind not in self._names:
            self._names[kind] = _load_names(kind)
        return self._names[kind]

    @cached_property
    def _names(self) -> dict[str, NamesInOrder]:
        return {}

    @cached_property
    def children(self) -> dict[int, list[Label]]:
        """The places right below each place."""
        below: dict[int, list[Label]] = {}
        for label in self.places.values():
            below.setdefault(label.parent, []).append(label)
        return below

    def right_below(self, place: int) -> list[int]:
        """The places right below a place."""
        return [label.pk for label in self.children.get(place, ())]

    def inside(self, place: int) -> set[int]:
        """A place and all places below it."""
        found = {place}
        waiting = [place]
        while waiting:
            below = [pk for pk in self.right_below(waiting.pop()) if pk not in found]
            found.update(below)
            waiting += below
        return found

    @cached_property
    def homes(self) -> set[int]:
        """What the divisions lie in, the country: its own name is not looked for in texts, so only
        what lies in it counts for it."""
        return {
            label.parent for label in self.places.values() if label.is_division and label.parent
        }

    @cached_property
    def place_roots(self) -> list[Label]:
        """The first-level divisions, and the places that belong to none and are above none."""
        above = {
            pk for label in self.places.values() if label.is_division for pk in self.above(label.pk)
        }
        return [
            label
            for label in self.places.values()
            if label.is_division or (not label.parent and label.pk not in above)
        ]

    def above(self, place: int) -> list[int]:
        """The places above a place, nearest first."""
        found: list[int] = []
        at = self.places[place].parent if place in self.places else 0
        while at in self.places and at not in found:
            found.append(at)
            at = self.places[at].parent
        return found

    def full_place_name(self, label: Label) -> str:
        """ "Unsan County (North Phyongan Province)" where two places share a name; else the name
        alone."""
        division = self.division_name(label)
        return (
            f"{label.name} ({division})"
            if division and self._namesakes.get(label.name, 0) > 1
            else label.name
        )

    def division_name(self, label: Label) -> str:
        """The first-level division in which a place lies; empty for one that is a division or lies
        in none."""
        return next(
            (self.places[pk].name for pk in self.above(label.pk) if self.places[pk].is_division), ""
        )

    @cached_property
    def _namesakes(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for label in self.places.values():
            found[label.name] = found.get(label.name, 0) + 1
        return found


_labels: Labels | None = None


def current_labels(version: int | None = None) -> Labels:
    """The names as of the archive's version now, or of the one that the page has just read: then
    without a query when nothing changed, else with one single-row query."""
    global _labels
    version = ArchiveVersion.current() if version is None else version
    if _labels is None or _labels.version != version:
        _labels = _load(version)
    return _labels


def forget_labels() -> None:
    """Load the names again next time: for tests, where another database can have the same
    version."""
    global _labels
    _labels = None


def moved_source(slug: str) -> str:
    """The slug that a source of this old slug has now, or an empty text."""
    return (
        OldSlug.objects.filter(kind="source", slug=slug)
        .values_list("source__slug", flat=True)
        .first()
        or ""
    )


def moved_entity(kind: str, slug: str) -> str:
    """The slug that a renamed or merged place, organisation or person has now, or an empty text."""
    old = OldSlug.objects.filter(kind=kind, slug=slug).values_list("entity_id", flat=True).first()
    entities = Entity.objects.filter(kind=kind).select_related("merged_into")
    entity = entities.filter(pk=old).first() if old else entities.filter(slug=slug).first()
    seen: set[int] = set()
    while entity is not None and entity.merged_into is not None and entity.pk not in seen:
        seen.add(entity.pk)
        entity = entity.merged_into
    return entity.slug if entity is not None else ""


def ids_by_name(labels: Labels, kind: str, find: str) -> Sequence[int]:
    """The ids of all sources, or of all entities of a kind, in order of name; with `find`, of those
    with a spelling that holds these words. One query; none for all entities once they are
    loaded."""
    if kind == "source":
        sources = Source.objects.order_by("name")
        if find:
            sources = sources.filter(
                Q(name__icontains=find) | Q(names__name__icontains=find)
            ).distinct()
        return list(sources.values_list("pk", flat=True))
    if not find:
        return labels.names_in_order(kind).ids
    spellings = EntityName.objects.filter(name__icontains=find).exclude(kind=EntityName.Kind.BANNED)
    is_found = Q(name__icontains=find) | Q(
        pk__in=spellings.values(meant=Coalesce("entity__merged_into", "entity"))
    )
    return list(_by_name(kind).filter(is_found).values_list("pk", flat=True))


def _by_name(kind: str) -> QuerySet[Entity]:
    entities = Entity.objects.filter(kind=kind, merged_into__isnull=True).annotate(initial=INITIAL)
    return entities.order_by(BY_LETTER, Lower("name"), "slug")


def _load_names(kind: str) -> NamesInOrder:
    ids, listed, spans = array("q"), set(), {}
    rows = _by_name(kind).values_list("pk", INITIAL, "is_listed")
    for letter, group in groupby(rows, key=lambda row: row[1] if row[1] in LETTERS else OTHER):
        start = len(ids)
        for pk, _initial, is_listed in group:
            ids.append(pk)
            if is_listed:
                listed.add(pk)
        spans[letter] = slice(start, len(ids))
    return NamesInOrder(ids, spans, frozenset(listed))


def _load_entities(which: Q) -> dict[int, Label]:
    rows = Entity.objects.filter(which, merged_into__isnull=True).values_list("pk", "slug", "name")
    return {pk: Label(pk, slug, name) for pk, slug, name in rows}


def _load(version: int) -> Labels:
    sources = {
        pk: Label(pk, slug, name)
        for pk, slug, name in Source.objects.values_list("pk", "slug", "name")
    }
    # Not as models: after each commit of an import this is a part of the first page.
    fields = ("pk", "slug", "name", "place_type", "parent_id", "division_id", "authority_ids")
    places = {
        pk: Label(
            pk,
            slug,
            title_of(name, place_type),
            parent or 0,
            division == pk,
            ids.get("iso_3166", ""),
        )
        for pk, slug, name, place_type, parent, division, ids in (
            Entity.objects.places().values_list(*fields)
        )
    }
    return Labels(version, sources, places)
