"""The slugs and names of sources, places, organisations and people.

All sources and places are loaded together and kept until the archive changes. A list page needs
many names of sources and places, which change rarely. Code that changes a source or place calls
`ArchiveVersion.stamp`, so that every process loads all sources and places again.

There can be very many organisations and people, so a page loads only the names that it shows. For a
page that lists all organisations or people, the ids of all of them are loaded in order of name.
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
from archive.models import ArchiveVersion, Entity, EntityName, OldSlug, Source, Version
from archive.models.entity import title_of
from ingest.mentions.spelling import name_key

NAMES = Prepared(
    lambda ids: Entity.objects.filter(pk__in=ids, merged_into__isnull=True).values_list(
        "pk", "slug", "name"
    ),
    size=60,
)

LETTERS = frozenset(ascii_uppercase)
OTHER = "other"
INITIAL = Upper(Substr("name", 1, 1))
# SQLite and PostgreSQL sort accents and digits differently. So names that do not begin with one of
# LETTERS come last.
BY_LETTER = Case(When(initial__in=LETTERS, then=F("initial")), default=Value("zz"))


@dataclass(frozen=True, slots=True)
class Label:
    """The slug and name of one source, place, organisation or person.

    `parent` is the id of the place that directly contains this place; it is 0 if no place
    contains it. `is_division` is true for a province or another first-level division of the
    country. `code` is the ISO 3166 code of a place, or "".
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

    `spans` maps each letter to the slice of `ids` whose names begin with this letter, and OTHER to
    the slice whose names do not begin with A to Z. `listed` has the ids of the entities that are in
    the gazetteer, or that staff accepted.
    """

    ids: Sequence[int]
    spans: Mapping[str, slice]
    listed: frozenset[int]


@dataclass(frozen=True)
class Labels:
    """The labels of all sources and places, by id, at the archive version `version`."""

    version: Version
    sources: dict[int, Label]
    places: dict[int, Label]

    @cached_property
    def source_slugs(self) -> dict[str, Label]:
        return {label.slug: label for label in self.sources.values()}

    @cached_property
    def place_slugs(self) -> dict[str, Label]:
        return {label.slug: label for label in self.places.values()}

    def find(self, kind: str, slug: str) -> Label | None:
        """Return the Label of the source or entity with this slug, or None if there is none.

        `kind` is "source" or the kind of an entity. Takes no database query for a source or a
        place, and one for an organisation or a person.
        """
        if kind == "source":
            return self.source_slugs.get(slug)
        if kind == Entity.Kind.PLACE:
            return self.place_slugs.get(slug)
        return next(iter(_load_entities(Q(kind=kind, slug=slug)).values()), None)

    def named(self, kind: str, ids: Collection[int]) -> dict[int, Label]:
        """Return a dict from ids to labels; merged and missing entities are left out.

        `kind` is "source" or the kind of all these entities. Takes no database query for sources
        and places, and one for organisations or people.
        """
        if kind in ("source", Entity.Kind.PLACE):
            known = self.sources if kind == "source" else self.places
            return {pk: known[pk] for pk in ids if pk in known}
        return self.entities(ids)

    def entities(self, ids: Collection[int]) -> dict[int, Label]:
        """Return a dict from entity ids to labels; merged and missing entities are left out.

        Takes one database query, or none if there are no ids.
        """
        # One query of NAMES can have the ids of one page of a list. But there can be more ids,
        # because very many entities can have the same count as the last entity that is shown.
        rows = NAMES.rows(list(ids)) if len(ids) <= NAMES.size else NAMES.make(list(ids))
        return {pk: Label(pk, slug, name) for pk, slug, name in rows}

    def names_in_order(self, kind: str) -> NamesInOrder:
        """Return the ids of all entities of a kind in order of name.

        Takes one database query the first time, and no query later.
        """
        if kind not in self._names:
            self._names[kind] = _load_names(kind)
        return self._names[kind]

    @cached_property
    def _names(self) -> dict[str, NamesInOrder]:
        return {}

    @cached_property
    def children(self) -> dict[int, list[Label]]:
        """Return a dict from the id of a place to the labels of the places directly inside it.

        The key 0 has the places that are in no other place.
        """
        below: dict[int, list[Label]] = {}
        for label in self.places.values():
            below.setdefault(label.parent, []).append(label)
        return below

    def right_below(self, place: int) -> list[int]:
        """Return the ids of the places directly inside a place: the counties of a province."""
        return [label.pk for label in self.children.get(place, ())]

    def inside(self, place: int) -> set[int]:
        """Return the ids of a place and of all places inside it, directly or not."""
        inside = {place}
        waiting = [place]
        while waiting:
            below = [pk for pk in self.right_below(waiting.pop()) if pk not in inside]
            inside.update(below)
            waiting += below
        return inside

    @cached_property
    def homes(self) -> set[int]:
        """Return the ids of the countries that contain the first-level divisions.

        We do not search for the name of such a country in texts, because almost every article
        contains this name. So an article is counted for the country only if it mentions a place in
        the country.
        """
        return {
            label.parent for label in self.places.values() if label.is_division and label.parent
        }

    @cached_property
    def place_roots(self) -> list[Label]:
        """Return the labels of first-level divisions, and of other places that are in no place.

        A country that contains divisions is left out.
        """
        above = {
            pk for label in self.places.values() if label.is_division for pk in self.above(label.pk)
        }
        return [
            label
            for label in self.places.values()
            if label.is_division or (not label.parent and label.pk not in above)
        ]

    def above(self, place: int) -> list[int]:
        """Return the ids of the places that contain a place, the smallest one first."""
        above: list[int] = []
        parent = self.places[place].parent if place in self.places else 0
        while parent in self.places and parent not in above:
            above.append(parent)
            parent = self.places[parent].parent
        return above

    def full_place_name(self, label: Label) -> str:
        """Return the name of a place, with its first-level division if another place has this name.

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

        The name is "" for a division, and for a place outside all divisions.
        """
        return next(
            (self.places[pk].name for pk in self.above(label.pk) if self.places[pk].is_division), ""
        )

    @cached_property
    def _places_by_name(self) -> Counter[str]:
        return Counter(label.name for label in self.places.values())


_labels: Labels | None = None


def current_labels(version: Version | None = None) -> Labels:
    """Return the Labels for this version of the archive, by default for the current version.

    The Labels of the version that was asked for last are cached, and reading them takes no database
    query. If `version` is None, one query reads the current version.
    """
    global _labels
    version = ArchiveVersion.current() if version is None else version
    if _labels is None or _labels.version != version:
        _labels = _load(version)
    return _labels


def forget_labels() -> None:
    """Forget the cached labels, so that they are loaded again when they are needed next.

    The labels are cached by archive version. Tests need this function, because the databases of two
    tests can have the same version and different labels.
    """
    global _labels
    _labels = None


def moved_source(slug: str) -> str:
    """Return the current slug of the source that had this old slug, or ""."""
    return (
        OldSlug.objects.filter(kind="source", slug=slug)
        .values_list("source__slug", flat=True)
        .first()
        or ""
    )


def moved_entity(kind: str, slug: str) -> str:
    """Return the current slug of the entity that has or had this slug, or "".

    For a merged entity, this is the slug of the entity into which it was merged.
    """
    old = OldSlug.objects.filter(kind=kind, slug=slug).values_list("entity_id", flat=True).first()
    entities = Entity.objects.filter(kind=kind).select_related("merged_into")
    entity = entities.filter(pk=old).first() if old else entities.filter(slug=slug).first()
    return entity.meant.slug if entity is not None else ""


def ids_by_name(labels: Labels, kind: str, find: str) -> Sequence[int]:
    """Return the ids of all sources, or of all entities of a kind, in order of name.

    `kind` is "source" or the kind of the entities. If `find` is not "", only sources or entities
    with this text in their name or in an alias are returned, however it is typed
    (`archive/database/typed_text.py`). Takes one database query, except that the ids of all
    entities of a kind are cached in `labels`.
    """
    if kind == "source":
        sources = Source.objects.order_by("name")
        if find:
            sources = sources.filter(
                Q(name__contains_typed=find) | Q(names__name__contains_typed=find)
            ).distinct()
        return list(sources.values_list("pk", flat=True))
    if not find:
        return labels.names_in_order(kind).ids
    # The keys are compared first, because this is faster.
    aliases = EntityName.objects.filter(
        key__contains=name_key(find), name__contains_typed=find
    ).exclude(kind=EntityName.Kind.BANNED)
    is_match = Q(name__contains_typed=find) | Q(
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


def _load(version: Version) -> Labels:
    sources = {
        pk: Label(pk, slug, name)
        for pk, slug, name in Source.objects.values_list("pk", "slug", "name")
    }
    # We read rows instead of model instances, because this is faster: after each commit of an
    # import, the first page has to wait for these labels.
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
