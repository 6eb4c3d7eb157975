"""Finds the place where a detected organisation is: right after its name, or in its name.

The place at the beginning of an organisation's name can be wrong: the Rakwon Machine Complex is in
Sinuiju, not in Rakwon. So at the beginning, only three kinds of place names are used: a province or
municipality, a city that needs no type word, and a name with its type word that can mean only one
place.
"""

import re
from collections.abc import Mapping

from ingest.mentions.gazetteer import Gazetteer
from ingest.mentions.name_spans import NameSpan

_joint = re.compile(r",?\s+(?:in|of|at)\s+(?:the\s+city\s+of\s+)?")
_TYPES = ("province", "municipality", "city", "county", "district")
_MOST_WORDS = 3
_MEDIA = (" Times", " Daily")  # articles quote newspapers without being about their cities


def site_in_text(name: NameSpan, place_slugs: Mapping[tuple[str, int], str]) -> str:
    """Return the slug of the place right after an organisation's name; "" if no place follows.

    "… Farm in Onchon County" is in Onchon. `place_slugs` is a dict from the (field, start) of each
    mention of a place to the slug of the place.
    """
    joint = _joint.match(name.field.text, name.after)
    return place_slugs.get((name.field.name, joint.end()), "") if joint else ""


def site_in_name(name: NameSpan, gazetteer: Gazetteer) -> str:
    """Return the slug of the place in an organisation's name; "" if the name contains no place.

    The place is at the beginning ("Kusong Textile Mill"), or it is a country or capital at the end
    ("Association of Korean Women in China").
    """
    if name.name.endswith(_MEDIA):
        return ""
    _, is_in, end = name.name.rpartition(" in ")
    if is_in and (meant := gazetteer.named_places.get(end)):
        return meant[0].place.slug
    words = name.name.split()
    for count in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        begin = " ".join(words[:count])
        if count > 1 and words[count - 1].lower() in _TYPES:
            meant = gazetteer.typed(" ".join(words[: count - 1]), words[count - 1].lower())
            return meant[0].place.slug if len(meant) == 1 else ""
        if place := gazetteer.bare_names.get(begin):
            return place.slug
    return ""
