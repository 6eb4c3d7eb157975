"""The place of a detected organisation: right after its name, or at the beginning of its name.

A place in a name can mislead: the Rakwon Machine Complex is in Sinuiju. So only a division or a
city that needs no type word counts there, or a name with its type word that means one place.
"""

import re
from collections.abc import Mapping

from ingest.mentions.gazetteer import Gazetteer
from ingest.mentions.name_spans import NameSpan

_joint = re.compile(r",?\s+(?:in|of|at)\s+(?:the\s+city\s+of\s+)?")
_TYPES = ("province", "municipality", "city", "county", "district")
_MOST_WORDS = 3
_MEDIA = (" Times", " Daily")  # to quote one is not to name its city


def site_in_text(name: NameSpan, placed: Mapping[tuple[str, int], str]) -> str:
    """Return the slug of the place that follows an organisation's name; "" if there is none.

    "… Farm in Onchon County" is in Onchon. `placed` maps (field, start) of each mention of a place
    to its slug.
    """
    joint = _joint.match(name.field.text, name.after)
    return placed.get((name.field.name, joint.end()), "") if joint else ""


def site_in_name(name: NameSpan, gazetteer: Gazetteer) -> str:
    """Return the slug of the place with which an organisation's name begins; "" if there is none.

    "Kusong Textile Mill" is in Kusong. A country or capital at the end of the name is found, too
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
