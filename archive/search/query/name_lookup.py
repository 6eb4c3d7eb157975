"""Find the sources, places, people, organisations and languages that a typed name can mean.

Articles are found by their original address, too.

The rules for entities (`source_names.py` has those for sources):

- Case, accents, hyphens, apostrophes and spaces are ignored (`name_key`).
- If the text is the official name or the slug of an entity, other entities that have this text only
  as an alias are not found.
- A spelling that staff banned for an entity does not find this entity.
- A merged entity is replaced by the entity into which it was merged.
- If the text begins with "=" and the rest is the slug of an entity, only this entity is found.
"""

import re
from collections.abc import Collection, Sequence

from django.db.models.functions import Coalesce
from django.utils.text import slugify

from archive.database.bulk import select_in
from archive.models import Article, Entity, EntityName, Extract, OldSlug
from archive.search.code_numbers import code_number
from archive.search.facets import FACETS, Values
from archive.search.query.source_names import sources_named
from ingest.mentions.spelling import name_key, plain_letters
from ingest.same_article import link_key

EXACT_SLUG = "="
# Words at the end of Korean names of places: 평양시 is the city 평양. They mean: city, county,
# district, province, municipality, special city, village, neighbourhood, district.
KOREAN_TYPES = ("시", "군", "구역", "도", "직할시", "특별시", "리", "동", "구")
# The id of a row's entity, or of the entity into which this entity was merged.
_MEANT = Coalesce("entity__merged_into", "entity")
_HANGUL = re.compile("[가-힣]+")
# Words at the end of English names of places: "Kujang County" is the county Kujang.
PLACE_TYPES = frozenset(
    {"country", "province", "municipality", "city", "county", "district", "ri", "dong", "town"}
)


def shared_slugs(kind: str, slugs: Collection[str]) -> set[str]:
    """Return the slugs that are equal to the official name of an entity with another slug.

    A slug and a name are compared without case, accents, hyphens and spaces. `kind` is the kind of
    the entities, such as "place". Takes one database query.
    """
    keys = {name_key(slug): slug for slug in slugs}
    named = EntityName.objects.filter(key__in=keys, kind=EntityName.Kind.OFFICIAL).order_by()
    # The kind and the slug are compared in Python. If these conditions were part of the query,
    # SQLite would read the names of all entities.
    rows = named.values_list("key", "entity__kind", "entity__slug", "entity__merged_into")
    return {
        keys[key]
        for key, of_kind, slug, merged in rows
        if of_kind == kind and slug != keys[key] and merged is None
    }


class KnownNames:
    """A NameResolver (`name_resolver.py`) for the names in the database.

    To look up an entity takes two database queries. If these queries find nothing, a third query
    looks for an old slug. If all three queries find no place "Kujang County", the name "Kujang" is
    looked up in the same way, but only among the counties.
    """

    def find(self, field: str, text: str) -> Sequence[int]:
        """Return the sorted ids of the sources or entities that `text` can mean in a field.

        `field` is the name of a facet, such as "place". For a facet whose values are codes, such as
        "language", the result has a number from `code_number`.
        """
        values, codes = FACETS[field].values, FACETS[field].codes
        if codes:
            return [code_number(code)] if (code := codes.read(text)) else []
        text = plain_letters(text)
        ids = sources_named(text) if values is Values.SOURCE else _entities(field, text)
        if not ids and values is Values.PLACE:
            words = text.replace("-", " ").split()
            if len(words) > 1 and words[-1] in PLACE_TYPES:
                ids = _entities(field, " ".join(words[:-1]), place_type=words[-1])
        return sorted(ids)

    def sources_called(self, name: str) -> Sequence[int]:
        """Return the sorted ids of the sources with this name; a short name is not enough."""
        return sorted(sources_named(plain_letters(name), with_short=False))

    def with_address(self, address: str) -> Sequence[int]:
        """Return the sorted ids of the articles with this original address.

        Addresses are equal if their `link_key` is equal: "http" and "www." can be missing. If no
        article has this address, the address without its part after "#" is looked up. Takes at most
        four database queries.
        """
        full = address if "://" in address else f"http://{address}"
        for url in dict.fromkeys((full, full.partition("#")[0])):
            if key := link_key(url):
                ids = set(Extract.objects.filter(link_key=key).values_list("article", flat=True))
                # The address of these articles can be corrected, so their extracts do not have it.
                corrected = Article.objects.filter(is_corrected=True).exclude(original_url="")
                last = url.rstrip("/").rpartition("/")[2]
                rows = corrected.filter(original_url__contains=last).values_list(
                    "pk", "original_url"
                )
                ids |= {pk for pk, original in rows if link_key(original) == key}
                if ids:
                    return sorted(ids)
        return ()


def _entities(kind: str, text: str, place_type: str = "") -> set[int]:
    conditions = {"kind": kind} | ({"place_type": place_type} if place_type else {})
    slug = slugify(text)
    meant = Coalesce("merged_into", "pk")
    ids = set(Entity.objects.filter(slug=slug, **conditions).values_list(meant, flat=True))
    if ids and text.startswith(EXACT_SLUG):
        return ids
    of_entity = {f"entity__{field}": value for field, value in conditions.items()}
    rows = list(
        EntityName.objects.filter(key=name_key(text), **of_entity)
        .exclude(kind=EntityName.Kind.BANNED)
        .values_list(_MEANT, "kind")
    )
    ids |= {pk for pk, name_kind in rows if name_kind == EntityName.Kind.OFFICIAL}
    ids = ids or {pk for pk, _name_kind in rows}
    if not ids and slug:
        old = OldSlug.objects.filter(kind=kind, slug=slug, entity__isnull=False)
        ids = set(old.values_list(_MEANT, flat=True))
    return ids


def keys_of_name(key: str) -> list[str]:
    """Return a key from `name_key`, and for a Korean name the keys with the type of a place."""
    types = KOREAN_TYPES if _HANGUL.fullmatch(key) else ()
    return [key, *(key + name_key(word) for word in types)]


def entities_named(text: str) -> list[tuple[int, str, str, str]]:
    """Return (id, kind, slug, name) of each entity of any kind with the name or alias `text`.

    A merged entity is replaced by the entity into which it was merged. A Korean text also finds
    names that have one more word at the end, the type of the place: 평양 finds 평양시 (Pyongyang
    City). Takes one database query, and a second query if there are entities with this name.
    """
    key = name_key(text)
    rows = select_in(EntityName, ("entity", "kind"), "key", keys_of_name(key)) if key else ()
    named = {pk for pk, name_kind in rows if name_kind != EntityName.Kind.BANNED}
    columns = (Coalesce(f"merged_into__{field}", field) for field in ("pk", "kind", "slug", "name"))
    return (
        sorted(set(Entity.objects.filter(pk__in=named).order_by().values_list(*columns)))
        if named
        else []
    )
