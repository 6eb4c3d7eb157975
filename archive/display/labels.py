"""The slugs and names of sources, places, organisations and people.

Sources and places are loaded at once and kept until the archive changes. A list page needs many of
them, because each facet value has a name, and they change rarely. Code that changes one stamps the
archive (`ArchiveVersion.stamp`), so that every process loads them again. There can be very many
organisations and people, so a page loads only those that it shows. For the pages that list all of
them, their ids are loaded in order of name.
"""

from array import array
from collections import Counter
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
# Databases sort accents and digits differently, so names that begin with none of LETTERS come last.
BY_LETTER = Case(When(initial__in=LETTERS, then=F("initial")), default=Value("zz"))


@dataclass(frozen=True, slots=True)
class Label:
    """One source, place, organisation or person.

    `parent` is 0 if there is none. `code` is the ISO 3166 code of a place, or empty.
    """

    pk: int
    slug: str
    name: str
    parent: int = 0
    is_division: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class NamesInOrder:
    """The ids of all entities of one kind, in order of name.

    `spans` has the range of `ids` for each letter; OTHER is for names that begin with none of A to
    Z. `listed` are the entities of the gazetteer.
    """

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
        """Return the label with this slug. One query for an organisation or person."""
        if kind == "source":
            return self.source_slugs.get(slug)
        if kind == Entity.Kind.PLACE:
            return self.place_slugs.get(slug)
        return next(iter(_load_entities(Q(kind=kind, slug=slug)).values()), None)

    def named(self, kind: str, ids: Collection[int]) -> dict[int, Label]:
        """Return the labels of these ids, without entities that were merged or do not exist.

        One query for organisations and people.
        """
        if kind in ("source", Entity.Kind.PLACE):
            known = self.sources if kind == "source" else self.places
            return {pk: known[pk] for pk in ids if pk in known}
        return self.entities(ids)

    def entities(self, ids: Collection[int]) -> dict[int, Label]:
        """Return the labels of these entities, without those that were merged or do not exist.

        One query; none without ids.
        """
        # The prepared query is long enough for one page of the list. Very many entities can have
        # the same count as the last one shown.
        rows = NAMES.rows(list(ids)) if len(ids) <= NAMES.size else NAMES.make(list(ids))
        return {pk: Label(pk, slug, name) for pk, slug, name in rows}

    def names_in_order(self, kind: str) -> NamesInOrder:
        """Return the ids of all names of a kind, in order. One query, the first time."""
        if kind not in self._names:
            self._names[kind] = _load_names(kind)
        return self._names[kind]

    @cached_property
    def _names(self) -> dict[str, NamesInOrder]:
        return {}

    @cached_property
    def children(self) -> dict[int, list[Label]]:
        """Return the places right below each place, by the id of the upper place."""
        below: dict[int, list[Label]] = {}
        for label in self.places.values():
            below.setdefault(label.parent, []).append(label)
        return below

    def right_below(self, place: int) -> list[int]:
        """Return the ids of the places right below a place."""
        return [label.pk for label in self.children.get(place, ())]

    def inside(self, place: int) -> set[int]:
        """Return the ids of a place and of all places below it."""
        inside = {place}
        waiting = [place]
        while waiting:
            below = [pk for pk in self.right_below(waiting.pop()) if pk not in inside]
            inside.update(below)
            waiting += below
        return inside

    @cached_property
    def homes(self) -> set[int]:
        """Return the ids of the countries that the divisions are in.

        The name of such a country is not searched for in texts, so an article counts for it only if
        it mentions a place in it.
        """
        return {
            label.parent for label in self.places.values() if label.is_division and label.parent
        }

    @cached_property
    def place_roots(self) -> list[Label]:
        """Return the first-level divisions, and the top places that contain no division."""
        above = {
            pk for label in self.places.values() if label.is_division for pk in self.above(label.pk)
        }
        return [
            label
            for label in self.places.values()
            if label.is_division or (not label.parent and label.pk not in above)
        ]

    def above(self, place: int) -> list[int]:
        """Return the ids of the places above a place, nearest first."""
        above: list[int] = []
        parent = self.places[place].parent if place in self.places else 0
        while parent in self.places and parent not in above:
            above.append(parent)
            parent = self.places[parent].parent
        return above

    def full_place_name(self, label: Label) -> str:
        """Return the name, with the division if two places have the same name.

        An example is "Unsan County (North Phyongan Province)".
        """
        division = self.division_name(label)
        return (
            f"{label.name} ({division})"
            if division and self._places_by_name[label.name] > 1
            else label.name
        )

    def division_name(self, label: Label) -> str:
        """Return the name of the first-level division that a place is in.

        Empty for a division, and for a place that is not in one.
        """
        return next(
            (self.places[pk].name for pk in self.above(label.pk) if self.places[pk].is_division), ""
        )

    @cached_property
    def _places_by_name(self) -> Counter[str]:
        return Counter(label.name for label in self.places.values())


_labels: Labels | None = None


def current_labels(version: int | None = None) -> Labels:
    """Return the labels for this version of the archive; for the current one if none is given.

    No query if the version is given and nothing has changed; one single-row query to read the
    current version.
    """
    global _labels
    version = ArchiveVersion.current() if version is None else version
    if _labels is None or _labels.version != version:
        _labels = _load(version)
    return _labels


def forget_labels() -> None:
    """Load the labels again next time.

    Tests need this, because their databases can have the same version.
    """
    global _labels
    _labels = None


def moved_source(slug: str) -> str:
    """Return the current slug of the source with this old slug, or an empty text."""
    return (
        OldSlug.objects.filter(kind="source", slug=slug)
        .values_list("source__slug", flat=True)
        .first()
        or ""
    )


def moved_entity(kind: str, slug: str) -> str:
    """Return the current slug of a renamed or merged entity, or an empty text."""
    old = OldSlug.objects.filter(kind=kind, slug=slug).values_list("entity_id", flat=True).first()
    entities = Entity.objects.filter(kind=kind).select_related("merged_into")
    entity = entities.filter(pk=old).first() if old else entities.filter(slug=slug).first()
    seen: set[int] = set()
    while entity is not None and entity.merged_into is not None and entity.pk not in seen:
        seen.add(entity.pk)
        entity = entity.merged_into
    return entity.slug if entity is not None else ""


def ids_by_name(labels: Labels, kind: str, find: str) -> Sequence[int]:
    """Return the ids of all sources, or of all entities of a kind, in order of name.

    With `find`, only those with this text in their name or in an alias. One query; none for all
    entities of a kind after they were loaded.
    """
    if kind == "source":
        sources = Source.objects.order_by("name")
        if find:
            sources = sources.filter(
                Q(name__icontains=find) | Q(names__name__icontains=find)
            ).distinct()
        return list(sources.values_list("pk", flat=True))
    if not find:
        return labels.names_in_order(kind).ids
    aliases = EntityName.objects.filter(name__icontains=find).exclude(kind=EntityName.Kind.BANNED)
    is_match = Q(name__icontains=find) | Q(
        pk__in=aliases.values(meant=Coalesce("entity__merged_into", "entity"))
    )
    return list(_by_name(kind).filter(is_match).values_list("pk", flat=True))


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
    # Rows, not models, because the first page after each commit of an import waits for this.
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
