"""The other names of the sources, places, organisations and people that a reader typed."""

from collections.abc import Collection, Sequence

from django.db.models.functions import Coalesce

from archive.database.bulk import select_in
from archive.models import Entity, EntityName, Source, SourceName
from archive.search.query.name_lookup import keys_of_name
from ingest.mentions.spelling import name_key

# Ours: foreign and former names of cities that are not among the aliases of our gazetteer. Left as
# they are typed, right as articles write them.
_ELSEWHERE = {
    "moskva": "Moscow",
    "moskau": "Moscow",
    "nanking": "Nanjing",
    "canton": "Guangzhou",
    "mukden": "Shenyang",
    "port arthur": "Lushun",
    "dairen": "Dalian",
    "rangoon": "Yangon",
    "saigon": "Ho Chi Minh City",
    "bombay": "Mumbai",
}
_KEYS = {name_key(typed): name for typed, name in _ELSEWHERE.items()}
MOST = 12  # names of one entity that are returned


def other_names(typed: Collection[str]) -> dict[str, list[str]]:
    """Return, for each typed text that is a name, the other names of what it names.

    Takes two database queries for all texts, and two more if one of them is a name.
    """
    texts = {name_key(text): text for text in typed if name_key(text)}
    typed_keys = {stored: key for key in texts for stored in keys_of_name(key)}
    named: dict[int, set[str]] = {}  # entity -> the keys by which it was found
    rows = select_in(EntityName, ("entity", "key", "kind"), "key", list(typed_keys))
    for entity, stored, kind in rows:
        if kind != EntityName.Kind.BANNED:
            named.setdefault(entity, set()).add(typed_keys[stored])
    found: dict[str, dict[str, None]] = {}
    for key, name in _of_entities(named):
        found.setdefault(key, {})[name] = None
    for key, names in _of_sources(texts).items():
        found.setdefault(key, {}).update(dict.fromkeys(names))
    for key in texts.keys() & _KEYS.keys():
        found.setdefault(key, {})[_KEYS[key]] = None
    return {
        texts[key]: [name for name in names if name_key(name) != key][:MOST]
        for key, names in found.items()
    }


def _of_entities(named: dict[int, set[str]]) -> list[tuple[str, str]]:
    """Return pairs (key that was typed, name); an entity's own name comes before its aliases."""
    if not named:
        return []
    meant: dict[int, set[str]] = {}
    rows = (
        Entity.objects.filter(pk__in=named)
        .order_by()
        .values_list("pk", Coalesce("merged_into", "pk"))
    )
    for entity, target in rows:
        meant.setdefault(target, set()).update(named[entity])
    names = (
        EntityName.objects.filter(entity__in=meant)
        .exclude(kind=EntityName.Kind.BANNED)
        .order_by("pk")
        .values_list("entity", "kind", "name")
    )
    ordered = sorted(names, key=lambda row: row[1] != EntityName.Kind.OFFICIAL)
    return [(key, name) for entity, _kind, name in ordered for key in sorted(meant[entity])]


def _of_sources(texts: Collection[str]) -> dict[str, Sequence[str]]:
    """Return the names of each source whose name or alias is one of these keys.

    All sources are compared in Python, because there are few.
    """
    names: dict[int, list[str]] = {}
    for pk, name in Source.objects.order_by("pk").values_list("pk", "name"):
        names[pk] = [name]
    for pk, name in SourceName.objects.order_by("pk").values_list("source", "name"):
        names[pk].append(name)
    return {
        name_key(name): row for row in names.values() for name in row if name_key(name) in texts
    }
