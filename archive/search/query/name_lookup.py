"""Names: which sources, places, people and organisations a reader can mean by what is typed after a
field.

Case, accents, hyphens and spaces make no difference. What something is called officially (or its
slug) goes before what it is also called; whatever was merged leads to what it was merged into;
banned spellings lead nowhere. A slug after "=" means that one alone, whatever else has the name.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from django.db.models.functions import Coalesce
from django.utils.text import slugify

from archive.database.bulk import select_in
from archive.models import Entity, EntityName, OldSlug, Source, SourceName
from archive.search.codes import code_number
from archive.search.facets import FACETS, Values
from ingest.mentions.spelling import name_key

EXACT_SLUG = "="
# 평양시 is the city of 평양: the type words for city, county, district, province, municipality,
# village, ward.
KOREAN_TYPES = ("시", "군", "구역", "도", "직할시", "특별시", "리", "동", "구")
_HANGUL = re.compile("[가-힣]+")
# "Kujang County" is the county called Kujang.
PLACE_TYPES = frozenset(
    {"country", "province", "municipality", "city", "county", "district", "ri", "dong", "town"}
)


def shared_slugs(kind: str, slugs: Collection[str]) -> set[str]:
    """Those of these slugs that are also the official name of another entity of the kind. One
    query."""
    keys = {name_key(slug): slug for slug in slugs}
    named = EntityName.objects.filter(key__in=keys, kind=EntityName.Kind.OFFICIAL).order_by()
    # The rest is looked at here: asked for it, SQLite would read the names of all entities.
    rows = named.values_list("key", "entity__kind", "entity__slug", "entity__merged_into")
    return {
        keys[key]
        for key, of_kind, slug, merged in rows
        if of_kind == kind and slug != keys[key] and merged is None
    }


class KnownNames:
    """The names in the database: two queries a name, both by index; one more for an old slug or a
    merger."""

    def find(self, field: str, text: str) -> Sequence[int]:
        """The ids of what `text` can mean, in order; `field` is source, place, person or
        organisation."""
        values, codes = FACETS[field].values, FACETS[field].codes
        if codes:
            return [code_number(code)] if (code := codes.read(text)) else []
        found = _sources(text) if values is Values.SOURCE else _entities(field, text)
        if not found and values is Values.PLACE:
            words = text.replace("-", " ").split()
            if len(words) > 1 and words[-1].lower() in PLACE_TYPES:
                found = _entities(field, " ".join(words[:-1]), place_type=words[-1].lower())
        return sorted(found)


def _entities(kind: str, text: str, place_type: str = "") -> set[int]:
    wanted = {"kind": kind} | ({"place_type": place_type} if place_type else {})
    slug = slugify(text)
    found = dict(Entity.objects.filter(slug=slug, **wanted).values_list("pk", "merged_into"))
    if found and text.startswith(EXACT_SLUG):
        return set(_merged(found.items()))
    of_entity = {f"entity__{field}": value for field, value in wanted.items()}
    spelled = list(
        EntityName.objects.filter(key=name_key(text), **of_entity)
        .exclude(kind=EntityName.Kind.BANNED)
        .values_list("entity_id", "entity__merged_into", "kind")
    )
    found |= {pk: target for pk, target, sort in spelled if sort == EntityName.Kind.OFFICIAL}
    found = found or {pk: target for pk, target, _sort in spelled}
    if not found and slug:
        old = OldSlug.objects.filter(kind=kind, slug=slug, entity__isnull=False)
        found = dict(old.values_list("entity_id", "entity__merged_into"))
    return set(_merged(found.items()))


def entities_named(text: str) -> list[tuple[int, str, str, str]]:
    """What a text can be the name of, of any kind: id, kind, slug, name, each as what it was merged
    into. A Korean name of a place is known without the word for its kind, too. One query, and a
    second one where there is any."""
    key = name_key(text)
    keys = (
        [key, *(key + name_key(kind) for kind in KOREAN_TYPES)] if _HANGUL.fullmatch(key) else [key]
    )
    spelled = select_in(EntityName, ("entity", "kind"), "key", keys) if key else ()
    named = {pk for pk, sort in spelled if sort != EntityName.Kind.BANNED}
    columns = (Coalesce(f"merged_into__{field}", field) for field in ("pk", "kind", "slug", "name"))
    return (
        sorted(set(Entity.objects.filter(pk__in=named).order_by().values_list(*columns)))
        if named
        else []
    )


def _merged(found: Iterable[tuple[int, int | None]]) -> Iterable[int]:
    """What each was merged into, however often."""
    for pk, target in found:
        seen = {pk}
        while target is not None and target not in seen:
            pk = target
            seen.add(pk)
            target = Entity.objects.filter(pk=pk).values_list("merged_into", flat=True).first()
        yield pk


def _sources(text: str) -> set[int]:
    """Outlets are few: their names are all read and compared."""
    key = name_key(text)
    rows = Source.objects.values_list("pk", "slug", "name")
    found = {pk for pk, slug, name in rows if key in {name_key(slug), name_key(name)}}
    if not found:
        found = {
            pk
            for pk, name in SourceName.objects.values_list("source", "name")
            if name_key(name) == key
        }
    if not found:
        old = OldSlug.objects.filter(kind="source", slug=slugify(text), source__isnull=False)
        found = {pk for pk in old.values_list("source", flat=True) if pk}
    return found
