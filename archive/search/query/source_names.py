"""Find the sources that a typed name can mean, also by a short name such as "kcna" or "vok".

The name is compared in these ways, one after another, until one of them finds a source:

1. the slug, the name, or the name without the ending of a site: "KCNA" is KCNA.kp and KCNA.co.jp
2. a name that saved files use
3. a slug that the source had earlier
4. another usual name (OTHER_NAMES)
5. the first words of a name, or the first letters of all its words: "rodong", "pt", "vok", "mfa"
"""

import re

from django.utils.text import slugify

from archive.models import OldSlug, Source, SourceName
from ingest.mentions.spelling import name_key

OTHER_NAMES = {
    "Korean Central News Agency": "KCNA",
    "조선중앙통신": "KCNA",
    "Nodong Sinmun": "Rodong Sinmun",
    "로동신문": "Rodong Sinmun",
    "노동신문": "Rodong Sinmun",
    "평양타임스": "Pyongyang Times",
    "민주조선": "Minju Joson",
    "우리민족끼리": "Uriminzokkiri",
    "내나라": "Naenara",
    "통일신보": "Tongil Sinbo",
    "조선신보": "Choson Sinbo",
    "Chosun Sinbo": "Choson Sinbo",
    "MOFA": "Ministry of Foreign Affairs",
}
_OTHERS = {name_key(other): name for other, name in OTHER_NAMES.items()}
_SITE_ENDING = re.compile(r"(?:\.(?:co|com|net|org|rep|gov|kp|jp|kr))+$", re.IGNORECASE)
_SMALL_WORDS = {"of", "the", "and", "in"}
_SHORTEST_BEGINNING = 3  # letters


def sources_named(text: str, *, with_short: bool = True) -> set[int]:
    """Return the ids of the sources that a typed name can mean.

    If `with_short` is false, rule 5 is not used. All sources are read and compared in Python,
    because there are few.
    """
    key = name_key(text)
    rows = list(Source.objects.order_by().values_list("pk", "slug", "name"))
    own = {pk for pk, slug, name in rows if key in {name_key(slug), *_own_keys(name)}}
    if own or not key:
        return own
    names = SourceName.objects.order_by().values_list("source", "name")
    if ids := {pk for pk, name in names if name_key(name) == key}:
        return ids
    old = OldSlug.objects.filter(kind="source", slug=slugify(text), source__isnull=False)
    if ids := {pk for pk in old.values_list("source", flat=True) if pk}:
        return ids
    if key in _OTHERS:
        return sources_named(_OTHERS[key])
    if not with_short:
        return set()
    return {pk for pk, _slug, name in rows if key in _short_keys(name)}


def _own_keys(name: str) -> set[str]:
    """Return the keys of a name, and of the name without the ending of a site."""
    return {name_key(name), name_key(_SITE_ENDING.sub("", name))}


def _short_keys(name: str) -> set[str]:
    """Return the keys of the beginnings of a name, and of the first letters of its words."""
    words = _SITE_ENDING.sub("", name).split()
    beginnings = {name_key(" ".join(words[:count])) for count in range(1, len(words))}
    if len(words) == 1:
        return set()
    initials = {
        name_key("".join(word[0] for word in some))
        for some in (words, [word for word in words if word.casefold() not in _SMALL_WORDS])
    }
    return {key for key in beginnings if len(key) >= _SHORTEST_BEGINNING} | initials
