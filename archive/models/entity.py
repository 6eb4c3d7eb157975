"""Entity: a place, organisation or person, with its aliases."""

import re
from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Q

from archive.models.addresses import address_of
from ingest.mentions.spelling import name_key


class EntityQuerySet(models.QuerySet["Entity"]):
    def places(self) -> "EntityQuerySet":
        return self.filter(kind=Entity.Kind.PLACE, merged_into__isnull=True)

    def divisions(self) -> "EntityQuerySet":
        """Return the divisions: the provinces, and the cities that are not in a province."""
        return self.places().filter(division=models.F("pk"))

    def as_rows(
        self,
    ) -> list[tuple[str, str, str, str | None, str | None, tuple[tuple[str, str], ...], bool]]:
        """Return the listed places of this queryset as rows for a Gazetteer.

        A place is listed if it is in our data files, or if staff accepted it. Takes five database
        queries. A row is (slug, name, place_type, slug of the parent, slug of the division, names,
        is_foreign). `names` are pairs (spelling, kind). A division is a province, or a city that is
        not in a province.

        `is_foreign` is False for the country that contains the divisions, for each place directly
        inside this country, and for each place in a division. It is True for all other places.

        Merged places come after the other places; each of the two groups is sorted by slug. The row
        of a merged place contains its own slug and name, but the place_type, parent and division of
        the place into which it was merged (the target). If a spelling belongs to both the merged
        place and the target, its kind in the row of the merged place is "banned", so that the
        spelling means only the target.
        """
        own, merged = self.filter(kind=Entity.Kind.PLACE)._listed()
        names = _spellings(own, merged, lambda name: " ".join(name.casefold().split()))
        fields = ("pk", "slug", "name", "place_type", "parent__slug", "division__slug")
        places = list(own.order_by("slug").values_list(*fields))
        places += merged.order_by("slug").values_list(
            *fields[:3], *(f"merged_into__{field}" for field in fields[3:])
        )
        countries = {parent for _, slug, _, _, parent, division in places if division == slug}
        return [
            (
                *(slug, name, place_type, parent, division, names.get(pk, ())),
                division is None and not countries & {slug, parent},
            )
            for pk, slug, name, place_type, parent, division in places
        ]

    def as_name_rows(self) -> list[tuple[str, str, tuple[tuple[str, str], ...], str | None]]:
        """Return the listed organisations and people of this queryset as rows for a Gazetteer.

        An entity is listed if it is in our data files, or if staff accepted it. A row is (kind,
        slug, names, slug of the place). `names` are pairs (spelling, kind). The place is that of
        the organisation. The slug of the place is None for a person, and for an organisation whose
        mentions do not imply the place. Takes five database queries.

        The rows are sorted by kind and slug. The row of a merged entity contains its own slug, but
        the place of the entity into which it was merged (the target). If a spelling belongs to both
        the merged entity and the target, its kind in the row of the merged entity is "banned".
        """
        kinds = (Entity.Kind.ORGANISATION, Entity.Kind.PERSON)
        own, merged = self.filter(kind__in=kinds)._listed()
        names = _spellings(own, merged, str)
        fields = ("pk", "kind", "slug", "site__slug", "implies_site")
        merged_rows = merged.values_list(
            *fields[:3], "merged_into__site__slug", "merged_into__implies_site"
        )
        rows = sorted([*own.values_list(*fields), *merged_rows], key=lambda row: row[1:3])
        return [
            (kind, slug, names.get(pk, ()), site if is_implied else None)
            for pk, kind, slug, site, is_implied in rows
        ]

    def _listed(self) -> "tuple[EntityQuerySet, EntityQuerySet]":
        """Return two querysets: the listed entities that are not merged, and the merged entities.

        A merged entity is included if it is listed, or if the target of its merger is listed. There
        are two querysets, because a single query for both groups would take minutes in a database
        that has not collected statistics about its tables.
        """
        merged = self.filter(merged_into__isnull=False)
        return (
            self.filter(is_listed=True, merged_into__isnull=True),
            merged.filter(Q(is_listed=True) | Q(merged_into__is_listed=True)),
        )


def _spellings(
    own: EntityQuerySet, merged: EntityQuerySet, fold: Callable[[str], str]
) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return a dict from entity id to pairs (spelling, kind). Takes three database queries.

    `own` are entities that are not merged, and `merged` are merged entities. In two cases, a
    spelling of a merged entity gets the kind "banned", so that the name finder does not link the
    spelling to this entity. Otherwise two entities would have the spelling, and the name finder
    would treat the spelling as ambiguous. The cases are:

    - The target of the merger has the same spelling.
    - Another entity that is merged into the same target has the same spelling, and a lower id.

    Two spellings are the same if `fold` returns the same text for both.
    """
    spellings: dict[int, list[tuple[str, str]]] = {}
    merged_rows = list(
        merged.order_by("pk").values_list("pk", "name", "merged_into__pk", "merged_into__name")
    )
    for entities in (own, [row[0] for row in merged_rows]):
        rows = EntityName.objects.filter(entity__in=entities).order_by("pk")
        for pk, name, kind in rows.values_list("entity_id", "name", "kind"):
            spellings.setdefault(pk, []).append((name, kind))
    banned = EntityName.Kind.BANNED.value
    taken: dict[int, set[str]] = {}
    for pk, name, target, name_of_target in merged_rows:
        names = spellings.get(pk, [])
        if target not in taken:
            linking = [item for item, kind in spellings.get(target, ()) if kind != banned]
            taken[target] = {fold(item) for item in (name_of_target, *linking)}
        twice = {
            item for item in (name, *(pair[0] for pair in names)) if fold(item) in taken[target]
        }
        kept = [pair for pair in names if pair[0] not in twice]
        taken[target] |= {fold(item) for item, kind in kept if kind != banned}
        spellings[pk] = kept + [(item, banned) for item in sorted(twice)]
    return {pk: tuple(names) for pk, names in spellings.items()}


class Entity(models.Model):
    """A place, organisation or person; the `parent` of a place is the place that contains it."""

    class Kind(models.TextChoices):
        PLACE = "place"
        ORGANISATION = "organisation"
        PERSON = "person"

    class Origin(models.TextChoices):
        LISTED = "listed", "from our data files"
        DETECTED = "detected", "detected automatically in articles"
        SPLIT = "split", "split off from another name by staff"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    origin = models.CharField(
        max_length=8,
        choices=Origin.choices,
        default=Origin.LISTED,
        help_text="How the name came into the archive.",
    )
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    place_type = models.CharField(
        max_length=20,
        blank=True,
        help_text="For a place: country, province, municipality, city, county, district, ri …",
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    division = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="division_places",
        help_text="The province or municipality that contains it; a division contains itself.",
    )
    site = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="organisations",
        help_text="For an organisation: the place where it is.",
    )
    implies_site = models.BooleanField(
        default=True,
        help_text=(
            "If set, articles that mention the organisation are also counted at the place where it"
            " is. Not set for newspapers and agencies."
        ),
    )
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    korean_name = models.CharField(max_length=100, blank=True)
    description = models.TextField(blank=True)
    authority_ids = models.JSONField(
        default=dict, blank=True, help_text="ISO 3166-2, GeoNames, Wikidata …"
    )
    evidence = models.TextField(blank=True, help_text="Where the facts about the name come from.")
    is_listed = models.BooleanField(
        default=True,
        help_text="In our data files or accepted by staff; otherwise detected automatically.",
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )

    objects = EntityQuerySet.as_manager()

    class Meta:
        ordering = ["name", "slug"]
        verbose_name_plural = "places, organisations and people"
        indexes = [
            models.Index(fields=["kind", "name"]),
            # This index has only listed entities, because there can be hundreds of times as many
            # detected entities.
            models.Index(fields=["merged_into"], condition=Q(is_listed=True), name="entity_listed"),
            models.Index(
                fields=["kind"], condition=Q(merged_into__isnull=False), name="entity_merged"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="place") | Q(place_type="", parent__isnull=True),
                name="entity_only_places_have_parents",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """Return the name as pages show it: "Kujang County", "Pyongyang", "Kim Tok Hun"."""
        return title_of(self.name, self.place_type)

    @property
    def meant(self) -> "Entity":
        """Return the entity that this entity is merged into, or this entity if it is not merged.

        One step is enough, because the target of a merger is never merged itself.
        """
        return self.merged_into or self

    @property
    def meant_id(self) -> int:
        """Return the id of the entity that `meant` returns, without a query."""
        return self.merged_into_id or self.pk

    def get_absolute_url(self) -> str:
        return entity_url(self.kind, self.slug)


def title_of(name: str, place_type: str) -> str:
    """Return a name with the type of the place: ("Kujang", "county") -> "Kujang County".

    `place_type` is "" for an organisation or person; then the result is the name.
    """
    if place_type in {"province", "city", "county", "district"}:
        return f"{name} {place_type.capitalize()}"
    return name


def entity_url(kind: str, slug: str) -> str:
    """Return the address of the page of an entity: ("place", "kujang") -> "/places/kujang/"."""
    return address_of(kind, slug)


def name_words(name: str) -> list[str]:
    """Split a name into words: "Undok Coal-mining Complex" -> Undok, Coal, mining, Complex."""
    return re.split(r"[\s-]+", name)


class NameKeyField(models.CharField):
    """A column that stores the `name_key` of the column `name`; each save computes it again."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        setattr(model_instance, self.attname, name_key(getattr(model_instance, "name")))  # noqa: B009
        return getattr(model_instance, self.attname)


class EntityName(models.Model):
    """One spelling of an entity: its name or an alias.

    If the kind is BANNED, the name finder never links the spelling to this entity.
    """

    class Kind(models.TextChoices):
        OFFICIAL = "official"
        VARIANT = "variant"
        MISSPELLING = "misspelling"
        KOREAN = "korean"
        BANNED = "banned"

    class Origin(models.TextChoices):
        LISTED = "listed", "from our data files"
        DETECTED = "detected", "detected automatically in articles"
        STAFF = "staff", "added by staff"

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    key = NameKeyField(
        max_length=200,
        blank=True,
        editable=False,
        db_index=True,
        help_text="The name as it is compared.",
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    origin = models.CharField(
        max_length=8,
        choices=Origin.choices,
        default=Origin.STAFF,
        help_text="Where the alias comes from.",
    )

    class Meta:
        ordering = ["entity", "pk"]
        constraints = [models.UniqueConstraint(fields=["entity", "name"], name="entity_name_once")]
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name


def is_detected_name(kind: str, origin: str) -> bool:
    """Return True if a spelling is the name that the name finder gave to a detected entity.

    This spelling is stored as official, although neither staff nor a data file confirmed it.
    """
    return kind == EntityName.Kind.OFFICIAL and origin == EntityName.Origin.DETECTED


class OldSlug(models.Model):
    """A former slug of an entity or source.

    The address with the former slug redirects (HTTP status 301) to the present address.
    """

    kind = models.CharField(max_length=12, help_text="place, organisation, person or source")
    slug = models.SlugField(max_length=120)
    entity = models.ForeignKey(
        Entity, null=True, blank=True, on_delete=models.CASCADE, related_name="old_slugs"
    )
    source = models.ForeignKey(
        "archive.Source", null=True, blank=True, on_delete=models.CASCADE, related_name="old_slugs"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="old_slug_once_a_kind"),
            models.CheckConstraint(
                condition=Q(entity__isnull=False, source__isnull=True)
                | Q(entity__isnull=True, source__isnull=False),
                name="old_slug_has_one_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"
